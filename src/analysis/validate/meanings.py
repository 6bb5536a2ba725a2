"""What relations that no line of data states mean, in both languages: of narratives, shapes of forms, time."""

from __future__ import annotations

MEANINGS = {
    "text-parts": ("Các phần của phần lời cộng lại bằng tổng", "The parts in the narrative add up to their whole"),
    "text-subset": ("Một phần không vượt tổng của nó", "A share does not exceed its whole"),
    "text-ratio": (
        "Tỷ lệ trong phần lời bằng thương của hai số mà nó nêu",
        "A rate in the narrative is the quotient of the two counts it names",
    ),
    "text-between": (
        "Tỷ lệ chung nằm giữa tỷ lệ thấp nhất và cao nhất của các cấp",
        "The overall rate lies between the lowest and the highest level's rate",
    ),
    "shape-ratio": (
        "Tỷ lệ bằng thương của hai số đứng ngay dưới nó",
        "A rate is the quotient of the two counts that stand below it",
    ),
    "shape-subset": (
        "Một phần không vượt tổng của nó",
        "A part does not exceed its whole",
    ),
    "shape-sum": (
        "Tổng số bằng số của các cấp đứng dưới nó cộng lại",
        "A total is what the levels below it add up to",
    ),
    "growth": (
        "Số lũy kế từ đầu năm không giảm từ kỳ trước sang kỳ sau",
        "A count from the start of the year does not fall from one period to the next",
    ),
}
