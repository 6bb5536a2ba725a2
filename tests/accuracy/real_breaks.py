"""How well validation finds wrong cells in provinces' own raw tables: one print of data/raw broken at a time.

Beside the synthetic reports: real labels, real notation, real contradictions already there. Every number that a
relation holds is broken by every kind of slip in the raw table, as printed; the table is cleaned and validated like any
other, and what validation says is held against what it says of the unbroken report. Whether a break can be seen at all
is computed here, in decimals, from the checks of the unbroken report: within the rounding of the only rate that holds a
count nobody sees it.
"""

from __future__ import annotations

import dataclasses
import hashlib
import random
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pandas as pd

from analysis.clean.pipeline import clean_folders, read_all
from analysis.clean.raw_folder import RawFolder, RawTable
from analysis.errors import InputErrors
from analysis.store import Project
from analysis.validate import Explanations, validate

SLIPS = ("digit", "transposed", "missing", "doubled", "moved separator", "neighbour")
ROOT = Path(__file__).resolve().parents[2]
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
_TERM = re.compile(r"f\d{3,}|\d+:[\d.]+")
Tables = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Place:
    """A cell of data/raw that a relation holds: table, row and column in its folder, and its name in findings."""

    table: int
    row: int
    column: str
    ref: str


@dataclass(frozen=True)
class Break:
    """One broken print: where, by which slip, what it said, and what it says."""

    place: Place
    kind: str
    before: str
    after: str


def measure() -> list[dict[str, object]]:
    """Figures of validation on the provinces' own tables, one row each like those of `validation.measure`."""
    judged = judge_all(Project(ROOT), 7)
    refused = judged[judged["refused"]]
    # Of a print that clean refuses nothing more is known: its gaps would make objects of the answers about the others.
    read = judged[~judged["refused"]].astype(
        dict.fromkeys(("detected", "first", "leading", "suggested", "as_found", "visible", "doubted"), bool)
    )
    visible = read[read["visible"]]
    name = "one broken print of data/raw"
    # A cell whose own print was wrong before has no known truth but what the unbroken report's finding says of it.
    told = visible["suggested"] | visible["as_found"]
    rows = [
        _row(f"{name}: refused by `cchc clean`, with its place", len(refused) / len(judged), None, len(judged)),
        _row(f"{name}: visible in the report's arithmetic", read["visible"].mean(), None, len(read)),
        _row(f"{name}: detected", visible["detected"].mean(), 0.99, len(visible)),
        _row(f"{name}: first suspect", visible["first"].mean(), 0.90, len(visible)),
        _row(f"{name}: first suspect, or told to be as likely", visible["leading"].mean(), None, len(visible)),
        _row(f"{name}: true value", visible["suggested"].mean(), 0.85, len(visible)),
        _row(f"{name}: true value, or the one found before the break", told.mean(), None, len(visible)),
    ]
    # Where the report contradicted itself before, or one sum alone holds the cell, no arithmetic tells which is wrong.
    kinds = {
        "all its relations held before, two or more": (visible["held"] >= 2) & ~visible["doubted"],
        "its one relation held before": (visible["held"] == 1) & ~visible["doubted"],
        "one of its relations failed before": visible["doubted"],
    }
    for words, chosen in kinds.items():
        part = visible[chosen]
        rows.append(_row(f"{name} ({words}): first suspect", part["first"].mean(), None, len(part)))
        rows.append(_row(f"{name} ({words}): true value", part["suggested"].mean(), None, len(part)))
    for kind, part in visible.groupby("kind"):
        rows.append(_row(f"{name} ({kind}): first suspect", part["first"].mean(), None, len(part)))
    hidden = read[~read["visible"]]
    rows.append(_row(f"{name}: new findings where nothing is to be seen", hidden["detected"].sum(), None, len(hidden)))
    return rows


