"""Sources and method. The provenance of one run (hashes, versions, corrections) is added when the page is made."""

from __future__ import annotations

from analysis.reference.corrections import corrections
from analysis.report.context import Context
from analysis.report.html import Child, Column, Fragment, items, section, table, tag
from analysis.report.sections.doubts import cell_name


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
        *_corrections(context),
        tag("h3", t("sources.method")),
        tag("p", t("sources.method_text")),
        tag("p", t("sources.window")),
    )


def _corrections(context: Context) -> list[Child]:
    """Corrections the office accepted for these documents: the cell, as printed, as used, why and by what paper."""
    t = context.texts
    own = set(context.own.documents["document_id"])
    lines = [
        t(
            "sources.correction",
            cell=cell_name(context, entry.cell),
            printed=entry.printed,
            value=t.number(entry.value),
            reason=entry.reason,
            source=entry.source,
        )
        for entry in corrections()
        if entry.document_id in own and entry.status == "accepted"
    ]
    return [tag("h3", t("sources.corrections")), items(lines) if lines else tag("p", t("sources.no_corrections"))]
