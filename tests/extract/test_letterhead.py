"""Heads of documents in the layouts and wordings offices use; texts are made up."""

import datetime as dt

import pytest

from analysis.documents import read
from analysis.errors import InputError
from analysis.extract.letterhead import read_letterhead
from analysis.extract.period_words import period_of_title

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n---------------\n"


def head(tmp_path, text, **given):
    path = tmp_path / "head.txt"
    path.write_text(text, encoding="utf-8")
    return read_letterhead(read(path), **given)


def test_two_columns_side_by_side(tmp_path):
    found = head(
        tmp_path,
        "UBND THÀNH PHỐ CẦN THƠ          CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "      SỞ NỘI VỤ                    Độc lập – Tự do – Hạnh phúc\n"
        "Số: 1456 /BC-SNV                   Cần Thơ, ngày 05 tháng 10 năm 2022\n\n"
        "BÁO CÁO\nKết quả cải cách hành chính quý III, 9 tháng đầu năm 2022 và phương hướng quý IV năm 2022\n",
    )
    assert (found.province, found.period, found.number) == ("can-tho", "2022-9M", "1456/BC-SNV")
    assert (found.issuer, found.signed_on, found.type) == (
        "Sở Nội vụ thành phố Cần Thơ",
        dt.date(2022, 10, 5),
        "report",
    )
    assert any("longest" in note for note in found.notes)


def test_everything_glued_into_one_line(tmp_path):
    found = head(
        tmp_path,
        "UBND TỈNH LAI CHÂU\nVĂN PHÒNGCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "Độc lập - Tự do - Hạnh phúcSố: **77**/BC-VPLai Châu, ngày **9** tháng **7** năm 2022**BÁO CÁO****Công tác cải "
        "cách hành chính\n6 tháng đầu năm và phương hướng nhiệm vụ 6 tháng cuối năm 2022**\n\nVăn phòng báo cáo như sau.\n",
    )
    assert (found.province, found.period, found.number, found.place) == ("lai-chau", "2022-H1", "77/BC-VP", "Lai Châu")
    assert found.issuer == "Văn phòng UBND tỉnh Lai Châu"


def test_a_decision_that_promulgates_a_plan_is_that_plan(tmp_path):
    found = head(
        tmp_path,
        f"ỦY BAN NHÂN DÂN\nTỈNH CAO BẰNG\n-------\n{MOTTO}Số: 9/QĐ-UBND\nCao Bằng, ngày 3 tháng 2 năm 2021\n\nQUYẾT ĐỊNH\n"
        "VỀ VIỆC BAN HÀNH KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH TỈNH CAO BẰNG GIAI ĐOẠN 2021-2025\n"
        "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH CAO BẰNG\nCăn cứ Luật;\n",
    )
    assert (found.type, found.plan_start, found.plan_end, found.period) == ("plan", 2021, 2025, "2021-2025")
    assert found.title == "Kế hoạch cải cách hành chính tỉnh Cao Bằng giai đoạn 2021-2025"
    assert found.issuer == "Chủ tịch Ủy ban nhân dân tỉnh Cao Bằng"


def test_spellings_of_one_province_and_units_that_changed_on_a_day(tmp_path):
    for name in ("ĐẮK NÔNG", "Đăk Nông", "DAK NONG", "Đắc Nông"):
        text = f"UBND TỈNH {name}\nSố: 12/BC-UBND\n{name}, ngày 3 tháng 7 năm 2023\nBÁO CÁO\nCông tác năm 2023\n"
        assert head(tmp_path, text).province == "dak-nong"
    text = "UBND TỈNH LÂM ĐỒNG\nSố: 5/BC-UBND\nLâm Đồng, ngày {}\nBÁO CÁO\nCông tác năm {}\n"
    assert head(tmp_path, text.format("15 tháng 12 năm 2024", 2024)).province == "lam-dong"
    assert head(tmp_path, text.format("15 tháng 12 năm 2025", 2025)).province == "lam-dong-2025"


