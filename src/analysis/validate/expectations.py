"""Custom Expectations: the relations between figures, with parameters, severity and a description in two languages.

Importing this module imports Great Expectations (about a second), so only `checkpoints` does, when it is needed. The
arithmetic is that of `network`; a batch is made once into cells (metric `table.cchc_cells`) and every Expectation
evaluates its own relation on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import pandas as pd
from great_expectations.core.metric_domain_types import MetricDomainTypes
from great_expectations.execution_engine.pandas_execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import BatchExpectation
from great_expectations.expectations.metrics.metric_provider import metric_value
from great_expectations.expectations.metrics.table_metric_provider import TableMetricProvider

from analysis.reference.forms.rows import codes_by_meaning
from analysis.reference.periods import parse_period
from analysis.reference.provinces import REORGANISED_ON
from analysis.reference.relations import Rule, parse_side
from analysis.store import typed
from analysis.validate.build import rule_network, text_network
from analysis.validate.cells import build_cells
from analysis.validate.network import Network, check_table, evaluate
from analysis.validate.values import value_checks

SOURCE = "source_table"
CURRENT = "current"
MOST_SHOWN = 20

# Share of a form's rows that the edition has, below which the form is of another edition.
_OF_THIS_EDITION = 0.5


class CellsOfBatch(TableMetricProvider):
    """Cells, figures and current documents of a batch (see `checkpoints.relation_batch`), made once per batch."""

    metric_name = "table.cchc_cells"
    value_keys = ()

    @metric_value(engine=PandasExecutionEngine)
    def _pandas(
        cls,
        execution_engine: PandasExecutionEngine,
        metric_domain_kwargs: dict[str, Any],
        metric_value_kwargs: dict[str, Any],
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any],
    ) -> dict[str, Any]:
        batch, _, _ = execution_engine.get_compute_domain(metric_domain_kwargs, MetricDomainTypes.TABLE)
        figures = batch[batch[SOURCE] == "figures"].reset_index(drop=True)
        tables = {"observations": typed(batch[batch[SOURCE] == "observations"], "observations"), "figures": figures}
        return {
            "cells": build_cells(tables),
            "figures": figures,
            "targets": typed(batch[batch[SOURCE] == "targets"], "targets"),
            "current": set(batch.loc[batch[CURRENT], "document_id"]),
        }


class ExpectRelation(BatchExpectation):
    """Expect a relation between figures to hold in every document. / Quan hệ giữa các số liệu phải khớp."""

    rule: str
    metric_dependencies: ClassVar[tuple[str, ...]] = ("table.cchc_cells",)
    success_keys: ClassVar[tuple[str, ...]] = ("rule",)
    args_keys: ClassVar[tuple[str, ...]] = ("rule",)

    def _validate(
        self, metrics: dict[str, Any], runtime_configuration: Any = None, execution_engine: Any = None
    ) -> dict[str, Any]:
        batch = metrics["table.cchc_cells"]
        checks = self._checks(batch)
        checks = checks[checks["document_id"].isin(batch["current"])]
        failing = checks[checks["verdict"] == "fails"]
        shown = failing.head(MOST_SHOWN)[["document_id", "expression", "printed", "computed", "locations"]]
        return {
            "success": failing.empty,
            "result": {
                "observed_value": len(failing),
                "element_count": len(checks),
                "details": {
                    "not_testable": int((checks["verdict"] == "not_testable").sum()),
                    "failing": shown.astype("object").to_dict("records"),
                },
            },
        }

    def _checks(self, batch: dict[str, Any]) -> pd.DataFrame:
        raise NotImplementedError


class ExpectFormRelation(ExpectRelation):
    """Expect `left` `operator` `right` between rows of the forms and named figures of the narrative."""

    left: str
    operator: str
    right: str
    success_keys: ClassVar[tuple[str, ...]] = ("rule", "left", "operator", "right")
    args_keys: ClassVar[tuple[str, ...]] = ("rule", "left", "operator", "right")

    def _checks(self, batch: dict[str, Any]) -> pd.DataFrame:
        left, right = parse_side(self.left)[0], parse_side(self.right)
        rule = Rule(self.rule, "", left, self.operator, *right, "critical", True, "", "")  # type: ignore[arg-type]
        return _evaluated(rule_network(batch["cells"], batch["figures"], (rule,)))


class ExpectPartsToAddUp(ExpectFormRelation):
    """Expect parts to add up to their whole. / Các phần phải cộng thành tổng."""


class ExpectRateOfCounts(ExpectFormRelation):
    """Expect a rate to be the quotient of two counts. / Tỷ lệ phải bằng thương của hai số."""


class ExpectShareWithinWhole(ExpectFormRelation):
    """Expect a share not to exceed its whole. / Một phần không được vượt tổng."""


class ExpectSourcesToAgree(ExpectFormRelation):
    """Expect form and narrative to give one figure. / Biểu mẫu và phần lời phải nêu cùng một số."""


class ExpectRateBetweenParts(ExpectFormRelation):
    """Expect an overall rate between its parts' rates. / Tỷ lệ chung phải nằm giữa tỷ lệ các phần."""


