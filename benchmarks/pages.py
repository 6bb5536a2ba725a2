"""What a reader waits for and what a page weighs, beside stock `jupyter nbconvert --to html` of the same notebook.

A copy of the project's raw data is run once; the page of Quảng Trị, first half of 2024 (80 form rows), the comparison
and the index are then opened from `file:` in a headless Chromium without network, in turn with the stock page. First
contentful paint is the browser's own mark; interactive is the end of the load event, when the page's script has run.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
REPORT = "quang-tri/2024-H1"
PAGES = {"report": f"{REPORT}.html", "comparison": "comparison.html", "index": "index.html"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND")
TIMES = """() => {
  const [load] = performance.getEntriesByType('navigation');
  const [paint] = performance.getEntriesByName('first-contentful-paint');
  return paint && load.loadEventEnd ? [paint.startTime, load.loadEventEnd] : null;
}"""


def rows() -> Iterator[dict[str, Any]]:
    """Sizes and times, one row each."""
    repeats = int(os.environ.get("BENCH_REPEATS", "5"))
    with tempfile.TemporaryDirectory() as folder:
        root = _made(Path(folder))
        stock = _stock(root)
        files = {name: root / "reports" / path for name, path in PAGES.items()} | {"stock nbconvert": stock}
        yield from _sizes(files)
        yield from _times(files, repeats)


def _made(root: Path) -> Path:
    shutil.copytree(ROOT / "data" / "raw", root / "data" / "raw")
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    command = [sys.executable, "-m", "analysis.cli", "--root", str(root), "run", "--all"]
    subprocess.run(command, check=True, capture_output=True)
    return root


def _stock(root: Path) -> Path:
    """The executed notebook of the report, rendered by nbconvert's command as anybody would."""
    notebook = root / "build" / "executed" / f"{REPORT}.ipynb"
    command = [sys.executable, "-m", "nbconvert", "--to", "html", "--output-dir", str(root), str(notebook)]
    subprocess.run(command, check=True, capture_output=True)
    return root / f"{notebook.stem}.html"


def _sizes(files: dict[str, Path]) -> Iterator[dict[str, Any]]:
    for name, path in files.items():
        text = path.read_text(encoding="utf-8")
        limit = "700 without a shared bundle, 1800 standalone" if name == "report" else ""
        yield {
            "measure": f"{name}: size, KB",
            "value": round(path.stat().st_size / 1000),
            "wanted": limit,
            "note": f"{text.count('<figure')} charts; one file, nothing beside it",
        }


def _times(files: dict[str, Path], repeats: int) -> Iterator[dict[str, Any]]:
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        yield {"measure": "times in a browser", "value": "left out", "note": f"none of {', '.join(BROWSERS)} here"}
        return
    from playwright.sync_api import sync_playwright

    seen: dict[str, list[list[float]]] = {name: [] for name in files}
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=list(FLAGS))
        for _ in range(repeats + 1):
            for name, file in files.items():
                seen[name].append(_one_time(browser, file))
        browser.close()
    for name, times in seen.items():
        paint, ready = (statistics.median(column) for column in zip(*times[1:], strict=True))  # the first warms up
        aims = ("300", "1500") if name != "stock nbconvert" else ("", "")
        yield {"measure": f"{name}: first contentful paint, ms", "value": round(paint), "wanted": aims[0]}
        yield {"measure": f"{name}: interactive, ms", "value": round(ready), "wanted": aims[1]}


def _one_time(browser: Any, file: Path) -> list[float]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(file.as_uri(), wait_until="load")
    page.wait_for_function(TIMES)
    found: list[float] = page.evaluate(TIMES)
    context.close()
    return found
