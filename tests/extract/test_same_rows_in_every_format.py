"""The same content as text, HTML, Word, PDF, Excel and CSV gives the same raw rows; only locations differ."""

import re

import pytest

from analysis.documents import read
from analysis.extract.raw_document import extract_document
from tests.sample_documents import contents, layouts, rich

WRITERS = {
    "txt": layouts.write_text,
    "md": lambda path, items: layouts.write_text(path, items, separator=" | "),
    "flat.txt": layouts.write_flattened,
    "html": layouts.write_html,
    "docx": layouts.write_docx,
    "pdf": layouts.write_pdf,
    "unruled.pdf": lambda path, items: layouts.write_pdf(path, items, rules="none"),
    "middle.pdf": lambda path, items: layouts.write_pdf(path, items, rules="none", middle=True),
    "level.pdf": lambda path, items: layouts.write_pdf(path, items, rules="level"),
    "xlsx": layouts.write_xlsx,
    "csv": layouts.write_csv,
}
LOCATIONS = {
    "txt": r"L\d+", "md": r"L\d+", "flat.txt": r"L\d+(-\d+)?", "html": r"B\d+R\d+C\d+", "docx": r"T\d+R\d+C\d+",
    "pdf": r"p\d+L\d+", "unruled.pdf": r"p\d+L\d+", "middle.pdf": r"p\d+L\d+", "level.pdf": r"p\d+L\d+", "xlsx": r"Báo cáo![A-Z]+\d+", "csv": r"L\d+",
}  # fmt: skip


MERGING = ("html", "docx", "pdf", "xlsx")  # these can show that a cell is merged with the one above
SEEDS = 6


def extracted(name, items, folder):
    if name.endswith("pdf") and layouts.font() is None:
        pytest.skip("no font with Vietnamese letters here")
    return extract_document(read(WRITERS[name](folder / f"sample.{name}", items)))


def cells(rows):
    return [tuple(value for key, value in row.items() if key != "location") for row in rows]


def printed(rows):
    return [tuple("" if cell in (layouts.LEFT, layouts.UP) else cell for cell in row) for row in rows]


@pytest.mark.parametrize("name", WRITERS)
def test_forms_of_a_report(name, tmp_path):
    raw = extracted(name, contents.REPORT, tmp_path)
    assert cells(raw.tables["form-1.csv"]) == printed(contents.FORM_1)
    assert cells(raw.tables["form-3.csv"]) == printed(contents.FORM_3)
    assert {
        row["location"] for row in raw.tables["form-1.csv"] if not re.fullmatch(LOCATIONS[name], row["location"])
    } == set()
    kept = ("province", "period", "number", "type", "issuer", "signed_on", "place", "signer", "title")
    assert {key: raw.fields[key] for key in kept} == {
        "province": "lao-cai",
        "period": "2023-H1",
        "number": "318/BC-SNV",
        "type": "report",
        "issuer": "Sở Nội vụ tỉnh Lào Cai",
        "signed_on": "2023-06-16",
        "place": "Lào Cai",
        "signer": "Trần Thị Minh Hà",
        "title": "Báo cáo kết quả công tác cải cách hành chính 6 tháng đầu năm 2023",
    }


@pytest.mark.parametrize("name", WRITERS)
def test_tasks_of_a_plan(name, tmp_path):
    raw = extracted(name, contents.PLAN, tmp_path)
    expected = [(row[0], row[1], row[2], row[3], row[5]) for row in contents.TASKS]
    expected[2] = (*expected[2][:2], "Sở Nội vụ" if name in MERGING else "", *expected[2][3:])
    if name == "flat.txt":
        pytest.skip("a flattened row without one of its cells cannot be told apart")
    assert cells(raw.tables["tasks.csv"]) == expected
    assert {
        key: raw.fields[key] for key in ("province", "period", "number", "type", "signer", "plan_start", "plan_end")
    } == {
        "province": "an-giang",
        "period": "2024",
        "number": "52/KH-UBND",
        "type": "plan",
        "signer": "Lê Văn Phước",
        "plan_start": 2024,
        "plan_end": 2024,
    }


@pytest.mark.parametrize("content", [contents.REPORT, contents.PLAN], ids=["report", "plan"])
def test_narrative_rows_do_not_depend_on_the_format(content, tmp_path):
    expected = extracted("txt", content, tmp_path).tables
    for name in ("html", "docx", "xlsx", "csv", "flat.txt"):
        found = extracted(name, content, tmp_path).tables
        for table in ("figures.csv", "targets.csv"):
            assert cells(found.get(table, ())) == cells(expected.get(table, ())), (name, table)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_drawn_document_gives_the_same_rows_in_every_format(seed, tmp_path):
    drawn = rich.draw(seed)
    expected = {f"form-{form}.csv": [tuple(row) for row in rows] for form, rows in drawn.forms.items()}
    expected["tasks.csv"] = [tuple(row) for row in drawn.tasks]
    head = {}
    for name in ("docx", *(name for name in WRITERS if name != "docx")):
        if name.endswith("pdf") and layouts.font() is None:
            continue
        raw = extracted(name, drawn.items if name in MERGING else drawn.spelled_out(), tmp_path)
        found = {table: cells(rows) for table, rows in raw.tables.items()}
        for table in ("targets.csv", "figures.csv"):
            expected.setdefault(table, found.get(table, []))
        assert {table: rows for table, rows in expected.items() if rows} == found, name
        kept = {key: value for key, value in raw.fields.items() if not key.startswith("source_")}
        head = head or kept
        assert kept == head, name
    assert expected["targets.csv"] or expected["figures.csv"]


def test_typed_numbers_of_excel_never_pass_the_text_parser(tmp_path):
    path = layouts.write_xlsx(tmp_path / "typed.xlsx", contents.REPORT, typed=True)
    raw = extract_document(read(path))
    assert [row["value"] for row in raw.tables["form-1.csv"]] == ["21", "62,5", "40", "25", "", "", "3"]
    assert raw.fields["source_format"] == "xlsx"
