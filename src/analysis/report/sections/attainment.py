"""How far the province is against its own targets, judged by `analysis.compare`."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from analysis.charts.attainment import attainment as draw
from analysis.charts.theme import STATE_SIGNS
from analysis.reference.texts import Texts
from analysis.report.context import Context
from analysis.report.figure import details, figure
from analysis.report.html import Child, Column, Fragment, joined, place, section, table, tag
from analysis.report.sections.rates import short, spoken
from analysis.report.sections.targets import named

MEASURED = ("behind", "on_course", "reached")
MAX_BARS = 12


def states_in_words(context: Context) -> tuple[str, int, int]:
    """The states counted in words, how many targets are measured and how many are not."""
    t, main = context.texts, _main(context.attainment)
    counts = main["state"].value_counts()
    measured = sum(int(counts.get(state, 0)) for state in MEASURED)
    parts = [
        f"{t.number(int(counts[state]))} {t(f'attainment.{state}')}" for state in reversed(MEASURED) if state in counts
    ]
    return ", ".join(parts), measured, len(main) - measured


def attainment(context: Context) -> Fragment:
    """Targets beside results: the count of states, a chart, a table, and what cannot be measured."""
    t, frame = context.texts, context.attainment
    if not len(frame):
        return Fragment(Markup(""))
    measured = frame[frame["state"].isin(MEASURED)]
    measured = measured.sort_values("state", key=lambda s: s.map(MEASURED.index), kind="stable")
    rest = frame[~frame["state"].isin(MEASURED)]
    body: list[Child] = [_tally(context), tag("p", t("attainment.intro"), class_="muted")]
    if len(measured):
        body += [_chart(context, measured), _table(t, measured)]
    if len(rest):
        body.append(details(t("attainment.unmeasured", n=t.number(len(rest))), _unmeasured(t, rest)))
    return section("attainment", t("attainment.heading"), *body)


def _main(frame: pd.DataFrame) -> pd.DataFrame:
    """One row per target: single levels under a target for all of them do not count again."""
    return frame[~frame["detail"].astype(bool)]


def _tally(context: Context) -> Markup:
    t = context.texts
    counts = _main(context.attainment)["state"].value_counts()
    entries = [
        tag(
            "li",
            tag("b", t.number(int(counts.get(state, 0)))),
            tag("span", f"{STATE_SIGNS[state]} {t(f'attainment.{state}')}", class_=f"state {state}"),
        )
        for state in (*reversed(MEASURED), "not_measurable")
    ]
    return tag("ul", *entries, class_="tally")


def _chart(context: Context, measured: pd.DataFrame) -> Markup | None:
    t = context.texts
    rows = _main(measured)
    rows = rows[(rows["result_unit"] == "percent") & rows["target_value"].notna()].head(MAX_BARS)
    if not len(rows):
        return None
    frame = pd.DataFrame(
        {
            "label": [_label(t, row) for _, row in rows.iterrows()],
            "value": rows["result"].to_numpy(),
            "target": rows["target_value"].to_numpy(),
            "text": [f"{t.number(row['result'], unit='percent')} / {_asks(t, row)}" for _, row in rows.iterrows()],
            "state": rows["state"].to_numpy(),
            "word": [t(f"attainment.{state}") for state in rows["state"]],
            "tip": [
                f"{short(row['result_label'])}: {t.number(row['result'], unit='percent')}. "
                f"{context.source(row['result_document_id'], row['result_location'])}"
                for _, row in rows.iterrows()
            ],
        }
    )
    parts, measured_count, _ = states_in_words(context)
    title = t("attainment.chart", parts=parts, n=t.number(measured_count))
    said = spoken(zip(frame["label"], frame["text"] + " " + frame["word"], strict=True))
    heads = [Column(t("attainment.target")), Column(t("attainment.result")), Column(t("attainment.state"))]
    cells = [(row["label"], row["text"], row["word"]) for _, row in frame.iterrows()]
    return figure(
        "attainment-chart",
        draw(frame, title=title, unit=t("rates.unit"), goal=t("attainment.goal"), language=t.language),
        t,
        alternative=t("attainment.alternative", n=len(frame), rows=said),
        data=table(heads, cells, caption=title),
        note=t("attainment.mark"),
    )


def _table(t: Texts, rows: pd.DataFrame) -> Markup:
    heads = [
        Column(t("attainment.target")),
        Column(t("attainment.deadline"), "num"),
        Column(t("attainment.goal"), "num"),
        Column(t("attainment.result"), "num"),
        Column(t("attainment.state")),
        Column(t("attainment.reason")),
        Column(t("word.location"), "place"),
    ]
    cells = [
        (
            _label(t, row, deadline=False),
            _deadline(t, row),
            _asks(t, row),
            _result(t, row),
            _state(t, row),
            _reason(t, row),
            place(t.location(row["result_location"])),
        )
        for _, row in rows.iterrows()
    ]
    return table(heads, cells, caption=t("attainment.caption"), stack=True)


def _unmeasured(t: Texts, rows: pd.DataFrame) -> Markup:
    heads = [
        Column(t("attainment.target")),
        Column(t("attainment.deadline"), "num"),
        Column(t("attainment.goal"), "num"),
        Column(t("attainment.reason")),
    ]
    cells = [
        (_label(t, row, deadline=False), _deadline(t, row), _asks(t, row), row[f"reason_{t.language}"])
        for _, row in rows.iterrows()
    ]
    return table(heads, cells, stack=True)


def _label(t: Texts, row: pd.Series, *, deadline: bool = True) -> str:
    """The target by name, with its level (that of the result for a single level) and its year."""
    level = str(row["result_level"] if row["detail"] else row["level"])
    parts = [named(t, row)]
    if level not in ("all", ""):
        parts.append(t.word("level", level))
    if deadline and not pd.isna(row["deadline_year"]):
        parts.append(str(int(row["deadline_year"])))
    return ", ".join(parts)


def _deadline(t: Texts, row: pd.Series) -> str:
    return t("targets.open") if pd.isna(row["deadline_year"]) else str(int(row["deadline_year"]))


def _asks(t: Texts, row: pd.Series) -> str:
    return str(row["asks"]) if t.language == "vi" else str(row["asks"]).replace(",", ".")


def _result(t: Texts, row: pd.Series) -> Child:
    unit = "percent" if row["result_unit"] == "percent" else ""
    value = t.number(row["result"], unit=unit)
    doubtful = tag("small", t("forms.suspect"), class_="suspect") if row["doubtful"] else None
    return joined([value, doubtful])


def _state(t: Texts, row: pd.Series) -> Markup:
    state = str(row["state"])
    return tag("span", f"{STATE_SIGNS[state]} {t(f'attainment.{state}')}", class_=f"state {state}")


def _reason(t: Texts, row: pd.Series) -> Child:
    against = t("attainment.national") if row["against"] == "national" else ""
    caveat = str(row[f"caveat_{t.language}"])
    notes = "; ".join(part for part in (against, caveat) if part)
    return joined([str(row[f"reason_{t.language}"]), tag("small", notes) if notes else None])
