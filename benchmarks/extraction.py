"""Reading a document of sixty pages in each format, after import: to blocks and on to raw tables, in CPU seconds."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from analysis.documents import Document, read
from analysis.extract.figures_masks import mask
from analysis.extract.figures_nouns import clause_before
from analysis.extract.raw_document import extract_document
from tests.sample_documents import contents, layouts
from tests.sample_documents.layouts import Grid, Item

PAGES = 60
PARAGRAPHS_PER_PAGE = 7
SENTENCE = (
    "Trong kỳ, các cơ quan, đơn vị đã tiếp nhận {0} hồ sơ, trong đó giải quyết đúng hạn {1} hồ sơ, đạt 96,{2}%; "
    "số còn lại đang được xử lý theo quy trình và chưa đến hạn trả kết quả cho người dân, tổ chức trên địa bàn tỉnh."
)
WRITERS: dict[str, tuple[Callable[..., Path], float]] = {
    "docx": (layouts.write_docx, 2.0),
    "html": (layouts.write_html, 2.0),
    "txt": (layouts.write_text, 2.0),
    "xlsx": (layouts.write_xlsx, 2.0),
    "csv": (layouts.write_csv, 2.0),
    "pdf": (layouts.write_pdf, 15.0),
}


def rows() -> Iterator[dict[str, object]]:
    """One row per format. `wanted` holds for reading and extracting together."""
    repeats = int(os.environ.get("BENCH_REPEATS", "5"))
    with tempfile.TemporaryDirectory() as folder:
        for name, (write, wanted) in WRITERS.items():
            if name == "pdf" and layouts.font() is None:
                continue
            path = write(Path(folder) / f"long.{name}", long_report())
            extract_document(read(path))  # imports
            times = [_once(path) for _ in range(repeats)]
            reading, extracting = (statistics.median(column) for column in zip(*times, strict=True))
            note = (
                f"read {reading:.2f} s wall (in a process of its own), extract {extracting:.2f} s CPU; {_pages(path)}"
            )
            total = round(reading + extracting, 2)
            yield {
                "measure": f"60 pages, {name} (s)",
                "value": total,
                "wanted": wanted,
                "repeats": repeats,
                "note": note,
            }


def long_report(pages: int = PAGES) -> list[Item]:
    """A made-up report of about `pages` printed pages: narrative full of figures, forms and a table of tasks."""
    narrative: list[Item] = []
    for number in range(pages * PARAGRAPHS_PER_PAGE):
        if number % 20 == 0:
            narrative.append(f"{number // 20 + 1}. Kết quả tại nhóm đơn vị thứ {number // 20 + 1}")
        narrative.append(" ".join(SENTENCE.format(2000 + number, 1900 + number, number % 10) for _ in range(2)))
    tasks = [[str(place + 1), *row[1:]] for place, row in enumerate([contents.TASKS[0]] * 150)]
    signed = contents.REPORT.index("Nơi nhận:")
    body = [*contents.REPORT[:signed], *narrative, *contents.REPORT[signed:]]
    return [*body, "Danh mục nhiệm vụ", Grid([contents.TASK_HEADER, *tasks])]


def _once(path: Path) -> tuple[float, float]:
    """Wall seconds of reading (in a forked process) and CPU seconds of extracting a document met for the first time."""
    for remembered in (mask, clause_before):
        remembered.cache_clear()
    started = time.perf_counter()
    document: Document = read(path)
    read_in = time.perf_counter() - started
    started = time.process_time()
    extract_document(document)
    return read_in, time.process_time() - started


def _pages(path: Path) -> str:
    if path.suffix != ".pdf":
        return f"{path.stat().st_size // 1024} KiB"
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return f"{len(pdf.pages)} pages"
