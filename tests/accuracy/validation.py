"""How well validation finds wrong cells: consistent synthetic reports, broken on purpose, with known truth.

`measure()` breaks every covered cell of several reports by every kind of slip, one at a time and two at a time, and
counts what validation says. Detection is counted among the breaks that the report's own arithmetic contradicts: a last
digit within the rounding of the only rate that holds it can be seen by nobody (its share is printed too).
"""

from __future__ import annotations

import itertools
import random
from decimal import Decimal

import pandas as pd

from analysis.validate import validate
from tests.validate.synthetic import (
    RATES,
    SLIPS,
    SUMS,
    Report,
    Slip,
    as_tables,
    break_cell,
    contradictions,
    covered_cells,
    make_report,
    without_narrative,
)

SEEDS = (11, 23, 37, 51)
PAIRS = 400
CLEAN = 120


def measure() -> list[dict[str, object]]:
    """Figures of validation, one row each: name, value (a share or a count), target and number of cases."""
    single = single_breaks(SEEDS)
    swapped = swapped_cells(SEEDS)
    return [
        *_single_rows("one broken cell", single),
        *_single_rows("one broken cell, forms alone", single_breaks(SEEDS, narrative=False)),
        *_pair_rows("two broken cells", 0.75, two_breaks(SEEDS, PAIRS)),
        *_pair_rows("two swapped cells", None, swapped),
        _clean_row(CLEAN),
    ]


def single_breaks(seeds: tuple[int, ...], narrative: bool = True) -> pd.DataFrame:
    """Every covered cell broken by every kind of slip: what was broken, and what validation said of it."""
    reports, slips = {}, {}
    for seed in seeds:
        report, chance = make_report(seed), random.Random(seed)
        report = report if narrative else without_narrative(report)
        for cell in covered_cells(report):
            for kind in SLIPS:
                slip = break_cell(report, cell, kind, chance)
                if slip is not None:
                    document = f"p{len(reports)}/2024-H1/r"
                    reports[document] = {**report, cell: slip.printed}
                    slips[document] = (slip,)
    return _judge(reports, slips)


def two_breaks(seeds: tuple[int, ...], pairs: int) -> pd.DataFrame:
    """Two different covered cells broken in one report, each visibly."""
    reports, slips = {}, {}
    chance = random.Random(sum(seeds))
    while len(reports) < pairs:
        report = make_report(chance.choice(seeds))
        cells = covered_cells(report)
        chosen = [break_cell(report, cell, chance.choice(SLIPS), chance) for cell in chance.sample(cells, 2)]
        both = [slip for slip in chosen if slip and contradictions({**report, slip.cell: slip.printed})]
        if len(both) == 2:
            document = f"p{len(reports)}/2024-H1/r"
            reports[document] = {**report, **{slip.cell: slip.printed for slip in both}}
            slips[document] = tuple(both)
    return _judge(reports, slips)


def swapped_cells(seeds: tuple[int, ...]) -> pd.DataFrame:
    """Two cells of one relation exchanged, wherever that contradicts the report."""
    reports, slips = {}, {}
    pairs = [(above[0], below[0]) for _, above, below in RATES]
    pairs += [pair for left, right in SUMS for side in (left, right) for pair in itertools.pairwise(side)]
    for seed, (one, other) in itertools.product(seeds, pairs):
        report = make_report(seed)
        broken = {**report, one: report[other], other: report[one]}
        if report[one] != report[other] and contradictions(broken):
            document = f"p{len(reports)}/2024-H1/r"
            reports[document] = broken
            slips[document] = tuple(
                Slip(cell, "swapped", true, broken[cell]) for cell, true in ((one, report[one]), (other, report[other]))
            )
    return _judge(reports, slips)


def _judge(reports: dict[str, Report], slips: dict[str, tuple[Slip, ...]]) -> pd.DataFrame:
    findings = validate(as_tables(reports)).findings
    by_document = dict(list(findings.groupby("document_id")))
    rows = []
    for document, broken in slips.items():
        found = by_document.get(document)
        suspects = [] if found is None else [text.split(";") for text in found["suspects"]]
        options = [] if found is None else [text.split(" | ") for text in found["suggested"]]
        cells = [slip.cell for slip in broken]
        rows.append(
            {
                "kind": broken[0].kind,
                "cell": broken[0].cell,
                "visible": bool(contradictions(reports[document])),
                "detected": bool(suspects),
                "first": bool(suspects) and suspects[0][0] == cells[0],
                "suspected": all(any(cell in group for group in suspects) for cell in cells),
                "named_first": all(any(cell == group[0] for group in suspects) for cell in cells),
                "leading": set(cells) <= {name for group in suspects for name in group[: len(cells)]},
                "suggested": all(_offered(options, slip, first=False) for slip in broken),
                "suggested_first": all(_offered(options, slip, first=True) for slip in broken),
                "slip": broken[0],
            }
        )
    return pd.DataFrame(rows)


def _offered(options: list[list[str]], slip: Slip, first: bool) -> bool:
    """Whether the true value is suggested: among the explanations, or (`first`) in the likeliest of a finding."""
    decimals = max(0, -int(slip.true.as_tuple().exponent))
    wanted = f" -> {slip.true:.{decimals}f}"
    offered = [option for group in options for option in (group[:1] if first else group)]
    return any(change.endswith(wanted) and _prints(change, slip.printed) for o in offered for change in o.split("; "))


def _prints(change: str, printed: Decimal) -> bool:
    return Decimal(change.split(" -> ")[0]) == printed


def _single_rows(name: str, single: pd.DataFrame) -> list[dict[str, object]]:
    visible = single[single["visible"]]
    rows = [
        _row(f"{name}: visible in the report's arithmetic", single["visible"].mean(), None, len(single)),
        _row(f"{name}: detected", visible["detected"].mean(), 0.99, len(visible)),
        _row(f"{name}: first suspect", visible["first"].mean(), 0.90, len(visible)),
        _row(f"{name}: true value suggested", visible["suggested"].mean(), 0.85, len(visible)),
        _row(f"{name}: true value suggested first", visible["suggested_first"].mean(), None, len(visible)),
    ]
    for kind, part in visible.groupby("kind"):
        rows.append(_row(f"{name} ({kind}): first suspect", part["first"].mean(), None, len(part)))
    return rows


def _pair_rows(name: str, target: float | None, pairs: pd.DataFrame) -> list[dict[str, object]]:
    return [
        _row(f"{name}: detected", pairs["detected"].mean(), None, len(pairs)),
        _row(f"{name}: both named", pairs["suspected"].mean(), target, len(pairs)),
        _row(f"{name}: both named first", pairs["leading"].mean(), None, len(pairs)),
        _row(f"{name}: both true values suggested", pairs["suggested"].mean(), None, len(pairs)),
    ]


def _clean_row(reports: int) -> dict[str, object]:
    clean = {f"p{seed}/2024-H1/r": make_report(1000 + seed) for seed in range(reports)}
    return _row("unbroken reports: false alarms", float(len(validate(as_tables(clean)).findings)), 0.0, reports)


def _row(name: str, value: float, target: float | None, cases: int) -> dict[str, object]:
    return {"measure": name, "value": round(float(value), 4), "target": target, "cases": cases}


def main() -> None:
    """Print the figures."""
    for row in measure():
        print(
            f"{row['measure']:<58} {row['value']:>8} {row['target'] if row['target'] is not None else '':>6} n={row['cases']}"
        )


if __name__ == "__main__":
    main()
