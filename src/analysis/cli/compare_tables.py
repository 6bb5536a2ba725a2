"""Comparisons as plain aligned tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.export.comparison_files import plain_value
from analysis.reference.comparison_words import number_en, number_vi
from analysis.reference.files import read_yaml

_WIDEST = 48


def plain_table(frame: pd.DataFrame, view: str, language: str) -> str:
    """The columns of `view` as lines of text, numbers to the right; "" for no rows."""
    words = read_yaml("comparison_columns.yml")
    names = [name.format(language=language) for name in words["shown"][view]]
    frame = _spoken(frame, view, words["words"][language])
    headings = [words["headings"][language].get(name, name.replace("_", " ")) for name in names]
    right = [pd.api.types.is_numeric_dtype(frame[name]) and frame[name].dtype != bool for name in names]
    cells = [[_shown(value, name, language) for value in frame[name]] for name in names]
    return _aligned(headings, list(zip(*cells, strict=True)), right) if len(frame) else ""


def _spoken(frame: pd.DataFrame, view: str, words: Mapping[str, Mapping[str, str]]) -> pd.DataFrame:
    """`frame` with the words of the language for the vocabulary's values, and the level a single level's result has."""
    if view == "attainment":
        frame = frame.assign(level=frame["result_level"].where(frame["detail"], frame["level"]))
    columns = {name: spoken for name, spoken in words.items() if name in frame and frame[name].dtype == "str"}
    return frame.assign(
        **{name: frame[name].map(lambda one, s=spoken: s.get(one, one)) for name, spoken in columns.items()}
    )


def targets_table(frame: pd.DataFrame, language: str) -> str:
    """The matrix of targets with a column per province, marks for what is missing, and a legend."""
    words = read_yaml("comparison_columns.yml")
    marks = words["marks"][language]
    text = frame["asks"].where(frame["state"] == "target", frame["state"].map(marks))
    text = (
        text
        + frame["falls_over_time"].map({True: " ↓", False: ""})
        + frame["scope_differs"].map({True: " *", False: ""})
    )
    rows = frame.assign(_text=text.astype("str"), _year=[_whole(year) for year in frame["deadline_year"]])
    provinces = list(dict.fromkeys(rows["province"]))
    lines = []
    for key, group in rows.groupby(["indicator", "level", "_year"], sort=False):
        by_province = group.groupby("province")["_text"].agg(" / ".join)
        lines.append([*map(str, key), *(by_province.get(province, "") for province in provinces)])
    headings = [words["headings"][language].get(name, name) for name in ("indicator", "level", "deadline_year")]
    if not lines:
        return ""
    return _aligned([*headings, *provinces], lines, []) + f"\n{words['legend'][language]}"


def _aligned(headings: Sequence[str], rows: Sequence[Iterable[str]], right: Sequence[bool]) -> str:
    table = [list(headings), *(list(row) for row in rows)]
    widths = [max(len(row[place]) for row in table) for place in range(len(headings))]
    rule = ["-" * width for width in widths]
    to_right = [*right, *[False] * (len(headings) - len(right))]

    def line(row: Sequence[str]) -> str:
        cells = [cell.rjust(width) if r else cell.ljust(width)
                 for cell, width, r in zip(row, widths, to_right, strict=True)]  # fmt: skip
        return "  ".join(cells).rstrip()

    return "\n".join([line(table[0]), line(rule), *map(line, table[1:])])


def _shown(value: Any, name: str, language: str) -> str:
    plain = plain_value(value)
    if plain is None:
        return ""
    if isinstance(plain, bool):
        return "*" if plain else ""
    if isinstance(plain, (int, float)):
        year = name in ("deadline_year", "year")
        return str(plain) if year else (number_vi if language == "vi" else number_en)(float(plain))
    text = " ".join("".join(char if char.isprintable() else " " for char in str(plain)).split())
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"


def _whole(year: Any) -> str:
    return "" if pd.isna(year) else str(int(year))
