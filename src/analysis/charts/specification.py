"""A chart's Vega-Lite specification for drawing, in a fraction of the time that Altair's own `to_dict` takes.

`to_dict` copies a layered chart several times, hashes its data and looks types up, once for each page that is made. For
charts of this package, whose types stand in their encodings, nothing of this changes what is drawn; tests hold both
beside each other for every chart.
"""

from __future__ import annotations

import functools
from typing import Any

from altair import Chart, InlineData, LayerChart, Undefined
from altair.utils import parse_shorthand
from altair.utils.schemapi import SchemaBase

# What Altair's default theme adds: the size of a chart that has none of its own.
_VIEW = {"continuousWidth": 300, "continuousHeight": 300}

# What Altair keeps for itself.
_OWN = frozenset({"shorthand", "_cached_hash"})


def specification(chart: Chart | LayerChart) -> dict[str, Any]:
    """`chart` as a Vega-Lite specification without title; its data stand under `datasets`, each once.

    The same structure with other data gives the same specification but for `datasets`.
    """
    datasets: dict[int, tuple[str, Any]] = {}
    spec: dict[str, Any] = _plain(chart, datasets)
    spec.pop("title", None)  # the page shows the message as the figure's caption
    config = spec.get("config", {})
    spec["config"] = {**config, "view": _VIEW | config.get("view", {})}
    spec["datasets"] = {name: list(rows) for name, rows in datasets.values()}
    return spec


def _plain(value: Any, datasets: dict[int, tuple[str, Any]]) -> Any:
    """`value` as what JSON knows; inline data are moved into `datasets` (by the identity of their rows)."""
    if isinstance(value, InlineData):
        rows = value._kwds["values"]
        name, _ = datasets.setdefault(id(rows), (f"rows-{len(datasets)}", rows))
        return {"name": name}
    if isinstance(value, SchemaBase):
        return _plain(_keywords(value), datasets)
    if isinstance(value, dict):
        return {name: _plain(one, datasets) for name, one in value.items() if one is not Undefined}
    if isinstance(value, (list, tuple)):
        return [_plain(one, datasets) for one in value]
    return value


def _keywords(value: SchemaBase) -> Any:
    """What a part of a chart was made from, "place:O" spelled out."""
    if value._args and not value._kwds:
        return value._args[0]
    keywords = {name: one for name, one in value._kwds.items() if name not in _OWN and one is not Undefined}
    shorthand = value._kwds.get("shorthand", Undefined)
    if not isinstance(shorthand, str):
        return keywords
    # Second ends of a mark (x2) take no type.
    return {name: one for name, one in _spelled_out(shorthand).items() if name in value._kwds} | keywords


@functools.cache
def _spelled_out(shorthand: str) -> dict[str, Any]:
    return dict(parse_shorthand(shorthand))
