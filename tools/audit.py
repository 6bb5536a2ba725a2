"""Licences of the locked packages, and their known vulnerabilities where an index answers: `audit.py LOCKFILE`.

Vulnerabilities are looked up by pip-audit, which is fetched for the purpose into an environment of its own. Where no
index answers, they are "not checked", which is no failure and no all-clear either.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from importlib import metadata
from pathlib import Path

TOOL = "pip-audit==2.9.0"
SECONDS = 300


def licences(lock: Path) -> list[tuple[str, str, str]]:
    """Name, version and licence as the package states it, of every locked package installed here."""
    found = []
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", lock.read_text(encoding="utf-8"), re.M):
        try:
            facts = metadata.metadata(name)
        except metadata.PackageNotFoundError:
            found.append((name, version, "not installed on this platform"))
            continue
        classes = [line.rpartition(" :: ")[2] for line in facts.get_all("Classifier", []) if "License ::" in line]
        stated = facts.get("License-Expression") or "; ".join(classes) or (facts.get("License") or "not stated")
        found.append((name, version, stated.splitlines()[0][:60]))
    return found


def vulnerabilities(lock: Path) -> tuple[int, str]:
    """Exit code and words of pip-audit; code -1 when it could not look anything up."""
    with tempfile.TemporaryDirectory() as folder:
        python = Path(folder) / "bin" / "python"
        for command in (
            [sys.executable, "-m", "venv", folder],
            [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", TOOL],
        ):
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS)
            if done.returncode:
                return -1, "pip-audit cannot be installed here"
        words = ["-m", "pip_audit", "--requirement", str(lock), "--require-hashes", "--disable-pip"]
        command = [str(python), *words, "--progress-spinner", "off"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS)
        said = f"{done.stdout}\n{done.stderr}".strip()
        skipped = said.count("could not be audited")
        if "Found " in done.stderr and done.returncode:
            return 1, said
        if done.returncode or skipped >= len(licences(lock)):
            return -1, "no index answers" if skipped else (said.splitlines() or ["no answer"])[-1][:160]
        return 0, f"none known; {skipped} packages not checked" if skipped else "none known"


def main(arguments: list[str]) -> int:
    """Print both lists; 1 when a vulnerability is known."""
    lock = Path(arguments[0] if arguments else "requirements.lock")
    rows = licences(lock)
    for name, version, licence in rows:
        print(f"{name:<28} {version:<14} {licence}")
    print(f"{len(rows)} packages, {sum(row[2] == 'not stated' for row in rows)} without a stated licence")
    try:
        code, said = vulnerabilities(lock)
    except (OSError, subprocess.TimeoutExpired) as error:
        code, said = -1, str(error)[:160]
    if code < 0:
        print(f"vulnerabilities: not checked ({said})")
        return 0
    print(f"vulnerabilities: {said}")
    return 1 if code else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
