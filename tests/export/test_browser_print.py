"""Printing to PDF: a clear error without a browser, no network, no date of today."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from analysis.errors import InputError
from analysis.export.browser_print import find_chromium, options, print_report, without_dates

PAGE = """<!doctype html><html lang="vi"><meta charset="utf-8"><title>Báo cáo thử</title>
<style>@page { size: A4 }</style><h1>Tỷ lệ 98,57%</h1><img src="http://example.invalid/a.png" alt="">"""


def _installed() -> bool:
    try:
        return bool(find_chromium())
    except InputError:
        return False


def test_without_a_browser_the_error_says_what_to_install(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGE, encoding="utf-8")
    with pytest.raises(InputError, match="no Chromium found") as caught:
        print_report(page, {"PATH": str(tmp_path)})
    assert "apt install chromium" in str(caught.value)
    with pytest.raises(InputError, match="not there"):
        print_report(page, {"PATH": str(tmp_path), "CCHC_CHROMIUM": "nowhere"})


def test_a_report_that_was_not_made_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has not been made yet"):
        print_report(tmp_path / "2024-H1.html")


def test_the_browser_is_called_offline_and_unsandboxed_only_for_root(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    called = options(tmp_path, tmp_path / "report.pdf")
    assert "--host-resolver-rules=MAP * ~NOTFOUND" in called
    assert f"--user-data-dir={tmp_path / 'profile'}" in called
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    assert "--no-sandbox" not in options(tmp_path, tmp_path / "report.pdf")
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    assert "--no-sandbox" in options(tmp_path, tmp_path / "report.pdf")


def test_dates_are_replaced_by_others_of_the_same_length() -> None:
    pdf = b"/CreationDate (D:20261124010000+00'00')\n/ModDate (D:20261124010000+00'00')"
    fixed = without_dates(pdf)
    assert len(fixed) == len(pdf)
    assert fixed.count(b"D:20000101000000") == 2


@pytest.mark.browser
@pytest.mark.skipif(not _installed(), reason="no Chromium installed")
def test_a_page_becomes_the_same_pdf_twice(tmp_path: Path) -> None:
    pdfplumber = pytest.importorskip("pdfplumber")
    page = tmp_path / "page.html"
    page.write_text(PAGE, encoding="utf-8")
    first = print_report(page)
    assert print_report(page) == first
    (tmp_path / "page.pdf").write_bytes(first)
    with pdfplumber.open(tmp_path / "page.pdf") as printed:
        assert "98,57%" in printed.pages[0].extract_text()
        assert [round(float(side)) for side in (printed.pages[0].width, printed.pages[0].height)] == [595, 842]
