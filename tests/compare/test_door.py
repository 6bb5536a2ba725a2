import importlib
import pkgutil

import pytest

import analysis.compare
from analysis.clean.pipeline import clean_folders, read_all
from analysis.errors import InputError
from analysis.store import Project, write_table

from .conftest import ROOT


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    folder = tmp_path_factory.mktemp("project")
    (folder / "data" / "raw").mkdir(parents=True)
    for name, frame in clean_folders(read_all(Project(ROOT))).items():
        write_table(Project(folder), name, frame)
    return folder


@pytest.fixture(autouse=True)
def inside(root, monkeypatch):
    monkeypatch.delenv("CCHC_ROOT", raising=False)
    monkeypatch.chdir(root)


def test_one_line():
    matrix = analysis.compare.targets(["quang-tri", "dak-nong"], deadline=2025)
    here = matrix[matrix["indicator"] == "online_payment_transactions"]
    assert list(here["asks"]) == ["≥ 30%", "≥ 30%"] and list(here["province"]) == ["quang-tri", "dak-nong"]


def test_names_in_any_spelling():
    by_key = analysis.compare.targets(["quang-tri"], domain="procedures")
    assert analysis.compare.targets("Quảng Trị", domain="Procedures").equals(by_key)
    assert set(analysis.compare.indices("papi", provinces="Thừa Thiên Huế")["province"]) == {"hue"}


@pytest.mark.parametrize(
    ("call", "hint"),
    [
        (lambda: analysis.compare.targets(["quang-trj"]), "did you mean quang-tri"),
        (lambda: analysis.compare.targets(domain="procedure"), "did you mean procedures"),
        (lambda: analysis.compare.targets(deadline=2024), "choose one of 2021, 2022, 2025, 2030"),
        (lambda: analysis.compare.indices("PAPY"), "did you mean PAPI"),
        (
            lambda: analysis.compare.peers("dossier_resolved_on_time", "2024-H1"),
            "did you mean dossiers_resolved_on_time",
        ),
        (lambda: analysis.compare.peers("dossiers_resolved_on_time", "2024-H2"), "choose one of"),
        (lambda: analysis.compare.peers("dossiers_resolved_on_time", "2024-H9"), "write 2024-Q1"),
        (lambda: analysis.compare.tasks(view="workloads"), "did you mean workload"),
        (lambda: analysis.compare.trend("dak nogn"), "did you mean dak-nong"),
    ],
)
def test_an_unknown_name_says_what_was_meant(call, hint):
    with pytest.raises(InputError, match=r"unknown|nothing|no target") as error:
        call()
    assert hint in str(error.value)


def test_every_door_opens():
    assert len(analysis.compare.attainment("quang-tri", "2024-H1"))
    assert len(analysis.compare.peers("dossiers_resolved_on_time", "2024-H1", "province")) == 1
    assert len(analysis.compare.trend("quang-tri", "procedures_total"))
    assert set(analysis.compare.trend("quang-tri", since="2024-H1")["news"]) == {"new"}
    assert len(analysis.compare.indices("DTI", 2022))
    assert all(len(analysis.compare.tasks(view=view)) for view in ("workload", "calendar", "similar"))
    assert len(analysis.compare.territory("procedures_total", "2024-H1", "2025-07-01")) == 34


def test_a_province_without_data_is_answered():
    assert set(analysis.compare.targets(["quang-tri", "ca-mau"]).query("province == 'ca-mau'")["state"]) == {
        "no_such_target"
    }


def test_doors_stay_in_front_of_the_modules_of_their_name():
    for module in pkgutil.iter_modules(analysis.compare.__path__, "analysis.compare."):
        importlib.import_module(module.name)
    assert all(callable(getattr(analysis.compare, name)) for name in analysis.compare.__all__)


def test_outside_a_project(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="no project here"):
        analysis.compare.targets()
