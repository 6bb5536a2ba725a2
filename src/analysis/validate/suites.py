"""Expectation suites as plain data, made from the contract and the reference files; Great Expectations is not needed.

A value rule never stands alone: an empty column would pass it, and so would a blank text. Each brings its partners, not
null and not blank where every row must have a value, a least share of filled rows where only some must, and a rule
`filled` of its own where other columns tell which rows must.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from analysis import tables
from analysis.reference.forms.rows import EDITIONS, form_rows, form_titles
from analysis.reference.provinces import NATIONAL, all_provinces
from analysis.reference.relation_words import narrative_meanings
from analysis.reference.relations import (
    CHECK_KINDS,
    RELATED,
    Rule,
    relation_rules,
    value_rules,
)
from analysis.reference.structure_rules import StructureRule, structure_rules

Suite = dict[str, Any]
EXPECTATION_OF_KIND = {
    "sum": "expect_parts_to_add_up",
    "ratio": "expect_rate_of_counts",
    "subset": "expect_share_within_whole",
    "cross_source": "expect_sources_to_agree",
    "range": "expect_rate_between_parts",
}
KNOWN = "document_known"


def all_suites() -> dict[str, Suite]:
    """Every suite by file name: one per processed table, one per form edition's relations."""
    found = {f"structure_{name}.json": structure_suite(name) for name in tables.PROCESSED}
    found.update({f"relations_{edition}.json": relation_suite(edition) for edition in RELATED})
    return found


