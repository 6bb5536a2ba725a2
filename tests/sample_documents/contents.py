"""Made-up documents in our own words: a half-year report with forms and a yearly plan with tasks."""

from __future__ import annotations

from tests.sample_documents.layouts import LEFT, UP, Grid, Item

FORM_HEADER = [
    ["STT", "Chỉ tiêu thống kê (dùng cho kỳ quý, 6 tháng, năm)", "Kết quả thống kê", LEFT, "Ghi chú"],
    [UP, UP, "Đơn vị tính", "Số liệu", UP],
]
FORM_1 = [
    ["1.", "Số văn bản chỉ đạo CCHC đã ban hành", "Văn bản", "21", ""],
    ["2.", "Tỷ lệ hoàn thành Kế hoạch CCHC năm", "%", "62,5", "Tính đến 14/6/2023"],
    ["2.1.", "Số nhiệm vụ đề ra trong kế hoạch", "Nhiệm vụ", "40", ""],
    ["2.2.", "Số nhiệm vụ đã hoàn thành", "Nhiệm vụ", "25", ""],
    ["3.", "Kiểm tra CCHC", "", "", ""],
    ["3.1.", "Số sở, ngành đã kiểm tra", "Cơ quan, đơn vị", "", ""],
    ["3.2.", "Số UBND cấp huyện đã kiểm tra", "Cơ quan, đơn vị", "3", "Theo kế hoạch quý II"],
]
FORM_3 = [
    ["1.", "Thống kê TTHC", "", "", ""],
    ["1.1.", "Số TTHC đã được phê duyệt phương án đơn giản hóa", "Thủ tục", "4", ""],
    ["1.4.", "Tổng số TTHC thuộc thẩm quyền giải quyết tại địa phương", "Thủ tục", "1.902", ""],
    ["1.4.1.", "Số TTHC cấp tỉnh", "Thủ tục", "1.480", ""],
    ["1.4.2.", "Số TTHC cấp huyện", "Thủ tục", "270", ""],
    ["1.4.3.", "Số TTHC cấp xã", "Thủ tục", "152", ""],
]
REPORT: list[Item] = [
    Grid([["UBND TỈNH LÀO CAI", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], ["SỞ NỘI VỤ", "Độc lập - Tự do - Hạnh phúc"]]),
    Grid([["Số: 318/BC-SNV", "Lào Cai, ngày 16 tháng 6 năm 2023"]]),
    "BÁO CÁO",
    "Kết quả công tác cải cách hành chính 6 tháng đầu năm 2023",
    "Sở Nội vụ tổng hợp tình hình thực hiện nhiệm vụ cải cách hành chính trên địa bàn tỉnh trong nửa đầu năm như sau:",
    "I. KẾT QUẢ ĐẠT ĐƯỢC",
    "1. Cải cách thủ tục hành chính",
    "Bộ phận Một cửa các cấp đã tiếp nhận 81.250 hồ sơ, trong đó đã giải quyết 79.900 hồ sơ; đang giải quyết 1.350 hồ sơ.",
    "Nơi nhận:",
    "- Bộ Nội vụ;",
    "- Lưu: VT.",
    "GIÁM ĐỐC",
    "Trần Thị Minh Hà",
    "PHỤ LỤC",
    "Biểu mẫu 1",
    "Công tác chỉ đạo điều hành CCHC",
    Grid([*FORM_HEADER, *FORM_1]),
    "Biểu mẫu 3",
    "Cải cách thủ tục hành chính",
    Grid([*FORM_HEADER, *FORM_3]),
]
TASK_HEADER = ["TT", "Nội dung, nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Sản phẩm", "Thời gian hoàn thành"]
TASKS = [
    [
        "1",
        "Rà soát bộ thủ tục nội bộ của ngành",
        "Văn phòng UBND tỉnh",
        "Các Sở, Ban, ngành",
        "Quyết định",
        "Quý II/2024",
    ],
    ["2", "Tập huấn cho công chức một cửa cấp xã", "Sở Nội vụ", "UBND cấp huyện", "Lớp tập huấn", "Tháng 9/2024"],
    ["3", "Khảo sát mức độ hài lòng của người dân", UP, "Bưu điện tỉnh", "Báo cáo", "Quý IV/2024"],
    [
        "4",
        "Nâng cấp cổng dịch vụ công của tỉnh",
        "Sở Thông tin và Truyền thông",
        "Các Sở, Ban, ngành, UBND cấp huyện",
        "Hệ thống",
        "Năm 2024",
    ],
]
PLAN: list[Item] = [
    "ỦY BAN NHÂN DÂN",
    "TỈNH AN GIANG",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Số: 52/KH-UBND",
    "An Giang, ngày 19 tháng 01 năm 2024",
    "KẾ HOẠCH",
    "Cải cách hành chính tỉnh An Giang năm 2024",
    "Ủy ban nhân dân tỉnh ban hành kế hoạch với những nội dung chính dưới đây để các cơ quan cùng thực hiện.",
    "I. MỤC TIÊU",
    "- Tối thiểu 85% hồ sơ được số hóa khi tiếp nhận.",
    "- Phấn đấu 100% cơ quan cấp tỉnh dùng chữ ký số.",
    "II. TỔ CHỨC THỰC HIỆN",
    "Các cơ quan báo cáo kết quả định kỳ về Sở Nội vụ.",
    "TM. ỦY BAN NHÂN DÂN",
    "KT. CHỦ TỊCH",
    "PHÓ CHỦ TỊCH",
    "Lê Văn Phước",
    "PHỤ LỤC",
    "Danh mục nhiệm vụ trọng tâm",
    Grid([TASK_HEADER, *TASKS]),
]
