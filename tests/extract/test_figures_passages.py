"""Passages of reports, one a mechanism that ties their figures, and the rows they give (as in test_figures_wordings)."""

import pytest

from tests.extract.test_figures_wordings import rows

PASSAGES = {
    # tiers without a noun that are together the count before them, each with its own share and rate
    "Đã trả 900 hồ sơ. Cấp tỉnh 300, trong đó đúng hạn 297 hồ sơ, đạt 99,00%. Cấp xã 600, trong đó đúng hạn 590 hồ sơ.": (
        "900 hồ sơ whole|300 hồ sơ part f001|297 hồ sơ subset f002|99 % ratio_of:f003/f002"
        "|600 hồ sơ part f001|590 hồ sơ subset f005"
    ),
    "Đã trả 900 hồ sơ. Cấp tỉnh 301, cấp xã 600.": "900 hồ sơ",
    # a list that is together a count before it, below a lead without a figure
    "Đã trả 900 hồ sơ, đang xử lý 40 hồ sơ. Chia theo cấp:\n- Sở: 300 hồ sơ;\n- Xã: 600 hồ sơ.": (
        "900 hồ sơ whole|40 hồ sơ|300 hồ sơ part f001|600 hồ sơ part f001"
    ),
    "Đã trả 900 hồ sơ. Chia theo cấp:\n- Sở: 310 hồ sơ;\n- Xã: 600 hồ sơ.": "900 hồ sơ|310 hồ sơ|600 hồ sơ",
    # what is late of a count that only a name leads
    "+ Khối sở: 1.214 hồ sơ, quá hạn 9 hồ sơ;\n+ Khối xã: 3.190 hồ sơ, quá hạn 16 hồ sơ.": (
        "1214 hồ sơ whole|9 hồ sơ subset f001|3190 hồ sơ whole|16 hồ sơ subset f003"
    ),
    # money of money, and a score of its scale
    "Giải ngân 78,4/185,1 tỷ đồng vốn đầu tư công.": "78.4 tỷ đồng subset f002|185.1 tỷ đồng whole",
    "Chỉ số đạt 40,62/80 điểm.": "40.62 điểm|80 điểm",
    # a noun before its number only says of which part it is
    "Công ty có 1.240 viên chức, trong đó trình độ thạc sĩ 310, đại học 700, còn lại 230 là cao đẳng.": (
        "1240 viên chức whole|310 viên chức part f001|700 viên chức part f001|230 viên chức part f001"
    ),
    "Số lượng chữ ký số đã cấp: 640, tổ chức 40, cá nhân 600.": (
        "640 chữ ký số whole|40 chữ ký số part f001|600 chữ ký số part f001"
    ),
    "Qua kiểm tra phát hiện 9 văn bản có lỗi, trong đó 5 sai thể thức, 4 thiếu căn cứ.": (
        "9 văn bản whole|5 văn bản part f001|4 văn bản part f001"
    ),
    # who acts is not what is counted
    "1. Kết quả giải quyết hồ sơ của một số cơ quan:\n+ Sở Xây dựng: tiếp nhận 1.208, giải quyết 1.177;\n"
    "+ Công an tỉnh: tiếp nhận 45.000, giải quyết 44.900.": (
        "1208 hồ sơ whole|1177 hồ sơ subset f001|45000 hồ sơ whole|44900 hồ sơ subset f003"
    ),
    "Trong 3.000 biên chế, khối sở, ngành là 1.400, khối xã là 1.600. Số có mặt đến 31/8/2024: 2.800.": (
        "3000 biên chế whole|1400 biên chế part f001|1600 biên chế part f001|2800 biên chế 2024-08-31"
    ),
    # old and new in a bracket, without their noun
    "Tỉnh giảm 07 đầu mối (từ 61 xuống 54).": "7 đầu mối|61 đầu mối|54 đầu mối",
    # rates of tiers without a cue
    "Tỷ lệ số hóa toàn tỉnh là 88,4%, cấp tỉnh 94,1%, cấp xã 85,9%.": "88.4 %|94.1 % f001|85.9 % f001",
    "Tỷ lệ số hóa toàn tỉnh là 88,4%, cấp tỉnh 94,1%.": "88.4 %|94.1 %",
    "Tỷ lệ số hóa toàn tỉnh là 88,4%, cấp tỉnh 94,1%, cấp huyện 90%.": "88.4 %|94.1 %|90 %",
    "Mức hài lòng đạt 86,9%, tăng 1,35 điểm phần trăm; trong đó tiếp cận 85,2%, thủ tục 88,4%.": (
        "86.9 %|1.35 điểm phần trăm|85.2 % f001|88.4 % f001"
    ),
    "Hiện có 1.096 thôn, khu phố, giảm 62 so với năm 2020.": "1096 thôn, khu phố|62 thôn, khu phố",
    # fractions
    "Rà soát 318 thủ tục (204 cấp tỉnh, 114 cấp xã), phê duyệt phương án đơn giản hóa 65/318.": (
        "318 thủ tục whole|204 thủ tục part f001|114 thủ tục part f001|65 thủ tục subset f005|318 thủ tục whole"
    ),
    "Đã số hóa 84 kết quả giải quyết thủ tục còn hiệu lực/112 kết quả phải số hóa, đạt 75%.": (
        "84 kết quả subset f002|112 kết quả whole|75 % ratio_of:f001/f002"
    ),
    # what the verb takes is not what is counted: the rate says of what it is a share
    "Có 1.624 dịch vụ; phát sinh hồ sơ 1.029, đạt 63,36%.": (
        "1624 dịch vụ whole|1029 dịch vụ subset f001|63.36 % ratio_of:f002/f001"
    ),
    # scores, their changes and ranks
    "Chỉ số chuyển đổi số (DTI) đạt 0,6341, xếp thứ 19/63.": "0.6341 điểm|19 rank rank f001",
    "Chỉ số SIPAS là 84,07% (cao hơn trung bình 1,41 điểm phần trăm), đứng thứ 17 cả nước.": (
        "84.07 %|1.41 điểm phần trăm|17 rank rank f001"
    ),
    "PCI đạt 68,15 điểm (năm 2023: 66,20 điểm).": "68.15 điểm|66.2 điểm",
    # money
    "Hỗ trợ công chức Bộ phận Một cửa mức 500.000 đồng/người/tháng.": "500000 đồng",
    "Kinh phí 3.500 triệu đồng, mở 5 lớp.": "3500 triệu đồng|5 lớp",
    "Chi 3.512 triệu đồng cho máy chủ, 1.200 triệu đồng cho đường truyền.": "3512 triệu đồng|1200 triệu đồng",
    "Kinh phí 3.512 triệu đồng, tiếp nhận 1.302 hồ sơ.": "3512 triệu đồng|1302 hồ sơ",
    "Số giao dịch trực tuyến là 58.917 với số tiền 46,3 tỷ đồng.": "58917 giao dịch|46.3 tỷ đồng",
    # what waits was not received
    "Hồ sơ chờ tiếp nhận 214, hồ sơ đang xử lý 5.302, hồ sơ đã có kết quả chờ trả 96.": "214 Hồ sơ|5302 hồ sơ|96 hồ sơ",
}


@pytest.mark.parametrize("text", PASSAGES)
def test_a_passage_gives_these_rows(text, tmp_path):
    assert [row.replace("None", "").strip() for row in rows(text, tmp_path)] == PASSAGES[text].split("|")


def test_money_of_three_digits_without_evidence_stays_undecided(tmp_path):
    assert rows("Kinh phí 3.512 triệu đồng, mở 5 lớp.", tmp_path)[0].startswith("nan ")
    assert rows("Kinh phí 3.512 triệu đồng, nhận 1.302 hồ sơ, trả 1,205 hồ sơ.", tmp_path)[0].startswith("nan ")
