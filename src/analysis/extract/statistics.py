"""Simple statistics tables (indicator, unit, figure) that are no form: their rows as figures."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from analysis.documents import Cell, Table
from analysis.extract.matching import shadow
from analysis.tables import RAW_COLUMNS

RawRow = dict[str, str]
_FRACTION = re.compile(r"(?P<part>\d[\d.,]*)\s*/\s*(?P<whole>\d[\d.,]*)")
_AS_OF = re.compile(r"(?:tinh den|den|cap nhat)(?: het)?(?: ngay)? (?P<day>\d{1,2}[/.-]\d{1,2}[/.-]\d{4})")
_PRINTED_FIGURE = re.compile(r"[-+−]?\s*\d[\d.,\s]*%?(?:\s*/\s*\d[\d.,]*)?")
_RANK = re.compile(
    r"(?:(?:xep )?(?:thu|hang)\s*)?(?P<rank>\d{1,2}\s*/\s*(?:63|34|\d{1,2}(?= tinh)))(?:\s*(?:tinh|tinh, thanh pho))?"
)
_FIGURE = re.compile(r"(?P<value>[-+−]?\d[\d.,]*)\s*(?P<unit>%|điểm|hồ sơ|văn bản|thủ tục|nhiệm vụ)?")
# "tăng 03 bậc so với 2021": how a rank or score has changed
_CHANGE = re.compile(
    r"(?:tăng|giảm|tụt)\s+(?P<value>\d[\d.,]*)\s*(?P<unit>bậc|hạng|điểm|%)(?:\s+so với\b[^;]*)?", re.IGNORECASE
)
MIN_ROWS = 3
_DASH = re.compile(r"^[-+–•]\s*")


def figures_of_table(title: str, rows: list[RawRow], first_id: int) -> list[RawRow]:
    """Rows of figures.csv for one table; `first_id` is the number of the first one in the file.

    A fraction ("533/543") becomes two figures, a rate right below it is their ratio; rows with a dash are the parts of
    the row above them if they sum to it, else shares of it.
    """
    builder = _Builder(title, title_date(title), first_id)
    group: list[RawRow] = []
    for row in rows:
        if not _PRINTED_FIGURE.fullmatch(row["value"]):
            continue
        if _DASH.match(row["label"]):
            group.append(row)
            continue
        builder.add_parts(group)
        group = []
        builder.add_row(row)
    builder.add_parts(group)
    return builder.rows


def title_date(title: str) -> str:
    """The day a table's title says its figures are of, as printed, "" if it names none."""
    as_of = _AS_OF.search(shadow(title))
    return title[as_of.start("day") : as_of.end("day")] if as_of else ""


def figures_without_header(table: Table, section: str) -> list[RawRow]:
    """Figures of a table without a header: each figure or rank with the wording before it in its row.

    Only a table most rows of which hold a wording and a figure is read so; [] for any other.
    """
    found = [figure for row in table.rows for figure in _figures_of_row(row, section)]
    rows = {figure["location"] for figure in found}
    return found if len(table.rows) >= MIN_ROWS and len(rows) * 10 >= len(table.rows) * 6 else []


def _figures_of_row(row: tuple[Cell, ...], section: str) -> list[RawRow]:
    figures: list[RawRow] = []
    label = ""
    for cell in row:
        rank = _RANK.fullmatch(shadow(cell.text))
        change = _CHANGE.fullmatch(cell.text.strip())
        figure = change or _FIGURE.fullmatch(cell.text)
        if not rank and not figure:
            label = cell.text or label
        elif label and rank:
            figures.append(_row(section, f"{label}, thứ hạng", rank["rank"], "rank", "rank", cell.location))
        elif label and figure:
            unit = figure["unit"] or ""
            figures.append(
                _row(
                    section,
                    f"{label}, thay đổi" if change else label,
                    figure["value"] + ("%" if unit == "%" else ""),
                    unit,
                    "",
                    cell.location,
                )
            )
    return figures


def _row(section: str, label: str, printed: str, unit: str, relation: str, location: str) -> RawRow:
    values = (section, label, printed, unit, "", relation, "", location)
    return dict(zip(RAW_COLUMNS["figures"], values, strict=True))


class _Builder:
    """Collects the figures of one table and knows which figure a further row refers to."""

    def __init__(self, section: str, as_of: str, first_id: int) -> None:
        self.section, self.as_of, self.first_id = section, as_of, first_id
        self.rows: list[RawRow] = []
        self.wholes: list[tuple[str, Decimal | None]] = []
        self.fraction: tuple[str, str] | None = None

    def add_row(self, row: RawRow) -> None:
        match = _FRACTION.fullmatch(row["value"])
        if match and shadow(row["unit"]) not in ("thu hang", "hang", "rank"):
            part, whole = self._id(0), self._id(1)
            self._add(row, row["label"], match["part"], parent=whole, relation="subset")
            self._add(row, f"{row['label']} (tổng số)", match["whole"])
            self.fraction = (part, whole)
            self.wholes = [(part, _value(match["part"])), (whole, _value(match["whole"]))]
        elif self.fraction and row["unit"] == "%" and shadow(row["label"]).startswith(("ty le", "ti le")):
            self._add(row, row["label"], row["value"], relation=f"ratio_of:{self.fraction[0]}/{self.fraction[1]}")
        else:
            self.fraction = None
            self.wholes = [(self._id(0), _value(row["value"]))]
            self._add(row, row["label"], row["value"])

    def add_parts(self, group: list[RawRow]) -> None:
        if not group:
            return
        total = _sum(group)
        parent = next((key for key, value in self.wholes if value is not None and value == total), "")
        relation = "part" if parent else "subset" if self.wholes else ""
        parent = parent or (self.wholes[0][0] if self.wholes else "")
        for row in group:
            self._add(row, _DASH.sub("", row["label"]), row["value"], parent=parent, relation=relation)

    def _id(self, ahead: int) -> str:
        return f"f{self.first_id + len(self.rows) + ahead:03d}"

    def _add(self, row: RawRow, label: str, printed: str, *, parent: str = "", relation: str = "") -> None:
        self.rows.append(
            {
                "section": self.section,
                "label": label,
                "printed": printed,
                "unit": row["unit"],
                "parent": parent,
                "relation": relation,
                "as_of": self.as_of,
                "location": row["location"],
            }
        )


def _value(printed: str) -> Decimal | None:
    """The value of a figure in Vietnamese notation, None if it is none; only for comparing sums within one table."""
    text = printed.replace(".", "").replace(",", ".").strip(" %")
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _sum(rows: list[RawRow]) -> Decimal | None:
    values = [_value(row["value"]) for row in rows]
    return None if None in values else sum((value for value in values if value is not None), Decimal(0))
