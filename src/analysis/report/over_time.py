"""One indicator over time: each province's periods as lines, cumulative ones apart from quarters, breaks as breaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from analysis.charts.timeline import timeline
from analysis.compare.indicator import level_order
from analysis.compare.indices import index_history
from analysis.compare.trends import trend
from analysis.dataset import Dataset
from analysis.reference.comparison_words import phrase
from analysis.reference.periods import parse_period
from analysis.reference.texts import Texts
from analysis.report.figure import details, figure, figures
from analysis.report.html import Child, Column, Fragment, Row, place, section, table, tag
from analysis.report.province_name import mark_key, name_of
from analysis.report.sections.rates import short, spoken
from analysis.tables import NOT_IDENTIFIED

MOST = 12  # charts; what is beyond stands in the table
CUMULATIVE = ("first_half", "nine_months", "year")  # a first quarter is both, and stands with the quarters
MOST_LINES = 4  # provinces in the chart of an index, those with most years first


@dataclass(frozen=True)
class _Drawing:
    """Points of one chart: what it is called, and a row per point."""

    name: str
    identity: str
    points: pd.DataFrame


def over_time_part(data: Dataset, found: pd.DataFrame, t: Texts) -> Fragment:
    """Charts and a table of the results `found` (compare.indicator.indicator_results) over their periods."""
    rows = _rows(data, found, t)
    if not len(rows):
        return Fragment(Markup(""))
    drawings = [one for one in _drawings(rows, t) if _is_line(one.points)]
    intro = [tag("p", t("one_indicator.time_intro"), class_="muted")]
    if not drawings:
        intro.append(tag("p", t("one_indicator.no_time")))
    drawn = figures([_figure(one, t) for one in drawings[:MOST]])
    title = t("one_indicator.time_all", n=len(rows))
    return section("time", t("one_indicator.time"), *intro, drawn, details(title, _table(rows, t)))


def _is_line(points: pd.DataFrame) -> bool:
    """Whether some series has two periods with a value that sources agree on."""
    sure = points[points["value"].notna() & ~points["conflict"].astype(bool)]
    return bool(sure.groupby("line")["period"].nunique().max() >= 2)


def _rows(data: Dataset, found: pd.DataFrame, t: Texts) -> pd.DataFrame:
    """A row per province, definition, level, series and period, with its segment and the reason of a break."""
    parts = []
    reported = found[(found["source"] != "index") & (found["province"] != NOT_IDENTIFIED)]
    for province, group in reported.groupby("province", sort=True):
        lines = trend(data.observations, str(province), figures=data.figures)
        lines = lines[lines["indicator"].isin(group["indicator"]) & (lines["series"] != "plan")]
        names = [t.word("one_indicator", f"series_{series}") for series in lines["series"]]
        group_of = ["cumulative" if series in CUMULATIVE else "quarters" for series in lines["series"]]
        parts.append(lines.assign(line=names, group=group_of, broken=lines[f"break_{t.language}"] != ""))
    published = sorted(found.loc[found["source"] == "index", "indicator"].unique())
    parts += [_of_index(data, str(name), t) for name in published]
    parts = [part for part in parts if len(part)]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def _of_index(data: Dataset, name: str, t: Texts) -> pd.DataFrame:
    """Scores or ranks of an index by province and year; a missing score is a gap in its line.

    A year whose sources disagree keeps the values of all, which no line joins.
    """
    index, _, column = name.rpartition(" ")
    history = index_history(data.indices, index)
    history = history[(history["kind"] == "province") & history["month"].isna() & history[column].notna()]
    values = history.groupby(["province", "year"])[column]
    conflict = history["conflict"] & (values.transform("nunique") > 1)
    # Of sources that differ by rounding only the first stands for all.
    repeated = history.duplicated(["province", "year"]) & ~conflict
    history = history.assign(conflict=conflict)[~repeated & ~history.duplicated(["province", "year", column])]
    before = history[~history["conflict"]].groupby("province")[["year", "segment"]].shift().reindex(history.index)
    method = before["segment"].notna() & (history["segment"] != before["segment"])
    opened = method | (history["year"] - before["year"].fillna(history["year"]) > 1)
    said = history[f"break_{t.language}"]
    words = said.mask(method & (said == ""), phrase(t.language, "method_change")).where(method, "")
    return history.assign(
        indicator=name,
        level="all",
        series="year",
        period=history["year"].astype("str"),
        value=history[column].astype("float64"),
        kind="rank" if column == "rank" else "count",
        segment=opened.astype("int64").groupby(history["province"]).cumsum(),
        broken=opened,
        change=float("nan"),
        line=[name_of(key, t) for key in history["province"]],
        group="published",
        location=history["location"] + " (" + history["source"] + ")",
        **{f"break_{t.language}": words},
    )


def _drawings(rows: pd.DataFrame, t: Texts) -> Iterator[_Drawing]:
    ordered = rows.assign(_level=[level_order(level) for level in rows["level"]])
    published = ordered[ordered["group"] == "published"]
    for indicator, part in published.groupby("indicator", sort=True):
        years = part.groupby("province")["period"].nunique().sort_values(ascending=False, kind="stable")
        shown = part[part["province"].isin(years[years > 1].head(MOST_LINES).index)]
        yield _Drawing(_published_name(str(indicator), t), f"{indicator}", shown)
    keys = ["indicator", "_level", "level", "group", "province"]
    for key, part in ordered.drop(published.index).groupby(keys, sort=True):
        indicator, _, level, group, province = map(str, key)
        name = ", ".join([name_of(province, t), t.word("level", level), t(f"one_indicator.time_{group}")])
        yield _Drawing(name, f"{indicator}-{level}-{group}-{province}", part)


def _published_name(indicator: str, t: Texts) -> str:
    """Score or rank of an index in the page's words: "SIPAS score" is SIPAS, điểm."""
    index, _, column = indicator.rpartition(" ")
    return f"{index}, {t(f'one_indicator.{column}')}"


