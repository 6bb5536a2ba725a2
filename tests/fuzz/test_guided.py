"""The targets of coverage-guided fuzzing work before a long run relies on them; fuzzing itself is `make fuzz`."""

import importlib.util

import pytest

from tests.fuzz import guided


@pytest.mark.parametrize("target", [*guided.VALUES, *guided.READERS])
def test_a_target_takes_its_seeds_and_rubbish(target):
    run, seeds = guided.target_of(target)
    assert seeds
    for data in (*seeds, b"", b"\x00\xff", seeds[0][: len(seeds[0]) // 2]):
        run(data)


def test_a_stumble_of_our_own_is_no_refusal(monkeypatch):
    monkeypatch.setattr("analysis.documents.html_reader._LIST_LETTERS", None)
    with pytest.raises(TypeError):
        guided.target_of("html")[0](b"<html><body><ol type='a'><li>x</li></ol></body></html>")


def test_without_atheris_it_says_what_is_left_out(monkeypatch, capsys):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert guided.main(["1"]) == 0
    assert "left out" in capsys.readouterr().out
