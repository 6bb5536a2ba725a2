"""Processed tables of a small project, written by the tests: figures as a province reports them, and hostile text."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.dataset import load
from analysis.export.selection import Selection, select
from analysis.store import Project, typed, write_table

REPORT = "quang-tri/2024-H1/12-bc-ubnd"
PLAN = "quang-tri/2021-2025/7-kh-ubnd"
FORMULA = "=cmd|' /C calc'!A0"
SCRIPT = "<script>alert(1)</script></w:t>&amp;"
CONTROL = "dòng\x00một\x07\x1b[31m\x0bhai\u202eba\ufffe"
LONG = "rất dài " * 6_000

_AT = {"document_id": REPORT, "province": "quang-tri", "period": "2024-H1"}


def _form(
    form: str, code: str, label: str, unit: str, kind: str, value: float | None, raw: str, note: str = ""
) -> dict[str, Any]:
    location = f"L{form}{code.replace('.', '')}"
    return {
        **_AT,
        "form": form,
        "code": code,
        "label": label,
        "unit": unit,
        "kind": kind,
        "level": "all",
        "value": value,
        "raw_value": raw,
        "note": note,
        "location": location,
    }


OBSERVATIONS = [
    _form("3", "1", "Thống kê TTHC", "", "header", None, ""),
    _form("3", "1.1", "Số TTHC đã đơn giản hóa", "Thủ tục", "empty", None, ""),
    _form("3", "1.3", FORMULA, "Thủ tục", "count", 262, "262"),
    _form("3", "1.4", "Tổng số TTHC", "Thủ tục", "count", 1877, "1877", "+84 lưu ý"),
    _form("3", "1.4.1", "Số TTHC cấp tỉnh", "Thủ tục", "count", 1465, "1465"),
    _form("3", "1.4.2", SCRIPT, "Thủ tục", "count", 261, "261"),
    _form("3", "1.4.3", CONTROL, "Thủ tục", "count", 151, "151"),
    _form("3", "3.2", "Tỷ lệ hồ sơ cấp huyện đúng hạn", "%", "percent", 98.57, "98,57%"),
    _form("3", "3.2.1", "Tổng số hồ sơ đã giải quyết", "Hồ sơ", "count", 10099, "10,099"),
    _form("3", "3.2.2", "Số hồ sơ đúng hạn", "Hồ sơ", "count", 9751, "9,751"),
    _form("3", "3.3", "Tỷ lệ hồ sơ cấp xã đúng hạn", "%", "percent", 100, "100"),
    _form("3", "3.3.1", "Tổng số hồ sơ cấp xã", "Hồ sơ", "count", 0, "0"),
    _form("3", "3.3.2", "Số hồ sơ cấp xã đúng hạn", "Hồ sơ", "count", 0, "0"),
    _form("7", "6.4", LONG, "%", "percent", 62.5, "62,50"),
    _form("7", "6.4.1", "Tổng số hồ sơ một phần", "Hồ sơ", "count", 331084, "331.084"),
    _form("7", "6.4.2", "#N/A", "Hồ sơ", "count", None, "=206.913"),
]  # fmt: skip
FIGURES = [
    {**_AT, "id": "f001", "section": "@mục", "label": "Hồ sơ đã giải quyết", "value": 140394, "unit": "hồ sơ", "location": "L77"},
    {**_AT, "id": "f002", "section": "2", "label": "Hồ sơ đúng hạn", "value": 140061, "unit": "hồ sơ", "parent": "f001", "relation": "part", "location": "L77", "as_of": dt.date(2024, 6, 14)},
    {**_AT, "id": "f003", "section": "2", "label": "Tỷ lệ đúng hạn", "value": 99.76, "unit": "%", "relation": "ratio_of:f002/f001", "location": "L85"},
    {**_AT, "id": "f004", "section": "2", "label": "Thay đổi điểm", "value": -3.84, "unit": "điểm", "location": "L86"},
]  # fmt: skip
TARGETS = [
    {"document_id": PLAN, "province": "quang-tri", "domain": "procedures", "label": "Hồ sơ giải quyết đúng hạn", "level": "province", "comparator": ">=", "value": 95, "unit": "percent", "direction": "reach", "deadline_year": 2025, "printed": "tối thiểu 95%", "location": "L20"},
    {"document_id": PLAN, "province": "quang-tri", "domain": "procedures", "label": "-2+3", "level": "all", "comparator": "=", "value": 100, "unit": "percent", "direction": "reach", "printed": "100%", "location": "L21"},
]  # fmt: skip
TASKS = [
    {"document_id": REPORT, "province": "quang-tri", "no": "1", "task": "@SUM(1+1)", "lead": ["Sở Nội vụ", "=1+1"], "support": [], "deadline_raw": "Quý II/2024", "deadline_kind": "quarter", "start": dt.date(2024, 4, 1), "end": dt.date(2024, 6, 30), "recurrence": "none", "location": "P3"},
    {"document_id": REPORT, "province": "quang-tri", "no": "2", "task": "\t=1+1", "lead": ["Sở Nội vụ"], "support": ["UBND cấp huyện"], "deadline_raw": "", "deadline_kind": "recurring", "recurrence": "yearly", "location": "P4"},
]  # fmt: skip
CHECKS = [
    {"rule": "form-3-3.2", "kind": "ratio", "document_id": REPORT, "expression": "3:3.2 = 3:3.2.2 / 3:3.2.1", "computed": 96.5541, "printed": 98.57, "difference": 2.0159, "tolerance": 0.005, "verdict": "fails", "locations": "L332;L3322;L3321"},
    {"rule": "form-3-1.4", "kind": "sum", "document_id": REPORT, "expression": "3:1.4 = 3:1.4.1 + 3:1.4.2 + 3:1.4.3", "computed": 1877, "printed": 1877, "difference": 0, "tolerance": 0, "verdict": "holds", "locations": "L314"},
]  # fmt: skip
FINDINGS = [
    {"id": f"{REPORT}#unit", "severity": "info", "document_id": REPORT, "rules": "unit-of-row", "message_vi": "Đơn vị cần xem lại.", "message_en": "The unit needs a look.", "suspects": "observations:3:1.1", "suggested": "% -> Thủ tục", "locations": "L311"},
    {"id": f"{REPORT}#form-3-3.2", "severity": "critical", "document_id": REPORT, "rules": "form-3-3.2", "message_vi": f"Dòng 3.2.2 in 9.751; nếu là 9.955 thì khớp hết. {SCRIPT}", "message_en": "Row 3.2.2 prints 9,751.", "suspects": "observations:3:3.2.2", "suggested": "9751 -> 9955", "locations": "L332;L3322;L3321"},
    {"id": f"{REPORT}#parts", "severity": "warning", "document_id": REPORT, "rules": "text-parts-f001", "message_vi": "Các phần không khớp.", "message_en": "The parts do not agree.", "suspects": "figures:f002;figures:f001", "suggested": "140061 -> 140394 | 140394 -> 140061", "locations": "L77"},
]  # fmt: skip
DOCUMENTS = [
    {"document_id": PLAN, "province": "quang-tri", "period": "2021-2025", "number": "7/KH-UBND", "type": "plan", "title": "Kế hoạch cải cách", "issuer": "UBND tỉnh Quảng Trị", "signed_on": dt.date(2021, 11, 17), "plan_start": 2021, "plan_end": 2025, "source_name": "ke-hoach.txt", "source_sha256": "a" * 64},
    {"document_id": REPORT, "province": "quang-tri", "period": "2024-H1", "number": "12/BC-UBND", "type": "report", "title": "Báo cáo 6 tháng", "issuer": "Văn phòng UBND tỉnh", "signed_on": dt.date(2024, 6, 14), "place": "Quảng Trị", "source_name": "bao-cao.txt", "source_sha256": "b" * 64},
]  # fmt: skip
INDICES = [
    {"index": "PAR INDEX", "year": 2023, "province": "quang-tri", "score": 87.61, "rank": 20, "scale_max": 100, "source": "=HYPERLINK(1)", "document_id": PLAN, "location": "indices.csv row 2"},
]  # fmt: skip
ROWS = {
    "documents": DOCUMENTS, "observations": OBSERVATIONS, "targets": TARGETS, "tasks": TASKS, "figures": FIGURES,
    "indices": INDICES, "checks": CHECKS, "findings": FINDINGS,
}  # fmt: skip


def write_tables(root: Path, rows: dict[str, list[dict[str, Any]]] | None = None) -> Project:
    project = Project(root)
    project.raw.mkdir(parents=True, exist_ok=True)
    for name, records in {**ROWS, **(rows or {})}.items():
        write_table(project, name, typed(pd.DataFrame(records), name))
    return project


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Read only: the exports never write into it."""
    return write_tables(tmp_path_factory.mktemp("export") / "project")


@pytest.fixture(scope="session")
def selection(project: Project) -> Selection:
    return select(load(root=project.root), "quang-tri", "2024-H1", "vi")
