"""Findings: what contradicts what, which cell is most likely wrong, what it should be, and what to do about it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np

from analysis.tables import SEVERITIES
from analysis.validate import messages
from analysis.validate.choices import Change
from analysis.validate.finding_table import Finding
from analysis.validate.groups import Group
from analysis.validate.locate import Explanation
from analysis.validate.memory import Solve, solve
from analysis.validate.messages import Broken, Printed
from analysis.validate.network import LEFT, NUMERATOR, Evaluation, Network
from analysis.validate.problem import Problem

# Explanations whose cost differs by less are equally good.
_AS_GOOD = 0.1
# A message names so many explanations; `suggested` holds them all.
MOST_OPTIONS = 5
_SIDES = (LEFT, NUMERATOR)


class FindingWriter:
    """Turns failing relations of a network into findings."""

    def __init__(self, network: Network, evaluation: Evaluation, solve: Solve = solve) -> None:
        self.network, self.evaluation, self._solve = network, evaluation, solve
        # Columns as arrays: a national run asks for single values a hundred thousand times.
        self._relation = {name: network.relations[name].to_numpy(dtype=object) for name in network.relations}
        self._cell = {name: network.cells[name].to_numpy(dtype=object) for name in network.cells}
        order = np.argsort(network.relation, kind="stable")
        self._terms, self._roles = network.cell[order], network.role[order]
        self._starts = np.searchsorted(network.relation[order], np.arange(len(network.relations) + 1))

    def located(self, problem: Problem) -> list[Finding]:
        """Findings of one component: one for each group of failing relations that share a suspect."""
        return [self._of_group(problem, group) for group in self._solve(problem)]

    def unlocated(self) -> list[Finding]:
        """Findings of failing relations through which no cell is sought: the scope of their figures may differ."""
        fails = self.evaluation.fails & ~self._relation["locate"].astype(bool)
        return [self._of_scope(int(number)) for number in np.flatnonzero(fails)]

    def _of_scope(self, relation: int) -> Finding:
        document = self._relation["document_id"][relation]
        cells = self._cells_of([relation])
        shown = [self._printed(cell, document) for cell in cells]

        def write(language: str) -> str:
            places = "; ".join(messages.place(language, cell) for cell in shown)
            return messages.say(language, "finding.scope", relations=self._broken(language, [relation]), cells=places)

        return self._finding(document, [relation], messages.in_both(write), [self._ref(c, document) for c in cells], "")

    def _of_group(self, problem: Problem, group: Group) -> Finding:
        relations = [problem.relations[position].number for position in group.failing]
        # The document of the first failing relation: the later one where two periods are compared.
        document = self._relation["document_id"][relations[0]]
        ranked = list(group.explanations)
        # One suspect for each change that `suggested` names, in its order, so that the two can be read side by side.
        changes = [*(change for one in ranked for change in one.changes), *_further(ranked)]
        suspects = [self._ref(problem.cells[change.cell].number, document) for change in changes]
        suggested = " | ".join(self._suggestions(problem, ranked))
        if not suspects:
            suspects = [self._ref(cell, document) for cell in self._most_concerned(relations)]
        message = self._message(problem, group, relations, document)
        cut = self._is_cut(relations, ranked)
        finding = self._finding(document, relations, message, suspects, suggested, cut=cut)
        finding = dataclasses.replace(finding, as_good=self._as_good(problem, ranked, document))
        if group.shared < len(group.failing):
            return finding
        # Another finding is named after the same relation.
        return dataclasses.replace(finding, id=f"{finding.id}-{suspects[0].partition(':')[2].replace(':', '-')}")

    def _finding(
        self,
        document: str,
        relations: Sequence[int],
        message: tuple[str, str],
        suspects: Sequence[str],
        suggested: str,
        cut: bool = False,
    ) -> Finding:
        severities = [self._relation["severity"][relation] for relation in relations]
        severity = "info" if cut else min(severities, key=SEVERITIES.index)
        rules = tuple(self._relation["rule"][relation] for relation in relations)
        locations = [self._cell["location"][cell] for cell in self._cells_of(relations)]
        gaps = [self._gap(relation) for relation in relations]
        weight = len(relations) + min(1.0, max(gaps))
        return Finding(
            f"{document}#{rules[0]}", severity, document, rules, message, tuple(suspects), suggested, tuple(locations),
            weight,
        )  # fmt: skip

    def _message(self, problem: Problem, group: Group, relations: Sequence[int], document: str) -> tuple[str, str]:
        # What another fault breaks too says little of this one; it is told only where nothing else is.
        told = relations[: len(relations) - group.shared] or relations

        def write(language: str) -> str:
            text = self._told(language, problem, group.explanations, told, document)
            places = [self._printed(problem.cells[change.cell].number, document) for change in group.beside]
            if not places:
                return text
            named = "; ".join(messages.place(language, place) for place in places)
            return f"{text} {messages.say(language, 'beside', places=named)}"

        return messages.in_both(write)

    def _told(
        self, language: str, problem: Problem, ranked: Sequence[Explanation], relations: Sequence[int], document: str
    ) -> str:
        broken = self._broken(language, relations)
        if not ranked:
            shown = [self._printed(cell, document) for cell in self._cells_of(relations)]
            places = "; ".join(messages.place(language, cell) for cell in shown)
            return messages.say(language, "finding.unlocated", relations=broken, cells=places)
        if len(ranked) == 1:
            return self._only(language, problem, ranked[0], relations, document)
        options = [self._option(language, problem, one, document) for one in ranked]
        equal = len(_equally_good(ranked))
        if equal > 1:
            text = messages.joined(language, options[:equal], MOST_OPTIONS)
            rest = messages.joined(language, options[equal:], MOST_OPTIONS)
            rest = messages.say(language, "less_likely", options=rest) if rest else ""
            return messages.say(language, "finding.several", relations=broken, n=equal, options=text, rest=rest)
        return messages.say(
            language,
            "finding.likely",
            relations=broken,
            first=options[0],
            cause=self._cause(language, problem, ranked[0].changes[0]),
            options=messages.joined(language, options[1:], MOST_OPTIONS),
        )

    def _only(self, language: str, problem: Problem, one: Explanation, relations: Sequence[int], document: str) -> str:
        broken = self._broken(language, relations)
        places = [
            messages.place(language, self._printed(problem.cells[change.cell].number, document))
            for change in one.changes
        ]
        if len(one.changes) == 2 and one.changes[0].slip == "swapped":
            return messages.say(language, "finding.swapped", place=places[0], other=places[1], relations=broken)
        if len(one.changes) > 1:
            option = self._option(language, problem, one, document)
            return messages.say(language, "finding.together", relations=broken, options=option)
        change = one.changes[0]
        cell = problem.cells[change.cell]
        key = "finding.one"
        if self._is_cut(relations, [one]):
            key = "finding.cut"
        elif all(self._relation["severity"][relation] != "critical" for relation in relations):
            key = "finding.base" if cell.kind == "percent" else key
        return messages.say(
            language,
            key,
            place=places[0],
            value=messages.number(language, change.value, cell.decimals_for(change.value), cell.kind),
            relations=broken,
            cause=self._cause(language, problem, change),
        )

    def _option(self, language: str, problem: Problem, one: Explanation, document: str) -> str:
        texts = []
        for change in one.changes:
            cell = problem.cells[change.cell]
            value = messages.number(language, change.value, cell.decimals_for(change.value), cell.kind)
            where = messages.place(language, self._printed(cell.number, document))
            texts.append(messages.say(language, "change", place=where, value=value))
        return "; ".join(texts)

    def _cause(self, language: str, problem: Problem, change: Change) -> str:
        rate = change.slip == "other" and problem.cells[change.cell].kind == "percent"
        return messages.say(language, f"slip.{'rate' if rate else change.slip}")

    def _broken(self, language: str, relations: Sequence[int]) -> str:
        return "; ".join(messages.relation(language, self._as_broken(relation)) for relation in relations)

    def _as_broken(self, relation: int) -> Broken:
        cells = self._term_cells(relation)
        ratio = bool(self._relation["ratio"][relation])
        percent = ratio or self._cell["kind"][cells[0]] == "percent"
        decimals = max(int(self._cell["decimals"][cell]) for cell in cells)
        sides = [self._roles[self._starts[relation] : self._starts[relation + 1]].tolist().count(n) for n in _SIDES]
        return Broken(
            messages.how_it_fails(self._relation["operator"][relation], ratio, *sides),
            {"vi": self._relation["meaning_vi"][relation], "en": self._relation["meaning_en"][relation]},
            float(self.evaluation.printed[relation]),
            float(self.evaluation.computed[relation]),
            percent,
            max(decimals, 2) if percent and ratio else decimals,
        )

    def _suggestions(self, problem: Problem, ranked: Sequence[Explanation]) -> list[str]:
        """Every explanation as text, then what else slips would explain where rounding leaves a cell some room."""

        def text(change: Change, value: float) -> str:
            cell = problem.cells[change.cell]
            printed = self._as_printed(cell.number) or f"{cell.value:.{cell.decimals}f}"
            return f"{printed} -> {value:.{cell.decimals_for(value)}f}"

        texts = ["; ".join(text(change, change.value) for change in one.changes) for one in ranked]
        return [*texts, *(text(change, change.value) for change in _further(ranked))]

    def _as_good(self, problem: Problem, ranked: Sequence[Explanation], document: str) -> tuple[tuple[str, str], ...]:
        """Cells of the explanations that are as good as the first, besides its own first cell, with their changes."""
        found: dict[str, str] = {}
        equal = _equally_good(ranked)
        for one, text in zip(equal, self._suggestions(problem, equal), strict=False):
            for change, changed in zip(one.changes, text.split("; "), strict=True):
                found.setdefault(self._ref(problem.cells[change.cell].number, document), changed)
        return tuple(found.items())[1:]

    def _as_printed(self, cell: int) -> str:
        """The print of a number that could not be read, "" for any other."""
        return "" if self._cell["read"][cell] else str(self._cell["printed"][cell]).strip()

    def _printed(self, cell: int, document: str) -> Printed:
        get = self._cell
        own = get["document_id"][cell]
        return Printed(
            get["ref"][cell],
            get["label"][cell],
            get["kind"][cell],
            float(get["value"][cell]),
            int(get["decimals"][cell]),
            get["location"][cell],
            "" if own == document else own,
            self._as_printed(cell),
        )

    def _ref(self, cell: int, document: str) -> str:
        own = self._cell["document_id"][cell]
        ref: str = self._cell["ref"][cell]
        return ref if own == document else f"{own}#{ref}"

    def _term_cells(self, relation: int) -> list[int]:
        return [int(cell) for cell in self._terms[self._starts[relation] : self._starts[relation + 1]]]

    def _cells_of(self, relations: Sequence[int]) -> list[int]:
        return list(dict.fromkeys(cell for relation in relations for cell in self._term_cells(relation)))

    def _most_concerned(self, relations: Sequence[int]) -> list[int]:
        """Cells of failing relations, those in most of them first."""
        cells = [cell for relation in relations for cell in self._term_cells(relation)]
        return sorted(dict.fromkeys(cells), key=lambda cell: -cells.count(cell))

    def _gap(self, relation: int) -> float:
        """How far the two sides are apart, as a part of the greater."""
        printed, computed = self.evaluation.printed[relation], self.evaluation.computed[relation]
        return float(abs(printed - computed) / max(abs(printed), abs(computed), 1e-9))

    def _is_cut(self, relations: Sequence[int], ranked: Sequence[Explanation]) -> bool:
        """Whether the only fault is a rate less than one unit of its last digit too low: cut off, not rounded."""
        if len(ranked) == 0 or len(ranked[0].changes) != 1:
            return False
        return all(
            bool(self._relation["ratio"][relation])
            and 0.0
            < self.evaluation.computed[relation] - self.evaluation.printed[relation]
            < 2.0 * self.evaluation.tolerance[relation]
            for relation in relations
        )


def _equally_good(ranked: Sequence[Explanation]) -> Sequence[Explanation]:
    """The explanations among which nothing decides: the first and those hardly less likely."""
    return [one for one in ranked if one.cost <= ranked[0].cost + _AS_GOOD]


def _further(ranked: Sequence[Explanation]) -> list[Change]:
    """What else slips would explain in a cell that alone is wrong, where a rounded rate leaves it some room."""
    only = [one.changes[0] for one in ranked if len(one.changes) == 1]
    return [dataclasses.replace(change, value=value, others=()) for change in only for value in change.others]
