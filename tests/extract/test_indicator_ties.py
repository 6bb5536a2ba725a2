"""Which indicator a target is tied to: a wrong tie is worse than none, for it is judged against another number."""

import pytest

from analysis.extract.indicator_match import match_indicator
from analysis.reference.indicators import UNMATCHED

TIES = [
    ("Tỷ lệ hồ sơ giải quyết đúng hạn bình quân toàn tỉnh", "dossiers_resolved_on_time"),
    ("thủ tục được thực hiện phi địa giới trong phạm vi toàn tỉnh", "procedures_any_place"),
    ("hồ sơ công việc cấp xã được xử lý hoàn toàn trên môi trường mạng", "work_dossiers_online"),
    ("hồ sơ trực tuyến toàn trinh trên tổng số hồ sơ", "dossiers_resolved_online_full"),
    ("Thanh toán trực tuyến", "online_payment_transactions"),
    ("tỷ lệ thanh toán trực tuyến của TTHC có nghĩa vụ tài chính", "online_payment_transactions"),
    ("công chức cấp xã có trình độ đại học trở lên", "commune_officials_college_degree"),
    ("văn bản điện tử được ký số", "digital_signatures"),
    ("hồ sơ được số hóa khi tiếp nhận", "dossiers_digitised"),
    ("phản ánh, kiến nghị của doanh nghiệp được xử lý", "feedback_handled"),
]
NOT_TIED = [
    "hồ sơ được giải quyết hoàn toàn trực tuyến",  # no payment
    "phản ánh, kiến nghị bị xử lý chậm",
    "dân số trưởng thành có chữ ký số",
    "hồ sơ lưu trữ lịch sử được số hóa",
    "chủ tịch UBND cấp xã có trình độ đại học",
    "cán bộ cấp xã có trình độ từ trung cấp trở lên",
    "hồ sơ dự thảo văn bản được thẩm định đúng hạn",
    "cơ quan, đơn vị, địa phương ban hành kế hoạch cải cách hành chính",
    "thủ tục hành chính mới ban hành được công bố",
    "văn bản quy phạm pháp luật sau khi ban hành được gửi kiểm tra đúng thời hạn",
    "cuộc họp không giấy tờ",
    "lãnh đạo cấp phòng được cấp chữ ký số cá nhân",
    "cơ quan dùng chữ ký số",
    "lãnh đạo cấp xã đạt chuẩn kỹ năng số",
    "dân số trưởng thành có tài khoản định danh điện tử",
    "thủ tục hành chính đủ điều kiện được cung cấp trực tuyến mức độ 4",  # level 3 or 4 is more
    "cán bộ, công chức các xã vùng cao, cấp xã có trình độ đại học",
]


@pytest.mark.parametrize(("label", "key"), TIES)
def test_a_target_is_tied_to_what_it_measures(label, key):
    assert match_indicator(label).key == key


@pytest.mark.parametrize("label", NOT_TIED)
def test_a_target_of_something_else_is_tied_to_nothing(label):
    assert match_indicator(label).key == UNMATCHED


def test_what_holds_for_a_part_is_not_tied_to_the_whole():
    assert match_indicator("thời gian giải quyết thủ tục hành chính", "percent", "decrease").key != UNMATCHED
    assert match_indicator("thời gian giải quyết thủ tục lĩnh vực đất đai", "percent", "decrease").key == UNMATCHED
    assert match_indicator("sáng kiến cải cách hành chính", "count").key == "reform_initiatives_per_year"
    assert match_indicator("Mỗi sở có … sáng kiến cải cách hành chính", "count").key == UNMATCHED


@pytest.mark.parametrize("whose", ["của Sở", "của huyện", "cấp xã"])
def test_an_office_s_own_index_is_not_the_province_s(whose):
    assert match_indicator(f"Chỉ số cải cách hành chính {whose}", "rank").key == UNMATCHED
    assert match_indicator("Chỉ số cải cách hành chính của tỉnh", "rank").key == "par_index_rank"


@pytest.mark.parametrize("label", ["biên chế", "thời gian", "hài lòng"])
def test_a_word_of_a_longer_term_is_not_the_term(label):
    assert match_indicator(label, "percent", "decrease").key == UNMATCHED
    assert match_indicator(label).key == UNMATCHED
