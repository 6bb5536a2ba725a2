"""What a province is called for readers and for scripts. Light: whoever only names a page need not load tables."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.reference.periods import Period
from analysis.reference.provinces import NATIONAL, province_label
from analysis.reference.texts import Texts
from analysis.tables import NOT_IDENTIFIED
from analysis.vietnamese.text import fold


def name_of(province: str, texts: Texts, window: Period | None = None) -> str:
    """A province's name for readers, as it was called at the end of `window`."""
    if province == NOT_IDENTIFIED:
        return texts("province.not_identified")
    if province == NATIONAL:
        return texts("province.national")
    return province_label(province, window.end if window else None)


def by_name(provinces: Iterable[str], texts: Texts) -> list[tuple[str, str]]:
    """Keys and names of provinces in the order of their names; units of one name stand in the order of their keys."""
    named = ((key, name_of(key, texts)) for key in provinces)
    return sorted(named, key=lambda unit: (fold(unit[1]), unit[0]))


def mark_key(province: str) -> str:
    """A province's key as one word, by which a script finds its marks and cells."""
    return province.replace(" ", "-")
