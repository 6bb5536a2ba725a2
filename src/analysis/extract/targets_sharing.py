"""Words that the items of a list share: a verb and a comparator before the first, a predicate after the last.

"Giảm tối thiểu 10% số đơn vị và 10% biên chế", "90% hồ sơ cấp tỉnh, 80% cấp huyện và 60% cấp xã được xử lý trên mạng".
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace

from analysis.extract import targets_labels as labels
from analysis.extract.targets_mentions import Mention, fold_in_place
from analysis.extract.targets_statements import Part, without_lists
from analysis.reference.target_words import alternatives, comparators, comparators_behind, one_of, target_words

BASELINE = re.compile(
    r"\bso (?:với (?:cùng kỳ )?(?:(?:[^\W\d]+ ){0,4}năm |giai đoạn )?|năm )\d{4}(?:\s*[-–]\s*\d{4})?|so với quy định",
    re.IGNORECASE,
)


_ALL_OF_THEM = re.compile(r"(?<![\d.,])100\s*%")


@dataclass(frozen=True)
class Found:
    """One target before it is written out; `shares` says that it lacks a predicate of its own."""

    part: Part
    mention: Mention
    label: str
    printed: str
    deadline: str
    shares: bool


def changes(text: str) -> bool:
    """Whether `text` has a verb of change: giảm, rút ngắn, tăng."""
    return bool(_change().search(fold_in_place(text)))


def says_how_compared(printed: str) -> bool:
    """Whether the words of a number compare it already: "tối thiểu 25%", "từ 45%"."""
    return bool(re.search(r"\btu\s+\d", folded := fold_in_place(printed)) or _compares().search(folded))


def share_words(found: list[Found], text: str, folded: str) -> list[Found]:
    """Give the items of each list in one statement the verb of change and the comparator of its first item."""
    shared: list[Found] = []
    first: Found | None = None
    for item in found:
        before = shared[-1] if shared else None
        if before is None or item.part is before.part or not _continues(before, item, text, folded):
            first = item
        elif first is not None:
            item = replace(item, printed=_with_words_of(first, item))
        shared.append(item)
    return shared


def share_levels(found: list[Found], folded: str) -> list[Found]:
    """Give a number what the number before it is said of: "100% xã có ít nhất 01 công chức", of communes too."""
    shared: list[Found] = []
    for item in found:
        before = shared[-1] if shared else None
        between = folded[before.mention.closing : item.mention.opening] if before else ""
        if before and before.part.leads and item.part.leads and before.part is not item.part:
            apart = re.search(r"[,;:.()]|\bva\s*$|\d", without_lists(between))
            if not apart and labels.names_level(before.label) and not labels.names_level(item.label):
                item = replace(item, label=labels.tidy(f"{before.label}{labels.OMITTED}{item.label}"))
        shared.append(item)
    return shared


def share_comparator(found: list[Found], words: str) -> list[Found]:
    """Give every number without a comparator the one that `words` before the list have, which no label keeps."""
    if not words:
        return found
    shared = []
    for item in found:
        label = labels.tidy(re.sub(rf"{re.escape(words)}\s*:?", " ", item.label))
        own = _compares().search(fold_in_place(item.printed))
        printed = item.printed if own else f"{words}{labels.OMITTED}{item.printed}"
        shared.append(replace(item, label=label or item.label, printed=printed))
    return shared


@functools.cache
def governing_comparator() -> re.Pattern[str]:
    """A comparator right before the colon that opens a list, with verbs of reaching; "điện tử" is no "từ"."""
    reaching = one_of("reaching", "fillers", "respectively")
    return re.compile(
        rf"\b(?<!dien )(?P<words>(?:{reaching}\s+)*{comparators()}(?:\s+{reaching})*)(?:\s+(?:nhu sau|sau day))?\s*:"
    )


@functools.cache
def bounded_quantity() -> re.Pattern[str]:
    """A comparator that stands with the quantity, before what is measured: "tỷ lệ tối thiểu hồ sơ số hóa là 80%"."""
    return re.compile(r"\b(?:ty le|ti le|muc)(?:\s+(?!dat\b)[a-z]+){0,3}?\s+(?P<words>toi thieu|toi da)\b(?=\s+[a-z])")


def share_predicates(statements: list[list[Found]]) -> list[Found]:
    """Give items without a predicate the one at the end of their list, also over a semicolon."""
    every = [(index, item) for index, statement in enumerate(statements) for item in statement]
    done: list[Found] = []
    for position in range(len(every) - 1, -1, -1):
        index, item = every[position]
        following = done[-1] if done else None
        same = following is not None and following.label.startswith(item.label)  # "2.000 công chức, trong đó 60% là …"
        if item.shares and following is not None and following.part.leads and not same:
            near = every[position + 1][0] == index or _same_noun(item.label, following.label)
            near = near and not re.match(rf"{one_of('subtargets')}\b", fold_in_place(following.label))
            item = replace(item, label=_borrow(item, following.label)) if near else item
        done.append(item)
    return _share_nouns(done[::-1])


def _continues(before: Found, item: Found, text: str, folded: str) -> bool:
    """Whether `item` goes on with a list: joined by "và" or a comma, without a verb of its own."""
    gap = folded[before.mention.closing : item.mention.opening]
    if item.part.leads != before.part.leads or not re.search(r"(?:,|\bva)\s*$|^\s*(?:,|va\b)", gap):
        return False
    if item.part.leads:
        if item.shares:
            return before.shares
        level_only = labels.is_empty_subject(_noun(item.label))
        return before.shares and (level_only or _same_noun(before.label, item.label))
    own = folded[item.part.start : item.mention.start]
    return labels.is_empty_subject(text[item.part.start : item.part.opening]) and not _reaches().search(own)


def _with_words_of(first: Found, item: Found) -> str:
    """`item`'s words after the verb of change and, if it has no comparator, the comparator of `first`."""
    if changes(item.printed):
        return item.printed
    if _ALL_OF_THEM.search(item.printed):
        return item.printed  # "trên 80% hộ gia đình, 100% xã": no more than all
    number = re.search(r"\d", first.printed)
    words = first.printed[: number.start()].replace("…", "").strip() if number else ""
    if _compares().search(fold_in_place(item.printed)):
        verb = _change().search(fold_in_place(words))
        words = words[verb.start() : verb.end()] if verb else ""
    elif not changes(words) and first.mention.kind != item.mention.kind:
        words = ""
    if not words:
        return item.printed
    printed = f"{words}{labels.OMITTED}{item.printed}"
    base = BASELINE.search(first.printed)
    return f"{printed}{labels.OMITTED}{base[0]}" if base and base[0] not in printed else printed


