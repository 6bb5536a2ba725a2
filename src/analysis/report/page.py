"""From an executed notebook to the page: nbconvert's exporter with the project's own template, without the detours.

The stock exporter copies the notebook several times and walks each output with an HTML parser. The page needs neither:
cells hold finished parts, which the template puts between head and foot.
"""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup, escape
from nbconvert import HTMLExporter
from nbformat import NotebookNode

from analysis.reference.texts import Texts, texts
from analysis.report.addresses import spelled_out
from analysis.report.assets import TEMPLATES, script, script_hash, style
from analysis.report.html import tag
from analysis.report.language import mark_vietnamese
from analysis.report.provenance import provenance_section, sealed

# Cells with this tag speak to the person in JupyterLab, not to the reader of the page.
NOTE = "note"
_FOOTER = re.compile(r' data-footer="([^"]*)"')
_ABOUT_ONE = re.compile(r"^(province|indicator)\b", re.MULTILINE)
_PROVINCE = re.compile(r' data-province="([\w-]+)"')
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
        parts, addresses = spelled_out(Markup("\n").join(_parts(nb, self.markdown2html_plain)), values["t"])
        return self.template.render(nb=nb, resources=named, parts=parts, addresses=addresses, **values), named

    def markdown2html_plain(self, source: str) -> str:
        """Markdown of a cell as HTML, by nbconvert's own renderer."""
        from nbconvert.filters.markdown_mistune import markdown2html_mistune

        return str(markdown2html_mistune(source))


def to_html(notebook: NotebookNode, *, title: str, language: str, provenance: Mapping[str, Any] | None = None) -> str:
    """The self-contained page of an executed notebook: no code, one small script, no request to any host.

    Args:
        notebook: executed notebook whose cells show parts of `analysis.report`.
        title: the window's title.
        language: "vi" or "en", for the page's own words and its `lang`.
        provenance: parameters, inputs (path -> hash), versions, code, corrections; shown at the end, with the page's
            own digest. Documents that could not be read ("unread": path -> why) are said at the beginning too.
    """
    t = texts(language)
    page, _ = _exporter().from_notebook_node(
        notebook,
        title=title,
        language=language,
        t=t,
        style=Markup(style()),
        script=Markup(script()),
        script_hash=script_hash(),
        provenance=provenance_section(t, provenance) if provenance else "",
        unread=_unread(t, (provenance or {}).get("unread", {})),
        contents=lambda parts: [(key, Markup(name)) for key, name in _HEADING.findall(parts)],
        footer=_footer,
        province=_province,
        ending=".html" if language == "vi" else f".{language}.html",
        home="../" if _is_one_folder_down(notebook) else "",
    )
    page = page if language == "vi" else mark_vietnamese(page)
    return sealed(page) if provenance else page


def _unread(t: Texts, unread: Mapping[str, str]) -> Markup:
    """What a reader must know first: documents that the page would show and that could not be read."""
    if not unread:
        return Markup("")
    items = (tag("li", tag("code", path), ": ", tag("span", why, lang="en")) for path, why in unread.items())
    return tag("div", tag("p", t("page.unread", n=len(unread))), tag("ul", *items), class_="notice", role="note")


@functools.cache
def _exporter() -> PageExporter:
    return PageExporter()


def warm_up() -> None:
    """Read and compile the template, so that processes forked from this one need not."""
    _ = _exporter().template


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


def _province(parts: str) -> str:
    """The fragment by which the comparison makes this page's province stand out."""
    found = _PROVINCE.search(parts)
    return f"#province={found[1]}" if found else ""


def _is_one_folder_down(notebook: NotebookNode) -> bool:
    """Pages of a province or an indicator lie one folder below the index; their parameters cell names which."""
    cells = [cell.source for cell in notebook.cells if "parameters" in cell.metadata.get("tags", ())]
    return any(_ABOUT_ONE.search(source) for source in cells)


def attribute(text: str) -> str:
    """`text` escaped for an attribute."""
    return str(escape(text))
