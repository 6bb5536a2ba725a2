"""One document with everything a report or a plan holds, drawn at random: letterhead, narrative, forms, tasks, targets.

`draw(seed)` gives the items to write and the rows of forms and tasks to expect. What is said is made up, the names of
forms and their rows are those of the forms' vocabulary.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from analysis.reference.forms.rows import form_rows, form_titles
from tests.sample_documents.layouts import LEFT, UP, Grid, Item

Rows = list[list[str]]
PROVINCES = ["Lào Cai", "An Giang", "Quảng Trị", "Thái Nguyên", "Hòa Bình", "Cà Mau"]
AGENCIES = [
    "Sở Nội vụ", "Văn phòng UBND tỉnh", "Sở Tài chính", "Sở Tư pháp", "Sở Thông tin và Truyền thông", "Thanh tra tỉnh",
    "Sở Kế hoạch và Đầu tư", "Sở Giáo dục và Đào tạo", "Công an tỉnh", "Trung tâm Phục vụ hành chính công",
]  # fmt: skip
SUPPORT = [
    "Các Sở, Ban, ngành", "Các Sở, Ban, ngành, UBND cấp huyện", "UBND các huyện, thành phố", "Bưu điện tỉnh",
    "Các cơ quan, đơn vị có liên quan", "Báo và Đài Phát thanh - Truyền hình tỉnh",
]  # fmt: skip
WORK = [
    "Xây dựng", "Rà soát", "Tổ chức kiểm tra", "Tham mưu ban hành", "Tập huấn", "Nâng cấp", "Khảo sát, đánh giá",
    "Theo dõi, đôn đốc",
]  # fmt: skip
OBJECTS = [
    "kế hoạch cải cách hành chính của tỉnh", "bộ thủ tục hành chính nội bộ giữa các cơ quan",
    "hệ thống thông tin giải quyết thủ tục hành chính, kết nối với cơ sở dữ liệu dân cư",
    "mức độ hài lòng của người dân khi làm thủ tục tại bộ phận một cửa cấp xã",
    "đề án vị trí việc làm của các đơn vị sự nghiệp công lập",
    "công tác tuyên truyền trên các phương tiện thông tin đại chúng, gương điển hình và cách làm hay ở cơ sở",
    "phần mềm một cửa điện tử", "quy chế phối hợp giải quyết hồ sơ liên thông",
]  # fmt: skip
DEADLINES = [
    "Quý I/{y}", "Quý IV/{y}", "Tháng 9/{y}", "Thường xuyên", "Hàng quý", "Trước 30/6/{y}", "Năm {y}", "Tháng 3 - 11/{y}",
]  # fmt: skip
NOTES = [
    "", "", "", "Tính đến 14/6/{y}", "Theo báo cáo của các cơ quan, đơn vị gửi về trước ngày chốt số liệu",
    "Chưa tính các đơn vị ngành dọc đóng trên địa bàn",
]  # fmt: skip
FIGURES = [
    "Bộ phận Một cửa các cấp đã tiếp nhận {a} hồ sơ, trong đó đã giải quyết {b} hồ sơ; đang giải quyết {c} hồ sơ.",
    "Toàn tỉnh có {s} cơ quan đã hoàn thành tự đánh giá, đạt tỷ lệ 98,57%.",
    "Đã mở {s} lớp tập huấn cho {b} lượt công chức, viên chức.",
    "Các cơ quan ban hành {s} văn bản chỉ đạo; kiểm tra được {t} đơn vị cấp xã.",
    "Chỉ số cải cách hành chính của tỉnh xếp thứ {t}/63 tỉnh, thành phố.",
    "Tính đến ngày 10/6/{y}, tỷ lệ hồ sơ nộp trực tuyến đạt 71,4%, trong đó cấp tỉnh đạt 80,2%, cấp xã đạt 66,5%.",
]  # fmt: skip
TARGETS = [
    "Tối thiểu 85% hồ sơ được số hóa khi tiếp nhận.",
    "Phấn đấu 100% cơ quan cấp tỉnh dùng chữ ký số chuyên dùng trong xử lý văn bản.",
    "Tỷ lệ hồ sơ giải quyết đúng hạn ở cấp tỉnh, cấp huyện, cấp xã tương ứng là 98%, 97%, 95%.",
    "Mức độ hài lòng của người dân, doanh nghiệp về sự phục vụ hành chính đạt từ 90% trở lên.",
    "Giảm ít nhất 10% chi phí tuân thủ thủ tục hành chính so với năm 2021.",
]
LEVELS = ["Cấp tỉnh", "Cấp huyện", "Cấp xã"]
MEASURED = [
    "Tỷ lệ hồ sơ giải quyết đúng hạn", "Tỷ lệ hồ sơ nộp trực tuyến", "Tỷ lệ số hóa hồ sơ, kết quả giải quyết",
    "Tỷ lệ văn bản ký số", "Mức độ hài lòng của người dân",
]  # fmt: skip


@dataclass
class Rich:
    """What to write and what to find in it. `tasks`: no, task, lead, support, deadline."""

    items: list[Item]
    province: str
    forms: dict[str, Rows] = field(default_factory=dict)
    tasks: Rows = field(default_factory=list)

    def spelled_out(self) -> list[Item]:
        """The items with each merged lead printed again, for formats that cannot show that cells are merged."""
        return [_spelled_out(item) if isinstance(item, Grid) else item for item in self.items]


def draw(seed: int) -> Rich:
    """A document that follows from `seed` alone."""
    chance = random.Random(seed)
    year = chance.choice([2022, 2023, 2024])
    report = chance.random() < 0.5
    province = chance.choice(PROVINCES)
    rich = Rich(_head(chance, report, province, year), province)
    rich.items += _narrative(chance, report, year)
    rich.items += ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lê Văn Phước"]
    parts = [_add_tasks, _add_forms] if chance.random() < 0.5 else [_add_forms, _add_tasks]
    for part in parts:
        part(chance, rich, year)
    return rich


def _spelled_out(grid: Grid) -> Grid:
    rows: list[list[str]] = []
    for row in grid.rows:
        numbered = row[0].isdigit()
        rows.append([rows[-1][place] if cell == UP and numbered else cell for place, cell in enumerate(row)])
    return Grid(rows)


def _head(chance: random.Random, report: bool, province: str, year: int) -> list[Item]:
    number, kind = chance.randint(10, 400), "BC" if report else "KH"
    what = "Kết quả công tác cải cách hành chính 6 tháng đầu năm" if report else "Cải cách hành chính năm"
    left, right = f"UBND TỈNH {province.upper()}", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    second = [f"Số: {number}/{kind}-UBND", f"{province}, ngày 16 tháng 6 năm {year}"]
    beside: list[Item] = [Grid([[left, right], ["", "Độc lập - Tự do - Hạnh phúc"]]), Grid([second])]
    below: list[Item] = [left, right, "Độc lập - Tự do - Hạnh phúc", *second]
    return [*(beside if chance.random() < 0.5 else below), "BÁO CÁO" if report else "KẾ HOẠCH", f"{what} {year}"]


def _narrative(chance: random.Random, report: bool, year: int) -> list[Item]:
    if report:
        b, c = chance.randint(1200, 79_000), chance.randint(100, 900)
        values = {
            "a": _count(b + c), "b": _count(b), "c": str(c), "s": str(chance.randint(12, 99)),
            "t": str(chance.randint(12, 60)), "y": str(year),
        }  # fmt: skip
        said = [text.format(**values) for text in chance.sample(FIGURES, chance.randint(3, len(FIGURES)))]
        return [
            "Ủy ban nhân dân tỉnh tổng hợp tình hình thực hiện nhiệm vụ trong kỳ như sau:",
            "I. KẾT QUẢ ĐẠT ĐƯỢC",
            "1. Cải cách thủ tục hành chính",
            *(said if chance.random() < 0.5 else [" ".join(said[:2]), *said[2:]]),
        ]
    said = chance.sample(TARGETS, chance.randint(2, len(TARGETS)))
    return ["I. MỤC TIÊU", *(f"- {text}" for text in said), *_target_table(chance, year)]


def _target_table(chance: random.Random, year: int) -> list[Item]:
    if chance.random() < 0.3:
        return []
    measured = chance.sample(MEASURED, chance.randint(2, 4))
    years = [f"Năm {year + 1}", f"Năm {year + 2}"]
    levels = LEVELS[: chance.choice([2, 3])]
    kind = chance.choice(["years", "levels", "both"])
    if kind == "both":
        spans = [cell for name in years for cell in (name, *[LEFT] * (len(levels) - 1))]
        header = [["STT", "Chỉ tiêu", *spans], [UP, UP, *levels * len(years)]]
    else:
        header = [
            ["STT", "Chỉ tiêu" if kind == "years" else f"Chỉ tiêu năm {year}", *(years if kind == "years" else levels)]
        ]
    width = len(header[0]) - 2
    rows = [
        [str(number), name, *(f"{chance.randint(40, 99)}%" for _ in range(width))]
        for number, name in enumerate(measured, 1)
    ]
    return ["II. CÁC CHỈ TIÊU CHỦ YẾU", Grid([*header, *rows])]


def _add_tasks(chance: random.Random, rich: Rich, year: int) -> None:
    """A table of tasks with or without sections, a product, merged leads; its columns in one of several orders."""
    names = {
        "no": chance.choice(["STT", "TT"]),
        "task": chance.choice(["Nội dung công việc", "Nhiệm vụ", "Tên nhiệm vụ"]),
        "lead": chance.choice(["Cơ quan chủ trì", "Đơn vị chủ trì", "Cơ quan thực hiện"]),
        "support": chance.choice(["Cơ quan phối hợp", "Đơn vị phối hợp"]),
        "product": chance.choice(["Sản phẩm", "Kết quả, sản phẩm"]),
        "deadline": chance.choice(["Thời gian hoàn thành", "Thời hạn", "Tiến độ thực hiện"]),
    }
    order = chance.choice([
        ["no", "task", "lead", "support", "deadline"],
        ["no", "task", "lead", "support", "product", "deadline"],
        ["no", "task", "product", "lead", "support", "deadline"],
        ["no", "task", "deadline", "lead", "support"],
    ])  # fmt: skip
    sections = chance.random() < 0.5
    header = [[names[name] for name in order]]
    if order[2:4] == ["lead", "support"] and chance.random() < 0.4:
        header = [
            [*header[0][:2], "Phân công thực hiện", LEFT, *header[0][4:]],
            [UP, UP, "Chủ trì", "Phối hợp", *[UP] * (len(order) - 4)],
        ]
    table: Rows = list(header)
    merging = chance.random() < 0.4
    for number in range(1, chance.randint(5, 30)):
        if sections and number % 7 == 1:
            roman = ["I", "II", "III", "IV", "V"][number // 7]
            table.append(
                [
                    roman,
                    "CẢI CÁCH " + ["THỂ CHẾ", "THỦ TỤC", "BỘ MÁY", "CÔNG VỤ", "TÀI CHÍNH"][number // 7],
                    *[""] * (len(order) - 2),
                ]
            )
        row = {
            "no": str(number),
            "task": f"{chance.choice(WORK)} {chance.choice(OBJECTS)}",
            "lead": ", ".join(chance.sample(AGENCIES, chance.choice([1, 1, 1, 2]))),
            "support": chance.choice(SUPPORT),
            "product": chance.choice(["Kế hoạch", "Báo cáo", "Quyết định"]),
            "deadline": chance.choice(DEADLINES).format(y=year),
        }
        under = merging and chance.random() < 0.3 and not (sections and number % 7 == 1) and number > 1
        if under:
            row["lead"] = rich.tasks[-1][2]
        rich.tasks.append([row[name] for name in ("no", "task", "lead", "support", "deadline")])
        table.append([UP if under and name == "lead" else row[name] for name in order])
    rich.items += ["PHỤ LỤC", "Danh mục nhiệm vụ trọng tâm", Grid(table)]


def _add_forms(chance: random.Random, rich: Rich, year: int) -> None:
    known = sorted({form for form, _ in form_rows()})
    chosen = sorted(chance.sample(known, chance.randint(1, len(known))))
    named = chance.choice(["Biểu mẫu {n}", "Biểu số {n}", "BIỂU MẪU SỐ {n}"])
    header = chance.choice([
        [["STT", "Chỉ tiêu thống kê", "Kết quả thống kê", LEFT, "Ghi chú"], [UP, UP, "Đơn vị tính", "Số liệu", UP]],
        [["TT", "Nội dung", "ĐVT", "Số liệu", "Ghi chú"]],
        [["Số TT", "Chỉ tiêu", "Đơn vị tính", "Kết quả thực hiện", "Ghi chú"]],
    ])  # fmt: skip
    for form in chosen:
        rows = [
            [f"{code}.", row.label, row.unit, _form_value(chance, row.kind, row.unit), ""]
            for (number, code), row in form_rows().items()
            if number == form
        ]
        for row in rows:
            if row[3]:
                row[4] = chance.choice(NOTES).format(y=year)
        rows = rows[: chance.randint(max(4, len(rows) // 2), len(rows))]
        rich.forms[form] = rows
        rich.items += [named.format(n=form), form_titles()[form].vi.upper(), Grid([*header, *rows])]


def _form_value(chance: random.Random, kind: str, unit: str) -> str:
    if kind == "header" or chance.random() < 0.1:
        return ""
    if unit == "%":
        return f"{chance.randint(50, 99)},{chance.randint(1, 99):02d}"
    return (
        _count(chance.choice([chance.randint(2, 40), chance.randint(100, 999), chance.randint(1000, 90_000)]))
        if kind == "count"
        else "1"
    )


def _count(value: int) -> str:
    return f"{value:,}".replace(",", ".")
