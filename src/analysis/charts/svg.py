"""A chart as SVG for the page: static, readable without scripts, in the page's colours, with plain tooltips.

The converter writes colours, roles and labels per mark. Here colours become CSS variables (light and dark follow), a
mark's description becomes its `<title>` (the browser's own tooltip), and everything else that only a script could use
is dropped.
"""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup, escape

from analysis.charts.lettering import fitted, unmeasured
from analysis.charts.specification import specification
from analysis.charts.theme import KEYED, ROLES
from analysis.vietnamese.text import visible

VEGA_LITE = "6.4"
GROWTH = 1.25  # charts are drawn for a phone; on a desk they may grow by this much
_COLOUR = re.compile("#[0-9a-fA-F]{6}")
_MARK = re.compile(r"<(path|text|g)\b([^>]*?) aria-label=\"([^\"]*)\"([^>]*?)(/?)>")
_ROLE = re.compile(r' (?:role|aria-[a-z]+|pointer-events)="[^"]*"')
_CLASS = re.compile(r' class="[^"]*"')
_GEOMETRY = re.compile(r' (?:d|transform|x|y|x1|x2|y1|y2|width|height)="[^"]*"')
_NUMBER = re.compile(r"(\d+\.\d{2})\d+")
_KEYS = re.compile(r"[\w -]+")
_HEAD = re.compile(r"<svg[^>]*viewBox=\"([^\"]*)\"[^>]*>")


def svg(chart: Any, alternative: str, identity: str) -> Markup:
    """`chart` as an SVG element; `alternative` is what someone hears who does not see it, `identity` its id."""
    return Markup(tidy(draw(specification(chart)), alternative, identity))


def draw(spec: Any) -> str:
    """The converter's own SVG of a Vega-Lite specification, with room for all its texts."""
    # Loaded by who draws only: a process that holds the drawing engine cannot fork workers.
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(_drawable(unmeasured(spec)), vl_version=VEGA_LITE)
    return fitted(drawn)


def _drawable(spec: Any) -> Any:
    """`spec` with its texts made visible: the converter takes the whole process down at a control character."""
    if isinstance(spec, dict):
        return {key: _drawable(value) for key, value in spec.items()}
    if isinstance(spec, (list, tuple)):
        return [_drawable(value) for value in spec]
    return visible(spec) if isinstance(spec, str) else spec


def tidy(drawn: str, alternative: str, identity: str) -> str:
    """The converter's SVG with the page's colours, tooltips and name."""
    head = _HEAD.search(drawn)
    box = head[1] if head else "0 0 1 1"
    body = drawn[head.end() if head else 0 :]
    body = _MARK.sub(_with_title, body)
    body = _CLASS.sub("", _ROLE.sub("", body))
    body = _GEOMETRY.sub(lambda attribute: _NUMBER.sub(r"\1", attribute[0]), body)
    body = _COLOUR.sub(_role_of, body)
    body = re.sub(r' font-family="[^"]*"', "", body)
    # Clip paths and gradients have ids that count from zero in every chart; on one page they must differ.
    body = re.sub(r'(id="|url\(#|href="#)(clip|gradient_)', rf"\1{identity}-\2", body)
    name = escape(visible(alternative))
    width = box.split()[2]
    widest = f"max-width:{GROWTH * float(width):.0f}px"
    return f'<svg id="{identity}" role="img" aria-label="{name}" viewBox="{box}" style="{widest}">{body}'


def _role_of(colour: re.Match[str]) -> str:
    """A colour of the theme as the page's variable; any other stays."""
    role = ROLES.get(colour[0].lower())
    return f"var(--c-{role})" if role else colour[0]


def _with_title(mark: re.Match[str]) -> str:
    name, before, label, after, closed = mark.groups()
    # Vega describes groups and axes too ("X-axis titled …"); only single marks carry our own words.
    if name == "g" or 'role="graphics-symbol"' not in before + after:
        return f"<{name}{before}{after}{closed}>"
    keys, parted, words = label.partition(KEYED)
    found = f' data-of="{keys}"' if parted and _KEYS.fullmatch(keys) else ""
    title = f"<title>{words if parted else label}</title>"
    return f"<{name}{found}{before}{after}>{title}</{name}>" if closed else f"<{name}{found}{before}{after}>{title}"
