"""Tasks of a plan, typed: agencies split, deadline read, printed words kept."""

from __future__ import annotations

import re

import pandas as pd

from analysis.clean.agencies import split_agencies
from analysis.clean.deadlines import read_deadline
from analysis.clean.raw_folder import RawFolder, RawTable
from analysis.errors import InputError, InputErrors
from analysis.reference.periods import parse_period
from analysis.store import typed
from analysis.vietnamese.text import normalise

# "3", "2.1", "IV", "II.3", "A1", "B.2", "4a": what a plan numbers its tasks by, with the sign behind it.
_NUMBER = re.compile(r"((?:[A-ZĐ][.-]?)?\d+(?:[.-]\d+)*[a-zđ]?|[IVX]+(?:[.-]\d+)*)[.)]?")


def clean_tasks(folder: RawFolder) -> pd.DataFrame:
    """Tasks of `folder` in printed order.

    Raises InputErrors for a number that is none or stands twice, a task without words, a deadline no rule can read.
    """
    errors: list[InputError] = []
    records: list[dict[str, object]] = []
    plan_year = _plan_year(folder)
    for table in folder.of_kind("tasks"):
        seen: set[str] = set()
        for index in range(len(table.rows)):
            try:
                record = _record(folder, table, index, plan_year)
                if record["no"] in seen:
                    remedy = "number the tasks as the document does"
                    raise InputError(f"task number {record['no']} stands twice", table.place(index, "no"), remedy)
            except InputError as error:
                errors.append(error)
                continue
            seen.add(str(record["no"]))
            records.append(record)
    if errors:
        raise InputErrors(errors)
    return typed(pd.DataFrame.from_records(records), "tasks")


def _record(folder: RawFolder, table: RawTable, index: int, plan_year: int | None) -> dict[str, object]:
    raw = table.rows[index]
    number = _NUMBER.fullmatch(normalise(raw["no"]))
    if number is None:
        remedy = "number the tasks as the document does"
        raise InputError("a task number that cannot be read", table.place(index, "no"), remedy)
    if not normalise(raw["task"]):
        raise InputError("a task without words", table.place(index, "task"), "copy it as printed")
    deadline = read_deadline(raw["deadline"], plan_year)
    if deadline is None:
        remedy = "write it as Quý I/2020, Tháng 7/2020, Năm 2020, Hàng năm, Thường xuyên, Sau khi có …, 30/6/2020"
        raise InputError("a deadline that no rule can read", table.place(index, "deadline"), remedy)
    return {
        "document_id": folder.document_id,
        "province": folder.fields["province"],
        "no": number[1],
        "task": normalise(raw["task"]),
        "lead": split_agencies(raw["lead"]),
        "support": split_agencies(raw["support"]),
        "deadline_raw": raw["deadline"],
        "deadline_kind": deadline.kind,
        "start": deadline.start,
        "end": deadline.end,
        "recurrence": deadline.recurrence,
        "location": raw["location"],
    }


def _plan_year(folder: RawFolder) -> int | None:
    """The year of a plan of one year; None for a plan of several."""
    period = parse_period(folder.fields["period"])
    return None if period.kind == "plan" else period.year
