"""`cchc ingest`: what lands in data/raw, and that it lands there once, whole, and only when asked."""

import csv
import os

import pytest
import yaml

from analysis.cli import main
from analysis.documents import read
from analysis.errors import InputError
from analysis.extract.raw_document import RawDocument, extract_document
from analysis.extract.raw_folder import file_bytes, folder_of, write_raw
from analysis.store import Project
from analysis.tables import DOCUMENT_FIELDS, RAW_COLUMNS
from tests.sample_documents import contents
from tests.sample_documents.layouts import Grid, write_docx, write_text


@pytest.fixture
def root(tmp_path):
    (tmp_path / "data" / "raw").mkdir(parents=True)
    return tmp_path


def ingest(root, *arguments):
    return main(["--root", str(root), "ingest", *map(str, arguments)])


def files(root):
    return {os.path.relpath(path, root / "data/raw"): path.read_bytes() for path in (root / "data").rglob("*.*")}


def test_a_report_becomes_raw_tables(root, capsys):
    path = write_docx(root / "bao-cao.docx", contents.REPORT)
    assert ingest(root, path) == 0
    folder = root / "data/raw/lao-cai/2023-H1/318-bc-snv"
    assert "lao-cai/2023-H1/318-bc-snv: new" in capsys.readouterr().out
    sidecar = yaml.safe_load((folder / "document.yml").read_text(encoding="utf-8"))
    assert tuple(sidecar) == DOCUMENT_FIELDS
    assert (sidecar["source_name"], sidecar["source_format"]) == ("bao-cao.docx", "docx")
    content = (folder / "form-1.csv").read_bytes()
    assert content.startswith(",".join(RAW_COLUMNS["form"]).encode()) and b"\r" not in content
    rows = list(csv.reader((folder / "form-1.csv").read_text(encoding="utf-8").splitlines()))
    assert rows[1][:4] == ["1.", "Số văn bản chỉ đạo CCHC đã ban hành", "Văn bản", "21"]
    assert {path.name for path in folder.iterdir()} == {"document.yml", "figures.csv", "form-1.csv", "form-3.csv"}


def test_the_same_ingest_twice_changes_nothing(root, capsys):
    path = write_text(root / "a.txt", contents.PLAN)
    assert ingest(root, path) == 0
    before = {name: (root / "data/raw" / name).stat().st_mtime_ns for name in files(root)}
    assert ingest(root, path) == 0
    assert {name: (root / "data/raw" / name).stat().st_mtime_ns for name in files(root)} == before
    assert "unchanged" in capsys.readouterr().out


def test_a_corrected_edition_shows_what_differs_and_asks(root, capsys):
    path = write_text(root / "a.txt", contents.PLAN)
    ingest(root, path)
    before = files(root)
    path.write_text(path.read_text(encoding="utf-8").replace("Quý II/2024", "Quý III/2024"), encoding="utf-8")
    capsys.readouterr()
    assert ingest(root, path) == 2
    said = capsys.readouterr()
    assert files(root) == before
    assert said.out.splitlines() == [
        "a.txt: tasks.csv: 1 row differs",
        "a.txt:   row '1 Rà soát bộ thủ tục nội bộ của ngành': deadline 'Quý II/2024' → 'Quý III/2024'",
        "a.txt: read from another file, or another state of it (a.txt)",
    ]
    assert f"if the new content is right: cchc --root {root} ingest {path} --replace" in said.err
    assert len(said.err.strip().splitlines()) == 3
    assert ingest(root, path, "--dry-run") == 0 and files(root) == before
    assert ingest(root, path, "--replace") == 0
    assert "Quý III/2024".encode() in files(root)["an-giang/2024/52-kh-ubnd/tasks.csv"]


def test_rows_that_came_went_and_moved_are_told_apart(root, capsys):
    path = write_text(root / "a.txt", contents.PLAN)
    ingest(root, path)
    grid = contents.PLAN[-1]
    rows = [row for row in grid.rows if row[0] != "2"]
    rows = [[cell.replace("Năm 2024", "Năm 2025") for cell in row] for row in rows]
    rows.append(["5", "Chấm điểm các xã", "Sở Nội vụ", "", "Quyết định", "Tháng 12/2024"])
    write_text(path, [*contents.PLAN[:-1], "Kèm theo kế hoạch này.", Grid(rows)])
    capsys.readouterr()
    assert ingest(root, path) == 2
    said = [line.removeprefix("a.txt:").strip() for line in capsys.readouterr().out.splitlines()]
    assert said[:5] == [
        "tasks.csv: 3 rows differ",
        "row gone: '2 Tập huấn cho công chức một cửa cấp xã' | lead 'Sở Nội vụ' | support 'UBND cấp huyện' | "
        "deadline 'Tháng 9/2024' | location 'L44'",
        "row '4 Nâng cấp cổng dịch vụ công của tỉnh': deadline 'Năm 2024' → 'Năm 2025'",
        "row added: '5 Chấm điểm các xã' | lead 'Sở Nội vụ' | deadline 'Tháng 12/2024' | location 'L48'",
        "2 unchanged in another place of the document",
    ]


def test_replacing_removes_tables_that_are_gone(root):
    path = write_text(root / "a.txt", contents.PLAN)
    ingest(root, path)
    write_text(path, [item for item in contents.PLAN if isinstance(item, str)])
    assert ingest(root, path, "--replace") == 0
    assert "an-giang/2024/52-kh-ubnd/tasks.csv" not in files(root)


