"""Charts by domain: the rates of each form, and wholes with their parts."""

from __future__ import annotations

import math
import re
from collections.abc import Collection

import pandas as pd
from markupsafe import Markup

from analysis.charts.bars import counts, rates
from analysis.charts.wrap import wrap
from analysis.clean.targets_context import read_domain
from analysis.compare.rows import Row, records
from analysis.reference.files import read_rows
from analysis.reference.texts import Texts
from analysis.report.context import Context, split
from analysis.report.figure import figure, figures
from analysis.report.html import Column, Fragment, section, table, tag
from analysis.tables import DOMAINS
from analysis.vietnamese.numbers import readings
from analysis.vietnamese.text import upper_first

MANY = 8
MAX_WHOLES = 3
_BRACKETS = re.compile(r"\([^()]*\)")


def domain_charts(context: Context) -> Fragment:
    """Rates and wholes of the forms and of the text by domain; nothing where the period has no figures."""
    t, drawn = context.texts, _by_domain(context)
    if not drawn:
        return Fragment(Markup(""))
    order = [*(domain for domain in DOMAINS if domain in drawn), *(name for name in drawn if name not in DOMAINS)]
    parts = [tag("div", tag("h3", _domain_name(t, domain)), figures(drawn[domain])) for domain in order]
    return section("charts", t("rates.heading"), *parts)


def _by_domain(context: Context) -> dict[str, list[Markup]]:
    """The charts of each domain: those of its form, then those of the text; "" for a passage of none."""
    found: dict[str, list[Markup]] = {}
    observations = context.own.observations
    domains = {row["form"]: row["domain"] for row in _titles()}
    drawn: set[tuple[float, ...]] = set()
    for form in sorted(set(observations["form"])):
        rows = observations[observations["form"] == form]
        wholes = _form_parts(rows)
        drawn |= {_shape(*parted) for parted in wholes}
        charts = [*_rates(context, form, rows), *(_whole_of_form(context, form, *parted) for parted in wholes)]
        if charts:
            found.setdefault(domains.get(form, ""), []).extend(charts)
    for passage, chart in _wholes_of_text(context, drawn):
        found.setdefault(read_domain(passage), []).append(chart)
    return found


def _domain_name(t: Texts, domain: str) -> str:
    return t.word("domain", domain) if domain in DOMAINS else t("rates.other")


def _titles() -> tuple[dict[str, str], ...]:
    return read_rows("forms/titles.csv", ("form", "domain", "title_vi", "title_en"))


def form_titles(texts: Texts) -> dict[str, str]:
    """Titles of the forms in the page's language."""
    return {row["form"]: row[f"title_{texts.language}"] for row in _titles()}


def _rates(context: Context, form: str, rows: pd.DataFrame) -> list[Markup]:
    t = context.texts
    found = rows[(rows["kind"] == "percent") & rows["value"].notna()].sort_values("value", kind="stable")
    if len(found) < 2:
        return []
    shown = found if len(found) <= MANY else found[found["value"] != 100]
    if not len(shown):
        shown = found.head(MANY)
    frame = _rate_frame(context, form, shown)
    lowest = t.number(float(found["value"].iloc[0]), unit="percent")
    if frame["expected"].notna().iloc[0] and shown.index[0] == found.index[0]:
        better = t.number(round(float(frame["expected"].iloc[0]), 2), unit="percent")
        lowest = t("rates.instead", printed=lowest, computed=better)
    key = "rates.chart" if float(found["value"].iloc[0]) != 100 else "rates.chart_full"
    title = t(key, n=t.number(len(found)), label=upper_first(short(brief(found["label"].iloc[0]), 110)), value=lowest)
    chart = rates(frame, title=title, unit=t("rates.unit"), language=t.language, recomputed=t("doubts.computed"))
    notes = [t("rates.note", full=len(found) - len(shown))] if len(shown) < len(found) else []
    notes += [t("rates.doubtful")] if frame["doubtful"].any() else []
    heads = [Column(t("rates.label")), Column(t("rates.value"), "num"), Column(t("word.location"), "place")]
    cells = [
        (row["label"], t.number(row["value"], unit="percent"), t.location(row["location"])) for row in records(found)
    ]
    alternative = t("rates.alternative", rows=spoken(zip(frame["label"], frame["text"], strict=True)))
    drawn = figure(
        f"rates-{form}",
        chart,
        t,
        alternative=alternative,
        data=table(heads, cells, caption=title),
        note=" ".join(notes) or None,
        about=t("rates.about", form=form),
    )
    return [drawn]


