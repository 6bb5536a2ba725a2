"""Forms and task tables in the layouts offices use."""

import pytest

from analysis.documents import read
from analysis.extract.forms import extract_forms, form_number
from analysis.extract.headers import mapping_files, table_kinds
from analysis.extract.statistics import figures_of_table
from analysis.extract.tasks import extract_tasks
from tests.sample_documents.layouts import LEFT, UP, Grid, write_docx, write_html, write_xlsx


def text(tmp_path, content):
    path = tmp_path / "table.txt"
    path.write_text(content, encoding="utf-8")
    return read(path)


def short(rows, *columns):
    return [tuple(row[column] for column in columns) for row in rows]


def test_a_row_broken_by_a_page_is_joined_cell_by_cell(tmp_path):
    document = text(
        tmp_path,
        "Biểu mẫu 2\n\nSTT\tChỉ tiêu\tĐơn vị tính\tSố liệu\tGhi chú\n1.\tTổng số văn bản do địa phương\tVăn\t14\tSố của\n"
        "\n\tban hành trong kỳ\tbản\t\tSở Tư pháp\n2.\tSố văn bản đã kiểm tra\tVăn bản\t9\t",
    )
    rows = extract_forms(document).forms["2"]
    assert short(rows, "code", "label", "unit", "value", "note", "location") == [
        ("1.", "Tổng số văn bản do địa phương ban hành trong kỳ", "Văn bản", "14", "Số của Sở Tư pháp", "L4;L6"),
        ("2.", "Số văn bản đã kiểm tra", "Văn bản", "9", "", "L7"),
    ]


def test_headers_with_slips_are_matched_and_recorded(tmp_path):
    document = text(
        tmp_path, "Biểu mẫu số 04/CCHC\n\nSTT\tChì tiêu thòng kê\tĐon vị tính\tSố lịệu\n1\tSố đơn vị\tĐơn vị\t9\n"
    )
    found = extract_forms(document)
    assert short(found.forms["4"], "label", "value") == [("Số đơn vị", "9")]
    assert any("thòng" in line and "score" in line for line in found.log)


@pytest.mark.parametrize(
    "content",
    [
        "| STT | Nội dung | ĐVT | Kỳ trước | Số liệu kỳ này | Ghi chú |\n|---|---|---|---|---|---|\n"
        "| 1 | Số công chức | Người | 90 | 100 | |\n| 1.1 | Trong đó nữ | Người | 40 | 45 | tăng |",
        "STT   Nội dung         ĐVT      Số liệu   Ghi chú\n1     Số công chức     Người    100\n"
        "1.1   Trong đó nữ      Người    45        tăng\n",
        "STT\nNội dung\nĐVT\nSố liệu\nGhi chú\n1\nSố công chức\nNgười\n100\n1.1\nTrong đó nữ\nNgười\n45\ntăng",
        "STT;Nội dung;ĐVT;Số liệu;Ghi chú\n1;Số công chức;Người;100;\n1.1;Trong đó nữ;Người;45;tăng",
    ],
    ids=["pipes", "spaces", "flattened", "semicolons"],
)
def test_a_form_drawn_in_four_ways(tmp_path, content):
    found = extract_forms(text(tmp_path, f"BIỂU MẪU 5: CẢI CÁCH CHẾ ĐỘ CÔNG VỤ\n\n{content}"))
    assert short(found.forms["5"], "code", "label", "unit", "value", "note") == [
        ("1", "Số công chức", "Người", "100", ""),
        ("1.1", "Trong đó nữ", "Người", "45", "tăng"),
    ]


def test_a_flattened_value_is_not_taken_for_the_next_number(tmp_path):
    rows = "1\nHình thức khảo sát\nLượt\n2\n2\nSố cuộc họp\nLượt\n3\n3\nSố đoàn kiểm tra\nLượt\n3"
    found = extract_forms(text(tmp_path, f"Biểu mẫu 1\n\nSTT\nChỉ tiêu\nĐơn vị tính\nSố liệu\n{rows}"))
    assert short(found.forms["1"], "code", "value") == [("1", "2"), ("2", "3"), ("3", "3")]


def test_a_form_without_its_number_is_known_by_title_or_rows(tmp_path):
    table = "TT\tNội dung\tĐVT\tKết quả\n1\tTổng số văn bản\tVăn bản\t12\n"
    assert list(extract_forms(text(tmp_path, f"Cải cách thể chế\n\n{table}")).forms) == ["2"]
    rows = "1.1.\tSố TTHC đã được phê duyệt phương án đơn giản hóa\tThủ tục\t1\n1.2.\tSố TTHC công bố mới\tThủ tục\t8\n"
    table = f"STT\tChỉ tiêu\tĐVT\tSố liệu\n{rows}1.3.\tSố TTHC bãi bỏ, thay thế\tThủ tục\t26\n"
    found = extract_forms(text(tmp_path, table))
    assert list(found.forms) == ["3"] and any("3 of 3 agree" in line for line in found.log)