def test_the_head_wins_over_the_slip_of_an_appendix(tmp_path):
    found = head(
        tmp_path,
        "UBND TỈNH LẠNG SƠN\nSố: 1311/BC-UBND\nLạng Sơn, ngày 1 tháng 7 năm 2022\nBÁO CÁO\nCông tác quý II năm 2022\n\n"
        "Phụ lục\n\n(Kèm theo Báo cáo số M3ll/BC-UBND ngày 01/7/2022)\n",
    )
    assert found.number == "1311/BC-UBND"
    assert any("M3ll/BC-UBND" in note for note in found.notes)


def test_what_is_not_printed_stays_empty(tmp_path):
    found = head(tmp_path, "Mục tiêu chung của ngành là phục vụ người dân tốt hơn nữa trong các năm tới.\n")
    assert (found.province, found.period, found.number, found.signed_on) == ("not identified", "", "", None)
    assert any("--province" in note for note in found.notes)
    draft = head(
        tmp_path,
        "ỦY BAN NHÂN DÂN\nTỈNH SƠN LA\nSố:       /BC-UBND\nSơn La, ngày      tháng 6 năm 2023\nBÁO CÁO\n"
        "Công tác 6 tháng đầu năm 2023\n",
    )
    assert (draft.number, draft.signed_on, draft.period) == ("", None, "2023-H1")
    assert {"number: the head leaves it blank", "signed_on: the head leaves the day blank"} <= set(draft.notes)


def test_a_district_keeps_its_own_name(tmp_path):
    found = head(
        tmp_path,
        "ỦY BAN NHÂN DÂN\nHUYỆN ĐAKRÔNG\nSố: 5/KH-UBND\nĐakrông, ngày 5 tháng 1 năm 2023\nKẾ HOẠCH\n"
        "Cải cách hành chính huyện Đakrông, tỉnh Quảng Trị năm 2023\n",
    )
    assert (found.issuer, found.province) == ("Ủy ban nhân dân huyện Đakrông", "quang-tri")


def test_given_province_and_period_win_and_say_so(tmp_path):
    text = (
        "UBND TỈNH LÀO CAI\nSố: 7/BC-UBND\nLào Cai, ngày 5 tháng 7 năm 2023\nBÁO CÁO\nCông tác 6 tháng đầu năm 2023\n"
    )
    found = head(tmp_path, text, province="Yên Bái", period="2023")
    assert (found.province, found.period) == ("yen-bai", "2023")
    assert len([note for note in found.notes if "as given" in note]) == 2
    with pytest.raises(InputError, match="unknown province"):
        head(tmp_path, text, province="Atlantis")
    with pytest.raises(InputError, match="unknown period"):
        head(tmp_path, text, period="../../etc")


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("Công tác cải cách hành chính 6 tháng đầu năm và phương hướng 6 tháng cuối năm 2024", "2024-H1"),
        ("Kết quả 6 tháng cuối năm 2023", "2023-H2"),
        ("Kết quả quý I/2023", "2023-Q1"),
        ("Tình hình thực hiện Quý IV năm 2022", "2022-Q4"),
        ("Công tác cải cách hành chính 09 tháng năm 2022", "2022-9M"),
        ("Công tác năm 2025; phương hướng, nhiệm vụ năm 2026", "2025"),
        ("Kết quả năm 2023 và nhiệm vụ trọng tâm quý I năm 2024", "2023"),
        ("Kế hoạch giai đoạn 2021 - 2025, định hướng đến năm 2030", "2021-2025"),
        ("Chương trình 10 năm 2021–2030", "2021-2030"),
        ("Công tác cải cách hành chính tháng 5 năm 2023", ""),
        ("Quy chế làm việc", ""),
    ],
)
def test_periods_of_titles(title, period):
    assert period_of_title(title, None, "report") == period


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("Công tác cải cách hành chính quý IV và năm 2023", "2023"),
        ("Công tác cải cách hành chính quý IV năm 2023", "2023-Q4"),
        ("Công tác cải cách hành chính nửa đầu năm 2024", "2024-H1"),
        ("Công tác CCHC 6T đầu năm 2024", "2024-H1"),
        ("Kết quả CCHC 3 tháng đầu năm 2024", "2024-Q1"),
        ("Kết quả CCHC từ ngày 15/12/2023 đến ngày 14/6/2024", "2024-H1"),
        ("Kết quả CCHC từ 01/01/2024 đến 31/3/2024", "2024-Q1"),
        ("Kết quả công tác cải cách hành chính 11 tháng năm 2023", ""),
    ],
)
def test_more_wordings_of_a_period(title, period):
    assert period_of_title(title, dt.date(2024, 6, 15), "report") == period


