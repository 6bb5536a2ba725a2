"""What a rule says, in words: readers see the relation that does not hold and never only its name."""

from __future__ import annotations

import functools
import re

from analysis.reference.files import read_rows
from analysis.reference.relations import RELATED, relation_rules, value_rules
from analysis.reference.structure_rules import structure_rules

STRUCTURE = "structure-"


@functools.cache
def narrative_meanings() -> dict[str, tuple[str, str]]:
    """Meaning in Vietnamese and English of each relation a narrative states by itself (relations_narrative.csv)."""
    rows = read_rows("relations_narrative.csv", ("rule", "meaning_vi", "meaning_en"))
    return {row["rule"]: (row["meaning_vi"], row["meaning_en"]) for row in rows}


def rule_in_words(rule: str, language: str) -> str:
    """The meaning of `rule` in `language`; "" for one whose wording is kept nowhere.

    A narrative's relations bear the name of their kind and of the figure they are about ("text-parts-f018").
    """
    found = _structure(rule) if rule.startswith(STRUCTURE) else _stated().get(rule)
    if found is None:
        kinds = [kind for kind in narrative_meanings() if rule == kind or rule.startswith(f"{kind}-")]
        found = narrative_meanings()[max(kinds, key=len)] if kinds else ("", "")
    return found[0] if language == "vi" else found[1]


def _structure(rule: str) -> tuple[str, str] | None:
    """Meaning of a rule of the tables' structure; its partners on empty cells have the same."""
    form = re.fullmatch(r"structure-form-(\d+)-complete", rule)
    if form:
        return f"Biểu mẫu {form[1]} có đủ các dòng số liệu", f"Form {form[1]} has all of its rows of figures"
    named = (one for one in structure_rules() if rule == one.name or rule.startswith(f"{one.name}-"))
    return next(((one.meaning_vi, one.meaning_en) for one in named), None)


@functools.cache
def _stated() -> dict[str, tuple[str, str]]:
    """Meanings of the rules the files name one by one; of two editions the newest speaks."""
    stated = {rule.name: (rule.meaning_vi, rule.meaning_en) for edition in RELATED for rule in relation_rules(edition)}
    return stated | {rule.name: (rule.meaning_vi, rule.meaning_en) for rule in value_rules()}
