"""Licences of the locked packages, and their known vulnerabilities where an index answers: `audit.py LOCK TOOLS`.

Vulnerabilities are looked up by pip-audit, which is fetched for the purpose, by the hashes of the lock file TOOLS, into
an environment of its own. Where no index answers, they are "not checked", which is no failure and no all-clear either.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from importlib import metadata
from pathlib import Path

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


def vulnerabilities(lock: Path, tools: Path) -> tuple[int, str]:
    """Exit code and words of pip-audit; code -1 when it could not look anything up."""
    with tempfile.TemporaryDirectory() as folder:
        python = Path(folder) / "bin" / "python"
        for command in (
            [sys.executable, "-m", "venv", folder],
            [str(python), "-m", "pip", "install", "--quiet", "--require-hashes", "--requirement", str(tools)],
        ):
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS)
            if done.returncode:
                return -1, "pip-audit cannot be installed here"
        words = ["-m", "pip_audit", "--requirement", str(lock), "--require-hashes", "--disable-pip", "--format", "json"]
        command = [str(python), *words, "--progress-spinner", "off"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS)
    return verdict(done.stdout, done.stderr)


def verdict(answer: str, errors: str) -> tuple[int, str]:
    """Exit code and words for pip-audit's answer in JSON: a package with a `skip_reason` was not looked up."""
    try:
        packages = json.loads(answer)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return -1, (errors.strip().splitlines() or ["no answer"])[-1][:160]
    checked = [package for package in packages if "skip_reason" not in package]
    if not checked:
        return -1, "no index answers"
    known = [
        f"{package['name']} {package['version']}: {found['id']}, mended in {', '.join(found['fix_versions']) or 'none'}"
        for package in checked
        for found in package["vulns"]
    ]
    left = f"; {len(packages) - len(checked)} packages not checked" if len(checked) < len(packages) else ""
    return (1 if known else 0), "\n  ".join(known or [f"none known in {len(checked)} packages"]) + left


def main(arguments: list[str]) -> int:
    """Print both lists; 1 when a vulnerability is known."""
    lock, tools = (Path(name) for name in arguments)
    rows = licences(lock)
    for name, version, licence in rows:
        print(f"{name:<28} {version:<14} {licence}")
    print(f"{len(rows)} packages, {sum(row[2] == 'not stated' for row in rows)} without a stated licence")
    try:
        code, said = vulnerabilities(lock, tools)
    except (OSError, subprocess.TimeoutExpired) as error:
        code, said = -1, str(error)[:160]
    if code < 0:
        print(f"vulnerabilities: not checked ({said})")
        return 0
    print(f"vulnerabilities: {said}")
    return 1 if code else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
