"""Figures in one sentence each, by the means the sentence ties them: a table of wordings and the rows they give.

A row is value, unit, parent, relation (with the parent) and as-of date, written without what is empty.
"""

import pytest

from analysis.clean.figures import clean_figures
from analysis.documents import Cell, Table, read
from analysis.extract.figures import extract_figures
from analysis.extract.raw_document import extract_document
from analysis.extract.statistics import figures_without_header

QUARTER = "SỞ NỘI VỤ\nSố: 12/BC-SNV\nĐà Nẵng, ngày 20 tháng 9 năm 2024\nBÁO CÁO\nKết quả cải cách hành chính quý III năm 2024\n\n"

WORDINGS = {
    # A share that is printed larger than its whole stays its share, so that validation can say so.
    "Giao 269 nhiệm vụ, trong đó đã hoàn thành 283 nhiệm vụ.": "269 nhiệm vụ whole|283 nhiệm vụ subset f001",
    "Giao 26 nhiệm vụ, trong đó đã hoàn thành 2.830 nhiệm vụ.": "26 nhiệm vụ|2830 nhiệm vụ",
    "Toàn tỉnh có 12 huyện, trong đó 145 xã.": "12 huyện|145 xã",
    "Tiếp nhận 3.000 hồ sơ; đã trả 2.800 hồ sơ, trong đó đúng hẹn 2.730 hồ sơ, đạt 97,5%, trễ hẹn 70 hồ sơ; còn 200 hồ sơ đang xử lý.": (
        "3000 hồ sơ whole|2800 hồ sơ part f001|2730 hồ sơ part f002|97.5 % ratio_of:f003/f002|70 hồ sơ part f002|200 hồ sơ part f001"
    ),
    "Sở quản lý 940 thủ tục; 912 thủ tục được nhận qua bưu điện, tỷ lệ 97,03%.": (
        "940 thủ tục whole|912 thủ tục subset f001|97.03 % ratio_of:f002/f001"
    ),
    "Chi 4.860 tr.đ, gồm ngân sách tỉnh 3.510 tr.đ, ngân sách xã 1.350 tr.đ; rà soát 12,5 ngàn hồ sơ.": (
        "4860 tr.đ whole|3510 tr.đ part f001|1350 tr.đ part f001|12.5 ngàn hồ sơ"
    ),
    "Chỉ số PCI đạt 69,03 điểm (tăng 3,55 điểm), nằm ở vị trí số 9; SIPAS đạt 86,72%, xếp thứ 38/63.": (
        "69.03 điểm|3.55 điểm|9 rank rank f001|86.72 %|38 rank rank f004"
    ),
    "Hồ sơ chậm còn 0,33%; hai nơi tiến bộ rõ (Bình An từ 10,85% xuống còn 1,31%; Yên Thọ 2,27%).": (
        "0.33 %|10.85 %|1.31 %|2.27 %"
    ),
    "Thanh toán trực tuyến toàn tỉnh đạt 98%, tăng 40% so với năm trước, trong đó: cấp tỉnh đạt 100%, cấp xã đạt 97%.": (
        "98 %|40 %|100 % f001|97 % f001"
    ),
    "Nhận 5.210 hồ sơ, trong đó nhận mới 4.870 hồ sơ. Trong số này đã trả 4.640 hồ sơ, trong đó có 4.102 hồ sơ"
    " trước hạn; có 521 hồ sơ đúng hạn và quá hạn còn 17 hồ sơ.": (
        "5210 hồ sơ whole|4870 hồ sơ subset f001|4640 hồ sơ subset f001|4102 hồ sơ part f003|521 hồ sơ part f003"
        "|17 hồ sơ part f003"
    ),
    "Tổng đài nhận 6.842 cuộc gọi, tư vấn thành công 6.611 cuộc.": "6842 cuộc gọi whole|6611 cuộc subset f001",
    "Có 16 đơn vị số hóa kết quả: 88,2%; số hóa hồ sơ: 79,5%.": "16 đơn vị|88.2 %|79.5 %",
    "Đã giải quyết 176 đơn (160 khiếu nại, 16 tố cáo)/221 đơn, đạt tỷ lệ 79,64%.": (
        "176 đơn subset f004|160 khiếu nại part f001|16 tố cáo part f001|221 đơn whole|79.64 % ratio_of:f001/f004"
    ),
    "Số vụ việc khiếu nại, tố cáo của các cơ quan Nhà nước là 40. Có 12 sở đạt điểm trên 90.": (
        "40 vụ việc|12 sở|90 điểm"
    ),
    "Các sở giảm 21 phòng, đạt tỷ lệ giảm 18,42%; tinh giản 114 người.": "21 phòng|18.42 %|114 người",
    "Trong quý có 52 quyết định được sửa, 20 quyết định được thay thế.": "52 quyết định|20 quyết định",
    "Số dịch vụ công (DVC) của tỉnh đến ngày 31/8/2024 là 1.204, trong đó toàn trình 804, một phần 400.": (
        "1204 dịch vụ công whole 2024-08-31|804 dịch vụ công part f001 2024-08-31|400 dịch vụ công part f001 2024-08-31"
    ),
    "Đơn thư: kỳ trước còn 8, mới nhận 30, tổng 38; giải quyết 35, còn 03.": (
        "8 Đơn thư part f003|30 Đơn thư part f003|38 Đơn thư whole|35 Đơn thư part:b f003|3 Đơn thư part:b f003"
    ),
    "- Tiếp nhận 1.500 hồ sơ, tăng 12,5% so với cùng kỳ, gồm:\n- Qua mạng: 1.000;\n- Tại quầy: 500.\n- Trả 1.480 hồ sơ.": (
        "1500 hồ sơ whole|12.5 %|1000 hồ sơ part f001|500 hồ sơ part f001|1480 hồ sơ"
    ),
    "Làm xong 21/30 nhiệm vụ, đạt 70,00%; 6 nhiệm vụ đang làm và 03 nhiệm vụ chưa làm.": (
        "21 nhiệm vụ part f002|30 nhiệm vụ whole|70 % ratio_of:f001/f002|6 nhiệm vụ part f002|3 nhiệm vụ part f002"
    ),
    "- Đã trả 900 hồ sơ, tỷ lệ đúng hạn chung 98,5%, trong đó:\n+ Sở: 300 hồ sơ, đạt 99,5%;\n+ Xã: 600 hồ sơ, đạt 98,0%.": (
        "900 hồ sơ whole|98.5 %|300 hồ sơ part f001|99.5 %|600 hồ sơ part f001|98 %"
    ),
    "- Tỷ lệ đúng hạn chung đạt 98,5%, trong đó:\n+ Sở: 99,5%;\n+ Xã: 98,0%.": "98.5 %|99.5 % f001|98 % f001",
    "Tiếp nhận 5.270 hồ sơ, đã giải quyết 5.011 hồ sơ, tỷ lệ đúng hạn 97,8%.": (
        "5270 hồ sơ whole|5011 hồ sơ subset f001|97.8 %"
    ),
    "Cắt giảm thời hạn của 96 thủ tục, bỏ bớt giấy tờ ở 31 và gộp bước 12.": "96 thủ tục whole|31 thủ tục subset f001",
    "Đoàn nhắc nhở 17 phòng, phê bình 5 và đề nghị xử lý 2.": "17 phòng whole|5 phòng subset f001|2 phòng subset f001",
    "Cấp 2.140 giấy phép: xây mới 1.300, sửa chữa 640, tạm 200; xét theo nơi cấp: sở 140, phường 2.000.": (
        "2140 giấy phép whole|1300 giấy phép part f001|640 giấy phép part f001|200 giấy phép part f001"
        "|140 giấy phép part:b f001|2000 giấy phép part:b f001"
    ),
    "Nhận 7.310 hồ sơ. Trực tuyến 6.100 hồ sơ, tại quầy 1.210 hồ sơ. Trả 7.200 hồ sơ, còn 110 hồ sơ chưa xong.": (
        "7310 hồ sơ whole|6100 hồ sơ part f001|1210 hồ sơ part f001|7200 hồ sơ part:b f001|110 hồ sơ part:b f001"
    ),
    "Khối sở 18 đơn vị, khối huyện 9 đơn vị, cộng 27 đơn vị đã kết nối.": (
        "18 đơn vị part f003|9 đơn vị part f003|27 đơn vị whole"
    ),
    "Có 60 cơ sở tự chủ, xếp theo mức: nhóm 1: 04, nhóm 2: 16, nhóm 3: 40.": (
        "60 cơ sở whole|4 cơ sở part f001|16 cơ sở part f001|40 cơ sở part f001"
    ),
    "Bồi dưỡng 350 công chức, gồm 120 về lý luận, 130 về quản lý và 100 về tin học.": (
        "350 công chức whole|120 công chức part f001|130 công chức part f001|100 công chức part f001"
    ),
    "Công bố 47 thủ tục. Trong đó: 12 ban hành mới; 30 sửa đổi; 5 bãi bỏ.": (
        "47 thủ tục whole|12 thủ tục part f001|30 thủ tục part f001|5 thủ tục part f001"
    ),
    "Nộp trực tuyến 3.300 hồ sơ trên 4.000 hồ sơ, tức 82,5%.": (
        "3300 hồ sơ subset f002|4000 hồ sơ whole|82.5 % ratio_of:f001/f002"
    ),
    "Giải ngân 410/820 tỷ đồng (50%), cùng kỳ năm trước đạt 44%.": (
        "410 tỷ đồng subset f002|820 tỷ đồng whole|50 % ratio_of:f001/f002|44 %"
    ),
    "Phạt 12,5 tỷ đồng, đã thu 9,4 tỷ đồng, đạt 75,20%.": (
        "12.5 tỷ đồng whole|9.4 tỷ đồng subset f001|75.2 % ratio_of:f002/f001"
    ),
    "Hồ sơ phải nộp phí, lệ phí: 1.200. Hồ sơ nộp trực tuyến: 900 (75%).": (
        "1200 Hồ sơ whole|900 Hồ sơ subset f001|75 % ratio_of:f002/f001"
    ),
    "Chỉ số SIPAS: 21/63; PAR INDEX: 88,1 điểm, xếp 12 trong 63 tỉnh.": "21 rank rank|88.1 điểm|12 rank rank f002",
    "Bình quân mỗi xã xử lý 14,5 hồ sơ, nhanh gấp 1,3 lần quý trước.": "14.5 hồ sơ|1.3 lần",
    "Bố trí 25 (hai mươi lăm) máy tính, giảm 21 cấp phó.": "25 máy tính|21 cấp phó",
    "Tỷ lệ trả qua mạng 81,54%. Số tiền: 3.906 triệu đồng.": "81.54 %|3906 triệu đồng",
    "Đến 16 giờ 30 phút ngày 15/9/2024 tiếp nhận 500 hồ sơ.": "500 hồ sơ 2024-09-15",
    "Số liệu khai thác từ hệ thống lúc 7h30 ngày 12/9/2024 cho thấy có 4.410 tài khoản.": "4410 tài khoản 2024-09-12",
    "Giao 74 nhiệm vụ; đến ngày 10/9/2024 đã hoàn thành 60 nhiệm vụ, đạt 81,08%.": (
        "74 nhiệm vụ whole|60 nhiệm vụ subset f001 2024-09-10|81.08 % ratio_of:f002/f001 2024-09-10"
    ),
    "Phát ra 520 phiếu, thu về 512 phiếu, mức độ hài lòng đạt 96,2%.": "520 phiếu whole|512 phiếu subset f001|96.2 %",
    "Phát ra 520 phiếu, thu về 512 phiếu, đạt 96,2%.": "520 phiếu whole|512 phiếu subset f001|96.2 % ratio_of:f002/f001",
    "Đã trả 512 hồ sơ; số hóa đạt 96,2%.": "512 hồ sơ|96.2 %",
    "Biên chế được giao 2.012, có mặt 1.931.": "2012 Biên chế whole|1931 Biên chế subset f001",
    "Làm việc với 37 đơn vị, trong đó 31 xã, phường.": "37 đơn vị whole|31 xã, phường subset f001",
    "1. Kết quả (15/6 - 14/9/2024)\n\nĐã trả 600 hồ sơ.": "600 hồ sơ 2024-09-14",
    "Đạt 91% (phấn đấu cả năm 95%), 12 đơn vị xếp loại tốt.": "91 %|12 đơn vị",
    "Có 214/220 hồ sơ trả đúng hẹn (97,27%), 06 hồ sơ trả trễ.": (
        "214 hồ sơ part f002|220 hồ sơ whole|97.27 % ratio_of:f001/f002|6 hồ sơ part f002"
    ),
    "Qua rà soát 312 văn bản, phát hiện 18 văn bản hết hiệu lực, 9 văn bản chồng chéo.": (
        "312 văn bản whole|18 văn bản subset f001|9 văn bản subset f001"
    ),
    "Kiểm tra 24 đơn vị tại 3 huyện. Phát hiện 7 đơn vị trễ hạn.": "24 đơn vị|3 huyện|7 đơn vị",
    "Triển khai 14 cuộc thanh tra, kết luận 11 cuộc.": "14 cuộc thanh tra whole|11 cuộc subset f001",
    "Ban hành mới 12, sửa đổi 8 và bãi bỏ 3 thủ tục.": "12 thủ tục|8 thủ tục|3 thủ tục",
    "Có 4 hồ so trễ hạn trong tổng số 912 hồ so.": "4 hồ sơ subset f002|912 hồ sơ whole",
    "Giải ngân 8.164/18.955 tỷ đồng, bằng 43,07%.": "8164 tỷ đồng subset f002|18955 tỷ đồng whole|43.07 % ratio_of:f001/f002",
    "Giảm 2 phó giám đốc sở, 5 trưởng phòng.": "2 phó giám đốc sở|5 trưởng phòng",
    "Còn 14 nhiệm vụ chậm tiến độ/182 nhiệm vụ được giao.": "14 nhiệm vụ subset f002|182 nhiệm vụ whole",
    "Điều chuyển 43 công chức, gồm: 18 cấp tỉnh, 25 cấp xã.": (
        "43 công chức whole|18 công chức part f001|25 công chức part f001"
    ),
    "Có 100% sở, ngành (19/19) kết nối trục.": "100 %|19 sở, ngành subset f003|19 sở, ngành whole",
    "Biên chế hưởng lương từ ngân sách: được giao 18.204, hiện có 17.650.": "18204 Biên chế|17650 Biên chế",
    "Đối thoại 4 lần, giải đáp 86 kiến nghị.": "4 lần|86 kiến nghị",
    "Hướng dẫn qua điện thoại: 1.244 lượt; gọi số điện thoại 0214 3840 123.": "1244 lượt",
    "Rà soát 1.120 thủ tục, đề xuất đơn giản hóa 84 thủ tục (7,5%), bãi bỏ 6 thủ tục.": (
        "1120 thủ tục whole|84 thủ tục subset f001|7.5 % ratio_of:f002/f001|6 thủ tục subset f001"
    ),
    "Đã mở 5 lớp. Trong quý IV, Sở tổ chức 04 lớp; tập huấn 300 người.": "5 lớp",
    "Sở yêu cầu các phòng phải xử lý 15 hồ sơ tồn. Đã mở 5 lớp.": "5 lớp",
    "Năm 2024, Sở được giao 76 nhiệm vụ.": "76 nhiệm vụ",
    "1. Đã mở 5 lớp.\n\n2. Tháng 10/2024: kiểm tra 8 xã.\n\n3. Đã cấp 6 thẻ.": "5 lớp|6 thẻ",
    "Phần I. KẾT QUẢ\n\nĐã mở 5 lớp.\n\nPhần II. NHIỆM VỤ NĂM 2025\n\n1. Kiểm tra 8 xã.": "5 lớp",
    "1. Đã mở 5 lớp.\n\n2. Kế hoạch 2025: giảm tồn còn dưới 3%; mở 7 lớp.": "5 lớp",
    "1. Đã mở 5 lớp.\n\nPHƯƠNG HƯỚNG QUÝ IV\n\n1. Kiểm tra 7 đơn vị.": "5 lớp",
}


