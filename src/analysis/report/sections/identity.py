"""What this report is: province, period, data window, documents."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from analysis.reference.forms.rows import EDITIONS, form_rows
from analysis.report.context import Context
from analysis.report.html import Child, Fragment, joined, pairs, tag
from analysis.report.province_name import mark_key
from analysis.tables import NOT_IDENTIFIED


def identity(context: Context) -> Fragment:
    """The page's title and the facts that identify it."""
    t = context.texts
    entries: list[tuple[Child, Child]] = [
        (t("identity.province"), context.province_name),
        (t("identity.period"), t.period(context.period)),
    ]
    if context.window:
        start, end = t.date(context.window.start), t.date(context.window.end)
        entries.append((t("identity.window"), t("identity.window_value", start=start, end=end)))
    edition = forms_edition(context)
    if edition:
        entries.append((t("identity.edition"), edition))
    documents = context.own.documents
    described = [_document(context, row) for _, row in documents.iterrows()]
    papers = (t("identity.documents"), joined(described) if described else t("identity.no_document"))
    note = t("identity.not_identified") if context.province == NOT_IDENTIFIED else None
    title = t("identity.title", province=context.province_name, period=t.period(context.period))
    return Fragment(
        tag(
            "section",
            tag("h1", _unbroken(title, f"{context.province_name},", t.period(context.period)), id="title"),
            tag("p", note, class_="notice") if note else None,
            pairs(entries, class_="facts"),
            pairs([papers], class_="papers"),
            id="about",
            class_="about",
            aria_labelledby="title",
            data_province=mark_key(context.province),
            data_footer=" · ".join(
                [*filter(None, documents["number"]), context.province_name, t.period(context.period)]
            ),
        )
    )


def forms_edition(context: Context) -> str:
    """The edition of the forms that most of this period's rows belong to, with its share; "" without forms."""
    rows = context.own.observations
    if not len(rows):
        return ""
    keys = list(zip(rows["form"], rows["code"], rows["indicator"], strict=True))
    held = {
        edition: sum(
            (form, code) in known and known[form, code].indicator == indicator for form, code, indicator in keys
        )
        for edition in EDITIONS
        for known in [form_rows(edition)]
    }
    newest = max(reversed(EDITIONS), key=held.__getitem__)
    t = context.texts
    if not held[newest]:
        return t("identity.edition_unknown")
    return t("identity.edition_value", edition=newest, k=t.number(held[newest]), n=t.number(len(rows)))


def _document(context: Context, row: pd.Series) -> Markup:
    """A document in one paragraph: number and date, title, issuer, signer."""
    t = context.texts
    number = row["number"] or t("identity.no_number")
    head = (
        t("identity.document", number=number, date=t.date(row["signed_on"]))
        if row["signed_on"] and row["signed_on"] == row["signed_on"]
        else number
    )
    kind = t.word("document_type", row["type"])
    signer = t("identity.signer", signer=row["signer"]) if row["signer"] else ""
    rest = " · ".join(part for part in (row["issuer"], signer) if part)
    return tag(
        "p",
        tag("strong", f"{kind} {head}"),
        tag("br"),
        row["title"],
        joined([tag("br"), tag("span", rest, class_="muted")]) if rest else None,
    )


def _unbroken(title: str, *names: str) -> Markup:
    """The title with each of `names` on one line: "Quảng / Trị" would be read twice."""
    if not names:
        return joined([title])
    before, found, after = title.partition(names[0])
    return joined([before, tag("span", found, class_="short") if found else None, _unbroken(after, *names[1:])])
