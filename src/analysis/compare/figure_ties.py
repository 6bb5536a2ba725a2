"""Rates of a narrative that its own counts prove to be the on-time rate of a whole province, or of one of its tiers.

A label alone ("tỷ lệ đúng hạn") says neither of what nor whose. Three things must agree: the noun (the rate is taken of
files that were dealt with), the scope (the text says "toàn tỉnh", or breaks the files down by tier) and the place (no
larger count of such files stands in the document, and no second rate claims the same). A wrong tie is worse than none.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from analysis.compare.rows import records
from analysis.vietnamese.text import fold

INDICATOR = "dossiers_resolved_on_time"
Tie = tuple[str, str]  # document_id, id
Row = Mapping[Any, Any]

_RATIO = re.compile(r"ratio_of:([^/]+)/(f\d+)")
_ON_TIME = re.compile(r"\b(?:dung|truoc|som) (?:va (?:dung|truoc) )?(?:han|hen)\b|\bdung va truoc han\b")
# A label of nothing else than the on-time rate: whatever is left over would be a field, an office, a task.
_PLAIN = re.compile(
    r"ty le|ti le|ho so|tthc|thu tuc hanh chinh|da giai quyet|giai quyet|xu ly|tra ket qua|da tra|tra|dung|truoc|som"
    r"|han|hen|va|chung|toan tinh|toan thanh pho|cua|tren|tong|so|duoc|dat|la|ca|nam|quy|ket qua|xong|\W"
)
_RESOLVED = re.compile(r"\b(?:giai quyet|da tra|tra ket qua|xu ly)\b")
_NOT_RESOLVED = re.compile(r"\b(?:dang|chua|phai|can|cho)\b|\b(?:qua|tre) han\b")
_PROVINCE_WIDE = re.compile(
    r"\b(?:toan tinh|toan thanh pho|tren dia ban tinh|ca tinh|cac cap|ba cap|3 cap|2 cap|hai cap)\b"
)
_TIERS = {
    "province": re.compile(r"\bcap (?:tinh|so|thanh pho)\b"),
    "district": re.compile(r"\bcap huyen\b"),
    "commune": re.compile(r"\bcap xa\b"),
}


# A label is looked at from several sides, and other documents use the same ones.
_folded = functools.lru_cache(maxsize=1 << 16)(fold)


def on_time_ties(figures: pd.DataFrame) -> dict[Tie, str]:
    """Level ("all" or a tier) of each figure that is proven to be the on-time rate of it."""
    out: dict[Tie, str] = {}
    rates = figures[(figures["unit"] == "%") & figures["relation"].str.startswith("ratio_of:")]
    documents = {row["document_id"] for row in records(rates[["document_id", "unit", "label"]]) if _is_on_time(row)}
    for document, rows in figures[figures["document_id"].isin(documents)].groupby("document_id", sort=False):
        by_id = {str(row["id"]): row for row in records(rows)}
        found: dict[str, list[str]] = {}
        for id_, level in _candidates(by_id):
            found.setdefault(level, []).append(id_)
        out |= {(str(document), ids[0]): level for level, ids in found.items() if len(ids) == 1}
    return out


def _candidates(rows: Mapping[str, Row]) -> Iterator[tuple[str, str]]:
    resolved = [id_ for id_, row in rows.items() if _is_resolved(row)]
    largest = max((_number(rows[id_]) for id_ in resolved), default=0.0)
    overall = ""
    for id_, row in rows.items():
        base = _base(row, rows)
        if base is None or not _is_on_time(row):
            continue
        if _is_resolved(base) and _number(base) == largest and _says_scope(base, rows):
            overall = overall or id_
            yield id_, "all"
    for id_, row in rows.items():
        tier = _tier(str(row["label"]))
        if overall and tier and row["parent"] == overall and row["unit"] == "%":
            yield id_, tier


def _is_on_time(row: Row) -> bool:
    label = _folded(str(row["label"]))
    return row["unit"] == "%" and bool(_ON_TIME.search(label)) and not _PLAIN.sub("", label)


def _base(row: Row, rows: Mapping[str, Row]) -> Row | None:
    """The count of files that the rate is taken of, where all its counts are files."""
    found = _RATIO.fullmatch(str(row["relation"]))
    if found is None:
        return None
    counts = [rows.get(name.strip()) for name in (*found[1].split("+"), found[2])]
    are_files = all(count is not None and _folded(str(count["unit"])) == "ho so" for count in counts)
    return counts[-1] if are_files else None


def _is_resolved(row: Row) -> bool:
    label = _folded(str(row["label"]))
    is_count = _folded(str(row["unit"])) == "ho so"
    return is_count and bool(_RESOLVED.search(label)) and not _NOT_RESOLVED.search(label)


def _says_scope(base: Row, rows: Mapping[str, Row]) -> bool:
    """Whether the files, or the whole they are of, are called the province's or are broken down by tier."""
    chain = [base]
    while (parent := rows.get(str(chain[-1]["parent"]))) is not None and parent not in chain:
        chain.append(parent)
    if any(_tier(str(row["label"])) for row in chain):
        return False
    if any(_PROVINCE_WIDE.search(_folded(str(row["label"]))) for row in chain):
        return True
    ids = {str(row["id"]) for row in chain}
    parts = [row for row in rows.values() if row["parent"] in ids and str(row["relation"]).startswith("part")]
    return len({_tier(str(part["label"])) for part in parts} - {""}) > 1


def _tier(label: str) -> str:
    folded = _folded(label)
    found = [tier for tier, pattern in _TIERS.items() if pattern.search(folded)]
    return found[0] if len(found) == 1 else ""


def _number(row: Row) -> float:
    value = row["value"]
    return float(value) if isinstance(value, (int, float)) and value == value else 0.0
