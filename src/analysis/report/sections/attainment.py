"""How far the province is against its own targets, judged by `analysis.compare`."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
from markupsafe import Markup

from analysis.charts.attainment import attainment as draw
from analysis.charts.theme import STATE_SIGNS
from analysis.reference.texts import Texts
from analysis.report.context import Context
from analysis.report.figure import details, figure, figures
from analysis.report.html import Child, Column, Fragment, joined, place, section, table, tag
from analysis.report.sections.rates import lower_first, short, spoken
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
    t, frame, without = context.texts, context.attainment, context.without_target
    if not len(frame) + len(without):
        return Fragment(Markup(""))
    body: list[Child] = [*_judged(context)] if len(frame) else []
    if len(without):
        names = "; ".join(dict.fromkeys(lower_first(named(t, row)) for _, row in without.iterrows()))
        body.append(tag("p", t("attained.without", names=names)))
    return section("attainment", t("attainment.heading"), *body)


def _judged(context: Context) -> Iterator[Child]:
    """What there are targets for: the states counted, drawn and told, then what cannot be measured."""
    t, frame = context.texts, context.attainment
    measured = frame[frame["state"].isin(MEASURED)]
    measured = measured.sort_values("state", key=lambda s: s.map(MEASURED.index), kind="stable")
    rest = frame[~frame["state"].isin(MEASURED)]
    yield from _tally(context)
    intro = "attainment.intro_national" if (frame["against"] == "national").all() else "attainment.intro"
    yield tag("p", t(intro), class_="muted")
    if len(measured):
        reasons = t("attainment.caption", n=t.number(len(measured)))
        yield figures(_charts(context))
        yield details(reasons, measured_table(t, measured), keep=True)
    if len(rest):
        yield details(t("attainment.unmeasured", n=t.number(len(rest))), unmeasured_table(t, rest))


def _main(frame: pd.DataFrame) -> pd.DataFrame:
    """One row per target: single levels under a target for all of them do not count again."""
    return frame[~frame["detail"].astype(bool)]


def _tally(context: Context) -> list[Markup]:
    """The states as numbers, and as the parts of one bar."""
    t = context.texts
    found = _main(context.attainment)["state"].value_counts()
    counts = {state: int(found.get(state, 0)) for state in (*reversed(MEASURED), "not_measurable")}
    entries = [
        tag(
            "li",
            tag("b", t.number(count)),
            tag("span", f"{STATE_SIGNS[state]} {t(f'attainment.{state}')}", class_=f"state {state}"),
        )
        for state, count in counts.items()
    ]
    if not any(counts.values()):
        # Only parts of a target for all levels: four noughts would contradict the list below.
        return []
    parts = [tag("span", class_=state, style=f"flex:{count}") for state, count in counts.items() if count]
    return [tag("ul", *entries, class_="tally"), tag("div", *parts, class_="shares", aria_hidden="true")]


def _charts(context: Context) -> list[Markup]:
    """A chart per state, what needs attention first."""
    main = _main(context.attainment)
    drawn = (_chart(context, state, main[main["state"] == state]) for state in MEASURED)
    return [chart for chart in drawn if chart]


def _chart(context: Context, state: str, rows: pd.DataFrame) -> Markup | None:
    """The targets of one state measured in percent, the farthest from its goal first."""
    t = context.texts
    drawable = rows[(rows["result_unit"] == "percent") & rows["target_value"].notna()]
    if not len(drawable):
        return None
    far = (drawable["result"] - drawable["target_value"]).abs().sort_values(ascending=False, kind="stable").index
    shown = drawable.loc[far].head(MAX_BARS)
    frame = _bars(context, shown)
    title = t(
        f"attainment.chart_{state}",
        n=t.number(len(rows)),
        label=lower_first(short(named(t, shown.iloc[0]), 110)),
        text=frame["text"].iloc[0],
    )
    heads = [Column(t("attainment.target")), Column(t("attainment.result")), Column(t("word.location"), "place")]
    cells = [
        (label, text, place(t.location(where)))
        for label, text, where in zip(frame["label"], frame["text"], shown["result_location"], strict=True)
    ]
    more = len(rows) - len(shown)
    return figure(
        f"attainment-{state.replace('_', '-')}",
        draw(frame, title=title, unit=t("rates.unit"), goal=t("attainment.goal"), language=t.language),
        t,
        alternative=t(
            "attainment.alternative", n=len(frame), rows=spoken(zip(frame["label"], frame["text"], strict=True))
        ),
        data=table(heads, cells, caption=title),
        note=t("word.and_more", n=t.number(more)) if more else None,
        about=t("attainment.mark"),
    )


def _bars(context: Context, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows as the chart wants them: result beside goal in words, a sign where the result itself is doubtful."""
    t = context.texts
    results = [t.number(value, unit="percent") for value in rows["result"]]
    asks = [_asks(t, row).removeprefix("= ") for _, row in rows.iterrows()]
    doubt = ["⚠ " if doubtful else "" for doubtful in rows["doubtful"]]
    return pd.DataFrame(
        {
            "label": [_label(t, row, short_of_room=True) for _, row in rows.iterrows()],
            "value": rows["result"].to_numpy(),
            "target": rows["target_value"].to_numpy(),
            "text": [f"{sign}{result} / {asked}" for sign, result, asked in zip(doubt, results, asks, strict=True)],
            "state": rows["state"].to_numpy(),
            "word": [t(f"attainment.{state}") for state in rows["state"]],
            "tip": [
                f"{short(row['result_label'])}: {result}. "
                f"{context.source(row['result_document_id'], row['result_location'])}"
                for result, (_, row) in zip(results, rows.iterrows(), strict=True)
            ],
        }
    )