def suite_text(suite: Suite) -> str:
    """A suite as JSON that is the same byte for byte whenever the reference data is."""
    return json.dumps(suite, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def structure_suite(table: str) -> Suite:
    """Structure, vocabulary, ranges, uniqueness and their partners of one processed table.

    `optional_columns` are text columns that may be blank: a batch gives them as null, so that value rules skip them.
    """
    rules = [rule for rule in structure_rules() if rule.table == table]
    text = {column.name for column in tables.PROCESSED[table] if column.type == "text"}
    optional = sorted({rule.column for rule in rules if rule.least_share < 1 and rule.column in text})
    columns = tables.column_names(table)
    if any(rule.rule == "known" for rule in rules):
        columns = [*columns, KNOWN]
    order = _expectation(
        "expect_table_columns_to_match_ordered_list",
        {"column_list": columns},
        "structure-columns",
        "critical",
        "Các cột đúng tên và đúng thứ tự",
        "The columns have the contract's names and order",
    )
    expectations = [order, *(one for rule in rules for one in _of_rule(rule, rule.column in text))]
    if table == "observations":
        expectations += list(_form_coverage())
    return {"name": f"structure_{table}", "table": table, "optional_columns": optional, "expectations": expectations}


def relation_suite(edition: str) -> Suite:
    """The relations of a form edition, of the narrative, between periods, and the bounds of values."""
    expectations = [_of_relation(rule) for rule in relation_rules(edition)]
    for name, (vi, en) in narrative_meanings().items():
        kind = "expect_cumulative_counts_to_grow" if name == "growth" else "expect_narrative_to_agree"
        severity = "warning" if name == "text-between" else "critical"
        expectations.append(_expectation(kind, {"rule": name}, name, severity, vi, en))
    for bound in value_rules():
        texts = (bound.severity, bound.meaning_vi, bound.meaning_en)
        expectations.append(_expectation("expect_values_within_bounds", {"rule": bound.name}, bound.name, *texts))
    return {"name": f"relations_{edition}", "table": "cells", "optional_columns": [], "expectations": expectations}


def _of_relation(rule: Rule) -> dict[str, Any]:
    right = " + ".join(rule.numerator) + (f" / {' + '.join(rule.denominator)}" if rule.denominator else "")
    kwargs = {"rule": rule.name, "left": " + ".join(rule.left), "operator": rule.operator, "right": right}
    return _expectation(
        EXPECTATION_OF_KIND[rule.kind], kwargs, rule.name, rule.severity, rule.meaning_vi, rule.meaning_en
    )


def _of_rule(rule: StructureRule, is_text: bool) -> Iterator[dict[str, Any]]:
    name = rule.name
    texts = (rule.severity, rule.meaning_vi, rule.meaning_en)
    column = {"column": rule.column, **_where(rule)}
    match rule.rule:
        case "unique":
            parts = rule.column.split("+")
            if len(parts) == 1:
                yield _expectation("expect_column_values_to_be_unique", column, name, *texts)
            else:
                yield _expectation("expect_compound_columns_to_be_unique", {"column_list": parts}, name, *texts)
            return
        case "known":
            kwargs: dict[str, Any] = {"column": KNOWN, "value_set": [True]}
            yield _expectation("expect_column_values_to_be_in_set", kwargs, name, *texts)
        case "vocabulary":
            kwargs = {**column, "value_set": vocabulary(rule.argument)}
            yield _expectation("expect_column_values_to_be_in_set", kwargs, name, *texts)
        case "pattern":
            yield _expectation("expect_column_values_to_match_regex", {**column, "regex": rule.argument}, name, *texts)
        case "bounds":
            low, high = (float(bound) for bound in rule.argument.split(".."))
            kwargs = {**column, "min_value": low, "max_value": high}
            yield _expectation("expect_column_values_to_be_between", kwargs, name, *texts)
    yield from _partners(rule, name, is_text)


def _where(rule: StructureRule) -> dict[str, Any]:
    return {"row_condition": rule.where, "condition_parser": "pandas"} if rule.where else {}


def _partners(rule: StructureRule, name: str, is_text: bool) -> Iterator[dict[str, Any]]:
    """Not null (or null in part only) and not blank: what a value rule does not see."""
    texts = (rule.severity, rule.meaning_vi, rule.meaning_en)
    if rule.least_share > 0:
        share = {} if rule.least_share == 1 else {"mostly": rule.least_share}
        kwargs = {"column": rule.column, **share, **_where(rule)}
        yield _expectation("expect_column_values_to_not_be_null", kwargs, f"{name}-filled", *texts)
    if is_text:
        kwargs = {"column": rule.column, "regex": r"\S", **_where(rule)}
        yield _expectation("expect_column_values_to_match_regex", kwargs, f"{name}-not-blank", *texts)


def _form_coverage() -> Iterator[dict[str, Any]]:
    for edition in EDITIONS:
        rows = form_rows(edition)
        for form in sorted({form for form, _ in rows}):
            codes = [code for (own, code), row in rows.items() if own == form and row.indicator]
            yield _expectation(
                "expect_form_rows_to_be_complete",
                {"form": form, "codes": codes},
                f"structure-form-{form}-complete",
                "warning",
                f"Biểu mẫu {form} có đủ {len(codes)} dòng số liệu",
                f"Form {form} has all of its {len(codes)} rows of figures",
            )


def vocabulary(argument: str) -> list[str]:
    """The words an argument stands for: "a|b" itself, or a named list of the contract or the reference data."""
    if not argument.startswith("@"):
        return argument.split("|")
    named: dict[str, list[str]] = {
        "@provinces": sorted([*all_provinces(), NATIONAL, tables.NOT_IDENTIFIED]),
        "@forms": sorted(form_titles()),
        "@row_indicators": sorted({row.indicator for row in form_rows().values() if row.indicator}),
        "@levels": list(tables.LEVELS),
        "@kinds": list(tables.KINDS),
        "@domains": list(tables.DOMAINS),
        "@comparators": list(tables.COMPARATORS),
        "@directions": list(tables.DIRECTIONS),
        "@deadline_kinds": list(tables.DEADLINE_KINDS),
        "@recurrences": list(tables.RECURRENCES),
        "@check_kinds": list(CHECK_KINDS),
        "@verdicts": list(tables.VERDICTS),
        "@severities": list(tables.SEVERITIES),
    }
    return named[argument]


def _expectation(type_: str, kwargs: dict[str, Any], rule: str, severity: str, vi: str, en: str) -> dict[str, Any]:
    return {"type": type_, "kwargs": kwargs, "severity": severity, "meta": {"rule": rule, "vi": vi, "en": en}}
