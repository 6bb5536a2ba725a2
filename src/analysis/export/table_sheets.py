"""Sheets beside the forms: findings, figures of the text, targets, tasks, indices, checks, sources."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from openpyxl.worksheet.worksheet import Worksheet

from analysis.export import workbook_style as style
from analysis.export.doubts import Doubt
from analysis.export.form_sheets import RATE_DECIMALS, Marks, comment
from analysis.export.named_cells import NamedCell, name_of_cell, named_cells
from analysis.export.recomputation import of_figure
from analysis.export.selection import Selection
from analysis.reference.texts import Texts

Value = Callable[[pd.Series], Any]
HEAD_ROW = 2


@dataclass(frozen=True)
class TableColumn:
    """A column of a sheet: key of its header in the texts, width in characters, and its value for a row."""

    key: str
    width: float
    value: Value


def _own(key: str, width: float, column: str | None = None) -> TableColumn:
    """A column shown as the table has it."""
    return TableColumn(key, width, lambda row: _plain(row[column or key]))


def _word(key: str, width: float, section: str, t: Texts) -> TableColumn:
    """A column whose values are words of the vocabulary."""
    return TableColumn(key, width, lambda row: t.word(section, str(row[key])) if row[key] else "")


def write_table(sheet: Worksheet, title: str, columns: Sequence[TableColumn], frame: pd.DataFrame, t: Texts) -> None:
    """A title, a header row and the rows of a table, ready to filter and to print."""
    _title(sheet, title)
    for place, column in enumerate(columns, start=1):
        style.head(sheet, HEAD_ROW, place, t(f"column.{column.key}"))
    for line, (_, row) in enumerate(frame.iterrows(), start=HEAD_ROW + 1):
        for place, column in enumerate(columns, start=1):
            style.put(sheet, line, place, column.value(row))
    characters = [column.width for column in columns]
    style.widths(sheet, characters)
    style.fit_heights(sheet, HEAD_ROW, HEAD_ROW + len(frame), characters)
    sheet.freeze_panes = f"A{HEAD_ROW + 1}"
    if len(frame):
        last = sheet.cell(HEAD_ROW + len(frame), len(columns)).coordinate
        sheet.auto_filter.ref = f"A{HEAD_ROW}:{last}"
    style.print_on_a4(sheet, HEAD_ROW, landscape=True)


def findings_sheet(sheet: Worksheet, selection: Selection, doubts: Sequence[Doubt]) -> None:
    """Every finding, the gravest first, each with room for what the issuing office answers."""
    t, cells = selection.texts, named_cells(selection)
    frame = pd.DataFrame({"doubt": list(doubts)}, dtype="object")
    columns = [
        TableColumn("severity", 14, lambda row: t(f"doubt.{row['doubt'].severity}")),
        TableColumn("message", 90, lambda row: row["doubt"].message),
        TableColumn("suspects", 26, lambda row: _suspects(row["doubt"], cells)),
        TableColumn("suggested", 22, lambda row: "\n".join(cell.change for cell in row["doubt"].cells).strip()),
        TableColumn("locations", 22, lambda row: t.location(row["doubt"].locations)),
        TableColumn("document_id", 28, lambda row: row["doubt"].document_id),
        TableColumn("answer", 34, lambda _: None),
    ]
    write_table(sheet, t("book.findings"), columns, frame, t)


def figures_sheet(sheet: Worksheet, selection: Selection, marks: Marks) -> dict[str, float]:
    """Figures of the text with their recomputed ratios; returns the formulas' values by cell."""
    t, figures = selection.texts, selection.own.figures
    columns = [
        _own("id", 8), _own("section", 34), _own("label", 60), _own("value", 14),
        TableColumn("unit", 14, lambda row: t.word("unit", str(row["unit"])) if row["unit"] else ""),
        TableColumn("recomputed", 14, lambda _: None),
        TableColumn("relation", 20, lambda row: _relation(row, t)),
        _own("as_of", 14), _own("location", 12), _own("document_id", 28),
    ]  # fmt: skip
    write_table(sheet, t("book.figures"), columns, figures, t)
    values = {(row["document_id"], row["id"]): float(row["value"]) for _, row in figures.iterrows()}
    lines = {key: HEAD_ROW + 1 + place for place, key in enumerate(values)}
    computed: dict[str, float] = {}
    for (document, identity), line in lines.items():
        doubted = marks.get((document, f"figures:{identity}"), [])
        _mark(sheet, line, doubted, t)
        relation = of_figure(str(figures["relation"].iloc[line - HEAD_ROW - 1]))
        if relation is None or any((document, cell) not in lines for cell in relation.cells):
            continue
        places = {cell: f"D{lines[document, cell]}" for cell in relation.cells}
        style.put_formula(sheet, line, 6, relation.formula(places), RATE_DECIMALS)
        value = relation.value(lambda cell, document=document: values[document, cell])  # type: ignore[misc]
        computed.update({f"F{line}": value} if value is not None else {})
    return computed


