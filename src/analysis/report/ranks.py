"""The chart of published ranks over the years, for the indices of one province or one index of many provinces."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from analysis.charts.indices import ranks
from analysis.reference.index_methods import index_methods
from analysis.reference.texts import Texts
from analysis.report.figure import figure
from analysis.report.html import Column, table
from analysis.report.sections.rates import spoken


def ranks_figure(t: Texts, identity: str, frame: pd.DataFrame, *, title: str, what: str) -> Markup:
    """Lines of ranks as a figure, with its table below.

    `frame` has index (the line's name), year, rank, segment, tip and key (see `analysis.charts.indices.ranks`), in the
    order of its lines and years; `what` names the lines ("Chỉ số", "Đơn vị").
    """
    heads = [Column(what), Column(t("indices.year"), "num"), Column(t("indices.rank"), "num")]
    cells = [(row["index"], str(row["year"]), t.number(row["rank"])) for _, row in frame.iterrows()]
    said = frame.groupby("index", sort=False)[["year", "rank"]].apply(
        lambda part: ", ".join(f"{year}: {rank:.0f}" for year, rank in zip(part["year"], part["rank"], strict=True))
    )
    chart = ranks(
        frame, title=title, rank_title=t("indices.rank_axis"), year_title=t("indices.year_axis"), language=t.language
    )
    return figure(
        identity,
        chart,
        t,
        alternative=t("indices.alternative", rows=spoken(said.items())),
        data=table(heads, cells, caption=title),
        note=t("indices.chart_note"),
    )


def segment(index: str, year: int) -> int:
    """Number of the method an index used in `year`: no line joins years of two methods."""
    method = index_methods().get(index)
    return method.segment(year) if method else 0
