"""The page that compares provinces, as a notebook holds it: one method per part, in reading order."""

from __future__ import annotations

from collections import Counter
from functools import cached_property

import pandas as pd
from markupsafe import Markup

from analysis.dataset import Dataset
from analysis.errors import InputError
from analysis.reference.periods import Period, parse_period
from analysis.reference.provinces import NATIONAL, all_provinces
from analysis.reference.texts import Texts, texts
from analysis.report.context import mark_key, name_of
from analysis.report.controls import highlight_box
from analysis.report.country import country_part
from analysis.report.html import Column, Fragment, Row, items, section, table, tag
from analysis.report.matrix import targets_part
from analysis.report.published import indices_part
from analysis.vietnamese.text import fold


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
                highlight_box(t, self._units()),
                id="about",
                aria_labelledby="title",
            )
        )

    def _units(self) -> list[tuple[str, str]]:
        """Every unit that has a mark on this page, by name."""
        ranked = set(self.data.indices["province"]) & set(all_provinces())  # tables of indices name regions too
        held = {*self.data.documents["province"], *ranked} - {NATIONAL}
        return sorted(((mark_key(key), name_of(key, self.texts)) for key in held), key=lambda unit: fold(unit[1]))

    def coverage(self) -> Fragment:
        """Which units have which data."""
        t = self.texts
        heads = [Column(t("identity.province")), Column(t("identity.period"))]
        heads += [Column(t(f"comparison.{name}"), "num") for name in ("rows", "figures", "target_count", "task_count")]
        cells = []
        for _, row in self.data.documents[self.data.documents["province"] != NATIONAL].iterrows():
            counts = [
                int((getattr(self.data, name)["document_id"] == row["document_id"]).sum())
                for name in ("observations", "figures", "targets", "tasks")
            ]
            shown = (
                name_of(row["province"], t, _window(row["period"])),
                t.period(row["period"]),
                *(t.number(count) if count else "–" for count in counts),
            )
            cells.append(Row(shown, of=mark_key(row["province"])))
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
                _document(t, row),
                tag("code", row["source_sha256"][:16]),
            ]
            for _, row in self.data.documents.iterrows()
        ]
        return section("sources", t("comparison.sources"), table(heads, cells, stack=True))


def _document(t: Texts, row: pd.Series) -> str:
    """A document by its number, or title, and its date where it has one."""
    name, day = str(row["number"] or row["title"]), row["signed_on"]
    return name if pd.isna(day) else f"{name} ({t.date(day)})"


def _window(period: str) -> Period | None:
    try:
        return parse_period(period)
    except InputError:
        return None
