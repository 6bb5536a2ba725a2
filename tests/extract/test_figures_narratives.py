"""Narratives in other words and layouts than any document at hand: what is found in them, and how it hangs together.

Each is a made-up report. Its table pins printed value, unit, whole (by position), relation and as-of date: what was
extracted, read against the text. It guards against change; how good extraction is, tests/accuracy measures.
"""

import pytest

from analysis.documents import read
from analysis.extract.figures import extract_figures
from analysis.extract.figures_frames import Node

NARRATIVES = {
    "nine_months_report": (
        """\
ỦY BAN NHÂN DÂN
TỈNH AN BÌNH

Số: 312/BC-UBND
An Bình, ngày 20 tháng 9 năm 2023

BÁO CÁO
Kết quả thực hiện công tác cải cách hành chính 9 tháng năm 2023

I. KẾT QUẢ THỰC HIỆN

1. Công tác chỉ đạo, điều hành

Từ đầu năm đến nay, tỉnh đã ban hành 27 văn bản chỉ đạo về CCHC (gồm 03 nghị quyết, 09 kế hoạch, 15 công văn). Đã kiểm tra 18/45 cơ quan, đơn vị, đạt 40% kế hoạch năm; qua kiểm tra phát hiện 12 vấn đề, đã xử lý 10 vấn đề, còn 02 vấn đề đang xử lý.

Chỉ số PAR INDEX năm 2022 của tỉnh đạt 84,51%, xếp thứ 35/63 tỉnh, thành phố, tăng 06 bậc so với năm 2021; Chỉ số SIPAS đạt 80,12%, đứng vị trí thứ 21.

2. Cải cách thể chế

HĐND và UBND tỉnh ban hành 41 văn bản quy phạm pháp luật, bao gồm 13 nghị quyết và 28 quyết định. Số văn bản được tự kiểm tra là 41 văn bản; kiểm tra theo thẩm quyền 96 văn bản, phát hiện 4 văn bản có dấu hiệu trái pháp luật, chiếm 4,17%.

3. Cải cách thủ tục hành chính

Tính đến ngày 14/9/2023, tổng số TTHC thuộc thẩm quyền giải quyết của tỉnh là 1.852 thủ tục; trong đó: cấp tỉnh 1.412 thủ tục, cấp huyện 298 thủ tục, cấp xã 142 thủ tục. Có 1.203 TTHC được cung cấp dịch vụ công trực tuyến (toàn trình: 764; một phần: 439), đạt tỷ lệ 64,96%.

Tổng số hồ sơ tiếp nhận trong kỳ: 402.118 hồ sơ, trong đó:
- Tiếp nhận mới: 389.540 hồ sơ (trực tuyến 251.006 hồ sơ, chiếm 64,44%; trực tiếp và qua bưu chính 138.534 hồ sơ);
- Kỳ trước chuyển sang: 12.578 hồ sơ.

Số hồ sơ đã giải quyết: 391.027 hồ sơ; trong đó trước hạn 301.225 hồ sơ, đúng hạn 86.950 hồ sơ, quá hạn 2.852 hồ sơ (tỷ lệ đúng hạn và trước hạn đạt 99,27%).

4. Cải cách tổ chức bộ máy

Toàn tỉnh hiện có 17 sở và tương đương, 9 huyện, 126 xã, phường, thị trấn. Đã giảm 05 phòng chuyên môn và 12 đơn vị sự nghiệp công lập so với năm 2021. Tinh giản biên chế 87 người, trong đó 62 người nghỉ hưu trước tuổi, 25 người thôi việc ngay.

5. Cải cách tài chính công

Tổng kinh phí tiết kiệm được là 45,6 tỷ đồng, gồm: tiết kiệm chi thường xuyên 30,2 tỷ đồng; tiết kiệm từ mua sắm tập trung 15,4 tỷ đồng.

6. Chính quyền điện tử

100% sở, ban, ngành và UBND cấp huyện sử dụng chữ ký số. Đã cấp 3.415 chứng thư số (còn hiệu lực 3.002, hết hiệu lực 413). Thời gian giải quyết bình quân một hồ sơ rút ngắn 2,5 ngày.

Hệ thống tiếp nhận 58 phản ánh, kiến nghị; đã trả lời 55/58 phản ánh, kiến nghị (đạt 94,83%).

II. PHƯƠNG HƯỚNG, NHIỆM VỤ 3 THÁNG CUỐI NĂM 2023

1. Phấn đấu 100% TTHC đủ điều kiện được cung cấp trực tuyến toàn trình; tỷ lệ hồ sơ trực tuyến đạt tối thiểu 70%.
2. Tổ chức 02 lớp tập huấn cho 150 công chức cấp xã.

Nơi nhận:
- Như trên;
""",
        """\
27; văn bản; ; whole
03; nghị quyết; f001; part
09; kế hoạch; f001; part
15; công văn; f001; part
18; cơ quan, đơn vị; f006; subset
45; cơ quan, đơn vị; ; whole
40%; %; ; ratio_of:f005/f006
12; vấn đề; ; whole
10; vấn đề; f008; part
02; vấn đề; f008; part
84,51%; %
35/63; rank; f011; rank
06; bậc
80,12%; %
21; rank; f014; rank
41; văn bản; ; whole
13; nghị quyết; f016; part
28; quyết định; f016; part
41; văn bản
96; văn bản; ; whole
4; văn bản; f020; subset
4,17%; %; ; ratio_of:f021/f020
1.852; thủ tục; ; whole; 14/9/2023
1.412; thủ tục; f023; part; 14/9/2023
298; thủ tục; f023; part; 14/9/2023
142; thủ tục; f023; part; 14/9/2023
1.203; TTHC; f023; subset; 14/9/2023
764; TTHC; f027; part; 14/9/2023
439; TTHC; f027; part; 14/9/2023
64,96%; %; ; ratio_of:f027/f023; 14/9/2023
402.118; hồ sơ; ; whole
389.540; hồ sơ; f031; part
251.006; hồ sơ; f032; part
64,44%; %; ; ratio_of:f033/f032
138.534; hồ sơ; f032; part
12.578; hồ sơ; f031; part
391.027; hồ sơ; f031; subset
301.225; hồ sơ; f037; part
86.950; hồ sơ; f037; part
2.852; hồ sơ; f037; part
99,27%; %; ; ratio_of:f038+f039/f037
17; sở
9; huyện
126; xã, phường, thị trấn
05; phòng
12; đơn vị sự nghiệp công lập
87; người; ; whole
62; người; f047; part
25; người; f047; part
45,6; tỷ đồng; ; whole
30,2; tỷ đồng; f050; part
15,4; tỷ đồng; f050; part
100%; %
3.415; chứng thư số; ; whole
3.002; chứng thư số; f054; part
413; chứng thư số; f054; part
2,5; ngày
58; phản ánh, kiến nghị
55; phản ánh, kiến nghị; f060; subset
58; phản ánh, kiến nghị; ; whole
94,83%; %; ; ratio_of:f059/f060
""",
    ),
    "district_quarter": (
        """\
Phòng Nội vụ huyện tổng hợp kết quả quý II/2024 (số liệu đến ngày 14/6/2024)

Trong quý, Bộ phận Một cửa của huyện và 15/15 xã, thị trấn tiếp nhận tổng cộng 24.310 hồ sơ (tăng 1.205 hồ sơ so với cùng kỳ), kết quả: 23.870 hồ sơ đã trả, 440 hồ sơ đang xử lý. Hồ sơ trả quá hạn còn 61 hồ sơ, bằng 0,26% số hồ sơ đã trả.

Có 9.412 hồ sơ nộp trực tuyến trên tổng số 24.310 hồ sơ tiếp nhận, tương ứng 38,7%.

Về cán bộ: huyện cử 214 lượt cán bộ, công chức đi bồi dưỡng (cấp huyện 120 lượt, cấp xã 94 lượt). Đã mở 4 lớp tập huấn cho 260 học viên.

Khảo sát 500 phiếu, thu về 486 phiếu hợp lệ. Trong số 486 phiếu hợp lệ, 431 phiếu đánh giá hài lòng (88,68%), 49 phiếu đánh giá bình thường (10,08%) và 6 phiếu không hài lòng (1,23%).

Huyện xếp thứ 4/10 đơn vị cấp huyện về Chỉ số CCHC năm 2023 với 86,95 điểm. Dự kiến quý III/2024 tiếp nhận khoảng 25.000 hồ sơ.
""",
        """\
15; xã, thị trấn; f002; subset; 14/6/2024
15; xã, thị trấn; ; whole; 14/6/2024
24.310; hồ sơ; ; whole; 14/6/2024
1.205; hồ sơ; ; ; 14/6/2024
23.870; hồ sơ; f003; part; 14/6/2024
440; hồ sơ; f003; part; 14/6/2024
61; hồ sơ; f005; subset; 14/6/2024
0,26%; %; ; ratio_of:f007/f005; 14/6/2024
9.412; hồ sơ; f010; subset; 14/6/2024
24.310; hồ sơ; ; whole; 14/6/2024
38,7%; %; ; ratio_of:f009/f010; 14/6/2024
214; lượt; ; whole; 14/6/2024
120; lượt; f012; part; 14/6/2024
94; lượt; f012; part; 14/6/2024
4; lớp tập huấn; ; ; 14/6/2024
260; học viên; ; ; 14/6/2024
500; phiếu; ; whole; 14/6/2024
486; phiếu; f017; subset; 14/6/2024
486; phiếu; ; whole; 14/6/2024
431; phiếu; f019; part; 14/6/2024
88,68%; %; ; ratio_of:f020/f019; 14/6/2024
49; phiếu; f019; part; 14/6/2024
10,08%; %; ; ratio_of:f022/f019; 14/6/2024
6; phiếu; f019; part; 14/6/2024
1,23%; %; ; ratio_of:f024/f019; 14/6/2024
4/10; rank; ; rank; 14/6/2024
86,95; điểm; ; ; 14/6/2024
""",
    ),
    "half_year_in_lists": (
        """\
SỞ NỘI VỤ
BÁO CÁO
Sơ kết 6 tháng đầu năm 2025

A. TÌNH HÌNH THỰC HIỆN

I. Kết quả đạt được

1. Về tuyên truyền: đăng tải 1.024 tin, bài (Báo: 310 tin, bài; Đài PT-TH: 214 tin, bài; Cổng thông tin điện tử: 500 tin, bài), phát 2.500 tờ rơi, treo 45 pa nô.

2. Về dịch vụ công: đến hết ngày 31/5/2025, số hồ sơ phát sinh trực tuyến 88.930/120.456 hồ sơ, đạt 73,83%; trong số đó thanh toán trực tuyến 40.210 hồ sơ.

a) Cấp sở: tiếp nhận 51.200 hồ sơ, giải quyết đúng hạn 50.900/51.050 hồ sơ đã giải quyết (đạt 99,71%).

b) Cấp xã: tiếp nhận 69.256 hồ sơ; tỷ lệ đúng hạn 98,4%.

3. Mức độ hài lòng chung đạt 92,35%; cụ thể: lĩnh vực đất đai 85,10%, lĩnh vực y tế 94,20%, lĩnh vực giáo dục 97,00%.

4. Có 125 đơn vị sự nghiệp công lập tự chủ: 5 đơn vị nhóm 1, 32 đơn vị nhóm 2, 60 đơn vị nhóm 3 và 28 đơn vị nhóm 4.

5. Chỉ số PCI đạt 67,12 điểm, xếp hạng 20/63 (giảm 3 bậc); PAPI đạt 42,33 điểm, từ thứ 45 lên thứ 38.

II. Hạn chế

Còn 07/20 xã chưa đạt chuẩn; 1 số nơi chưa bố trí đủ thiết bị. Tỷ lệ số hóa mới đạt 56,7% (mục tiêu 80%).

B. NHIỆM VỤ 6 THÁNG CUỐI NĂM

Hoàn thành 100% nhiệm vụ; tổ chức 3 hội nghị.
""",
        """\
1.024; tin, bài; ; whole
310; tin, bài; f001; part
214; tin, bài; f001; part
500; tin, bài; f001; part
2.500; tờ rơi
45; pa nô
88.930; hồ sơ; f008; subset; 31/5/2025
120.456; hồ sơ; ; whole; 31/5/2025
73,83%; %; ; ratio_of:f007/f008; 31/5/2025
40.210; hồ sơ; f007; subset; 31/5/2025
51.200; hồ sơ
50.900; hồ sơ; f013; subset
51.050; hồ sơ; ; whole
99,71%; %; ; ratio_of:f012/f013
69.256; hồ sơ
98,4%; %
92,35%; %
85,10%; %; f017
94,20%; %; f017
97,00%; %; f017
125; đơn vị sự nghiệp công lập; ; whole
5; đơn vị; f021; part
32; đơn vị; f021; part
60; đơn vị; f021; part
28; đơn vị; f021; part
67,12; điểm
20/63; rank; f026; rank
3; bậc
42,33; điểm
45; rank; f029; rank
38; rank; f029; rank
07; xã; f033; subset
20; xã; ; whole
56,7%; %
""",
    ),
    "hard_wrapped_year": (
        """\
UBND HUYỆN HÒA SƠN          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 88/BC-UBND              Hòa Sơn, ngày 12 tháng 12 năm 2022

BÁO CÁO
Công tác cải cách hành chính năm 2022

Phần thứ nhất
KẾT QUẢ CÔNG TÁC CẢI CÁCH HÀNH CHÍNH NĂM 2022

I. VỀ CHỈ ĐẠO ĐIỀU HÀNH
Trong năm 2022, UBND huyện ban hành 64 văn bản chỉ đạo; tổ chức
02 hội nghị trực tuyến với 21 điểm cầu; có 5/7 sáng kiến được
công nhận. Hoàn thành 38/40 nhiệm vụ tại Kế hoạch số 15/KH-UBND
ngày 20/01/2022, đạt 95,0%; còn 02 nhiệm vụ chuyển sang năm 2023.

II. VỀ THỦ TỤC HÀNH CHÍNH
1. Từ ngày 15/12/2021 đến ngày 14/12/2022, toàn huyện tiếp nhận
52,414 hồ sơ (cấp huyện: 18,202; cấp xã: 34,212), trong đó hồ sơ
trực tuyến là 30,115 hồ sơ, chiếm 57.46%.
Kết quả giải quyết: 51.877 hồ sơ, trong đó:
+ Đúng hạn và trước hạn: 51.590 hồ sơ (99,45%);
+ Trễ hạn: 287 hồ sơ (0,55%).
Đang giải quyết 537 hồ sơ (trong hạn 530, quá hạn 07).
2. Lũy kế đến nay đã số hóa 120.004 kết quả, nâng tỷ lệ số hóa lên
71,2%. Tỷ lệ người dân hài lòng 96%, cao hơn 1,5 điểm phần trăm so
với năm 2021 (94,5%).
3. Bưu điện huyện chuyển trả 3 145 hồ sơ; thu phí, lệ phí không dùng tiền
mặt 2,35 tỷ đồng, trong đó qua Cổng DVC quốc gia 1,85 tỷ đồng.

III. VỀ TỔ CHỨC BỘ MÁY, CÔNG CHỨC
Tổng biên chế được giao: 412 chỉ tiêu; có mặt 398 người (công chức 96 người; viên chức 302 người).
Cử 35 lượt cán bộ, 112 lượt công chức và 9 lượt viên chức đi học. Kỷ luật 03 trường hợp (khiển trách 02, cảnh cáo 01).
Có 14/14 xã, thị trấn đạt chuẩn, đạt tỷ lệ 100%. Xếp loại: 4 đơn vị xuất sắc, 9 đơn vị tốt và 1 đơn vị khá.

IV. KẾT QUẢ CÁC CHỈ SỐ
Chỉ số CCHC cấp huyện năm 2021: 85,67 điểm, xếp thứ 3/12 huyện, thị xã, thành phố (tăng 02 bậc).
Về DDCI, huyện đứng đầu với 78,9 điểm.

V. TỒN TẠI, HẠN CHẾ
Tỷ lệ thanh toán trực tuyến mới đạt 21,3% (chỉ tiêu giao 50%); 2/14 xã chưa có cán bộ chuyên trách CNTT.

Phần thứ hai
NHIỆM VỤ TRỌNG TÂM NĂM 2023
1. Phấn đấu nâng Chỉ số CCHC lên hạng 2.
2. 90% hồ sơ được số hóa.
""",
        """\
64; văn bản
02; hội nghị
21; điểm cầu
5; sáng kiến; f005; subset
7; sáng kiến; ; whole
38; nhiệm vụ; f007; part
40; nhiệm vụ; ; whole
95,0%; %; ; ratio_of:f006/f007
02; nhiệm vụ; f007; part
52,414; hồ sơ; ; whole; 14/12/2022
18,202; hồ sơ; f010; part; 14/12/2022
34,212; hồ sơ; f010; part; 14/12/2022
30,115; hồ sơ; f010; subset; 14/12/2022
57.46%; %; ; ratio_of:f013/f010; 14/12/2022
51.877; hồ sơ; f010; part:b
51.590; hồ sơ; f015; part
99,45%; %; ; ratio_of:f016/f015
287; hồ sơ; f015; part
0,55%; %; ; ratio_of:f018/f015
537; hồ sơ; f010; part:b
530; hồ sơ; f020; part
07; hồ sơ; f020; part
120.004; kết quả
71,2%; %
96%; %
1,5; điểm phần trăm
94,5%; %
3 145; hồ sơ
2,35; tỷ đồng; ; whole
1,85; tỷ đồng; f029; subset
412; chỉ tiêu; ; whole
398; người; f031; subset
96; người; f032; part
302; người; f032; part
35; lượt
112; lượt
9; lượt
03; trường hợp; ; whole
02; trường hợp; f038; part
01; trường hợp; f038; part
14; xã, thị trấn; f042; subset
14; xã, thị trấn; ; whole
100%; %; ; ratio_of:f041/f042
4; đơn vị
9; đơn vị
1; đơn vị
85,67; điểm
3/12; rank; f047; rank
02; bậc
78,9; điểm
21,3%; %
2; xã; f053; subset
14; xã; ; whole
""",
    ),
    "news_of_digital_change": (
        """\
Tin: Kết quả chuyển đổi số của tỉnh sau 6 tháng

Theo Sở Thông tin và Truyền thông, đến ngày 30/6/2023 toàn tỉnh có 2.187 dịch vụ công trực tuyến, gồm 1.096 dịch vụ công trực tuyến toàn trình (chiếm 50,11%) và 1.091 dịch vụ công trực tuyến một phần (chiếm 49,89%). Trong 6 tháng, 3 cấp chính quyền tiếp nhận 210.450 hồ sơ, tăng 12,5% so với cùng kỳ năm 2022 (187.067 hồ sơ); trong đó, hồ sơ trực tuyến 143.106 (68%), trực tiếp 61.240 (29,1%), bưu chính công ích 6.104 (2,9%).

Tỷ lệ hồ sơ trước hạn, đúng hạn của cấp tỉnh, cấp huyện, cấp xã lần lượt là 99,2%, 98,7%, 99,5%.

Toàn tỉnh có 1.346 Tổ công nghệ số cộng đồng với 8.912 thành viên; 98% cán bộ, công chức (trừ cấp xã) được cấp tài khoản. Thu nhận 655.000 hồ sơ cấp căn cước công dân, kích hoạt 412.330 tài khoản định danh điện tử, đạt 62,95%.

Mạng 4G phủ sóng 100% thôn; 5G thử nghiệm tại 2 điểm. Hệ thống camera hoạt động 24/7. Đường dây nóng 1022 tiếp nhận 4.500 cuộc gọi, trong đó xử lý ngay 3.900 cuộc, chuyển 600 cuộc đến các sở, ngành.

Ngân sách chi cho chuyển đổi số là 125,4 tỷ đồng, bằng 1,1% tổng chi ngân sách.

Theo Quyết định 1012 của UBND tỉnh, DTI năm 2022 tỉnh xếp thứ 15 cả nước, trong đó chính quyền số xếp thứ 12, kinh tế số xếp thứ 20, xã hội số xếp thứ 18.
""",
        """\
2.187; dịch vụ công trực tuyến; ; whole; 30/6/2023
1.096; dịch vụ công trực tuyến; f001; part; 30/6/2023
50,11%; %; ; ratio_of:f002/f001; 30/6/2023
1.091; dịch vụ công trực tuyến; f001; part; 30/6/2023
49,89%; %; ; ratio_of:f004/f001; 30/6/2023
210.450; hồ sơ; ; whole; 30/6/2023
12,5%; %; ; ; 30/6/2023
187.067; hồ sơ; ; ; 30/6/2023
143.106; hồ sơ; f006; part; 30/6/2023
68%; %; ; ratio_of:f009/f006; 30/6/2023
61.240; hồ sơ; f006; part; 30/6/2023
29,1%; %; ; ratio_of:f011/f006; 30/6/2023
6.104; hồ sơ; f006; part; 30/6/2023
2,9%; %; ; ratio_of:f013/f006; 30/6/2023
99,2%; %
98,7%; %
99,5%; %
1.346; Tổ công nghệ số cộng đồng
8.912; thành viên
98%; %
655.000; hồ sơ
412.330; tài khoản
62,95%; %; ; ratio_of:f022/f021
100%; %
2; điểm
4.500; cuộc gọi; ; whole
3.900; cuộc; f026; part
600; cuộc; f026; part
125,4; tỷ đồng
1,1%; %
15; rank; ; rank
12; rank; ; rank
20; rank; ; rank
18; rank; ; rank
""",
    ),
    "department_quarter": (
        """\
UBND TỈNH TÂN LẬP
SỞ TƯ PHÁP

Số: 45/BC-STP

BÁO CÁO
Tình hình cải cách hành chính quý I năm 2025

I. Kết quả nổi bật

- Về thể chế: Sở đã thẩm định 32 dự thảo văn bản QPPL (trong đó: 04 dự thảo nghị quyết; 28 dự thảo quyết định), góp ý 57 dự thảo; tự kiểm tra 11/11 quyết định của UBND tỉnh (đạt 100%).

- Về TTHC: Bộ TTHC của Sở có 134 thủ tục, gồm: 120 thủ tục cấp tỉnh (chiếm 89,55%), 10 thủ tục cấp huyện, 4 thủ tục cấp xã. Đã cắt giảm thời gian giải quyết của 15 thủ tục, với tổng số ngày cắt giảm là 46 ngày.

- Trong quý I, Sở tiếp nhận 5.120 hồ sơ, trong đó: tiếp nhận trực tuyến 4.812 hồ sơ (đạt 93,98%), tiếp nhận trực tiếp 188 hồ sơ, kỳ trước chuyển qua 120 hồ sơ. Đã giải quyết 4.903 hồ sơ (trước hạn 4.410 hồ sơ, đúng hạn 480 hồ sơ, trễ hạn 13 hồ sơ); còn 217 hồ sơ đang giải quyết trong hạn. Số hồ sơ trả kết quả qua bưu chính: 1.305 hồ sơ.

- Cấp 4.250 phiếu lý lịch tư pháp, 100% trả kết quả đúng hẹn.

- Tổng số công chức hiện có 58 người/60 biên chế được giao; viên chức: 41/45 chỉ tiêu.

- Trình độ: 02 tiến sĩ, 21 thạc sĩ, 34 đại học và 01 cao đẳng.

- Kinh phí: tổng dự toán 12.450 triệu đồng, đã giải ngân 3.112,5 triệu đồng, đạt 25%.

- Điểm Chỉ số CCHC của Sở năm 2024: 91,25/100 điểm, xếp hạng 4/19 sở, ngành, tăng 5 hạng so với 2023; xếp loại Tốt.

- Mức độ hài lòng: 98,6% ý kiến đánh giá rất hài lòng, 1,4% ý kiến hài lòng, 0% không hài lòng (trên tổng số 812 phiếu khảo sát).

- Tuyên truyền: 15 hội nghị với 1.230 lượt người tham dự; 08 chuyên mục phát thanh; 3.000 tờ gấp.

II. Tồn tại, hạn chế
Tỷ lệ thanh toán trực tuyến còn thấp (61,2%); còn 13 hồ sơ trễ hạn (chiếm 0,27% số hồ sơ đã giải quyết).

III. Nhiệm vụ trọng tâm quý II/2025
1. Thẩm định 40 dự thảo.
""",
        """\
32; dự thảo văn bản QPPL; ; whole
04; dự thảo; f001; part
28; dự thảo; f001; part
57; dự thảo
11; quyết định; f006; subset
11; quyết định; ; whole
100%; %; ; ratio_of:f005/f006
134; thủ tục; ; whole
120; thủ tục; f008; part
89,55%; %; ; ratio_of:f009/f008
10; thủ tục; f008; part
4; thủ tục; f008; part
15; thủ tục
46; ngày
5.120; hồ sơ; ; whole
4.812; hồ sơ; f015; part
93,98%; %; ; ratio_of:f016/f015
188; hồ sơ; f015; part
120; hồ sơ; f015; part
4.903; hồ sơ; f015; part:b
4.410; hồ sơ; f020; part
480; hồ sơ; f020; part
13; hồ sơ; f020; part
217; hồ sơ; f015; part:b
1.305; hồ sơ
4.250; phiếu
100%; %
58; người; f029; subset
60; biên chế; ; whole
41; chỉ tiêu; f031; subset
45; chỉ tiêu; ; whole
02; tiến sĩ
21; thạc sĩ
34; đại học
01; cao đẳng
12.450; triệu đồng; ; whole
3.112,5; triệu đồng; f036; subset
25%; %; ; ratio_of:f037/f036
91,25; điểm
100; điểm
4/19; rank; f039; rank
5; hạng
98,6%; %
1,4%; %
0%; %
812; phiếu khảo sát
15; hội nghị
1.230; lượt người
08; chuyên mục
3.000; tờ gấp
61,2%; %
13; hồ sơ; f020; subset
0,27%; %; ; ratio_of:f052/f020
""",
    ),
    "year_in_two_parts": (
        """\
ỦY BAN NHÂN DÂN TỈNH BÌNH MINH

BÁO CÁO
Tổng hợp kết quả cải cách hành chính năm 2021 và phương hướng, nhiệm vụ năm 2022

Phần I
KẾT QUẢ

1. Trong năm, tổng số hồ sơ đã tiếp nhận, giải quyết là 812.345 hồ sơ. Trong đó:

a) Số hồ sơ đã giải quyết: 798.001 hồ sơ, bao gồm:

- Giải quyết trước hạn: 310.220 hồ sơ, chiếm tỷ lệ 38,87%.

- Giải quyết đúng hạn: 480.115 hồ sơ, chiếm tỷ lệ 60,16%.

- Giải quyết quá hạn: 7.666 hồ sơ, chiếm tỷ lệ 0,96%.

b) Số hồ sơ đang giải quyết: 14.344 hồ sơ, gồm: trong hạn 13.900 hồ sơ; quá hạn 444 hồ sơ.

2. Đến 30/11/2021, có 98/152 xã, phường, thị trấn (64,5%) bố trí đủ công chức. Toàn tỉnh sáp nhập 24 thôn, giảm từ 1.204 thôn xuống còn 1.180 thôn.

3. Số biên chế công chức giao năm 2021 là 2.310, thực hiện 2.255; số người làm việc trong đơn vị sự nghiệp là 25.430 người.

4. Kết quả PCI: 63,51/100 điểm, xếp thứ 41/63 tỉnh, thành phố, nhóm trung bình. SIPAS đạt 85,2%, tăng 2,1% so với năm 2020. PAR INDEX đứng thứ 9/63.

5. Tổng số 5 đơn vị sự nghiệp tự bảo đảm chi thường xuyên; 48 đơn vị tự bảo đảm một phần và 612 đơn vị do ngân sách bảo đảm.

6. Cung cấp 100% dịch vụ công đủ điều kiện lên mức độ 4 (935 dịch vụ), vượt 35% so với kế hoạch.

7. Tỷ lệ cán bộ, công chức cấp xã đạt chuẩn: 97,4% (cán bộ 96,1%; công chức 98,3%).

Phần II
PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2022

1. Hoàn thành 100% kế hoạch.
""",
        """\
812.345; hồ sơ; ; whole
798.001; hồ sơ; f001; part
310.220; hồ sơ; f002; part
38,87%; %; ; ratio_of:f003/f002
480.115; hồ sơ; f002; part
60,16%; %; ; ratio_of:f005/f002
7.666; hồ sơ; f002; part
0,96%; %; ; ratio_of:f007/f002
14.344; hồ sơ; f001; part
13.900; hồ sơ; f009; part
444; hồ sơ; f009; part
98; xã, phường, thị trấn; f013; subset; 30/11/2021
152; xã, phường, thị trấn; ; whole; 30/11/2021
64,5%; %; ; ratio_of:f012/f013; 30/11/2021
24; thôn
1.204; thôn
1.180; thôn
2.310; biên chế
2.255; biên chế
25.430; người
63,51; điểm
100; điểm
41/63; rank; f021; rank
85,2%; %
2,1%; %
9/63; rank; ; rank
5; đơn vị sự nghiệp
48; đơn vị
612; đơn vị
100%; %
935; dịch vụ
35%; %
97,4%; %
96,1%; %; f033
98,3%; %; f033
""",
    ),
    "city_nine_months": (
        """\
UBND THÀNH PHỐ LONG SƠN
BÁO CÁO
Kết quả công tác CCHC quý III và 9 tháng năm 2023

I. KẾT QUẢ ĐẠT ĐƯỢC

1. Công tác chỉ đạo
Chủ tịch UBND thành phố chủ trì 6 cuộc họp giao ban, ban hành 14 kết luận; 100% phòng chuyên môn đã có kế hoạch CCHC. Kiểm tra đột xuất 9/16 phường, xã, qua đó nhắc nhở 3 đơn vị.

2. Thủ tục hành chính
Đến hết ngày 15/9/2023, tổng số hồ sơ tiếp nhận tại Bộ phận Một cửa là 67.204 hồ sơ, tăng 8,4% so với cùng kỳ (61.996 hồ sơ). Trong tổng số hồ sơ tiếp nhận có 51.310 hồ sơ trực tuyến, chiếm 76,35%; 15.894 hồ sơ trực tiếp. Đã trả 65.870 hồ sơ, trong đó sớm hạn 41.220, đúng hạn 24.402, trễ hạn 248 hồ sơ; tỷ lệ trễ hạn 0,38%.
Đã xin lỗi bằng văn bản đối với 231/248 hồ sơ trễ hạn.
Số phản ánh, kiến nghị tiếp nhận: 96; đã xử lý: 92; đang xử lý: 4.

3. Tổ chức bộ máy
Thành phố có 12 phòng chuyên môn và 57 đơn vị sự nghiệp (giáo dục 51, khác 6). Biên chế hành chính được giao 142, hiện có 137.
Luân chuyển 8 cán bộ; bổ nhiệm mới 11 người (nữ 4 người).

4. Tài chính
Tổng thu ngân sách ước đạt 1.245,6 tỷ đồng, bằng 78,2% dự toán.

5. Chuyển đổi số
Chỉ số DTI cấp huyện năm 2022 đạt 0,6512 điểm, xếp thứ 2/11 huyện, thị xã, thành phố. Có 43.870 tài khoản công dân số được kích hoạt (52% dân số trưởng thành). Hệ thống camera gồm 210 mắt, trong đó 35 mắt AI.

II. NHIỆM VỤ QUÝ IV
Phấn đấu 85% hồ sơ trực tuyến. Mở 4 lớp tập huấn.
""",
        """\
6; cuộc họp
14; kết luận
100%; %
9; phường, xã; f005; subset
16; phường, xã; ; whole
3; đơn vị
67.204; hồ sơ; ; whole; 15/9/2023
8,4%; %; ; ; 15/9/2023
61.996; hồ sơ; ; ; 15/9/2023
51.310; hồ sơ; f007; part; 15/9/2023
76,35%; %; ; ratio_of:f010/f007; 15/9/2023
15.894; hồ sơ; f007; part; 15/9/2023
65.870; hồ sơ; f007; subset; 15/9/2023
41.220; hồ sơ; f013; part; 15/9/2023
24.402; hồ sơ; f013; part; 15/9/2023
248; hồ sơ; f013; part; 15/9/2023
0,38%; %; ; ratio_of:f016/f013; 15/9/2023
231; hồ sơ; f019; subset; 15/9/2023
248; hồ sơ; ; whole; 15/9/2023
96; kiến nghị; ; whole
92; kiến nghị; f020; part
4; kiến nghị; f020; part
12; phòng
57; đơn vị sự nghiệp; ; whole
51; đơn vị sự nghiệp; f024; part
6; đơn vị sự nghiệp; f024; part
142; Biên chế
137; Biên chế
8; cán bộ
11; người; ; whole
4; người; f030; subset
1.245,6; tỷ đồng
78,2%; %
0,6512; điểm
2/11; rank; f034; rank
43.870; tài khoản
52%; %
210; mắt; ; whole
35; mắt AI; f038; subset
""",
    ),
    "health_department_month": (
        """\
BÁO CÁO
Kết quả cải cách hành chính tháng 10 năm 2024 của Sở Y tế

1. Về tiếp nhận hồ sơ

Từ ngày 15/9 đến ngày 14/10/2024, Trung tâm tiếp nhận 2.318 hồ sơ thuộc 47 thủ tục; giải quyết xong 2.120 hồ sơ (2.101 đúng và trước hạn, 19 trễ hạn), 198 hồ sơ chưa đến hạn.

Tỷ lệ hồ sơ nộp trực tuyến là 91,8% (2.128/2.318 hồ sơ); tỷ lệ thanh toán trực tuyến 64,3%.

2. Về nhân sự

Toàn ngành có 3.402 công chức, viên chức và người lao động, trong đó 1.015 bác sĩ (29,8%), 187 dược sĩ. Tuyển mới 45 viên chức, 12 người nghỉ hưu.

3. Về đánh giá

Khảo sát 1.200 người bệnh, có 1.086 người hài lòng, bằng 90,5%. Bộ chỉ số 766 đạt 82,4/100 điểm, đứng thứ 6 trong 19 sở.
""",
        """\
2.318; hồ sơ; ; whole; 14/10/2024
47; thủ tục; ; ; 14/10/2024
2.120; hồ sơ; f001; part; 14/10/2024
2.101; hồ sơ; f003; part; 14/10/2024
19; hồ sơ; f003; part; 14/10/2024
198; hồ sơ; f001; part; 14/10/2024
91,8%; %; ; ratio_of:f008/f009
2.128; hồ sơ; f009; subset
2.318; hồ sơ; ; whole
64,3%; %
3.402; công chức, viên chức và người lao động; ; whole
1.015; bác sĩ; f011; subset
29,8%; %; ; ratio_of:f012/f011
187; dược sĩ; f011; subset
45; viên chức
12; người
1.200; người; ; whole
1.086; người; f017; subset
90,5%; %; ; ratio_of:f018/f017
82,4; điểm
100; điểm
6; rank; f020; rank
""",
    ),
}


