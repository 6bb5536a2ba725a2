"""reports/index.html: every province and period with what its report contains, newest first, with a search box."""

from __future__ import annotations

import base64
import functools
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from analysis.dataset import Dataset
from analysis.errors import InputError
from analysis.reference.indicators import all_indicators
from analysis.reference.periods import Period, parse_period
from analysis.reference.texts import Texts, texts
from analysis.report.context import name_of
from analysis.report.html import Child, Column, joined, table, tag
from analysis.report.page import TEMPLATES, style
from analysis.vietnamese.text import fold

_TABLES = {"rows": "observations"}
CONTENTS = ("documents", "rows", "figures", "targets", "tasks")
SEVERITIES = ("critical", "warning", "info")
STATES = {"there": "fresh", "fresh": "fresh", "stale": "stale", "failed": "failed", "missing": "missing"}


def contents(data: Dataset) -> dict[tuple[str, str], dict[str, Any]]:
    """What each province and period holds, for the entries: `contains` (counts) and `search` (indicators by name)."""
    documents = data.documents
    pairs = {
        key: (province, period)
        for key, province, period in zip(
            documents["document_id"], documents["province"], documents["period"], strict=True
        )
    }
    found: dict[tuple[str, str], dict[str, Any]] = {pair: {"contains": {}, "search": ""} for pair in pairs.values()}
    for name in CONTENTS:
        counts = Counter(pairs[key] for key in data.tables[_TABLES.get(name, name)]["document_id"] if key in pairs)
        for pair, count in counts.items():
            found[pair]["contains"][name] = count
    known = all_indicators()
    for document, rows in data.targets.groupby("document_id", sort=True):
        if str(document) in pairs:
            labels = [known[key].label_vi for key in dict.fromkeys(rows["indicator"]) if key in known]
            found[pairs[str(document)]]["search"] += " ".join(["", *labels])
    return found


def index_html(entries: Iterable[Mapping[str, Any]], language: str = "vi") -> str:
    """The page that lists all reports; the same entries give the same bytes.

    Args:
        entries: per report path (below reports/), kind ("province" or "comparison"), province, period, state ("there",
            "stale", "failed", "missing"), reason, findings (severity -> count) and, where known, contains
            (documents, rows, figures, targets, tasks -> count) and search (more words to find it by).
        language: "vi" or "en".
    """
    t = texts(language)
    listed = list(entries)
    provinces = sorted((entry for entry in listed if entry.get("province")), key=_newest_first)
    others = [entry for entry in listed if not entry.get("province")]
    script = _search_script()
    html: str = _template().render(
        t=t,
        language=language,
        style=Markup(style()),
        script=Markup(script),
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        comparisons=[entry["path"] for entry in others if entry.get("state") != "missing"],
        listing=_listing(t, provinces),
        total=t("index.results", n=len(provinces)),
    )
    return html


def _newest_first(entry: Mapping[str, Any]) -> tuple[int, str, str]:
    window = _window(entry)
    return (-window.end.toordinal() if window else 0, str(entry["province"]), str(entry["period"]))


def _window(entry: Mapping[str, Any]) -> Period | None:
    try:
        return parse_period(str(entry["period"]))
    except InputError:
        return None


def _listing(t: Texts, entries: list[Mapping[str, Any]]) -> Markup:
    heads = [
        Column(t("index.province")),
        Column(t("index.period")),
        Column(t("index.contains")),
        Column(t("index.findings")),
        Column(t("index.state")),
    ]
    return table(heads, [_row(t, entry) for entry in entries], stack=True)


def _row(t: Texts, entry: Mapping[str, Any]) -> list[Child]:
    name = name_of(str(entry["province"]), t, _window(entry))
    period = t.period(str(entry["period"]))
    state = STATES.get(str(entry.get("state", "")), "missing")
    words = fold(f"{name} {entry['province']} {period} {entry['period']} {entry.get('search', '')}")
    link = tag("a", name, href=str(entry["path"]), aria_label=f"{name}, {period}")
    shown: Child = name if state in ("missing", "failed") else link
    contains = entry.get("contains") or {}
    counted = [t(f"index.{key}", n=t.number(int(contains[key]))) for key in CONTENTS if contains.get(key)]
    reason = str(entry.get("reason", ""))
    return [
        joined([shown, tag("span", words, class_="words", hidden=True)]),
        period,
        ", ".join(counted),
        _findings(t, entry.get("findings") or {}),
        joined([t(f"index.{state}"), tag("small", reason) if reason and state != "fresh" else None]),
    ]


def _findings(t: Texts, findings: Mapping[str, int]) -> Child:
    counted = [
        tag("span", t(f"index.{key}", n=t.number(int(findings[key]))), class_=f"count {key}")
        for key in SEVERITIES
        if findings.get(key)
    ]
    return Markup(", ").join(counted) if counted else tag("span", t("index.no_findings"), class_="muted")


@functools.cache
def _template() -> Any:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES / "site"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("index.html.j2")


@functools.cache
def _search_script() -> str:
    return Path(TEMPLATES / "site" / "search.js").read_text(encoding="utf-8")
