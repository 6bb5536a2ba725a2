"""How far provinces have come with their targets, side by side: states counted, drawn, and each with its reason."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from markupsafe import Markup

from analysis.charts.states import states as draw
from analysis.charts.theme import STATE_SIGNS, STATES
from analysis.compare.attainment import attainments
from analysis.compare.demand import CELL
from analysis.dataset import Dataset
from analysis.reference.national_targets import national_targets
from analysis.reference.periods import latest, parse_period
from analysis.reference.provinces import NATIONAL
from analysis.reference.texts import Texts
from analysis.report.chosen import Chosen
from analysis.report.figure import details, figure
from analysis.report.html import Child, Column, Fragment, Row, items, joined, section, table, tag
from analysis.report.province_name import mark_key, name_of
from analysis.report.sections.attainment import measured_table, state_sign, unmeasured_table
from analysis.report.sections.rates import spoken
from analysis.report.sections.targets import named
from analysis.tables import NOT_IDENTIFIED

MEASURED = ("behind", "on_course", "reached")


def attained_part(data: Dataset, chosen: Chosen, t: Texts) -> Fragment:
    """Attainment of the provinces that have results; nothing where none has."""
    periods = last_periods(data, chosen)
    if not periods:
        return Fragment(Markup(""))
    judged = attainments(
        data.observations, data.figures, data.targets, national_targets(), periods, data.indices, data.findings,
        data.checks,
    )  # fmt: skip
    judged = judged[judged["against"] != "peers"]
    if chosen.deadline is not None:
        judged = judged[judged["deadline_year"].eq(chosen.deadline).fillna(False)]
    main = judged[~judged["detail"]]
    if not len(main):
        return Fragment(Markup(""))
    without = [key for key in periods if key not in set(main["province"])]
    periods = {key: period for key, period in periods.items() if key not in without}
    measured = main["state"].isin(MEASURED)
    intro = t("attained.summary", n=t.number(len(periods)), measured=t.number(int(measured.sum())),
              all=t.number(len(main)))  # fmt: skip
    return section(
        "attainment",
        t("attained.heading"),
        tag("p", tag("strong", intro)),
        tag("p", t("attained.intro"), class_="muted"),
        tag("p", t("attained.without", names=t.join(name_of(key, t) for key in without))) if without else None,
        _chart(main, periods, t),
        _shared(main[measured], list(periods), t),
        *(_province(judged[judged["province"] == province], period, t) for province, period in periods.items()),
    )


def last_periods(data: Dataset, chosen: Chosen) -> dict[str, str]:
    """Province -> the period its results are taken of: the one asked for, else the last it reports on."""
    pairs = pd.concat([table[["province", "period"]] for table in (data.observations, data.figures)])
    pairs = pairs[~pairs["province"].isin([NATIONAL, NOT_IDENTIFIED])].drop_duplicates()
    if chosen.period is not None:
        pairs = pairs[pairs["period"] == chosen.period]
    order = sorted(set(pairs["province"])) if chosen.provinces is None else chosen.provinces
    by = {str(province): list(group["period"]) for province, group in pairs.groupby("province")}
    return {key: latest(by[key]) for key in order if key in by}


def _chart(main: pd.DataFrame, periods: Mapping[str, str], t: Texts) -> Markup:
    counted = main.groupby(["province", "state"])["indicator"].count()
    rows = [
        (_label(province, period, t), state, int(counted[province, state]))
        for province, period in periods.items()
        for state in STATES
        if (province, state) in counted.index
    ]
    frame = pd.DataFrame(rows, columns=["label", "state", "count"])
    words = {state: f"{STATE_SIGNS[state]} {t(f'attainment.{state}')}" for state in STATES}
    frame["tip"] = [f"{label}: {n} {words[state]}" for label, state, n in rows]
    counts = main["state"].value_counts()
    parts = t.join(f"{t.number(int(counts[state]))} {t(f'attainment.{state}')}" for state in STATES if state in counts)
    title = t("attained.chart", parts=parts)
    heads = [Column(t("identity.province")), *(Column(words[state], "num") for state in STATES)]
    cells = []
    for province, period in periods.items():
        numbers = [int(counted.get((province, state), 0)) for state in STATES]
        cells.append(Row((_label(province, period, t), *map(t.number, numbers)), of=mark_key(province)))
    said = frame.assign(words=frame["tip"].str.partition(": ")[2]).groupby("label", sort=False)["words"].agg(", ".join)
    return figure(
        "states-of-targets",
        draw(frame, title=title, unit=t("attained.unit"), language=t.language),
        t,
        alternative=t("rates.alternative", rows=spoken(said.items())),
        data=table(heads, cells, caption=title, stack=True),
        note=t("attained.note", words=", ".join(words.values())),
    )


def _label(province: str, period: str, t: Texts) -> str:
    return f"{name_of(province, t, parse_period(period))}, {t.period(period)}"


def _shared(measured: pd.DataFrame, provinces: list[str], t: Texts) -> Markup:
    """Targets that are measured in two provinces or more, a column per province."""
    by = measured.groupby(CELL, dropna=False)["province"].transform("nunique") if len(measured) else None
    shared = measured.iloc[:0] if by is None else measured[by >= 2]
    if not len(shared):
        return tag("p", t("attained.nothing_shared"))
    shown = [province for province in provinces if (shared["province"] == province).any()]
    heads = [Column(t("attainment.target")), Column(t("attainment.deadline"), "num")]
    heads += [Column(name_of(province, t), of=mark_key(province)) for province in shown]
    cells: list[list[Child]] = []
    for _, line in shared.groupby(CELL, dropna=False, sort=True):
        first = line.iloc[0]
        level = "" if first["level"] == "all" else f", {t.word('level', first['level'])}"
        year = "" if pd.isna(first["deadline_year"]) else str(int(first["deadline_year"]))
        by_province = [line[line["province"] == province] for province in shown]
        cells.append([f"{named(t, first)}{level}", year, *(_cell(rows, t) for rows in by_province)])
    return table(heads, cells, caption=t("attained.shared"))


def _cell(rows: pd.DataFrame, t: Texts) -> Child:
    if not len(rows):
        return tag("span", t("attainment.not_measurable"), class_="muted")
    parts: list[Child] = []
    for _, row in rows.iterrows():
        parts += [state_sign(t, row), tag("small", row[f"reason_{t.language}"])]
    return joined(parts)


def _province(judged: pd.DataFrame, period: str, t: Texts) -> Markup | None:
    """One province: what is measured with its reasons, and why the rest is not, the commonest reason first."""
    if not len(judged):
        return None
    measured = judged[judged["state"].isin(MEASURED)]
    measured = measured.sort_values("state", key=lambda states: states.map(MEASURED.index), kind="stable")
    rest = judged[~judged["state"].isin(MEASURED) & ~judged["detail"]]
    title = t("attained.province", name=_label(judged["province"].iloc[0], period, t),
              measured=t.number(int((~measured["detail"]).sum())), rest=t.number(len(rest)))  # fmt: skip
    why = rest["reason"].value_counts(sort=False).rename_axis("reason").reset_index(name="n")
    why = why.sort_values(["n", "reason"], ascending=[False, True], kind="stable")
    reasons = [t("attained.because", n=t.number(n), reason=t(f"attained.why_{reason}")) for reason, n in
               why.itertuples(index=False)]  # fmt: skip
    body: list[Child] = [measured_table(t, measured) if len(measured) else tag("p", t("attained.none_measured"))]
    if len(rest):
        body += [tag("p", t("attained.not_measured")), items(reasons)]
        body.append(details(t("attainment.unmeasured", n=t.number(len(rest))), unmeasured_table(t, rest)))
    return details(title, *body)