def judge_all(project: Project, seed: int) -> pd.DataFrame:
    """One row per break: the document, the cell, the slip, and what validation made of it."""
    chance = random.Random(seed)
    found = []
    with tempfile.TemporaryDirectory() as scratch:
        solve = Explanations(Path(scratch) / "explanations.json", "")
        for folder in read_all(project):
            whole = _tables(folder, folder.document_id)
            before = validate(whole, solve)
            checks = before.checks[before.checks["verdict"].isin(["holds", "rounding", "fails"])]
            checks = checks[checks["expression"].str.contains(" (?:=|<=) ") & checks["kind"].ne("duplicate")]
            held = {name for text in checks["expression"] for name in _TERM.findall(text)}
            broken = list(_breaks(folder, held, chance))
            found += _judge(folder, whole, list(checks["expression"]), before.findings, broken, solve)
    return pd.DataFrame(found)


def _tables(folder: RawFolder, document: str) -> Tables:
    """The cleaned tables of one folder under another id, with what its figures print."""
    tables = clean_folders([folder])
    prints = [row["printed"] for table in folder.of_kind("figures") for row in table.rows]
    province = document.partition("/")[0]
    named = {name: frame.assign(document_id=document, province=province) for name, frame in tables.items()}
    # A copy is a document of its own, not the same file kept twice.
    named["documents"] = named["documents"].assign(source_sha256=hashlib.sha256(document.encode()).hexdigest())
    if len(named["figures"]):
        named["figures"] = named["figures"].assign(printed=pd.Series(prints, dtype="str"))
    return named


def _judge(
    folder: RawFolder, whole: Tables, relations: list[str], said: pd.DataFrame, broken: list[Break], solve: Explanations
) -> list[dict[str, object]]:
    parts: list[Tables] = []
    rows: list[dict[str, object]] = []
    for number, one in enumerate(broken):
        document = f"p{number}/{folder.document_id.partition('/')[2]}"
        row: dict[str, object] = {"document": folder.document_id, "id": document, "break": one, "kind": one.kind}
        rows.append(row)
        try:
            tables = _tables(_with(folder, one), document)
        except InputErrors as errors:
            row |= {"refused": True, "error": str(errors)}
            continue
        parts.append(tables)
        row |= {"refused": False, **_seen(relations, whole, tables, one)}
    if not parts:
        return rows
    joined = {name: pd.concat([part[name] for part in parts], ignore_index=True) for name in parts[0]}
    validation = validate(joined, solve)
    by_document = {str(name): part for name, part in validation.findings.groupby("document_id")}
    truths = _values(whole)
    for row in rows:
        if not row["refused"]:
            found = by_document.get(str(row["id"]))
            row |= _verdict(row["break"], found, said, truths, validation.as_good)  # type: ignore[arg-type]
    return rows


def _verdict(
    one: Break,
    found: pd.DataFrame | None,
    said: pd.DataFrame,
    truths: Mapping[str, Decimal],
    as_good: Mapping[str, tuple[tuple[str, str], ...]],
) -> dict[str, object]:
    """What the findings that the unbroken report does not have say of the broken cell.

    A finding that suggests first what one of the unbroken report suggests first is that one, if fewer relations show it.
    """
    ref = one.place.ref
    before = [
        _told(suspects, suggested) for suspects, suggested in zip(said["suspects"], said["suggested"], strict=True)
    ]
    new, leading = [], []
    for id_, suspects, suggested in [] if found is None else found[["id", "suspects", "suggested"]].to_numpy().tolist():
        if _told(suspects, suggested) not in before:
            new.append((suspects.split(";"), suggested.split(" | ")))
            leading.append({new[-1][0][0], *(name for name, _ in as_good.get(id_, ()))})
    changes = [change for _, options in new for option in options for change in option.split("; ")]
    values = {Decimal(value) for change in changes if (value := change.partition(" -> ")[2])}
    wrong_before = {Decimal(text.partition(" -> ")[2]) for name, text in before if name == ref and " -> " in text}
    return {
        "detected": bool(new),
        "first": bool(new) and new[0][0][0] == ref,
        "leading": bool(new) and ref in leading[0],
        "suggested": truths.get(ref) in values,
        "as_found": bool(wrong_before & values),
        "new": new,
    }


