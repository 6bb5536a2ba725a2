"""Differences of wording between targets that stand in the same cell of the matrix: strictness, base year, scope."""

from __future__ import annotations

import pandas as pd

from analysis.compare.demand import CELL
from analysis.reference.comparison_words import LANGUAGES, phrase, scope_words


def scope_differences(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` with `scope_differs` (something differs in its cell) and the differences in words, per language.

    A row names the scope words it has and some other province in the cell lacks; strictness, base year and counting
    are named in every row of the cell, for they are a matter of all.
    """
    there = frame[frame["state"] == "target"]
    cell = there.groupby(CELL, dropna=False, sort=False).ngroup()
    texts = {language: pd.Series("", index=there.index, dtype="str") for language in LANGUAGES}
    signs = there["asks"].str.extract(r"^([^\d\s]+)", expand=False).fillna("–")
    for key, values in (("comparator", signs), ("baseline", there["baseline_year"])):
        words = _differing(values, cell)
        _add(
            texts,
            words != "",
            {w: {x: phrase(x, f"scope_{key}", words=w) for x in LANGUAGES} for w in set(words)},
            words,
        )
    counted = _differing(there["basis"].replace("", "–"), cell)
    _add(texts, counted != "", {w: {x: phrase(x, "scope_basis") for x in LANGUAGES} for w in set(counted)}, counted)
    own = _own_words(there["scope"], cell)
    _add(texts, own != "", {w: {x: _scope_text(x, w) for x in LANGUAGES} for w in set(own)}, own)
    columns = {
        f"scope_difference_{language}": text.reindex(frame.index).fillna("").astype("str")
        for language, text in texts.items()
    }
    differs = there["asks"].ne("") & (texts["en"].ne("").groupby(cell).transform("any"))
    return frame.assign(scope_differs=differs.reindex(frame.index).eq(True), **columns)


def _differing(values: pd.Series, cell: pd.Series) -> pd.Series:
    """The different values of a cell, joined, where it has more than one; "" elsewhere."""
    pairs = pd.DataFrame({"cell": cell, "value": values})[values != ""].drop_duplicates()
    joined = pairs.sort_values("value").groupby("cell")["value"].agg(" / ".join)
    several = pairs.groupby("cell")["value"].nunique() > 1
    return cell.map(joined[several]).astype("str").fillna("")


def _own_words(scope: pd.Series, cell: pd.Series) -> pd.Series:
    """Scope keys a row has and not every other row of its cell has, joined by spaces."""
    padded = " " + scope + " "
    own = pd.Series("", index=scope.index, dtype="str")
    for word in scope_words():
        has = padded.str.contains(f" {word.key} ", regex=False)
        if has.any():
            everywhere = has.groupby(cell).transform("all")
            own = own.mask(has & ~everywhere, own + " " + word.key)
    return own.str.strip()


def _scope_text(language: str, keys: str) -> str:
    words = {word.key: word.vi if language == "vi" else word.en for word in scope_words()}
    return phrase(language, "scope_words", words=", ".join(words[key] for key in keys.split())) if keys else ""


def _add(texts: dict[str, pd.Series], where: pd.Series, spoken: dict[str, dict[str, str]], words: pd.Series) -> None:
    """Append to each language's text, where `where`, what `spoken` says for the row's `words`."""
    for language, text in texts.items():
        more = words.map({word: by_language[language] for word, by_language in spoken.items()})
        texts[language] = text.mask(where, (text + "; " + more).str.removeprefix("; "))