def targets_sheet(sheet: Worksheet, selection: Selection) -> None:
    """Targets of the chosen documents and of the plans that cover the period."""
    t = selection.texts
    columns = [
        _word("domain", 24, "domain", t), _own("label", 60), _word("level", 14, "level", t),
        _word("comparator", 10, "comparator", t), _own("value", 10), _own("value_max", 10),
        _word("unit", 10, "unit", t), _word("basis", 16, "basis", t), _own("baseline_year", 10),
        _own("deadline_year", 10), _own("printed", 30), _own("location", 12), _own("document_id", 28),
        _own("duplicate_of", 12),
    ]  # fmt: skip
    write_table(sheet, t("book.targets"), columns, selection.targets, t)
    _years_plain(sheet, columns, len(selection.targets))


def tasks_sheet(sheet: Worksheet, selection: Selection) -> None:
    """Tasks of the chosen documents."""
    columns = [
        _own("no", 8), _own("task", 70), _own("lead", 28), _own("support", 34), _own("deadline", 24, "deadline_raw"),
        _own("start", 13), _own("end", 13), _own("location", 12), _own("document_id", 28),
    ]  # fmt: skip
    write_table(sheet, selection.texts("book.tasks"), columns, selection.own.tasks, selection.texts)


def indices_sheet(sheet: Worksheet, selection: Selection) -> None:
    """Published index results of the chosen province, all years."""
    t, frame = selection.texts, selection.own.indices
    columns = [
        _own("index", 24), _own("year", 8), _own("province", 20), _own("score", 12), _own("rank", 10),
        _own("scale_max", 12), _own("source", 70),
    ]  # fmt: skip
    write_table(sheet, t("book.indices"), columns, frame, t)
    _years_plain(sheet, columns, len(frame))


def checks_sheet(sheet: Worksheet, selection: Selection) -> None:
    """Every check that was made, with its verdict."""
    t = selection.texts
    columns = [
        _own("rule", 30), _own("expression", 48), _own("printed", 14), _own("computed", 14), _own("difference", 14),
        _own("tolerance", 12), _word("verdict", 22, "verdict", t),
        TableColumn("locations", 24, lambda row: t.location(str(row["locations"]))), _own("document_id", 28),
    ]  # fmt: skip
    write_table(sheet, t("book.checks"), columns, selection.own.checks, t)


def sources_sheet(sheet: Worksheet, selection: Selection) -> None:
    """The documents everything comes from, and how the workbook is to be read."""
    t = selection.texts
    columns = [
        _own("document_id", 34), _own("number", 16), _word("type", 14, "document_type", t), _own("title", 60),
        _own("issuer", 30), _own("signed_on", 12), _own("place", 16), _own("signer", 22), _own("period", 12),
        _own("source_name", 30), _own("source_sha256", 30),
    ]  # fmt: skip
    write_table(sheet, t("book.sources"), columns, selection.documents, t)
    for place, key in enumerate(("method", "numbers", "text")):
        cell = style.put(sheet, HEAD_ROW + len(selection.documents) + 2 + place, 1, t(f"notes.{key}"))
        style.loose(cell, style.SMALL, wrap=False)


def _title(sheet: Worksheet, title: str) -> None:
    cell = style.put(sheet, 1, 1, title)
    style.loose(cell, style.TITLE, wrap=False)


def _suspects(doubt: Doubt, cells: dict[tuple[str, str], NamedCell]) -> str:
    return "\n".join(name_of_cell(cells, cell.place).name for cell in doubt.cells)


def _relation(row: pd.Series, t: Texts) -> str:
    kind = str(row["relation"]).split(":")[0].removesuffix("_of")
    words = t.word("figure_relation", kind) if kind else ""
    return " ".join(part for part in (words, str(row["parent"])) if part)


def _mark(sheet: Worksheet, line: int, doubts: list[tuple[Doubt, int]], t: Texts) -> None:
    if not doubts:
        return
    cell = style.cell_at(sheet, line, 4)
    serious = [place for doubt, place in doubts if doubt.serious]
    if serious:
        cell.fill = style.LIKELY_FILL if min(serious) == 0 else style.POSSIBLE_FILL
    style.note(cell, "\n\n".join(comment(doubt, place, t) for doubt, place in doubts), t("book.author"))


def _years_plain(sheet: Worksheet, columns: Sequence[TableColumn], rows: int) -> None:
    """A year has no thousands separator."""
    for place, column in enumerate(columns, start=1):
        if column.key.endswith("year"):
            for line in range(HEAD_ROW + 1, HEAD_ROW + 1 + rows):
                sheet.cell(line, place).number_format = "0"


def _plain(value: Any) -> Any:
    """A cell of a frame as a plain Python value; a list as lines, missing as None."""
    if isinstance(value, list):
        return "\n".join(str(item) for item in value)
    if value is None or value is pd.NA or value != value:
        return None
    return value.item() if hasattr(value, "item") else value
