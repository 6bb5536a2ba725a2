"""What every part of a province's page needs: its own tables, everyone's tables, and the language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analysis.compare.attainment import attainment
from analysis.compare.rows import Row, records
from analysis.compare.trends import break_between
from analysis.dataset import Dataset
from analysis.errors import InputError
from analysis.reference.comparison_words import LANGUAGES
from analysis.reference.national_targets import national_targets
from analysis.reference.periods import Period, parse_period
from analysis.reference.texts import Texts
from analysis.report.province_name import name_of

SUSPECT_TABLES = ("observations", "figures", "targets", "tasks")


def _parsed(code: str) -> Period | None:
    try:
        return parse_period(code)
    except InputError:
        return None


@dataclass(frozen=True)
class Context:
    """One province and period within all data."""

    everything: Dataset
    province: str
    period: str
    texts: Texts

    @cached_property
    def own(self) -> Dataset:
        """The tables of this province and period; indices of the province, all years."""
        return self.everything.only(self.province, self.period)

    @cached_property
    def window(self) -> Period | None:
        """The period with its data window; None for a code no rule reads."""
        return _parsed(self.period)

    @cached_property
    def province_name(self) -> str:
        return name_of(self.province, self.texts, self.window)

    @cached_property
    def plan_targets(self) -> pd.DataFrame:
        """Targets of the province's plans that cover the end of this period, repeats left out."""
        targets = self.everything.targets
        targets = targets[(targets["province"] == self.province) & (targets["duplicate_of"] == "")]
        documents = self.everything.documents.set_index("document_id")
        year = self.window.year if self.window else None
        covering = {
            key
            for key, first, last in zip(documents.index, documents["plan_start"], documents["plan_end"], strict=True)
            if year is not None and not pd.isna(first) and not pd.isna(last) and first <= year <= last
        }
        return targets[targets["document_id"].isin(covering)].reset_index(drop=True)

    @cached_property
    def attainment(self) -> pd.DataFrame:
        """Every target of the province beside the results of this period; empty where the period has no results."""
        return self._judged[self._judged["reason"] != "no_target"]

    @cached_property
    def without_target(self) -> pd.DataFrame:
        """Results of this period that neither the province nor the nation sets a target for."""
        return self._judged[self._judged["reason"] == "no_target"]

    @cached_property
    def _judged(self) -> pd.DataFrame:
        own, everything = self.own, self.everything
        if self.window is None or not len(own.observations) + len(own.figures):
            return pd.DataFrame({name: [] for name in ("state", "detail", "reason")})
        return attainment(
            everything.observations,
            everything.figures,
            everything.targets,
            national_targets(),
            self.period,
            self.province,
            everything.indices,
            everything.findings,
            everything.checks,
        )

    @cached_property
    def previous(self) -> Period | None:
        """The latest earlier period of the same kind with form rows of this province; None where there is none.

        Half-years and quarters have the same half or quarter of an earlier year, for figures add up over the year.
        """
        now = self.window
        if now is None or not len(self.own.observations):
            return None
        rows = self.everything.observations
        periods = rows.loc[rows["province"] == self.province, "period"].unique()
        alike = [period for code in periods if (period := _parsed(code)) and period.kind == now.kind and period < now]
        return max((one for one in alike if now.kind == "year" or one.code[4:] == now.code[4:]), default=None)

    @cached_property
    def changed(self) -> pd.DataFrame:
        """Form rows whose value differs from that of the period before, with `value_before`, break_vi and break_en."""
        before, now = self.previous, self.window
        if before is None or now is None:
            return self.own.observations.iloc[:0].assign(value_before=[], break_vi=[], break_en=[])
        rows = self.everything.observations
        rows = rows[(rows["province"] == self.province) & (rows["period"] == before.code)]
        keys = ["form", "code", "kind"]
        old = rows[[*keys, "value", "unit"]].drop_duplicates(keys)
        both = self.own.observations.merge(old, on=keys, suffixes=("", "_before"), how="inner")
        both = both[both["kind"].isin(["percent", "count"]) & (both["value"] - both["value_before"]).ne(0)]
        both = both[both["value"].notna() & both["value_before"].notna()]
        series = zip(both["indicator"], both["level"], both["unit"] != both["unit_before"], strict=True)
        breaks = [break_between(before, now, *one) for one in series]
        words = {f"break_{language}": [one[language] for one in breaks] for language in LANGUAGES}
        return both.assign(**{name: pd.Series(text, index=both.index, dtype="str") for name, text in words.items()})

    @cached_property
    def suspects(self) -> dict[str, str]:
        """Suspect cells ("observations:3:3.2.2") with the value suggested for each, "" where none is."""
        found: dict[str, str] = {}
        serious = self.own.findings[self.own.findings["severity"] != "info"]
        for keys, suggested in zip(serious["suspects"], serious["suggested"], strict=True):
            for key, _, value in suggestions(keys, suggested):
                found.setdefault(key, value)
        return found

    @cached_property
    def finding_of(self) -> dict[str, str]:
        """Suspect cells with the place on the page of the finding that names them."""
        serious = self.own.findings[self.own.findings["severity"] != "info"]
        named = [(key, anchor(number)) for number, keys in serious["suspects"].items() for key in split(keys)]
        return dict(reversed(named))

    @cached_property
    def figure_labels(self) -> dict[str, str]:
        """Labels of the text's figures by their ids."""
        return dict(zip(self.own.figures["id"], self.own.figures["label"], strict=True))

    @cached_property
    def row_anchors(self) -> dict[str, str]:
        """Form rows ("observations:3:3.2.2") with their place on the page; a row printed twice has its first place."""
        rows = self.own.observations[["form", "code"]].drop_duplicates()
        return {
            f"observations:{form}:{code}": f"row-{number}"
            for number, form, code in zip(rows.index, rows["form"], rows["code"], strict=True)
        }

    def source(self, document: str, location: str) -> str:
        """Where a value comes from: the document's number (its title where it has none) and the place in it."""
        return ", ".join(part for part in (self._titles.get(document, ""), self.texts.location(location)) if part)

    @cached_property
    def _titles(self) -> dict[str, str]:
        documents = self.everything.documents
        names = documents["number"].where(documents["number"] != "", documents["title"])
        return dict(zip(documents["document_id"], names, strict=True))

    @cached_property
    def failing_checks(self) -> list[Row]:
        """Checks that fail."""
        return records(self.own.checks[self.own.checks["verdict"] == "fails"])

    @cached_property
    def broken_locations(self) -> set[str]:
        """Places that take part in a calculation that fails; a row of another edition or unit is in none."""
        failing = (check for check in self.failing_checks if check["kind"] != "unit")
        return {place for check in failing for place in split(check["locations"])}


def anchor(finding: object) -> str:
    """The place on the page of the finding with this label in its table."""
    return f"finding-{finding}"


def split(joined: str) -> list[str]:
    """Parts of a cell that holds several, joined by semicolons."""
    return [part.strip() for part in joined.split(";") if part.strip()]


def suggestions(suspects: str, suggested: str) -> list[tuple[str, str, str]]:
    """Suspect cells with what is printed and what is suggested ("" where nothing is).

    `suggested` holds "printed -> value" per suspect: joined by " | " for alternatives, by ";" for a joint change.
    """
    keys = split(suspects)
    changes = [change.strip() for change in suggested.replace("|", ";").split(";") if change.strip()]
    if len(changes) != len(keys):
        changes = changes * len(keys) if len(changes) == 1 and len(keys) == 1 else [""] * len(keys)
    parted = [change.partition("->") for change in changes]
    return [(key, old.strip(), new.strip()) for key, (old, _, new) in zip(keys, parted, strict=True)]