def _figure(drawing: _Drawing, t: Texts) -> Markup:
    rows = drawing.points.sort_values(["line", "period"], kind="stable")
    frame = pd.DataFrame(
        {
            "line": rows["line"].to_numpy(),
            "at": [_at(code) for code in rows["period"]],
            "value": rows["value"].to_numpy(),
            "text": [_number(row, t) for _, row in rows.iterrows()],
            # What sources disagree on is joined to nothing.
            "segment": [f"{row['segment']} {place}" if row["conflict"] else str(row["segment"])
                        for place, (_, row) in enumerate(rows.iterrows())],
            "broken": rows["broken"].to_numpy(),
            "tip": [f"{row['line']}, {t.period(row['period'])}: {_number(row, t)} ({t.location(row['location'])})"
                    for _, row in rows.iterrows()],
        }
    )  # fmt: skip
    known = rows[rows["value"].notna()].assign(at=frame["at"].to_numpy()[rows["value"].notna()])
    title = _message(drawing.name, known[~known["conflict"].astype(bool)], t)
    reasons = [why for why in dict.fromkeys(rows[f"break_{t.language}"]) if why]
    said = frame[frame["value"].notna()].groupby("line", sort=False)["tip"].agg("; ".join)
    unit = t("rates.unit") if (known["kind"] == "percent").all() else t("standing.value")
    return figure(
        f"time-{drawing.identity}".lower().replace("_", "-").replace(" ", "-").replace("/", "-"),
        timeline(frame, title=title, unit=unit, time=t("one_indicator.time_axis"), language=t.language),
        t,
        alternative=t("indices.alternative", rows=spoken(said.items())),
        data=_table(rows, t, caption=title),
        note=t("one_indicator.time_break", reasons="; ".join(reasons)) if reasons else None,
    )


def _message(name: str, known: pd.DataFrame, t: Texts) -> str:
    """The longest line's last value beside its first since the last break: across a break nothing is compared."""
    counts = known.groupby("line", sort=True)["at"].count()
    line = known[known["line"] == counts.idxmax()].sort_values("at", kind="stable")
    line = line[line["segment"] == line["segment"].iloc[-1]]
    now, then = line.iloc[-1], line.iloc[0]
    key = "one_indicator.time_chart" if len(line) > 1 else "one_indicator.time_one"
    return t(key, name=short(name), line=now["line"], now=_number(now, t), period=t.period(now["period"]),
             then=_number(then, t), since=t.period(then["period"]))  # fmt: skip


def _at(code: str) -> float:
    """The end of a period as a year with a fraction."""
    end = parse_period(code).end
    return round(end.year + end.timetuple().tm_yday / 366, 3)


def _table(rows: pd.DataFrame, t: Texts, caption: str | None = None) -> Markup:
    names = ["province", "level", "series", "period", "value", "change", "break", "source"]
    kinds = {"value": "num", "change": "num", "source": "place"}
    heads = [Column(t(f"one_indicator.head_{name}"), kinds.get(name, "")) for name in names]
    cells = [Row(_cells(row, t), of=mark_key(row["province"])) for _, row in rows.iterrows()]
    return table(heads, cells, caption=caption, stack=True)


def _cells(row: pd.Series, t: Texts) -> list[Child]:
    change = "" if pd.isna(row["change"]) else t.number(round(float(row["change"]), 2))
    series = t.word("one_indicator", f"series_{row['series']}")
    return [
        name_of(row["province"], t), t.word("level", row["level"]), series, t.period(row["period"]), _number(row, t),
        change, row[f"break_{t.language}"], place(t.location(row["location"])),
    ]  # fmt: skip


def _number(row: pd.Series, t: Texts) -> str:
    return t.rounded(row["value"], row["kind"] == "percent")
