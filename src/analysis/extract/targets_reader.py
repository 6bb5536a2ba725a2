"""Reading one passage of a plan, statement by statement: what each number measures, its words, its deadline."""

from __future__ import annotations

import functools
import re
from dataclasses import replace

from analysis.extract import targets_labels as labels
from analysis.extract.targets_conditions import without_conditions
from analysis.extract.targets_deadlines import find_deadlines
from analysis.extract.targets_headings import PROMISING
from analysis.extract.targets_mentions import find_mentions, fold_in_place
from analysis.extract.targets_numbers import mend_digits
from analysis.extract.targets_printed import forbids, printed_words
from analysis.extract.targets_promises import promises_nothing, told_parts, wishes
from analysis.extract.targets_rules import without_rules
from analysis.extract.targets_sections import Passage
from analysis.extract.targets_sharing import (
    Found,
    bounded_quantity,
    governing_comparator,
    share_comparator,
    share_levels,
    share_predicates,
    share_words,
)
from analysis.extract.targets_statements import Part, Statement, names_quantity, split_parts, split_statements
from analysis.extract.targets_times import Times
from analysis.reference.target_words import one_of


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
        self.folded = mend_digits(fold_in_place(self.text))
        promised = passage.kind in PROMISING or bool(find_deadlines(self.folded))
        self.mentions = without_conditions(self.folded, find_mentions(self.text, self.folded, promised))
        self.mentions = without_rules(self.text, self.folded, self.mentions, passage.kind == "goals")
        self.times = Times(passage, self.folded, self.mentions, since)
        self.subject = labels.tidy(labels.without_deadlines(passage.intro))
        self.scope = self._scope()
        self.levels: set[str] = set()
        self.governing = ""
        self.in_parts = False  # the statement before told parts of a whole: "…, trong đó 06 công chức"
        self.tier = ""  # the level that opens the statement: "Ở cấp xã, tối thiểu 60% … và 40% …"

    def read(self) -> list[Found]:
        """The targets of the passage, in print order; none of numbers without a word, the cells of a lost table."""
        if not self.passage.intro and not re.search(r"[^\W\d_]", self.text):
            return []
        mentions = [m for m in self.mentions if m.start >= self.passage.start]
        if not mentions:
            return []
        found: list[list[Found]] = []
        over = False
        for statement in split_statements(self.text, self.folded, self.passage.start):
            bare = self.passage.kind in PROMISING or self._is_dated(statement)
            parts = split_parts(self.folded, statement, [m for m in mentions if bare or not m.bare])
            told = told_parts(self.text, self.folded, statement, parts)
            parts = [part for part in parts if part not in told]
            over = self._is_of_the_past(statement) or (over and self._tells_on(statement))
            if parts and not over and self._is_promise(statement, parts):
                found.append(self._statement(statement, parts))
        return [item for item in share_predicates(found) if not self._is_over(item)]

    def _is_of_the_past(self, statement: Statement) -> bool:
        """Whether every time the statement names lies before the plan: what it says was reached already."""
        own = self.times.within(statement)
        if _strives().search(self.folded, statement.start, statement.end):
            own = [words for words in own if not self.folded[: words.start].endswith("cua ")]
        return bool(own) and max(year for words in own for year in words.years) < self.since

    def _tells_on(self, statement: Statement) -> bool:
        """Whether a statement goes on telling what was reached: behind a semicolon, without a time or a wish."""
        wish = self.times.within(statement) or wishes(self.folded, statement)
        return statement.after_semicolon and not wish

    def _is_dated(self, statement: Statement) -> bool:
        """Whether the statement says by when, so that a plain count in it is a promise too."""
        return any(words.explicit and max(words.years) >= self.since > 0 for words in self.times.within(statement))

    def _is_over(self, item: Found) -> bool:
        """Whether a number in brackets is of a year before the plan: "kết quả năm 2023 (đạt 96,5%)"."""
        years = [int(year) for year in re.findall(r"20\d{2}", item.deadline)]
        return bool(years) and max(years) < self.since and self.times.bracketed(item.mention.start)

    def _is_promise(self, statement: Statement, parts: list[Part]) -> bool:
        """No promise: what is told or ruled; where plans do not promise, what is said without a time or a wish."""
        if promises_nothing(self.text, self.folded, statement, parts, self.passage.kind):
            return False
        own = self.times.within(statement)
        return not self.wishes_only or bool(own) or wishes(self.folded, statement)

    def _statement(self, statement: Statement, parts: list[Part]) -> list[Found]:
        of_parent = _subtarget().match(self.folded[statement.start :]) is not None
        if not (of_parent or self._goes_on(statement, parts[0])):
            self.times.parent = ""
        within = self.folded[statement.start : parts[-1].opening]
        self.in_parts = of_parent or bool(_parts_told().search(within)) or (self.in_parts and statement.after_semicolon)
        self.tier = labels.opening_level(self.text[statement.start : parts[0].opening])
        found = self._with_labels([item for part in parts for item in self._part(statement, parts, part)])
        shared = share_levels(share_words(found, self.text, self.folded), self.folded)
        governing = self._governing(statement, parts[0])
        if not governing and statement.after_semicolon and labels.is_empty_subject(self._before(statement, parts[0])):
            governing = self.governing  # "đạt tối thiểu: cấp tỉnh 95%; cấp xã 80%"
        self.governing = governing
        shared = share_comparator(shared, governing)
        if shared[-1].deadline != self.passage.deadline:
            self.times.parent = shared[-1].deadline
        return shared

    def _goes_on(self, statement: Statement, first: Part) -> bool:
        """Whether a statement goes on with the parts of a whole: "trong đó 06 công chức; | 90 viên chức"."""
        return self.in_parts and statement.after_semicolon and labels.is_empty_subject(self._before(statement, first))

    def _before(self, statement: Statement, first: Part) -> str:
        return self.text[statement.start : first.opening]

    def _with_labels(self, found: list[Found]) -> list[Found]:
        """Give a number that stands before no words of its own the label of the next one."""
        done: list[Found] = []
        for item in reversed(found):
            following = done[-1].label if done else self._fallback()
            done.append(item if item.label else replace(item, label=following))
        return done[::-1]

    def _part(self, statement: Statement, parts: list[Part], part: Part) -> list[Found]:
        """One target of a single number, several of a run ("tương ứng là 30%, 20%, 15%")."""
        label = self._label(part)
        deadline = self.times.deadline_of(statement, parts, part)
        run = part.mentions
        words = [printed_words(self.text, self.folded, self.times, (statement, part, mention)) for mention in run]
        if len(run) == 1:
            shares = part.leads and labels.predicate_at(f" {label}") is None
            return [Found(part, run[0], label, words[0], deadline, shares)]
        years = self.times.years_of_run(statement, part)
        tiers = [label] * len(run) if years else self._tiers_of_run(part, label)
        times = years or [deadline] * len(run)
        return [
            Found(part, mention, labels.tidy(tier), said, time, False)
            for mention, tier, said, time in zip(run, tiers, words, times, strict=True)
        ]

    def _governing(self, statement: Statement, first: Part) -> str:
        """The comparator at the end of the words before a list, up to its colon: "tối thiểu đạt: cấp tỉnh 80%, …"."""
        for words in (self.text[statement.start : first.opening], f"{self.passage.intro}:"):
            folded = fold_in_place(words)
            match = governing_comparator().search(folded) or bounded_quantity().search(folded)
            if match:
                return words[match.start() : match.end("words")]
        return ""

    def _tiers_of_run(self, part: Part, label: str) -> list[str]:
        """The label once for each number of a run, at the levels that are listed before, after or in brackets."""
        count = len(part.mentions)
        before, after = self.text[part.start : part.opening], self.text[part.closing : part.end]
        named = labels.tiers_after(label, after, count) or labels.tiers_in_brackets(label, before, count)
        return named or labels.tiers_of(label, count) or [label] * count

    # What is measured

    def _scope(self) -> str:
        """The level that the passage speaks of: "UBND cấp xã: …" at its start, in the line or the heading above it."""
        start, _, rest = self.text[self.passage.start :].partition(":")
        for words in (start if rest else "", self.passage.intro, self.passage.scope):
            if labels.levels_in(words) and labels.is_empty_subject(words):
                return labels.levels_in(words)
        return ""

    def _label(self, part: Part) -> str:
        forbidden = forbids().search(self.folded, part.start, part.opening)
        before = self.text[forbidden.end("words") if forbidden else part.start : part.opening]
        after = self.text[part.closing : part.end]
        label = self._leading_label(before, after) if part.leads else self._trailing_label(part, before, after)
        if not label:
            return ""  # "70% và đến năm 2030 là 90% kết quả …": of what comes with the next number
        scope = self.tier or self.scope
        return f"{label}{labels.OMITTED}{scope}" if scope and not labels.levels_in(label) else label

    def _fallback(self) -> str:
        heading = re.sub(r"^\s*(?:[IVX]+|\d[\d.]*|[a-zđ])[.)]\s*", "", self.passage.section.rsplit(" / ", 1)[-1])
        return self.subject or labels.tidy(heading) or heading

    def _leading_label(self, before: str, after: str) -> str:
        """The number stands before the noun: "kiểm tra ít nhất 30% cơ quan"."""
        verb = labels.governing_verb(before)
        noun = labels.tidy(after if labels.predicate_at(after) else labels.without_deadlines(after))
        if self.subject and not verb and labels.predicate_at(f" {noun}") == 1:
            # "100% công chức cấp xã được …; trên 85% có trình độ …": the same people
            return labels.tidy(f"{labels.subject_of(self.subject)}{labels.OMITTED}{noun}")
        label = labels.tidy(f"{verb}{labels.OMITTED}{noun}") if verb else noun
        self.subject = label or self.subject
        level = labels.levels_in(before) if labels.is_empty_subject(before) else ""
        return f"{label}{labels.OMITTED}{level}" if level and not labels.levels_in(label) else label

    def _trailing_label(self, part: Part, before: str, after: str) -> str:
        """The number stands after its subject, which may be that of an earlier number."""
        tail = self._tail(after) if part.mentions[0].kind != "rank" else labels.ranked_in(after)
        bracketed = labels.bracketed_level(after)
        if labels.is_empty_subject(before) and self.subject:
            level = labels.level_named(before) or bracketed or labels.levels_in(tail)
            if not level and len(self.levels) > 1:
                self.subject = labels.without_level(self.subject)
            self.levels |= {level} - {""}
            subject = labels.at_level(self.subject, level)
            return labels.tidy(subject if level or not tail else f"{subject}{labels.OMITTED}{tail}")
        before = labels.last_level(before)
        last = before.rsplit(": ", 1)[-1]
        subject = labels.tidy(labels.without_deadlines(before if labels.is_empty_subject(last) else last))
        if self.subject and _subtarget().match(fold_in_place(before)):
            named = names_quantity(fold_in_place(before))
            label = subject if named else labels.tidy(f"{self.subject}{labels.OMITTED}{subject}")
            return labels.at_level(label, labels.levels_in(tail) if not labels.levels_in(subject) else "")
        if self.subject and _qualifies().match(fold_in_place(subject)) and not names_quantity(fold_in_place(subject)):
            return labels.tidy(f"{self.subject}{labels.OMITTED}{subject}")
        if self.subject and _says_more().match(fold_in_place(subject)):
            return labels.tidy(f"{labels.subject_of(self.subject)}{labels.OMITTED}{subject}")
        self.subject = subject or self.subject
        self.levels = {labels.levels_in(subject) or bracketed} - {""}
        label = labels.tidy(f"{subject}{labels.OMITTED}{tail}" if tail and subject else subject or tail)
        return labels.at_level(label, bracketed)

    def _tail(self, after: str) -> str:
        """What follows a number and still says what is measured: "đối với mỗi cấp hành chính", "hồ sơ tiếp nhận"."""
        if level := labels.level_after(after):
            return level
        words = labels.tidy(re.split(r"[,:;(]|\bcho đến khi\b", labels.without_deadlines(after))[0])
        folded = fold_in_place(words)
        if folded == "diem":
            return ""  # a score's unit says nothing more
        if re.match(r"(?:doi voi|o|tai|cho)\b", folded):
            return words
        return "" if _closing().match(folded) else words


@functools.cache
def _strives() -> re.Pattern[str]:
    """What is aimed at, be it told by what was: "phấn đấu vượt qua vị trí 59/63 của năm 2022"."""
    return re.compile(r"\bphan dau\b")


@functools.cache
def _subtarget() -> re.Pattern[str]:
    return re.compile(rf"\W*{one_of('subtargets')}\b")


@functools.cache
def _qualifies() -> re.Pattern[str]:
    """What only says where or of whom the thing named before is meant: "…, vùng sâu, vùng xa từ 75%"."""
    return re.compile(rf"{one_of('qualifiers')}\b")


@functools.cache
def _says_more() -> re.Pattern[str]:
    """What says more of those named before: "công chức xã đạt chuẩn 85%; có chứng chỉ tin học 70%"."""
    return re.compile(r"(?:co(?! (?:quan|so|che|cau)\b)|duoc|biet|khong phai)\s")


@functools.cache
def _parts_told() -> re.Pattern[str]:
    return re.compile(rf"\b{one_of('subtargets')}\b")


@functools.cache
def _closing() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:$|[,.;:)/]|{one_of('closing')}\b)")
