"""An indicator as a person types it: by its key or by its label in either language."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz, process

from analysis.errors import InputError
from analysis.reference.asked_names import known_name
from analysis.reference.comparability import figure_indicators
from analysis.reference.forms.rows import form_rows
from analysis.reference.indicators import all_indicators
from analysis.vietnamese.text import slug


def asked_indicator(name: str, known: Iterable[str]) -> str:
    """The one of `known` that `name` means, its key or its label; InputError with the nearest ones."""
    keys = set(known)
    if name in keys:
        return name
    labels = {slug(label): key for key, found in indicator_labels().items() if key in keys for label in found}
    if slug(name) in labels:
        return labels[slug(name)]
    close = difflib.get_close_matches(slug(name), labels, n=2, cutoff=0.75) or _with_these_words(name, labels)
    if close:
        meant = dict.fromkeys(labels[one] for one in close)
        raise InputError(f"unknown indicator {name!r}", remedy=f"did you mean {' or '.join(meant)}?")
    return known_name(name, keys, "indicator")


def _with_these_words(name: str, labels: Iterable[str]) -> list[str]:
    """Labels that hold the words of `name`, at least three of them, whatever else they say."""
    words = slug(name).replace("-", " ")
    if words.count(" ") < 2:
        return []
    spaced = {label: label.replace("-", " ") for label in labels}
    found = process.extract(words, spaced, scorer=fuzz.token_set_ratio, score_cutoff=90, limit=3)
    return [label for _, _, label in found]


@functools.cache
def result_indicators() -> frozenset[str]:
    """Indicators that rows of the forms and figures of narratives measure."""
    rows = {row.indicator for row in form_rows().values() if row.indicator}
    return frozenset(rows | {row.indicator for _, row in figure_indicators()})


@functools.cache
def every_indicator() -> frozenset[str]:
    """All indicators, of targets and of results."""
    return result_indicators() | frozenset(all_indicators())


@functools.cache
def indicator_labels() -> Mapping[str, tuple[str, ...]]:
    """Labels by indicator: Vietnamese and English of targets, Vietnamese of a form row for all levels."""
    found: dict[str, tuple[str, ...]] = {key: (one.label_vi, one.label_en) for key, one in all_indicators().items()}
    for row in form_rows().values():
        if row.indicator and row.level == "all":
            found.setdefault(row.indicator, (row.label,))
    return found
