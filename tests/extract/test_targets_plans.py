"""Targets of invented plans in other words and layouts than the documents the rules were written with."""

from pathlib import Path

import pandas as pd
import pytest

from analysis.clean.targets import clean_targets
from analysis.clean.targets_context import read_deadline_year
from analysis.documents import read
from analysis.extract.indicator_match import match_indicator
from analysis.extract.raw_document import extract_document
from analysis.extract.targets import extract_targets

ANNUAL_PLAN = """
ỦY BAN NHÂN DÂN
TỈNH AN GIANG

Số: 12/KH-UBND

KẾ HOẠCH
Cải cách hành chính tỉnh An Giang năm 2024

Căn cứ Nghị định số 61/2018/NĐ-CP ngày 23 tháng 4 năm 2018 của Chính phủ; Quyết định số 30 ngày 05/01/2024.

I. MỤC TIÊU

1. Mục tiêu chung

Năm 2023, toàn tỉnh đã giải quyết đúng hạn 97,5% hồ sơ, tăng 1,2% so với năm 2022. Tiếp tục giữ vững kết quả này.

2. Mục tiêu cụ thể năm 2024

- Trên 98% hồ sơ thủ tục hành chính được trả trước và đúng hạn; tỷ lệ hồ sơ trễ hạn không quá 1%.

- Tỷ lệ hồ sơ nộp trực tuyến tại cấp tỉnh đạt tối thiểu 70%, cấp huyện đạt tối thiểu 60%, cấp xã đạt
tối thiểu 55%.

- Chỉ số PAR INDEX đạt từ 88% trở lên và nằm trong nhóm 20 tỉnh, thành phố dẫn đầu cả nước; chỉ số PCI đạt
ít nhất 66 điểm, xếp hạng từ 15 trở lên.

- Mỗi sở, ngành có ít nhất 02 sáng kiến cải cách hành chính được công nhận.

- Kiểm tra công tác cải cách hành chính tại ít nhất 30% số cơ quan, đơn vị.

II. NHIỆM VỤ

- Số hóa 100% kết quả giải quyết thủ tục hành chính trước ngày 30/6/2024 và triển khai dịch vụ mức độ 3, 4 theo
Quyết định số 06/QĐ-TTg ngày 06 tháng 01 năm 2022.

- Tiếp tục giải quyết 5 nhóm thủ tục về đất đai tại 11 huyện, thị xã, thành phố.

III. KINH PHÍ

Ngân sách tỉnh bảo đảm 70%, ngân sách huyện bảo đảm 30% kinh phí thực hiện.

IV. TỔ CHỨC THỰC HIỆN

1. Sở Nội vụ chủ trì, tổng hợp kết quả và báo cáo định kỳ.
"""

PROGRAMME = """
TỈNH ỦY BẾN TRE

CHƯƠNG TRÌNH
Đẩy mạnh cải cách hành chính giai đoạn 2023 - 2030

A. KẾT QUẢ ĐẠT ĐƯỢC

Tỷ lệ hồ sơ trực tuyến đạt 35%, mức độ hài lòng của người dân đạt 82%.

B. CHỈ TIÊU

I. CHỈ TIÊU CHỦ YẾU

1. Giai đoạn 2023 - 2025

a) Thủ tục hành chính

- Tỷ lệ hồ sơ được số hóa các năm 2023, 2024, 2025 đạt lần lượt 40%, 60%, 80%.
- Nâng tỷ lệ giao dịch thanh toán trực tuyến từ 20% năm 2022 lên 45% vào năm 2025.
- Rút ngắn ít nhất 15% thời gian giải quyết hồ sơ đất đai so với quy định.
- 95% hồ sơ công việc cấp tỉnh, 90% cấp huyện và 85% cấp xã được xử lý trên môi trường mạng.
- Trong năm 2024, ít nhất một nửa số xã có điểm hỗ trợ dịch vụ công; riêng địa bàn thành phố đạt 100%.

b) Tổ chức bộ máy

- So với năm 2021, giảm bình quân 10% số đơn vị sự nghiệp công lập và 5% biên chế công chức.
- Mỗi năm tinh giản tối thiểu 1,5% biên chế công chức.

2. Định hướng đến năm 2030

- Mức độ hài lòng của người dân đối với sự phục vụ của cơ quan hành chính nhà nước đạt trên 95%, trong đó lĩnh vực
đất đai, xây dựng đạt từ 90% trở lên.
- Từ 50% đến 60% đơn vị sự nghiệp công lập tự bảo đảm chi thường xuyên.
- Không còn hồ sơ quá hạn; thời gian chờ của người dân không quá 15 phút mỗi lượt giao dịch.
"""