def test_two_forms_in_one_sheet_and_a_row_that_numbers_the_columns(tmp_path):
    header = ["STT", "Chỉ tiêu", "ĐVT", "Số liệu"]
    grid = Grid(
        [
            ["Biểu mẫu 1", LEFT, LEFT, LEFT], header, ["(1)", "(2)", "(3)", "(4)"], ["1", "Số văn bản", "Văn bản", "7"],
            ["Biểu mẫu 2", LEFT, LEFT, LEFT], header, ["1", "Số nghị quyết", "Văn bản", "4"],
        ]
    )  # fmt: skip
    found = extract_forms(read(write_xlsx(tmp_path / "two.xlsx", [grid])))
    assert {form: short(rows, "code", "value") for form, rows in found.forms.items()} == {
        "1": [("1", "7")],
        "2": [("1", "4")],
    }


def test_form_names():
    names = {"Biểu mẫu 3": "3", "BIỂU MẪU SỐ 07/CCHC": "7", "Phụ lục 1: Biểu mẫu 2": "2", "BM 4 - Tổ chức bộ máy": "4"}
    assert {name: form_number(name) for name in names} == names
    assert form_number("Biểu mẫu 12") == form_number("Biểu quyết 3 nội dung") == form_number("Mẫu đơn") == ""


def test_a_further_edition_is_a_mapping_file(monkeypatch):
    from analysis.extract import headers

    edition = {"tables": {"form": {"columns": {"value": ["Trị số kỳ báo cáo"]}}}}
    real = headers.read_yaml
    monkeypatch.setattr(headers, "mapping_files", lambda: [*mapping_files(), "forms/mappings_2031.yml"])
    monkeypatch.setattr(headers, "read_yaml", lambda name: edition if "2031" in name else real(name))
    table_kinds.cache_clear()
    try:
        form = next(kind for kind in headers.table_kinds() if kind.name == "form")
        assert {"Trị số kỳ báo cáo", "Số liệu"} <= set(form.columns["value"])
        assert form.needed == ("label", "value")
    finally:
        table_kinds.cache_clear()


TASKS = Grid(
    [
        ["STT", "Nội dung công việc", "Cơ quan thực hiện", LEFT, "Thời gian"],
        [UP, UP, "Chủ trì", "Phối hợp", UP],
        ["I", "Cải cách thể chế", LEFT, LEFT, LEFT],
        ["1", "Rà soát văn bản", "- Sở Tư pháp\n- Sở Nội vụ", "Các Sở,\nBan, ngành", "Quý I"],
        ["2", "Kiểm tra thực hiện", UP, "", "Quý II"],
    ]
)


@pytest.mark.parametrize("write", [write_docx, write_xlsx], ids=["docx", "xlsx"])
def test_sections_merged_agencies_and_agencies_one_a_line(tmp_path, write):
    found = extract_tasks(read(write(tmp_path / f"tasks.{write.__name__[-4:]}", ["Phụ lục nhiệm vụ", TASKS])))
    assert short(found.rows, "no", "task", "lead", "support", "deadline") == [
        ("1", "Rà soát văn bản", "Sở Tư pháp; Sở Nội vụ", "Các Sở, Ban, ngành", "Quý I"),
        ("2", "Kiểm tra thực hiện", "Sở Tư pháp; Sở Nội vụ", "", "Quý II"),
    ]
    assert any("Cải cách thể chế" in line for line in found.log)


def test_groups_of_tasks_numbered_in_parts_are_no_tasks(tmp_path):
    document = text(
        tmp_path,
        "TT\tNội dung\tCơ quan chủ trì\tCơ quan phối hợp\tThời gian hoàn thành\n1\tCải cách thể chế\t\t\t\n"
        "1.1\tRà soát văn bản\tSở Tư pháp\tCác sở\tQuý I\n1.2\tTheo dõi thi hành\tSở Tư pháp\tCác sở\tQuý II\n",
    )
    assert short(extract_tasks(document).rows, "no", "location") == [("1.1", "L3"), ("1.2", "L4")]


def test_a_table_of_tasks_over_two_pages_without_a_second_header(tmp_path):
    first = Grid([["TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"], ["1", "Rà soát thủ tục của", "Sở Y tế", "Quý I"]])
    second = Grid([["", "ngành y tế", "", ""], ["2", "Khảo sát hài lòng", "Sở Nội vụ", "Quý II"]])
    rows = extract_tasks(read(write_html(tmp_path / "pages.html", [first, "2", second]))).rows
    assert short(rows, "no", "task", "lead", "deadline") == [
        ("1", "Rà soát thủ tục của ngành y tế", "Sở Y tế", "Quý I"),
        ("2", "Khảo sát hài lòng", "Sở Nội vụ", "Quý II"),
    ]


def test_statistics_become_figures_with_their_relations():
    rows = [
        {"label": "Cơ quan tự chủ", "unit": "Cơ quan", "value": "50/60", "location": "L1"},
        {"label": "Tỷ lệ", "unit": "%", "value": "83,33", "location": "L2"},
        {"label": "- Cấp tỉnh", "unit": "Cơ quan", "value": "20", "location": "L3"},
        {"label": "- Cấp huyện", "unit": "Cơ quan", "value": "30", "location": "L4"},
        {"label": "Nhận xét", "unit": "", "value": "tốt", "location": "L5"},
    ]
    figures = figures_of_table("Tự chủ (tính đến 31/3/2023)", rows, 1)
    assert short(figures, "printed", "parent", "relation") == [
        ("50", "f002", "subset"),
        ("60", "", ""),
        ("83,33", "", "ratio_of:f001/f002"),
        ("20", "f001", "part"),
        ("30", "f001", "part"),
    ]
    assert {figure["as_of"] for figure in figures} == {"31/3/2023"}
