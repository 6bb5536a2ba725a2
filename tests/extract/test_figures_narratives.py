"""Narratives in other words and layouts than any document at hand: what is found in them, and how it hangs together.

Each is a made-up report; its table lists printed value, unit, whole (by position), relation and as-of date, as a
reader of the text found right.
"""

import pytest

from analysis.documents import read
from analysis.extract.figures import extract_figures

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
1.203; TTHC; ; whole; 14/9/2023
764; TTHC; f027; part; 14/9/2023
439; TTHC; f027; part; 14/9/2023
64,96%; %; ; ratio_of:f027/f023; 14/9/2023
402.118; hồ sơ; ; whole
389.540; hồ sơ; f031; part
251.006; hồ sơ; f032; part
64,44%; %; ; ratio_of:f033/f032
138.534; hồ sơ; f032; part
12.578; hồ sơ; f031; part
391.027; hồ sơ; ; whole
301.225; hồ sơ; f037; part
86.950; hồ sơ; f037; part
2.852; hồ sơ; f037; part
99,27%; %; ; ratio_of:f038+f039/f037
17; sở
9; huyện
126; xã
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
15; xã; f002; subset; 14/6/2024
15; xã; ; whole; 14/6/2024
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
500; phiếu; ; ; 14/6/2024
486; phiếu; ; ; 14/6/2024
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
40.210; hồ sơ; f008; subset; 31/5/2025
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
38; nhiệm vụ; f007; subset
40; nhiệm vụ; ; whole
95,0%; %; ; ratio_of:f006/f007
02; nhiệm vụ
52,414; hồ sơ; ; whole; 14/12/2022
18,202; hồ sơ; f010; part; 14/12/2022
34,212; hồ sơ; f010; part; 14/12/2022
30,115; hồ sơ; f010; subset; 14/12/2022
57.46%; %; ; ratio_of:f013/f010; 14/12/2022
51.877; hồ sơ; ; whole
51.590; hồ sơ; f015; part
99,45%; %; ; ratio_of:f016/f015
287; hồ sơ; f015; part
0,55%; %; ; ratio_of:f018/f015
537; hồ sơ; ; whole
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
412; chỉ tiêu
398; người; ; whole
96; người; f032; part
302; người; f032; part
35; lượt
112; lượt
9; lượt
14; xã; f039; subset
14; xã; ; whole
100%; %; ; ratio_of:f038/f039
4; đơn vị
9; đơn vị
1; đơn vị
85,67; điểm
3/12; rank; f044; rank
02; bậc
78,9; điểm
21,3%; %
2; xã; f050; subset
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
4.500; cuộc; ; whole
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
