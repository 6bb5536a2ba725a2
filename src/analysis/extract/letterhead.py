"""Who issued a document, when, and which period it is about: the fields of `document.yml`.

What the head prints wins over what an appendix or the running text says. What is not printed stays empty, and every
conclusion that is not plainly printed is put in `notes`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from analysis.documents import Document
from analysis.errors import InputError
from analysis.extract.head import Head, read_head
from analysis.extract.head_issuer import issuer_and_unit, signer_of
from analysis.extract.head_parts import title_and_type
from analysis.extract.period_words import names_month, only_year, period_of_title, period_span, several_parts
from analysis.extract.province_words import ProvinceFinder
from analysis.reference.periods import parse_period
from analysis.reference.provinces import NATIONAL, all_provinces, resolve_province
from analysis.tables import NOT_IDENTIFIED


@dataclass(frozen=True)
class Letterhead:
    """The facts of a document's head; "" and None where nothing is printed. `notes` says what was concluded."""

    province: str
    period: str
    number: str
    type: str
    title: str
    issuer: str
    signed_on: dt.date | None
    place: str
    signer: str
    plan_start: int | None
    plan_end: int | None
    notes: tuple[str, ...]


def read_letterhead(document: Document, province: str | None = None, period: str | None = None) -> Letterhead:
    """Read the head of `document`. `province` (key or name) and `period` (code), if given, win over what is printed.

    The period is "" when nothing tells it; the province is "not identified" when none is named.
    """
    head = read_head(document)
    notes = list(head.notes)
    title, kind = title_and_type(head, document)
    code = _period(head, title, kind, document, period, notes)
    unit = _province(head, title, document, province, code, notes)
    span = _plan_years(title, kind, code, head)
    return Letterhead(
        province=unit,
        period=code,
        number=head.number,
        type=kind,
        title=title,
        issuer=issuer_and_unit(head, unit),
        signed_on=head.signed_on,
        place=head.place,
        signer=signer_of(document, notes, official=bool(head.number or head.signed_on)),
        plan_start=span[0] if span else None,
        plan_end=span[1] if span else None,
        notes=tuple(notes),
    )


def _period(head: Head, title: str, kind: str, document: Document, given: str | None, notes: list[str]) -> str:
    printed = period_of_title(title, head.signed_on, kind)
    if given:
        code = parse_period(given).code
        if printed and printed != code:
            notes.append(f"period: {code} as given, the title says {printed}")
        return code
    if printed:
        if several_parts(title):
            notes.append(f"period: {printed}, the longest of those the title names")
        return printed
    if names_month(title):
        notes.append("period: the title names a month, which is no reporting period; name one with --period")
        return ""
    if head.signed_on is None:
        opening = f"{head.text}\n{_opening(document)}"
        code = period_of_title(opening, None, kind) or only_year("\n".join(head.first_lines))
        if code:
            notes.append(f"period: {code} taken from the opening text, the title prints none")
        return code
    notes.append(f"period: {head.signed_on.year} is the year of signing, the title prints none")
    return str(head.signed_on.year)


def _plan_years(title: str, kind: str, code: str, head: Head) -> tuple[int, int] | None:
    """First and last year of a plan, None for another type and for a plan whose years are only those of signing."""
    if kind != "plan" or (head.signed_on and not period_of_title(title, head.signed_on, kind)):
        return None
    return period_span(title, code)


def _opening(document: Document) -> str:
    """The first paragraphs, where a text without a head says which years it is about."""
    return "\n".join(block.text for _, block in zip(range(12), document.paragraphs(), strict=False))


def _province(head: Head, title: str, document: Document, given: str | None, period: str, notes: list[str]) -> str:
    day = head.signed_on or _day_of(period)
    finder = ProvinceFinder(day)
    printed = finder.in_head(head.issuer_lines, head.place, title, head.first_lines)
    source = "the head"
    if not printed:
        printed, source = finder.in_text(document), "the running text"
    if given:
        unit = _given_province(given, day)
        if printed and printed != unit and unit in all_provinces():
            notes.append(f"province: {unit} as given, {source} names {printed}")
        return unit
    if printed and source != "the head":
        notes.append(f"province: {printed} taken from {source}, the head names none")
    if not printed:
        notes.append("province: none is named in the document; name one with --province")
    return printed or NOT_IDENTIFIED


def _given_province(given: str, day: dt.date | None) -> str:
    """Key of the province a user named by key or by name; InputError for an unknown one."""
    if given in all_provinces() or given in (NOT_IDENTIFIED, NATIONAL):
        return given
    if given == "not-identified":
        return NOT_IDENTIFIED
    if day is None:
        remedy = "give its key (see provinces.csv), or the period too"
        raise InputError(f"province {given!r} cannot be placed in time", remedy=remedy)
    return resolve_province(given, day).key


def _day_of(period: str) -> dt.date | None:
    return parse_period(period).start if period else None
