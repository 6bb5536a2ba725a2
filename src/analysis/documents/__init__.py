"""Documents as offices have them, read into one model: blocks of text and tables, each with its place.

`read(path)` is the one way in; what a block means is decided later, in `analysis.extract`.
"""

from analysis.documents.model import Block, Cell, Document, Heading, Line, Paragraph, Piece, Table
from analysis.documents.reader import read

__all__ = ["Block", "Cell", "Document", "Heading", "Line", "Paragraph", "Piece", "Table", "read"]