def _told(suspects: str, suggested: str) -> tuple[str, str]:
    """What a finding says first; all that it names where it suggests nothing."""
    return (suspects.partition(";")[0], suggested.partition(" | ")[0]) if suggested else (suspects, "")


def _seen(relations: list[str], whole: Tables, broken: Tables, one: Break) -> dict[str, object]:
    """How many relations hold the cell, whether one failed before, and whether the break can be seen.

    It can where a relation that held no longer does, where an equation that failed fails by another amount, and where
    the print can no longer be read.
    """
    before, after = _values(whole), _values(broken)
    own = [text for text in relations if one.place.ref.partition(":")[2] in _TERM.findall(text)]
    equations = [text for text in own if " = " in text]
    scale = _decimals(before)
    gaps = {text: _gap(text, before, scale) for text in own}
    said = {"held": len(equations), "doubted": any(gap > 0 for gap in gaps.values())}
    if one.place.ref not in after:
        return {**said, "visible": True}
    changed = {**before, one.place.ref: after[one.place.ref]}
    now = {text: _gap(text, changed, _decimals(changed)) for text in own}
    seen = any(gap > 0 and (gaps[text] == 0 or (text in equations and gap != gaps[text])) for text, gap in now.items())
    return {**said, "visible": seen}


def _decimals(values: Mapping[str, Decimal]) -> dict[str, int]:
    return {ref: -int(value.as_tuple().exponent) for ref, value in values.items()}


def _gap(text: str, values: Mapping[str, Decimal], scale: Mapping[str, int]) -> Decimal:
    """By how much a relation misses what its prints allow; 0 where it holds or a value is not there."""
    names = {
        name: f"figures:{name}" if name.startswith("f") else f"observations:{name}" for name in _TERM.findall(text)
    }
    if any(ref not in values for ref in names.values()):
        return Decimal(0)
    left, operator, right = re.split(r" (=|<=) ", text)
    above, _, below = right.partition(" / ")
    total = [sum((values[names[name]] for name in _TERM.findall(side)), Decimal(0)) for side in (left, above, below)]
    if below and not total[2]:
        return Decimal(0)
    computed = 100 * total[1] / total[2] if below else total[1]
    rounded = [ref for ref in names.values() if scale[ref] or (below and ref == names[_TERM.findall(left)[0]])]
    room = sum((Decimal(1).scaleb(-scale[ref]) / 2 for ref in rounded), Decimal(0))
    gap = total[0] - computed if operator == "<=" else abs(total[0] - computed)
    return max(gap - room, Decimal(0))


def _values(tables: Tables) -> dict[str, Decimal]:
    """Values by name of the cell, with as many decimals as they are printed with."""
    rows = tables["observations"]
    found = {
        f"observations:{form}:{code}": (value, printed)
        for form, code, value, printed in zip(rows["form"], rows["code"], rows["value"], rows["raw_value"], strict=True)
    }
    rows = tables["figures"]
    if len(rows):
        found |= {f"figures:{i}": pair for i, *pair in zip(rows["id"], rows["value"], rows["printed"], strict=True)}
    return {ref: _decimal(value, printed) for ref, (value, printed) in found.items() if value == value}


def _decimal(value: float, printed: str) -> Decimal:
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    shown = re.search(r"[.,](\d+)\s*%?\s*$", printed)
    if shown and len(shown[1]) != 3:
        return Decimal(f"{value:.{len(shown[1])}f}")
    return Decimal(text)


