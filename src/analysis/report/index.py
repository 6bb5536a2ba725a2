"""reports/index.html: provinces by periods as a grid, then every report, newest first; a search over both."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from analysis.errors import InputError
from analysis.reference.indicators import all_indicators
from analysis.reference.periods import Period, parse_period
from analysis.reference.texts import Texts, texts
from analysis.report.assets import TEMPLATES, script, script_hash, style
from analysis.report.controls import status
from analysis.report.html import Child, joined, scroller, tag
from analysis.report.index_search import found_by, words_of
from analysis.report.indicator_name import indicator_name
from analysis.report.province_name import mark_key, name_of
from analysis.report.site_files import index_name
from analysis.vietnamese.text import fold

if TYPE_CHECKING:
    # Writing the index reads no table.
    from analysis.dataset import Dataset

_TABLES = {"rows": "observations"}
CONTENTS = ("documents", "rows", "figures", "targets", "tasks")
HEADS = ("report", "contains", "findings", "state")
SEVERITIES = ("critical", "warning", "info")
STATES = {"there": "fresh", "fresh": "fresh", "stale": "stale", "failed": "failed", "missing": "missing"}
SIGNS = {"fresh": "●", "stale": "◐", "failed": "✕", "missing": "○"}
# Why a page is stale or failed, as runs note it; anything else is the words of an error and stays as it is.
_REASON = re.compile(
    r"(code|locked environment|notebook|parameters) changed$|input (new|gone|changed): (.*)$"
    r"|report file (is gone|was altered)$"
)
LANGUAGE_NAMES = {"en": "English", "vi": "Tiếng Việt"}


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
    labels: dict[tuple[str, str], set[str]] = {pair: set() for pair in found}
    for name in CONTENTS:
        counts = Counter(pairs[key] for key in data.tables[_TABLES.get(name, name)]["document_id"] if key in pairs)
        for pair, count in counts.items():
            found[pair]["contains"][name] = count
    known = all_indicators()
    for rows in (data.targets, data.observations, data.figures):
        for document, part in rows.groupby("document_id", sort=True):
            if str(document) in pairs:
                keys = dict.fromkeys(part["indicator"]) if "indicator" in part else ()
                named = (known[key].label_vi for key in keys if key in known)
                labels[pairs[str(document)]].update(named, map(str, part["label"]))
    for pair, held in found.items():
        held["search"] = words_of(labels[pair])
    return found


def index_html(entries: Iterable[Mapping[str, Any]], language: str = "vi") -> str:
    """The page that lists all reports; the same entries give the same bytes.

    Args:
        entries: per report path (below reports/), kind ("province", "comparison", "indicator"), province, period,
            indicator, state ("fresh", "stale", "failed", "missing"), reason, findings (severity -> count) and, where
            known, language, old (a page of an earlier run is there), contains (documents, rows, figures, targets,
            tasks -> count) and search (more words to find it by).
        language: "vi" or "en".
    """
    t, entries = texts(language), list(entries)
    listed = _one_each(entries, language)
    others = _in_other_languages(entries, language)
    provinces = sorted((entry for entry in listed if entry.get("province")), key=_newest_first)
    others_there = [entry for entry in listed if not entry.get("province") and _is_there(entry)]
    comparisons = [str(entry["path"]) for entry in others_there if entry.get("kind") != "indicator"]
    languages = sorted({str(entry.get("language", language)) for entry in entries if _is_there(entry)} - {language})
    indicators = [entry for entry in others_there if entry.get("kind") == "indicator"]
    total, shown = t("index.results", n=len(provinces)), {_state(entry) for entry in provinces}
    html: str = _template("index").render(
        t=t,
        language=language,
        style=Markup(style()),
        script=Markup(script()),
        script_hash=script_hash(),
        others=[(index_name(other), other, LANGUAGE_NAMES.get(other, other)) for other in languages],
        summary=_summary(t, provinces),
        comparisons=comparisons,
        indicators=[(entry["path"], indicator_name(str(entry["indicator"]), language)) for entry in indicators],
        grid=_grid(t, provinces, next(iter(comparisons), "")),
        signs=[(SIGNS[state], t(f"index.{state}")) for state in SIGNS if state != "missing" or state in shown],
        listing=_listing(t, provinces, others),
        words=found_by([str(entry.get("search", "")) for entry in provinces]),
        found=status(t("index.results", n="{n}"), t("index.nothing"), total),
    )
    return html


def not_made_html(language: str) -> str:
    """What stands in the comparison's place until it is made, so that no page leads nowhere."""
    command = "cchc run --all" if language == "vi" else f"cchc run --all --language {language}"
    html: str = _template("not_made").render(
        t=texts(language), language=language, style=Markup(style()), home=index_name(language), command=command
    )
    return html


