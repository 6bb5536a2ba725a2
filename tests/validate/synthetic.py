"""Synthetic half-year reports that are consistent, and slips that break them: ground truth for validation.

A report is a mapping from cell ("observations:3:3.2.2", "figures:f005") to a Decimal as printed. Its arithmetic is kept
apart from the package's on purpose: `contradictions` recomputes everything in decimals from the generator's own list.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from importlib import resources

import pandas as pd

from analysis.store import typed

Report = dict[str, Decimal]
CENT = Decimal("0.01")

# id, label, unit, parent, relation of the narrative's figures
FIGURES = (
    ("f001", "Hồ sơ tiếp nhận trên hệ thống của tỉnh", "hồ sơ", "", "whole"),
    ("f002", "Hồ sơ đã giải quyết", "hồ sơ", "f001", "subset"),
    ("f003", "Hồ sơ giải quyết đúng và trước hạn", "hồ sơ", "f002", "part"),
    ("f004", "Hồ sơ giải quyết quá hạn", "hồ sơ", "f002", "part"),
    ("f005", "Hồ sơ đang giải quyết", "hồ sơ", "f001", "subset"),
    ("f006", "Hồ sơ đang giải quyết trong hạn", "hồ sơ", "f005", "part"),
    ("f007", "Hồ sơ đang giải quyết quá hạn", "hồ sơ", "f005", "part"),
    ("f008", "Tỷ lệ hồ sơ giải quyết đúng và trước hạn toàn tỉnh", "%", "", "ratio_of:f003/f002"),
    ("f009", "TTHC được công bố", "TTHC", "", "whole"),
    ("f010", "TTHC ban hành mới", "TTHC", "f009", "part"),
    ("f011", "TTHC sửa đổi, bổ sung", "TTHC", "f009", "part"),
    ("f012", "TTHC bãi bỏ", "TTHC", "f009", "part"),
    ("f013", "DVC trực tuyến toàn trình trên Cổng DVC tỉnh", "DVC", "", ""),
    ("f014", "DVC trực tuyến một phần trên Cổng DVC tỉnh", "DVC", "", ""),
    ("f015", "Tỷ lệ DVC trực tuyến toàn trình và một phần trên tổng số TTHC", "%", "", ""),
    ("f016", "TTHC có yêu cầu nghĩa vụ tài chính đã tích hợp", "TTHC", "f017", "subset"),
    ("f017", "TTHC có yêu cầu nghĩa vụ tài chính", "TTHC", "", "whole"),
    ("f018", "Tỷ lệ TTHC có yêu cầu nghĩa vụ tài chính đã tích hợp", "%", "", "ratio_of:f016/f017"),
    ("f019", "Phản ánh kiến nghị nhận được", "phản ánh", "", ""),
    ("f020", "Tổng số nhiệm vụ Chính phủ giao", "nhiệm vụ", "", "whole"),
    ("f021", "Nhiệm vụ Chính phủ giao đã hoàn thành", "nhiệm vụ", "f020", "part"),
    ("f022", "Nhiệm vụ Chính phủ giao đang thực hiện", "nhiệm vụ", "f020", "part"),
    ("f023", "Tỷ lệ hồ sơ trực tuyến toàn trình toàn tỉnh", "%", "", ""),
)


def _form(code: str) -> str:
    return f"observations:{code}"


def _figure(number: int) -> str:
    return f"figures:f{number:03d}"


# (rate, numerator cells, denominator cells)
RATES: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    *(
        (_form(rate), (_form(above),), (_form(below),))
        for rate, above, below in (
            ("1:2", "1:2.2", "1:2.1"),
            ("1:3.3", "1:3.3.2", "1:3.3.1"),
            ("3:3.1", "3:3.1.2", "3:3.1.1"),
            ("3:3.2", "3:3.2.2", "3:3.2.1"),
            ("3:3.3", "3:3.3.2", "3:3.3.1"),
            ("3:3.4", "3:3.4.2", "3:3.4.1"),
            ("7:6.1", "7:6.1.2", "7:6.1.1"),
            ("7:6.2", "7:6.2.2", "7:6.2.1"),
            ("7:6.3", "7:6.3.2", "7:6.3.1"),
            ("7:6.4", "7:6.4.2", "7:6.4.1"),
            ("7:6.5", "7:6.5.2", "7:6.5.1"),
        )
    ),
    (_figure(8), (_figure(3),), (_figure(2),)),
    (_figure(15), (_figure(13), _figure(14)), (_form("3:1.4"),)),
    (_figure(18), (_figure(16),), (_figure(17),)),
)
# (whole, parts)
SUMS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    ((_form("3:1.4"),), (_form("3:1.4.1"), _form("3:1.4.2"), _form("3:1.4.3"))),
    ((_figure(2),), (_figure(3), _figure(4))),
    ((_figure(5),), (_figure(6), _figure(7))),
    ((_figure(9),), (_figure(10), _figure(11), _figure(12))),
    ((_figure(20),), (_figure(21), _figure(22))),
    ((_form("3:3.1.1"), _form("3:3.2.1"), _form("3:3.3.1")), (_figure(2),)),
    ((_form("3:3.1.2"), _form("3:3.2.2"), _form("3:3.3.2")), (_figure(3),)),
    ((_form("3:1.2"),), (_figure(10),)),
    ((_form("3:1.3"),), (_figure(12),)),
    ((_form("3:3.4.1"),), (_figure(19),)),
    ((_form("7:6.1.2"),), (_figure(13),)),
    ((_form("7:6.3"),), (_figure(23),)),
    ((_form("7:6.5.1"),), (_figure(17),)),
    ((_form("7:6.5.2"),), (_figure(16),)),
    ((_form("7:6.5"),), (_figure(18),)),
    ((_form("1:5.1"),), (_figure(20),)),
    ((_form("1:5.2"), _form("1:5.3")), (_figure(21),)),
)


def make_report(seed: int) -> Report:
    """A consistent report of a province of random size."""
    chance = random.Random(seed)

    def count(low: int, high: int) -> Decimal:
        return Decimal(round(low * (high / low) ** chance.random()))

    def share(whole: Decimal, low: float, high: float) -> Decimal:
        return Decimal(round(float(whole) * chance.uniform(low, high)))

    cells: Report = {}
    form = {code: value for code, value in _form_counts(count, share)}
    cells.update({_form(code): value for code, value in form.items()})
    resolved = form["3:3.1.1"] + form["3:3.2.1"] + form["3:3.3.1"]
    on_time = form["3:3.1.2"] + form["3:3.2.2"] + form["3:3.3.2"]
    running_on_time, running_late = count(200, 9000), count(3, 400)
    running = running_on_time + running_late
    amended = count(20, 900)
    done = form["1:5.2"] + form["1:5.3"]
    figures = {
        1: max(resolved + running, form["7:6.3.1"] + form["7:6.4.1"]) + count(10, 5000),
        2: resolved,
        3: on_time,
        4: resolved - on_time,
        5: running,
        6: running_on_time,
        7: running_late,
        9: form["3:1.2"] + amended + form["3:1.3"],
        10: form["3:1.2"],
        11: amended,
        12: form["3:1.3"],
        13: form["7:6.1.2"],
        14: share(form["3:1.4"] - form["7:6.1.2"], 0.3, 0.9),
        16: form["7:6.5.2"],
        17: form["7:6.5.1"],
        19: form["3:3.4.1"],
        20: form["1:5.1"],
        21: done,
        22: form["1:5.1"] - done,
    }
    cells.update({_figure(number): value for number, value in figures.items()})
    for rate, above, below in RATES:
        cells[rate] = _rate(cells, above, below)
    cells[_figure(23)] = cells[_form("7:6.3")]
    assert not contradictions(cells)
    return cells


def _form_counts(
    count: Callable[[int, int], Decimal], share: Callable[[Decimal, float, float], Decimal]
) -> Iterator[tuple[str, Decimal]]:
    """Counts of the forms: wholes of random size, parts below them."""
    for whole, part, low, high, least in (
        ("1:2.1", "1:2.2", 20, 90, 0.3),
        ("1:3.3.1", "1:3.3.2", 20, 400, 0.5),
        ("3:3.1.1", "3:3.1.2", 4000, 90000, 0.93),
        ("3:3.2.1", "3:3.2.2", 3000, 60000, 0.93),
        ("3:3.3.1", "3:3.3.2", 9000, 120000, 0.93),
        ("3:3.4.1", "3:3.4.2", 20, 300, 0.6),
        ("7:6.1.1", "7:6.1.2", 500, 1200, 0.6),
        ("7:6.2.1", "7:6.2.2", 200, 700, 0.4),
        ("7:6.3.1", "7:6.3.2", 3000, 60000, 0.4),
        ("7:6.4.1", "7:6.4.2", 3000, 60000, 0.4),
        ("7:6.5.1", "7:6.5.2", 200, 600, 0.5),
    ):
        size = count(low, high)
        yield whole, size
        yield part, share(size, least, 0.995)
    levels = [count(1300, 1700), count(150, 400), count(80, 200)]
    yield "3:1.4", sum(levels, Decimal(0))
    yield from zip(("3:1.4.1", "3:1.4.2", "3:1.4.3"), levels, strict=True)
    yield "3:1.2", count(20, 300)
    yield "3:1.3", count(20, 300)
    tasks = count(60, 400)
    yield "1:5.1", tasks
    yield "1:5.2", share(tasks, 0.4, 0.7)
    yield "1:5.3", share(tasks, 0.02, 0.1)
    yield "1:5.4", Decimal(0)
    yield from (("1:1", count(5, 60)), ("1:3.1", count(3, 20)), ("1:3.2", count(2, 12)))


def contradictions(cells: Mapping[str, Decimal]) -> list[str]:
    """What the report's own arithmetic contradicts, in exact decimals: rates beyond half a cent, sums that miss."""
    found = []
    for rate, above, below in RATES:
        if not cells.keys() >= {rate, *above, *below}:
            continue
        bottom = sum((cells[cell] for cell in below), Decimal(0))
        top = sum((cells[cell] for cell in above), Decimal(0))
        if not bottom or abs(100 * top / bottom - cells[rate]) > CENT / 2 or top > bottom:
            found.append(rate)
    for left, right in SUMS:
        if not cells.keys() >= {*left, *right}:
            continue
        if sum((cells[cell] for cell in left), Decimal(0)) != sum((cells[cell] for cell in right), Decimal(0)):
            found.append(left[0])
    return found


