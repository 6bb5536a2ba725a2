"""What a province is called for readers and for scripts. Light: whoever only names a page need not load tables."""

from __future__ import annotations

from analysis.reference.periods import Period
from analysis.reference.provinces import NATIONAL, province_label
from analysis.reference.texts import Texts
from analysis.tables import NOT_IDENTIFIED


def name_of(province: str, texts: Texts, window: Period | None = None) -> str:
    """A province's name for readers, as it was called at the end of `window`."""
    if province == NOT_IDENTIFIED:
        return texts("province.not_identified")
    if province == NATIONAL:
        return texts("province.national")
    return province_label(province, window.end if window else None)


def mark_key(province: str) -> str:
    """A province's key as one word, by which a script finds its marks and cells."""
    return province.replace(" ", "-")
