"""What is exported: the tables of one province, one period, both or all, with the texts of one language."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from analysis.dataset import Dataset, resolve_key
from analysis.errors import InputError
from analysis.reference.files import read_yaml
from analysis.reference.periods import parse_period
from analysis.reference.texts import Texts, flatten, texts
from analysis.report.context import Context
from analysis.report.province_name import name_of

TEXTS_FILE = "export_texts.yml"


@dataclass(frozen=True)
class Selection:
    """The chosen tables, beside everyone's (a plan that covers the period stands elsewhere)."""

    everything: Dataset
    province: str | None
    period: str | None
    texts: Texts

    @cached_property
    def own(self) -> Dataset:
        return self.everything.only(self.province, self.period)

    @cached_property
    def context(self) -> Context | None:
        """The report's view of one province and period; None for a wider selection."""
        if self.province is None or self.period is None:
            return None
        return Context(self.everything, self.province, self.period, self.texts)

    @cached_property
    def targets(self) -> pd.DataFrame:
        """Targets of the chosen documents and, for one province and period, of its plans that cover it."""
        if self.context is None:
            return self.own.targets
        both = pd.concat([self.own.targets, self.context.plan_targets], ignore_index=True)
        return both.drop_duplicates(subset=["document_id", "location", "label", "printed"], ignore_index=True)

    @cached_property
    def documents(self) -> pd.DataFrame:
        """Every document that something exported comes from."""
        wanted = {*self.own.documents["document_id"], *self.targets["document_id"], *self.own.indices["document_id"]}
        documents = self.everything.documents
        return documents[documents["document_id"].isin(wanted)].reset_index(drop=True)

    @property
    def title(self) -> str:
        """Province and period for a reader, as far as they were chosen."""
        context = self.context
        province = context.province_name if context else name_of(self.province, self.texts) if self.province else ""
        parts = [province, self.texts.period(self.period) if self.period else ""]
        return ", ".join(part for part in parts if part) or self.texts("package.title")


def select(everything: Dataset, province: str | None, period: str | None, language: str) -> Selection:
    """The selection a person asked for.

    Raises:
        InputError: unknown province, period or language, or nothing is there for the two (names what is).
    """
    if period is not None:
        parse_period(period)
    key = None if province is None else resolve_key(province, everything)
    selection = Selection(everything, key, period, export_texts(language))
    if not len(selection.own.documents) and not (period is None and len(selection.own.indices)):
        held = everything.only(key).documents["period"]
        there = ", ".join(sorted(set(held))) or "no period"
        raise InputError(
            f"no document of {key or 'any province'} in {period or 'any period'}",
            remedy=f"there is {there}; bring the document in with `cchc ingest` and `cchc clean`",
        )
    return selection


def export_texts(language: str) -> Texts:
    """The report's texts in `language` with those of the exports added; InputError for another language."""
    common = texts(language)
    return replace(common, catalogue={**common.catalogue, **flatten(read_yaml(TEXTS_FILE)[language])})


def document_name(row: pd.Series, t: Texts) -> str:
    """A document as a reader cites it: type, number, date; its title when it bears no number."""
    kind = t.word("document_type", row["type"])
    if not row["number"]:
        return f"{kind}: {row['title'] or row['document_id']}"
    name = f"{kind} {row['number']}"
    return t("identity.document", number=name, date=t.date(row["signed_on"])) if row["signed_on"] else name
