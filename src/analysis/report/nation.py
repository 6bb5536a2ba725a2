"""The national targets as a table: each with the document that sets it, how sure we are of it and where it was read."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from analysis.reference.national_targets import CONFIDENCES, national_targets
from analysis.reference.texts import Texts
from analysis.report.chosen import Chosen
from analysis.report.figure import details
from analysis.report.html import Child, Column, Fragment, place, section, table, tag
from analysis.report.indicator_name import indicator_name

SIGNS = {">=": "≥", "<=": "≤", "=": "="}


def nation_part(chosen: Chosen, t: Texts) -> Fragment:
    """Every national target, with a count of how they are known."""
    nation = national_targets()
    if chosen.deadline is not None:
        nation = nation[nation["deadline_year"].eq(chosen.deadline).fillna(False)]
    if not len(nation):
        return Fragment(Markup(""))
    counts = nation["confidence"].value_counts()
    said = t.join(
        f"{t.number(int(counts[name]))} {t(f'one_indicator.{name}')}" for name in CONFIDENCES if name in counts
    )
    shown = [
        nation_table(rows, t, confidence=name)
        for name in CONFIDENCES
        if len(rows := nation[nation["confidence"] == name])
    ]
    return section(
        "nation",
        t("nation.heading"),
        tag("p", t("nation.intro", n=t.number(len(nation)), said=said)),
        details(t("nation.all", n=t.number(len(nation))), *shown, keep=True),
    )


def nation_table(nation: pd.DataFrame, t: Texts, *, confidence: str = "") -> Markup:
    """National targets, those of one indicator together, by level and deadline.

    With `confidence`, which all of them have, it stands above the table and each row names its indicator; without, the
    targets are of one indicator and each row says how sure it is.
    """
    ends = ["document", "level", "deadline", "asks"]
    names = ["indicator", *ends, "source"] if confidence else [*ends, "confidence", "source"]
    kinds = {"deadline": "num", "asks": "some"}
    heads = [Column(t(f"one_indicator.head_{name}"), kinds.get(name, "")) for name in names]
    rows = nation.sort_values(["indicator", "level", "deadline_year", "document"])
    caption = t.word("one_indicator", confidence) if confidence else t("one_indicator.nation")
    return table(heads, [_cells(row, names, t) for _, row in rows.iterrows()], caption=caption, stack=True)


def _cells(row: pd.Series, names: list[str], t: Texts) -> list[Child]:
    shown: dict[str, Child] = {
        "indicator": indicator_name(row["indicator"], t.language),
        "document": row["document"],
        "level": t.word("level", row["level"]),
        "deadline": t("targets.open") if pd.isna(row["deadline_year"]) else str(int(row["deadline_year"])),
        "asks": asked(row, t),
        "confidence": t.word("one_indicator", row["confidence"]),
        "source": place(row["source"]),
    }
    return [shown[name] for name in names]


def asked(row: pd.Series, t: Texts) -> str:
    """What is asked, as a sign and a number; a change says from when."""
    number = t.number(row["value"], unit="percent" if row["unit"] == "percent" else "")
    upto = "" if pd.isna(row["value_max"]) else f"–{t.number(row['value_max'])}"
    moved = t(f"targets.{row['direction']}") if row["direction"] in ("decrease", "increase") else ""
    base = f"({t('targets.baseline', year=row['baseline_year'])})" if row["baseline_year"] else ""
    return " ".join(part for part in (moved, SIGNS.get(row["comparator"], ""), f"{number}{upto}", base) if part)
