"""A page is made from its province's rows and everyone's targets; reading no more must not change it by a letter."""

import pytest

import analysis
from analysis.errors import InputError
from analysis.report import ProvincePage
from analysis.store import Project, write_table
from analysis.tables import PROCESSED
from tests.report.conftest import PARTS


@pytest.fixture(scope="module")
def stored(data, tmp_path_factory):
    """The sample's tables on the disk."""
    project = Project(tmp_path_factory.mktemp("stored"))
    for name in PROCESSED:
        write_table(project, name, data.tables[name])
    return project


def pairs(data):
    documents = data.documents[data.documents["province"] != "national"]
    return list(documents[["province", "period"]].drop_duplicates().itertuples(index=False, name=None))


def test_page_from_its_own_rows_is_the_page_from_all_rows(data, stored):
    everything = analysis.load(root=stored.root)
    for province, period in pairs(data):
        few = ProvincePage(analysis.load_with_peers(province, root=stored.root), province, period)
        all_of_it = ProvincePage(everything, province, period)
        for part in PARTS:
            assert getattr(few, part)()._repr_html_() == getattr(all_of_it, part)()._repr_html_(), (province, part)


def test_rows_of_others_are_not_read(stored):
    held = analysis.load_with_peers("quang-tri", root=stored.root)
    assert {*held.observations["province"]} == {"quang-tri"}
    assert "dak-nong" in set(held.targets["province"])
    assert {key.partition("/")[0] for key in held.checks["document_id"]} == {"quang-tri"}


def test_a_name_in_any_spelling_is_understood_and_an_unknown_one_refused(stored):
    assert len(analysis.load_with_peers("Quảng Trị", root=stored.root).observations)
    with pytest.raises(InputError, match="unknown province"):
        analysis.load_with_peers("quang-trj", root=stored.root)


def test_tables_read_from_their_files_have_the_types_of_the_contract(data, stored):
    held = analysis.load(root=stored.root)
    for name in PROCESSED:
        assert held.tables[name].dtypes.to_dict() == data.tables[name].dtypes.to_dict(), name
