"""A file or folder is the old one or the new one at every moment of being written, also when writing fails."""

import os
import stat

import pytest

from analysis import exchange
from analysis.errors import OutputError
from analysis.runs.lock import sweep_leftovers
from analysis.store import Project, write_bytes, write_folder


@pytest.fixture
def moments(monkeypatch):
    """What `look` finds each time that something has been handed to the disk, which is when a kill hurts most."""
    seen, looks, real = [], [], os.fsync

    def fsync(handle):
        real(handle)
        seen.extend(look() for look in looks)

    monkeypatch.setattr(os, "fsync", fsync)

    def watch(look):
        looks.append(look)
        return seen

    return watch


def failing(monkeypatch, error):
    def fail(_):
        raise error

    monkeypatch.setattr(os, "fsync", fail)


def test_a_file_is_whole_on_the_disk_before_it_takes_its_name(tmp_path, moments):
    path = tmp_path / "reports" / "page.html"
    write_bytes(path, b"old")
    seen = moments(path.read_bytes)
    write_bytes(path, b"new" * 1000)
    assert seen == [b"old"], "it must be flushed once, while the old one still stands there"
    assert path.read_bytes() == b"new" * 1000 and list(path.parent.iterdir()) == [path]


def test_a_new_file_is_not_there_before_it_is_whole(tmp_path, moments):
    path = tmp_path / "page.html"
    seen = moments(path.exists)
    write_bytes(path, b"new")
    assert seen == [False] and path.read_bytes() == b"new"


def test_what_is_written_can_be_read_by_others(tmp_path):
    """A server or a colleague reads reports/: a temporary file's own rights would shut them out."""
    before = os.umask(0o077)
    try:
        write_bytes(tmp_path / "page.html", b"new")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "page.html").stat().st_mode) == 0o644


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt(), MemoryError()])
def test_a_write_that_fails_leaves_the_old_file_and_nothing_beside_it(tmp_path, monkeypatch, error):
    path = tmp_path / "page.html"
    write_bytes(path, b"old")
    failing(monkeypatch, error)
    with pytest.raises(OutputError if isinstance(error, OSError) else type(error)):
        write_bytes(path, b"new")
    assert path.read_bytes() == b"old" and list(tmp_path.iterdir()) == [path]


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.exists() else None


OLD, NEW = {"a": b"old", "gone": b"old"}, {"a": b"new", "b": b"new"}


@pytest.mark.parametrize("old", [None, OLD], ids=["new", "replaced"])
@pytest.mark.parametrize("swap", [True, False], ids=["in one step", "in two steps"])
def test_a_folder_is_put_together_elsewhere_and_moved_whole(tmp_path, monkeypatch, moments, old, swap):
    project = Project(tmp_path)
    folder = project.raw / "hue/2023/report"
    if old:
        write_folder(project, folder, old)
    if not swap:
        monkeypatch.setattr(exchange, "_swapped", lambda *_: False)
    seen = moments(lambda: contents(folder))
    write_folder(project, folder, NEW)
    assert seen == [old] * len(NEW)
    assert contents(folder) == NEW and [path.name for path in project.raw.parent.iterdir()] == ["raw"]


def test_a_folder_that_is_replaced_is_never_away(tmp_path, monkeypatch):
    """Where the system swaps two folders, nothing is renamed: there is no moment without the document."""
    project = Project(tmp_path)
    folder = project.raw / "hue/2023/report"
    write_folder(project, folder, OLD)
    real, swapped = exchange._swapped, []
    monkeypatch.setattr(exchange, "_swapped", lambda *paths: swapped.append(real(*paths)) or swapped[-1])
    rename = type(folder).rename
    renamed = []
    monkeypatch.setattr(type(folder), "rename", lambda path, to: renamed.append(path) or rename(path, to))
    write_folder(project, folder, NEW)
    assert contents(folder) == NEW and swapped
    if not swapped[0]:
        pytest.skip("this file system swaps no folders")
    assert not renamed


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_folder_that_cannot_be_written_leaves_the_old_one_and_nothing_beside_it(tmp_path, monkeypatch, error):
    project = Project(tmp_path)
    folder = project.raw / "hue/2023/report"
    write_folder(project, folder, OLD)
    failing(monkeypatch, error)
    with pytest.raises(OutputError if isinstance(error, OSError) else type(error)):
        write_folder(project, folder, NEW)
    assert contents(folder) == OLD and [path.name for path in project.raw.parent.iterdir()] == ["raw"]


def test_a_folder_goes_back_where_the_new_one_cannot_take_its_place(tmp_path, monkeypatch):
    """Where a system cannot swap two folders, there is a moment between taking one away and putting the other there."""
    project = Project(tmp_path)
    folder = project.raw / "hue/2023/report"
    write_folder(project, folder, OLD)
    monkeypatch.setattr(exchange, "_swapped", lambda *_: False)
    real = type(folder).rename

    def rename(path, target):
        if path.name == "made":
            raise OSError(5, "Input/output error")
        return real(path, target)

    monkeypatch.setattr(type(folder), "rename", rename)
    with pytest.raises(OutputError):
        write_folder(project, folder, NEW)
    assert contents(folder) == OLD


def test_a_folder_taken_away_by_a_command_that_was_killed_is_given_back(tmp_path, monkeypatch):
    project = Project(tmp_path)
    folder = project.raw / "hue/2023/report"
    write_folder(project, folder, OLD)
    staging = project.raw.parent / ".ingest.dead.tmp"
    (staging / "before/hue/2023").mkdir(parents=True)
    folder.rename(staging / "before/hue/2023/report")
    assert sweep_leftovers(project) == 1
    assert contents(folder) == OLD and not staging.exists()
    # What was killed a moment later had already put the new one there.
    (staging / "before/hue/2023/report").mkdir(parents=True)
    sweep_leftovers(project)
    assert contents(folder) == OLD and not staging.exists()


def test_what_is_swept_is_what_a_command_left_and_nothing_behind_a_link(tmp_path):
    project = Project(tmp_path / "root")
    elsewhere = tmp_path / "mine"
    elsewhere.write_bytes(b"mine")
    kept = project.reports / ".keep", project.reports / ".notes.tmp.txt", project.reports / ".link.tmp"
    write_bytes(kept[0], b"mine"), write_bytes(kept[1], b"mine")
    kept[2].symlink_to(elsewhere)
    write_bytes(project.processed / ".targets.parquet.abc.tmp", b"half")
    write_bytes(project.as_read / "hue/2023/.report.json.abc.tmp", b"half")
    assert sweep_leftovers(project) == 2
    assert (
        all(path.is_symlink() or path.read_bytes() == b"mine" for path in (*kept, elsewhere)) and kept[2].is_symlink()
    )
