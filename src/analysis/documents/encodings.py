"""Bytes as text: UTF-8, UTF-16 and Windows-1258; the old font encodings TCVN3 and VNI are recognised and named."""

from __future__ import annotations

import html
import re
import unicodedata

from analysis.errors import InputError

# Frequent words as they look when the bytes of an old encoding are taken for Western text. The font decides what such
# text shows, so it cannot be told from the file alone with certainty: it is named, not converted.
_TCVN3 = (
    "cña",
    "vµ",
    "c¸c",
    "®­îc",
    "hµnh",
    "nh©n",
    "d©n",
    "tØnh",
    "c¶i",
    "chÝnh",
    "®Õn",
    "thñ",
    "tôc",
    "kÕ",
    "viÖc",
    "®Þnh",
)
_VNI = (
    "cuûa",
    "vaø",
    "caùc",
    "ñöôïc",
    "haønh",
    "nhaân",
    "daân",
    "tænh",
    "caûi",
    "chính",
    "ñeán",
    "thuû",
    "tuïc",
    "keá",
    "vieäc",
    "ñònh",
)
_VIETNAMESE = (
    "của",
    "và",
    "các",
    "được",
    "hành",
    "nhân",
    "dân",
    "tỉnh",
    "cải",
    "chính",
    "đến",
    "thủ",
    "tục",
    "kế",
    "việc",
    "định",
    "số",
    "hồ",
    "sơ",
)
_SPLIT = re.compile(r"[\s,.;:()/|\"“”-]+")
_TAG = re.compile(r"<[^>]{0,2000}>")
_SAMPLE = 200_000
CUT_COUNTS_FROM = 40  # bytes of UTF-8 before a broken end; fewer tell no encoding


def decode(data: bytes) -> str:
    """`data` as text in NFC; InputError naming the encoding when it is an old one or none that is known."""
    text = _unicode(data)
    if text is None:
        western = data.decode("cp1252", errors="replace")
        _refuse_old(western)
        text = unicodedata.normalize("NFC", data.decode("cp1258", errors="replace"))
        if "\ufffd" in text or not _looks_vietnamese(text):
            raise InputError(
                "the text is in no encoding that is known (UTF-8, UTF-16, Windows-1258)",
                remedy="open it where it reads well and save it as UTF-8",
            )
    if "\x00" in text[:_SAMPLE]:
        raise InputError(
            "not a text: it holds NUL bytes", remedy="give the document itself (docx, pdf, xlsx, html, txt)"
        )
    _refuse_old(text)
    return unicodedata.normalize("NFC", text)


def refuse_old_encoding(text: str) -> None:
    """InputError if `text` is TCVN3 or VNI shown as Western letters (also in Word, PDF and HTML files)."""
    _refuse_old(text)


def _unicode(data: bytes) -> str | None:
    """`data` as UTF-8 or UTF-16 text, None if it is neither."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        codec = "utf-16"
    elif _is_utf16(data):
        codec = "utf-16-le" if data[1::2].count(0) > data[::2].count(0) else "utf-16-be"
    else:
        codec = "utf-8-sig"
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        if codec == "utf-8-sig" and error.start >= len(data) - 3 and error.start > CUT_COUNTS_FROM:
            raise InputError("cut off in the middle of a letter", remedy="get the document again") from None
        if codec.startswith("utf-16"):
            raise InputError("broken UTF-16: the file is cut off or damaged", remedy="save it again as UTF-8") from None
        return None


def _is_utf16(data: bytes) -> bool:
    """UTF-16 without a byte order mark: every second byte of much of the text is zero."""
    sample = data[:4000]
    zeros = max(sample[::2].count(0), sample[1::2].count(0))
    return (
        len(sample) > 20
        and zeros > len(sample) * 0.15
        and min(sample[::2].count(0), sample[1::2].count(0)) < zeros / 10
    )


def _looks_vietnamese(text: str) -> bool:
    words = _SPLIT.split(html.unescape(_TAG.sub(" ", text[:_SAMPLE])).lower())
    return sum(word in _VIETNAMESE for word in words) * 60 >= len([word for word in words if word])


def _refuse_old(text: str) -> None:
    words = _SPLIT.split(text[:_SAMPLE].lower())
    proper = sum(word in _VIETNAMESE for word in words)
    for name, marks, source in (("TCVN3 (ABC)", _TCVN3, "TCVN3 (ABC)"), ("VNI", _VNI, "VNI Windows")):
        lowered = {mark.lower() for mark in marks} - set(_VIETNAMESE)
        count = sum(word in lowered for word in words)
        if count >= 3 and count > proper:
            raise InputError(
                f"the text is in the old encoding {name}, not in Unicode",
                remedy=f"convert it with UniKey (from {source} to Unicode), then ingest again",
            )