def found(text, tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(text, encoding="utf-8")
    return extract_figures(read(path))


@pytest.mark.parametrize("name", NARRATIVES)
def test_a_narrative_in_other_words(name, tmp_path):
    text, expected = NARRATIVES[name]
    fields = ("printed", "unit", "parent", "relation", "as_of")
    rows = ["; ".join(row[field] for field in fields).rstrip("; ") for row in found(text, tmp_path)]
    assert rows == expected.splitlines()


@pytest.mark.parametrize("name", NARRATIVES)
def test_every_figure_stands_where_its_location_says(name, tmp_path):
    text, _ = NARRATIVES[name]
    lines = text.splitlines()
    for row in found(text, tmp_path):
        first, _, last = row["location"].removeprefix("L").partition("-")
        assert row["printed"] in " ".join(lines[int(first) - 1 : int(last or first)])


def test_figures_are_found_by_their_place_and_not_by_comparing_each_with_each(tmp_path, monkeypatch):
    compared = []
    monkeypatch.setattr(Node, "__eq__", lambda one, other: compared.append(1) or one is other)
    path = tmp_path / "report.txt"
    lines = (
        f"Sở số {number} tiếp nhận {1000 + number} hồ sơ, đã giải quyết {900 + number} hồ sơ." for number in range(200)
    )
    path.write_text("BÁO CÁO\nKết quả năm 2024\n\n" + "\n\n".join(lines), encoding="utf-8")
    assert len(extract_figures(read(path))) == 400
    assert len(compared) < 20 * 400