SCANNED_PLAN = """
KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH TỈNH HÀ GIANG

1. Cải cách thủ tuc hành chính

Phân đâu đên hêt năm 2026:

+ Tôi thiếu 92% hồ sơ giải quyết đúng han.

+ Đạt tỷ lệ số hóa thành phần hồ sơ tối thiểu 75% (năm 2023 đạt 41%).

+ Đến hết quý III/2025, 100 % UBND cấp xã niêm yết thủ tục hành chính; phấn đấu 60% thủ tục hành chính được cung
cấp dịch vụ công trực tuyến toàn trình.

Định hướng năm 2030: phấn đấu 95% hồ sơ giải quyết đúng hạn.

2. Xây dưng chính quyền sô

+ Tại cấp tỉnh, cấp huyện, cấp xã, tỷ lệ văn bản điện tử được ký số đạt tương ứng 100%, 95% và 90%.

+ Trên 80% người dân trưởng thành có tài khoản định danh điện tử, trên 50% dân số có chữ ký số cá nhân.
"""

VARIED_PLAN = """
UBND TỈNH KHÁNH HÒA

Số: 77/KH-UBND

KẾ HOẠCH
Nâng cao chất lượng cải cách hành chính giai đoạn 2024 - 2026

I. THỰC TRẠNG

Năm 2023 có 88% hồ sơ được nộp trực tuyến.

II. MỤC TIÊU CỤ THỂ

1. Cải cách thủ tục hành chính

1.1. Tối thiểu 60% hồ sơ được tiếp nhận trực tuyến (cấp tỉnh 70%, cấp huyện 60%, cấp xã 50%) vào năm 2024.

1.2. Tỷ lệ hồ sơ số hóa đạt tối thiểu 80% đối với cấp tỉnh, 70% đối với cấp huyện và 60% đối với cấp xã.

1.3. Tỷ lệ trả kết quả bản điện tử: năm 2024 đạt 50%; năm 2025 đạt 75%; năm 2026 đạt 100%.

1.4. Mức độ hài lòng đạt 90% trở lên (năm 2022 là 85,3%); tỷ lệ phản ánh, kiến nghị quá hạn ≤ 2%.

1.5. Bảo đảm ít nhất 95% phản ánh, kiến nghị được trả lời trong thời hạn 15 ngày làm việc.

1.6. Phấn đấu đến năm 2025 và năm 2026, tỷ lệ thủ tục hành chính toàn trình tương ứng đạt 65% và 75%.

2. Cải cách tổ chức bộ máy

- Chậm nhất trong quý II/2024, 100% cơ quan chuyên môn thuộc UBND tỉnh hoàn thành đề án vị trí việc làm.

- Đến hết năm 2026 giảm 2% biên chế công chức, 4% số người làm việc hưởng lương từ ngân sách so với năm 2023.

- Hằng năm, tối thiểu 20% số cơ quan, đơn vị được kiểm tra công vụ.

3. Chỉ đạo, điều hành

- Giai đoạn 2021 - 2023, chỉ số PAR INDEX bình quân đạt 84,2%, xếp thứ 35/63.

- Thứ hạng chỉ số DTI mỗi năm tăng ít nhất 3 bậc; đến năm 2026 thuộc nhóm 15 tỉnh dẫn đầu.

- Trên 70% trở lên xã, phường, thị trấn có mô hình điểm. Không để quá 3% đơn vị xếp loại kém.

- Thời gian chờ tại bộ phận một cửa giảm còn dưới 20 phút.

III. TỔ CHỨC THỰC HIỆN

1. Sở Nội vụ: Theo dõi, đôn đốc; kiểm tra tối thiểu 30% đơn vị mỗi năm.

2. Sở Tài chính: Bố trí 100% kinh phí theo dự toán được duyệt.
"""

