"""Charts drawn from what their structure was compiled to: the pages of a run repeat few structures with other data.

Vega-Lite compiles a specification to Vega without a look at the rows under `datasets`, which it only carries over. That
takes half of the time of a drawing, so the process that draws for a run compiles each structure once.
"""

from __future__ import annotations

import functools
import json
from typing import Any

# A run of all notebooks meets some dozens of structures; more would be somebody's own charts, each another.
_KEPT = 256


def svg(spec: Any, **options: Any) -> str:
    """`spec`, a Vega-Lite specification, as SVG, as `vl_convert.vegalite_to_svg` draws it.

    Raises:
        ValueError: the converter cannot draw it.
    """
    import vl_convert

    rows = spec.get("datasets") if isinstance(spec, dict) else None
    if not rows or not set(options) <= {"vl_version"}:
        drawn: str = vl_convert.vegalite_to_svg(spec, **options)
        return drawn
    structure = json.dumps(spec | {"datasets": dict.fromkeys(rows, ())})
    vega = _vega(structure, options.get("vl_version"))
    data = [one | {"values": rows[one["name"]]} if one["name"] in rows else one for one in vega["data"]]
    drawn = vl_convert.vega_to_svg(vega | {"data": data})
    return drawn


@functools.lru_cache(maxsize=_KEPT)
def _vega(structure: str, version: str | None) -> dict[str, Any]:
    import vl_convert

    vega: dict[str, Any] = vl_convert.vegalite_to_vega(structure, vl_version=version)
    return vega
