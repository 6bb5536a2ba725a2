"""The comparison behind `make reproduce` sees every difference; the builds themselves are `make reproduce`'s own."""

import locale
from pathlib import Path

import pytest
from tools import reproduce


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