DECISION = """
ỦY BAN NHÂN DÂN
TỈNH LÀO CAI

Số: 301/QĐ-UBND

QUYẾT ĐỊNH
Về việc ban hành Kế hoạch cải cách hành chính giai đoạn 2022 - 2025, tầm nhìn đến năm 2030

Điều 1. Ban hành kèm theo Quyết định này Kế hoạch cải cách hành chính với 100% nội dung bám sát Nghị quyết 76/NQ-CP.

I. CẢI CÁCH THỂ CHẾ

1. Mục tiêu

* Đến năm 2025

- 100% dự thảo văn bản quy phạm pháp luật được thẩm định trước khi trình Hội đồng nhân dân, Ủy ban nhân dân tỉnh;

- Hàng năm, rà soát 100% văn bản quy phạm pháp luật do HĐND, UBND tỉnh ban hành; kịp thời xử lý dứt điểm tối thiểu 90% văn bản có sai sót được phát hiện.

* Đến năm 2030

- Duy trì tỷ lệ 100% văn bản được ban hành đúng trình tự, thủ tục.

2. Nhiệm vụ

- Tập huấn nghiệp vụ cho công chức tư pháp, mỗi năm tổ chức ít nhất 02 lớp.

II. CẢI CÁCH THỦ TỤC HÀNH CHÍNH

1. Mục tiêu

a) Đến hết năm 2023:

- Số hồ sơ tiếp nhận trực tuyến đạt trên 50% tổng số hồ sơ; trong đó, các sở, ngành đạt 60% trở lên, UBND cấp huyện đạt 50% trở lên, UBND cấp xã đạt 40% trở lên.

- Ít nhất 98% hồ sơ được giải quyết đúng hạn, trong đó 30% giải quyết trước hạn.

- Cắt giảm từ 20% đến 30% thời gian giải quyết thủ tục hành chính lĩnh vực đầu tư.

b) Giai đoạn 2024 - 2025:

- Số hồ sơ tiếp nhận trực tuyến mỗi năm tăng thêm 10%, đến cuối năm 2025 đạt tối thiểu 80%.

- 100% hồ sơ, kết quả giải quyết thủ tục hành chính được số hóa và được cấp bản điện tử; tỷ lệ khai thác lại dữ liệu đạt 50%.

- Chi phí tuân thủ thủ tục của doanh nghiệp giảm tối thiểu 15% so với năm 2022.

III. CẢI CÁCH BỘ MÁY VÀ CÔNG VỤ

1. Mục tiêu đến năm 2025

- Giảm ít nhất 5% số tổ chức hành chính và tối thiểu 10% số đơn vị sự nghiệp công lập so với năm 2021.

- 95% cán bộ, công chức cấp tỉnh, 90% cán bộ, công chức cấp huyện và 85% cán bộ, công chức cấp xã được bồi dưỡng kỹ năng số.

- Tối thiểu 70% lãnh đạo cấp phòng dưới 45 tuổi có trình độ ngoại ngữ bậc 3.

- Bảo đảm tỷ lệ người dân hài lòng về dịch vụ y tế, giáo dục lần lượt đạt 85% và 88%.

2. Tổ chức thực hiện

- Sở Nội vụ tham mưu thực hiện nội dung này theo Quyết định số 100/QĐ-UBND ngày 02/3/2022.

IV. CHỈ SỐ

- Phấn đấu Chỉ số PAR INDEX hằng năm thuộc nhóm 15 tỉnh, thành phố đứng đầu; Chỉ số SIPAS đạt trên 88%.

- Chỉ số PAPI đạt 44 điểm trở lên vào năm 2025 và 46 điểm trở lên vào năm 2030.

V. KINH PHÍ

Ngân sách địa phương bố trí 80%, vận động 20%.
"""

