"""What a figure is called: the words of its clause around the number, the counted noun first."""

from __future__ import annotations

import re

from analysis.extract.figures_dates import as_of_dates
from analysis.extract.figures_masks import FILLER
from analysis.extract.figures_mentions import Mention
from analysis.extract.figures_nouns import clause_before, clause_end
from analysis.extract.figures_words import words
from analysis.vietnamese.text import lower_first, normalise

LONGEST = 160
_MOST_WORDS_BEFORE = 20
_SHORT_LABEL = 4
_LONGEST_TOPIC = 25
_NOUN_FIRST = 7  # words; before a longer clause the noun would be lost
_LEAD = 8  # words: as many before a colon are one name, commas and all ("Xã, phường, thị trấn: 319 hồ sơ")
_FEW_WORDS = 4  # a clause of fewer words takes the one before it along
_SIGNS = re.compile(r"^[\s:,;=/(–+-]+|[\s:,;=/(–-]+$")
_BULLET = re.compile(r"^\s*(?:[-+•*–]|[a-zđ]\)|\d+(?:\.\d+)*[.)])\s*")

_LINKS = re.compile(
    r"^(?:(?:đạt|chiếm|bằng|tương ứng|tương đương|với|tỷ lệ|tỉ lệ)\b\s*)+$|\s*\b(?:đạt|chiếm|bằng)$", re.IGNORECASE
)
_RANKED = re.compile(
    r"(?:\s*\b(?:xếp|đứng|giữ|ở|đạt|từ|lên|xuống|vị trí|thứ hạng|thứ bậc|hạng|thứ)\b)+$", re.IGNORECASE
)


def label_of(text: str, masked: str, mention: Mention, previous: Mention | None) -> str:
    """The label of `mention`; `previous` is the mention before it in the same text, whose words are not its own."""
    head = _head(text, mention, previous)
    after = _after(text, masked, mention.noun_end)
    tail = _trim_end(re.split(r"\s(?:và|đạt|chiếm)\s*$", after)[0])
    if mention.kind == "rank":
        about = tail if tail.startswith("về ") else _RANKED.sub("", head)
        return _shorten(f"thứ hạng {about}")
    if mention.kind == "percent":
        return _rate_label(head, tail, text, mention)
    noun = mention.unit if mention.kind == "count" else ""
    if not noun or (not tail and noun.casefold() in head.casefold()):
        parts = [head, tail]
    elif tail:
        parts = [head, f"{noun} {tail}"]
    else:
        parts = [noun, lower_first(head)] if len(head.split()) <= _NOUN_FIRST else [head, noun]
    return _shorten(" ".join(part for part in parts if part))


def _after(text: str, masked: str, start: int) -> str:
    """The rest of the clause after the noun; a bracket right after it is skipped ("văn bản (trừ mật) được gửi")."""
    end = clause_end(masked, start)
    after = text[start:end]
    if len(after.split()) < _FEW_WORDS and text[end : end + 1] == "(" and (close := text.find(")", end)) > 0:
        rest = "" if re.search(r"\d", text[end:close]) else text[close + 1 : clause_end(masked, close + 1)]
        after = f"{after.rstrip()}{rest}"
    return after.replace(FILLER, " ")


def topic_of(text: str, mention: Mention) -> str:
    """What a passage says it is about ("Về công tác …: "), "" when it does not or says it after `mention`."""
    topic, colon, _ = text[: mention.start].partition(":")
    is_topic = colon and len(topic.split()) <= _LONGEST_TOPIC and not re.search(r"\d", _BULLET.sub("", topic))
    return normalise(_BULLET.sub("", topic)) if is_topic else ""


def _head(text: str, mention: Mention, previous: Mention | None) -> str:
    """The words of the clause before the number that are its own."""
    before = _named_before(text, mention.start, previous.noun_end if previous is not None else 0)
    if previous is not None and previous.noun_end > mention.start - len(before):
        before = text[previous.noun_end : mention.start]
        before = before.rpartition(" và ")[2] if " và " in before else before
        joined = text[previous.noun_end : mention.start]
        if not before.strip() and joined.rstrip().endswith(" và") and not re.search(r"[,;:.()]", joined):
            # "tích hợp 12 dịch vụ toàn trình và 7 dịch vụ một phần": both are integrated.
            shared = clause_before(text, previous.start)
            before = shared if previous.kind == mention.kind and not re.search(r"\d", shared) else before
    for date in reversed(as_of_dates(before)):
        before = before[: date.start] + before[date.end :]
    before = before.replace("()", " ")
    return _trim(" ".join(_BULLET.sub("", before).split()[-_MOST_WORDS_BEFORE:]))


