"""Attacks in the text of every table, shown as text by every output: terminal, annotations, page, office files."""

import csv
import io
import json
import re
import zipfile

import pytest
from openpyxl import load_workbook

from tests.faults import hostile
from tests.faults.projects import cchc
from tests.runs.conftest import NEEDS_FORK

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
LINES = re.compile("[\u2028\u2029\u200e\u200f\u061c]")  # what a terminal may take for a line's end, or turn around by
FORMULA = r"\s*(?:[=@]\w|[+-]\s*[A-Za-z])"  # what begins a cell that a spreadsheet computes
ONE = ("--province", "quang-tri", "--period", "2024-H1")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    project = hostile.project(tmp_path_factory.mktemp("hostile"))
    languages, indicator = ("--language", "vi", "--language", "en"), ("--indicator", "dossiers_resolved_on_time")
    for words in (("run", "--all", *languages), ("run", *indicator, *languages)):
        done = cchc(project, *words)
        assert done.returncode == 0, done.stdout + done.stderr
        assert not CONTROL.search(done.stdout + done.stderr) and not LINES.search(done.stdout + done.stderr)
    return project


pytestmark = [NEEDS_FORK, pytest.mark.slow]


@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_validate_drives_no_terminal_and_adds_no_annotation(made, form):
    done = cchc(made, "validate", "--format", form)
    assert done.returncode in (0, 1), done.stderr
    assert not CONTROL.search(done.stdout + done.stderr) and not LINES.search(done.stdout + done.stderr)
    if form == "github":
        lines = done.stdout.splitlines()
        assert lines and all(re.match(r"::(error|warning|notice) file=[^:]*::", line) for line in lines)
    if form == "json":
        assert json.loads(done.stdout)["findings"]


@pytest.mark.parametrize(
    "words",
    [
        ("compare", "targets"),
        ("compare", "targets", "--unnamed"),
        ("compare", "targets", "--format", "json"),
        ("compare", "indices"),
        ("compare", "tasks"),
        ("compare", "tasks", "--view", "similar"),
        ("compare", "attainment", *ONE),
        ("status",),
        ("clean",),
    ],
    ids=" ".join,
)
def test_commands_drive_no_terminal(made, words):
    done = cchc(made, *words)
    assert done.returncode == 0, done.stderr
    assert not CONTROL.search(done.stdout + done.stderr) and not LINES.search(done.stdout + done.stderr)


def pages(project):
    return sorted(project.reports.rglob("*.html"))


def test_pages_run_and_fetch_nothing(made, browser):
    assert len(pages(made)) >= 10
    for path in pages(made):
        context = browser.new_context()
        page, said, asked = context.new_page(), [], []
        page.on("console", lambda message, said=said: said.append(message.text))
        page.on("pageerror", lambda error, said=said: said.append(str(error)))
        page.on("dialog", lambda dialog, said=said: said.append(dialog.message))
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto(path.as_uri())
        page.mouse.move(200, 300)
        assert asked == [path.as_uri()], path
        assert said == [], path
        assert page.title() not in ("hacked", "1")
        found = page.evaluate(
            """() => [...document.querySelectorAll('*')].flatMap(node => [
                 ...[...node.attributes].filter(a => a.name.startsWith('on') || a.name === 'autofocus').map(a => a.name),
                 ...[...node.attributes].filter(a => /^\\s*(javascript|data|vbscript):/i.test(a.value)
                     && ['href', 'xlink:href', 'src', 'action', 'formaction'].includes(a.name)).map(a => node.outerHTML),
                 ...(/url\\(|expression\\(/i.test(node.getAttribute('style') || '') ? [node.outerHTML] : []),
                 ...(['SCRIPT','IFRAME','OBJECT','EMBED','IMG','BASE','FORM'].includes(node.tagName) ? [node.tagName] : []),
               ])"""
        )
        assert set(found) <= {"SCRIPT"} and len(found) <= 1, path
        context.close()


def test_attacks_stand_on_the_page_as_text(made, browser):
    shown = ""
    context = browser.new_context()
    for path in pages(made):
        page = context.new_page()
        page.goto(path.as_uri())
        shown += page.evaluate("document.documentElement.textContent")
        page.close()
    context.close()
    for text in (
        "<script>document.title='hacked'</script>mark",
        "{{7*7}}{% raw %}",
        "onmouseover=",
        "[mark](javascript:",
        '{"signal": "document.title=hacked"',
        "&lt;script&gt;mark",
        "datum['constructor']",
        "\\href{javascript:alert()}",
    ):
        assert text in shown, text
    assert "49{%" not in shown
    assert not CONTROL.search(shown), "a mark that turns text around reached a page"