MARKDOWN_PLAN = """
# KẾ HOẠCH

## Cải cách hành chính nhà nước năm 2026 của tỉnh Đồng Tháp

**I. MỤC TIÊU, CHỈ TIÊU**

**1. Mục tiêu**: Tạo chuyển biến mạnh mẽ; 100% cơ quan quán triệt Kế hoạch.

**2. Các chỉ tiêu cụ thể**

**2.1. Về thủ tục hành chính**

- Hoàn thành cắt giảm, đơn giản hóa 100% điều kiện kinh doanh không cần thiết; giảm 30% thời gian và 30% chi phí giải quyết TTHC so với năm 2024.
- Tỷ lệ hồ sơ TTHC trực tuyến toàn trình trên tổng số hồ sơ: cấp tỉnh tối thiểu 85%, cấp xã tối thiểu 70%.
- Trên 99,5% hồ sơ đúng hạn ở cả 02 cấp; không có quá 10 hồ sơ trễ hạn mỗi tháng.
- Từ quý III/2026, 100% TTHC thực hiện không phụ thuộc địa giới hành chính trong phạm vi cấp tỉnh.
- Mức độ hài lòng của tổ chức, cá nhân tối thiểu đạt 95% (riêng lĩnh vực đất đai, xây dựng tối thiểu đạt 90%).
- Phấn đấu trên 90% các phản ánh, kiến nghị của người dân được xử lý, công khai; 100% phản ánh được phân loại trong ngày.

**2.2. Về tổ chức bộ máy, công vụ**

- Giảm tối thiểu 5%/năm số người hưởng lương từ ngân sách trong các đơn vị sự nghiệp.
- 100% xã, phường có công chức phụ trách công nghệ thông tin; ít nhất 60% trong số đó được đào tạo chuyên sâu.
- Có 80% đến 90% công chức cấp xã đạt chuẩn trình độ chuyên môn.
- Không quá 20% số đơn vị được xếp loại hoàn thành xuất sắc nhiệm vụ.

**2.3. Về chuyển đổi số**

- Nâng tỷ lệ dân số trưởng thành có chữ ký số lên 50%, tỷ lệ dùng hồ sơ sức khỏe điện tử lên 95%.
- Tỷ lệ số hóa, cấp kết quả điện tử đạt 100% tại cấp tỉnh và 90% tại cấp xã.
- Tốc độ xử lý văn bản tăng 20% so với năm 2025.

**2.4. Về chỉ số**

- PAR INDEX: đạt từ 90 điểm, thuộc nhóm 10/34 tỉnh, thành phố.
- PCI: tăng từ 3-5 bậc so với năm 2025.
- Tối thiểu 05 sáng kiến được áp dụng.

**II. TỔ CHỨC THỰC HIỆN**

- Văn phòng UBND tỉnh: theo dõi; hoàn thành 100% nhiệm vụ trước ngày 15/12/2026.
- Trích 1% tổng chi ngân sách cho chuyển đổi số.
"""

REPORT = """
ỦY BAN NHÂN DÂN TỈNH LONG AN

Số: 45/BC-UBND

BÁO CÁO
Kết quả cải cách hành chính năm 2023

1. Kết quả: 99% hồ sơ được giải quyết đúng hạn, mục tiêu đến năm 2025 đạt tối thiểu 99,5%.
"""