def rows(text, folder):
    path = folder / "report.txt"
    path.write_text(QUARTER + text, encoding="utf-8")
    raw = extract_figures(read(path))
    found = clean_figures(raw, {"province": "x", "period": "2024-Q3"}, "x").to_dict("records")
    fields = ("unit", "relation", "parent", "as_of")
    return [" ".join([f"{row['value']:.10g}", *(str(row[field]) for field in fields if row[field])]) for row in found]


@pytest.mark.parametrize("text", WORDINGS)
def test_a_sentence_gives_these_rows(text, tmp_path):
    expected = WORDINGS[text].split("|")
    assert [row.replace("None", "").strip() for row in rows(text, tmp_path)] == expected


def test_letters_in_numbers_and_misspelt_nouns_are_named(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(f"{QUARTER}Nhận 12.4l5 hồ sơ.\n\nCó 5O xã và 7 hồ so trễ; văn bản O2/KH.", encoding="utf-8")
    raw = extract_document(read(path))
    assert [row["printed"] for row in raw.tables["figures.csv"]] == ["7"]
    said = [line for line in raw.log if "letter in it" in line or "read as" in line]
    assert said == [
        "L7: '12.4l5' is a number with a letter in it and was not read; mend it in the document",
        "L9: '5O' is a number with a letter in it and was not read; mend it in the document",
        "L9: 'hồ so' read as 'hồ sơ' (score 80)",
    ]


def test_a_table_of_ranks_gives_their_changes_too():
    lines = ("DDCI | 4/63 | tăng 03 bậc so với năm trước", "DTI | 11/63 | giảm 2 bậc", "ICT | 9/63 | nhóm khá")
    cells = tuple(tuple(Cell(text, f"L{at}") for text in line.split(" | ")) for at, line in enumerate(lines, 1))
    found = figures_without_header(Table(cells, "L1-3"), "Xếp hạng")
    assert [(row["label"], row["printed"], row["unit"]) for row in found] == [
        ("DDCI, thứ hạng", "4/63", "rank"),
        ("DDCI, thay đổi", "03", "bậc"),
        ("DTI, thứ hạng", "11/63", "rank"),
        ("DTI, thay đổi", "2", "bậc"),
        ("ICT, thứ hạng", "9/63", "rank"),
    ]


def test_a_number_alone_in_a_bracket_is_called_by_the_words_before_it(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(f"{QUARTER}Giải ngân 612,8 tỷ đồng, đạt 15,4% kế hoạch vốn (3.979,2 tỷ đồng).", encoding="utf-8")
    assert extract_figures(read(path))[-1]["label"] == "kế hoạch vốn"


def test_a_name_of_several_words_before_a_colon_is_kept_whole(tmp_path):
    path = tmp_path / "r.txt"
    path.write_text(
        QUARTER + "Trả 319 hồ sơ:\n- Xã, phường, thị trấn: 200 hồ sơ;\n- Quận, huyện: 119 hồ sơ.\n", "utf-8"
    )
    labels = [row["label"] for row in extract_figures(read(path))]
    assert labels[1].startswith("hồ sơ xã, phường, thị trấn") and labels[2].startswith("hồ sơ quận, huyện")


@pytest.mark.parametrize("tier", ["Sở, ban, ngành", "Các sở, ngành", "Các sở, ban, ngành"])
def test_the_commas_of_a_tier_s_name_part_no_clause(tier, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(f"{QUARTER}- {tier} giải quyết 1.580 hồ sơ, đúng hạn 1.572 hồ sơ.\n", encoding="utf-8")
    labels = [row["label"] for row in extract_figures(read(path))]
    assert labels == [f"hồ sơ {tier[0].lower()}{tier[1:]} giải quyết", f"hồ sơ đúng hạn – {labels[0]}"]
