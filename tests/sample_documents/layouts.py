"""One content in every format offices use: text, flattened text, Markdown, HTML, Word, PDF, Excel, CSV."""

from __future__ import annotations

import csv
import html
import io
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

LEFT, UP = "\x01", "\x02"  # a cell covered by the one before it, by the one above it
_FONTS = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
    "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf",
    "/Library/Fonts/Arial Unicode.ttf",
)


@dataclass(frozen=True)
class Grid:
    """A table; cells may be LEFT or UP where they are covered by a merged one."""

    rows: Sequence[Sequence[str]]

    def plain(self) -> list[list[str]]:
        return [["" if cell in (LEFT, UP) else cell for cell in row] for row in self.rows]


Item = str | Grid


def font() -> str | None:
    """A font with Vietnamese letters, None where the machine has none of those known here."""
    return next((path for path in _FONTS if Path(path).exists()), None)


def write_text(path: Path, items: Sequence[Item], width: int = 80, separator: str = "\t") -> Path:
    """Hard-wrapped paragraphs; tables with one row a line. The last line has no end."""
    lines: list[str] = []
    for item in items:
        if isinstance(item, Grid):
            lines += [separator.join(row) for row in item.plain()]
        else:
            lines += textwrap.wrap(item, width, break_long_words=False, break_on_hyphens=False)
        lines.append("")
    path.write_text("\n".join(lines).rstrip("\n"), encoding="utf-8")
    return path


def write_flattened(path: Path, items: Sequence[Item]) -> Path:
    """Tables flattened to one cell a paragraph, empty cells left out."""
    lines: list[str] = []
    for item in items:
        cells = [cell for row in item.plain() for cell in row if cell] if isinstance(item, Grid) else [item]
        lines += [line for cell in cells for line in (cell, "")]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def write_html(path: Path, items: Sequence[Item]) -> Path:
    """A page as a portal serves it: menus, scripts, and the document with real row and column spans."""
    parts = ["<!DOCTYPE html><html><head><meta charset='utf-8'><title>x</title><script>var a=1;</script></head><body>"]
    parts.append("<nav><ul><li>Trang chủ</li><li>Văn bản</li></ul></nav>")
    for item in items:
        if isinstance(item, Grid):
            parts.append(_html_table(item))
        else:
            parts.append(f"<p>{html.escape(item)}</p>")
    parts.append("</body></html>")
    path.write_text("\n".join(parts), encoding="utf-8")
    return path


def _spans(grid: Grid, row: int, column: int) -> tuple[int, int]:
    """Rows and columns the cell at (row, column) covers."""
    width = 1
    while column + width < len(grid.rows[row]) and grid.rows[row][column + width] == LEFT:
        width += 1
    height = 1
    while row + height < len(grid.rows) and grid.rows[row + height][column] == UP:
        height += 1
    return height, width


def _html_table(grid: Grid) -> str:
    rows = []
    for row, cells in enumerate(grid.rows):
        out = []
        for column, cell in enumerate(cells):
            if cell not in (LEFT, UP):
                height, width = _spans(grid, row, column)
                out.append(f"<td rowspan='{height}' colspan='{width}'><p>{html.escape(cell)}</p></td>")
        rows.append(f"<tr>{''.join(out)}</tr>")
    return f"<table border='1'><tbody>{''.join(rows)}</tbody></table>"


def write_docx(path: Path, items: Sequence[Item]) -> Path:
    """Word, with really merged cells."""
    import docx

    document = docx.Document()
    for item in items:
        if isinstance(item, str):
            document.add_paragraph(item)
            continue
        table = document.add_table(len(item.rows), max(len(row) for row in item.rows))
        for row, cells in enumerate(item.rows):
            for column, cell in enumerate(cells):
                if cell in (LEFT, UP):
                    continue
                height, width = _spans(item, row, column)
                target = table.cell(row, column)
                if height > 1 or width > 1:
                    target = target.merge(table.cell(row + height - 1, column + width - 1))
                target.text = cell
    document.save(str(path))
    return path


def write_pdf(path: Path, items: Sequence[Item], *, rules: str = "all", middle: bool = False) -> Path:
    """PDF with tables that run over pages, and page numbers.

    `rules` of tables: "all", "level" (below each row) or "none"; `middle`: cells centred upright, not at the top.
    """
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

    pdfmetrics.registerFont(TTFont("vi", font()))
    style = ParagraphStyle("body", fontName="vi", fontSize=10, leading=13, spaceAfter=8)
    small = ParagraphStyle("cell", fontName="vi", fontSize=8, leading=10)
    flow: list[object] = []
    for item in items:
        if isinstance(item, str):
            flow.append(Paragraph(html.escape(item), style))
            continue
        width = max(len(row) for row in item.rows)
        # Two columns are a letterhead: side by side, without lines.
        drawn = {"all": "GRID", "level": "LINEBELOW"}
        ruled = [(drawn[rules], (0, 0), (-1, -1), 0.5, "black")] if width > 2 and rules in drawn else []
        commands = [*ruled, ("VALIGN", (0, 0), (-1, -1), "MIDDLE" if middle else "TOP")]
        for row, cells in enumerate(item.rows):
            for column, cell in enumerate(cells):
                if cell not in (LEFT, UP):
                    height, across = _spans(item, row, column)
                    if height > 1 or across > 1:
                        commands.append(("SPAN", (column, row), (column + across - 1, row + height - 1)))
        widths = [30, *[450 / (width - 1) * share for share in _shares(width - 1)]] if width > 2 else [190, 290]
        flow.append(
            Table(
                [[Paragraph(html.escape(cell), small) for cell in row] for row in item.plain()],
                widths,
                style=TableStyle(commands),
            )
        )
        flow.append(Spacer(1, 12))

    def number(canvas, document) -> None:
        canvas.setFont("vi", 9)
        canvas.drawCentredString(A4[0] / 2, 30, str(document.page))

    SimpleDocTemplate(str(path), pagesize=A4).build(flow, onFirstPage=number, onLaterPages=number)
    return path


def _shares(columns: int) -> list[float]:
    first = min(2.0, columns * 0.6)
    rest = (columns - first) / max(columns - 1, 1)
    return [first, *[rest] * (columns - 1)]


def write_xlsx(path: Path, items: Sequence[Item], *, typed: bool = False) -> Path:
    """One sheet, text in column A, merged headers; `typed` writes plain figures as numbers."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Báo cáo"
    line = 1
    for item in items:
        if isinstance(item, str):
            sheet.cell(line, 1, item)
            line += 2
            continue
        for row, cells in enumerate(item.rows):
            for column, cell in enumerate(cells):
                if cell in (LEFT, UP):
                    continue
                value = int(cell) if typed and cell.isdigit() and column > 1 else cell
                sheet.cell(line + row, column + 1, value or None)
                height, width = _spans(item, row, column)
                if height > 1 or width > 1:
                    sheet.merge_cells(
                        start_row=line + row,
                        start_column=column + 1,
                        end_row=line + row + height - 1,
                        end_column=column + width,
                    )
        line += len(item.rows) + 1
    book.save(path)
    return path


def write_csv(path: Path, items: Sequence[Item], delimiter: str = ";", encoding: str = "utf-8") -> Path:
    """CSV as Excel exports a sheet."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter)
    for item in items:
        writer.writerows(item.plain() if isinstance(item, Grid) else [[item]])
    path.write_bytes(buffer.getvalue().encode(encoding))
    return path