def targets_of(text: str, folder: Path, name: str = "plan.txt") -> list[tuple[object, ...]]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    rows = extract_targets(read(path))
    if not rows:
        return []
    found = []
    for row in clean_targets(rows, {"province": "any"}, "any/any/any").to_dict("records"):
        value = row["value"] if row["value_max"] != row["value_max"] else (row["value"], row["value_max"])
        year = None if pd.isna(row["deadline_year"]) else row["deadline_year"]
        found.append((row["comparator"], value, row["unit"], row["level"], year))
    return found


def test_annual_plan_with_ranks_counts_and_levels(tmp_path):
    assert targets_of(ANNUAL_PLAN, tmp_path) == [
        (">=", 98, "percent", "all", 2024),
        ("<=", 1, "percent", "all", 2024),
        (">=", 70, "percent", "province", 2024),
        (">=", 60, "percent", "district", 2024),
        (">=", 55, "percent", "commune", 2024),
        (">=", 88, "percent", "all", 2024),
        ("<=", 20, "rank", "all", 2024),
        (">=", 66, "count", "all", 2024),
        ("<=", 15, "rank", "all", 2024),
        (">=", 2, "count", "province", 2024),
        (">=", 30, "percent", "all", 2024),
        ("=", 100, "percent", "all", 2024),
    ]


def test_programme_with_years_base_years_and_nested_headings(tmp_path):
    assert targets_of(PROGRAMME, tmp_path) == [
        ("=", 40, "percent", "all", 2023),
        ("=", 60, "percent", "all", 2024),
        ("=", 80, "percent", "all", 2025),
        ("=", 45, "percent", "all", 2025),
        (">=", 15, "percent", "all", 2025),
        ("=", 95, "percent", "province", 2025),
        ("=", 90, "percent", "district", 2025),
        ("=", 85, "percent", "commune", 2025),
        (">=", 50, "percent", "commune", 2024),
        ("=", 100, "percent", "commune", 2024),
        ("=", 10, "percent", "all", 2025),
        ("=", 5, "percent", "all", 2025),
        (">=", 1.5, "percent", "all", 2025),
        (">=", 95, "percent", "all", 2030),
        (">=", 90, "percent", "all", 2030),
        ("range", (50, 60), "percent", "all", 2030),
        ("<=", 15, "count", "all", 2030),
    ]


def test_scanned_plan_with_slips(tmp_path):
    assert targets_of(SCANNED_PLAN, tmp_path) == [
        (">=", 92, "percent", "all", 2026),
        (">=", 75, "percent", "all", 2026),
        ("=", 100, "percent", "commune", 2025),
        ("=", 60, "percent", "all", 2026),
        ("=", 95, "percent", "all", 2030),
        ("=", 100, "percent", "province", None),
        ("=", 95, "percent", "district", None),
        ("=", 90, "percent", "commune", None),
        (">=", 80, "percent", "all", None),
        (">=", 50, "percent", "all", None),
    ]


def test_varied_wordings(tmp_path):
    assert targets_of(VARIED_PLAN, tmp_path) == [
        (">=", 60, "percent", "all", 2024),
        ("=", 70, "percent", "province", 2024),
        ("=", 60, "percent", "district", 2024),
        ("=", 50, "percent", "commune", 2024),
        (">=", 80, "percent", "province", None),
        (">=", 70, "percent", "district", None),
        (">=", 60, "percent", "commune", None),
        ("=", 50, "percent", "all", 2024),
        ("=", 75, "percent", "all", 2025),
        ("=", 100, "percent", "all", 2026),
        (">=", 90, "percent", "all", None),
        ("<=", 2, "percent", "all", None),
        (">=", 95, "percent", "all", None),
        ("=", 65, "percent", "all", 2025),
        ("=", 75, "percent", "all", 2026),
        ("=", 100, "percent", "province", 2024),
        ("=", 2, "percent", "all", 2026),
        ("=", 4, "percent", "all", 2026),
        (">=", 20, "percent", "all", None),
        (">=", 3, "count", "all", None),
        ("<=", 15, "rank", "all", 2026),
        (">=", 70, "percent", "commune", None),
        ("<=", 3, "percent", "all", None),
        ("<=", 20, "count", "all", None),
        (">=", 30, "percent", "all", None),
    ]


