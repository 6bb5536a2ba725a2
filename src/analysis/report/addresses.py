"""Links on paper: each is numbered where it stands, and its address is spelled out in a list at the end.

A narrow column has no room for an address, and a sentence is not read better with one in it. On a screen both the
numbers and the list stay out of sight.
"""

from __future__ import annotations

import re

from markupsafe import Markup

from analysis.reference.texts import Texts
from analysis.report.html import tag

_LINK = re.compile(r'(<a\b[^>]*?href="(https?://[^"]+)"[^>]*>.*?</a>)', re.DOTALL)


def spelled_out(parts: Markup, t: Texts) -> tuple[Markup, Markup]:
    """`parts` with a number behind each link to another host, and the list of their addresses (empty without any)."""
    numbers: dict[str, int] = {}

    def numbered(link: re.Match[str]) -> str:
        number = numbers.setdefault(link[2], len(numbers) + 1)
        return f'{link[1]}<span class="ref">[{number}]</span>'

    marked = Markup(_LINK.sub(numbered, parts))
    if not numbers:
        return marked, Markup("")
    entries = (tag("li", Markup(address)) for address in numbers)  # escaped already: they come from attributes
    title = tag("h2", t("page.addresses"), id="addresses-h")
    return marked, tag("section", title, tag("ol", *entries), class_="addresses", aria_labelledby="addresses-h")
