"""The environment is said once: pyproject, environment.yml, lock files and imports agree; no host is named."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]


def direct() -> set[str]:
    return {*PROJECT["dependencies"], *(item for extra in EXTRAS.values() for item in extra)}


def name_of(requirement: str) -> str:
    return re.split(r"[<>=!~\[ ;]", requirement, maxsplit=1)[0].lower().replace("_", "-").replace(".", "-")


def test_conda_users_get_the_same_direct_dependencies() -> None:
    conda = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    from_pip = {name for part in conda if isinstance(part, dict) for name in part["pip"]}
    names = {part for part in conda if isinstance(part, str)} | from_pip
    only_conda = {"make", "pip", "python>=3.11"}
    assert only_conda <= names
    assert names - only_conda == direct()


@pytest.mark.parametrize(
    ("file", "extras"), [("requirements.lock", ("dev", "dask")), ("requirements-lab.lock", ("lab", "dev"))]
)
def test_lock_files_hold_every_direct_dependency_with_hashes_and_no_host(file: str, extras: tuple[str, ...]) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert "://" not in text and "index-url" not in text and "find-links" not in text
    entries = re.split(r"\n(?=[a-z0-9])", text)
    locked = {name_of(entry) for entry in entries if "==" in entry.split("\n")[0]}
    wanted = {name_of(item) for item in PROJECT["dependencies"]} | {
        name_of(item) for extra in extras for item in EXTRAS[extra]
    }
    assert wanted <= locked
    for entry in entries:
        if "==" in entry.split("\n")[0]:
            assert "--hash=sha256:" in entry, entry.split("\n")[0]


@pytest.mark.parametrize(
    ("file", "source"),
    [("requirements-fuzz.lock", "tests/fuzz/requirements.in"), ("requirements-audit.lock", "tools/audit.in")],
)
def test_tools_that_are_fetched_when_they_are_used_are_locked_too(file: str, source: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert "://" not in text and "index-url" not in text
    entries = {name_of(entry): entry for entry in re.split(r"\n(?=[a-z0-9])", text)}
    assert all("--hash=sha256:" in entry for entry in entries.values())
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for line in (ROOT / source).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            assert entries[name_of(line)].startswith(line.partition(";")[0].strip())
            assert f"`{name_of(line)}`" in readme, f"README.md gives no reason for {name_of(line)}"


def imported_modules(folder: Path) -> set[str]:
    found: set[str] = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found.update(alias.name.split(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                found.add(node.module.split(".")[0])
    return found - set(sys.stdlib_module_names) - {"analysis", "tests", "benchmarks"}


def test_every_import_of_the_package_is_a_declared_dependency() -> None:
    distributions = packages_distributions()
    declared = {name_of(item) for item in direct()}
    missing = {
        module
        for module in imported_modules(ROOT / "src")
        if not declared
        & {name.lower().replace("_", "-").replace(".", "-") for name in distributions.get(module, [module])}
    }
    assert not missing, f"imported but not in pyproject.toml: {sorted(missing)}"


def test_readme_gives_each_dependency_its_reason() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for item in direct():
        assert f"`{name_of(item)}`" in readme, f"README.md gives no reason for {name_of(item)}"


def test_every_dependency_of_the_package_is_used_by_it() -> None:
    distributions = packages_distributions()
    used = {
        name_of(name) for module in imported_modules(ROOT / "src") for name in distributions.get(module, [module])
    } | {"ipykernel"}  # no import: kernels are named by it, in notebooks and by the warm process
    unused = {name_of(item) for item in PROJECT["dependencies"]} - used
    assert not unused, f"in pyproject.toml, but imported nowhere: {sorted(unused)}"
