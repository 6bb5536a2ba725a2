"""Runs the suites of expectations/: one Checkpoint for the structure of the tables, one per province and period.

Everything happens in an ephemeral context: no files, no Data Docs, no progress bars. Great Expectations is imported
when a Checkpoint is made, not before.
"""

from __future__ import annotations

import json
import logging
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.errors import InputError
from analysis.reference.periods import parse_period
from analysis.reference.relations import RELATED, parse_side
from analysis.store import Project, read_text
from analysis.validate.suites import KNOWN, Suite

CURRENT = "current"
CHECKED = ("observations", "figures", "targets")
SOURCE = "source_table"
# Columns that tell a row of any table from the others.
ROW_NAMES = ("document_id", "form", "code", "id", "no", "location", "rule", "index", "year", "province")


@dataclass(frozen=True)
class Outcome:
    """What became of one expectation on one batch; `failing` has one entry per failing document or row."""

    checkpoint: str
    table: str
    type: str
    rule: str
    severity: str
    meaning_vi: str
    meaning_en: str
    success: bool
    failing: tuple[Mapping[str, Any], ...]
    error: str


def load_suites(project: Project) -> dict[str, Suite]:
    """The suites of expectations/ by name; those of the package where the project has none (a folder of data only)."""
    paths = sorted(project.expectations.glob("*.json")) if project.expectations.is_dir() else []
    if not paths:
        from analysis.validate.suites import all_suites

        return {suite["name"]: suite for suite in all_suites().values()}
    suites = {}
    for path in paths:
        try:
            suite = json.loads(read_text(path))
        except json.JSONDecodeError as error:
            raise InputError(f"a suite that is no JSON: {error}", path, "run `make expectations`") from None
        suites[suite["name"]] = suite
    return suites


def run_structure(tables: Mapping[str, pd.DataFrame], suites: Mapping[str, Suite]) -> list[Outcome]:
    """Run the structure suite of every table given; a table without rows has nothing to be checked."""
    known = set(tables["documents"]["document_id"]) if "documents" in tables else set()
    batches = {
        f"structure_{name}": structure_batch(frame, suites[f"structure_{name}"], known)
        for name, frame in tables.items()
        if len(frame) and f"structure_{name}" in suites
    }
    return _run("structure", {name: (suites[name], batch) for name, batch in batches.items()})


def run_relations(
    tables: Mapping[str, pd.DataFrame], suites: Mapping[str, Suite], province: str, period: str
) -> list[Outcome]:
    """Run the Checkpoint of a province and period: the relations of its documents' figures."""
    name = f"relations_{RELATED[-1]}"
    batch = relation_batch(tables, province, period)
    if not len(batch) or name not in suites:
        return []
    forms = set(batch.loc[batch[SOURCE] == "observations", "form"])
    applicable = [one for one in suites[name]["expectations"] if _applies(one["kwargs"], forms)]
    return _run(f"{province} {period}", {name: ({**suites[name], "expectations": applicable}, batch)})


def _applies(kwargs: Mapping[str, Any], forms: set[str]) -> bool:
    """Whether a relation concerns a form that the batch has; one that names no form concerns every batch."""
    if "left" not in kwargs:
        return True
    left, right = parse_side(kwargs["left"])[0], parse_side(kwargs["right"])
    return any(cell.partition(":")[0] in forms for cell in (*left, *right[0], *right[1]))


def provinces_and_periods(tables: Mapping[str, pd.DataFrame]) -> list[tuple[str, str]]:
    """Pairs that have form rows, figures or targets to be checked."""
    frames = [_with_period(tables[name])[["province", "period"]] for name in CHECKED if name in tables]
    pairs = pd.concat(frames, ignore_index=True).drop_duplicates() if frames else pd.DataFrame()
    return sorted(pairs.itertuples(index=False, name=None))


def structure_batch(frame: pd.DataFrame, suite: Suite, known: set[str]) -> pd.DataFrame:
    """A table as its suite wants it: optional text null where blank, and whether each row's document is known."""
    batch = frame.copy()
    for column in suite["optional_columns"]:
        batch[column] = batch[column].astype("object").where(batch[column] != "", None)
    for column in batch.columns:
        if str(batch[column].dtype) == "Int64":
            batch[column] = batch[column].astype("float64")
    if any(one["kwargs"].get("column") == KNOWN for one in suite["expectations"]):
        batch[KNOWN] = batch["document_id"].isin(known)
    return batch


def relation_batch(tables: Mapping[str, pd.DataFrame], province: str, period: str) -> pd.DataFrame:
    """What is checked of a province up to a period of its year; `current` marks the rows of the period itself."""
    parts = []
    for name in (name for name in CHECKED if name in tables):
        rows = _with_period(tables[name][tables[name]["province"] == province])
        kept = [code for code in rows["period"].unique() if _counts_towards(code, period)]
        rows = rows[rows["period"].isin(kept)]
        marked = rows.assign(**{CURRENT: rows["period"] == period})
        parts.append(marked.assign(**{SOURCE: name}))
    batch = pd.concat(parts, ignore_index=True)
    return batch if batch[CURRENT].any() else batch.iloc[0:0]


