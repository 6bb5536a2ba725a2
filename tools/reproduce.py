"""Build everything twice under changed conditions and compare byte for byte: `reproduce.py [ROOT]`; 1 if they differ.

Changed between the two builds: folder, number of workers, locale, time zone, hash seed, day. Compared: processed
tables, executed notebooks, pages, and every export. To what the project holds come reports of units of one name (a
province that was merged, and the new one that goes by its name): what is sorted by name alone stands in another order
under another hash seed, and few projects hold any.
"""

from __future__ import annotations

import importlib.util
import locale
import os
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from analysis.reference.provinces import all_provinces

COMPARED = {
    "processed tables and findings": "data/processed",
    "executed notebooks": "build/executed",
    "pages": "reports",
    "exports and command output": "exports",
}
# The first that is installed; all of them write a comma where C writes a point, and one has a small i of its own.
LOCALES = ("vi_VN.UTF-8", "tr_TR.UTF-8", "de_DE.UTF-8", "fr_FR.UTF-8", "ru_RU.UTF-8")
# Runs in every process of a build before anything else: the clock shows another day.
ANOTHER_DAY = "import time_machine\ntime_machine.travel('2031-02-03T04:05:06+00:00').start()\n"


# Pairs of units of one name that are added, the periods of their reports: with each more, chance hides half as much.
TWINS, BEFORE, SINCE = 4, "2024-H1", "2025"


@dataclass(frozen=True)
class Conditions:
    """Under which one build is made."""

    folder: str
    jobs: int
    locale: str
    zone: str
    seed: str
    shifted: bool = False

    def __str__(self) -> str:
        day = "3 February 2031" if self.shifted else "today"
        seed = f"hash seed {self.seed}"
        return f"folder {self.folder!r}, {self.jobs} worker(s), {self.locale}, {self.zone}, {seed}, {day}"

    def environment(self, place: Path) -> dict[str, str]:
        """Environment of every command of the build."""
        changed = {"LC_ALL": self.locale, "LANG": self.locale, "TZ": self.zone, "PYTHONHASHSEED": self.seed}
        if self.shifted:
            hook = place / "hook"
            hook.mkdir()
            (hook / "sitecustomize.py").write_text(ANOTHER_DAY, encoding="utf-8")
            others = [os.environ["PYTHONPATH"]] if os.environ.get("PYTHONPATH") else []
            changed["PYTHONPATH"] = os.pathsep.join([str(hook), *others])
        return os.environ | changed


def commands(root: Path, jobs: int) -> Iterator[tuple[str, list[str]]]:
    """What is run, in order: a name and the arguments. Exports of the report with the most raw tables, and of all."""
    province, period = busiest_document(root).parts[-3:-1]
    one = ["--province", province, "--period", period]
    yield "run", ["run", "--all", "--jobs", str(jobs), "--language", "vi", "--language", "en"]
    yield "run-indicators", ["run", "--indicator", "all", "--language", "vi", "--language", "en"]
    for format in ("text", "json", "github"):
        yield f"validate.{format}", ["validate", "--format", format, "--xlsx", f"exports/findings-{format}.xlsx"]
    for format in ("xlsx", "docx", "pdf"):
        yield f"export.{format}", ["export", *one, "--format", format, "--out", f"exports/one.{format}"]
    yield "export-en.docx", ["export", *one, "--format", "docx", "--out", "exports/en.docx", "--language", "en"]
    for format in ("csv", "parquet", "datapackage"):
        yield f"export.{format}", ["export", "--format", format, "--out", f"exports/{format}"]
    for name, words in {"targets": [], "attainment": one, "indices": [], "tasks": []}.items():
        files = ["--csv", f"exports/{name}.csv", "--xlsx", f"exports/{name}.xlsx"]
        yield f"compare-{name}", ["compare", name, *words, *files]
    yield "verify", ["verify", *(str(path.relative_to(root)) for path in sorted((root / "reports").rglob("2*.html")))]


def busiest_document(root: Path) -> Path:
    """The folder of the raw document with the most forms."""
    documents = sorted((root / "data/raw").glob("*/*/*/document.yml"))
    return max((path.parent for path in documents), key=lambda folder: len(list(folder.glob("form-*.csv"))))