def _borrow(item: Found, lender: str) -> str:
    """`item`'s label with the words that `lender` has at its end: a predicate, or "liên quan đến …"."""
    if changes(item.printed) or labels.complement_at(f" {item.label}") is not None:
        at = labels.complement_at(f" {lender}")
        if at is None or labels.predicate_at(f" {lender}") == at:
            return item.label  # a cut needs no predicate
    else:
        at = labels.predicate_at(f" {lender}")
        if at is None:
            return item.label
    return labels.tidy(f"{item.label}{labels.OMITTED}{lender[max(at - 1, 0) :]}")


def _share_nouns(found: list[Found]) -> list[Found]:
    """Give items that name only a level the noun of the item before: "90% hồ sơ cấp tỉnh, 80% cấp huyện được …"."""
    done: list[Found] = []
    for item in found:
        before = done[-1] if done else None
        noun = _noun(item.label)
        if before and item.part.leads and before.part.leads and labels.is_mere_level(noun):
            stem = _noun(before.label)
            if not labels.is_empty_subject(stem):
                named = labels.at_level(_plain(stem), _plain(noun))
                item = replace(item, label=labels.tidy(f"{named} {item.label[len(noun) :]}"))
        done.append(item)
    return done


def _noun(label: str) -> str:
    """What stands before the predicate of `label`."""
    at = labels.predicate_at(f" {label}")
    return label[: max(at - 1, 0)] if at is not None else label


def _plain(text: str) -> str:
    return text.replace("…", "").strip()


def _same_noun(one: str, other: str) -> bool:
    """Whether two labels begin with the same two words: items of one list, told apart by level."""
    return fold_in_place(one).split()[:2] == fold_in_place(other).split()[:2]


@functools.cache
def _reaches() -> re.Pattern[str]:
    return re.compile(rf"\b{one_of('reaching')}\b")


@functools.cache
def _change() -> re.Pattern[str]:
    return re.compile(rf"\b{alternatives(w for words in target_words().directions.values() for w in words)}\b")


@functools.cache
def _compares() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{comparators()}|{comparators_behind()})\b|[<>≤≥]")
