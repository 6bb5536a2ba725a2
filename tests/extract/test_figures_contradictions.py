"""Structure that is said by the words and not by the sum: a wrong number stays tied, so that validation can find it.

Each passage holds together; each break of one of its numbers must still be tied, or nothing would contradict it. What may
name only some of the parts must not be tied so, or validation would contradict what is right.
"""

import pytest

from analysis.clean.figures import clean_figures
from analysis.documents import read
from analysis.extract.figures import extract_figures
from analysis.validate.validation import empty_table, validate
from tests.extract.test_figures_wordings import QUARTER

TABLES = ("documents", "observations", "targets", "tasks", "indices")
# A passage that holds, and what is printed instead of what.
BROKEN = [
    ("Xử lý kỷ luật 12 trường hợp (khiển trách 8, cảnh cáo 3, buộc thôi việc 1).", "12 ", "15 "),
    ("Giao 3.418 nhiệm vụ: hoàn thành 3.006, chưa hoàn thành 412.", "3.418", "3.618"),
    ("Nhận, gửi 412.650 văn bản (gửi 187.230, nhận 225.420).", "225.420", "228.420"),
    (
        "Tổng số viên chức là 18.940 người, chia theo lĩnh vực: giáo dục 14.806 người, y tế 4.134 người.",
        "18.940",
        "12.940",
    ),
    ("Có 2.214 công chức, trong đó 1.200 nam, còn lại 1.014 là nữ.", "1.200 nam", "1.300 nam"),
    ("Có 137 đơn vị hành chính cấp xã (gồm 112 xã, 16 phường và 9 thị trấn).", "137", "177"),
    ("Thủ tục đang có hiệu lực: 1.934, gồm 1.490 thủ tục cấp tỉnh, 444 thủ tục cấp xã.", "1.934", "1.334"),
    ("Có 38 trong tổng số 41 văn bản được ban hành đúng tiến độ, đạt 92,7%.", "38", "30"),
    ("Có 417 hồ sơ quá hạn, chiếm 0,21% tổng số 198.730 hồ sơ đã giải quyết.", "198.730", "118.730"),
    ("Đã kiểm tra 24/30 cơ quan theo kế hoạch (80%).", "24/30", "28/30"),
    ("Tỷ lệ đúng hạn của tỉnh đạt 99,8% (20.410/20.451 hồ sơ).", "20.410", "23.410"),
    ("Tỷ lệ tự chủ đạt 18,4% (129 trên 702 đơn vị), vượt kế hoạch.", "129", "159"),
    ("Trong tổng số 89 thủ tục, sửa đổi, bổ sung là 52, ban hành mới là 23, bị bãi bỏ là 14.", "89", "83"),
    ("Phân loại hồ sơ quá hạn 264 theo nguyên nhân: do phối hợp 141, do phần mềm 58, do công dân 65.", "264", "294"),
    ("Số xã đạt chuẩn là 2.604/2.689 xã, đạt tỷ lệ 96,84%.", "2.604", "2.904"),
    ("Giao năm 2025 là 7.268 biên chế, hiện có mặt 6.811 người; còn 457 biên chế.", "457", "497"),
    ("Hồ sơ mới nhận 4.131, kỳ trước chuyển sang 2.171, lũy kế phải giải quyết là 6.302.", "2.171", "2.571"),
    ("Có 1.944 người nghỉ, gồm 1.380 cán bộ, 402 viên chức và 162 người lao động.", "1.944", "1.144"),
    (
        "Phát ra 1.800 phiếu, thu về 1.742 phiếu; kết quả: rất hài lòng 1.205, hài lòng 491, không hài lòng 46.",
        "46",
        "49",
    ),
    (
        "Toàn tỉnh giảm 312 đơn vị, bằng 29,8% so với năm 2017, cụ thể: giáo dục giảm 188, y tế giảm 74, khác giảm 50.",
        "74",
        "77",
    ),
    (
        "Nhận 31.508 hồ sơ; đã giải quyết 29.660 hồ sơ (trễ hạn 1.204 hồ sơ, chiếm 4,06%); đang giải quyết 1.848 hồ sơ.",
        "1.848",
        "1.048",
    ),
    (
        "Tỷ lệ đúng hạn đạt 99,68%; trong đó, đã giải quyết xong 175.920 hồ sơ, đúng hạn 175.354 hồ sơ.",
        "99,68%",
        "93,68%",
    ),
    ("Hồ sơ trực tuyến của sở: 18.224/19.870 (đạt 91,72%); của xã: 88.310/104.562 (đạt 84,46%).", "84,46%", "86,46%"),
    ("Phường nhận 8.412 hồ sơ, trả đúng hạn 8.365 hồ sơ, đạt tỷ lệ 99,44%.", "99,44%", "96,44%"),
    ("Phường nhận 8.412 hồ sơ, trả đúng hạn 8.365 hồ sơ, đạt tỷ lệ 99,44%.", "8.412", "8.712"),
    ("Rà soát xong 1.365 văn bản trên 1.420 văn bản phải rà soát, đạt 96,13%.", "1.365", "1.165"),
    ("Có 412 thôn; 387 thôn đã có tổ công nghệ số, đạt 93,93%.", "387", "337"),
    (
        "Tỉnh có 1.590 dịch vụ (toàn trình 702, một phần 888), chiếm 77,71% trên tổng số 2.046 dịch vụ.",
        "77,71%",
        "71,71%",
    ),
    (
        "Chứng thực 9.412 bản, tăng 2.104 bản so với cùng kỳ; trong đó cấp tỉnh 318, cấp huyện 2.660, cấp xã 6.434.",
        "318",
        "358",
    ),
]
CONSISTENT = [
    "Bổ nhiệm 22 lãnh đạo (nữ 8 người, dân tộc thiểu số 5 người).",
    "Quá hạn 150 hồ sơ (Sở Y tế 80 hồ sơ, Sở Xây dựng 30 hồ sơ).",
    "Tiếp nhận 1.000 hồ sơ: đã giải quyết 900 hồ sơ, đang giải quyết 80 hồ sơ.",
    "Thu nhập tăng thêm 2,35 triệu đồng (cao nhất 7,9 triệu đồng, thấp nhất 0,3 triệu đồng).",
    "Sắp xếp giảm 60 đơn vị (từ 100 đơn vị xuống 40 đơn vị).",
    "Ban hành 74 văn bản, trong đó có 2 chỉ thị và 19 kế hoạch.",
    "Có 388 người nghỉ việc (hưu đúng tuổi 301 người; hưu trước tuổi 44 người; thôi việc",
    "Thực hiện 245/210 cuộc kiểm tra theo kế hoạch; mở 3 lớp.",
    "Đã kiểm tra 24/30 cơ quan, đạt 98% kế hoạch quý.",
    "Khảo sát 24/30 cơ quan, mức độ hài lòng đạt 92%.",
    "Tiếp nhận 500 hồ sơ (lũy kế 1.200 hồ sơ, trực tuyến 900 hồ sơ).",
    "Tỷ lệ số hóa toàn tỉnh là 88,4%, cấp tỉnh 94,1%, cấp huyện 90%.",
    "Biên chế có mặt là 4.930 người trên 5.512 biên chế được giao, trong đó trình độ đại học chiếm 96,1%.",
    "Có 142 dịch vụ, trong đó 26 dịch vụ mới; số giao dịch đạt 5,4 triệu giao dịch.",
    "Có 102 xã trong tổng số 124 xã đạt trên 90% hồ sơ trực tuyến.",
    "Tỉnh có 24.310 người hưởng lương, giảm 582 người (2,34%) so với năm trước.",
    "Tiếp nhận 8.412 hồ sơ, giải quyết 8.001 hồ sơ, tỷ lệ hài lòng đạt 91,44%.",
    "Giao 300 nhiệm vụ, hoàn thành 205 nhiệm vụ, còn 61 nhiệm vụ trong hạn và 12 nhiệm vụ chậm.",
    "Nhận 300 hồ sơ, đã trả 205 hồ sơ, còn 61 hồ sơ.",
    "Ban hành 12 nghị quyết mới và 13 quyết định, nâng tổng số văn bản lên 145 văn bản.",
    "Kiểm tra 142 văn bản; kết quả: 3 văn bản sai thẩm quyền, 5 văn bản sai thể thức.",
    "Rà soát 128 văn bản, kết quả: bãi bỏ 14 văn bản, sửa đổi 19 văn bản, ban hành mới 06 văn bản.",
    "Chỉ số SIPAS đạt 83,45% (năm 2018 là 81,24%, năm 2017 đạt 79,76%).",
    "Nhận 28.817 hồ sơ, đã trả gần 27.000 hồ sơ, đạt 93,5%.",
    "Số vụ việc là 1.200, bao gồm cả 35 vụ việc kỳ trước và 12 vụ việc chuyển đến.",
]


def findings(text, folder):
    path = folder / "report.txt"
    path.write_text(QUARTER + text, encoding="utf-8")
    raw = extract_figures(read(path))
    figures = clean_figures(raw, {"province": "hai-duong", "period": "2024-Q3"}, "hai-duong/2024-Q3/x")
    figures["printed"] = [row["printed"] for row in raw]
    return validate({name: empty_table(name) for name in TABLES} | {"figures": figures}).findings


@pytest.mark.parametrize(("text", "printed", "wrong"), BROKEN)
def test_a_wrong_number_contradicts_what_its_passage_says(text, printed, wrong, tmp_path):
    assert text.count(printed) == 1
    assert findings(text, tmp_path).empty
    assert not findings(text.replace(printed, wrong), tmp_path).empty


@pytest.mark.parametrize("text", CONSISTENT)
def test_what_names_only_some_parts_is_not_contradicted(text, tmp_path):
    assert findings(text, tmp_path).empty