def _with_period(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with the period of their document, which a target's row does not repeat."""
    if "period" in rows:
        return rows
    return rows.assign(period=rows["document_id"].str.split("/").str[1].astype("str"))


def _counts_towards(code: str, period: str) -> bool:
    own, other = parse_period(code), parse_period(period)
    return code == period or (own.year == other.year and own.end <= other.end and "plan" not in (own.kind, other.kind))


def _run(checkpoint: str, batches: Mapping[str, tuple[Suite, pd.DataFrame]]) -> list[Outcome]:
    """Run one Checkpoint over several suites, each on its own batch.

    Whether all holds is asked first, and which rows fail only of what does not: listing rows is most of the work, and
    an expectation that tolerates some rows would list them even where it holds.
    """
    outcomes: list[Outcome] = []
    with _quiet():
        import great_expectations as gx

        from analysis.validate import expectations as _custom  # noqa: F401  # registers the custom Expectations

        context = gx.get_context(mode="ephemeral")
        context.variables.progress_bars = {"globally": False}  # type: ignore[assignment]
        source = context.data_sources.add_pandas(checkpoint)
        for name, (suite, batch) in batches.items():
            asset = source.add_dataframe_asset(name).add_batch_definition_whole_dataframe("whole")
            found = _results(gx, context, asset, name, suite["expectations"], batch, {"result_format": "BOOLEAN_ONLY"})
            failing = [place for place, one in enumerate(found) if not one.success]
            if failing:
                asked = [suite["expectations"][place] for place in failing]
                format_ = {"result_format": "COMPLETE", "unexpected_index_column_names": _row_names(batch)}
                listed = _results(gx, context, asset, f"{name}, failing rows", asked, batch, format_)
                for place, one in zip(failing, listed, strict=True):
                    found[place] = one
            outcomes += [_outcome(checkpoint, suite, one) for one in found]
    return outcomes


def _results(
    gx: Any, context: Any, asset: Any, name: str, asked: Sequence[Mapping[str, Any]], batch: pd.DataFrame, format_: Any
) -> list[Any]:
    """What Great Expectations says of the expectations `asked` of `batch`, in their order."""
    from great_expectations.expectations.registry import get_expectation_impl

    made = [
        get_expectation_impl(one["type"])(**one["kwargs"], meta=one["meta"], severity=one["severity"]) for one in asked
    ]
    added = context.suites.add(gx.ExpectationSuite(name=name, expectations=made))
    definition = context.validation_definitions.add(gx.ValidationDefinition(name=name, data=asset, suite=added))
    point = gx.Checkpoint(name=name, validation_definitions=[definition], result_format=format_)
    result = context.checkpoints.add(point).run(batch_parameters={"dataframe": batch})
    found = [one for run in result.run_results.values() for one in run.results]
    by_rule = {(one.expectation_config.type, one.expectation_config.meta["rule"]): one for one in found}
    return [by_rule[one["type"], one["meta"]["rule"]] for one in asked]


def _outcome(checkpoint: str, suite: Suite, one: Any) -> Outcome:
    config = one.expectation_config
    meta = config.meta
    raised = one.exception_info or {}
    message = raised.get("exception_message") if "raised_exception" in raised else _first_message(raised)
    result = one.result or {}
    failing = result.get("details", {}).get("failing")
    if failing is None:
        failing = result.get("unexpected_index_list") or result.get("partial_unexpected_index_list") or []
    severity = getattr(config.severity, "value", config.severity)
    return Outcome(
        checkpoint,
        suite["table"],
        config.type,
        meta["rule"],
        str(severity),
        meta["vi"],
        meta["en"],
        bool(one.success),
        tuple(entry for entry in failing if isinstance(entry, dict)),
        str(message or ""),
    )


def _first_message(raised: Mapping[str, Any]) -> str | None:
    return next((one.get("exception_message") for one in raised.values() if isinstance(one, dict)), None)


def _row_names(batch: pd.DataFrame) -> list[str]:
    """Columns that tell which row failed."""
    return [name for name in ROW_NAMES if name in batch.columns]


class _quiet:
    """Great Expectations turns warnings into log lines for the whole process; here they stay as they were."""

    def __enter__(self) -> None:
        self._caught = warnings.catch_warnings()
        self._caught.__enter__()
        warnings.simplefilter("ignore")

    def __exit__(self, *error: object) -> None:
        self._caught.__exit__(None, None, None)
        logging.captureWarnings(False)