def test_no_token_however_long_widens_a_page_on_a_phone(made, browser):
    context = browser.new_context(viewport={"width": 360, "height": 740})
    for path in pages(made):
        page = context.new_page()
        page.goto(path.as_uri())
        wide = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert wide[0] <= wide[1], path
        page.close()
    context.close()


def test_outputs_of_executed_notebooks_run_nothing(made, browser, tmp_path):
    """JupyterLab puts what a notebook has shown on its page as it is, without the policy our pages carry."""
    notebooks = sorted((made.build / "executed").rglob("*.ipynb"))
    assert len(notebooks) >= 8
    for notebook in notebooks:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        data = [output.get("data", {}) for cell in cells for output in cell.get("outputs", ())]
        assert not [kind for one in data for kind in one if "javascript" in kind]
        shown = "".join("".join(one.get("text/html", "")) + "".join(one.get("image/svg+xml", "")) for one in data)
        path = tmp_path / "shown.html"
        path.write_text(f"<!DOCTYPE html><meta charset=utf-8><title>quiet</title>{shown}", encoding="utf-8")
        context = browser.new_context()
        page, said, asked = context.new_page(), [], []
        page.on("dialog", lambda dialog, said=said: said.append(dialog.message))
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto(path.as_uri())
        page.mouse.move(200, 300)
        assert (page.title(), said, asked) == ("quiet", [], [path.as_uri()]), notebook
        assert (
            page.evaluate("document.querySelectorAll('script, iframe, img, object, embed, [onload], [onerror]').length")
            == 0
        )
        context.close()


def test_workbook_holds_no_formula_and_opens(made, tmp_path):
    for words in (
        ("export", "--format", "xlsx", "--out"),
        ("compare", "targets", "--xlsx"),
        ("compare", "tasks", "--xlsx"),
        ("validate", "--xlsx"),
    ):
        path = tmp_path / f"{words[1].strip('-')}-{words[0]}.xlsx"
        done = cchc(made, *words, str(path))
        assert done.returncode in (0, 1), done.stderr
        cells = [cell for sheet in load_workbook(path) for row in sheet.iter_rows() for cell in row]
        texts = [str(cell.value) for cell in cells if cell.value is not None]
        assert texts
        hostile_formulas = [
            str(cell.value) for cell in cells if cell.data_type == "f" and re.search("HYPERLINK|cmd", str(cell.value))
        ]
        assert hostile_formulas == []
        alike = [cell for cell in cells if re.match(FORMULA, str(cell.value)) and cell.data_type == "s"]
        assert all(cell.quotePrefix for cell in alike), "editing such a cell would make it a formula"
        if words[0] == "export":
            assert {str(cell.value).strip()[0] for cell in alike} == set("=@+-"), "no attack stands alone in a cell"
        assert not any(CONTROL.search(text) for text in texts), path
        links = [cell.hyperlink.target for cell in cells if cell.hyperlink and cell.hyperlink.target]
        assert not [link for link in links if not link.startswith(("http", "#"))]


def test_letter_opens_and_its_parts_are_sound_xml(made, tmp_path):
    from docx import Document
    from lxml import etree

    path = tmp_path / "letter.docx"
    done = cchc(made, "export", *ONE, "--format", "docx", "--out", str(path))
    assert done.returncode == 0, done.stderr
    Document(path)
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                root = etree.fromstring(archive.read(name))
                assert not CONTROL.search("".join(root.itertext()))
                assert not root.xpath("//*[local-name()='instrText'][contains(., '192.0.2.1')]")
                assert "192.0.2.1" not in " ".join(root.xpath("//@Target"))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_csv_cells_compute_nothing(made, tmp_path, language):
    done = cchc(made, "export", "--format", "csv", "--out", str(tmp_path), "--language", language)
    assert done.returncode == 0, done.stderr
    alone = []
    for path in tmp_path.rglob("*.csv"):
        text = path.read_text(encoding="utf-8-sig")
        assert not CONTROL.search(text.replace("\r\n", "\n"))
        for row in csv.reader(io.StringIO(text), delimiter=";" if language == "vi" else ","):
            assert not [cell for cell in row if re.match(FORMULA, cell)]
            alone += [cell for cell in row if re.match(f"'{FORMULA}", cell)]
    assert {cell[1:].strip()[0] for cell in alone} == set("=@+-"), "no attack stands alone in a cell"
