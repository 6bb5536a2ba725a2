"""Positions in a distribution: rank among those who have a value, distance to the best and to the median."""

from __future__ import annotations

import pandas as pd


def positions(
    frame: pd.DataFrame, value: str, better: str = "high", undecided: pd.Series | None = None
) -> pd.DataFrame:
    """`frame` with the place of each row's `value` among all rows that have one.

    Args:
        frame: one row per province (several where sources disagree).
        value: name of the column to place.
        better: "high", "low", or "" where neither is better: then there is a position by size and no best.
        undecided: rows to show without a position, because they contradict one another.

    Returns:
        `frame` with position (1 is best, ties share it), ranked (how many have one), best, median, lower and upper
        quartile, to_best and to_median (value minus them), all missing where the row has no value: never zero.
    """
    counted = frame[value].notna() if undecided is None else frame[value].notna() & ~undecided
    values = frame[value].where(counted)
    place = values.rank(method="min", ascending=better == "low").astype("Int64")
    best = (values.min() if better == "low" else values.max()) if better else float("nan")
    quartiles = {name: values.quantile(q) for name, q in (("lower_quartile", 0.25), ("upper_quartile", 0.75))}
    columns = {"best": best, "median": values.median(), **quartiles}
    shown = frame.assign(position=place, ranked=int(counted.sum()))
    for name, number in columns.items():
        shown[name] = pd.Series(float(number), index=frame.index).where(counted)
    return shown.assign(to_best=values - shown["best"], to_median=values - shown["median"])
