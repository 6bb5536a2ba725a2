"""What must not lie in data/raw, whatever its documents hold: links, names that no page can hold, stray tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from analysis.errors import InputError, InputErrors
from analysis.store import Project

_OFFICE = {".doc", ".docx", ".odt", ".pdf", ".rtf", ".xls", ".xlsx"}


def refuse_disorder(project: Project, held: Sequence[Path]) -> None:
    """InputErrors where data/raw, which holds the paths `held`, is not in order as a whole."""
    for refuse in (_links, _odd_names, _no_files, _tables_elsewhere):
        found = refuse(project, held)
        if found:
            raise InputErrors(found)


def without_sidecar(project: Project, held: Iterable[Path]) -> dict[str, InputErrors]:
    """What is wrong in the folders that hold tables and no document.yml, by document id.

    Such a folder would be skipped in silence; it is a document that cannot be read instead.
    """
    lost: dict[str, list[InputError]] = {}
    for path in _tables(held):
        parts = path.relative_to(project.raw).parts
        if len(parts) == 4 and not (path.parent / "document.yml").exists():
            lost.setdefault("/".join(parts[:3]), []).append(_elsewhere(project, path))
    return {document: InputErrors(errors) for document, errors in lost.items()}


def unread_documents(project: Project) -> list[Path]:
    """Office files that somebody put into data/raw as they are, where nothing reads them; paths from the root."""
    held = sorted(project.raw.rglob("*"))
    office = (path for path in held if path.suffix.lower() in _OFFICE and not path.name.startswith((".", "~$")))
    return [path.relative_to(project.root) for path in office if not (path.parent / "document.yml").exists()]


def _links(project: Project, held: Iterable[Path]) -> list[InputError]:
    """A link in data/raw may lead anywhere, and what it leads to may change unseen; data/raw itself may be one."""
    remedy = "put the files themselves there"
    links = [path.relative_to(project.root) for path in held if path.is_symlink()]
    return [InputError("a link in data/raw", path, remedy) for path in links]


def _odd_names(project: Project, held: Iterable[Path]) -> list[InputError]:
    """Names in another encoding, as an old archive leaves them: no table and no page can hold them."""
    names = [str(path.relative_to(project.root)) for path in held]
    odd = [name for name in names if name.encode("utf-8", "replace").decode("utf-8") != name]
    remedy = "rename it (an archive packed on Windows: unpack it with its encoding)"
    return [InputError("a name in data/raw that is not UTF-8", name, remedy) for name in odd]


def _no_files(project: Project, held: Iterable[Path]) -> list[InputError]:
    """A pipe would be waited for without end, a device be read without end."""
    odd = [path.relative_to(project.root) for path in held if not path.is_file() and not path.is_dir()]
    return [InputError("neither a file nor a folder", path, "put the file itself there") for path in odd]


def _tables_elsewhere(project: Project, held: Iterable[Path]) -> list[InputError]:
    """Tables at a depth where no document's folder can be."""
    return [_elsewhere(project, path) for path in _tables(held) if len(path.relative_to(project.raw).parts) != 4]


def _tables(held: Iterable[Path]) -> Iterator[Path]:
    return (path for path in held if path.name.endswith(".csv"))


def _elsewhere(project: Project, path: Path) -> InputError:
    remedy = "it belongs to data/raw/<province>/<period>/<document>/, beside a document.yml"
    return InputError("a raw table outside a document's folder", str(path.relative_to(project.root)), remedy)
