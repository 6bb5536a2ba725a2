"""Whether numbers of one indicator are printed in units that may be set side by side."""

from __future__ import annotations

import functools

import pandas as pd

from analysis.reference.forms.rows import form_rows
from analysis.reference.units import read_unit
from analysis.vietnamese.text import fold


def comparable_units(frame: pd.DataFrame) -> pd.Series:
    """Which rows (of one indicator, with unit and kind) are printed in the indicator's own unit.

    Its unit is the one the forms ask for; of an indicator no form knows, the one most rows are printed in. Plain counts
    go together whatever they count by ("Cơ quan" and "Cơ quan, đơn vị"); a percentage never goes with a count, nor an
    amount ("Triệu đồng") with one of another size.
    """
    if not len(frame):
        return pd.Series([], index=frame.index, dtype="bool")
    asked = _asked_unit(str(frame["indicator"].iloc[0]), str(frame["level"].iloc[0]))
    kind, unit = asked or _commonest(frame)
    same = [
        row_kind in (kind, "empty") and _alike(row_unit, unit, kind)
        for row_kind, row_unit in zip(frame["kind"], frame["unit"], strict=True)
    ]
    return pd.Series(same, index=frame.index, dtype="bool")


@functools.cache
def _asked_unit(indicator: str, level: str) -> tuple[str, str] | None:
    rows = [row for row in form_rows().values() if row.indicator == indicator and row.level == level]
    return (rows[0].kind, rows[0].unit) if rows else None


def _commonest(frame: pd.DataFrame) -> tuple[str, str]:
    counted = frame.groupby(["kind", "unit"])["province"].nunique().reset_index()
    first = counted.sort_values(["province", "kind", "unit"], ascending=[False, True, True]).iloc[0]
    return str(first["kind"]), str(first["unit"])


@functools.cache
def _alike(unit: str, asked: str, kind: str) -> bool:
    if kind != "count" or fold(unit) == fold(asked):
        return True
    known = [read_unit(one) for one in (unit, asked)]
    return all(one is not None and one.kind == "count" for one in known)
