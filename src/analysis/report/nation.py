"""The national targets as a table: each with the document that sets it, how sure we are of it and where it was read."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from analysis.reference.national_targets import CONFIDENCES, national_targets
from analysis.reference.texts import Texts
from analysis.report.chosen import Chosen
from analysis.report.figure import details
from analysis.report.html import Column, Fragment, place, section, table, tag
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
    shown = nation_table(nation, t, with_indicator=True)
    return section(
        "nation",
        t("nation.heading"),
        tag("p", t("nation.intro", n=t.number(len(nation)), said=said)),
        details(t("nation.all", n=t.number(len(nation))), shown, keep=True),
    )


def nation_table(nation: pd.DataFrame, t: Texts, *, with_indicator: bool = False) -> Markup:
    """National targets, those of one indicator together, by level and deadline."""
    names = (["indicator"] if with_indicator else []) + [
        "document",
        "level",
        "deadline",
        "asks",
        "confidence",
        "source",
    ]
    kinds = {"deadline": "num", "asks": "some", "source": "place"}
    heads = [Column(t(f"one_indicator.head_{name}"), kinds.get(name, "")) for name in names]
    cells = []
    for _, row in nation.sort_values(["indicator", "level", "deadline_year", "document"]).iterrows():
        year = t("targets.open") if pd.isna(row["deadline_year"]) else str(int(row["deadline_year"]))
        shown = [row["document"], t.word("level", row["level"]), year, asked(row, t),
                 t.word("one_indicator", row["confidence"]), place(row["source"])]  # fmt: skip
        cells.append([indicator_name(row["indicator"], t.language), *shown] if with_indicator else shown)
    return table(heads, cells, caption=None if with_indicator else t("one_indicator.nation"), stack=True)


def asked(row: pd.Series, t: Texts) -> str:
    """What is asked, as a sign and a number; a change says from when."""
    number = t.number(row["value"], unit="percent" if row["unit"] == "percent" else "")
    upto = "" if pd.isna(row["value_max"]) else f"–{t.number(row['value_max'])}"
    moved = t(f"targets.{row['direction']}") if row["direction"] in ("decrease", "increase") else ""
    base = f"({t('targets.baseline', year=row['baseline_year'])})" if row["baseline_year"] else ""
    return " ".join(part for part in (moved, SIGNS.get(row["comparator"], ""), f"{number}{upto}", base) if part)
