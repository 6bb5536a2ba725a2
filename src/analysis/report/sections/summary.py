"""The result in three to five sentences, written from the data."""

from __future__ import annotations

from collections import Counter

import pandas as pd
from markupsafe import Markup

from analysis.charts.wrap import wrap
from analysis.quality import relation_checks
from analysis.report.context import Context
from analysis.report.html import Fragment, section, tag
from analysis.report.sections.attainment import states_in_words
from analysis.report.sections.indices import leading, movement, published
from analysis.report.sections.missing import gaps
from analysis.report.sections.peers import change_in_words
from analysis.report.sections.rates import largest_share, lower_first, recomputed_rates

HIGH_RATE = 95.0
LEAST, MOST = 3, 5
RECORDED = ("observations", "figures", "targets", "tasks")


def summary(context: Context) -> Fragment:
    """What the reader should take away, in order of weight; each sentence leads to the part it is told from."""
    t = context.texts
    told = [(part, sentence) for part, sentence in _sentences(context) if sentence][:MOST]
    if not any(len(getattr(context.own, name)) for name in RECORDED):
        told.insert(0, ("", t("summary.nothing")))
    told += [("missing", gap) for gap in gaps(context)[: max(0, LEAST - len(told))]]
    entries = [tag("li", _lead(context, part), tag("span", sentence)) for part, sentence in told]
    return section("summary", t("summary.heading"), tag("ul", *entries, class_="lead"))


def _sentences(context: Context) -> list[tuple[str, str]]:
    return [
        ("attainment", _attainment(context)),
        ("forms", _rates(context)),
        ("charts", "" if len(context.own.observations) else largest_share(context)),
        ("peers", change_in_words(context)),
        ("doubts", _doubts(context)),
        ("targets", _targets(context)),
        ("tasks", _tasks(context)),
        ("indices", _indices(context)),
        ("sources", _reported(context)),
    ]


def _lead(context: Context, part: str) -> Markup | None:
    """One word for what a sentence is about."""
    return tag("a", context.texts(f"summary.about_{part}"), href=f"#{part}") if part else None


def _reported(context: Context) -> str:
    t, own = context.texts, context.own
    rows = own.observations[own.observations["kind"] != "header"]
    counted = {
        "rows": len(rows),
        "figures": len(own.figures),
        "targets": int((own.targets["duplicate_of"] == "").sum()),
        "tasks": len(own.tasks),
    }
    empty = t.number(int((rows["kind"] == "empty").sum()))
    parts = [t(f"summary.{name}", n=t.number(n), empty=empty) for name, n in counted.items() if n]
    return t("summary.reported", parts=t.join(parts)) if parts else ""


def _attainment(context: Context) -> str:
    t = context.texts
    parts, measured, rest = states_in_words(context)
    if not measured:
        return ""
    return t("summary.attainment", measured=t.number(measured), parts=parts, rest=t.number(rest))


def _rates(context: Context) -> str:
    t = context.texts
    rates = context.own.observations
    rates = rates[(rates["kind"] == "percent") & rates["value"].notna()]
    if len(rates) < 2:
        return ""
    lowest = rates.sort_values("value", kind="stable").iloc[0]
    label = wrap(str(lowest["label"]), 400, 1).strip()
    high = int((rates["value"] >= HIGH_RATE).sum())
    value = t.number(lowest["value"], unit="percent")
    better = recomputed_rates(context.own.checks).get((lowest["location"], float(lowest["value"])))
    if better is not None:
        value = t("rates.instead", printed=value, computed=t.number(round(better, 2), unit="percent"))
    return t("summary.rates", n=t.number(len(rates)), high=t.number(high), label=lower_first(label), value=value)


def _doubts(context: Context) -> str:
    t, own = context.texts, context.own
    serious = own.findings[own.findings["severity"] != "info"]
    if len(serious):
        critical = int((serious["severity"] == "critical").sum())
        first = serious.sort_values("severity", key=lambda s: s != "critical", kind="stable").iloc[0]
        text = str(first[f"message_{t.language}"] or first["message_vi"]).split("\n")[0].split(". ")[0]
        return t("summary.doubts", n=t.number(len(serious)), critical=t.number(critical), first=_sentence(text))
    relations = relation_checks(own.checks)
    testable = relations[relations["verdict"] != "not_testable"]
    fails = int((testable["verdict"] == "fails").sum())
    if fails:
        return t("summary.only_notes", n=t.number(len(testable)), fails=t.number(fails))
    if len(testable):
        return t("summary.no_doubts", n=t.number(len(testable)))
    return t("summary.unchecked") if len(own.observations) + len(own.figures) else ""


def _targets(context: Context) -> str:
    t = context.texts
    targets = context.own.targets
    targets = targets[targets["duplicate_of"] == ""]
    years = sorted({int(year) for year in targets["deadline_year"].dropna()})
    if not years:
        return ""
    full = int(((targets["unit"] == "percent") & (targets["value"] == 100)).sum())
    return t("summary.deadlines", years=t.join(str(year) for year in years), high=t.number(full))


def _tasks(context: Context) -> str:
    t, tasks = context.texts, context.own.tasks
    leads = Counter(agency for agencies in tasks["lead"] for agency in agencies)
    if not leads:
        return ""
    agency, most = leads.most_common(1)[0]
    return t("summary.lead", agency=agency, k=t.number(most), n=t.number(len(tasks)))


def _indices(context: Context) -> str:
    """The published result of the page's own year, and the newest where that is another."""
    t, indices = context.texts, context.own.indices
    if not len(indices):
        return ""
    rows = leading(published(indices))
    own = rows[rows["year"] == context.window.year] if context.window else rows.iloc[:0]
    told, newest = (own if len(own) else rows).iloc[-1], rows.iloc[-1]
    moved = movement(t, rows, int(told["year"]))
    result = ", ".join(filter(None, [result_words(context, told), moved]))
    said = t("summary.indices", index=told["index"], year=int(told["year"]), result=result)
    if newest["year"] == told["year"]:
        return said
    return f"{said} {t('summary.newest', year=int(newest['year']), result=result_words(context, newest))}"


def result_words(context: Context, row: pd.Series) -> str:
    """A published result in words: score and rank, as far as known."""
    t = context.texts
    parts = [t("summary.score", score=t.number(row["score"]))] if not pd.isna(row["score"]) else []
    if not pd.isna(row["rank"]):
        parts.append(t("summary.rank", rank=t.number(int(row["rank"]))))
    return ", ".join(parts)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
