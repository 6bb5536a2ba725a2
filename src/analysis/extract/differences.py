"""What differs between two editions of a raw document: which rows, which columns, before and after."""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Iterator, Mapping, Sequence

import yaml

SHOWN = 12  # differences shown per file
WIDTH = 70  # characters of a value that are shown
SIDECAR = "document.yml"
_OF_THE_FILE = ("source_name", "source_sha256", "source_format", "extracted_with")
_KEYS = {"form": ("code", "label"), "tasks": ("no", "task"), "indices": ("index", "year")}
_KEY = ("label",)
_QUIET = {"location"}  # a row that only moved is counted, not shown
Row = Mapping[str, str]


def differences(present: Mapping[str, bytes], files: Mapping[str, bytes]) -> list[str]:
    """Lines that tell what would change, tables first, what is only said of the source file last."""
    lines: list[str] = []
    names = sorted({*present, *files} - {SIDECAR})
    for name in names:
        before, after = (_rows(content.get(name)) for content in (present, files))
        if name not in files or name not in present:
            state = "only in data/raw" if name not in files else "new"
            lines.append(f"{name}: {state} ({max(len(before), len(after))} rows)")
        elif present[name] != files[name]:
            lines += _of_table(name, before, after)
    return lines + _of_sidecar(present.get(SIDECAR), files.get(SIDECAR))


def _of_table(name: str, before: Sequence[Row], after: Sequence[Row]) -> list[str]:
    key = _KEYS.get(name.removesuffix(".csv").split("-")[0], _KEY)
    told: list[str] = []
    moved = 0
    for old, new in _pairs(before, after, key):
        if old is None or new is None:
            row = new or old or {}
            told.append(f"{'row added' if old is None else 'row gone'}: {_named(row, key)} | {_rest(row, key)}")
            continue
        changed = [column for column in new if old.get(column, "") != new[column]]
        shown = [f"{column} {_short(old.get(column, ''))} → {_short(new[column])}" for column in changed]
        shown = [text for text, column in zip(shown, changed, strict=True) if column not in _QUIET]
        moved += not shown and bool(changed)
        told += [f"row {_named(old, key)}: {'; '.join(shown)}"] if shown else []
    more = [f"  … {len(told) - SHOWN} more"] if len(told) > SHOWN else []
    places = [f"  {moved} unchanged in another place of the document"] if moved else []
    return [
        f"{name}: {len(told)} {'row differs' if len(told) == 1 else 'rows differ'}",
        *(f"  {line}" for line in told[:SHOWN]),
        *more,
        *places,
    ]


def _pairs(before: Sequence[Row], after: Sequence[Row], key: Sequence[str]) -> Iterator[tuple[Row | None, Row | None]]:
    """Rows of both editions side by side, None where one has no such row; as many rows renamed in one place are the
    same rows.
    """
    keys = [[tuple(row.get(column, "") for column in key) for row in rows] for rows in (before, after)]
    matcher = difflib.SequenceMatcher(None, keys[0], keys[1], autojunk=False)
    for _, first, last, start, end in matcher.get_opcodes():
        if last - first == end - start:
            yield from zip(before[first:last], after[start:end], strict=True)
        else:
            yield from ((row, None) for row in before[first:last])
            yield from ((None, row) for row in after[start:end])


def _of_sidecar(before: bytes | None, after: bytes | None) -> list[str]:
    old, new = (_fields(content) for content in (before, after))
    changed = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    facts = [
        f"  {name} {_short(old.get(name))} → {_short(new.get(name))}" for name in changed if name not in _OF_THE_FILE
    ]
    lines = [f"{SIDECAR}: the letterhead differs", *facts] if facts else []
    if old and "source_sha256" in changed:
        names = sorted({str(fields.get("source_name") or "?") for fields in (old, new)})
        lines.append(f"read from another file, or another state of it ({' → '.join(names)})")
    return lines


def _rows(data: bytes | None) -> list[Row]:
    return list(csv.DictReader(io.StringIO((data or b"").decode("utf-8", errors="replace"), newline="")))


def _fields(data: bytes | None) -> dict[str, object]:
    loaded = yaml.safe_load((data or b"").decode("utf-8", errors="replace"))
    return loaded if isinstance(loaded, dict) else {}


def _named(row: Row, key: Sequence[str]) -> str:
    return _short(" ".join(text for column in key if (text := row.get(column) or "")))


def _rest(row: Row, key: Sequence[str]) -> str:
    return " | ".join(f"{column} {_short(text)}" for column, text in row.items() if text and column not in key)


def _short(value: object) -> str:
    text = " ".join(str(value).split()) if value not in (None, "") else ""
    return repr(text if len(text) <= WIDTH else f"{text[: WIDTH - 1]}…") if text else "empty"