def test_decision_with_domains_above_goals(tmp_path):
    assert targets_of(DECISION, tmp_path) == [
        ("=", 100, "percent", "province", 2025),
        ("=", 100, "percent", "province", 2025),
        (">=", 90, "percent", "all", 2025),
        ("=", 100, "percent", "all", 2030),
        (">=", 2, "count", "all", None),
        (">=", 50, "percent", "all", 2023),
        (">=", 60, "percent", "province", 2023),
        (">=", 50, "percent", "district", 2023),
        (">=", 40, "percent", "commune", 2023),
        (">=", 98, "percent", "all", 2023),
        ("=", 30, "percent", "all", 2023),
        ("range", (20, 30), "percent", "all", 2023),
        ("=", 10, "percent", "all", 2025),
        (">=", 80, "percent", "all", 2025),
        ("=", 100, "percent", "all", 2025),
        ("=", 50, "percent", "all", 2025),
        (">=", 15, "percent", "all", 2025),
        (">=", 5, "percent", "all", 2025),
        (">=", 10, "percent", "all", 2025),
        ("=", 95, "percent", "province", 2025),
        ("=", 90, "percent", "district", 2025),
        ("=", 85, "percent", "commune", 2025),
        (">=", 70, "percent", "all", 2025),
        ("=", 85, "percent", "all", 2025),
        ("=", 88, "percent", "all", 2025),
        ("<=", 15, "rank", "all", None),
        (">=", 88, "percent", "all", None),
        (">=", 44, "count", "all", 2025),
        (">=", 46, "count", "all", 2030),
    ]


def test_markdown_plan_of_two_levels_of_government(tmp_path):
    assert targets_of(MARKDOWN_PLAN, tmp_path, "plan.md") == [
        ("=", 100, "percent", "all", None),
        ("=", 100, "percent", "all", None),
        ("=", 30, "percent", "all", None),
        ("=", 30, "percent", "all", None),
        (">=", 85, "percent", "province", None),
        (">=", 70, "percent", "commune", None),
        (">=", 99.5, "percent", "all", None),
        ("<=", 10, "count", "all", None),
        ("=", 100, "percent", "province", 2026),
        (">=", 95, "percent", "all", None),
        (">=", 90, "percent", "all", None),
        (">=", 90, "percent", "all", None),
        ("=", 100, "percent", "all", None),
        (">=", 5, "percent", "all", None),
        ("=", 100, "percent", "commune", None),
        (">=", 60, "percent", "commune", None),
        ("range", (80, 90), "percent", "commune", None),
        ("<=", 20, "percent", "all", None),
        ("=", 50, "percent", "all", None),
        ("=", 95, "percent", "all", None),
        ("=", 100, "percent", "province", None),
        ("=", 90, "percent", "commune", None),
        ("=", 20, "percent", "all", None),
        (">=", 90, "count", "all", None),
        ("<=", 10, "rank", "all", None),
        ("range", (3, 5), "count", "all", None),
        (">=", 5, "count", "all", None),
        ("=", 100, "percent", "all", 2026),
    ]


def test_a_report_promises_nothing(tmp_path):
    assert targets_of(REPORT, tmp_path) == []


def test_a_plan_without_numbers_has_no_targets(tmp_path):
    assert targets_of("KẾ HOẠCH\n\nKhông có con số nào ở đây.", tmp_path) == []


