"""Scales of the published indices: the highest score an index could give in a year."""

from __future__ import annotations

from analysis.reference.files import read_rows


def scale_of(index: str, year: int) -> float | None:
    """Highest possible score of `index` in `year`; an index by month ("766/QĐ-TTg (month 07)") has the index's own."""
    for row in read_rows("index_scales.csv", ("index", "first_year", "last_year", "scale_max", "note")):
        begun = int(row["first_year"]) <= year <= int(row["last_year"] or 9999)
        if begun and (index == row["index"] or index.startswith(f"{row['index']} (")):
            return float(row["scale_max"])
    return None
