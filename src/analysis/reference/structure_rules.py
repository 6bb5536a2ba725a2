"""Rules of the processed tables' columns, as data: which must be filled, of a vocabulary, a pattern, within bounds.

One line of relations_structure.csv is one rule of one column (or of several joined by "+", for `unique`).
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from analysis.errors import InputError, Place
from analysis.reference.files import read_rows
from analysis.reference.relations import number_or
from analysis.tables import PROCESSED, SEVERITIES
from analysis.vietnamese.text import slug

# Lists of the contract and the reference data that a structure rule may name; `suites.vocabulary` knows their words.
VOCABULARIES = (
    "@provinces", "@forms", "@row_indicators", "@levels", "@kinds", "@domains", "@comparators", "@directions",
    "@deadline_kinds", "@recurrences", "@check_kinds", "@verdicts", "@severities",
)  # fmt: skip
STRUCTURE_RULES = ("filled", "vocabulary", "pattern", "bounds", "unique", "known")


@dataclass(frozen=True)
class StructureRule:
    """One rule of a processed table's column; `least_share` of its rows must have a value (1: all of them).

    `where` limits a rule `filled` to some rows, as a query of pandas: a part must name its whole, others need not.
    """

    table: str
    column: str
    rule: str
    argument: str
    least_share: float
    where: str
    severity: str
    meaning_vi: str
    meaning_en: str

    @property
    def name(self) -> str:
        """The name under which checks and findings speak of it."""
        return f"structure-{self.table}-{slug(self.column)}-{self.rule}"


@functools.cache
def structure_rules() -> tuple[StructureRule, ...]:
    """Rules of the processed tables' columns; InputError for a word or a column that does not exist."""
    name = "relations_structure.csv"
    columns = ("table", "column", "rule", "argument", "least_share", "where", "severity", "meaning_vi", "meaning_en")
    found = []
    for number, row in enumerate(read_rows(name, columns), start=2):
        known = PROCESSED.get(row["table"], ())
        missing = set(row["column"].split("+")) - {column.name for column in known}
        if missing or row["rule"] not in STRUCTURE_RULES or row["severity"] not in SEVERITIES:
            where = Place(name, number, None, ",".join(row.values()))
            raise InputError("a rule that names no table, column, rule or severity", where, "correct the line")
        _check_argument(row, name, number)
        share = number_or(row, "least_share", "1", name, number)
        found.append(StructureRule(**{**row, "least_share": share}))  # type: ignore[arg-type]
    return tuple(found)


def _check_argument(row: dict[str, str], file: str, number: int) -> None:
    argument, sound, remedy = row["argument"], True, "write the least and the greatest value: 0..100"
    if row["rule"] == "bounds":
        sound = re.fullmatch(r"-?\d+(\.\d+)?\.\.-?\d+(\.\d+)?", argument) is not None
    elif row["rule"] == "vocabulary":
        remedy = f"write words joined by | or one of {', '.join(VOCABULARIES)}"
        sound = bool(argument) and (not argument.startswith("@") or argument in VOCABULARIES)
    elif row["rule"] == "pattern":
        remedy = "write a regular expression"
        try:
            re.compile(argument)
        except re.error:
            sound = False
    if not sound:
        raise InputError("an argument that cannot be used", Place(file, number, "argument", argument), remedy)
