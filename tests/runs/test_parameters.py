import pytest

from analysis.errors import InputError
from analysis.runs.parameters import check_parameters, declared_parameters
from tests.runs.conftest import PARAMETERS, notebook


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "n.ipynb"
    path.write_text(notebook(["1"], PARAMETERS), encoding="utf-8")
    return path


def test_declared_names_and_defaults(path):
    assert declared_parameters(path) == PARAMETERS


def test_exact_parameters_pass(path):
    check_parameters(path, {"province": "hue", "period": "2019", "language": "en"})


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (PARAMETERS | {"provinec": "x"}, "unknown parameter 'provinec'"),
        ({"province": "hue", "period": "2019"}, "'language' is not given"),
        (PARAMETERS | {"period": 2019}, "is int, the notebook has str"),
    ],
)
def test_wrong_parameters_are_refused(path, given, words):
    with pytest.raises(InputError, match=words):
        check_parameters(path, given)


@pytest.mark.parametrize("source", ["period = today()", "import os", "for x in []:\n    pass", "period ="])
def test_more_than_literals_is_refused(tmp_path, source):
    text = notebook(["1"], {}).replace('"source": ""', f'"source": {source!r}'.replace("'", '"'))
    (tmp_path / "n.ipynb").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="more than literals"):
        declared_parameters(tmp_path / "n.ipynb")


def test_notebook_without_parameters_cell_is_refused(tmp_path):
    text = notebook(["1"], {}).replace('"parameters"', '"other"')
    (tmp_path / "n.ipynb").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="0 cells are tagged"):
        declared_parameters(tmp_path / "n.ipynb")


def test_file_that_is_no_notebook_is_refused(tmp_path):
    (tmp_path / "n.ipynb").write_text("half a fi", encoding="utf-8")
    with pytest.raises(InputError, match="not a notebook"):
        declared_parameters(tmp_path / "n.ipynb")
