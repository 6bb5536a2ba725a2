"""Each bound on what a document may be, met alone: every one is refused by its own words, and each has a sound twin."""

from __future__ import annotations

import os
import time
import zipfile

import pytest

from analysis.documents import isolation, packages, pdf_reader, read, reader
from analysis.documents.isolation import isolated
from analysis.errors import InputError
from tests.sample_documents import hostile
from tests.sample_documents.layouts import write_docx, write_text

RELATION = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r9" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
    'Target="{target}" TargetMode="External"/></Relationships>'
)
BODY = hostile._BODY.format(dtd="", content=hostile._paragraph("UBND TỈNH QUẢNG TRỊ"))


def package(tmp_path, extra=None):
    return hostile._package(tmp_path / "a.docx", BODY.encode(), extra)


def refused(path):
    with pytest.raises(InputError) as error:
        read(path)
    assert error.value.remedy and str(path) in str(error.value)
    return error.value.what


def test_the_sound_twin_is_read(tmp_path):
    assert [block.text for block in read(package(tmp_path)).paragraphs()] == ["UBND TỈNH QUẢNG TRỊ"]


@pytest.mark.parametrize("name", ["../x.xml", "a/../../x.xml", "..\\x.xml", "/etc/x.xml", "\\\\host\\x.xml", "C:\\x.xml", "c:x.xml"])  # fmt: skip
def test_a_part_whose_name_leads_outside(tmp_path, name):
    assert "leads outside" in refused(package(tmp_path, {name: b"<a/>"}))


def test_a_part_that_needs_a_password(tmp_path):
    path = package(tmp_path)
    data = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the flags of each part, beside it and in the list
        place = data.find(mark)
        while place >= 0:
            data[place + at] |= 1
            place = data.find(mark, place + 1)
    path.write_bytes(bytes(data))
    assert "encrypted" in refused(path)


def test_too_many_parts_and_too_much_unpacked(tmp_path, monkeypatch):
    path = package(tmp_path, {f"word/media/{n}.bin": os.urandom(500) for n in range(20)})
    read(path)
    monkeypatch.setattr(packages, "MAX_MEMBERS", 10)
    assert "an archive of 23 parts" in refused(path)
    monkeypatch.setattr(packages, "MAX_MEMBERS", 50)
    monkeypatch.setattr(packages, "MAX_UNPACKED", 5_000)
    assert "unpacks to" in refused(path)


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("dtd", ['<!DOCTYPE w [<!ENTITY x "y">]>', '<!ENTITY x SYSTEM "file:///etc/hostname">'])
def test_entities_in_any_encoding_and_any_part(tmp_path, codec, dtd):
    text = f'<?xml version="1.0" encoding="{codec[:6].rstrip("-").upper()}"?>{dtd}<a>&x;</a>'
    assert "XML entities" in refused(package(tmp_path, {"word/footnotes.xml": text.encode(codec)}))


@pytest.mark.parametrize(
    "target",
    ["http://192.0.2.1/a.dotm", "HTTPS://192.0.2.1/a", "ftp://192.0.2.1/a", "\\\\192.0.2.1\\a", "//192.0.2.1/a",
     "file:///\\\\192.0.2.1\\a", "file:\\\\192.0.2.1\\a"],
)  # fmt: skip
def test_parts_loaded_from_elsewhere(tmp_path, target):
    relation = RELATION.format(kind="attachedTemplate", target=target).encode()
    assert "loads something from elsewhere" in refused(package(tmp_path, {"word/_rels/document.xml.rels": relation}))


def test_a_plain_link_is_text_and_no_reason_to_refuse(tmp_path):
    relation = RELATION.format(kind="hyperlink", target="http://192.0.2.1/a").encode()
    assert read(package(tmp_path, {"word/_rels/document.xml.rels": relation})).blocks


def test_more_bytes_letters_or_pages_than_are_read(tmp_path, monkeypatch):
    text, word = write_text(tmp_path / "a.txt", hostile.SMALL), write_docx(tmp_path / "b.docx", hostile.SMALL)
    with monkeypatch.context() as patched:
        patched.setattr(reader, "MAX_TEXT_BYTES", 20)
        assert "a text of" in refused(text)
        assert read(word).blocks, "an office file packs its text among much else"
    for path in (text, word):
        with monkeypatch.context() as patched:
            patched.setattr(reader, "MAX_LETTERS", 10)
            assert "characters" in refused(path)
        with monkeypatch.context() as patched:
            patched.setattr(reader, "MAX_BYTES", 20)
            assert "bytes" in refused(path)


def test_a_pdf_of_too_many_pages(tmp_path, monkeypatch):
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "a.pdf"))
    for number in range(3):
        canvas.drawString(100, 700, f"Page {number} of a report on administrative reform")
        canvas.showPage()
    canvas.save()
    assert read(tmp_path / "a.pdf").blocks
    monkeypatch.setattr(pdf_reader, "MAX_PAGES", 2)
    assert "3 pages" in refused(tmp_path / "a.pdf")


def test_a_pipe_and_a_device_are_no_documents(tmp_path):
    os.mkfifo(tmp_path / "a.txt")
    began = time.monotonic()
    assert refused(tmp_path / "a.txt") == "not a regular file"
    (tmp_path / "b.txt").symlink_to("/dev/zero")
    assert refused(tmp_path / "b.txt") == "not a regular file"
    assert time.monotonic() - began < 10


def test_a_reader_that_went_on_is_ended_and_not_waited_for(tmp_path):
    began, mark = time.monotonic(), tmp_path / "still at work"

    def read_on():
        time.sleep(6)
        mark.touch()

    with pytest.raises(InputError, match="not read after 1 s"):
        isolated(read_on, tmp_path / "x.pdf", seconds=1)
    assert time.monotonic() - began < 5
    time.sleep(max(0.0, 7 - (time.monotonic() - began)))
    assert not mark.exists(), "it was left behind"


def test_a_reader_is_bound_in_computing_time_too(tmp_path):
    """A process that the clock does not see, for instance one stopped and continued, has used its share sometime."""
    import resource

    assert isolated(lambda: resource.getrlimit(resource.RLIMIT_CPU)[0], tmp_path / "x.pdf", seconds=7) == 7
    assert (
        isolated(lambda: resource.getrlimit(resource.RLIMIT_AS)[0], tmp_path / "x.pdf") < 2 * isolation.MEMORY + 2**33
    )


def test_an_archive_s_list_that_lies_about_a_size_is_bounded_by_memory(tmp_path):
    """The sizes that are checked stand in the list of parts; what unpacks to more than it says is an error, no bomb."""
    path = package(tmp_path, {"word/settings.xml": b" " * 5_000_000})
    data = path.read_bytes()
    path.write_bytes(data.replace((5_000_000).to_bytes(4, "little"), (5_000).to_bytes(4, "little")))
    with zipfile.ZipFile(path) as archive:
        assert archive.getinfo("word/settings.xml").file_size == 5_000
    assert "damaged" in refused(path)