def _rate_label(head: str, tail: str, text: str, rate: Mention) -> str:
    """A rate's label without the verb that gives its value ("đạt", "chiếm"); that of its sentence if it has none."""
    head = _LINKS.sub("", head).strip()
    tail = _LINKS.sub("", tail).strip()
    if head:
        return _shorten(f"{head} {tail}")
    start = rate.start - len(clause_before(text, rate.start))
    if _sign_before(text, start) == ",":
        clause = _BULLET.sub("", clause_before(text, text.rfind(",", 0, start)))
        clause = re.sub(r"\d[\d.,/%]*\s*", "", clause)
        return _shorten(f"tỷ lệ {_trim(clause)} {tail}")
    return _shorten(f"tỷ lệ {tail}" if not tail or tail.startswith("trên ") else tail)


def label_in_context(label: str, whole: str) -> str:
    """A short label with that of its whole or base: "cấp xã" alone says little, "cấp xã – tài khoản đã cấp" does."""
    if not label or label == "tỷ lệ":
        return _shorten(f"tỷ lệ {whole}")
    if not whole or len(label.split()) > _SHORT_LABEL or whole.casefold() in label.casefold():
        return label
    return _shorten(f"{label} – {whole}")


def in_topic(label: str, topic: str) -> str:
    """A label with what its passage is about, the label kept whole if there is room."""
    return _shorten(f"{label[: LONGEST - 60]} ({topic})") if topic else label


def _shorten(text: str) -> str:
    text = normalise(text)
    return text if len(text) <= LONGEST else text[:LONGEST].rpartition(" ")[0]


def _named_before(text: str, start: int, previous: int) -> str:
    """The words before the number; across a colon or bracket right before it ("cấp tỉnh: 558", "số hóa (61,2%)").

    Nothing before `previous`, the end of the figure before, is looked at.
    """
    if not text[previous:start].strip(" (,;:"):
        return ""
    before = clause_before(text, start)
    lead = text[: start - len(before)].rstrip() if not before.strip() else ""
    if len(before.split()) < _FEW_WORDS:
        longer = clause_before(text, start - len(before) - 1)
        first = start - len(before) - len(longer) - 1
        inside = first >= previous and (previous == 0 or re.search(r"[.;:(]", text[previous:first]))
        if _sign_before(text, start - len(before)) == "," and inside and not re.search(r"\d", longer):
            return f"{longer}, {before}"
    if lead.endswith("("):
        clause = clause_before(lead[:-1], len(lead) - 1)
        return clause if len(lead) - 1 - len(clause) >= previous else ""
    if not lead.endswith(":"):
        return before
    lead = re.sub(r"\s*\([^()]*\)$", "", lead[:-1].rstrip())
    opening = re.split(r"[.;(]\s", lead[previous:])[-1]
    is_name = len(opening.split()) <= _LEAD and not re.search(r"\d", opening)
    named = opening if is_name else clause_before(lead, len(lead))
    return text[len(lead) - len(named) : start]


def _sign_before(text: str, start: int) -> str:
    """The sign that stands right before position `start`."""
    return text[max(0, start - 2) : start].strip()[-1:]


def _trim_end(text: str) -> str:
    """`text` without the connecting words and signs at its end; its beginning belongs to the noun before it."""
    text = normalise(text)
    while (shorter := _SIGNS.sub("", words().label_tail.sub("", text)).strip()) != text:
        text = shorter
    return text


def _trim(text: str) -> str:
    """`text` without the connecting words and signs at its ends."""
    text = normalise(words().cue.sub(" ", text))
    while True:
        shorter = _SIGNS.sub("", words().label_tail.sub("", words().label_head.sub("", text))).strip()
        if shorter == text:
            return text
        text = shorter
