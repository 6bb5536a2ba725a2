"""A report is due exactly when something it shows has changed: held against the pages themselves."""

from dataclasses import replace

import pytest

from analysis.report import ProvincePage
from analysis.runs.job import HIDDEN_FOLDER, Job
from analysis.runs.rows import PEERS, reads_rows, rows_by_document
from analysis.tables import NOT_IDENTIFIED
from tests.report.conftest import PARTS
from tests.report.sample import dataset


@pytest.fixture(scope="module")
def data():
    return dataset()


def pairs(data):
    return sorted(set(zip(data.documents["province"], data.documents["period"], strict=True)) - {("national", "")})


def job_of(province, period):
    return Job("province", "vi", HIDDEN_FOLDER if province == NOT_IDENTIFIED else province, period)


def read_by(job, rows):
    """What `job` reads, by digest, as a plan puts it together."""
    found = {
        (document, what): value
        for document, held in rows.items()
        if document != PEERS
        for what, value in held.items()
        if reads_rows(job, document, what)
    }
    return found | {PEERS: rows[PEERS].get(f"{job.parameters['province']}/{job.period}")}


def page_of(data, province, period):
    page = ProvincePage(data, province, period)
    return [getattr(page, part)()._repr_html_() for part in PARTS]


def without(data, document):
    """The dataset as if `document` had lost its last row in every table; its head stays."""
    changed = {}
    for name, frame in data.tables.items():
        rows = frame.index[frame["document_id"] == document]
        changed[name] = frame if name == "documents" else frame.drop(rows[-1:]).reset_index(drop=True)
    return replace(data, **changed)


def test_a_page_whose_inputs_are_the_same_is_the_same(data):
    before = rows_by_document(data.tables)
    same = changed = 0
    for document in data.documents["document_id"]:
        other = without(data, document)
        after = rows_by_document(other.tables)
        for province, period in pairs(data):
            job = job_of(province, period)
            if read_by(job, before) == read_by(job, after):
                same += 1
                assert page_of(data, province, period) == page_of(other, province, period), (document, province, period)
            else:
                changed += 1
    # Both happen: otherwise this test would guard nothing.
    assert same > changed > 0


def test_own_document_is_read_and_a_later_one_is_not(data):
    job = Job("province", "vi", "quang-tri", "2024-H1")
    assert reads_rows(job, "quang-tri/2024-H1/a", "checks")
    assert reads_rows(job, "quang-tri/2023-H1/a", "observations")
    assert reads_rows(job, "quang-tri/2023-H1/a", "checks")
    assert not reads_rows(job, "quang-tri/2023-H1/a", "findings")
    assert not reads_rows(job, "quang-tri/2025-H1/a", "observations")
    assert reads_rows(job, "quang-tri/2026-2030/a", "targets")
    assert not reads_rows(job, "hue/2024-H1/a", "observations")
    assert reads_rows(job, "hue/2024-H1/a", "indices of quang-tri")
    assert not reads_rows(job, "national/2016-2024/a", "indices of hue")
    assert reads_rows(Job("comparison", "vi"), "hue/2024-H1/a", "observations")


def test_others_targets_count_only_for_indicators_the_page_has(data):
    rows = rows_by_document(data.tables)[PEERS]
    targets = data.targets
    shared = targets[(targets["province"] == "quang-tri")]["indicator"].iloc[0]
    other = targets.index[(targets["province"] == "dak-nong") & (targets["indicator"] == shared)]
    assert len(other)
    moved = targets.assign(value=targets["value"].where(~targets.index.isin(other), 1.0))
    after = rows_by_document({**data.tables, "targets": moved})[PEERS]
    assert rows["quang-tri/2021-2025"] != after["quang-tri/2021-2025"]
    assert rows["hoa-binh/2022-9M"] == after["hoa-binh/2022-9M"]