def _rate_frame(context: Context, form: str, rows: pd.DataFrame) -> pd.DataFrame:
    t = context.texts
    expected = recomputed_rates(context.own.checks)
    listed = records(rows)
    doubtful = [
        f"observations:{form}:{row['code']}" in context.suspects or (row["location"], row["value"]) in expected
        for row in listed
    ]
    return pd.DataFrame(
        {
            "label": [upper_first(label) for label in rows["label"]],
            "value": rows["value"].to_numpy(),
            "text": [t.number(value, unit="percent") for value in rows["value"]],
            "tip": [_tip(context, row) for row in listed],
            "doubtful": doubtful,
            "expected": [
                expected.get((place, value), float("nan"))
                for place, value in zip(rows["location"], rows["value"], strict=True)
            ],
        }
    )


def recomputed_rates(checks: pd.DataFrame) -> dict[tuple[str, float], float]:
    """Recomputed value of each printed rate that its counts contradict, by place and printed value."""
    failing = checks[(checks["verdict"] == "fails") & (checks["kind"] == "ratio")]
    return {
        (place, float(printed)): float(computed)
        for places, printed, computed in zip(failing["locations"], failing["printed"], failing["computed"], strict=True)
        for place in split(places)
    }


def _whole_of_form(context: Context, form: str, whole: Row, parts: pd.DataFrame) -> Markup:
    return _whole(context, f"parts-{form}-{whole['code'].replace('.', '-')}", whole, parts)


def _form_parts(rows: pd.DataFrame) -> list[tuple[Row, pd.DataFrame]]:
    """Counts above zero of one form, each with its child rows of the same unit, where at least two are filled."""
    filled = rows[(rows["kind"] == "count") & rows["value"].notna()]
    above = filled["code"].str.extract(r"^(.*)[.]\d+$", expand=False)
    wholes = records(filled[filled["code"].isin(above[above.duplicated()])])
    found = [(whole, filled[above == whole["code"]]) for whole in wholes if whole["value"] > 0]
    return [(whole, parts) for whole, parts in found if set(parts["unit"]) == {whole["unit"]}][:MAX_WHOLES]


def _wholes_of_text(context: Context, drawn: Collection[tuple[float, ...]]) -> list[tuple[str, Markup]]:
    """The largest wholes of the text as charts, each with its heading, but for those `drawn` already."""
    found = [parted for parted in _text_parts(context) if _shape(*parted) not in drawn]
    return [(str(whole["section"]), _whole(context, f"parts-{whole['id']}", whole, parts)) for whole, parts in found]


def _shape(whole: Row, parts: pd.DataFrame) -> tuple[float, ...]:
    """The numbers of a whole and its parts: what makes two charts the same picture."""
    return (float(whole["value"]), *sorted(float(value) for value in parts["value"]))


def largest_share(context: Context) -> str:
    """The largest part of the text's largest whole as a sentence; "" where the text parts nothing."""
    found = _text_parts(context)
    if not found:
        return ""
    t, (whole, parts) = context.texts, found[0]
    first = parts.sort_values("value", ascending=False, kind="stable").iloc[0]
    return t(
        "summary.share",
        part=lower_first(short(_part_name(first["label"], whole["label"]), 110)),
        share=t.number(100 * first["value"] / whole["value"], 1, "percent"),
        whole=lower_first(short(whole["label"], 110)),
        value=t.number(float(whole["value"])),
    )


def _text_parts(context: Context) -> list[tuple[Row, pd.DataFrame]]:
    """The largest wholes of the text, each with its parts."""
    known = context.own.figures[context.own.figures["value"].notna()]
    listed = known[known["relation"] == "part"]
    parents = listed["document_id"] + "#" + listed["parent"]
    wholes = known[
        (known["document_id"] + "#" + known["id"]).isin(parents[parents.duplicated()]) & (known["value"] > 0)
    ]
    largest = wholes.sort_values("value", ascending=False, kind="stable").head(MAX_WHOLES)
    return [(whole, listed[parents == f"{whole['document_id']}#{whole['id']}"]) for whole in records(largest)]


