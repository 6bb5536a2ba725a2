"""The comparison behind `make reproduce` sees every difference; the builds themselves are `make reproduce`'s own."""

import locale
import shutil
from pathlib import Path

import pytest
from tools import reproduce

from analysis.cli import main
from analysis.reference.periods import parse_period
from analysis.reference.provinces import all_provinces, province_by_key
from analysis.store import Project, read_table
from tests.faults.projects import ROOT


def make(folder: Path, **changed: bytes) -> Path:
    for name in reproduce.COMPARED.values():
        (folder / name).mkdir(parents=True)
        (folder / name / "a").write_bytes(changed.get(name.replace("/", "_"), b"same"))
    return folder


def test_equal_builds_are_equal(tmp_path, capsys):
    assert reproduce.compare(make(tmp_path / "1"), make(tmp_path / "2")) == 0
    assert capsys.readouterr().out.count("the same bytes") == 4


@pytest.mark.parametrize("name", list(reproduce.COMPARED.values()))
def test_a_byte_a_missing_and_an_empty_folder_are_seen(tmp_path, name, capsys):
    one, two = make(tmp_path / "1"), make(tmp_path / "2", **{name.replace("/", "_"): b"sane"})
    assert reproduce.compare(one, two) == 1
    assert f"{name}/a: from byte 2" in capsys.readouterr().out
    (two / name / "a").unlink()
    assert reproduce.compare(one, two) == 1
    (one / name / "a").unlink()
    assert reproduce.compare(one, two) == 1


def test_every_export_format_is_built(tmp_path):
    from analysis.cli.export import FORMATS

    (tmp_path / "data/raw/hue/2023/x").mkdir(parents=True)
    (tmp_path / "data/raw/hue/2023/x/document.yml").touch()
    asked = {words[words.index("--format") + 1] for _, words in reproduce.commands(tmp_path, 1) if words[0] == "export"}
    assert asked == set(FORMATS)


def test_units_of_one_name_are_among_what_is_built(tmp_path):
    """Sorted by name alone they stand in another order under another hash seed, which no other data would show."""
    shutil.copytree(ROOT / "data/raw/quang-tri/2024-H1", tmp_path / "data/raw/quang-tri/2024-H1")
    added = reproduce.add_twins(tmp_path)
    names = [all_provinces()[key].name for key in added]
    assert len(added) == 2 * reproduce.TWINS == len(set(added)) and len(set(names)) == reproduce.TWINS
    assert main(["--root", str(tmp_path), "clean"]) == 0
    held = read_table(Project(tmp_path), "observations")
    assert set(added) <= set(held["province"])
    for path in (tmp_path / "data/raw").glob("*/*/twin"):
        assert province_by_key(path.parts[-3]).exists_on(parse_period(path.parts[-2]).end)


def test_another_locale_is_one_that_is_there(monkeypatch):
    """A locale that is not installed is the C one in silence, and the comparison would show nothing."""
    before = locale.setlocale(locale.LC_ALL)
    found = reproduce.another_locale()
    assert locale.setlocale(locale.LC_ALL) == before
    if found:
        locale.setlocale(locale.LC_ALL, found)
        point = locale.localeconv()["decimal_point"]
        locale.setlocale(locale.LC_ALL, before)
        assert point == ","
    monkeypatch.setattr(reproduce, "LOCALES", ("xx_XX.UTF-8",))
    assert reproduce.another_locale() == ""
