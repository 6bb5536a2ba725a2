"""The comparison's targets: a matrix of targets by province, and the ones that differ most as a chart."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from analysis.charts.spread import spread
from analysis.charts.wrap import wrap
from analysis.compare.demand import CELL
from analysis.compare.targets import targets_matrix
from analysis.dataset import Dataset
from analysis.reference.texts import Texts
from analysis.report.chosen import Chosen
from analysis.report.controls import filter_box
from analysis.report.figure import details, figure
from analysis.report.html import Child, Column, Fragment, Row, joined, section, table, tag
from analysis.report.province_name import mark_key, name_of
from analysis.report.sections.rates import short, spoken
from analysis.report.sections.targets import named
from analysis.tables import DOMAINS

MAX_LINES = 10
FEW_NAMES = 3
SIGNS = {"most": "↑", "least": "↓"}


def targets_part(data: Dataset, t: Texts, chosen: Chosen) -> Fragment:
    """Targets that at least two units set, side by side per domain; those of one unit folded below."""
    if not len(data.targets):
        return Fragment(Markup(""))
    matrix = targets_matrix(data.targets, chosen.provinces, chosen.deadline)
    there = matrix[matrix["state"] == "target"]
    setting = there.groupby(CELL, dropna=False)["province"].nunique().rename("units").reset_index()
    matrix = matrix.merge(setting, on=CELL, how="left")
    shared = matrix[matrix["units"] >= 2]
    only = matrix[(matrix["units"] < 2) & (matrix["state"] == "target")]
    differ = shared[shared["stands"].isin(["most", "least"])].groupby(CELL, dropna=False).ngroups
    count = shared.groupby(CELL, dropna=False).ngroups
    intro = (
        t("comparison.targets_summary", shared=t.number(count), differ=t.number(differ))
        if count
        else t("comparison.nothing_shared")
    )
    provinces = list(dict.fromkeys(matrix["province"]))
    domains = [name for name in DOMAINS if (shared["domain"] == name).any()]
    tables = [_domain(t, name, shared[shared["domain"] == name], provinces) for name in domains]
    single = details(t("comparison.only_one", n=t.number(len(only))), _single(t, only)) if len(only) else None
    return section(
        "targets",
        t("comparison.targets"),
        tag("p", tag("strong", intro)),
        tag("p", t("comparison.targets_intro"), class_="muted"),
        _spread(t, shared),
        filter_box(t, "targets"),
        *tables,
        single,
    )


def _domain(t: Texts, domain: str, rows: pd.DataFrame, provinces: list[str]) -> Markup:
    """One matrix: a line per target, level and deadline; a column per unit that sets one of them, the others named."""
    asking = set(rows.loc[rows["state"] == "target", "province"])
    silent = [province for province in provinces if province not in asking]
    provinces = [province for province in provinces if province in asking]
    heads = [Column(t("comparison.indicator")), Column(t("comparison.level")), Column(t("comparison.deadline"), "num")]
    heads += [Column(name_of(province, t), of=mark_key(province)) for province in provinces]
    cells: list[list[Child]] = []
    for _, line in rows.groupby(CELL, dropna=False, sort=False):
        first = line[line["state"] == "target"].iloc[0]
        cells.append(
            [
                named(t, first),
                t.word("level", first["level"]),
                _deadline(t, first),
                *(_cell(t, line[line["province"] == province]) for province in provinces),
            ]
        )
    return tag(
        "div", tag("h3", t.word("domain", domain)), table(heads, cells), _silent(t, rows, silent), class_="block"
    )


def _silent(t: Texts, rows: pd.DataFrame, provinces: list[str]) -> Markup | None:
    """Units without any target in a matrix, each with why: a column of empty cells says no more."""
    if not provinces:
        return None
    reasons = rows.groupby("province")[f"state_{t.language}"].agg(lambda states: "; ".join(dict.fromkeys(states)))
    names = t.join(f"{name_of(province, t)} ({reasons[province]})" for province in provinces)
    return tag("p", t("comparison.without_targets", names=names), class_="muted")


def _cell(t: Texts, rows: pd.DataFrame) -> Child:
    """What one unit asks for in one line, or why it has no such target."""
    asked = rows[rows["state"] == "target"]
    if not len(asked):
        reason = rows[f"state_{t.language}"].iloc[0] if len(rows) else ""
        return tag("span", reason, class_="muted absent")
    parts: list[Child] = []
    for _, row in asked.iterrows():
        sign = SIGNS.get(row["stands"], "")
        word = t("comparison.highest") if sign == "↑" else t("comparison.lowest")
        parts.append(tag("b", _asks(t, row), class_="asks"))
        parts.append(tag("span", f" {sign}", title=word, role="img", aria_label=word) if sign else None)
        difference = str(row[f"scope_difference_{t.language}"])
        parts.append(tag("small", difference) if difference else None)
        if row["falls_over_time"]:
            before = t.number(row["earlier_value"], unit=str(row["unit"]))
            parts.append(tag("small", t("comparison.falls", year=int(row["earlier_deadline"]), value=before)))
    return joined(parts)


def _asks(t: Texts, row: pd.Series) -> str:
    return str(row["asks"]) if t.language == "vi" else str(row["asks"]).replace(",", ".")


def _deadline(t: Texts, row: pd.Series) -> str:
    return t("targets.open") if pd.isna(row["deadline_year"]) else str(int(row["deadline_year"]))


def _single(t: Texts, rows: pd.DataFrame) -> Markup:
    heads = [
        Column(t("comparison.indicator")),
        Column(t("identity.province")),
        Column(t("comparison.level")),
        Column(t("comparison.deadline"), "num"),
        Column(t("targets.goal"), "num"),
    ]
    cells = [
        Row(
            (
                named(t, row),
                name_of(row["province"], t),
                t.word("level", row["level"]),
                _deadline(t, row),
                _asks(t, row),
            ),
            of=mark_key(row["province"]),
        )
        for _, row in rows.iterrows()
    ]
    return table(heads, cells, stack=True)


def _spread(t: Texts, shared: pd.DataFrame) -> Markup | None:
    """The targets that differ most, as dots per unit."""
    rows = shared[(shared["state"] == "target") & (shared["unit"] == "percent") & (shared["value_max"].isna())]
    rows = rows[rows["stands"].isin(["most", "least", "between"])]
    gap = rows.groupby(CELL, dropna=False)["value"].transform(lambda values: values.max() - values.min())
    rows = rows.assign(gap=gap)[gap > 0].sort_values("gap", ascending=False, kind="stable")
    if not len(rows):
        return None
    lines = [part for _, part in rows.groupby(CELL, dropna=False, sort=False)][:MAX_LINES]
    frame = pd.concat([_line(t, part) for part in lines], ignore_index=True)
    widest = lines[0]
    title = t(
        "comparison.spread",
        target=short(named(t, widest.iloc[0])),
        low=t.number(widest["value"].min(), unit="percent"),
        high=t.number(widest["value"].max(), unit="percent"),
    )
    heads = [Column(t("comparison.indicator")), Column(t("targets.goal")), Column(t("word.location"), "place")]
    cells = [(row["label"], row["words"], row["tip"]) for _, row in frame.iterrows()]
    said = frame.groupby("label", sort=False)["words"].agg("; ".join)
    return figure(
        "target-spread",
        spread(frame, title=title, unit=t("rates.unit"), language=t.language),
        t,
        alternative=t("targets.alternative", rows=spoken(said.items())),
        data=table(heads, cells, caption=title),
        note=t("comparison.spread_note"),
    )


def _line(t: Texts, rows: pd.DataFrame) -> pd.DataFrame:
    """One target: a row per level that is asked, from the least to the most, with who asks it."""
    first = rows.iloc[0]
    level = "" if first["level"] == "all" else f", {t.word('level', first['level'])}"
    year = "" if pd.isna(first["deadline_year"]) else f", {int(first['deadline_year'])}"
    levels = [part for _, part in rows.sort_values("value", kind="stable").groupby("value", sort=True)]
    return pd.DataFrame(
        {
            "label": f"{wrap(named(t, first), 80, 1)}{level}{year}",
            "value": [float(part["value"].iloc[0]) for part in levels],
            "words": [_who(t, part) for part in levels],
            "keys": [" ".join(mark_key(province) for province in part["province"]) for part in levels],
            "tip": [
                "; ".join(f"{name_of(row['province'], t)} {_asks(t, row)}, {t.location(row['location'])}"
                          for _, row in part.iterrows())
                for part in levels
            ],
        }
    )  # fmt: skip


def _who(t: Texts, rows: pd.DataFrame) -> str:
    """A level and the provinces that ask it: "≥ 80%: Đắk Nông, Quảng Trị"; many are counted."""
    asks = " / ".join(dict.fromkeys(_asks(t, row) for _, row in rows.iterrows()))
    names = [name_of(province, t) for province in rows["province"]]
    shown = names if len(names) <= FEW_NAMES else [*names[: FEW_NAMES - 1], t("word.and_more", n=len(names) - 2)]
    return f"{asks}: {', '.join(shown)}"
