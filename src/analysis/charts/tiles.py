"""The country as equal tiles, one per province: colour and number by rank, empty where nothing is known."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from analysis.charts.theme import BLUE, INK, ORANGE, PAPER, TEAL, TRACK, drawn, finish, inline, keyed, layered
from analysis.charts.wrap import wrap

ACROSS, DOWN = 40, 32  # nine tiles of three letters fill a phone, 23 rows its height: the whole country is in view
# Thirds of the ranks by colour; the number in the tile says the same without colour.
CLASSES = ((1 / 3, BLUE, PAPER), (2 / 3, TEAL, PAPER), (1.0, ORANGE, PAPER))


@drawn
def tiles(frame: pd.DataFrame, *, title: str, language: str = "vi") -> Any:
    """Tiles in columns and rows from the north-west.

    `frame` has column, row, label, short (what stands in the tile), rank (NaN for no figure), units (how many are
    ranked), tip and key (of the unit, for a script to find the tile by).
    """
    looks = [_look(rank, units) for rank, units in zip(frame["rank"], frame["units"], strict=True)]
    ranks = ["" if pd.isna(rank) else f"{rank:.0f}" for rank in frame["rank"]]
    return _grid(frame, looks, ranks, title, language)


@drawn
def coverage_tiles(frame: pd.DataFrame, *, title: str, language: str = "vi") -> Any:
    """Tiles by how many of a unit's predecessors have data: all of them blue, some green, none without colour.

    `frame` has column, row, label, short, have, total (both NaN for a tile that is no unit), tip and key.
    """
    pairs = list(zip(frame["have"], frame["total"], strict=True))
    looks = [
        (TRACK, INK) if not have > 0 else (BLUE, PAPER) if have == total else (TEAL, PAPER) for have, total in pairs
    ]
    shares = ["" if pd.isna(have) else f"{have:.0f}/{total:.0f}" for have, total in pairs]
    return _grid(frame, looks, shares, title, language)


def _grid(frame: pd.DataFrame, looks: list[tuple[str, str]], said: list[str], title: str, language: str) -> Any:
    data = pd.DataFrame(
        {
            "column": frame["column"].to_numpy(),
            "row": frame["row"].to_numpy(),
            "label": frame["label"].to_numpy(),
            "short": [wrap(short, 7, 2) for short in frame["short"]],
            "rank": said,
            "fill": [fill for fill, _ in looks],
            "ink": [ink for _, ink in looks],
            "tip": frame["tip"].to_numpy(),
            "said": [keyed(key, tip) for key, tip in zip(frame["key"], frame["tip"], strict=True)],
        }
    )
    x = alt.X("column:O", axis=None, scale=alt.Scale(domain=list(range(int(data["column"].max()) + 1)), padding=0.06))
    y = alt.Y("row:O", axis=None, scale=alt.Scale(domain=list(range(int(data["row"].max()) + 1)), padding=0.06))
    base = alt.Chart(inline(data))
    square = base.mark_rect(cornerRadius=2).encode(
        x=x,
        y=y,
        color=alt.Color("fill:N", scale=None),
        description=alt.Description("said:N"),
        tooltip=[alt.Tooltip("label:N"), alt.Tooltip("rank:N"), alt.Tooltip("tip:N")],
    )
    name = base.mark_text(fontSize=11, lineBreak="\n", lineHeight=12, dy=-6, aria=False).encode(
        x=x, y=y, text=alt.Text("short:N"), color=alt.Color("ink:N", scale=None)
    )
    number = base.mark_text(fontSize=12, fontWeight="bold", dy=8, aria=False).encode(
        x=x, y=y, text=alt.Text("rank:N"), color=alt.Color("ink:N", scale=None)
    )
    columns, rows = int(data["column"].max()) + 1, int(data["row"].max()) + 1
    return finish(layered(square, name, number), title, language, rows * DOWN, columns * ACROSS)


def _look(rank: float, units: int) -> tuple[str, str]:
    """Fill and ink of a tile."""
    if pd.isna(rank):
        return TRACK, INK
    return next((fill, ink) for share, fill, ink in CLASSES if rank <= share * units or share == 1.0)
