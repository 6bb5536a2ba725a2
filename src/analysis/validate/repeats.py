"""Figures and scores given more than once: the same thing must have one value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.tables import column_names
from analysis.validate import messages
from analysis.validate.finding_table import Finding
from analysis.validate.messages import Printed
from analysis.vietnamese.text import fold, slug

REPEAT_RULE = "given-twice"
# Labels of fewer words stand for many things ("sở, ngành", "PAR INDEX").
_TELLING_WORDS = 4
_Row = dict[Any, Any]


def repeat_checks(cells: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> tuple[pd.DataFrame, list[Finding]]:
    """Checks and findings of figures and index scores given twice."""
    rows: list[tuple[object, ...]] = []
    findings: list[Finding] = []
    _check_given_twice(_repeated_cells(cells, tables["figures"]), rows, findings)
    _check_given_twice(_repeated_scores(tables["indices"]), rows, findings)
    return pd.DataFrame(rows, columns=column_names("checks")), findings


def _repeated_cells(cells: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """Form rows that several documents of one province and period give, and figures a document gives twice.

    A figure is known by its section and label. Two of one sentence are never one figure (a share and its whole, this
    year and last year), and a label of few words says too little. Rates that are each taken of another count, and
    counts that are each a part of another whole, are not one either ("cấp tỉnh 300, đạt 99%; cấp xã 600, đạt 98%").
    """
    rows = cells[cells["value"].notna()]
    if rows.empty:
        return rows.assign(group="", name="")
    formed = rows["key"] != ""
    figure_key = rows["document_id"] + "|" + rows["section"] + "|" + rows["label"] + "|" + rows["unit"]
    form_key = rows["province"] + "|" + rows["period"] + "|" + rows["key"]
    group = form_key.where(formed, figure_key)
    names = rows["ref"].str.partition(":")[2].str.replace(":", "-")
    repeated = rows.assign(group=group, name=names)[group.duplicated(keep=False)]
    told_apart = repeated.groupby("group")["location"].transform("nunique") > 1
    telling = (repeated["key"] != "") | (told_apart & (repeated["label"].str.count(" ") >= _TELLING_WORDS - 1))
    repeated = repeated[telling & (repeated["kind"] != "rank")]
    bases = _bases(repeated, figures)
    apart = bases.ne("") & ~(bases + "|" + repeated["group"]).duplicated(keep=False)
    return repeated[~apart.groupby(repeated["group"]).transform("all")]


def _bases(rows: pd.DataFrame, figures: pd.DataFrame) -> pd.Series:
    """What each rate or part among `rows` is taken of, by the label of that count; "" for what is of no other."""
    names = figures["document_id"] + "|figures:" + figures["id"]
    labels = dict(zip(names, figures["label"], strict=True))
    whole = figures["relation"].str.extract(r"^ratio_of:\w+/(\w+)", expand=False).fillna(figures["parent"])
    below = figures["document_id"] + "|figures:" + whole
    base_of = {name: labels.get(base, "") for name, base in zip(names, below, strict=True)}
    return (rows["document_id"] + "|" + rows["ref"]).map(base_of).fillna("").astype("str")


def _repeated_scores(indices: pd.DataFrame) -> pd.DataFrame:
    """Scores of one index, year and province that several sources give."""
    rows = indices[indices["score"].notna()]
    key = rows["index"].map(fold) + "|" + rows["year"].astype("str") + "|" + rows["province"]
    repeated = rows.assign(group=key)[key.duplicated(keep=False)]
    return pd.DataFrame(
        {
            "document_id": repeated["document_id"],
            "ref": "indices:" + repeated["location"],
            "label": repeated["index"] + " " + repeated["year"].astype("str") + " " + repeated["province"],
            "kind": "amount",
            "value": repeated["score"],
            "decimals": [_decimals(score) for score in repeated["score"]],
            "location": repeated["location"],
            "group": repeated["group"],
            "name": repeated["group"].map(slug),
        }
    )


def _check_given_twice(repeated: pd.DataFrame, rows: list[tuple[object, ...]], findings: list[Finding]) -> None:
    for _, group in repeated.groupby("group", sort=False):
        values = group["value"].to_numpy()
        last = group.iloc[-1]
        names = [str(ref).partition(":")[2] for ref in group["ref"]]
        rule = f"{REPEAT_RULE}-{group['name'].iloc[0]}"
        # One source may print fewer decimals than the other. A rate is rounded, so that both agree to half a unit of
        # the coarser print; the scores of indices are often cut.
        share = 1.0 if (group["kind"] == "amount").all() else 0.5
        tolerance = share * 10.0 ** -int(group["decimals"].min()) if group["decimals"].nunique() > 1 else 0.0
        difference = float(np.ptp(values))
        fails = difference > tolerance + 1e-9
        verdict = "fails" if fails else "holds" if difference <= 1e-9 else "rounding"
        locations = ";".join(dict.fromkeys(group["location"]))
        rows.append(
            (
                rule,
                "duplicate",
                last["document_id"],
                " = ".join(names),
                values[0],
                values[-1],
                values[-1] - values[0],
                tolerance,
                verdict,
                locations,
            )
        )
        if fails:
            findings.append(_conflict(group, str(last["document_id"]), rule))


def _decimals(score: float) -> int:
    return len(f"{score:.6f}".rstrip("0").partition(".")[2])


def _conflict(group: pd.DataFrame, document: str, rule: str) -> Finding:
    shown = [
        Printed(
            row["ref"],
            row["label"],
            row["kind"],
            float(row["value"]),
            int(row["decimals"]),
            row["location"],
            "" if row["document_id"] == document else row["document_id"],
        )
        for row in group.to_dict("records")
    ]

    def write(language: str) -> str:
        places = "; ".join(messages.place(language, cell) for cell in shown)
        return messages.say(language, "finding.conflict", cells=places)

    suspects = tuple(f"{cell.document}#{cell.ref}" if cell.document else cell.ref for cell in shown)
    locations = tuple(cell.location for cell in shown)
    return Finding(f"{document}#{rule}", "warning", document, (rule,), messages.in_both(write), suspects, "", locations)