PHASES = """ỦY BAN NHÂN DÂN TỈNH HÀ NAM

Hà Nam, ngày 12 tháng 3 năm 2021

KẾ HOẠCH
Cải cách hành chính giai đoạn 2021 - 2030

II. MỤC TIÊU
1. Giai đoạn 1 (2021-2025)
a) Về thủ tục hành chính
- 80% hồ sơ được giải quyết đúng hạn.
2. Giai đoạn thứ hai: từ năm 2026 đến năm 2030
a) Về thủ tục hành chính
- 95% hồ sơ được giải quyết đúng hạn.
3. Lập hồ sơ công việc điện tử tối thiểu đạt:
- Cấp tỉnh: 65%;
- Cấp xã: 35%.
III. MỤC TIÊU ĐẾN NĂM 2024
1. 99% xã có mạng.
IV. NHIỆM VỤ
1. Mở 12 lớp bồi dưỡng cho công chức.
2. Năm 2022 nâng thứ hạng PAR INDEX lên thứ 20.
"""


def test_phases_lead_ins_and_numbers_that_open_an_item(tmp_path):
    path = tmp_path / "plan.txt"
    path.write_text(PHASES, encoding="utf-8")
    rows = {row["location"]: row for row in extract_targets(read(path))}
    assert {place: read_deadline_year(row["deadline"]) for place, row in rows.items()} == {
        "L11": 2025, "L14": 2030, "L16": None, "L17": None, "L19": 2024, "L21": None, "L22": 2022,
    }  # fmt: skip
    assert [rows[place]["printed"] for place in ("L16", "L17", "L19", "L21")] == [
        "tối thiểu đạt … 65%", "tối thiểu đạt … 35%", "99%", "12",
    ]  # fmt: skip
    assert rows["L16"]["label"] == "Lập hồ sơ công việc điện tử Cấp tỉnh"


TIMES = """# KẾ HOẠCH
Cải cách hành chính tỉnh Hà Nam năm 2024

## II. MỤC TIÊU

| STT | Chỉ tiêu | Đơn vị | Mục tiêu | Thời hạn |
|---|---|---|---|---|
| 1 | Tỷ lệ hồ sơ đúng hạn | % | 95 | Quý IV |
| 2 | Tỷ lệ hồ sơ trực tuyến | % | 60 | Tháng 12/2024 |
"""


def test_a_time_that_names_no_year_is_noted_and_stops_nothing(tmp_path):
    path = tmp_path / "plan.md"
    path.write_text(TIMES, encoding="utf-8")
    raw = extract_document(read(path), province="ha-nam", period="2024")
    assert [row["deadline"] for row in raw.tables["targets.csv"]] == ["", "Tháng 12/2024"]
    assert any("'Quý IV' names no year" in line for line in raw.log)


AGENCIES = """KẾ HOẠCH
Dịch vụ công trực tuyến năm 2024

I. CHỈ TIÊU GIAO CHO CÁC CƠ QUAN NĂM 2024

STT
Cơ quan
Tỷ lệ hồ sơ trực tuyến
Tỷ lệ thanh toán trực tuyến
1
Sở, ban, ngành
85%
70%
2
UBND cấp xã
≥ 55%
40%

II. TỔ CHỨC THỰC HIỆN
"""


def test_a_table_of_agencies_gives_each_of_them_the_rates_its_headers_name(tmp_path):
    assert targets_of(AGENCIES, tmp_path) == [
        ("=", 85, "percent", "province", 2024),
        ("=", 70, "percent", "province", 2024),
        (">=", 55, "percent", "commune", 2024),
        ("=", 40, "percent", "commune", 2024),
    ]
    raw = extract_targets(read(tmp_path / "plan.txt"))
    assert [row["label"] for row in raw][:2] == [
        "Tỷ lệ hồ sơ trực tuyến … Sở, ban, ngành",
        "Tỷ lệ thanh toán trực tuyến … Sở, ban, ngành",
    ]


@pytest.mark.parametrize("word", ["huyện", "không", "xã"])
def test_one_syllable_names_no_indicator(word):
    assert {match_indicator(word, unit).key for unit in ("percent", "count")} == {"unmatched"}
