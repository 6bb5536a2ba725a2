"""The page that compares provinces, as a notebook holds it: one method per part, in reading order."""

from __future__ import annotations

from functools import cached_property

import pandas as pd

from analysis.dataset import Dataset
from analysis.errors import InputError
from analysis.reference.periods import Period, parse_period
from analysis.reference.provinces import NATIONAL, all_provinces
from analysis.reference.texts import Texts, texts
from analysis.report.attained import attained_part
from analysis.report.chosen import Names, chosen
from analysis.report.controls import highlight_box
from analysis.report.country import country_part
from analysis.report.html import Column, Fragment, Row, section, table, tag
from analysis.report.matrix import targets_part
from analysis.report.nation import nation_part
from analysis.report.province_name import by_name, mark_key, name_of
from analysis.report.published import indices_part
from analysis.report.shared_tasks import tasks_part
from analysis.report.standing import standing_part
from analysis.report.territory import territory_part


class ComparisonPage:
    """Parts of the comparison of all provinces; a part with nothing to say is empty."""

    def __init__(
        self,
        everything: Dataset,
        language: str = "vi",
        provinces: Names = "",
        deadline: int | str = "",
        period: str = "",
        as_of: str = "",
    ) -> None:
        """`everything` holds all provinces; the rest is what `analysis.report.chosen.chosen` takes, "" for everything.

        Raises InputError for an unknown language and whatever `chosen` refuses.
        """
        self.data = everything
        self.texts: Texts = texts(language)
        self.chosen = chosen(everything, provinces, deadline, period, as_of)

    @cached_property
    def followed(self) -> list[str]:
        """The provinces asked for, else those with documents in the order of their keys."""
        if self.chosen.provinces is not None:
            return self.chosen.provinces
        return sorted(set(self.data.documents["province"]) - {NATIONAL})

    def identity(self) -> Fragment:
        """Title and what the page is."""
        t = self.texts
        return Fragment(
            tag(
                "section",
                tag("h1", t("comparison.title"), id="title"),
                tag("p", t("comparison.intro")),
                None if self.chosen.is_everything else tag("p", tag("strong", self._chosen())),
                highlight_box(t, self._units()),
                id="about",
                aria_labelledby="title",
                data_footer=t("comparison.title"),
            )
        )

    def _chosen(self) -> str:
        """What was asked for, in words."""
        t, c = self.texts, self.chosen
        parts = [t("comparison.chosen_day", day=t.date(c.day))]
        if c.period is not None:
            parts.insert(0, t("comparison.chosen_period", period=t.period(c.period)))
        if c.deadline is not None:
            parts.insert(0, t("comparison.chosen_deadline", year=c.deadline))
        if c.provinces is not None:
            parts.insert(0, t("comparison.chosen_provinces", names=t.join(name_of(key, t) for key in c.provinces)))
        return t("comparison.chosen", parts="; ".join(parts))

    def _units(self) -> list[tuple[str, str]]:
        """Every unit that has a mark on this page, by name."""
        ranked = set(self.data.indices["province"]) & set(all_provinces())  # tables of indices name regions too
        held = {*self.data.documents["province"], *ranked} - {NATIONAL}
        return [(mark_key(key), name) for key, name in by_name(held, self.texts)]

    def coverage(self) -> Fragment:
        """Which units have which data."""
        t = self.texts
        heads = [Column(t("identity.province")), Column(t("identity.period"), "short")]
        heads += [Column(t(f"comparison.{name}"), "num") for name in ("rows", "figures", "target_count", "task_count")]
        counted = [
            getattr(self.data, name)["document_id"].value_counts()
            for name in ("observations", "figures", "targets", "tasks")
        ]
        cells = []
        documents = self.data.documents
        for _, row in documents[documents["province"].isin(self.followed)].iterrows():
            counts = [int(count.get(row["document_id"], 0)) for count in counted]
            shown = (
                name_of(row["province"], t, _window(row["period"])),
                t.period(row["period"]),
                *(t.number(count) if count else "–" for count in counts),
            )
            cells.append(Row(shown, of=mark_key(row["province"])))
        return section("coverage", t("comparison.coverage"), table(heads, cells))

    def targets(self) -> Fragment:
        """How the provinces' targets differ."""
        return targets_part(self.data, self.texts, self.chosen)

    def indices(self) -> Fragment:
        """Published indices of the provinces with documents, and all others."""
        return indices_part(self.data, self.followed, self.texts)

    def map(self) -> Fragment:
        """Tile map of a published index."""
        return country_part(self.data, self.texts)

    def attainment(self) -> Fragment:
        """How far the provinces have come with their targets."""
        return attained_part(self.data, self.chosen, self.texts)

    def peers(self) -> Fragment:
        """Where the provinces stand among one another."""
        return standing_part(self.data, self.chosen, self.texts)

    def territory(self) -> Fragment:
        """The units of one day, and what rolls up to them."""
        return territory_part(self.data, self.chosen, self.texts)

    def nation(self) -> Fragment:
        """The national targets."""
        return nation_part(self.chosen, self.texts)

    def tasks(self) -> Fragment:
        """Tasks of the plans side by side."""
        return tasks_part(self.data, self.chosen, self.texts)

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