class ExpectNarrativeToAgree(ExpectRelation):
    """Expect what a narrative says of parts, shares and rates to hold. / Số liệu trong phần lời phải khớp nhau."""

    def _checks(self, batch: dict[str, Any]) -> pd.DataFrame:
        checks = _evaluated(text_network(batch["cells"], batch["figures"]))
        return checks[checks["rule"].str.startswith(f"{self.rule}-")]


class ExpectCumulativeCountsToGrow(ExpectNarrativeToAgree):
    """Expect counts from the start of the year not to fall. / Số lũy kế từ đầu năm không được giảm."""


class ExpectValuesWithinBounds(ExpectRelation):
    """Expect every value of a kind within its bounds. / Giá trị phải nằm trong khoảng cho phép."""

    def _checks(self, batch: dict[str, Any]) -> pd.DataFrame:
        checks, _ = value_checks(batch["cells"], batch["targets"])
        return checks[checks["rule"] == self.rule]


class TableOfBatch(TableMetricProvider):
    """The batch itself, for Expectations that look at groups of rows."""

    metric_name = "table.cchc_rows"
    value_keys = ()

    @metric_value(engine=PandasExecutionEngine)
    def _pandas(
        cls,
        execution_engine: PandasExecutionEngine,
        metric_domain_kwargs: dict[str, Any],
        metric_value_kwargs: dict[str, Any],
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any],
    ) -> pd.DataFrame:
        batch, _, _ = execution_engine.get_compute_domain(metric_domain_kwargs, MetricDomainTypes.TABLE)
        return batch


class ExpectFormRowsToBeComplete(BatchExpectation):
    """Expect a form that a document has to have all rows. / Biểu mẫu đã có thì phải có đủ các dòng.

    A row is known by what it means, for its code differs between editions; rows of a level that the country no longer
    has in the period are not asked for. Nor is anything of a form most of whose rows no edition has: it is another one.
    """

    form: str
    codes: list[str]
    metric_dependencies: ClassVar[tuple[str, ...]] = ("table.cchc_rows",)
    success_keys: ClassVar[tuple[str, ...]] = ("form", "codes")
    args_keys: ClassVar[tuple[str, ...]] = ("form", "codes")

    def _validate(
        self, metrics: dict[str, Any], runtime_configuration: Any = None, execution_engine: Any = None
    ) -> dict[str, Any]:
        rows = metrics["table.cchc_rows"]
        rows = rows[rows["form"] == self.form]
        asked = {period: _codes_asked(self.form, self.codes, period) for period in rows["period"].unique()}
        codes = codes_by_meaning()
        meanings = zip(rows["form"], rows["indicator"], rows["level"], strict=True)
        rows = rows.assign(code=[codes.get(meaning, "") for meaning in meanings])
        known = rows.assign(known=rows["code"] != "").groupby(["document_id", "period"])["known"].mean()
        given = rows.groupby(["document_id", "period"])["code"].agg(set)[known >= _OF_THIS_EDITION]
        missing = {
            document: lacking
            for (document, period), found in given.items()
            if (lacking := [code for code in asked[period] if code not in found])
        }
        failing = [
            {"document_id": document, "missing": ", ".join(codes), "abridged": _is_abridged(self.codes, codes)}
            for document, codes in missing.items()
        ]
        result = {"observed_value": len(failing), "element_count": len(given), "details": {"failing": failing}}
        return {"success": not failing, "result": result}


def _is_abridged(codes: Sequence[str], missing: Sequence[str]) -> bool:
    """Whether an office printed a form in short: most of its rows are missing, and not those of its end alone.

    A table that was cut off when it was read has lost its last rows.
    """
    given = [code not in missing for code in codes]
    last = max((at for at, there in enumerate(given) if there), default=-1)
    return sum(given) * 2 < len(codes) and not all(given[: last + 1])


def _codes_asked(form: str, codes: list[str], period: str) -> list[str]:
    if parse_period(period).end < REORGANISED_ON:
        return codes
    gone = {code for (own, _, level), code in codes_by_meaning().items() if own == form and level == "district"}
    return [code for code in codes if code not in gone]


def _evaluated(network: Network) -> pd.DataFrame:
    return check_table(network, evaluate(network))
