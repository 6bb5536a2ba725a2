"""Numbers that are no figures: dates, document numbers, legal references, codes, spans of time, addresses.

They are blanked out with a filler of the same length, so that offsets in the text stay what they were.
"""

from __future__ import annotations

import functools
import re

from analysis.extract.figures_words import words

FILLER = "\x1f"

_DOCUMENT_TYPES = (
    "Nghị định|Nghị quyết|Quyết định|Thông tư(?: liên tịch)?|Công văn|Kế hoạch|Chỉ thị|Thông báo|Tờ trình|Báo cáo|"
    "Hướng dẫn|Kết luận|Công điện|Chương trình|Văn bản|Giấy mời|Luật|Pháp lệnh"
)
_QUANTIFIER = re.compile(r"(\\S|\\[sd]|[\])])([+*])")


def bounded(pattern: str) -> str:
    """`pattern` with every "+" and "*" limited, so that a hostile text cannot make a search quadratic."""
    return _QUANTIFIER.sub(
        lambda match: f"{match[1]}{{{int(match[2] == '+')},{300 if match[1] == chr(92) + 'S' else 20}}}", pattern
    )


_MASKS = tuple(
    re.compile(bounded(pattern), re.IGNORECASE)
    for pattern in (
        r"https?://\S+|www\.\S+|\S+@\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:gov|com|org|edu|vn)\b\S*",
        r"\[\d+\]",
        r"\b(?:19|20)\d{2}\s?[-–]\s?(?:19|20)\d{2}\b",
        # 1125/BC-VP, 11/2023/QĐ-UBND, 35-CT/TU, 604-TB/BTCTU, 1984-CV/TU
        r"\b\d+\s?/\s?(?:\d{4}\s?/\s?)?(?-i:[A-ZĐ]{1,6})\d{0,2}(?:[-–/&.][\wĐđ&.-]+)*",
        r"\b\d+\s?[-–]\s?(?-i:[A-ZĐ]{2,6})(?:/[\wĐđ]+)*",
        rf"(?<!kỷ )(?:{_DOCUMENT_TYPES})\s+số\s*:?\s*\d+(?:/\d+)*",
        rf"(?<!kỷ )(?:{_DOCUMENT_TYPES})\s+\d+(?=\s*(?:/|[-–](?-i:[A-ZĐ])|ngày|năm \d|của|về))(?:/\d+)*",
        # "theo Quyết định 1012, …" cites; "(nghị quyết 09, quyết định 19)" counts.
        rf"(?-i:{_DOCUMENT_TYPES})\s+(?!0\d\b)\d+(?=\s*[,;.)])",
        r"(?<!kỷ )(?:Nghị định|Thông tư|Đề án|Điều|Khoản|Phụ lục|Biểu mẫu|Biểu|Mẫu|Luật)\s+(?:số\s+)?\d+(?:[./]\d+)*"
        r"[a-zđ]?\b",
        r"\b(?:hệ thống|kênh|nhánh|đầu số)\s+\d{3,4}\b(?=\s*[:,;.)]|\s+của)",
        r"\b(?:mã(?:\s+(?:số|dịch vụ|định danh|TTHC|hồ sơ))*|ĐT|fax)\s*:?\s*[\d.,\s]*\d",
        r"\bđiện thoại\s*:?\s*\(?\d[\d.\s()-]{6,18}\d",
        r"\b(?:tổng đài|hotline|đường dây nóng)\s*:?\s*(?:0\d[\d.\s]{6,12}\d|1[89]00[\d.\s]{0,8}|1022|11\d)\b",
        r"\bcứ\s+\d+[^.;\d]{1,40}\bthì\s+(?:có\s+)?\d+",  # "cứ 100 hồ sơ thì có 99 …" is a way to speak
        r"\b(?:mức độ|mức|giai đoạn|bước|đợt|phiên bản|version|ISO|TCVN|khóa|nhiệm kỳ|loại|kiểu|nhóm|vùng|phương án)"
        r"\s+(?![\d.,]*\d\s?(?:%|(?:tỷ|triệu|nghìn)\b|đồng\b))\d+(?:[.:,]\d+)*(?:\s*(?:,|và|hoặc|\+)\s*\d\b(?!\s*[.,]?\d))*",
        r"\b(?:lần|lần thứ|khóa)\s+(?:thứ\s+)?\d+\b",
        r"\b(?:cách mạng|công nghiệp|công nghệ|web)\s+\d\.\d",
        # Dates and spans of time.
        r"\b\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?(?:19|20)\d{2}\b",
        r"\bngày\s+\d{1,2}(?:\s*(?:tháng|/|-|\.)\s*\d{1,2})?(?:\s*(?:năm|/|-|\.)\s*\d{4})?(?!\d)",
        r"\btháng\s+\d{1,2}(?:\s*(?:,|và|đến|-|–)\s*\d{1,2}(?=[/\s]))*(?:\s*(?:năm|/|-|\.)\s*\d{4})?",
        # "(01/7 - 31/12/2025)"
        r"\b\d{1,2}\s?/\s?\d{1,2}(?=\s?[-–]\s?\d{1,2}\s?/\s?\d{1,2}\s?/\s?(?:19|20)\d{2}|\s?[-–]\s?[\x1f/\s]{8,14}\))",
        r"\b\d{1,2}\s?/\s?(?:19|20)\d{2}\b",
        r"\bquý\s+(?:[IVX]+|\d)(?:\s*(?:/|năm|-)\s*\d{4})?",
        r"\b(?:năm|kỳ|giai đoạn|từ|đến|so với|và|trước|sau|hết|các năm)\s+(?:19|20)\d{2}\b(?!\s*%)",
        r"(?<=[/,.:;\s])(?:19|20)\d{2}(?=\s*(?:[,.;:)\]–-]|$|và\b|là\b|của\b|trên\b|đạt\b|tăng\b|giảm\b|so với\b))",
        r"\b\d+\s*(?:tháng|năm|quý|tuần)\b(?!\s+tuổi)",
        r"\b\d{1,2}\s?(?:h|g|giờ)\s?(?:\d{1,2}(?:\s?phút)?)?\b(?=\s*(?:ngày|,|đến|\)|phút|$))",
        r"\b(?:1|01) số\b(?= \w)(?! công báo)",
        r"\b24\s?/\s?(?:7|24)\b",
        r"\b\d{1,2}\s?/\s?\d{1,2}\s?/\s?\d{2,4}\b",
    )
)
# "số 15" names a document or a thing; "ký số 99,3%", "dân tộc thiểu số 05 người" do not.
_NUMBERED = re.compile(
    r"(?<!tổng )(?<!trong )(?<!tổng cộng )(?<!ký )(?<!thiểu )(?<!dân )(?<!đổi )(?<!quyền )(?<!hội )(?<!tế )(?<!đa )"
    r"(?<!nghệ )(?<!năng )(?<!tầng )(?<!cộng )(?<!chữ ký )(?<!vị trí )"
    r"\bsố\s{0,3}:?\s{0,3}\d[\d.]{0,20}(?:/\d{1,9}){0,5}"
    r"(?![\d.,]*\d)(?!\s*%)(?=\W)",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_HEAD = re.compile(bounded(r"^\s*[-+•*–]?\s*\(?(?:\d{1,2}(?:\.\d{1,2})*[.)](?=\s|[^\d])|\d{1,2}(?:\.\d{1,2})+\s)"))
_ENUMERATION = re.compile(r"\(\d{1,2}\)(?=\s+\w)")
# "đến 15/6", "từ 15/12": a day without a year, unless a counted noun follows ("đến 5/9 huyện").
_SHORT_DATE = re.compile(
    r"\b(?:từ|đến|trước|sau|hết|ngày)\s+\d{1,2}\s?/\s?\d{1,2}\b(?=\s*(?:[,.;:)]|đến|$))", re.IGNORECASE
)


@functools.lru_cache(maxsize=1_024)
def mask(text: str) -> str:
    """`text` with everything that is no figure replaced by fillers of the same length."""
    if not _DIGIT.search(text):
        return text
    masked = _HEAD.sub(_fill, text)
    for pattern in (*_MASKS, _SHORT_DATE, _ENUMERATION):
        masked = pattern.sub(_fill, masked)
    return _NUMBERED.sub(lambda match: match[0] if _counts(match) else _fill(match), masked)


def _counts(match: re.Match[str]) -> bool:
    """Whether a counted noun follows: "thuộc diện thiểu số 05 người"."""
    return bool(words().noun.match(match.string, match.end() + 1))


def _fill(match: re.Match[str]) -> str:
    """Only digits are blanked: words around them ("ngày", "mức độ") still belong to labels and cues."""
    return _DIGIT.sub(FILLER, match[0])
