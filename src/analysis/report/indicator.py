"""The page of one indicator over all provinces, as a notebook holds it: one method per part, in reading order."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis.charts.bars import rates
from analysis.compare.indicator import indicator_results, indicator_states, level_order, placed_results
from analysis.compare.targets import targets_matrix
from analysis.compare.territory import territory_view
from analysis.dataset import Dataset
from analysis.reference.asked_indicators import asked_indicator, every_indicator
from analysis.reference.indicators import all_indicators
from analysis.reference.national_targets import national_targets
from analysis.reference.periods import parse_period
from analysis.reference.provinces import REORGANISED_ON, province_label
from analysis.reference.texts import Texts, texts
from analysis.report.figure import details, figure
from analysis.report.html import Child, Column, Fragment, items, joined, place, section, table, tag
from analysis.report.indicator_name import indicator_name
from analysis.report.nation import nation_table
from analysis.report.over_time import over_time_part
from analysis.report.province_name import name_of
from analysis.report.sections.rates import short, spoken
from analysis.vietnamese.text import upper_first

MOST_BARS = 34
EMPTY = Fragment(Markup(""))
_NUMBERS = ("position", "value", "to_median", "deadline", "asks", "result")


class IndicatorPage:
    """Parts of the page of one indicator; a part with nothing to say is empty."""

    def __init__(self, everything: Dataset, indicator: str, language: str = "vi") -> None:
        """`everything` holds all provinces; InputError for an unknown indicator (with the nearest) or language."""
        self.data = everything
        self.texts: Texts = texts(language)
        self.key = asked_indicator(indicator, every_indicator())

    @cached_property
    def name(self) -> str:
        """The indicator for readers, its key where no label is kept."""
        return indicator_name(self.key, self.texts.language)

    @cached_property
    def results(self) -> pd.DataFrame:
        """Results that speak about the indicator, with their positions."""
        d = self.data
        found = indicator_results(self.key, d.observations, d.figures, d.indices, d.findings, d.checks)
        return placed_results(found)

    @cached_property
    def targets_of_all(self) -> pd.DataFrame:
        """The indicator's part of the matrix of targets, all provinces that set themselves targets."""
        matrix = targets_matrix(self.data.targets)
        rows = matrix[matrix["indicator"] == self.key]
        rows = rows.assign(_level=[level_order(level) for level in rows["level"]]).sort_values(
            ["_level", "deadline_year"], kind="stable"
        )
        return rows.drop(columns="_level")

    def identity(self) -> Fragment:
        """Title, what the indicator is, and who says something about it."""
        t, known = self.texts, all_indicators().get(self.key)
        promised = self.targets_of_all.loc[self.targets_of_all["state"] == "target", "province"].nunique()
        lines = [t("one_indicator.key", name=self.key)]
        if known:
            lines.append(t("one_indicator.domain", domain=t.word("domain", known.domain)))
        lines.append(t("one_indicator.found", targets=promised, results=self.results["province"].nunique()))
        name = upper_first(self.name)
        body = [tag("h1", name, id="title"), tag("p", t("one_indicator.intro")), items(lines)]
        return Fragment(tag("section", *body, id="about", aria_labelledby="title", data_footer=name))

    def targets(self) -> Fragment:
        """What each province and the nation ask, by level and deadline."""
        t, rows = self.texts, self.targets_of_all
        nation = national_targets()
        nation = nation[nation["indicator"] == self.key]
        if not len(rows) and not len(nation):
            return EMPTY
        parts: list[Child] = [tag("p", t("one_indicator.targets_intro"), class_="muted")]
        if (rows["state"] == "target").any():
            parts.append(self._targets_table(rows))
        if len(nation):
            parts.append(nation_table(nation, t))
        return section("targets", t("one_indicator.targets"), *parts)

    def results_by_period(self) -> Fragment:
        """Who stands where, one ranking per definition, level and period, newest first."""
        t = self.texts
        groups = list(self.results.groupby(["indicator", "level", "period"], sort=False))
        # Open stands the newest ranking in which somebody can be compared.
        several = [number for number, (_, rows) in enumerate(groups) if rows["province"].nunique() > 1]
        shown = several[0] if several else 0
        parts: list[Child] = [
            self._ranking(str(level), str(period), rows, first=number == shown)
            for number, ((_, level, period), rows) in enumerate(groups)
        ]
        if not parts:
            parts = [tag("p", t("one_indicator.no_results"))]
        intro = tag("p", t("one_indicator.results_intro"), class_="muted")
        return section("results", t("one_indicator.results"), intro, *parts)

    def time(self) -> Fragment:
        """Each province over its periods, what counts from the start of the year apart from quarters."""
        return over_time_part(self.data, self.results, self.texts)

    def states(self) -> Fragment:
        """How far each province has come with its own target and the nation's."""
        t, d = self.texts, self.data
        frame = indicator_states(
            self.key, self.results, d.observations, d.figures, d.targets, national_targets(), d.indices, d.findings,
            d.checks,
        )  # fmt: skip
        if not len(frame):
            return EMPTY
        judged = frame[frame["against"].isin(["own", "national"])]
        if not len(judged):
            return EMPTY
        heads = ["province", "period", "level", "deadline", "asks", "result", "state", "reason"]
        cells = [self._state(row) for _, row in judged.iterrows()]
        return section("states", t("one_indicator.states"), table(self._columns(heads), cells, stack=True))

    def territory(self) -> Fragment:
        """The last period of the forms on the map of 34 provinces, with how many predecessors have data."""
        t, rows = self.texts, self.data.observations
        rows = rows[(rows["indicator"] == self.key) & rows["value"].notna()]
        if not len(rows):
            return EMPTY
        period = max(rows["period"].unique(), key=lambda code: parse_period(code).end)
        widest = min(rows.loc[rows["period"] == period, "level"].unique(), key=level_order)
        view = territory_view(self.data.observations, self.key, period, REORGANISED_ON, widest)
        there = view[view["method"] != "no_data"]
        language = t.language
        cells = [
            (name_of(row["province"], t), self._number(row["value"], row["kind"]), row[f"reason_{language}"],
             row[f"coverage_{language}"])
            for _, row in there.iterrows()
        ]  # fmt: skip
        intro = t("one_indicator.territory_intro", period=t.period(period), have=len(there), units=len(view))
        body = table(self._columns(["province", "value", "how", "coverage"]), cells, stack=True)
        return section("territory", t("one_indicator.territory"), tag("p", intro), body)

    def sources(self) -> Fragment:
        """Documents the page rests on."""
        t, documents = self.texts, self.data.documents
        used = set(self.results["document_id"]) | set(self.targets_of_all["document_id"])
        rows = documents[documents["document_id"].isin(used)]
        cells = [
            (
                name_of(row["province"], t),
                t.period(row["period"]),
                row["number"] or row["title"],
                t.date(row["signed_on"]),
            )
            for _, row in rows.iterrows()
        ]
        heads = ["province", "period", "document", "date"]
        return section("sources", t("comparison.sources"), table(self._columns(heads), cells, stack=True))

    def _targets_table(self, rows: pd.DataFrame) -> Markup:
        t, language = self.texts, self.texts.language
        cells = []
        for _, row in rows.iterrows():
            asks = row["asks"] if row["state"] == "target" else tag("span", row[f"state_{language}"], class_="muted")
            falls = ""
            if row["falls_over_time"]:
                falls = t("comparison.falls", value=t.number(row["earlier_value"]), year=row["earlier_deadline"])
            notes = "; ".join(one for one in (row[f"scope_difference_{language}"], falls) if one)
            cells.append(
                (
                    name_of(row["province"], t), t.word("level", row["level"]), self._year(row["deadline_year"]), asks,
                    t.word("one_indicator", f"stands_{row['stands']}") if row["stands"] else "", notes,
                    place(t.location(row["location"])),
                )
            )  # fmt: skip
        heads = ["province", "level", "deadline", "asks", "stands", "differs", "source"]
        return table(self._columns(heads), cells, stack=True)

    def _ranking(self, level: str, period: str, rows: pd.DataFrame, *, first: bool) -> Markup:
        t, language = self.texts, self.texts.language
        one = rows.iloc[0]
        title = t(
            "one_indicator.ranking", period=t.period(period), level=t.word("level", level), n=rows["province"].nunique()
        )
        if one["indicator"] != self.key:
            title = f"{title} ({short(indicator_name(str(one['indicator']), language))})"
        body: list[Child] = [tag("p", one[f"caveat_{language}"], class_="note")] if one[f"caveat_{language}"] else []
        if (rows["kind"] == "percent").all() and rows["value"].notna().sum() >= 2:
            body.append(self._bars(level, period, rows, title))
        cells = [
            (
                name_of(row["province"], t, parse_period(period)), self._place(row), self._value(row),
                "" if pd.isna(row["to_median"]) else t.number(round(float(row["to_median"]), 2)),
                "; ".join(one for one in (row["note"], row[f"doubt_{language}"]) if one),
                place(t.location(row["location"])),
            )
            for _, row in rows.iterrows()
        ]  # fmt: skip
        body.append(
            table(self._columns(["province", "position", "value", "to_median", "note", "source"]), cells, stack=True)
        )
        return details(title, *body, open_=first)

    def _bars(self, level: str, period: str, rows: pd.DataFrame, title: str) -> Markup:
        t = self.texts
        shown = rows[rows["value"].notna()].head(MOST_BARS)
        frame = pd.DataFrame(
            {
                "label": [name_of(key, t, parse_period(period)) for key in shown["province"]],
                "value": shown["value"].to_numpy(),
                "text": [t.number(value, unit="percent") for value in shown["value"]],
                "tip": [t.location(where) for where in shown["location"]],
                "doubtful": shown["doubtful"].to_numpy(),
                "expected": float("nan"),
            }
        )
        heads = self._columns(["province", "value"])
        return figure(
            f"bars-{level}-{period}-{shown['indicator'].iloc[0]}".lower().replace("_", "-"),
            rates(frame, title=title, unit=t("rates.unit"), language=t.language),
            t,
            alternative=t("rates.alternative", rows=spoken(zip(frame["label"], frame["text"], strict=True), MOST_BARS)),
            data=table(heads, list(zip(frame["label"], frame["text"], strict=True)), caption=title),
        )

    def _state(self, row: pd.Series) -> tuple[Child, ...]:
        t, language = self.texts, self.texts.language
        level = row["result_level"] if row["detail"] else row["level"]
        asks = f"{row['asks']} ({t('one_indicator.of_nation')})" if row["against"] == "national" else row["asks"]
        caveat = tag("small", row[f"caveat_{language}"]) if row[f"caveat_{language}"] else None
        return (
            province_label(row["province"], parse_period(row["period"]).end), t.period(row["period"]),
            t.word("level", level), self._year(row["deadline_year"]), asks,
            self._number(row["result"], row["result_unit"]), row[f"state_{language}"],
            joined([row[f"reason_{language}"], caveat]),
        )  # fmt: skip

    def _place(self, row: pd.Series) -> str:
        t = self.texts
        if row["conflict"]:
            return t("one_indicator.conflict")
        if pd.isna(row["position"]):
            return t("one_indicator.empty" if pd.isna(row["value"]) else "one_indicator.unplaced")
        return t("one_indicator.place", position=int(row["position"]), ranked=int(row["ranked"]))

    def _value(self, row: pd.Series) -> Child:
        doubtful = tag("small", self.texts("forms.suspect"), class_="suspect") if row["doubtful"] else None
        return joined([self._number(row["value"], row["kind"]), doubtful])

    def _number(self, value: float, kind: str) -> str:
        """A value as printed; a percentage that was computed gets the two decimals of printed ones."""
        shown = round(value, 2) if kind == "percent" and not pd.isna(value) else value
        return self.texts.number(shown, unit="percent" if kind == "percent" else "")

    def _year(self, year: Any) -> str:
        return self.texts("targets.open") if pd.isna(year) else str(int(year))

    def _columns(self, names: list[str]) -> list[Column]:
        columns = [(name, "place" if name == "source" else "num" if name in _NUMBERS else "") for name in names]
        return [Column(self.texts(f"one_indicator.head_{name}"), kind) for name, kind in columns]
