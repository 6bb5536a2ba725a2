"""A small dataset for pages: a report with a wrong row, a plan with targets, a plan with tasks only, figures only."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from analysis.dataset import Dataset
from analysis.store import typed

REPORT = "quang-tri/2024-H1/1125-bc-vp"
PLAN = "quang-tri/2021-2025/3647-qd-ubnd"
OTHER_PLAN = "dak-nong/2021-2025/1271-qd-ubnd"
TASKS = "thai-nguyen/2020/4203-qd-ubnd"
FIGURES = "hoa-binh/2022-9M/bao-cao"
NAMELESS = "not identified/2021-2030/chuong-trinh"
HOSTILE = '<script>alert("x")</script> & <i>nghiêng</i>'


def _documents() -> list[dict[str, object]]:
    day = dt.date(2024, 6, 14)
    base = {"title": "Báo cáo mẫu", "issuer": "UBND tỉnh", "source_name": "mau.txt", "source_sha256": "ab" * 32}
    plan = {"type": "plan", "plan_start": 2021, "plan_end": 2025}
    return [
        base
        | {"document_id": REPORT, "number": "1125/BC-VP", "type": "report", "signed_on": day, "signer": "Người Ký"},
        base | plan | {"document_id": PLAN, "number": "3647/QĐ-UBND", "signed_on": dt.date(2021, 11, 17)},
        base | plan | {"document_id": OTHER_PLAN, "number": "1271/QĐ-UBND"},
        base | {"document_id": TASKS, "number": "4203/QĐ-UBND", "type": "plan", "plan_start": 2020, "plan_end": 2020},
        base | {"document_id": FIGURES, "type": "report"},
        base
        | {"document_id": NAMELESS, "number": "", "type": "plan", "issuer": "", "plan_start": 2021, "plan_end": 2030},
    ]


def _rows() -> list[dict[str, object]]:
    def row(code: str, label: str, kind: str, value: float, raw: str, line: int, level: str = "") -> dict[str, object]:
        unit = {"percent": "%", "count": "Hồ sơ", "empty": "Hồ sơ"}.get(kind, "")
        return {
            "document_id": REPORT, "form": "3", "code": code, "label": label, "kind": kind, "value": value,
            "raw_value": raw, "location": f"L{line}", "unit": unit, "level": level,
        }  # fmt: skip

    nan = float("nan")
    return [
        row("3", "Kết quả giải quyết", "header", nan, "", 334),
        row("3.1", "Tỷ lệ đúng hạn của sở, ngành", "percent", 99.69, "99,69%", 335, "province"),
        row("3.1.1", "Đã giải quyết của sở, ngành", "count", 52414, "52,414", 336),
        row("3.1.2", "Đúng hạn của sở, ngành", "count", 52249, "52,249", 337),
        row("3.2", "Tỷ lệ đúng hạn cấp huyện", "percent", 98.57, "98,57%", 338, "district"),
        row("3.2.1", "Đã giải quyết cấp huyện", "count", 10099, "10,099", 339),
        row("3.2.2", "Đúng hạn cấp huyện", "count", 9751, "9,751", 340),
        row("3.3", HOSTILE, "empty", nan, "", 341),
    ]


def _targets() -> list[dict[str, object]]:
    def target(document: str, year: int | None, value: float, comparator: str, line: int) -> dict[str, object]:
        return {
            "document_id": document, "domain": "procedures", "indicator": "online_payment_transactions", "level": "all",
            "label": "giao dịch thanh toán trực tuyến", "comparator": comparator, "value": value, "unit": "percent",
            "direction": "reach", "deadline_year": year, "location": f"L{line}", "printed": f"{value:g}%",
        }  # fmt: skip

    return [
        target(PLAN, 2025, 30, ">=", 232),
        target(PLAN, 2030, 50, ">=", 243),
        target(OTHER_PLAN, 2025, 40, ">=", 120),
        target(NAMELESS, None, 60, "=", 8),
    ]


def _tasks() -> list[dict[str, object]]:
    def task(no: str, lead: list[str], kind: str, end: dt.date | None, raw: str) -> dict[str, object]:
        return {
            "document_id": TASKS, "no": no, "task": f"Việc số {no}", "lead": lead, "support": ["Các sở"], "end": end,
            "deadline_kind": kind, "deadline_raw": raw, "recurrence": "none", "location": f"L{no}",
        }  # fmt: skip

    return [
        task("1", ["Sở Nội vụ"], "quarter", dt.date(2020, 3, 31), "Quý I/2020"),
        task("2", ["Sở Nội vụ", "Sở Tư pháp"], "month", dt.date(2020, 7, 31), "Tháng 7/2020"),
        task("3", ["Sở Tư pháp"], "year", dt.date(2020, 12, 31), "Năm 2020"),
        task("4", ["Sở Nội vụ"], "recurring", None, "Thường xuyên"),
        task("5", [], "contingent", None, "Sau khi có hướng dẫn"),
    ]


def _figures() -> list[dict[str, object]]:
    def figure(document: str, name: str, label: str, value: float, parent: str, relation: str) -> dict[str, object]:
        return {
            "document_id": document, "id": name, "label": label, "value": value, "unit": "hồ sơ", "parent": parent,
            "relation": relation, "location": "L77",
        }  # fmt: skip

    return [
        figure(FIGURES, "f001", "Hồ sơ đã giải quyết", 140394, "", "whole"),
        figure(FIGURES, "f002", "Hồ sơ đúng hạn", 140061, "f001", "part"),
        figure(FIGURES, "f003", "Hồ sơ quá hạn", 309, "f001", "part"),
    ]


def _indices() -> list[dict[str, object]]:
    def result(year: int, score: float, rank: int | None, host: str) -> dict[str, object]:
        return {
            "index": "PAR INDEX", "year": year, "province": "quang-tri", "score": score, "rank": rank,
            "scale_max": 100, "source": f"https://{host}/bai", "document_id": "national", "location": "row 1",
        }  # fmt: skip

    return [
        result(2020, 80.0, 30, "a.example"),
        result(2022, 81.5, 52, "b.example"),
        result(2023, 86.25, 41, "a.example"),
        result(2023, 86.0, 42, "b.example"),
    ]


def _checks() -> list[dict[str, object]]:
    return [
        {
            "rule": "form-3-3.2", "kind": "ratio", "document_id": REPORT, "expression": "3:3.2 = 3:3.2.2 / 3:3.2.1",
            "computed": 96.554, "printed": 98.57, "difference": 2.016, "verdict": "fails",
            "locations": "L338;L340;L339",
        },
        {"rule": "form-3-3.1", "kind": "ratio", "document_id": REPORT, "expression": "3:3.1 = 3:3.1.2 / 3:3.1.1",
         "computed": 99.685, "printed": 99.69, "difference": 0.005, "verdict": "rounding", "locations": "L335"},
    ]  # fmt: skip


def _findings() -> list[dict[str, object]]:
    return [
        {
            "id": "a", "severity": "critical", "document_id": REPORT, "rules": "form-3-3.2",
            "message_vi": "Dòng 3.2.2 in 9.751; nếu là 9.955 thì khớp hết. Lý do. Cần làm: hỏi lại.",
            "message_en": "Row 3.2.2 prints 9,751; with 9,955 everything agrees. Reason. To do: ask.",
            "suspects": "observations:3:3.2.2", "suggested": "9751 -> 9955", "locations": "L338;L340;L339",
        }
    ]  # fmt: skip


def dataset() -> Dataset:
    """The sample, typed by the contract."""
    rows = {
        "documents": _documents(), "observations": _rows(), "targets": _targets(), "tasks": _tasks(),
        "figures": _figures(), "indices": _indices(), "checks": _checks(), "findings": _findings(),
    }  # fmt: skip
    frames = {name: typed(_placed(pd.DataFrame(entries), name), name) for name, entries in rows.items()}
    return Dataset(**frames)


def _placed(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Province and period from the document, as cleaning sets them."""
    if name in ("indices", "checks", "findings"):
        return frame
    parts = frame["document_id"].str.split("/")
    return frame.assign(province=parts.str[0], period=parts.str[1])
