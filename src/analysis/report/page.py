"""From an executed notebook to the page: nbconvert's exporter with the project's own template, without the detours.

The stock exporter copies the notebook several times and walks each output with an HTML parser. The page needs neither:
cells hold finished parts, which the template puts between head and foot.
"""

from __future__ import annotations

import functools
import html
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape
from nbconvert import HTMLExporter
from nbformat import NotebookNode

from analysis.reference.texts import Texts, texts
from analysis.report.html import Child, pairs, tag

TEMPLATES = Path(__file__).parent / "templates"
# Cells with this tag speak to the person in JupyterLab, not to the reader of the page.
NOTE = "note"
_FOOTER = re.compile(r' data-footer="([^"]*)"')
_HEADING = re.compile(r'<h2 id="([\w-]+)-h">(.*?)</h2>')


class PageExporter(HTMLExporter):
    """nbconvert's HTML exporter, drawing with the project's template and no preprocessors."""

    template_name = "page"

    def __init__(self, **arguments: Any) -> None:
        super().__init__(  # type: ignore[no-untyped-call]
            extra_template_basedirs=[str(TEMPLATES)], **arguments
        )

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **values: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page of an executed notebook; `values` go to the template."""
        named = dict(resources or {})
        parts = Markup("\n").join(_parts(nb, self.markdown2html_plain))
        return self.template.render(nb=nb, resources=named, parts=parts, **values), named

    def markdown2html_plain(self, source: str) -> str:
        """Markdown of a cell as HTML, by nbconvert's own renderer."""
        from nbconvert.filters.markdown_mistune import markdown2html_mistune

        return str(markdown2html_mistune(source))


def to_html(notebook: NotebookNode, *, title: str, language: str, provenance: Mapping[str, Any] | None = None) -> str:
    """The self-contained page of an executed notebook: no code, no script, no request to any host.

    Args:
        notebook: executed notebook whose cells show parts of `analysis.report`.
        title: the window's title.
        language: "vi" or "en", for the page's own words and its `lang`.
        provenance: parameters, inputs (path -> hash), versions, code, corrections; shown at the end.
    """
    t = texts(language)
    page, _ = _exporter().from_notebook_node(
        notebook,
        title=title,
        language=language,
        t=t,
        style=Markup(style()),
        provenance=_provenance(t, provenance or {}),
        contents=lambda parts: [(key, Markup(name)) for key, name in _HEADING.findall(parts)],
        footer=_footer,
        home="../" if _is_province_page(notebook) else "",
    )
    return page


@functools.cache
def _exporter() -> PageExporter:
    return PageExporter()


@functools.cache
def style() -> str:
    """The style sheet every page carries."""
    return (TEMPLATES / "page" / "page.css").read_text(encoding="utf-8")


def _parts(notebook: NotebookNode, markdown: Any) -> Iterator[Markup]:
    """What readers see of each cell: markdown (unless a note) and shown HTML; never code, prompts or warnings."""
    for cell in notebook.cells:
        if NOTE in cell.metadata.get("tags", ()):
            continue
        if cell.cell_type == "markdown":
            yield Markup(markdown(cell.source))
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if "text/html" in data:
                yield Markup("".join(data["text/html"]))
            elif "text/markdown" in data:
                yield Markup(markdown("".join(data["text/markdown"])))
            elif output.output_type == "error":
                yield tag("pre", f"{output.ename}: {output.evalue}", class_="error", role="alert")


def _footer(parts: str) -> Markup:
    """The line at the foot of each printed page, as text of a style sheet: letters that could end it are left out."""
    found = _FOOTER.search(parts)
    words = html.unescape(found[1]) if found else ""
    return Markup(re.sub(r"[\\\"'<>{};&\n]", " ", words))


def _is_province_page(notebook: NotebookNode) -> bool:
    """A province's page lies one folder below the index; its parameters cell names the province."""
    return any("parameters" in cell.metadata.get("tags", ()) and "province" in cell.source for cell in notebook.cells)


def _provenance(t: Texts, provenance: Mapping[str, Any]) -> Markup:
    """The facts of one run as a list of names and values."""
    if not provenance:
        return Markup("")
    entries: list[tuple[Child, Child]] = [
        (t.word("sources", name), _value(value)) for name, value in provenance.items() if name != "corrections"
    ]
    corrections = provenance.get("corrections")
    if corrections is not None:
        entries.append((t("sources.corrections"), _value(corrections) if corrections else t("sources.no_corrections")))
    return Markup('<section id="provenance" aria-labelledby="provenance-h">{}{}</section>').format(
        tag("h2", t("sources.provenance"), id="provenance-h"), pairs(entries)
    )


def _value(value: Any) -> Child:
    """A value of the provenance: mappings and lists as lists, the rest as text."""
    if isinstance(value, Mapping):
        return tag("ul", *(tag("li", f"{name}: ", tag("code", _plain(entry))) for name, entry in value.items()))
    if isinstance(value, (list, tuple)):
        return tag("ul", *(tag("li", _value(entry)) for entry in value))
    return _plain(value)


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def attribute(text: str) -> str:
    """`text` escaped for an attribute."""
    return str(escape(text))
