"""From a selection to files: which format writes what, and where it may be written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from analysis.dataset import load
from analysis.errors import UsageError
from analysis.export.selection import Selection, select
from analysis.report.context import Context
from analysis.store import Project, refuse_own_folders, write_bytes

Files = Mapping[str, bytes]


def export(
    project: Project, wanted: str, out: Path, province: str | None, period: str | None, language: str
) -> list[Path]:
    """Write one export and return the paths of its files.

    Args:
        project: whose data/processed is exported.
        wanted: "xlsx", "docx", "pdf", "csv", "parquet" or "datapackage".
        out: the file to write (or a folder for it); for the last three the folder to write into.
        province: key or name, None for all.
        period: code, None for all.
        language: "vi" or "en".

    Raises:
        InputError: nothing to export, a table or report not made yet, no Chromium for a pdf.
        UsageError: the format needs a narrower selection, or `out` cannot be used.
    """
    target = out.resolve()
    refuse_own_folders(project, target)
    selection = select(load(root=project.root), province, period, language)
    if wanted in _FOLDER_FORMATS:
        if target.exists() and not target.is_dir():
            raise UsageError(f"{out} is a file; {wanted} writes several files: name a folder")
        return _write_all(target, _FOLDER_FORMATS[wanted](selection))
    if target.is_dir():
        target = target / f"{file_stem(selection)}.{wanted}"
    elif target.suffix.lower() != f".{wanted}":
        raise UsageError(f"{out} does not end in .{wanted}; name a file that does, or a folder that is there")
    data = _pdf(project, selection) if wanted == "pdf" else _FILE_FORMATS[wanted](selection)
    return _write_all(target.parent, {target.name: data})


def file_stem(selection: Selection) -> str:
    """Name of an export's file: province and period."""
    parts = [part.replace(" ", "-") for part in (selection.province, selection.period) if part]
    return "_".join(parts) or "cchc"


def _write_all(folder: Path, files: Files) -> list[Path]:
    paths = []
    for name, data in files.items():
        write_bytes(folder / name, data)
        paths.append(folder / name)
    return paths


def _xlsx(selection: Selection) -> bytes:
    from analysis.export.workbook import workbook

    return workbook(selection)


def _docx(selection: Selection) -> bytes:
    from analysis.export.letter import letter

    return letter(selection, _one_report(selection))


def _pdf(project: Project, selection: Selection) -> bytes:
    from analysis.export.browser_print import print_report

    context = _one_report(selection)
    folder = context.province.replace(" ", "-")
    ending = ".html" if selection.texts.language == "vi" else f".{selection.texts.language}.html"
    return print_report(project.reports / folder / f"{context.period}{ending}")


def _csv(selection: Selection) -> Files:
    from analysis.export.csv_files import csv_files

    return csv_files(selection.own.tables, selection.texts.language)


def _parquet(selection: Selection) -> Files:
    from analysis.export.csv_files import parquet_files

    return parquet_files(selection.own.tables)


def _datapackage(selection: Selection) -> Files:
    from analysis.export.data_package import data_package

    return data_package(selection)


def _one_report(selection: Selection) -> Context:
    """The report of one province and period; UsageError for a wider selection."""
    if selection.context is None:
        raise UsageError("docx and pdf show one report: name it with --province P --period D")
    return selection.context


_FILE_FORMATS: Mapping[str, Callable[[Selection], bytes]] = {"xlsx": _xlsx, "docx": _docx}
_FOLDER_FORMATS: Mapping[str, Callable[[Selection], Files]] = {
    "csv": _csv,
    "parquet": _parquet,
    "datapackage": _datapackage,
}