def measured_table(t: Texts, rows: pd.DataFrame) -> Markup:
    """Targets with a state, each with result, reason and the result's place."""
    heads = [
        Column(t("attainment.target")),
        Column(t("attainment.deadline"), "num"),
        Column(t("attainment.goal"), "num"),
        Column(t("attainment.result"), "num"),
        Column(t("attainment.state"), "short"),
        Column(t("attainment.reason"), "wide"),
        Column(t("word.location"), "place"),
    ]
    cells = [
        (
            _label(t, row, deadline=False),
            _deadline(t, row),
            _asks(t, row),
            _result(t, row),
            state_sign(t, row),
            _reason(t, row),
            place(t.location(row["result_location"])),
        )
        for _, row in rows.iterrows()
    ]
    return table(heads, cells, stack=True)


def unmeasured_table(t: Texts, rows: pd.DataFrame) -> Markup:
    """Targets without a state, each with the reason why."""
    heads = [
        Column(t("attainment.target")),
        Column(t("attainment.deadline"), "num"),
        Column(t("attainment.goal"), "num"),
        Column(t("attainment.reason"), "wide"),
    ]
    cells = [
        (_label(t, row, deadline=False), _deadline(t, row), _asks(t, row), row[f"reason_{t.language}"])
        for _, row in rows.iterrows()
    ]
    return table(heads, cells, stack=True)


def _label(t: Texts, row: pd.Series, *, deadline: bool = True, short_of_room: bool = False) -> str:
    """The target by name, with its level (that of the result for a single level) and its year; these come first where
    room is short, for only the name may be cut.
    """
    level = str(row["result_level"] if row["detail"] else row["level"])
    parts = []
    if level not in ("all", ""):
        parts.append(t.word("level", level))
    if deadline and not pd.isna(row["deadline_year"]):
        parts.append(str(int(row["deadline_year"])))
    if short_of_room:
        return ": ".join(filter(None, [", ".join(reversed(parts)), named(t, row)]))
    return ", ".join([named(t, row), *parts])


def _deadline(t: Texts, row: pd.Series) -> str:
    return t("targets.open") if pd.isna(row["deadline_year"]) else str(int(row["deadline_year"]))


def _asks(t: Texts, row: pd.Series) -> str:
    return str(row["asks"]) if t.language == "vi" else str(row["asks"]).replace(",", ".")


def _result(t: Texts, row: pd.Series) -> Child:
    unit = "percent" if row["result_unit"] == "percent" else ""
    value = t.number(row["result"], unit=unit)
    doubtful = tag("small", t("forms.suspect"), class_="suspect") if row["doubtful"] else None
    return joined([value, doubtful])


def state_sign(t: Texts, row: pd.Series) -> Markup:
    """A state as sign, word and colour."""
    state = str(row["state"])
    return tag("span", f"{STATE_SIGNS[state]} {t(f'attainment.{state}')}", class_=f"state {state}")


def _reason(t: Texts, row: pd.Series) -> Child:
    against = t("attainment.national") if row["against"] == "national" else ""
    caveat = str(row[f"caveat_{t.language}"])
    notes = "; ".join(part for part in (against, caveat) if part)
    return joined([str(row[f"reason_{t.language}"]), tag("small", notes) if notes else None])