def _one_each(entries: Iterable[Mapping[str, Any]], language: str) -> list[Mapping[str, Any]]:
    """Every report once: in `language`, or in the language it is there in."""
    found: dict[tuple[str, ...], Mapping[str, Any]] = {}
    for entry in entries:
        key = tuple(str(entry.get(name, "")) for name in ("kind", "province", "period", "indicator"))
        if key not in found or entry.get("language", language) == language:
            found[key] = entry
    return list(found.values())


def _summary(t: Texts, entries: list[Mapping[str, Any]]) -> str:
    """What is here, in two sentences; "" where nothing is."""
    if not entries:
        return ""
    counts = {
        key: t.number(sum(int((entry.get("findings") or {}).get(key, 0)) for entry in entries)) for key in SEVERITIES
    }
    reports = [entry for entry in entries if (window := _window(entry)) and window.kind != "plan"] or entries
    newest = f"{_name(t, reports[0])}, {t.period(str(reports[0]['period']))}"
    units = t.number(len({entry["province"] for entry in entries}))
    return t("index.summary", reports=t.number(len(entries)), provinces=units, newest=newest, **counts)


def _in_other_languages(entries: Iterable[Mapping[str, Any]], language: str) -> dict[tuple[str, str], list[Markup]]:
    """Links to the same report in other languages, by province and period."""
    found: dict[tuple[str, str], list[Markup]] = {}
    for entry in entries:
        other = str(entry.get("language", language))
        if other != language and _is_there(entry):
            link = tag("a", LANGUAGE_NAMES.get(other, other), href=str(entry["path"]), hreflang=other, lang=other)
            found.setdefault((str(entry["province"]), str(entry["period"])), []).append(link)
    return found


def _state(entry: Mapping[str, Any]) -> str:
    return STATES.get(str(entry.get("state", "")), "missing")


def _is_there(entry: Mapping[str, Any]) -> bool:
    """Whether there is a page to open: also an earlier one whose renewal failed."""
    return _state(entry) in ("fresh", "stale") or bool(entry.get("old"))


def _newest_first(entry: Mapping[str, Any]) -> tuple[int, str, str]:
    window = _window(entry)
    return (-window.end.toordinal() if window else 0, str(entry["province"]), str(entry["period"]))


def _window(entry: Mapping[str, Any]) -> Period | None:
    try:
        return parse_period(str(entry["period"]))
    except InputError:
        return None


def _grid(t: Texts, entries: list[Mapping[str, Any]], comparison: str) -> Markup:
    """A row per province, a column per period (newest first), in each cell the state and the findings of a report."""
    if not entries:
        return Markup("")
    periods = list(dict.fromkeys(str(entry["period"]) for entry in entries))
    periods.sort(key=_is_plan)
    places = {id(entry): place for place, entry in enumerate(entries)}
    by_pair = {(str(entry["province"]), str(entry["period"])): entry for entry in entries}
    names = {province: name_of(province, t) for province, _ in by_pair}
    head = [tag("th", t("index.province"), scope="col"), *(tag("th", t.period(one), scope="col") for one in periods)]
    rows = []
    for province in sorted(names, key=lambda key: fold(names[key])):
        own = [by_pair.get((province, period)) for period in periods]
        link = tag("a", t("index.compare"), href=f"{comparison}#province={mark_key(province)}",
                   aria_label=t("index.compare_one", province=names[province]))  # fmt: skip
        name = tag("th", names[province], tag("small", link) if comparison else None, scope="row")
        listed = " ".join(str(places[id(entry)]) for entry in own if entry)
        rows.append(tag("tr", name, *(tag("td", _grid_cell(t, entry)) for entry in own), data_n=listed))
    inner = tag("table", tag("thead", tag("tr", *head)), tag("tbody", *rows), class_="grid", data_uncounted=True)
    return scroller(inner, t("index.grid"))


