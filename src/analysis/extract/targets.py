"""Quantified commitments in the running text of a plan, one raw row per atomic target, as printed.

Rows have the columns of the raw contract: section (nearest headings), label (what is measured), printed (the words that
carry the number, with a base year), deadline (the words that give it), location. A report promises nothing: no rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from analysis.documents.model import Document, Paragraph, Piece, Table
from analysis.extract.indicator_match import match_indicator
from analysis.extract.targets_comparators import slipped_comparator
from analysis.extract.targets_document import first_year, is_plan, is_report
from analysis.extract.targets_mentions import fold_in_place
from analysis.extract.targets_reader import PassageReader
from analysis.extract.targets_sections import PREAMBLE, Passage, passages
from analysis.extract.targets_sharing import Found
from analysis.extract.targets_table_layout import layout_of
from analysis.extract.targets_tables import TableTarget, read_table

_ARTICLE = re.compile(r"\s*Điều\s+\d")  # "Điều 1. Ban hành kèm theo …" enacts the plan, it promises nothing itself
_COLUMNS = ("section", "label", "printed", "deadline", "location")
_NO_PROMISES = ("results", "funding")


def extract_targets(document: Document) -> list[dict[str, str]]:
    """Targets of `document` in print order; none for a report."""
    if is_report(document):
        return []
    plan, since = is_plan(document), first_year(document)
    rows: list[dict[str, str]] = []
    for passage in passages(document):
        if passage.kind in _NO_PROMISES:
            continue
        if passage.table is not None:
            rows.extend(_table_rows(passage, passage.table, since))
            continue
        if plan and passage.section and not passage.kind:
            passage = replace(passage, kind="tasks")  # "IV. KIỂM TRA" of a plan says what will be done
        enacts = passage.kind in ("principles", PREAMBLE) or _ARTICLE.match(passage.paragraph.text)
        wishes_only = bool(enacts) or not (plan or passage.kind or passage.deadline)
        rows.extend(_row(passage, found) for found in PassageReader(passage, wishes_only, since).read())
    return rows


def _table_rows(passage: Passage, table: Table, since: int) -> Iterator[dict[str, str]]:
    """Rows of a table that sets targets; none for any other table."""
    layout = layout_of(table, since)
    for found in read_table(table, layout) if layout else ():
        section = " / ".join([*filter(None, [passage.section]), *(name.rstrip(" :,") for name in found.group)])
        if isinstance(found, TableTarget):
            deadline = found.deadline or passage.deadline
            yield dict(zip(_COLUMNS, (section, found.label, found.printed, deadline, found.location), strict=True))
        else:
            text = Paragraph(found.cell.text, (Piece(0, found.cell.location),))
            cell = replace(
                passage,
                paragraph=text,
                section=section,
                kind="goals",
                deadline=found.deadline or passage.deadline,
                table=None,
            )
            yield from (_row(cell, item) for item in PassageReader(cell, False, since).read())


def tolerant_matches(rows: Iterable[Mapping[str, str]]) -> list[str]:
    """One line for every target of `rows` that was understood in spite of a slip, with the score of the likeness.

    Also for every target that no indicator of the vocabulary names. The vocabulary is asked by words alone, so unit and
    direction are tried in turn; cleaning asks with both.
    """
    lines: list[str] = []
    for row in rows:
        number = re.search(r"[\s<>≤≥]*\d", row["printed"])
        slip = slipped_comparator(fold_in_place(row["printed"][: number.start()])) if number else None
        if slip is not None and slip.score < 100:
            lines.append(f"{row['location']}: {row['printed']!r} is read as {slip.meant!r} (score {slip.score:g})")
        tried = [match_indicator(row["label"], unit, way) for unit, way in _WAYS]
        best = max(tried, key=lambda match: match.score)
        if best.how == "none":
            lines.append(f"{row['location']}: no indicator for {row['label'][:80]!r}")
        elif best.how != "phrase":
            lines.append(f"{row['location']}: {row['label'][:80]!r} is {best.key} ({best.how}, score {best.score:g})")
    return lines


_WAYS = (
    ("percent", "reach"),
    ("percent", "decrease"),
    ("percent", "increase"),
    ("count", "reach"),
    ("rank", "reach"),
)


def _row(passage: Passage, found: Found) -> dict[str, str]:
    location = passage.paragraph.locate(found.mention.start)
    return dict(zip(_COLUMNS, (passage.section, found.label, found.printed, found.deadline, location), strict=True))