def _breaks(folder: RawFolder, held: set[str], chance: random.Random) -> Iterator[Break]:
    for place in _places(folder, held):
        for kind in SLIPS:
            slip = _broken(folder, place, kind, chance)
            if slip is not None:
                yield slip


def _places(folder: RawFolder, held: set[str]) -> Iterator[Place]:
    number = 0
    for at, table in enumerate(folder.tables):
        for row, cells in enumerate(table.rows):
            if table.kind == "form":
                name = f"{table.form}:{cells['code'].strip(' .,)')}"
                if name in held:
                    yield Place(at, row, "value", f"observations:{name}")
            elif table.kind == "figures":
                number += 1
                if f"f{number:03d}" in held:
                    yield Place(at, row, "printed", f"figures:f{number:03d}")


def _broken(folder: RawFolder, place: Place, kind: str, chance: random.Random) -> Break | None:
    rows = folder.tables[place.table].rows
    printed = rows[place.row][place.column]
    number = _NUMBER.search(printed)
    if number is None:
        return None
    for _ in range(40):
        if kind == "neighbour":
            beside = place.row + chance.choice((-1, 1))
            near = rows[beside] if 0 <= beside < len(rows) else {}
            same = near.get("unit") == rows[place.row]["unit"] and _NUMBER.search(near.get(place.column, ""))
            after = near[place.column] if same else printed
        else:
            text = _slipped(number[0], kind, chance)
            after = printed[: number.start()] + text + printed[number.end() :]
        if after != printed:
            return Break(place, kind, printed, after)
    return None


def _slipped(number: str, kind: str, chance: random.Random) -> str:
    """`number` as printed with one slip, its separators left where they would be set; itself where there is no room."""
    separators = [at for at, sign in enumerate(number) if sign in ".,"]
    digits = re.sub(r"[.,]", "", number)
    at = chance.randrange(len(digits))
    if kind == "moved separator":
        if len(separators) != 1 or len(digits) < 3:
            return number
        to = separators[0] + chance.choice((-1, 1))
        return f"{digits[:to]}{number[separators[0]]}{digits[to:]}" if 0 < to < len(digits) else number
    if kind == "digit":
        changed = digits[:at] + chance.choice("0123456789") + digits[at + 1 :]
    elif kind == "transposed":
        at = max(0, at - 1)
        changed = digits[:at] + digits[at + 1 : at + 2] + digits[at] + digits[at + 2 :]
    elif kind == "missing":
        changed = digits[:at] + digits[at + 1 :]
    else:
        changed = digits[: at + 1] + digits[at:]
    if not changed or (changed[0] == "0" and number[0] != "0" and len(changed) > 1):
        return number
    return _as_set(changed, number, separators)


def _as_set(digits: str, number: str, separators: list[int]) -> str:
    """Digits with the separators of `number`, counted from the right as thousands and decimals are.

    >>> _as_set("1015853", "1.015.153", [1, 5])
    '1.015.853'
    """
    from_right = {sum(sign.isdigit() for sign in number[at:]): number[at] for at in separators}
    for place, sign in sorted(from_right.items()):
        at = len(digits) - sum(other < place for other in from_right) - place
        digits = f"{digits[:at]}{sign}{digits[at:]}" if at > 0 else digits
    return digits


def _with(folder: RawFolder, one: Break) -> RawFolder:
    """`folder` with one print exchanged."""
    table = folder.tables[one.place.table]
    row = {**table.rows[one.place.row], one.place.column: one.after}
    rows = (*table.rows[: one.place.row], row, *table.rows[one.place.row + 1 :])
    changed: RawTable = dataclasses.replace(table, rows=rows)
    return dataclasses.replace(
        folder, tables=(*folder.tables[: one.place.table], changed, *folder.tables[one.place.table + 1 :])
    )


def _row(name: str, value: float, target: float | None, cases: int) -> dict[str, object]:
    return {"measure": name, "value": round(float(value), 4), "target": target, "cases": cases}
