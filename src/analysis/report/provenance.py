"""What a page states of its making, at its end: written here, and read here again by `cchc verify`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from analysis.reference.texts import Texts
from analysis.report.html import Child, tag

# Stands for the page's own digest while that is being computed.
UNSEALED = "0" * 64


def provenance_section(t: Texts, provenance: Mapping[str, Any]) -> Markup:
    """The facts of a page's making as names and values, the last being its own digest (see `sealed`)."""
    entries = [_entry(t, name, _value(value)) for name, value in provenance.items() if name != "corrections"]
    corrections = provenance.get("corrections")
    if corrections is not None:
        entries.append(_entry(t, "corrections", _value(corrections) if corrections else t("sources.no_corrections")))
    return tag(
        "section",
        tag("h2", t("sources.provenance"), id="provenance-h"),
        tag("dl", *entries, _entry(t, "page", tag("code", UNSEALED))),
        id="provenance",
        aria_labelledby="provenance-h",
    )


def sealed(page: str) -> str:
    """`page` with the digest of its own text as the last fact, so that a page altered later is found out."""
    before, _, after = page.rpartition(UNSEALED)
    return f"{before}{hashlib.sha256(page.encode('utf-8')).hexdigest()}{after}"


def is_as_made(page: str, seal: str) -> bool:
    """Whether `page`, which states `seal` as its digest, is as it was made."""
    before, found, after = page.rpartition(seal)
    return bool(found) and hashlib.sha256(f"{before}{UNSEALED}{after}".encode()).hexdigest() == seal


def read_provenance(page: str) -> dict[str, Any]:
    """What `page` states, lists of names and values as mappings; {} when it is no report of this project."""
    from lxml import etree, html

    try:
        sections = html.document_fromstring(page.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8")).xpath(
            "//section[@id='provenance']"
        )
    except (etree.LxmlError, ValueError):
        return {}
    if len(sections) != 1:
        return {}
    return {entry.get("data-name"): _stated(entry.find("dd")) for entry in sections[0].findall("dl/div[@data-name]")}


def _stated(value: Any) -> str | dict[str, str]:
    items = [] if value is None else value.findall("ul/li")
    if not items:
        return "" if value is None else str(value.text_content()).strip()
    return {str(item.text or "").removesuffix(": "): str(item.findtext("code") or "") for item in items}


def _entry(t: Texts, name: str, value: Child) -> Markup:
    return tag("div", tag("dt", t.word("sources", name)), tag("dd", value), data_name=name)


def _value(value: Any) -> Child:
    """Mappings and lists as lists, the rest as text."""
    if isinstance(value, Mapping):
        return tag("ul", *(tag("li", f"{name}: ", tag("code", _plain(entry))) for name, entry in value.items()))
    if isinstance(value, (list, tuple)):
        return tag("ul", *(tag("li", _value(entry)) for entry in value))
    return tag("code", _plain(value))


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
