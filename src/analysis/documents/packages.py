"""Office files are zip archives of XML: what must hold before a library opens one."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from analysis.errors import InputError

MAX_MEMBERS = 5_000
MAX_UNPACKED = 300_000_000
MAX_RATIO = 200  # a text part of a real document packs to a tenth; a bomb to a thousandth
RATIO_COUNTS_FROM = 10_000_000
_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\x00!\x00(?:D|E)|\x00<\x00!\x00(?:D|E)")
_RELATION = re.compile(rb"<Relationship\b[^>]*>", re.S)
_REMOTE = re.compile(rb"Target\s*=\s*[\"'](?:https?:|ftp:|\\\\|//|file:/{0,3}\\\\)", re.I)
_LINKS = (b"/hyperlink", b"/externalLinkPath")


def check_package(data: bytes, path: Path) -> None:
    """Raise InputError for an archive that is damaged, encrypted, enormous when unpacked, or hostile.

    Hostile: a member whose name leads outside, a part that declares XML entities, a part that loads something from
    elsewhere (a remote template or picture; plain hyperlinks are only text and are left alone).
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _check_members(members, path)
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    _check_part(archive.read(member), member.filename, path)
    except (
        zipfile.BadZipFile,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        zlib.error,
    ) as error:
        raise InputError(
            f"damaged or cut off ({str(error)[:80]})", path, "get the document again and check that it opens"
        ) from None


def _check_members(members: list[zipfile.ZipInfo], path: Path) -> None:
    if len(members) > MAX_MEMBERS:
        raise InputError(f"an archive of {len(members)} parts", path, "open the document and save it anew")
    for member in members:
        name = member.filename
        if (
            ".." in PurePosixPath(name.replace("\\", "/")).parts
            or name.startswith(("/", "\\"))
            or re.match(r"[A-Za-z]:", name)
        ):
            raise InputError(
                f"a part is named {name!r}, which leads outside of the document", path, "do not use this file"
            )
        if member.flag_bits & 0x1:
            raise InputError(
                "encrypted: a password is needed to open it", path, "save it without a password, ingest again"
            )
        if member.file_size > RATIO_COUNTS_FROM and member.file_size > MAX_RATIO * max(member.compress_size, 1):
            raise InputError(
                f"part {name!r} unpacks to {member.file_size:,} bytes (a zip bomb)", path, "do not use this file"
            )
    if len({member.filename for member in members}) < len(members):
        raise InputError("a part of the archive stands twice in it", path, "open the document and save it anew")
    total = sum(member.file_size for member in members)
    if total > MAX_UNPACKED:
        raise InputError(f"unpacks to {total:,} bytes", path, f"split it; at most {MAX_UNPACKED:,} are read")


def _check_part(content: bytes, name: str, path: Path) -> None:
    if _ENTITY.search(content[:100_000]):
        raise InputError(f"part {name!r} declares XML entities", path, "open the document and save it anew")
    if not name.endswith(".rels"):
        return
    for relation in _RELATION.findall(content):
        if b"External" in relation and _REMOTE.search(relation) and not any(link in relation for link in _LINKS):
            raise InputError(
                "loads something from elsewhere (a remote template, picture or object)",
                f"{path}, part {name}",
                "open the document, remove the link, save it anew",
            )
