"""The page that compares provinces, as a notebook holds it: one method per part, in reading order."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from functools import cached_property

import pandas as pd
from markupsafe import Markup

from analysis.dataset import Dataset
from analysis.reference.provinces import NATIONAL
from analysis.reference.texts import Texts, texts
from analysis.report.context import name_of
from analysis.report.country import country_part
from analysis.report.html import Column, Fragment, items, section, table, tag
from analysis.report.matrix import indices_part, targets_part


class ComparisonPage:
    """Parts of the comparison of all provinces; a part with nothing to say is empty."""

    def __init__(self, everything: Dataset, language: str = "vi") -> None:
        """`everything` holds all provinces; InputError for an unknown language."""
        self.data = everything
        self.texts: Texts = texts(language)

    @cached_property
    def followed(self) -> list[str]:
        """Provinces with documents, in the order of their keys."""
        return sorted(set(self.data.documents["province"]) - {NATIONAL})

    def identity(self) -> Fragment:
        """Title and what the page is."""
        t = self.texts
        return Fragment(
            tag(
                "section",
                tag("h1", t("comparison.title"), id="title"),
                tag("p", t("comparison.intro")),
                id="about",
                aria_labelledby="title",
            )
        )

    def coverage(self) -> Fragment:
        """Which units have which data."""
        t = self.texts
        heads = [Column(t("identity.province")), Column(t("identity.period"))]
        heads += [
            Column(t(f"comparison.{name}"), "num")
            for name in ("rows", "figures", "target_count", "task_count", "index_count")
        ]
        cells = []
        for _, row in self.data.documents[self.data.documents["province"] != NATIONAL].iterrows():
            counts = [
                int((getattr(self.data, name)["document_id"] == row["document_id"]).sum())
                for name in ("observations", "figures", "targets", "tasks", "indices")
            ]
            cells.append(
                [
                    name_of(row["province"], t),
                    t.period(row["period"]),
                    *(t.number(count) if count else "–" for count in counts),
                ]
            )
        return section("coverage", t("comparison.coverage"), table(heads, cells))

    def targets(self) -> Fragment:
        """How the provinces' targets differ."""
        return targets_part(self.data, self.texts)

    def indices(self) -> Fragment:
        """Published indices of the provinces with documents, and all others."""
        return indices_part(self.data, self.followed, self.texts)

    def map(self) -> Fragment:
        """Tile map of a published index."""
        return country_part(self.data, self.texts)

    def tasks(self) -> Fragment:
        """Workload of the plans that hold tasks."""
        t, tasks = self.texts, self.data.tasks
        if not len(tasks):
            return Fragment(Markup(""))
        lines = []
        for document, rows in tasks.groupby("document_id", sort=True):
            led = Counter(agency for agencies in rows["lead"] for agency in agencies)
            agency, most = led.most_common(1)[0] if led else (t("word.not_stated"), 0)
            row = self.data.documents.set_index("document_id").loc[str(document)]
            lines.append(
                t(
                    "comparison.tasks_line",
                    province=name_of(str(row["province"]), t),
                    period=t.period(str(row["period"])),
                    n=t.number(len(rows)),
                    agency=agency,
                    k=t.number(most),
                )
            )
        return section("tasks", t("comparison.tasks"), items(lines))

    def sources(self) -> Fragment:
        """Documents the comparison rests on."""
        t = self.texts
        heads = [Column(t("identity.province")), Column(t("sources.documents")), Column(t("sources.hash"))]
        cells = [
            [
                name_of(row["province"], t),
                f"{row['number'] or row['title']} ({t.date(_day(row))})"
                if _day(row)
                else row["number"] or row["title"],
                tag("code", row["source_sha256"][:16]),
            ]
            for _, row in self.data.documents.iterrows()
        ]
        return section("sources", t("comparison.sources"), table(heads, cells, stack=True))


def _day(row: pd.Series) -> dt.date | None:
    day: dt.date | None = row["signed_on"]
    return day
