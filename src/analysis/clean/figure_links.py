"""Links between the figures of one narrative: relations parsed, parents that exist, no figure part of itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.errors import InputError, Place

_RELATION = re.compile(
    r"|whole|part(?::[a-z])?|subset|rank|ratio_of:(?P<top>f\d+(?:\+f\d+)*)/(?P<bottom>f\d+(?:\+f\d+)*)"
)


@dataclass(frozen=True)
class Relation:
    """A parsed relation: its kind ("", whole, part, subset, ratio_of, rank) and, for a ratio, the ids it is made of."""

    kind: str
    numerator: tuple[str, ...] = ()
    denominator: tuple[str, ...] = ()


def parse_relation(text: str) -> Relation | None:
    """The relation written `text` ("ratio_of:f003/f003+f007"), or None when it follows no rule of the contract."""
    match = _RELATION.fullmatch(text)
    if match is None:
        return None
    if match["top"]:
        return Relation("ratio_of", tuple(match["top"].split("+")), tuple(match["bottom"].split("+")))
    return Relation(text.partition(":")[0])


def link_errors(rows: Sequence[Mapping[str, str]], ids: Mapping[str, int], index: int, file: str) -> list[InputError]:
    """What is wrong with a row's parent and relation, taken by themselves; `ids` are the rows' places by their ids."""
    row = rows[index]
    parent, printed = row["parent"].strip(), row["relation"].strip()
    at_parent = Place(file, index + 2, "parent", row["parent"])
    at_relation = Place(file, index + 2, "relation", row["relation"])
    relation = parse_relation(printed)
    if relation is None:
        remedy = "write nothing, whole, part, subset, rank or ratio_of:f001/f002 (sums: f001+f003)"
        return [InputError("a relation that no rule can read", at_relation, remedy)]
    errors: list[InputError] = []
    if parent and parent not in ids:
        errors.append(InputError("a parent that is no row", at_parent, f"rows are f001 … f{len(rows):03d}, by order"))
    if relation.kind in ("part", "subset") and not parent:
        remedy = "name the whole in the parent column, or leave the relation empty"
        errors.append(InputError(f"a {relation.kind} without a whole", at_relation, remedy))
    missing = [part for part in relation.numerator + relation.denominator if part not in ids]
    if missing:
        what = f"a ratio of {', '.join(missing)}, which is no row"
        errors.append(InputError(what, at_relation, f"rows are f001 … f{len(rows):03d}, by order"))
    elif index in (ids[part] for part in relation.numerator + relation.denominator):
        errors.append(InputError("a ratio of itself", at_relation, "name the counts that the rate comes from"))
    return errors


def cycle_errors(rows: Sequence[Mapping[str, str]], ids: list[str], file: str) -> list[InputError]:
    """A figure that is, through its parents, a part of itself; each circle is reported once, at its first row."""
    parents = {id_: row["parent"].strip() for id_, row in zip(ids, rows, strict=True)}
    done: set[str] = set()
    errors: list[InputError] = []
    for id_ in ids:
        path: list[str] = []
        at = id_
        while at and at in parents and at not in done and at not in path:
            path.append(at)
            at = parents[at]
        if at in path:
            circle = " → ".join([*path[path.index(at) :], at])
            place = Place(file, ids.index(at) + 2, "parent", parents[at])
            errors.append(InputError(f"a figure that is part of itself: {circle}", place, "name the whole as parent"))
        done.update(path)
    return errors
