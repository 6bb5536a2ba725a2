"""Extraction of targets: the raw rows themselves, the vocabulary they are tied to, formats, and measured accuracy."""

import importlib.util
from pathlib import Path

import docx
import pytest

from analysis.documents import read
from analysis.documents.model import Document, Paragraph, Piece
from analysis.errors import InputError
from analysis.extract.indicator_match import match_indicator
from analysis.extract.targets import extract_targets, tolerant_matches
from analysis.extract.targets_comparators import slipped_comparator
from analysis.extract.targets_deadlines import find_deadlines
from analysis.extract.targets_mentions import find_mentions, fold_in_place
from analysis.reference import indicators
from analysis.reference.indicators import UNMATCHED, all_indicators
from analysis.reference.target_words import expand, target_words
from analysis.tables import DOMAINS, RAW_COLUMNS

LINES = (
    "KẾ HOẠCH",
    "Cải cách hành chính tỉnh Sơn La giai đoạn 2021 - 2025",
    "1. Cải cách thủ tục hành chính",
    "a) Mục tiêu",
    "- Đến năm 2025:",
    "+ Tối thiểu 85% hồ sơ được giải quyết đúng hạn.",
    "+ Cắt giảm ít nhất 20% chi phí tuân thủ thủ tục so với năm 2020.",
    "+ 95% hồ sơ công việc cấp tỉnh và 80% hồ sơ công việc cấp xã được xử lý trên môi trường mạng.",
    "b) Nhiệm vụ",
    "- Rà soát các quy định tại Nghị định số 61/2018/NĐ-CP.",
)
GOALS = "1. Cải cách thủ tục hành chính / a) Mục tiêu / Đến năm 2025"
ROWS = [
    (GOALS, "hồ sơ được giải quyết đúng hạn", "Tối thiểu 85%", "Đến năm 2025"),
    (GOALS, "chi phí tuân thủ thủ tục", "Cắt giảm ít nhất 20% … so với năm 2020", "Đến năm 2025"),
    (GOALS, "hồ sơ công việc cấp tỉnh … được xử lý trên môi trường mạng", "95%", "Đến năm 2025"),
    (GOALS, "hồ sơ công việc cấp xã được xử lý trên môi trường mạng", "80%", "Đến năm 2025"),
]


def plain(rows):
    return [(row["section"], row["label"], row["printed"], row["deadline"]) for row in rows]


def one_paragraph(text):
    return Document("x.txt", "txt", "", (Paragraph(text, (Piece(0, "L1"),)),))


def as_text(folder):
    path = folder / "plan.txt"
    path.write_text("\n\n".join(LINES), encoding="utf-8")
    return path


def as_html(folder):
    path = folder / "plan.html"
    body = "".join(f"<p>{line}</p>" for line in LINES)
    path.write_text(f"<html><head><meta charset='utf-8'></head><body>{body}</body></html>", encoding="utf-8")
    return path


def as_docx(folder):
    path = folder / "plan.docx"
    document = docx.Document()
    for line in LINES:
        document.add_paragraph(line)
    document.save(path)
    return path


@pytest.mark.parametrize("write", [as_text, as_html, as_docx])
def test_the_same_rows_from_every_format(write, tmp_path):
    rows = extract_targets(read(write(tmp_path)))
    assert plain(rows) == ROWS
    assert all(tuple(row) == RAW_COLUMNS["targets"] for row in rows)
    assert all(row["location"] for row in rows)


def test_the_location_is_the_line_of_the_number(tmp_path):
    path = tmp_path / "plan.txt"
    path.write_text(
        "KẾ HOẠCH\n\nI. MỤC TIÊU\n\n- Tỷ lệ hồ sơ được giải quyết trước hạn và đúng\nhạn đạt tối thiểu 95%.\n",
        encoding="utf-8",
    )
    assert [row["location"] for row in extract_targets(read(path))] == ["L6"]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("đến hết năm 2025", [(2025,)]),
        ("giai đoạn 2022 - 2025", [(2022, 2025)]),
        ("trước ngày 30/6/2024", [(2024,)]),
        ("chậm nhất trong quý II/2024", [(2024,)]),
        ("so với năm 2021", []),
        ("so với giai đoạn 2016 - 2020", []),
        ("Quyết định số 468/QĐ-TTg ngày 27 tháng 3 năm 2021", []),
        ("đang có hiệu lực tính đến hết ngày 31 tháng 5 năm 2020", []),
        ("tiêu chuẩn ISO 9001:2015", []),
    ],
)
def test_deadlines_are_no_base_years_and_no_dates(text, years):
    assert [found.years for found in find_deadlines(fold_in_place(text))] == years