def add_twins(root: Path) -> list[str]:
    """Give some units that bear another's name a report with the forms of the busiest one; returns their keys."""
    named: dict[str, list[str]] = defaultdict(list)
    for unit in sorted(all_provinces().values(), key=lambda unit: (unit.valid_from, unit.key)):
        named[unit.name].append(unit.key)
    model, added = busiest_document(root), []
    facts = yaml.safe_load((model / "document.yml").read_text(encoding="utf-8"))
    for pair in sorted(keys for keys in named.values() if len(keys) == 2)[:TWINS]:
        for key, period, day in zip(pair, (BEFORE, SINCE), ("2024-06-14", "2025-12-14"), strict=True):
            folder = root / "data/raw" / key / period / "twin"
            folder.mkdir(parents=True)
            for table in model.glob("form-*.csv"):
                shutil.copy(table, folder)
            of_its_own = {"province": key, "period": period, "signed_on": day}
            (folder / "document.yml").write_text(yaml.safe_dump(facts | of_its_own, allow_unicode=True), "utf-8")
            added.append(key)
    return added


def build(source: Path, place: Path, conditions: Conditions) -> tuple[Path, list[str]]:
    """Make everything of `source` in a copy under `place`; returns the copy and what could not be made."""
    root = place / conditions.folder
    for name in ("data/raw", "data/as-read", "notebooks", "expectations"):
        if (source / name).is_dir():
            shutil.copytree(source / name, root / name)
    add_twins(root)
    (root / "exports").mkdir()
    environment, problems = conditions.environment(place), []
    steps = commands(root, conditions.jobs)
    for name, words in steps:
        done = subprocess.run(
            [sys.executable, "-m", "analysis.cli", "--root", ".", *words],
            cwd=root,
            env=environment,
            capture_output=True,
            check=False,
        )
        if name.startswith(("validate", "compare", "verify")):  # a run prints times, an export the paths of its files
            (root / "exports" / f"{name}.stdout").write_bytes(done.stdout)
        if done.returncode not in ((0, 1) if name.startswith("validate") else (0,)):
            last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-3:]
            problems.append(f"{name}: exit code {done.returncode}: {' '.join(last)}")
            if name == "run":
                break
    return root, problems


def files_of(folder: Path) -> dict[str, bytes]:
    """Contents by relative path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def compare(first: Path, second: Path) -> int:
    """Print what was compared and every difference; returns the number of differing files."""
    differing = 0
    for title, name in COMPARED.items():
        one, two = files_of(first / name), files_of(second / name)
        unlike = sorted(path for path in one.keys() | two.keys() if one.get(path) != two.get(path))
        differing += len(unlike)
        size = sum(map(len, one.values())) / 1024
        verdict = f"{len(unlike)} DIFFER" if unlike else "the same bytes"
        print(f"  {title:<32} {len(one):4} files {size:9.0f} KiB  {verdict}")
        for path in unlike:
            print(f"    {name}/{path}: {_where(one.get(path), two.get(path))}")
        if not one:
            print(f"    {name}: nothing was made")
            differing += 1
    return differing


def _where(one: bytes | None, two: bytes | None) -> str:
    if one is None or two is None:
        return "only in the second build" if one is None else "only in the first build"
    place = next((at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    return f"from byte {place}: {one[place : place + 40]!r} / {two[place : place + 40]!r}"


def another_locale() -> str:
    """An installed locale that is not the C library's own; "" where there is none: a name alone changes nothing."""
    before = locale.setlocale(locale.LC_ALL)
    for name in LOCALES:
        try:
            locale.setlocale(locale.LC_ALL, name)
        except locale.Error:
            continue
        locale.setlocale(locale.LC_ALL, before)
        return name
    return ""


def main(arguments: list[str]) -> int:
    """Build twice, compare, say so; 1 when something differs or could not be made."""
    source = Path(arguments[0] if arguments else ".").resolve()
    can_shift = importlib.util.find_spec("time_machine") is not None
    other = another_locale()
    first = Conditions("one", 2, "C.UTF-8", "UTC", "0")
    second = Conditions("another đường dẫn", 1, other or "C.UTF-8", "Pacific/Kiritimati", "4242", can_shift)
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        built = []
        for place, conditions in ((one, first), (two, second)):
            print(f"build: {conditions}", flush=True)
            built.append(build(source, Path(place), conditions))
        if not can_shift:
            print("not checked: another day (time-machine is not installed)")
        if not other:
            print(f"not checked: another locale (none of {', '.join(LOCALES)} is installed)")
        for problem in dict.fromkeys(problem for _, problems in built for problem in problems):
            print(f"not made: {problem}")
        differing = compare(built[0][0], built[1][0])
    failed = [problem for _, problems in built for problem in problems if "Chromium" not in problem]
    print("differs" if differing or failed else "the same")
    return 1 if differing or failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
