"""The words by which plans state targets, folded for comparison; the words themselves are in target_words.yml."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from analysis.errors import InputError
from analysis.reference.files import read_yaml
from analysis.tables import COMPARATORS, DOMAINS, LEVELS
from analysis.vietnamese.text import fold

_FILE = "target_words.yml"
Words = tuple[str, ...]


@dataclass(frozen=True)
class TargetWords:
    """Folded words by meaning, longest first; `levels` and `domains` also have abbreviations written out.

    `lists` holds the plain lists of the file by their names there ("fillers", "reaching", "closing" …).
    """

    before: Mapping[str, Words]
    after: Mapping[str, Words]
    directions: Mapping[str, Words]
    levels: Mapping[str, Words]
    domains: tuple[tuple[str, Words], ...]
    sections: Mapping[str, Words]
    abbreviations: Mapping[str, str]
    lists: Mapping[str, Words]


@functools.cache
def target_words() -> TargetWords:
    """The words of target_words.yml; InputError where it names a comparator, level or domain the contract lacks."""
    content = read_yaml(_FILE)
    comparators = content["comparators"]
    _check(comparators, COMPARATORS, "comparators")
    _check(content["levels"], LEVELS, "levels")
    _check([domain for domain, _ in content["domains"]], DOMAINS, "domains")
    return TargetWords(
        before={key: _folded(value["before"]) for key, value in comparators.items()},
        after={key: _folded(value["after"]) for key, value in comparators.items()},
        directions={key: _folded(value) for key, value in content["directions"].items()},
        levels={key: tuple(expand(word) for word in value) for key, value in content["levels"].items()},
        domains=tuple((domain, tuple(expand(word) for word in words)) for domain, words in content["domains"]),
        sections={key: _folded(value) for key, value in content["sections"].items()},
        abbreviations=_abbreviations(),
        lists={key: _folded(value) for key, value in content.items() if _is_list_of_text(value)},
    )


@functools.cache
def one_of(*names: str) -> str:
    """A regular expression group of the words of the file's lists `names`."""
    words = target_words()
    return alternatives(word for name in names for word in words.lists[name])


@functools.cache
def exactly_one_of(name: str) -> str:
    """As `one_of`, with the words' own diacritics in lower case: folded, "trọng số" is also "trong số"."""
    return alternatives(unicodedata.normalize("NFC", word).lower() for word in read_yaml(_FILE)[name])


@functools.cache
def printed_forms() -> frozenset[str]:
    """Every word of one syllable in the file as printed. Folded, "đứng" is also "dụng" and "có" is also "cơ"."""
    found: set[str] = set()
    _collect_words(read_yaml(_FILE), found)
    return frozenset(unicodedata.normalize("NFC", word).lower() for word in found if " " not in word)


def as_printed(text: str, match: re.Match[str], group: str | int = 0) -> bool:
    """Whether `match` (its `group`), found in folded text, is also right in `text` (same offsets).

    A word of one syllable must have its own diacritics or none at all; longer phrases may have slips of a scan.
    """
    printed = text[slice(*match.span(group))].strip(" ,").lower()
    return " " in printed or printed.isascii() or printed in printed_forms()


def alternatives(words: Iterable[str]) -> str:
    """A regular expression group of `words`, longest first, each as whole words with any white space between."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered) + ")"


@functools.cache
def comparators() -> str:
    """Every word that compares and stands before its number, as a regular expression group."""
    return alternatives(word for by_sign in target_words().before.values() for word in by_sign)


@functools.cache
def comparators_behind() -> str:
    """Every word that compares and stands behind its number ("trở lên"), as a regular expression group."""
    return alternatives(word for by_sign in target_words().after.values() for word in by_sign)


def expand(text: str) -> str:
    """`text` folded, abbreviations written out ("TTHC" and "thủ tục hành chính" compare equal)."""
    return _abbreviation().sub(lambda match: _abbreviations()[match[0]], fold(text))


@functools.cache
def _abbreviations() -> dict[str, str]:
    return {fold(key): fold(value) for key, value in read_yaml(_FILE)["abbreviations"].items()}


@functools.cache
def _abbreviation() -> re.Pattern[str]:
    return re.compile(rf"\b{alternatives(_abbreviations())}\b")


def _folded(words: Iterable[str]) -> Words:
    return tuple(sorted({fold(word) for word in words}, key=lambda word: (-len(word), word)))


def _is_list_of_text(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(word, str) for word in value)


def _collect_words(content: Any, found: set[str]) -> None:
    if isinstance(content, str):
        found.add(content)
    elif isinstance(content, list):
        for item in content:
            _collect_words(item, found)
    elif isinstance(content, dict):
        for item in content.values():
            _collect_words(item, found)


def _check(found: Iterable[str], known: Iterable[str], name: str) -> None:
    unknown = set(found) - set(known)
    if unknown:
        raise InputError(f"unknown {name}: {sorted(unknown)}", _FILE, f"use {list(known)}")