def test_replacing_keeps_what_else_somebody_put_there(root):
    path = write_text(root / "a.txt", contents.PLAN)
    ingest(root, path)
    folder = root / "data/raw/an-giang/2024/52-kh-ubnd"
    (folder / "notes.txt").write_text("mine")
    (folder / "scan" / "2024").mkdir(parents=True)
    (folder / "scan" / "2024" / "tasks.csv").write_text("mine")
    write_text(path, [item for item in contents.PLAN if isinstance(item, str)])
    assert ingest(root, path, "--replace") == 0
    kept = {name: content for name, content in files(root).items() if content == b"mine"}
    assert sorted(name.rpartition("kh-ubnd/")[2] for name in kept) == ["notes.txt", "scan/2024/tasks.csv"]


def test_a_dry_run_writes_nothing(root, capsys):
    assert ingest(root, write_text(root / "a.txt", contents.PLAN), "--dry-run") == 0
    assert not files(root)
    assert "would be new" in capsys.readouterr().out


def test_one_bad_file_stops_no_other(root, capsys):
    bad = root / "bad.pdf"
    bad.write_bytes(b"%PDF-1.4 cut")
    assert ingest(root, bad, write_text(root / "a.txt", contents.PLAN)) == 2
    assert "an-giang/2024/52-kh-ubnd/document.yml" in files(root)
    assert str(bad) in capsys.readouterr().err


def test_a_document_without_a_province_or_a_period(root, capsys):
    path = root / "vo-danh.txt"
    path.write_text("Mục tiêu của ngành là phục vụ người dân tốt hơn.\n", encoding="utf-8")
    assert ingest(root, path) == 2
    assert "--period" in capsys.readouterr().err
    assert ingest(root, path, "--period", "2024") == 0
    assert ingest(root, path, "--period", "2024", "--province", "Quảng Trị") == 0
    assert sorted(files(root)) == ["not-identified/2024/vo-danh/document.yml", "quang-tri/2024/vo-danh/document.yml"]


@pytest.mark.parametrize("arguments", [("--period", "../../x"), ("--province", "../x"), ("--province", "Atlantis")])
def test_options_that_lead_nowhere(root, arguments, capsys):
    assert ingest(root, write_text(root / "a.txt", contents.PLAN), *arguments) == 2
    assert not files(root)
    assert len(capsys.readouterr().err.strip().splitlines()) <= 3


def test_folder_names_never_leave_data_raw(root):
    fields = dict.fromkeys(DOCUMENT_FIELDS)
    for number in ("../../etc/passwd", "..", "/", "a" * 500, "Số 1/QĐ\x00"):
        raw = RawDocument(
            {**fields, "province": "quang-tri", "period": "2024", "number": number, "source_name": "a.txt"}, {}, ()
        )
        folder = folder_of(Project(root), raw)
        assert folder.resolve().is_relative_to(root / "data" / "raw") and len(folder.name) <= 80
    (root / "elsewhere").mkdir()
    (root / "data/raw/quang-tri").symlink_to(root / "elsewhere")
    with pytest.raises(InputError, match="outside"):
        folder_of(Project(root), raw)


@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_failed_write_leaves_what_was_there(root, monkeypatch, after):
    from analysis import store

    raw = extract_document(read(write_text(root / "a.txt", contents.PLAN)))
    whole, count = store._write_whole, iter(range(10))

    def broken(path, data):
        if next(count) >= after:
            raise OSError(28, "disk full")
        whole(path, data)

    write_raw(Project(root), raw)
    before = files(root)
    changed = [
        item.replace("tối thiểu", "ít nhất").replace("85%", "95%") if isinstance(item, str) else item
        for item in contents.PLAN
    ]
    other = extract_document(read(write_text(root / "a.txt", changed)))
    monkeypatch.setattr(store, "_write_whole", broken)
    with pytest.raises(OSError, match="disk full"):
        write_raw(Project(root), other, replace=True)
    assert files(root) == before


def test_the_first_document_of_a_new_project_makes_its_folders(root, tmp_path):
    path = write_text(root / "a.txt", contents.PLAN)
    new = tmp_path / "new"
    new.mkdir()
    assert ingest(new, path) == 0
    assert list((new / "data" / "raw").rglob("document.yml"))


def test_cells_keep_commas_quotes_and_line_ends_apart(root):
    raw = extract_document(read(write_text(root / "a.txt", contents.PLAN)))
    row = {**raw.tables["tasks.csv"][0], "task": 'Đề án "A", giai đoạn\n2'}
    written = file_bytes(RawDocument(raw.fields, {"tasks.csv": (row,)}, ()))["tasks.csv"].decode()
    assert next(csv.DictReader(written.splitlines(keepends=True)))["task"] == row["task"]


def test_the_first_document_of_an_empty_folder(tmp_path, capsys):
    write_docx(tmp_path / "a.docx", contents.REPORT)
    (tmp_path / "empty").mkdir()
    assert main(["--root", str(tmp_path / "empty"), "ingest", str(tmp_path / "a.docx")]) == 0
    assert (tmp_path / "empty/data/raw/lao-cai/2023-H1/318-bc-snv/document.yml").exists(), capsys.readouterr().err
