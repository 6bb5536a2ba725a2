"""Quantified commitments in the running text of a plan, one raw row per atomic target, as printed.

Rows have the columns of the raw contract: section (nearest headings), label (what is measured), printed (the words that
carry the number, with a base year), deadline (the words that give it), location. A report promises nothing: no rows.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace

from analysis.documents.model import Document
from analysis.extract import targets_labels as labels
from analysis.extract.targets_deadlines import DeadlineWords, find_deadlines
from analysis.extract.targets_mentions import Mention, find_mentions, fold_in_place
from analysis.extract.targets_sections import Passage, first_year, is_plan, is_report, passages
from analysis.extract.targets_statements import Part, Statement, names_quantity, split_parts, split_statements
from analysis.reference.target_words import alternatives, exactly_one_of, one_of, target_words

_BASELINE = re.compile(
    r"so với (?:cùng kỳ )?(?:năm |giai đoạn )?\d{4}(?:\s*[-–]\s*\d{4})?|so với quy định", re.IGNORECASE
)
_TRAILING = re.compile(r"\s*(?:vao|trong|den|o|tai)?\s*$")


@dataclass(frozen=True)
class _Found:
    """One target before it is written out; `shares` says whether it lacks a predicate of its own."""

    part: Part
    mention: Mention
    label: str
    printed: str
    deadline: str
    shares: bool


def extract_targets(document: Document) -> list[dict[str, str]]:
    """Targets of `document` in print order; none for a report."""
    if is_report(document):
        return []
    rows: list[dict[str, str]] = []
    plan, since = is_plan(document), first_year(document)
    for passage in passages(document):
        if passage.kind in ("results", "funding"):
            continue
        wishes_only = passage.kind == "organisation" or not (plan or passage.kind or passage.deadline)
        rows.extend(_row(passage, found) for found in _Reader(passage, wishes_only, since).read())
    return rows


def _row(passage: Passage, found: _Found) -> dict[str, str]:
    return {
        "section": passage.section,
        "label": found.label,
        "printed": found.printed,
        "deadline": found.deadline,
        "location": passage.paragraph.locate(found.mention.start),
    }


class _Reader:
    """Reads one passage statement by statement, remembering what later statements may refer to."""

    def __init__(self, passage: Passage, wishes_only: bool, since: int) -> None:
        self.passage = passage
        self.since = since
        self.wishes_only = wishes_only
        self.text = passage.paragraph.text
        self.folded = fold_in_place(self.text)
        self.deadlines = find_deadlines(self.folded)
        self.subject = labels.tidy(labels.without_deadlines(passage.intro))
        self.parent_deadline = ""

    def read(self) -> list[_Found]:
        mentions = [m for m in find_mentions(self.text, self.folded) if m.start >= self.passage.start]
        if not mentions:
            return []
        found: list[list[_Found]] = []
        for statement in split_statements(self.text, self.folded, self.passage.start):
            parts = split_parts(self.folded, statement, mentions)
            if parts and self._is_promise(statement, parts):
                found.append(self._statement(statement, parts))
        return self._share_predicates(found)

    def _is_promise(self, statement: Statement, parts: list[Part]) -> bool:
        """No promise: what was true already; where plans do not promise, what is said without a time or a wish."""
        before = self.text[statement.start : parts[0].mentions[0].start].lower()
        governing = self.text[statement.start : parts[0].opening].lower()
        if _past().search(before) or (parts[0].leads and re.search(r"\bđã\b", governing)):
            return False
        own = [words for words in self.deadlines if statement.start <= words.start < statement.end]
        own_years = [year for words in own if not self._in_brackets(words) for year in words.years]
        if own_years and max(own_years) < self.since:
            return False  # years before the plan: what was reached
        if not self.wishes_only:
            return True
        whole = self.folded[statement.start : statement.end]
        return bool(own) or bool(_wish().search(whole))

    def _statement(self, statement: Statement, parts: list[Part]) -> list[_Found]:
        found: list[_Found] = []
        subtarget = bool(_subtarget().match(self.folded[statement.start :]))
        if not subtarget:
            self.parent_deadline = ""
        for index, part in enumerate(parts):
            found.extend(self._part(statement, parts, index))
        shared = self._share_words(found)
        if shared and shared[-1].deadline != self.passage.deadline:
            self.parent_deadline = shared[-1].deadline
        return shared

    # ---- one number, or a run of numbers ----

    def _part(self, statement: Statement, parts: list[Part], index: int) -> list[_Found]:
        part = parts[index]
        label = self._label(part)
        deadline = self._deadline(statement, parts, part)
        run = part.mentions
        words = [self._printed(statement, part, mention) for mention in run]
        if len(run) == 1:
            shares = part.leads and labels.predicate_at(f" {label}") is None
            return [_Found(part, run[0], label, words[0], deadline, shares)]
        years = self._years_of_run(statement, part)
        tiers = [label] * len(run) if years else labels.tiers_of(label, len(run)) or [label] * len(run)
        times = years or [deadline] * len(run)
        return [
            _Found(part, mention, labels.tidy(tier), said, time, False)
            for mention, tier, said, time in zip(run, tiers, words, times, strict=True)
        ]

    def _label(self, part: Part) -> str:
        before = self.text[part.start : part.opening]
        after = self.text[part.closing : part.end]
        if part.leads:
            verb = labels.governing_verb(before)
            noun = labels.tidy(labels.without_deadlines(after) if not labels.predicate_at(after) else after)
            label = labels.tidy(f"{verb}{labels.OMITTED}{noun}") if verb else noun
            self.subject = label or self.subject
            return label
        tail = self._tail(after) if part.mentions[0].kind != "rank" else ""
        if labels.is_empty_subject(before) and self.subject:
            level = labels.levels_in(before) or labels.levels_in(tail)
            subject = labels.at_level(self.subject, level)
            return labels.tidy(subject if level or not tail else f"{subject}{labels.OMITTED}{tail}")
        subject = labels.tidy(labels.without_deadlines(before.rsplit(": ", 1)[-1] if self._intro(before) else before))
        if self.subject and _subtarget().match(fold_in_place(before)):
            measured = names_quantity(fold_in_place(before))
            return subject if measured else labels.tidy(f"{self.subject}{labels.OMITTED}{subject}")
        self.subject = subject or self.subject
        return labels.tidy(f"{subject}{labels.OMITTED}{tail}" if tail and subject else subject or tail)

    def _intro(self, before: str) -> bool:
        """Whether a colon in `before` parts an introduction from the subject: "…: tỷ lệ hồ sơ"."""
        return ": " in before and not labels.is_empty_subject(before.rsplit(": ", 1)[-1])

    def _tail(self, after: str) -> str:
        """What follows a number and still says what is measured: "đối với mỗi cấp hành chính", "hồ sơ tiếp nhận"."""
        words = labels.tidy(re.split(r"[,:;(]|\bcho đến khi\b", labels.without_deadlines(after))[0])
        folded = fold_in_place(words).strip()
        if folded == "diem":
            return ""  # a score's unit says nothing more
        if re.match(r"(?:doi voi|o|tai|cho)\b", folded):
            return words.strip()
        return "" if _closing().match(folded) else words.strip()

    # ---- words that carry the number ----

    def _printed(self, statement: Statement, part: Part, mention: Mention) -> str:
        first = part.mentions[0]
        own = self.text[mention.start : mention.closing].strip(" ,")
        words = self.text[part.opening : first.start].strip(" ,")
        if mention is first:
            printed = self.text[part.opening : mention.closing].strip(" ,")
        else:
            printed = f"{words}{labels.OMITTED}{own}" if words else own
        baseline = _BASELINE.search(self.text, statement.start, statement.end)
        changes = _change().search(fold_in_place(printed))
        if baseline and baseline[0] not in printed and (changes or baseline.start() >= part.start):
            printed = f"{printed}{labels.OMITTED}{baseline[0]}"
        every_year = _basis().search(self.folded, part.start, part.opening)
        if every_year:
            printed = f"{self.text[every_year.start() : every_year.end()]}{labels.OMITTED}{printed}"
        return re.sub(r"\s+", " ", printed)

    # ---- deadlines ----

    def _deadline(self, statement: Statement, parts: list[Part], part: Part) -> str:
        inside = [words for words in self.deadlines if statement.start <= words.start < statement.end]
        inside = [words for words in inside if not self._in_brackets(words)]
        trailing = {self._owner(words, parts): words for words in inside if self._owner(words, parts) is not None}
        own = trailing.get(parts.index(part))
        if own:
            return self._said(own)
        free = [words for words in inside if self._owner(words, parts) is None]
        before = [words for words in free if words.start < part.mentions[0].start]
        after = [words for words in free if words.start > part.mentions[0].start]
        if before or after:
            return self._said(before[-1] if before else after[0])
        return self.parent_deadline or self.passage.deadline

    def _owner(self, words: DeadlineWords, parts: list[Part]) -> int | None:
        """The number that a deadline follows at once: "đạt 50% vào năm 2025"."""
        for index, part in enumerate(parts):
            if part.closing <= words.start and _TRAILING.fullmatch(self.folded[part.closing : words.start]):
                return index
        return None

    def _in_brackets(self, words: DeadlineWords) -> bool:
        """A time in brackets explains; it sets nothing."""
        before = self.folded[: words.start]
        return before.rfind("(") > before.rfind(")")

    def _said(self, words: DeadlineWords) -> str:
        return self.text[words.start : words.end].strip(" ,")

    def _years_of_run(self, statement: Statement, part: Part) -> list[str] | None:
        """Deadlines of a run of numbers that goes over years: "các năm 2023, 2024, 2025 đạt 40%, 50%, 60%"."""
        before = [words for words in self.deadlines if statement.start <= words.start < part.mentions[0].start]
        spans = any("giai doan" in self.folded[words.start : words.end] for words in before)
        years = [year for words in before for year in words.years]
        return None if spans or not len(years) == len(part.mentions) > 1 else [f"năm {year}" for year in years]

    # ---- words that a list shares ----

    def _share_words(self, found: list[_Found]) -> list[_Found]:
        """Give list items the verb of change and the comparator that stand before the first of them."""
        shared: list[_Found] = []
        for item in found:
            before = shared[-1] if shared else None
            if before is not None and item.part is not before.part and self._continues(before, item):
                item = replace(item, printed=self._with_words_of(before, item))
            shared.append(item)
        return shared

    def _continues(self, before: _Found, item: _Found) -> bool:
        """Whether `item` goes on with a list: joined by "và" or a comma, without a verb of its own."""
        gap = self.folded[before.mention.closing : item.mention.opening]
        if item.part.leads != before.part.leads or not re.search(r"(?:,|\bva)\s*$|^\s*(?:,|va\b)", gap):
            return False
        if item.part.leads:
            return (
                item.shares
                and before.shares
                or (before.shares and bool(_change().search(fold_in_place(before.printed))))
            )
        own = self.folded[item.part.start : item.mention.start]
        return labels.is_empty_subject(self.text[item.part.start : item.part.opening]) and not _reaches().search(own)

    def _with_words_of(self, before: _Found, item: _Found) -> str:
        """`item`'s words after the verb of change and, if it has no comparator, the comparator of `before`."""
        folded = fold_in_place(item.printed)
        if _change().search(folded):
            return item.printed
        number = re.search(r"\d", before.printed)
        words = before.printed[: number.start()].strip() if number else ""
        if _compares().search(folded):
            verb = _change().search(fold_in_place(words))
            words = words[verb.start() : verb.end()] if verb else ""
        elif not _change().search(fold_in_place(words)) and before.mention.kind != item.mention.kind:
            words = ""
        if not words:
            return item.printed
        printed = f"{words.replace('…', '').strip()}{labels.OMITTED}{item.printed}"
        base = _BASELINE.search(before.printed)
        return f"{printed}{labels.OMITTED}{base[0]}" if base and base[0] not in printed else printed

    def _share_predicates(self, statements: list[list[_Found]]) -> list[_Found]:
        """Give items without a predicate the one at the end of their list, also over a semicolon."""
        every = [(index, item) for index, statement in enumerate(statements) for item in statement]
        done: list[_Found] = []
        for position in range(len(every) - 1, -1, -1):
            index, item = every[position]
            following = done[-1] if done else None
            if item.shares and following is not None and following.part.leads:
                near = every[position + 1][0] == index or _same_noun(item.label, following.label)
                item = replace(item, label=self._borrow(item, following.label)) if near else item
            done.append(item)
        return self._share_nouns(done[::-1])

    def _borrow(self, item: _Found, lender: str) -> str:
        if _change().search(fold_in_place(item.printed)) or labels.complement_at(f" {item.label}") is not None:
            at = labels.complement_at(f" {lender}")
            only_complement = at is not None and labels.predicate_at(f" {lender}") != at
            return (
                labels.tidy(f"{item.label}{labels.OMITTED}{lender[at - 1 :]}") if only_complement and at else item.label
            )
        at = labels.predicate_at(f" {lender}")
        if at is None:
            return item.label
        shared = lender[at - 1 :] if at else lender
        return labels.tidy(f"{item.label}{labels.OMITTED}{shared}")

    def _share_nouns(self, found: list[_Found]) -> list[_Found]:
        """Give items that name only a level the noun of the item before: "90% hồ sơ cấp tỉnh, 80% cấp huyện được …"."""
        done: list[_Found] = []
        for item in found:
            before = done[-1] if done else None
            at = labels.predicate_at(f" {item.label}")
            noun = item.label[: at - 1] if at else item.label
            if (
                before
                and item.part.leads
                and before.part.leads
                and labels.levels_in(noun)
                and labels.is_empty_subject(noun)
            ):
                start = labels.predicate_at(f" {before.label}")
                stem = before.label[: start - 1] if start else before.label
                if not labels.is_empty_subject(stem):
                    rest = item.label[len(noun) :]
                    item = replace(
                        item,
                        label=labels.tidy(
                            labels.at_level(stem.replace("…", "").strip(), noun.replace("…", "").strip()) + " " + rest
                        ),
                    )
            done.append(item)
        return done


def _same_noun(one: str, other: str) -> bool:
    """Whether two labels begin with the same two words: items of one list, told apart by level."""
    return fold_in_place(one).split()[:2] == fold_in_place(other).split()[:2]


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
def _reaches() -> re.Pattern[str]:
    return re.compile(rf"\b{one_of('reaching')}\b")


@functools.cache
def _change() -> re.Pattern[str]:
    return re.compile(rf"\b{alternatives(w for words in target_words().directions.values() for w in words)}\b")


@functools.cache
def _compares() -> re.Pattern[str]:
    words = target_words()
    signs = [w for table in (words.before, words.after) for by_sign in table.values() for w in by_sign]
    return re.compile(rf"\b{alternatives(signs)}\b")


@functools.cache
def _closing() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:$|[,.;:)/]|{one_of('closing')}\b)")
