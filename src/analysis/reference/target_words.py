"""The words by which plans state targets, folded for comparison; the words themselves are in target_words.yml."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analysis.errors import InputError
from analysis.reference.files import read_yaml
from analysis.tables import COMPARATORS, DOMAINS, LEVELS
from analysis.vietnamese.text import fold

_FILE = "target_words.yml"


@dataclass(frozen=True)
class TargetWords:
    """Folded words by meaning. `levels` and `domains` keep the order of the file, the rest is longest first."""

    before: Mapping[str, tuple[str, ...]]
    after: Mapping[str, tuple[str, ...]]
    fillers: tuple[str, ...]
    reaching: tuple[str, ...]
    directions: Mapping[str, tuple[str, ...]]
    basis: tuple[str, ...]
    baseline: tuple[str, ...]
    levels: Mapping[str, tuple[str, ...]]
    not_level_before: tuple[str, ...]
    ranks: tuple[str, ...]
    domains: tuple[tuple[str, tuple[str, ...]], ...]
    abbreviations: Mapping[str, str]


@functools.cache
def target_words() -> TargetWords:
    """The words of target_words.yml; InputError where it names a comparator, level or domain the contract lacks."""
    content = read_yaml(_FILE)
    for name, known in (("comparators", COMPARATORS), ("levels", LEVELS)):
        _check(content[name], known, name)
    _check([domain for domain, _ in content["domains"]], DOMAINS, "domains")
    comparators = content["comparators"]
    return TargetWords(
        before={key: _folded(value["before"]) for key, value in comparators.items()},
        after={key: _folded(value["after"]) for key, value in comparators.items()},
        fillers=_folded(content["fillers"]),
        reaching=_folded(content["reaching"]),
        directions={key: _folded(value) for key, value in content["directions"].items()},
        basis=_folded(content["basis"]),
        baseline=_folded(content["baseline"]),
        levels={key: tuple(expand(word) for word in value) for key, value in content["levels"].items()},
        not_level_before=_folded(content["not_level_before"]),
        ranks=_folded(content["ranks"]),
        domains=tuple((domain, tuple(expand(word) for word in words)) for domain, words in content["domains"]),
        abbreviations={fold(key): fold(value) for key, value in content["abbreviations"].items()},
    )


def alternatives(words: Iterable[str]) -> str:
    """A regular expression group of `words`, longest first, each as whole words with any white space between."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered) + ")"


def expand(text: str) -> str:
    """`text` folded, abbreviations written out ("TTHC" and "thủ tục hành chính" compare equal)."""
    folded = fold(text)
    return _abbreviation().sub(lambda match: _abbreviations()[match[0]], folded)


@functools.cache
def _abbreviations() -> dict[str, str]:
    return {fold(key): fold(value) for key, value in read_yaml(_FILE)["abbreviations"].items()}


@functools.cache
def _abbreviation() -> re.Pattern[str]:
    return re.compile(rf"\b{alternatives(_abbreviations())}\b")


def _folded(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({fold(word) for word in words}, key=lambda word: (-len(word), word)))


def _check(found: Iterable[str], known: Iterable[str], name: str) -> None:
    unknown = set(found) - set(known)
    if unknown:
        raise InputError(f"unknown {name}: {sorted(unknown)}", _FILE, f"use {list(known)}")
