"""Fuzzing led by coverage: `python -m tests.fuzz.guided [SECONDS]` tries each target for so long; 1 if one is broken.

What breaks a target is kept under build/fuzz/ and becomes a test. Needs atheris (requirements-fuzz.lock), which has
wheels for Linux and some Pythons only; elsewhere this is left out and says so. `make fuzz` runs it.
"""

from __future__ import annotations

import datetime as dt
import importlib
import importlib.util
import io
import pkgutil
import re
import subprocess
import sys
import tempfile
import traceback
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOUND = ROOT / "build" / "fuzz"
SECONDS_PER_INPUT, MEBIBYTES = 20, 3000
TEXTS = (
    "1.234.567,89 %", "52,414", "59.789", "−0,5", "99,69%", "trước ngày 30/6/2025", "quý II/2024", "hết năm 2025",
    "giai đoạn 2021-2025", "tỉnh Quảng Trị", "TP. Hồ Chí Minh", "Thừa Thiên Huế", "3.2.2", "2024-9M", "I.1.a",
)  # fmt: skip


def _number(data: bytes) -> None:
    from tests.fuzz import properties

    places = data[0] % 5 if data else 0
    properties.number_is_read_as_itself(Decimal(int.from_bytes(data[1:6], signed=True)).scaleb(-places))


def _printed(data: bytes) -> None:
    from tests.fuzz import properties

    properties.what_is_read_is_printed(_text(data)[:40])


def _deadline(data: bytes) -> None:
    from tests.fuzz import properties

    properties.deadline_is_sound(_text(data)[:80], 2000 + data[-1] % 100 if len(data) % 2 else None)


def _name(data: bytes) -> None:
    from tests.fuzz import properties

    day = dt.date(1997, 1, 1) + dt.timedelta(days=40 * data[-1] if data else 0)
    properties.name_is_a_unit(_text(data)[:60], day)


def _code(data: bytes) -> None:
    from tests.fuzz import properties

    properties.code_is_harmless(_text(data)[:40])


def _text(data: bytes) -> str:
    return data.decode("utf-8", errors="replace")


def _document(ending: str) -> Callable[[bytes], None]:
    """Reads bytes as a document of a format, in this process, then as the raw tables that are in it."""

    def read(data: bytes) -> None:
        from analysis.documents.model import Document
        from analysis.documents.reader import _blocks, _reader
        from analysis.errors import InputError
        from analysis.extract.raw_document import extract_document

        path = Path(f"fuzzed.{ending}")
        try:
            blocks, notes = _blocks(_reader(ending), ending, data, path)
            document = Document(path.name, ending, "0" * 64, tuple(blocks), tuple(notes))
            extract_document(document, "quang-tri", "2024-H1")
        except InputError:
            return
        except Exception as error:
            # What a library says of a damaged file becomes one clear error (`documents.isolation`); our own code may
            # not stumble.
            if _raised_by_us(error):
                raise

    return read


def _raised_by_us(error: BaseException) -> bool:
    frames = traceback.extract_tb(error.__traceback__)
    return Path(frames[-1].filename).is_relative_to(ROOT / "src")


def _part_of(ending: str, part: str) -> Callable[[bytes], None]:
    """The same for one part of an office file; the archive around it stays sound."""
    whole, read = _sample(ending), _document(ending)

    def read_part(data: bytes) -> None:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(out, "w") as new:
            for name in old.namelist():
                new.writestr(name, data if name == part else old.read(name))
        read(out.getvalue())

    return read_part


def _sample(ending: str) -> bytes:
    from tests.fuzz.test_documents import WRITERS
    from tests.sample_documents.hostile import SMALL

    with tempfile.TemporaryDirectory() as folder:
        return WRITERS[ending](Path(folder) / f"whole.{ending}", SMALL).read_bytes()


def _part(ending: str, part: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(_sample(ending))) as archive:
        return archive.read(part)


WORD, SHEET = ("docx", "word/document.xml"), ("xlsx", "xl/worksheets/sheet1.xml")
VALUES = {"number": _number, "printed": _printed, "deadline": _deadline, "name": _name, "code": _code}
READERS = ("txt", "md", "html", "csv", "docx", "docx-part", "xlsx", "xlsx-part")
PARTS = {"docx-part": WORD, "xlsx-part": SHEET}


def target_of(name: str) -> tuple[Callable[[bytes], None], list[bytes]]:
    """What is called with each input, and the inputs it begins with."""
    if name in VALUES:
        return VALUES[name], [text.encode() for text in TEXTS]
    if name in PARTS:
        return _part_of(*PARTS[name]), [_part(*PARTS[name])]
    return _document(name), [_sample(name)]


def fuzz(target: str, seconds: int) -> None:
    """Fuzz one target in this process, which ends with it; libFuzzer sets the exit code."""
    import atheris

    atheris.enabled_hooks.add("str")
    with atheris.instrument_imports(include=["analysis"]):
        # All of them now: what is imported later is not watched.
        for folder in ("documents", "extract", "clean", "vietnamese", "reference"):
            for module in pkgutil.walk_packages([str(ROOT / "src/analysis" / folder)], f"analysis.{folder}."):
                importlib.import_module(module.name)
    run, seeds = target_of(target)
    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(seeds):
            (Path(corpus) / str(number)).write_bytes(seed)
        limits = [f"-max_total_time={seconds}", f"-timeout={SECONDS_PER_INPUT}", f"-rss_limit_mb={MEBIBYTES}"]
        options = [*limits, f"-artifact_prefix={FOUND / target}-", "-print_final_stats=1", "-verbosity=0"]
        atheris.Setup([target, *options, corpus], run)
        atheris.Fuzz()


def main(arguments: list[str]) -> int:
    """Fuzz every target in a process of its own; 1 when an input broke one."""
    if importlib.util.find_spec("atheris") is None:
        print("left out: fuzzing led by coverage (atheris has no wheel for this system or Python)")
        return 0
    FOUND.mkdir(parents=True, exist_ok=True)
    if len(arguments) == 2:
        fuzz(arguments[1], int(arguments[0]))
    seconds, broken = arguments[0] if arguments else "60", 0
    for target in (*VALUES, *READERS):
        command = [sys.executable, "-m", "tests.fuzz.guided", seconds, target]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False, cwd=ROOT)
        tried = next((line.split()[-1] for line in done.stderr.splitlines() if "number_of_executed_units" in line), "?")
        print(f"{target:<10} {tried:>9} inputs  {'BROKEN' if done.returncode else 'sound'}", flush=True)
        if done.returncode:
            broken += 1
            said = [
                line for line in (done.stdout + done.stderr).splitlines() if not re.match(r"\[?(INFO|WARNING)", line)
            ]
            print("\n".join(f"  {line[:200]}" for line in said[-60:]))
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
