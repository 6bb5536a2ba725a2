"""What is not where it belongs: rows that no edition of a form has, documents kept twice or under another province."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from analysis.errors import InputError, shorten
from analysis.reference.periods import parse_period
from analysis.reference.provinces import all_provinces, province_label, resolve_province
from analysis.tables import column_names
from analysis.validate import messages
from analysis.validate.cells import UNNAMED
from analysis.validate.finding_table import Finding
from analysis.validate.values import NO_NUMBERS

STRAY_RULE, TWICE_RULE, PROVINCE_RULE = "row-known", "document-twice", "issuer-of-province"
_MOST_ROWS = 6
_UNIT_OF_ISSUER = re.compile(r"(?:tỉnh|thành phố|TP\.?)\s+(.+?)(?:[,;.(]|$)", re.IGNORECASE)
_Row = dict[Any, Any]


def stray_checks(cells: pd.DataFrame, documents: pd.DataFrame) -> tuple[pd.DataFrame, list[Finding]]:
    """Checks and findings, one of each for every form and document that fails."""
    findings = [*_stray_rows(cells), *_kept_twice(documents), *_other_province(documents)]
    checks = [
        (one.rules[0], "duplicate" if one.rules[0] == TWICE_RULE else "unit", one.document_id, _EXPECTED[one.rules[0]],
         *NO_NUMBERS, "fails", ";".join(one.locations))
        for one in findings
    ]  # fmt: skip
    return pd.DataFrame(checks, columns=column_names("checks")), findings


_EXPECTED = {
    STRAY_RULE: "row of a form = row of a known edition",
    TWICE_RULE: "document = one folder",
    PROVINCE_RULE: "province of the issuer = province of the folder",
}


def _stray_rows(cells: pd.DataFrame) -> Iterator[Finding]:
    """Rows with a number that no edition has, in forms most of whose rows are known."""
    rows = cells[(cells["key"] != "") & cells["value"].notna()]
    unknown = rows["key"].str.startswith(UNNAMED)
    if not unknown.any():
        return
    form = rows["ref"].str.split(":").str[1]
    for (document, number), group in rows.assign(unknown=unknown, form=form).groupby(["document_id", "form"]):
        stray = group[group["unknown"]]
        if 0 < len(stray) < len(group) / 2:
            yield _stray(str(document), str(number), stray)


def _stray(document: str, form: str, rows: pd.DataFrame) -> Finding:
    named = [
        f"{ref.rpartition(':')[2]} ({shorten(label, messages.LABEL_LENGTH)})"
        for ref, label in zip(rows["ref"], rows["label"], strict=True)
    ]

    def write(language: str) -> str:
        more = messages.say(language, "more_rows", n=len(named) - _MOST_ROWS) if len(named) > _MOST_ROWS else ""
        shown = "; ".join(named[:_MOST_ROWS]) + more
        return messages.say(language, "finding.stray_rows", form=form, rows=shown)

    id_ = f"{document}#{STRAY_RULE}-{form}"
    suspects, locations = tuple(rows["ref"]), tuple(dict.fromkeys(rows["location"]))
    return Finding(id_, "info", document, (STRAY_RULE,), messages.in_both(write), suspects, "", locations)


def _kept_twice(documents: pd.DataFrame) -> Iterator[Finding]:
    """Documents of one source file and number, or of one number, type, province and period, in two folders."""
    seen: dict[tuple[str, ...], str] = {}
    for row in documents.to_dict("records"):
        own = str(row["document_id"])
        numbered = str(row["number"] or row["province"])
        keys: list[tuple[str, ...]] = [("source", str(row["source_sha256"]), numbered, str(row["period"]))]
        if row["number"]:
            keys.append(("number", *(str(row[name]) for name in ("number", "type", "province", "period"))))
        other = next((seen[key] for key in keys if key in seen), None)
        for key in keys:
            seen.setdefault(key, own)
        if other:

            def write(language: str, other: str = other) -> str:
                return messages.say(language, "finding.same_document", other=other)

            yield _about_document(own, TWICE_RULE, "source_sha256", messages.in_both(write))


def _other_province(documents: pd.DataFrame) -> Iterator[Finding]:
    """Documents whose issuer names a province other than the one they are filed under."""
    for row in documents.to_dict("records"):
        named = _UNIT_OF_ISSUER.search(str(row["issuer"] or ""))
        if named is None or row["province"] not in all_provinces():
            continue
        signed = row["signed_on"]
        day = parse_period(str(row["period"])).start if pd.isna(signed) else pd.Timestamp(signed).date()
        try:
            found = resolve_province(named[1], day)
        except InputError:
            continue  # a city or a name that is no province
        if found.key == row["province"]:
            continue
        names = {"found": province_label(found.key, day), "filed": province_label(str(row["province"]), day)}

        def write(language: str, row: _Row = row, names: Mapping[str, str] = names) -> str:
            return messages.say(language, "finding.other_province", issuer=row["issuer"], **names)

        yield _about_document(str(row["document_id"]), PROVINCE_RULE, "issuer", messages.in_both(write))


def _about_document(document: str, rule: str, field: str, message: tuple[str, str]) -> Finding:
    suspects, locations = (f"documents:{field}",), ("document.yml",)
    return Finding(f"{document}#{rule}", "critical", document, (rule,), message, suspects, "", locations)
