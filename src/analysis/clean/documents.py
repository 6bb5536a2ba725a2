"""A document's own facts, typed: province, period, number, dates, signer."""

from __future__ import annotations

import datetime as dt

from analysis.clean.raw_folder import RawFolder
from analysis.errors import InputError, InputErrors, Place
from analysis.reference.periods import parse_period
from analysis.reference.provinces import NATIONAL, all_provinces, unknown_province
from analysis.tables import NOT_IDENTIFIED
from analysis.vietnamese.text import normalise, slug

_NO_UNIT = (NOT_IDENTIFIED, NATIONAL)


def clean_document(folder: RawFolder) -> dict[str, object]:
    """The row of table `documents` for `folder`.

    Raises InputErrors for an unknown province or one that did not exist then, an unknown period, a date that is none,
    or a sidecar that disagrees with the folder it lies in.
    """
    errors: list[InputError] = []
    fields = {name: normalise(value) for name, value in folder.fields.items()}
    signed_on = _date(folder, fields["signed_on"], errors)
    _check_period(folder, fields["period"], errors)
    _check_province(folder, fields["province"], fields["period"], signed_on, errors)
    years = {name: _year(folder, name, fields[name], errors) for name in ("plan_start", "plan_end")}
    if errors:
        raise InputErrors(errors)
    kept = (
        "province",
        "period",
        "number",
        "type",
        "title",
        "issuer",
        "place",
        "signer",
        "source_name",
        "source_sha256",
    )
    return {
        "document_id": folder.document_id,
        **{name: fields[name] for name in kept},
        "signed_on": signed_on,
        **years,
    }


def province_folder(province: str) -> str:
    """Name of a province's folder: its key, and "not-identified" for a document that names none."""
    return slug(province)


def _check_province(
    folder: RawFolder, province: str, period: str, signed_on: dt.date | None, errors: list[InputError]
) -> None:
    where = Place(folder.file, column="province", value=province)
    if province not in all_provinces() and province not in _NO_UNIT:
        unknown = unknown_province(province)
        errors.append(InputError(unknown.what, where, unknown.remedy))
    elif province_folder(province) != folder.document_id.split("/")[0]:
        errors.append(
            InputError("the province is not that of the folder", where, "move the folder or correct the field")
        )
    elif province in all_provinces() and not errors:
        day = signed_on or parse_period(period).start
        if not all_provinces()[province].exists_on(day):
            what = f"province {province!r} did not exist on {day:%d/%m/%Y}"
            errors.append(InputError(what, where, "use the unit of that date (63 until 30/6/2025, 34 since)"))


def _check_period(folder: RawFolder, period: str, errors: list[InputError]) -> None:
    where = Place(folder.file, column="period", value=period)
    try:
        parse_period(period)
    except InputError as error:
        errors.append(InputError(error.what, where, error.remedy))
        return
    if period != folder.document_id.split("/")[1]:
        errors.append(InputError("the period is not that of the folder", where, "move the folder or correct the field"))


def _date(folder: RawFolder, text: str, errors: list[InputError]) -> dt.date | None:
    if not text:
        return None
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return dt.datetime.strptime(text, form).date()
        except ValueError:
            continue
    errors.append(
        InputError("a date that is none", Place(folder.file, column="signed_on", value=text), "write 2024-06-14")
    )
    return None


def _year(folder: RawFolder, name: str, text: str, errors: list[InputError]) -> int | None:
    if text and not (text.isascii() and text.isdigit() and len(text) == 4):
        errors.append(InputError("a year that is none", Place(folder.file, column=name, value=text), "write 2025"))
        return None
    return int(text) if text else None
