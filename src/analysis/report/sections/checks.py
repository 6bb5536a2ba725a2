"""The checks behind a page's figures as a table: each formula by the names readers know, printed beside recomputed."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from decimal import Decimal

from markupsafe import Markup

from analysis.compare.rows import Row
from analysis.reference.indicators import indicator
from analysis.reference.relation_words import STRUCTURE, rule_in_words
from analysis.reference.texts import Texts
from analysis.report.context import Context
from analysis.report.html import Column, table, tag
from analysis.report.sections.rates import short

_CELL = re.compile(r"\b(\d):(\d+(?:\.\d+)*)\b")
_KEY = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b")
_FIGURE = re.compile(r"\bf\d{3}\b")
_SIGNS = {"<=": "≤", ">=": "≥", " / ": " : "}
_WORDS = {" and ": "word.and", " or ": "word.or", " between ": "doubts.between"}
_ORDER = {"fails": 0, "rounding": 1, "holds": 2, "not_testable": 3}
_DECIMALS = (2, 3, 4)


def checks_table(context: Context, checks: Sequence[Row]) -> Markup:
    """Checks with what is printed, what is recomputed and how they differ; those that fail come first."""
    t = context.texts
    heads = [
        Column(t("doubts.expression")),
        Column(t("doubts.printed"), "num"),
        Column(t("doubts.computed"), "num"),
        Column(t("doubts.difference"), "num"),
        Column(t("doubts.verdict"), "short"),
        Column(t("word.location"), "place"),
    ]
    cells = [
        (
            _said(context, row),
            *_amounts(t, row),
            tag("span", t(f"doubts.{row['verdict']}"), class_=f"verdict {row['verdict']}"),
            t.location(row["locations"]),
        )
        for row in sorted(checks, key=lambda row: _ORDER.get(row["verdict"], len(_ORDER)))
    ]
    return table(heads, cells, stack=True)


def written(t: Texts, value: str) -> str:
    """A plain number of the tables as a reader writes it; other text as it stands."""
    return t.number(Decimal(value)) if re.fullmatch(r"-?\d+(\.\d+)?", value) else value


def _said(context: Context, row: Row) -> str:
    """What is checked: the formula of a relation, the meaning of a rule that every cell of the document keeps."""
    t, rule = context.texts, str(row["rule"])
    if rule.startswith(STRUCTURE):
        return rule_in_words(rule, t.language) or _expression(context, row["expression"])
    said = "" if row["locations"] else rule_in_words(rule, t.language) or t.word("single_check", rule)
    return said if said not in ("", rule) else _expression(context, row["expression"])


def _expression(context: Context, expression: str) -> str:
    """A check's formula with rows and figures by name: "3:3.2 = …" is row 3.2 of form 3."""
    t, labels = context.texts, context.figure_labels
    forms = {form for form, _ in _CELL.findall(expression)}
    prefix = t("doubts.form", form=min(forms)) + ": " if len(forms) == 1 else ""
    cell = t("doubts.cell_short", form="{0}", code="{1}") if len(forms) > 1 else "{1}"
    shown = expression
    for sign, read in [*_SIGNS.items(), *((word, f" {t(key)} ") for word, key in _WORDS.items())]:
        shown = shown.replace(sign, read)
    shown = _CELL.sub(lambda match: cell.format(*match.groups()), shown)
    shown = _KEY.sub(lambda match: _indicator_name(t, match[0]), shown)
    return prefix + _FIGURE.sub(lambda match: f"“{short(labels[match[0]])}”" if match[0] in labels else match[0], shown)


def _indicator_name(t: Texts, key: str) -> str:
    known = indicator(key)
    return key if known is None else f"“{short(known.label_vi if t.language == 'vi' else known.label_en)}”"


def _amounts(t: Texts, row: Row) -> tuple[str, str, str]:
    """Printed, recomputed and their difference, to the first decimal that tells the two numbers apart.

    Two rates differ by points, two counts by a count.
    """
    printed, computed, difference = (float(row[name]) for name in ("printed", "computed", "difference"))
    apart = (number for number in _DECIMALS if round(printed, number) != round(computed, number))
    decimals = 2 if math.isclose(printed, computed, abs_tol=1e-9) else next(apart, 2)
    unit = "percent" if _is_rate(row) else ""

    def shown(value: float, unit: str) -> str:
        return t.number(value if value != value else round(value, decimals), unit=unit)

    gap = shown(difference, "")
    points = t("doubts.points", value=gap) if unit and difference == difference else gap
    return shown(printed, unit), shown(computed, unit), points


def _is_rate(row: Row) -> bool:
    """Whether a check compares rates: by its kind, or because its formula divides."""
    return bool(row["kind"] == "ratio" or " / " in str(row["expression"]))
