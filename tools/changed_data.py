"""Print which provinces `cchc validate` is to be asked about after a change, as its options; nothing means all.

usage: python tools/changed_data.py BASE

Figures of one period are held against those of the year's other periods and documents, so a change asks for the whole
province. A change of rules or suites asks for everything, and so does a BASE that is empty (no pull request).
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

RAW = "data/raw/"
RULES = ("src/", "expectations/", "requirements.lock")


def options(changed: Iterable[str], held: Iterable[str]) -> list[str]:
    """Options for the provinces whose raw data `changed` (paths) and that `held` still names.

    >>> options(["data/raw/hue/2019/a/figures.csv", "data/raw/gone/2019/a/document.yml"], ["hue", "quang-tri"])
    ['--province', 'hue']
    >>> options(["data/raw/hue/2019/a/figures.csv", "expectations/relations_2022.json"], ["hue", "quang-tri"])
    []
    """
    paths = list(changed)
    if any(path.startswith(RULES) for path in paths):
        return []
    provinces = {path.removeprefix(RAW).partition("/")[0] for path in paths if path.startswith(RAW)}
    return [word for province in sorted(provinces & set(held)) for word in ("--province", province)]


def changed_since(base: str, root: Path) -> list[str]:
    """Paths that differ between `base` and HEAD's own history; CalledProcessError when git does not know `base`."""
    command = ["git", "diff", "--name-only", "-z", "--no-renames", f"{base}...HEAD"]
    done = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True)
    return [path for path in done.stdout.split("\0") if path]


def main() -> int:
    """Options on one line; 2 when git cannot tell what has changed."""
    root = Path(__file__).resolve().parents[1]
    base = sys.argv[1] if len(sys.argv) > 1 else ""
    try:
        changed = changed_since(base, root) if base else ["expectations/"]
    except subprocess.CalledProcessError as error:
        sys.stderr.write(f"error: git cannot compare with {base!r}: {error.stderr.strip()}\n")
        sys.stderr.write("  remedy: fetch the whole history (fetch-depth: 0)\n")
        return 2
    held = [sidecar.parents[2].name for sidecar in root.glob(f"{RAW}*/*/*/document.yml")]
    sys.stdout.write(" ".join(options(changed, held)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