@pytest.mark.parametrize(
    "name", ["Phạm S", "K' Mák", "H'Yâo Knul", "TRẦN HỒNG THÁI", "Bùi Thị Thu-Hằng"], ids=lambda name: name.split()[0]
)
def test_names_of_signers(name, tmp_path):
    text = f"UBND TỈNH LÂM ĐỒNG\nSố: 7/BC-UBND\nLâm Đồng, ngày 15 tháng 6 năm 2024\nBÁO CÁO\nCCHC quý II\nCHỦ TỊCH\n{name}\n"
    assert head(tmp_path, text).signer == name


@pytest.mark.parametrize(
    "last", ["- Lưu: VT, NC.\nTrần Văn Bình", "- Các sở, ban, ngành;\n- Lưu: VT, NC. Trần Văn Bình"]
)
def test_a_signature_beside_the_list_of_recipients_as_a_pdf_gives_it(last, tmp_path):
    """Two columns of a page without lines become one line of text; "Tỉnh ủy" in the list is nobody's name."""
    signs = "Nơi nhận: TM. ỦY BAN NHÂN DÂN\n- Bộ Nội vụ; KT. CHỦ TỊCH\n- TT Tỉnh ủy, TT HĐND tỉnh; PHÓ CHỦ TỊCH\n"
    text = f"UBND TỈNH LÂM ĐỒNG\nSố: 7/BC-UBND\nLâm Đồng, ngày 15 tháng 6 năm 2024\nBÁO CÁO\nCCHC quý II\nCó 12 việc.\n{signs}{last}\n"
    assert head(tmp_path, text).signer == "Trần Văn Bình"


def test_a_title_ends_before_the_sentence_that_follows_it_without_a_blank_line(tmp_path):
    body = "Kết quả cải cách hành chính quý II năm 2024 của\nUBND tỉnh Lâm Đồng\nUBND tỉnh Lâm Đồng báo cáo kết quả như sau:\n"
    text = f"UBND TỈNH LÂM ĐỒNG\nSố: 7/BC-UBND\nLâm Đồng, ngày 15 tháng 6 năm 2024\nBÁO CÁO\n{body}"
    assert head(tmp_path, text).title == "Báo cáo kết quả cải cách hành chính quý II năm 2024 của UBND tỉnh Lâm Đồng"


def test_a_title_that_ends_in_its_year_does_not_go_on_in_the_sentence_below(tmp_path):
    body = "Tình hình cải cách hành chính\nquý I năm 2026\nTrong quý, công tác cải cách hành chính được quan tâm.\n"
    text = f"UBND TỈNH LÂM ĐỒNG\nSố: 7/BC-UBND\nLâm Đồng, ngày 15 tháng 3 năm 2026\nBÁO CÁO\n{body}"
    assert head(tmp_path, text).title == "Báo cáo tình hình cải cách hành chính quý I năm 2026"


@pytest.mark.parametrize("dash", ["-", "–"])
def test_years_of_a_title_that_a_line_break_parts_stay_a_span(dash, tmp_path):
    title = f"KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH GIAI ĐOẠN 2013 {dash}\n2015"
    text = f"UBND TỈNH LÂM ĐỒNG\nSố: 7/KH-UBND\nLâm Đồng, ngày 15 tháng 6 năm 2013\n{title}\n\nI. MỤC TIÊU\n"
    found = head(tmp_path, text)
    assert (found.title[-11:], found.period, found.plan_start) == ("2013 - 2015", "2013-2015", 2013)


