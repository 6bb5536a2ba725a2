"""Tasks of the plans: who leads how many, when they fall due, and which provinces set themselves the same one.

Tasks with a date, recurring ones and those that wait for something ("after guidance from the centre") are counted
apart: only the first have a place in a calendar.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import pandas as pd

from analysis.compare.likeness import similar_rows
from analysis.compare.rows import by_unique
from analysis.vietnamese.text import fold

WHEN = ("quarter", "year", "years", "recurring", "contingent", "none")


def workload(tasks: pd.DataFrame) -> pd.DataFrame:
    """Tasks per plan and lead agency: dated, recurring, contingent, without a deadline, and led with others.

    Plans are kept apart by `period`: ten tasks of one year are not ten tasks of five. A task led by several agencies
    counts for each of them, so the sums exceed the number of tasks; `share` is the part of the plan's tasks in which
    the agency leads, and the number to compare between plans of different length. Spellings of an agency that differ
    in case or diacritics are one. An empty lead stands as "".
    """
    rows = tasks[["province", "lead", "deadline_kind", "document_id", "location"]].reset_index(drop=True)
    rows = rows.assign(period=period_of(rows), joint=rows["lead"].map(len) > 1, number=range(len(rows)))
    rows = rows.explode("lead", ignore_index=True)
    rows["lead"] = rows["lead"].astype("object").fillna("").astype("str")
    names = {name: fold(name) for name in rows["lead"].unique()}
    rows["agency_key"] = rows["lead"].map(names).astype("str")
    rows = rows.drop_duplicates(["number", "agency_key"]).sort_values(["document_id", "location", "lead"])
    rows = rows.assign(
        dated=~rows["deadline_kind"].isin(["recurring", "contingent", ""]),
        recurring=rows["deadline_kind"] == "recurring",
        contingent=rows["deadline_kind"] == "contingent",
        no_deadline=rows["deadline_kind"] == "",
    )
    plan = ["province", "period"]
    grouped = rows.groupby([*plan, "agency_key"])
    frame = grouped[["dated", "recurring", "contingent", "no_deadline", "joint"]].sum().astype("int64")
    frame.insert(0, "tasks", grouped.size())
    frame.insert(0, "agency", grouped["lead"].min())
    frame["document_id"] = grouped["document_id"].agg(lambda ids: ";".join(dict.fromkeys(ids)))
    frame["location"] = grouped["location"].agg(";".join)
    frame = frame.reset_index()
    every = rows.groupby(plan)["number"].nunique().rename("_every").reset_index()
    frame = frame.merge(every, on=plan, how="left")
    frame["share"] = frame["tasks"].astype("float64") / frame["_every"].astype("float64")
    by = [*plan, "tasks", "agency_key"]
    return frame.drop(columns="_every").sort_values(by, ascending=[True, True, False, True], ignore_index=True)


def period_of(tasks: pd.DataFrame) -> pd.Series:
    """Period of the plan each task stands in, from its document ("dak-nong/2021-2025/1271-qd-ubnd")."""
    periods = {one: one.split("/")[1] if one.count("/") > 1 else "" for one in tasks["document_id"].unique()}
    return tasks["document_id"].map(periods).astype("str")


def calendar(tasks: pd.DataFrame) -> pd.DataFrame:
    """Each task with its place in time, in calendar order.

    `when` is "quarter" (due in quarter `due`, by its last day), "year" (a year is all the plan prints: it is not put
    into the fourth quarter), "years" (a span of years), "recurring", "contingent" or "none". `due` is "2020-Q3",
    "2020", "2021-2025" or "".
    """
    places = [_place(*row) for row in tasks[["deadline_kind", "start", "end"]].itertuples(index=False, name=None)]
    frame = tasks.assign(
        when=pd.Series([when for when, _ in places], index=tasks.index, dtype="str"),
        due=pd.Series([due for _, due in places], index=tasks.index, dtype="str"),
    )
    order = frame["when"].map({name: number for number, name in enumerate(WHEN)})
    dated = frame["when"].isin(["quarter", "year", "years"])
    frame = frame.assign(_order=order, _due=frame["due"].where(dated, "9999"))
    by = ["province", "_due", "_order", "document_id", "no", "location"]
    return frame.sort_values(by, kind="stable", ignore_index=True).drop(columns=["_order", "_due"])


def calendar_counts(tasks: pd.DataFrame) -> pd.DataFrame:
    """Number of tasks per plan, kind of deadline and due time, with their places."""
    rows = calendar(tasks)
    rows = rows.assign(period=period_of(rows))
    grouped = rows.groupby(["province", "period", "when", "due"])
    frame = grouped.size().rename("tasks").reset_index()
    frame["document_id"] = grouped["document_id"].agg(lambda ids: ";".join(dict.fromkeys(ids))).to_numpy()
    frame["location"] = grouped["location"].agg(";".join).to_numpy()
    order = frame["when"].map({name: number for number, name in enumerate(WHEN)})
    return (
        frame.assign(_order=order)
        .sort_values(["province", "period", "_order", "due"], ignore_index=True)
        .drop(columns="_order")
    )


def similar_tasks(
    tasks: pd.DataFrame, provinces: Collection[str] | None = None, threshold: float = 70.0, limit: int = 5_000
) -> pd.DataFrame:
    """Pairs of tasks of two provinces whose words are alike, the most alike first, side by side.

    Args:
        tasks: processed tasks.
        provinces: keys to compare; default all.
        threshold: least `score`, 0 to 100: the mean of two ratios, of the words in order and of the words as sets, so
            that a short task is not "the same" as every long one that contains its words.
        limit: the most pairs to return; `attrs["cut"]` says whether there were more.

    Returns:
        province, task, lead, deadline_raw, document_id, location of the one (`_1`) and the other (`_2`), and `score`.
        Likeness of words is a hint for a reader, not a finding that the tasks are equal.
    """
    rows = tasks if provinces is None else tasks[tasks["province"].isin(list(provinces))]
    rows = rows.sort_values(["province", "document_id", "no", "location", "task"], kind="stable").reset_index(drop=True)
    texts = by_unique(rows["task"], fold)
    left, right, scores = similar_rows(texts, rows["province"], threshold, limit + 1)
    columns = ["province", "task", "lead", "deadline_raw", "document_id", "location"]
    pairs = [
        rows[columns].iloc[side[:limit]].reset_index(drop=True).add_suffix(suffix)
        for side, suffix in ((left, "_1"), (right, "_2"))
    ]
    frame = pd.concat(pairs, axis="columns").assign(score=scores[:limit].round(1))
    frame.attrs["cut"] = len(left) > limit
    return frame


def _place(kind: str, start: dt.date | None, end: dt.date | None) -> tuple[str, str]:
    last = end or start
    if kind in ("recurring", "contingent"):
        return kind, ""
    if last is None:
        return "none", ""
    if kind == "year":
        return "year", str(last.year)
    if start is not None and end is not None and (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return "years", f"{start.year}-{end.year}"
    return "quarter", f"{last.year}-Q{(last.month + 2) // 3}"
