"""Rules of the house that no linter knows: sizes, facts kept out of code, one place that writes files."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "src" / "analysis").rglob("*.py"))
LONGEST_MODULE, LONGEST_FUNCTION = 300, 40


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_module_and_functions_are_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_MODULE
    long = [
        f"{node.name} ({node.end_lineno - node.lineno + 1} lines)"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 - docstring_lines(node) > LONGEST_FUNCTION
    ]
    assert not long


def docstring_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[0]
    is_text = (
        isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    )
    return first.end_lineno - first.lineno + 1 if is_text else 0


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_rule_names_a_province_or_a_document(path: Path) -> None:
    from analysis.reference.provinces import all_provinces

    tree = ast.parse(path.read_text(encoding="utf-8"))
    texts = {
        ast.get_docstring(node, clean=False)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
    }
    literals = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value not in texts
    }
    # Examples in help texts ("example: cchc run --province quang-tri") are no rules.
    literals = {text for text in literals if "example" not in text and "cchc " not in text}
    keys = {unit.key for unit in all_provinces().values()}
    assert not literals & keys
    assert not [text for text in literals if re.search(r"\b(1125/BC|3647/QĐ|1271/QĐ|4203/QĐ)", text)]


@pytest.mark.parametrize("path", [path for path in MODULES if path.name != "store.py"], ids=name)
def test_only_the_store_writes_text_and_bytes(path: Path) -> None:
    calls = [
        f"line {node.lineno}: {node.func.attr}"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        # store.write_text(path, …) is the way; path.write_text(…) can leave half a file behind.
        and node.func.attr in ("write_text", "write_bytes", "to_csv", "to_parquet", "to_excel", "to_json")
        and not (isinstance(node.func.value, ast.Name) and node.func.value.id == "store")
        and any(not isinstance(argument, ast.Constant) for argument in node.args)
    ]  # fmt: skip
    assert not calls
