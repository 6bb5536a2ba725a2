"""A file that cannot be used costs one clear error, little time, and nothing in data/."""

import contextlib
import itertools
import time

import pytest

from analysis.cli.ingest import run
from analysis.documents import read
from analysis.documents.isolation import isolated
from analysis.errors import InputError
from tests.sample_documents import hostile
from tests.sample_documents.layouts import font

NEEDS_FONT = {hostile.cut_pdf_with_text}


@pytest.mark.parametrize("make", hostile.CASES, ids=lambda make: make.__name__)
def test_one_clear_error_in_little_time(make, tmp_path):
    if make in NEEDS_FONT and font() is None:
        pytest.skip("no font with Vietnamese letters here")
    path = make(tmp_path)
    started = time.monotonic()
    with pytest.raises(InputError) as error:
        read(path)
    message = str(error.value)
    assert time.monotonic() - started < 20
    assert hostile.CASES[make].casefold() in message.casefold()
    assert str(path) in message
    assert len(message.splitlines()) <= 3 and "remedy" in message
    assert "Traceback" not in message


def test_a_reader_that_hangs_or_eats_memory_is_stopped(tmp_path):
    with pytest.raises(InputError, match="not read after"):
        isolated(lambda: time.sleep(30), tmp_path / "x.pdf", seconds=1)
    with pytest.raises(InputError, match="memory or time"):
        isolated(lambda: len(b"x" * 6_000_000_000), tmp_path / "x.pdf", seconds=20)


def test_whatever_a_library_stumbles_over_is_one_clear_error(tmp_path):
    with pytest.raises(InputError, match=r"cannot be read \(ZeroDivisionError") as error:
        isolated(lambda: 1 / 0, tmp_path / "x.pdf")
    assert error.value.remedy


def test_an_odd_number_in_a_list_or_table_is_no_reason_to_refuse_a_page(tmp_path):
    page = tmp_path / "page.html"
    odd = ("²", "9" * 5000, "-1", "١", "")
    lists = "".join(f"<ol start='{start}'><li>Báo cáo</li></ol>" for start in odd)
    cells = "".join(f"<tr><td colspan='{span}' rowspan='{span}'>Hồ sơ</td><td>12</td></tr>" for span in odd)
    page.write_text(f"<html><body>{lists}<table>{cells}</table></body></html>", encoding="utf-8")
    assert next(block.text for block in read(page).paragraphs()).endswith("Báo cáo")


def test_nothing_is_opened_outside_of_the_file(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        "<html><body><p>Báo cáo</p><img src='http://192.0.2.1/x.png'><link rel=stylesheet href='http://192.0.2.1/a.css'>"
        "<iframe src='file:///etc/hostname'></iframe></body></html>",
        encoding="utf-8",
    )
    assert [block.text for block in read(page).paragraphs()] == ["Báo cáo"]


def test_deeply_nested_html_is_read_or_refused_quickly(tmp_path):
    page = tmp_path / "deep.html"
    page.write_text("<html><body>" + "<div>" * 100_000 + "x" + "</div>" * 100_000, encoding="utf-8")
    started = time.monotonic()
    with contextlib.suppress(InputError):
        read(page)
    assert time.monotonic() - started < 10


@pytest.mark.parametrize(
    ("opened", "times"),
    [
        *itertools.product(["<font>", "<b>", "<div>", "<ul><li>"], [300, 900, 5000]),
        ("<table><tr><td>", 100),
        ("<table><tr><td>", 1000),
    ],
)
def test_nothing_is_lost_behind_tags_that_nobody_closed(tmp_path, opened, times):
    """A page saved by an old editor leaves them by the hundred; a parser that gives up there drops the rest."""
    page = tmp_path / "page.html"
    lines = "".join(f"{opened}dòng {number} " for number in range(times))
    page.write_text(f"<html><body><p>Báo cáo</p>{lines}<p>Nơi nhận</p></body></html>", encoding="utf-8")
    try:
        told = str(read(page))
    except InputError as error:
        assert times > 100 and error.remedy and len(str(error).splitlines()) <= 3
    else:
        assert f"dòng {times - 1}" in told and "Nơi nhận" in told


def test_ingest_touches_nothing_for_a_bad_file(tmp_path, capsys):
    import argparse

    from analysis.store import Project

    root = tmp_path / "root"
    (root / "data" / "raw").mkdir(parents=True)
    arguments = argparse.Namespace(
        files=[hostile.zip_bomb(tmp_path)], province=None, period=None, replace=False, dry_run=False
    )
    assert run(arguments, Project(root)) == 2
    assert not list((root / "data").rglob("*.*"))
    assert "zip bomb" in capsys.readouterr().err
