"""Tasks of a plan, typed: agencies split, deadline read, printed words kept."""

from __future__ import annotations

import re

import pandas as pd

from analysis.clean.agencies import split_agencies
from analysis.clean.deadlines import read_deadline
from analysis.clean.raw_folder import RawFolder
from analysis.errors import InputError, InputErrors
from analysis.reference.periods import parse_period
from analysis.store import typed
from analysis.vietnamese.text import normalise

_NUMBER = re.compile(r"(\d+(?:\.\d+)*|[IVX]+(?:\.\d+)*)[.)]?")


def clean_tasks(folder: RawFolder) -> pd.DataFrame:
    """Tasks of `folder` in printed order.

    Raises InputErrors for a number that is none or stands twice, a task without words, a deadline no rule can read.
    """
    errors: list[InputError] = []
    records: list[dict[str, object]] = []
    plan_year = _plan_year(folder)
    for table in folder.of_kind("tasks"):
        seen: set[str] = set()
        for index, raw in enumerate(table.rows):
            match = _NUMBER.fullmatch(normalise(raw["no"]))
            number = match[1] if match else ""
            if not number or number in seen:
                what = f"task number {number} stands twice" if number else "a task number that cannot be read"
                errors.append(InputError(what, table.place(index, "no"), "number the tasks as the document does"))
                continue
            seen.add(number)
            deadline = read_deadline(raw["deadline"], plan_year)
            if deadline is None:
                remedy = (
                    "write it as Quý I/2020, Tháng 7/2020, Năm 2020, Hàng năm, Thường xuyên, Sau khi có …, 30/6/2020"
                )
                errors.append(InputError("a deadline that no rule can read", table.place(index, "deadline"), remedy))
                continue
            if not normalise(raw["task"]):
                errors.append(InputError("a task without words", table.place(index, "task"), "copy it as printed"))
                continue
            records.append(
                {
                    "document_id": folder.document_id,
                    "province": folder.fields["province"],
                    "no": number,
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
            )
    if errors:
        raise InputErrors(errors)
    return typed(pd.DataFrame.from_records(records), "tasks")


def _plan_year(folder: RawFolder) -> int | None:
    """The year of a plan of one year; None for a plan of several."""
    period = parse_period(folder.fields["period"])
    return None if period.kind == "plan" else period.year