def _is_plan(code: str) -> bool:
    window = _window({"period": code})
    return window is not None and window.kind == "plan"


def _grid_cell(t: Texts, entry: Mapping[str, Any] | None) -> Child:
    if entry is None:
        return None
    state, findings = _state(entry), entry.get("findings") or {}
    said = f"{SIGNS[state]} {t(f'index.{state}')}"
    parts = (_name(t, entry), t.period(str(entry["period"])), t(f"index.{state}"))
    link = tag("a", said, href=str(entry["path"]), aria_label=", ".join(parts), class_=f"state {state}")
    shown = link if _is_there(entry) else tag("span", said, class_=f"state {state}")
    return joined([shown, *_counts(t, findings, SEVERITIES[:2], "small")])


def _listing(t: Texts, entries: list[Mapping[str, Any]], others: Mapping[tuple[str, str], list[Markup]]) -> Markup:
    """A row per report. What its cells are called on a phone stands in the page's style, once, not in each cell."""
    head = joined(tag("th", t(f"index.{key}"), scope="col") for key in HEADS)
    body = joined(_row(t, entry, others) for entry in entries)
    return tag("table", tag("thead", tag("tr", head)), tag("tbody", body), class_="stack", id="listing")


def _row(t: Texts, entry: Mapping[str, Any], others: Mapping[tuple[str, str], list[Markup]]) -> Markup:
    name, period, state = _name(t, entry), t.period(str(entry["period"])), _state(entry)
    foreign = str(entry.get("language", t.language))
    foreign = "" if foreign == t.language else foreign
    link = tag("a", f"{name}, {period}", href=str(entry["path"]), hreflang=foreign or None)
    shown: Child = link if _is_there(entry) else f"{name}, {period}"
    named_in = tag("small", LANGUAGE_NAMES.get(foreign, foreign), lang=foreign) if foreign else None
    contains = entry.get("contains") or {}
    counted = [t(f"index.{key}", n=t.number(int(contains[key]))) for key in CONTENTS if contains.get(key)]
    elsewhere = [] if foreign else others.get((str(entry["province"]), str(entry["period"])), [])
    named_state = f"{SIGNS[state]} {t(f'index.{state}')}"
    said = [
        named_state if state == "fresh" else tag("span", named_state, class_=f"state {state}"),
        tag("small", t("index.old")) if state == "failed" and entry.get("old") else None,
        _reason(t, str(entry.get("reason", ""))) if state != "fresh" else None,
    ]
    first = [shown, named_in, *(joined([" ", tag("small", link)]) for link in elsewhere)]
    cells = (", ".join(counted), _findings(t, entry.get("findings") or {}), joined(said))
    return tag("tr", tag("th", *first, scope="row"), *(tag("td", cell) for cell in cells))


def _reason(t: Texts, reason: str) -> Markup | None:
    """Why a page is as it is, in the reader's language where runs say it in words of their own."""
    if not reason:
        return None
    match = _REASON.match(reason)
    if match is None:
        return tag("small", reason, lang="en")
    code, data, names, file = match.groups()
    key = "_".join((code or (f"input {data}" if data else f"file {file}")).split())
    return tag("small", t(f"index.because_{key}"), f" ({names})" if names else "")


def _name(t: Texts, entry: Mapping[str, Any]) -> str:
    return name_of(str(entry["province"]), t, _window(entry))


def _findings(t: Texts, findings: Mapping[str, int]) -> Child:
    counted = _counts(t, findings, SEVERITIES, "span")
    return Markup(", ").join(counted) if counted else tag("span", t("index.no_findings"), class_="muted")


def _counts(t: Texts, findings: Mapping[str, int], severities: Sequence[str], element: str) -> list[Markup]:
    """How many findings there are of each of `severities` that has any."""
    return [
        tag(
            element,
            t(f"index.{key}", n=t.number(int(findings[key]))),
            class_="count critical" if key == "critical" else None,
        )
        for key in severities
        if findings.get(key)
    ]


@functools.cache
def _template(name: str) -> Any:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES / "site"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template(f"{name}.html.j2")
