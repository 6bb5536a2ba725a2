"""Reading one passage of a plan, statement by statement: what each number measures, its words, its deadline."""

from __future__ import annotations

import functools
import re

from analysis.extract import targets_labels as labels
from analysis.extract.targets_deadlines import DeadlineWords, find_deadlines
from analysis.extract.targets_mentions import Mention, find_mentions, fold_in_place
from analysis.extract.targets_sections import Passage
from analysis.extract.targets_sharing import BASELINE, Found, changes, share_predicates, share_words
from analysis.extract.targets_statements import Part, Statement, names_quantity, split_parts, split_statements
from analysis.reference.target_words import exactly_one_of, one_of

_TRAILING = re.compile(r"\s*(?:vao|trong|den|o|tai)?\s*$")


class PassageReader:
    """Reads a passage, remembering what later statements refer to: the subject, the deadline of a parent target.

    `wishes_only`: the passage is no place of promises, so that only what names a time or a minimum counts. `since` is
    the plan's first year: what is said of earlier years was reached already.
    """

    def __init__(self, passage: Passage, wishes_only: bool, since: int) -> None:
        self.passage = passage
        self.wishes_only = wishes_only
        self.since = since
        self.text = passage.paragraph.text
        self.folded = fold_in_place(self.text)
        self.deadlines = [words for words in find_deadlines(self.folded) if not self._in_brackets(words)]
        self.subject = labels.tidy(labels.without_deadlines(passage.intro))
        self.parent_deadline = ""

    def read(self) -> list[Found]:
        """The targets of the passage, in print order."""
        mentions = [m for m in find_mentions(self.text, self.folded) if m.start >= self.passage.start]
        if not mentions:
            return []
        found: list[list[Found]] = []
        for statement in split_statements(self.text, self.folded, self.passage.start):
            parts = split_parts(self.folded, statement, mentions)
            if parts and self._is_promise(statement, parts):
                found.append(self._statement(statement, parts))
        return share_predicates(found)

    def _is_promise(self, statement: Statement, parts: list[Part]) -> bool:
        """No promise: what was true already; where plans do not promise, what is said without a time or a wish."""
        before = self.text[statement.start : parts[0].mentions[0].start].lower()
        governing = self.text[statement.start : parts[0].opening].lower()
        if _past().search(before) or (parts[0].leads and re.search(r"\bđã\b", governing)):
            return False
        own = self._deadlines_in(statement)
        if own and max(year for words in own for year in words.years) < self.since:
            return False
        return not self.wishes_only or bool(own or _wish().search(self.folded, statement.start, statement.end))

    def _statement(self, statement: Statement, parts: list[Part]) -> list[Found]:
        if not _subtarget().match(self.folded[statement.start :]):
            self.parent_deadline = ""
        found = [item for part in parts for item in self._part(statement, parts, part)]
        shared = share_words(found, self.text, self.folded)
        if shared[-1].deadline != self.passage.deadline:
            self.parent_deadline = shared[-1].deadline
        return shared

    def _part(self, statement: Statement, parts: list[Part], part: Part) -> list[Found]:
        """One target of a single number, several of a run ("tương ứng là 30%, 20%, 15%")."""
        label = self._label(part)
        deadline = self._deadline(statement, parts, part)
        run = part.mentions
        words = [self._printed(statement, part, mention) for mention in run]
        if len(run) == 1:
            shares = part.leads and labels.predicate_at(f" {label}") is None
            return [Found(part, run[0], label, words[0], deadline, shares)]
        years = self._years_of_run(statement, part)
        same = [label] * len(run)
        tiers = same if years else labels.tiers_of(label, len(run)) or same
        times = years or [deadline] * len(run)
        return [
            Found(part, mention, labels.tidy(tier), said, time, False)
            for mention, tier, said, time in zip(run, tiers, words, times, strict=True)
        ]

    # What is measured

    def _label(self, part: Part) -> str:
        before = self.text[part.start : part.opening]
        after = self.text[part.closing : part.end]
        label = self._leading_label(before, after) if part.leads else self._trailing_label(part, before, after)
        return label or self.subject or labels.tidy(self.passage.section.rsplit(" / ", 1)[-1])

    def _leading_label(self, before: str, after: str) -> str:
        """The number stands before the noun: "kiểm tra ít nhất 30% cơ quan"."""
        verb = labels.governing_verb(before)
        noun = labels.tidy(after if labels.predicate_at(after) else labels.without_deadlines(after))
        label = labels.tidy(f"{verb}{labels.OMITTED}{noun}") if verb else noun
        self.subject = label or self.subject
        return label

    def _trailing_label(self, part: Part, before: str, after: str) -> str:
        """The number stands after its subject, which may be that of an earlier number."""
        tail = self._tail(after) if part.mentions[0].kind != "rank" else ""
        if labels.is_empty_subject(before) and self.subject:
            level = labels.levels_in(before) or labels.levels_in(tail)
            subject = labels.at_level(self.subject, level)
            return labels.tidy(subject if level or not tail else f"{subject}{labels.OMITTED}{tail}")
        last = before.rsplit(": ", 1)[-1]
        subject = labels.tidy(labels.without_deadlines(before if labels.is_empty_subject(last) else last))
        if self.subject and _subtarget().match(fold_in_place(before)):
            named = names_quantity(fold_in_place(before))
            return subject if named else labels.tidy(f"{self.subject}{labels.OMITTED}{subject}")
        self.subject = subject or self.subject
        return labels.tidy(f"{subject}{labels.OMITTED}{tail}" if tail and subject else subject or tail)

    def _tail(self, after: str) -> str:
        """What follows a number and still says what is measured: "đối với mỗi cấp hành chính", "hồ sơ tiếp nhận"."""
        words = labels.tidy(re.split(r"[,:;(]|\bcho đến khi\b", labels.without_deadlines(after))[0])
        folded = fold_in_place(words)
        if folded == "diem":
            return ""  # a score's unit says nothing more
        if re.match(r"(?:doi voi|o|tai|cho)\b", folded):
            return words
        return "" if _closing().match(folded) else words

    # The words that carry the number

    def _printed(self, statement: Statement, part: Part, mention: Mention) -> str:
        first = part.mentions[0]
        printed = self.text[part.opening : mention.closing].strip(" ,")
        if mention is not first:
            words = self.text[part.opening : first.start].strip(" ,")
            own = self.text[mention.start : mention.closing].strip(" ,")
            printed = f"{words}{labels.OMITTED}{own}" if words else own
        baseline = BASELINE.search(self.text, statement.start, statement.end)
        if baseline and baseline[0] not in printed and (changes(printed) or baseline.start() >= part.start):
            printed = f"{printed}{labels.OMITTED}{baseline[0]}"
        every_year = _basis().search(self.folded, part.start, part.opening)
        if every_year:
            printed = f"{self.text[every_year.start() : every_year.end()]}{labels.OMITTED}{printed}"
        return re.sub(r"\s+", " ", printed)

    # Deadlines

    def _deadlines_in(self, statement: Statement) -> list[DeadlineWords]:
        return [words for words in self.deadlines if statement.start <= words.start < statement.end]

    def _deadline(self, statement: Statement, parts: list[Part], part: Part) -> str:
        """The sentence's (at once after the number, else before, else after it), the parent's, the heading's."""
        free: list[DeadlineWords] = []
        for words in self._deadlines_in(statement):
            owner = self._owner(words, parts)
            if owner is part:
                return self._said(words)
            if owner is None:
                free.append(words)
        start = part.mentions[0].start
        before = [words for words in free if words.start < start]
        after = [words for words in free if words.start > start]
        if before or after:
            return self._said(before[-1] if before else after[0])
        return self.parent_deadline or self.passage.deadline

    def _owner(self, words: DeadlineWords, parts: list[Part]) -> Part | None:
        """The number that a deadline follows at once: "đạt 50% vào năm 2025"."""
        for part in parts:
            if part.closing <= words.start and _TRAILING.fullmatch(self.folded[part.closing : words.start]):
                return part
        return None

    def _in_brackets(self, words: DeadlineWords) -> bool:
        """A time in brackets explains; it sets nothing."""
        before = self.folded[: words.start]
        return before.rfind("(") > before.rfind(")")

    def _said(self, words: DeadlineWords) -> str:
        return self.text[words.start : words.end].strip(" ,")

    def _years_of_run(self, statement: Statement, part: Part) -> list[str] | None:
        """Deadlines of a run of numbers that goes over years: "các năm 2023, 2024, 2025 đạt 40%, 50%, 60%"."""
        before = [words for words in self._deadlines_in(statement) if words.start < part.mentions[0].start]
        spans = any("giai doan" in self.folded[words.start : words.end] for words in before)
        years = [year for words in before for year in words.years]
        return None if spans or not len(years) == len(part.mentions) > 1 else [f"năm {year}" for year in years]


@functools.cache
def _past() -> re.Pattern[str]:
    return re.compile(rf"(?<!thực )\b{exactly_one_of('past')}\b")  # "thực hiện đạt" is no "hiện đạt"


@functools.cache
def _subtarget() -> re.Pattern[str]:
    return re.compile(rf"\W*{one_of('subtargets')}\b")


@functools.cache
def _wish() -> re.Pattern[str]:
    return re.compile(rf"\bphan dau\b|\btoi thieu\b|\bit nhat\b|\b{one_of('basis')}\b")


@functools.cache
def _basis() -> re.Pattern[str]:
    return re.compile(rf"\b{one_of('basis')}\b")


@functools.cache
def _closing() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:$|[,.;:)/]|{one_of('closing')}\b)")