def covered_cells(report: Mapping[str, Decimal]) -> list[str]:
    """Cells of a report that a sum or a rate holds, all of whose cells it has; in a fixed order."""
    held = [(rate, *above, *below) for rate, above, below in RATES] + [(*left, *right) for left, right in SUMS]
    return list(dict.fromkeys(cell for cells in held if report.keys() >= set(cells) for cell in cells))


def without_narrative(report: Report) -> Report:
    """The forms alone: fewer relations hold each cell."""
    return {cell: value for cell, value in report.items() if cell.startswith("observations:")}


def _rate(cells: Mapping[str, Decimal], above: tuple[str, ...], below: tuple[str, ...]) -> Decimal:
    top = sum((cells[cell] for cell in above), Decimal(0))
    bottom = sum((cells[cell] for cell in below), Decimal(0))
    return (100 * top / bottom).quantize(CENT, rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class Slip:
    """A broken cell: what it should say and what it says."""

    cell: str
    kind: str
    true: Decimal
    printed: Decimal


SLIPS = ("digit", "transposed", "missing", "doubled", "separator", "neighbour")


def break_cell(report: Report, cell: str, kind: str, chance: random.Random) -> Slip | None:
    """One slip of `kind` in `cell`; None where the number has no room for it (a single digit cannot be transposed)."""
    true = report[cell]
    decimals = 2 if true != true.to_integral_value() or _is_rate(cell) else 0
    digits = f"{true:.{decimals}f}".replace(".", "")
    for _ in range(40):
        broken = _broken_value(report, cell, kind, digits, decimals, chance)
        if broken is not None and broken != true:
            return Slip(cell, kind, true, broken)
    return None


def _broken_value(
    report: Report, cell: str, kind: str, digits: str, decimals: int, chance: random.Random
) -> Decimal | None:
    at = chance.randrange(len(digits))
    if kind == "digit":
        text = digits[:at] + chance.choice("0123456789") + digits[at + 1 :]
    elif kind == "transposed":
        if len(digits) < 2:
            return None
        at = chance.randrange(len(digits) - 1)
        text = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
    elif kind == "missing":
        text = digits[:at] + digits[at + 1 :]
    elif kind == "doubled":
        text = digits[:at] + digits[at] + digits[at:]
    elif kind == "separator":
        return _separator(Decimal(digits).scaleb(-decimals), decimals, chance)
    else:
        return _neighbour(report, cell, chance)
    if len(text) <= decimals or (text.startswith("0") and len(text) > 1 + decimals):
        return None
    return Decimal(text).scaleb(-decimals)


def _separator(value: Decimal, decimals: int, chance: random.Random) -> Decimal | None:
    """A separator at another place: a rate ten times too great or small, a count a thousand times too small or great."""
    factor = chance.choice((Decimal(10), Decimal("0.1")) if decimals else (Decimal(1000), Decimal("0.001")))
    moved = value * factor
    return moved if moved == moved.quantize(CENT if decimals else Decimal(1)) else None


def _neighbour(report: Report, cell: str, chance: random.Random) -> Decimal | None:
    """The value of the row above or below, of the same sort of number."""
    table = [
        other for other in report if other.split(":")[0] == cell.split(":")[0] and _is_rate(other) == _is_rate(cell)
    ]
    table.sort(key=_order)
    at = table.index(cell) + chance.choice((-1, 1))
    return report[table[at]] if 0 <= at < len(table) else None


def _order(cell: str) -> list[int]:
    return [int(part) for part in cell.partition(":")[2].removeprefix("f").replace(":", ".").split(".")]


def _is_rate(cell: str) -> bool:
    return cell in {rate for rate, _, _ in RATES} or cell == _figure(23)


def as_tables(reports: Mapping[str, Mapping[str, Decimal]]) -> dict[str, pd.DataFrame]:
    """Processed tables of reports by document id ("<province>/<period>/<name>")."""
    text = (resources.files("analysis.reference") / "forms/rows_2022.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    observations, figures = [], []
    for document, cells in reports.items():
        province, period, _ = document.split("/")
        base = {"document_id": document, "province": province, "period": period}
        for row in rows:
            value = cells.get(_form(f"{row['form']}:{row['code']}"))
            kind = row["kind"] if value is not None or row["kind"] == "header" else "empty"
            number = None if value is None else float(value)
            observations.append({**base, **row, "kind": kind, "value": number, "raw_value": printed_vi(value)})
        for id_, label, unit, parent, relation in FIGURES:
            value = cells.get(f"figures:{id_}")
            if value is None:
                continue
            fixed = {"id": id_, "label": label, "unit": unit, "parent": parent, "relation": relation}
            figures.append({**base, **fixed, "value": float(value), "printed": printed_vi(value), "location": "L1"})
    frame = pd.DataFrame(figures) if figures else pd.DataFrame({"printed": pd.Series([], dtype="str")})
    return {
        "observations": typed(pd.DataFrame(observations), "observations"),
        "figures": typed(frame, "figures").assign(printed=frame["printed"].astype("str")),
    }


def printed_vi(value: Decimal | None) -> str:
    """A number as a Vietnamese report prints it."""
    if value is None:
        return ""
    return f"{value:,}".translate(str.maketrans(",.", ".,"))
