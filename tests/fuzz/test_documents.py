"""Documents of every format, damaged: a Document or one clear error, in bounded time, nothing else."""

import io
import random
import time
import zipfile

import pytest

from analysis.documents import read
from analysis.errors import InputError
from tests.fuzz.sizes import Budget, examples
from tests.sample_documents import layouts
from tests.sample_documents.hostile import SMALL

WRITERS = {
    "txt": layouts.write_text,
    "md": layouts.write_text,
    "html": layouts.write_html,
    "docx": layouts.write_docx,
    "xlsx": layouts.write_xlsx,
    "csv": layouts.write_csv,
    "pdf": layouts.write_pdf,
}
WORDS = (b"<table>", b"</td>", b"\x00", b"\xff\xfe", b"PK\x03\x04", b"%PDF", b"endobj", b"\r\n", b'"', b";", b"9" * 50)
SECONDS = 30


def damaged(data: bytes, chance: random.Random) -> bytes:
    """One to four wounds: bytes changed, cut, doubled, moved, or words put in that parsers take notice of."""
    for _ in range(chance.randint(1, 4)):
        place, length = chance.randrange(len(data) + 1), chance.choice((1, 2, 8, 64, 512))
        match chance.randrange(5):
            case 0:
                data = data[:place] + chance.randbytes(length) + data[place + length :]
            case 1:
                data = data[:place] + data[place + length :]
            case 2:
                data = data[:place] + data[place : place + length] * chance.randint(2, 30) + data[place + length :]
            case 3:
                data = data[:place] + chance.choice(WORDS) * chance.randint(1, 5) + data[place:]
            case _:
                data = data[:place] if chance.random() < 0.3 else data[place:] + data[:place]
    return data


def damaged_inside(data: bytes, chance: random.Random) -> bytes:
    """One part of an office file damaged, the archive around it sound."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        hurt = chance.choice(old.namelist())
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, damaged(content, chance) if name == hurt else content)
    return out.getvalue()


@pytest.mark.parametrize("ending", WRITERS)
def test_a_damaged_document_is_read_or_refused(ending, tmp_path):
    if ending == "pdf" and layouts.font() is None:
        pytest.skip("no font with Vietnamese letters here")
    path = tmp_path / f"whole.{ending}"
    whole = WRITERS[ending](path, SMALL).read_bytes()
    count, outcomes = examples(8, 1500), {"read": 0, "refused": 0}
    budget = Budget(f"damaged {ending} documents", count)
    for seed in range(count):
        if not budget.allows():
            break
        broken = tmp_path / f"broken.{ending}"
        inside = seed % 2 and ending in ("docx", "xlsx")
        broken.write_bytes((damaged_inside if inside else damaged)(whole, random.Random(seed)))
        began = time.monotonic()
        try:
            read(broken)
            outcomes["read"] += 1
        except InputError as error:
            outcomes["refused"] += 1
            assert error.remedy and len(str(error).splitlines()) <= 3, (seed, str(error))
        assert time.monotonic() - began < SECONDS, seed
    assert sum(outcomes.values()) == budget.tried > 0
    print(ending, outcomes)
