"""What must not lie in data/raw, whatever its documents hold: links, names that no page can hold, stray tables."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from analysis.errors import InputError, InputErrors, spelled_out
from analysis.store import Project

_OFFICE = {".doc", ".docx", ".odt", ".pdf", ".rtf", ".xls", ".xlsx"}


Found = tuple[Path, InputError]


def refuse_disorder(project: Project, held: Sequence[Path]) -> None:
    """InputErrors where data/raw, which holds the paths `held`, is not in order as a whole."""
    for look in (_links, _odd_names, _no_files, _tables_elsewhere):
        found = [error for _, error in look(project, held)]
        if found:
            raise InputErrors(found)


def out_of_order(project: Project, held: Sequence[Path]) -> dict[str, InputErrors]:
    """What is not in order in data/raw, by the id of the document it is in, or by its path where it is in none."""
    spoilt: dict[str, list[InputError]] = {}
    for look in (_links, _odd_names, _no_files, _tables_elsewhere):
        for path, error in look(project, held):
            spoilt.setdefault("/".join(place_in_raw(project, path).split("/")[:3]), []).append(error)
    return {place: InputErrors(errors) for place, errors in spoilt.items()}


def place_in_raw(project: Project, path: Path) -> str:
    """Where `path` lies in data/raw, as tables, pages and manifests can hold it: a document's id is such a place."""
    return spelled_out(path.relative_to(project.raw).as_posix())


def is_spoilt(document: str, places: Collection[str]) -> bool:
    """Whether `document`, its period's or its province's folder is among the `places` that are not in order."""
    parts = document.split("/")
    return any("/".join(parts[:depth]) in places for depth in (1, 2, 3))


def without_sidecar(project: Project, held: Iterable[Path]) -> dict[str, InputErrors]:
    """What is wrong in the folders that hold tables and no document.yml, by document id.

    Such a folder would be skipped in silence; it is a document that cannot be read instead.
    """
    lost: dict[str, list[InputError]] = {}
    for path in _tables(held):
        parts = path.relative_to(project.raw).parts
        if len(parts) == 4 and not (path.parent / "document.yml").exists():
            lost.setdefault(place_in_raw(project, path.parent), []).append(_elsewhere(project, path))
    return {document: InputErrors(errors) for document, errors in lost.items()}


def unread_documents(project: Project) -> list[Path]:
    """Office files that somebody put into data/raw as they are, where nothing reads them; paths from the root."""
    held = sorted(project.raw.rglob("*"))
    office = (path for path in held if path.suffix.lower() in _OFFICE and not path.name.startswith((".", "~$")))
    return [path.relative_to(project.root) for path in office if not (path.parent / "document.yml").exists()]


def _links(project: Project, held: Iterable[Path]) -> list[Found]:
    """A link in data/raw may lead anywhere, and what it leads to may change unseen."""
    remedy = "put the files themselves there"
    links = [path for path in held if path.is_symlink()]
    return [(path, InputError("a link in data/raw", path.relative_to(project.root), remedy)) for path in links]


def _odd_names(project: Project, held: Iterable[Path]) -> list[Found]:
    """Names in another encoding, as an old archive leaves them: no table and no page can hold them."""
    odd = [path for path in held if spelled_out(path.name) != path.name]
    what = "a name in data/raw that is not UTF-8"
    remedy = "rename it (an archive packed on Windows: unpack it with its encoding)"
    return [(path, InputError(what, path.relative_to(project.root), remedy)) for path in odd]


def _no_files(project: Project, held: Iterable[Path]) -> list[Found]:
    """A pipe would be waited for without end, a device be read without end."""
    odd = [path for path in held if not path.is_symlink() and not path.is_file() and not path.is_dir()]
    what, remedy = "neither a file nor a folder", "put the file itself there"
    return [(path, InputError(what, path.relative_to(project.root), remedy)) for path in odd]


def _tables_elsewhere(project: Project, held: Iterable[Path]) -> list[Found]:
    """Tables at a depth where no document's folder can be."""
    astray = (path for path in _tables(held) if len(path.relative_to(project.raw).parts) != 4)
    return [(path, _elsewhere(project, path)) for path in astray]


def _tables(held: Iterable[Path]) -> Iterator[Path]:
    return (path for path in held if path.name.endswith(".csv"))


def _elsewhere(project: Project, path: Path) -> InputError:
    remedy = "it belongs to data/raw/<province>/<period>/<document>/, beside a document.yml"
    return InputError("a raw table outside a document's folder", str(path.relative_to(project.root)), remedy)
