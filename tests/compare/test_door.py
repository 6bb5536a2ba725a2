import datetime as dt
import importlib
import pkgutil

import pandas as pd
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


def test_a_notebook_passes_years_and_days_as_it_has_them():
    year = analysis.compare.indices("PAPI", 2023)
    assert len(analysis.compare.indices("PAPI", 2023.0)) == len(analysis.compare.indices("PAPI", "2023")) == len(year)
    assert len(analysis.compare.targets(deadline=2025.0)) == len(analysis.compare.targets(deadline=2025))
    for day in (pd.Timestamp("2025-06-30 12:00"), dt.date(2025, 6, 30), " 2025-06-30 "):
        assert len(analysis.compare.territory("procedures_total", "2024-H1", day)) == 63
    for call, hint in (
        (lambda: analysis.compare.attainment("quang-tri", 2024), "reports nothing for 2024"),
        (lambda: analysis.compare.trend("quang-tri", since=2023), "reports nothing for 2023"),
        (lambda: analysis.compare.territory("procedures_total", "2024-H1", 20250631), "no day"),
        (lambda: analysis.compare.targets(45), "not asked for by a number"),
    ):
        with pytest.raises(InputError, match=hint):
            call()


def test_a_province_without_data_is_answered():
    assert set(analysis.compare.targets(["quang-tri", "ca-mau"]).query("province == 'ca-mau'")["state"]) == {"no_plan"}


@pytest.mark.parametrize(
    ("call", "hint"),
    [
        (lambda: analysis.compare.targets([]), "leave provinces out"),
        (lambda: analysis.compare.tasks([]), "leave provinces out"),
        (lambda: analysis.compare.targets("ca-mau"), "there are targets of dak-nong"),
        (lambda: analysis.compare.targets("dak-nong", deadline=2030), "dak-nong (2021, 2025)"),
        (lambda: analysis.compare.targets("dak-nong", indicator="departments_paperless"), "quang-tri (2025)"),
        (lambda: analysis.compare.unnamed_targets("ca-mau"), "there are targets of dak-nong"),
        (lambda: analysis.compare.tasks("quang-tri"), "dak-nong, thai-nguyen"),
        (lambda: analysis.compare.tasks("dak-nong", "similar"), "name another one"),
        (lambda: analysis.compare.indices("PAPI", 1999), "2016"),
        (lambda: analysis.compare.indices("PAPI", provinces="dong-nai"), "dak-nong"),
        (lambda: analysis.compare.trend("dak-nong"), "there are results of hoa-binh, quang-tri"),
        (lambda: analysis.compare.territory("procedures_total", "2024-H1", "1999-01-01"), "2008-08-01"),
        (lambda: analysis.compare.peers("SIPAS", "2024-H1"), "published index"),
        (lambda: analysis.compare.peers("satisfaction_state_agencies", "2024-H1"), "asked for in targets"),
        (lambda: analysis.compare.peers("hồ sơ giải quyết đúng hạn", "2024-H1"), "mean dossiers_resolved_on_time"),
    ],
)
def test_a_choice_that_leaves_nothing_says_what_there_is_instead(call, hint):
    with pytest.raises(InputError) as error:
        call()
    assert hint in str(error.value)


def test_provinces_without_data_are_named_beside_those_with_some():
    for frame in (analysis.compare.tasks(["dak-nong", "hue"]), analysis.compare.tasks(["hue", "dak-nong"], "calendar")):
        assert frame.attrs["without_data"] == ["hue"] and set(frame["province"]) == {"dak-nong"}
    assert analysis.compare.indices("PAPI", 2023, ["dak-nong", "dong-nai"]).attrs["without_data"] == ["dong-nai"]


def test_doors_stay_in_front_of_the_modules_of_their_name():
    for module in pkgutil.iter_modules(analysis.compare.__path__, "analysis.compare."):
        importlib.import_module(module.name)
    assert all(callable(getattr(analysis.compare, name)) for name in analysis.compare.__all__)


def test_outside_a_project(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="no project here"):
        analysis.compare.targets()
