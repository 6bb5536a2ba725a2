"""Reading one passage of a plan, statement by statement: what each number measures, its words, its deadline."""

from __future__ import annotations

import functools
import re

from analysis.extract import targets_labels as labels
from analysis.extract.targets_deadlines import DeadlineWords, find_deadlines
from analysis.extract.targets_mentions import Mention, find_mentions, fold_in_place
from analysis.extract.targets_patterns import holds_one_number
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
        self.mentions = find_mentions(self.text, self.folded, goals=passage.kind == "goals")
        self.deadlines = [words for words in find_deadlines(self.folded) if not self._explains(words)]
        self.subject = labels.tidy(labels.without_deadlines(passage.intro))
        self.parent_deadline = ""
        self.opening_deadline = self._opening_deadline()
        self.scope = self._scope()
        self.levels: set[str] = set()

    def read(self) -> list[Found]:
        """The targets of the passage, in print order."""
        mentions = [m for m in self.mentions if m.start >= self.passage.start]
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
        after = self.text[part.closing : part.end]
        tiers = (
            same if years else labels.tiers_after(label, after, len(run)) or labels.tiers_of(label, len(run)) or same
        )
        times = years or [deadline] * len(run)
        return [
            Found(part, mention, labels.tidy(tier), said, time, False)
            for mention, tier, said, time in zip(run, tiers, words, times, strict=True)
        ]

    def _opening_deadline(self) -> str:
        """A time that opens a list ("Phấn đấu đến năm 2025, trong đội ngũ lãnh đạo: …; …") holds for all of it."""
        first = self.deadlines[0] if self.deadlines else None
        if first is None or not first.explicit or first.start > self.passage.start + 1:
            return ""
        heads = re.match(r"[^.;\d]*:", self.folded[first.end :])
        return self._said(first) if heads else ""

    # What is measured

    def _scope(self) -> str:
        """The level that the passage speaks of: "UBND cấp xã: …" at its start, in the line or the heading above it."""
        start, _, rest = self.text[self.passage.start :].partition(":")
        for words in (start if rest else "", self.passage.intro, self.passage.scope):
            if labels.levels_in(words) and labels.is_empty_subject(words):
                return labels.levels_in(words)
        return ""

    def _label(self, part: Part) -> str:
        before = self.text[part.start : part.opening]
        after = self.text[part.closing : part.end]
        label = self._leading_label(before, after) if part.leads else self._trailing_label(part, before, after)
        label = label or self.subject or labels.tidy(self.passage.section.rsplit(" / ", 1)[-1])
        return f"{label}{labels.OMITTED}{self.scope}" if self.scope and not labels.levels_in(label) else label

    def _leading_label(self, before: str, after: str) -> str:
        """The number stands before the noun: "kiểm tra ít nhất 30% cơ quan"."""
        verb = labels.governing_verb(before)
        noun = labels.tidy(after if labels.predicate_at(after) else labels.without_deadlines(after))
        if self.subject and not verb and labels.predicate_at(f" {noun}") == 1:
            # "100% công chức cấp xã được …; trên 85% có trình độ …": the same people
            return labels.tidy(f"{labels.subject_of(self.subject)}{labels.OMITTED}{noun}")
        label = labels.tidy(f"{verb}{labels.OMITTED}{noun}") if verb else noun
        self.subject = label or self.subject
        return label

    def _trailing_label(self, part: Part, before: str, after: str) -> str:
        """The number stands after its subject, which may be that of an earlier number."""
        tail = self._tail(after) if part.mentions[0].kind != "rank" else ""
        if labels.is_empty_subject(before) and self.subject:
            level = labels.levels_in(before) or labels.levels_in(tail)
            if not level and len(self.levels) > 1:
                self.subject = labels.without_level(self.subject)
            self.levels |= {level} - {""}
            subject = labels.at_level(self.subject, level)
            return labels.tidy(subject if level or not tail else f"{subject}{labels.OMITTED}{tail}")
        last = before.rsplit(": ", 1)[-1]
        subject = labels.tidy(labels.without_deadlines(before if labels.is_empty_subject(last) else last))
        if self.subject and _subtarget().match(fold_in_place(before)):
            named = names_quantity(fold_in_place(before))
            return subject if named else labels.tidy(f"{self.subject}{labels.OMITTED}{subject}")
        self.subject = subject or self.subject
        self.levels = {labels.levels_in(subject)} - {""}
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
            own = self.text[mention.opening : mention.closing].strip(" ,")
            printed = f"{words}{labels.OMITTED}{own}" if words and mention.opening == mention.start else own
        if mention.unit:
            printed = f"{printed}{labels.OMITTED}{self.text[slice(*mention.unit)]}"
        baseline = BASELINE.search(self.text, statement.start, statement.end)
        if baseline and self._bracketed(baseline.start()) and not self._bracketed(mention.start):
            baseline = None
        if baseline and baseline[0] not in printed and (changes(printed) or baseline.start() >= part.start):
            printed = f"{printed}{labels.OMITTED}{baseline[0]}"
        every_year = _basis().search(self.folded, part.start, part.opening)
        if every_year:
            printed = f"{self.text[every_year.start() : every_year.end()]}{labels.OMITTED}{printed}"
        elif mention.kind == "count" and (every_year := _every_year_after().match(self.folded, part.closing, part.end)):
            printed = f"{printed}{labels.OMITTED}{self.text[slice(*every_year.span('basis'))].strip()}"
        printed = re.sub(r"\s+", " ", printed)
        return printed if holds_one_number(printed) else re.sub(r"\s+", " ", self.text[mention.start : mention.closing])

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
        grows = _basis().search(self.folded, part.start, part.mentions[0].end) and changes(
            self.text[part.start : start]
        )
        last = parts[-1].closing
        after = [
            words for words in free if words.start > start and (words.start < part.end or words.start > last or grows)
        ]
        if before or after:
            return self._said(before[-1] if before else after[0])
        return self.parent_deadline or self.opening_deadline or self.passage.deadline

    def _owner(self, words: DeadlineWords, parts: list[Part]) -> Part | None:
        """The number that a deadline follows at once: "đạt 50% vào năm 2025"."""
        for part in parts:
            if part.closing <= words.start and _TRAILING.fullmatch(self.folded[part.closing : words.start]):
                return part
        return None

    def _explains(self, words: DeadlineWords) -> bool:
        """A time in brackets explains; it sets nothing, unless a target stands there with it."""
        opened = self.folded.rfind("(", 0, words.start)
        return self._bracketed(words.start) and not any(opened < m.start < words.start for m in self.mentions)

    def _bracketed(self, position: int) -> bool:
        return self.folded.rfind("(", 0, position) > self.folded.rfind(")", 0, position)

    def _said(self, words: DeadlineWords) -> str:
        return self.text[words.start : words.end].strip(" ,")

    def _years_of_run(self, statement: Statement, part: Part) -> list[str] | None:
        """Deadlines of a run of numbers that goes over years: "các năm 2023, 2024, 2025 đạt 40%, 50%, 60%"."""
        before = [words for words in self._deadlines_in(statement) if words.start < part.mentions[0].start]
        if not before and respectively(self.folded[part.opening : part.mentions[0].start]):
            # "năm 2023 đạt 85 điểm, năm 2024 87 điểm; thứ hạng tương ứng là 30 và 25"
            before = [words for words in self.deadlines if words.start < statement.start]
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
    return re.compile(rf"\bphan dau\b|\btoi thieu\b|\bit nhat\b|\bcuoi nam\b|\bnang\b|\b{one_of('basis')}\b")


@functools.cache
def _basis() -> re.Pattern[str]:
    return re.compile(rf"\b{one_of('basis')}\b")


@functools.cache
def _every_year_after() -> re.Pattern[str]:
    return re.compile(rf"[^,;.:%\d]{{0,40}}?(?P<basis>/\s*nam\b|\b{one_of('basis')}\b)")


def respectively(folded: str) -> bool:
    """Whether the words say that numbers follow in the order of what was listed before."""
    return bool(re.search(rf"\b{one_of('respectively')}\b", folded))


@functools.cache
def _closing() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:$|[,.;:)/]|{one_of('closing')}\b)")
