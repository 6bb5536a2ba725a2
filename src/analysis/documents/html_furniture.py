"""What a portal puts around a document: its footer, its menus, links to other news."""

from __future__ import annotations

import re

from lxml import etree, html

# Words of `class` or `id` that mark it.
_FURNITURE = {"footer", "menu", "nav", "navbar", "breadcrumb", "breadcrumbs", "sidebar", "pagination", "comments"}
_PARTED = re.compile(r"[\s_-]+")
_LONGEST_HEADING = 60  # letters


def is_furniture(element: html.HtmlElement) -> bool:
    """Whether `element` stands around the document and is no part of it."""
    if element.tag == "footer":
        return next(element.iterancestors("article", "main"), None) is None
    if element.tag in ("ul", "ol"):
        return _is_links(element)
    if element.tag not in ("div", "section", "aside"):
        return False
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    named = not _FURNITURE.isdisjoint(names.split()) or not _FURNITURE.isdisjoint(_PARTED.split(names)[:1])
    return named or _is_links(element)


def _is_links(element: html.HtmlElement) -> bool:
    """Whether an element is several links with no word between them: a menu, "Tin liên quan" with titles and dates.

    "Căn cứ" between links to laws, or a word after them, makes them part of a text.
    """
    links = within = heading = 0
    for event, part in etree.iterwalk(element, events=("start", "end")):
        change = part.tag == "a"
        if event == "start":
            links, within, said = links + change, within + change, part.text
        else:
            within, said = within - change, None if part is element else part.tail
        letters = 0 if within else sum(map(str.isalpha, said or ""))
        heading += letters
        if heading > _LONGEST_HEADING or (letters and links):
            return False
    return links > 1
