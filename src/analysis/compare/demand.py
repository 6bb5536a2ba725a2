"""What a target asks for, as numbers and marks that can be set side by side: strictness, demand, scope."""

from __future__ import annotations

import pandas as pd

from analysis.compare.rows import by_unique, different, rows_of
from analysis.reference.comparison_words import number_vi, scope_words, strict_pattern
from analysis.reference.indicators import UNMATCHED, all_indicators
from analysis.tables import column_names
from analysis.vietnamese.text import fold

_SIGNS = {">=": "≥", "<=": "≤", "=": "=", "range": ""}
# A strict target asks for a little more than the same number without "trên"; no printed target is this fine.
_STRICT_STEP = 1e-6
CELL = ["indicator", "level", "deadline_year"]
# Numbers may be set side by side only where these agree as well.
TERMS = ["unit", "basis", "baseline_year"]


def stated_targets(targets: pd.DataFrame, with_scope: bool = True) -> pd.DataFrame:
    """Targets that can be compared, with `strict`, `demand`, `asks` and `scope` beside the contract's columns.

    Left out: a target that restates another of its document (`duplicate_of`) and one that no indicator names. The same
    words twice in one plan become one row with both locations.

    `demand` grows with what is asked: the value itself, its negative where less is better ("<=", a rank). `asks` is the
    target as a sign and number ("> 95%"). `scope` lists the keys of reference/scope_words.csv that stand in the words,
    unless `with_scope` is False: looking for them takes most of the time.
    """
    named = targets[(targets["duplicate_of"] == "") & ~targets["indicator"].isin(["", UNMATCHED])]
    frame = _in_print_order(named[column_names("targets")])
    # A plan may put an indicator under another heading than its neighbours; the vocabulary's domain is one for all.
    domains = {key: entry.domain for key, entry in all_indicators().items()}
    frame["domain"] = frame["indicator"].map(domains).fillna(frame["domain"]).astype("str")
    printed = by_unique(frame["printed"], fold)
    frame["strict"] = (frame["comparator"] == ">=") & printed.str.contains(strict_pattern())
    less_is_more = (frame["comparator"] == "<=") | (frame["unit"] == "rank")
    frame["demand"] = (frame["value"] + frame["strict"] * _STRICT_STEP) * less_is_more.map({True: -1.0, False: 1.0})
    frame["asks"] = asks(frame)
    frame["scope"] = by_unique(by_unique(frame["label"], fold) + " " + printed, _scope_keys) if with_scope else ""
    return _joined_restatements(frame)


def _in_print_order(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows by document and place in it, so that no result depends on the order they came in."""
    number = pd.to_numeric(frame["location"].str.extract(r"(\d+)", expand=False), errors="coerce")
    by = ["document_id", "_number", "location", "indicator", "level", "deadline_year", "value", "printed", "label"]
    return frame.assign(_number=number).sort_values(by, ignore_index=True).drop(columns="_number")


def asks(frame: pd.DataFrame) -> pd.Series:
    """Each target as a sign and a number: "> 95%", "= 100%", "25–35%", "" where there is no value."""
    codes, rows = different(frame, ["comparator", "value", "value_max", "unit", "strict"])
    texts = [_ask(*row) if row[1] == row[1] else "" for row in rows_of(rows)]
    return pd.Series([texts[code] for code in codes], index=frame.index, dtype="str")


def _ask(comparator: str, value: float, value_max: float, unit: str, strict: bool) -> str:
    if comparator == "range":
        return f"{number_vi(value)}–{number_vi(value_max, unit)}"
    return f"{'>' if strict else _SIGNS.get(comparator, comparator)} {number_vi(value, unit)}"


def _scope_keys(folded: str) -> str:
    return " ".join(word.key for word in scope_words() if word.regex.search(folded))


def _joined_restatements(frame: pd.DataFrame) -> pd.DataFrame:
    """One row per thing a document asks; the locations of its restatements are joined."""
    same = ["document_id", *CELL, "asks", "unit", "baseline_year", "basis"]
    repeated = frame.duplicated(same, keep=False)
    if not repeated.any():
        return frame
    places = frame[repeated].groupby(same, dropna=False, sort=False)["location"].transform(";".join)
    joined = frame.assign(location=places.reindex(frame.index).fillna(frame["location"]).astype("str"))
    return joined[~joined.duplicated(same)].reset_index(drop=True)
