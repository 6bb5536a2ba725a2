"""Simple statistics tables (indicator, unit, figure) that are no form: their rows as figures."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from analysis.extract.matching import shadow

RawRow = dict[str, str]
_FRACTION = re.compile(r"(?P<part>\d[\d.,]*)\s*/\s*(?P<whole>\d[\d.,]*)")
_AS_OF = re.compile(r"(?:tinh den|den|cap nhat)(?: het)?(?: ngay)? (?P<day>\d{1,2}[/.-]\d{1,2}[/.-]\d{4})")
_DASH = re.compile(r"^[-+–•]\s*")


def figures_of_table(title: str, rows: list[RawRow], first_id: int) -> list[RawRow]:
    """Rows of figures.csv for one table; `first_id` is the number of the first one in the file.

    A fraction ("533/543") becomes two figures, a rate right below it is their ratio; rows with a dash are the parts of
    the row above them if they sum to it, else shares of it.
    """
    as_of = _AS_OF.search(shadow(title))
    builder = _Builder(title, title[as_of.start("day") : as_of.end("day")] if as_of else "", first_id)
    group: list[RawRow] = []
    for row in rows:
        if not row["value"]:
            continue
        if _DASH.match(row["label"]):
            group.append(row)
            continue
        builder.add_parts(group)
        group = []
        builder.add_row(row)
    builder.add_parts(group)
    return builder.rows


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