@pytest.mark.parametrize(
    "text",
    [
        "theo Nghị định số 61/2018/NĐ-CP và Điều 5, khoản 2",
        "dịch vụ công trực tuyến mức độ 3 và mức độ 4",
        "trong 5 năm tới, trên 5 năm công tác",
        "tiêu chuẩn ISO 9001:2015",
        "đạt 85% (năm 2020: 71%)"[8:],
    ],
)
def test_figures_that_count_nothing(text):
    assert find_mentions(text, fold_in_place(text)) == []


def test_results_and_funding_promise_nothing(tmp_path):
    path = tmp_path / "plan.txt"
    sections = ("I. KẾT QUẢ ĐẠT ĐƯỢC", "- 95% hồ sơ đúng hạn.", "II. KINH PHÍ", "- Ngân sách bảo đảm 100% kinh phí.")
    path.write_text("KẾ HOẠCH\n\n" + "\n\n".join(sections), encoding="utf-8")
    assert extract_targets(read(path)) == []


@pytest.mark.parametrize(
    ("text", "sign"),
    [("dat tol thieu ", ">="), ("lt nhat ", ">="), ("tot nhat ", None), ("giam thieu ", None), ("", None)],
)
def test_a_comparator_with_a_slip_is_recognised_by_its_likeness(text, sign):
    found = slipped_comparator(text)
    assert (found.sign if found else None) == sign


def test_tolerant_matches_are_listed_with_their_score():
    rows = extract_targets(one_paragraph("Phấn đấu đến năm 2025, tốl thiểu 80% cây xanh được chăm sóc."))
    assert [row["printed"] for row in rows] == ["tốl thiểu 80%"]
    log = tolerant_matches(rows)
    assert "score 88.9" in log[0]
    assert "no indicator" in log[1]


@pytest.mark.parametrize(
    ("label", "unit", "direction", "key"),
    [
        ("TTHC nội bộ được công bố, công khai", "percent", "reach", "internal_procedures_published"),
        ("hồ sơ đuợc giai quyết đúng hạn", "percent", "reach", "dossiers_resolved_on_time"),
        ("Chỉ số cải cách hành chính", "percent", "reach", "par_index_score"),
        ("Chỉ số cải cách hành chính", "rank", "reach", "par_index_rank"),
        (
            "số hóa kết quả giải quyết thủ tục hành chính",
            "percent",
            "increase",
            "procedure_results_digitised_annual_increase",
        ),
        ("biên chế sự nghiệp hưởng lương", "percent", "reach", UNMATCHED),
        ("cây xanh ven đường", "percent", "reach", UNMATCHED),
    ],
)
def test_indicator_of_a_label(label, unit, direction, key):
    assert match_indicator(label, unit, direction).key == key


def test_every_indicator_is_found_by_its_own_label():
    wrong = {
        entry.key: match_indicator(entry.label_vi, entry.unit, entry.direction).key
        for entry in all_indicators().values()
        if match_indicator(entry.label_vi, entry.unit, entry.direction).key != entry.key
    }
    assert wrong == {}


def test_the_vocabulary_keeps_its_rules(monkeypatch):
    assert all(entry.domain in DOMAINS for entry in all_indicators().values())
    good = {
        "key": "a",
        "domain": "procedures",
        "label_vi": "x",
        "unit": "percent",
        "direction": "reach",
        "label_en": "x",
        "phrases": "x",
        "unless": "",
    }
    for bad, said in (
        ([good, good], "twice"),
        ([{**good, "domain": "health"}], "unknown domain"),
        ([{**good, "unit": "kg"}], "unknown unit"),
        ([{**good, "key": "Not a key"}], "not a key"),
        ([{**good, "phrases": " "}], "empty"),
    ):
        monkeypatch.setattr(indicators, "read_rows", lambda *_, rows=bad: tuple(rows))
        with pytest.raises(InputError, match=said):
            all_indicators.__wrapped__()


def test_words_are_folded_and_abbreviations_written_out():
    assert expand("TTHC của UBND tỉnh") == "thu tuc hanh chinh cua uy ban nhan dan tinh"
    assert "toi thieu" in target_words().before[">="]


def test_a_hostile_paragraph_takes_bounded_time():
    assert len(extract_targets(one_paragraph("tối thiểu 80% hồ sơ, " * 1000 + "từ " * 20000 + "5%"))) > 0


def test_accuracy_on_the_documents():
    path = Path(__file__).parents[1] / "accuracy" / "targets.py"
    spec = importlib.util.spec_from_file_location("accuracy_targets", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    measured = module.measure()
    if not measured:
        pytest.skip("the documents are not beside this checkout")
    for entry in measured:
        assert entry["precision"] >= 0.97, entry["false"]
        assert entry["recall"] >= 0.97, entry["misses"]
