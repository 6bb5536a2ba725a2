"""A tiny real project (two reports and the comparison), run by the real command in processes of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from analysis.reference.texts import LANGUAGES
from analysis.report.index import not_made_html
from analysis.report.site_files import comparison_name
from analysis.store import Project

ROOT = Path(__file__).parents[2]
DOCUMENTS = ("thai-nguyen/2023-Q1", "hoa-binh/2022-9M")
PROMISED = ("data/processed", "reports")


def tiny_project(root: Path) -> Project:
    """Two reports with figures, one of which contradicts itself."""
    for document in DOCUMENTS:
        shutil.copytree(ROOT / "data/raw" / document, root / "data/raw" / document)
    for folder in ("notebooks", "expectations"):
        shutil.copytree(ROOT / folder, root / folder)
    return Project(root)


def command(project: Project, *words: str) -> list[str]:
    return [sys.executable, "-m", "analysis.cli", "--root", str(project.root), *words]


def cchc(project: Project, *words: str, **options) -> subprocess.CompletedProcess:
    """Run one command to its end."""
    return subprocess.run(
        command(project, *words), capture_output=True, text=True, encoding="utf-8", timeout=300, check=False, **options
    )


def start(project: Project, *words: str) -> subprocess.Popen:
    """Begin one command, in a session of its own."""
    return subprocess.Popen(
        command(project, *words), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def state(project: Project, *folders: str) -> dict[str, bytes]:
    """Every file that may be read by others (hidden ones are being written), by its path from the root."""
    return {
        str(path.relative_to(project.root)): path.read_bytes()
        for folder in folders or (*PROMISED, "build/executed")
        for path in sorted((project.root / folder).rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def torn(project: Project, whole: dict[str, bytes]) -> list[str]:
    """Promised files that are neither what a whole run makes nor a page that says what is there and what is not yet."""
    instead = {f"reports/{comparison_name(language)}": not_made_html(language).encode() for language in LANGUAGES}
    return [
        path
        for path, content in state(project, *PROMISED).items()
        if path != "reports/index.html" and content not in (whole.get(path), instead.get(path))
    ]


def half_files(project: Project) -> list[str]:
    """Temporary files that were left behind."""
    return [str(path) for folder in ("data", "reports", "build") for path in (project.root / folder).rglob(".*.tmp")]


def forget(project: Project, *folders: str) -> None:
    """Remove what was made."""
    for folder in folders or (*PROMISED, "build"):
        shutil.rmtree(project.root / folder, ignore_errors=True)


def is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
