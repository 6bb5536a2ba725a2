"""Sources and method. The provenance of one run (hashes, versions, corrections) is added when the page is made."""

from __future__ import annotations

from analysis.report.context import Context
from analysis.report.html import Column, Fragment, section, table, tag


def sources(context: Context) -> Fragment:
    """Source documents with their hashes, and how figures were read and checked."""
    t = context.texts
    heads = [Column(t("sources.documents")), Column(t("sources.file")), Column(t("sources.hash"))]
    cells = [
        (
            row["number"] or row["title"],
            row["source_name"],
            tag("code", row["source_sha256"]),
        )
        for _, row in context.own.documents.iterrows()
    ]
    return section(
        "sources",
        t("sources.heading"),
        table(heads, cells, stack=True) if cells else None,
        tag("h3", t("sources.method")),
        tag("p", t("sources.method_text")),
        tag("p", t("sources.window")),
    )
