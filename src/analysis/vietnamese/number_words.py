"""Numbers written in words: "hai mươi lăm", "hai phần ba", "một nửa".

Diacritics decide ("năm" the five, "sáu" against "sau"), so the words are looked for in the text as printed.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

_UNITS = {
    "không": 0,
    "một": 1,
    "mốt": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "tư": 4,
    "năm": 5,
    "lăm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
}
_DIGIT = "|".join(_UNITS)
_BELOW_100 = rf"(?:(?:(?:{_DIGIT})\s+mươi|mười)(?:\s+(?:{_DIGIT}))?|(?:{_DIGIT}))"
CARDINAL = rf"(?:(?:{_DIGIT})\s+trăm(?:\s+(?:linh|lẻ)\s+(?:{_DIGIT})|\s+{_BELOW_100})?|{_BELOW_100})"
SHARE = rf"(?:một\s+nửa|nửa(?=\s+(?:số|tổng))|{_BELOW_100}\s+phần\s+(?!trăm\b){_BELOW_100}|{CARDINAL}\s+phần\s+trăm)"
_SHARES = re.compile(rf"\b{SHARE}\b", re.IGNORECASE)
_CARDINALS = re.compile(rf"\b{CARDINAL}\b", re.IGNORECASE)
# "4/5 số thủ tục", "3 trong 4 hồ sơ": shares in digits, of a few; "7/9 huyện", "4/4 xã" count of how many.
FRACTION = re.compile(
    r"(?<![\d/.,])(?P<top>[1-9])\s*(?:/\s*(?!(?P=top))(?P<few>[2-5]|10)|(?:trên|trong)\s*(?P<of>[2-9]|10))(?![\d/.,%])"
)
_IS_YEAR = re.compile(r"\b(?:mỗi|hằng|hàng|từng|các|trong|đầu|cuối)\s+$", re.IGNORECASE)  # "mỗi năm" is no five
_HUNDREDTH = Decimal("0.01")


def read_cardinal(words: str) -> int | None:
    """The whole number below 1000 that `words` spell, None if they spell none.

    >>> read_cardinal("hai mươi lăm"), read_cardinal("một trăm"), read_cardinal("sau")
    (25, 100, None)
    """
    text = " ".join(words.lower().split())
    if not re.fullmatch(CARDINAL, text):
        return None
    total, current = 0, 0
    for word in text.split():
        if word == "trăm":
            total, current = current * 100, 0
        elif word == "mười":
            current = 10
        elif word == "mươi":
            current *= 10
        elif word not in ("linh", "lẻ"):
            current += _UNITS[word]
    return total + current


def read_share(words: str) -> Decimal | None:
    """The percentage that a share in words means ("hai phần ba": 66.67), None if the words name no share."""
    text = " ".join(words.lower().split())
    if not _SHARES.fullmatch(text):
        return None
    if text.endswith("nửa"):
        return Decimal(50)
    above, _, below = text.partition(" phần ")
    top, bottom = read_cardinal(above), 100 if below == "trăm" else read_cardinal(below)
    if top is None or not bottom or top > bottom:
        return None
    share = Decimal(100 * top) / bottom
    return share if share == share.to_integral_value() else share.quantize(_HUNDREDTH, ROUND_HALF_UP)


def with_numerals(text: str) -> str:
    """`text` with shares in words as percentages and, if it holds no digit then, its last number in words as digits."""
    text = FRACTION.sub(_as_quotient, _SHARES.sub(_as_percentage, text))
    cardinals = [match for match in _CARDINALS.finditer(text) if not _IS_YEAR.search(text[: match.start()])]
    if not cardinals or re.search(r"\d", text):
        return text
    last = cardinals[-1]
    return f"{text[: last.start()]}{read_cardinal(last[0])}{text[last.end() :]}"


def _as_quotient(match: re.Match[str]) -> str:
    top, bottom = int(match["top"]), int(match["few"] or match["of"])
    if top > bottom:
        return match[0]
    return f"{(Decimal(100 * top) / bottom).quantize(_HUNDREDTH, ROUND_HALF_UP).normalize():f}%".replace(".", ",")


def _as_percentage(match: re.Match[str]) -> str:
    share = read_share(match[0])
    return match[0] if share is None else f"{share:f}%".replace(".", ",")