def _whole(context: Context, identity: str, whole: Row, parts: pd.DataFrame) -> Markup:
    t = context.texts
    ordered = records(parts.sort_values("value", ascending=False, kind="stable"))
    total, added = float(whole["value"]), float(parts["value"].sum())
    shares = [t.number(100 * row["value"] / total, 1, "percent") if total else "—" for row in ordered]
    texts_ = [f"{t.number(row['value'])} ({share})" for row, share in zip(ordered, shares, strict=True)]
    names = [_part_name(row["label"], whole["label"]) for row in ordered]
    frame = pd.DataFrame(
        {
            "label": names,
            "value": [row["value"] for row in ordered],
            "text": texts_,
            "tip": [_tip(context, row) for row in ordered],
        }
    )
    title = t(
        "rates.counts",
        part=short(brief(names[0]), 110),
        share=shares[0],
    )
    unit = lower_first(t.unit(str(whole["unit"]))) or t("word.count_unit")
    return figure(
        identity,
        counts(frame, title=title, unit=unit, language=t.language, whole=total),
        t,
        alternative=t("rates.alternative", rows=spoken(zip(frame["label"], texts_, strict=True))),
        data=_shares_table(t, whole, ordered, shares, title),
        note=_sums(context, whole, added),
        about=t("rates.counts_about", whole=upper_first(short(whole["label"], 110)), value=t.number(total), unit=unit),
    )


def _sums(context: Context, whole: Row, added: float) -> str:
    """Whether the parts add up to their whole, as the checks judged it."""
    t, total = context.texts, float(whole["value"])
    if math.isclose(added, total, abs_tol=1e-9):
        return t("rates.sums")
    checks = context.own.checks
    sums = checks[(checks["kind"] == "sum") & (checks["verdict"] == "rounding") & (checks["printed"] == total)]
    judged = any(whole["location"] in split(places) for places in sums["locations"])
    key = "rates.sums_but_for_rounding" if judged else "rates.does_not_sum"
    return t(key, sum=t.number(round(added, 6)), whole=t.number(total))


def _shares_table(t: Texts, whole: Row, ordered: list[Row], shares: list[str], title: str) -> Markup:
    """A whole and its parts with their shares, as the table under the chart."""
    heads = [
        Column(t("rates.label")),
        Column(t("rates.value"), "num"),
        Column(t("rates.share"), "num"),
        Column(t("word.location"), "place"),
    ]
    cells = [(whole["label"], t.number(whole["value"]), "", t.location(whole["location"]))]
    cells += [
        (row["label"], t.number(row["value"]), share, t.location(row["location"]))
        for row, share in zip(ordered, shares, strict=True)
    ]
    return table(heads, cells, caption=title)


def spoken(rows: object, most: int = 12) -> str:
    """Labels with their values as a sentence for those who do not see the chart."""
    return "; ".join(f"{wrap(str(label), 120, 1)}: {text}" for label, text in list(rows)[:most])  # type: ignore[call-overload]


def _part_name(label: object, whole: object) -> str:
    """A part's label without the name of its whole, which the figure says once."""
    name, common = str(label).strip(), str(whole).strip()
    rest = name.removesuffix(common).rstrip(" –-:,")
    if rest == name and name.startswith(f"{common}, "):
        rest = name.removeprefix(common).lstrip(" ,")
    return upper_first(rest or name)


def lower_first(text: str) -> str:
    """`text` to stand inside a sentence; an abbreviation keeps its capitals."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def short(label: str, most: int = 70) -> str:
    """A label that fits into a chart's message, or into `most` letters."""
    return wrap(str(label), most, 1).strip()


def brief(label: object) -> str:
    """A label without what it says in brackets; the whole where nothing else is left."""
    return " ".join(_BRACKETS.sub(" ", str(label)).split()) or str(label)


def _tip(context: Context, row: Row) -> str:
    """What a mark says of itself: label, value, as printed, source and place."""
    t = context.texts
    percent = str(row.get("kind", row["unit"])) in ("percent", "%")
    printed = str(row.get("raw_value", ""))
    said = f" ({t('forms.printed', printed=printed)})" if printed and readings(printed) else ""
    value = t.number(row["value"], unit="percent" if percent else "")
    return f"{short(row['label'])}: {value}{said}. {context.source(row['document_id'], row['location'])}"