def test_who_drew_up_a_table_is_no_signer(tmp_path):
    text = "UBND TỈNH LÂM ĐỒNG\nSố: 7/BC-UBND\nLâm Đồng, ngày 15 tháng 6 năm 2024\nBÁO CÁO\nCCHC quý II\nNGƯỜI LẬP BIỂU\nLê Thị Bình\n"
    assert head(tmp_path, text).signer == ""


@pytest.mark.parametrize(
    ("lines", "issuer"),
    [
        ("UBND TỈNH VĨNH PHÚC\nBAN QUẢN LÝ CÁC KHU CÔNG NGHIỆP", "Ban quản lý các khu công nghiệp tỉnh Vĩnh Phúc"),
        (
            "UBND TỈNH VĨNH PHÚC\nSỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI",
            "Sở Lao động - Thương binh và Xã hội tỉnh Vĩnh Phúc",
        ),
        ("UBND TỈNH VĨNH PHÚC\nUBND HUYỆN TAM ĐẢO", "UBND huyện Tam Đảo"),
    ],
)
def test_management_boards_and_districts(lines, issuer, tmp_path):
    text = f"{lines}\nSố: 7/BC-X\nVĩnh Phúc, ngày 15 tháng 6 năm 2024\nBÁO CÁO\nCCHC quý II năm 2024\n"
    assert (head(tmp_path, text).province, head(tmp_path, text).issuer) == ("vinh-phuc", issuer)


def test_every_province_is_found_in_every_spelling():
    from analysis.extract.province_words import ProvinceFinder
    from analysis.reference.provinces import REORGANISED_ON, all_provinces
    from analysis.vietnamese.text import strip_diacritics

    missed = []
    for key, unit in all_provinces().items():
        before = unit.valid_to is not None and unit.valid_to < REORGANISED_ON
        day = max(REORGANISED_ON - dt.timedelta(1) if before else REORGANISED_ON, unit.valid_from or dt.date.min)
        finder = ProvinceFinder(day)
        spellings = {unit.name, unit.name.upper(), strip_diacritics(unit.name), unit.name.replace(" - ", "-")}
        spellings |= {unit.name.replace(" - ", " – "), unit.name.replace("òa", "oà").replace("óa", "oá")}
        missed += [name for name in spellings if finder.in_head([f"UBND TỈNH {name}"], "", "", []) != key]
        missed += [name for name in spellings if finder.in_head([], name, "", []) != key]
    assert missed == []


@pytest.mark.parametrize("mark", ["Signature Not Verified", "Đã Ký Số", "Người Ký"])
def test_what_a_signing_program_prints_is_no_signer(mark, tmp_path):
    head_lines = "UBND TỈNH GIA LAI\nVĂN PHÒNG\nSố: 7/BC-VP\nGia Lai, ngày 15 tháng 9 năm 2025\n"
    signed = (
        f"KT. CHÁNH VĂN PHÒNG\nPHÓ CHÁNH VĂN PHÒNG\n{mark}\nNgày ký: 15/09/2025 10:22:31 +07:00\n**Trần Thị Mỹ Lệ**\n"
    )
    text = f"{head_lines}BÁO CÁO\nKết quả cải cách hành chính quý III năm 2025\n\n1. Đã mở 5 lớp.\n\n{signed}"
    assert head(tmp_path, text).signer == "Trần Thị Mỹ Lệ"


def test_the_inspectorate_of_a_city_issues_in_its_own_name(tmp_path):
    text = "UBND THÀNH PHỐ CẦN THƠ\nTHANH TRA THÀNH PHỐ\nSố: 61/BC-TTTP\nCần Thơ, ngày 17 tháng 12 năm 2025\nBÁO CÁO\nX năm 2025\n"
    assert head(tmp_path, text).issuer == "Thanh tra thành phố Cần Thơ"
