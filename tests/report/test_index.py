import base64
import datetime as dt
import hashlib
import re

from analysis.reference.provinces import provinces_on
from analysis.report.index import contents, index_html, index_name
from tests.report.sample import dataset

SOME = [unit.key for unit in provinces_on(dt.date(2024, 1, 1))][:34]


def entry(province, period, **more):
    path = f"{province.replace(' ', '-')}/{period}.html"
    return {"path": path, "kind": "province", "province": province, "period": period, "state": "there"} | more


ENTRIES = [
    entry("thai-nguyen", "2020", contains={"documents": 1, "tasks": 21}),
    entry("quang-tri", "2024-H1", findings={"critical": 5, "warning": 2}, contains={"rows": 80}),
    entry("hue", "2019"),
    entry("not identified", "2021-2030", state="missing"),
    entry("dak-nong", "2021-2025", state="failed", reason="cell 4: <b>ValueError</b>"),
    {"path": "comparison.html", "kind": "comparison", "province": "", "period": "", "state": "there"},
]


def listing(html):
    return re.findall(r"<tr>.*?</tr>", html.split('id="list-h"')[1], re.S)[1:]


def grid(html):
    return html.split('id="grid-h"')[1].split('id="list-h"')[0]


def test_newest_first_with_contents_and_findings():
    html = index_html(ENTRIES)
    names = ["Tỉnh chưa xác định", "Đắk Nông", "Quảng Trị", "Thái Nguyên", "Thừa Thiên Huế"]
    assert [next(name for name in names if f">{name}, " in row) for row in listing(html)] == names
    assert "5 nghiêm trọng" in html and "2 cần chú ý" in html and "80 dòng biểu mẫu" in html and "21 nhiệm vụ" in html
    assert 'href="quang-tri/2024-H1.html"' in html and 'href="comparison.html"' in html


def test_the_grid_has_a_row_per_province_and_a_column_per_period_newest_first():
    shown = grid(index_html([*ENTRIES, entry("quang-tri", "2023-H1", state="stale")]))
    heads = re.findall(r'<th scope="col">(.*?)</th>', shown)
    assert heads.index("6 tháng đầu năm 2024") < heads.index("6 tháng đầu năm 2023") < heads.index("năm 2020")
    row = re.search(r'<tr[^>]*><th scope="row">Quảng Trị.*?</tr>', shown, re.S).group()
    cells = re.findall(r"<td>(.*?)</td>", row)
    assert len(cells) == len(heads) - 1
    full = cells[heads.index("6 tháng đầu năm 2024") - 1]
    assert "● mới" in full and "5 nghiêm trọng</small>" in full and "2 cần chú ý</small>" in full
    assert 'aria-label="Quảng Trị, 6 tháng đầu năm 2024, mới"' in full
    assert "◐ cũ" in cells[heads.index("6 tháng đầu năm 2023") - 1]
    assert cells[heads.index("năm 2020") - 1] == ""
    assert 'href="comparison.html#province=quang-tri"' in row


def test_failed_and_missing_reports_have_no_link_and_say_why():
    html = index_html(ENTRIES)
    assert "dak-nong/2021-2025.html" not in html and "not-identified/2021-2030.html" not in html
    assert "cell 4: &lt;b&gt;ValueError&lt;/b&gt;" in html


def test_a_failed_renewal_keeps_the_link_to_the_page_of_before():
    html = index_html([entry("dak-nong", "2021-2025", state="failed", old=True, reason="cell 4: x")])
    assert "✕ lỗi" in html and 'href="dak-nong/2021-2025.html"' in html and "bản của lần chạy trước" in html


def test_a_report_in_another_language_is_a_link_beside_its_line():
    english = entry("quang-tri", "2024-H1", language="en") | {"path": "quang-tri/2024-H1.en.html"}
    html = index_html([entry("quang-tri", "2024-H1", language="vi"), english])
    assert len(listing(html)) == 1 and "1 báo cáo" in html
    assert '<a href="quang-tri/2024-H1.en.html" hreflang="en" lang="en">English</a>' in html


def test_each_language_has_its_own_index_which_lists_every_report_once():
    english = entry("quang-tri", "2024-H1", language="en") | {"path": "quang-tri/2024-H1.en.html"}
    entries = [entry("quang-tri", "2024-H1", language="vi"), english, entry("thai-nguyen", "2020", language="vi")]
    html = index_html(entries, "en")
    rows = listing(html)
    assert len(rows) == 2 and '<html lang="en">' in html
    assert 'href="quang-tri/2024-H1.en.html"' in rows[0] and 'hreflang="vi" lang="vi">Tiếng Việt</a>' in rows[0]
    assert 'href="thai-nguyen/2020.html"' in rows[1] and 'hreflang="vi"' in rows[1]
    assert '<a href="index.html" hreflang="vi" lang="vi">Tiếng Việt</a>' in html
    assert '<a href="index.en.html" hreflang="en" lang="en">English</a>' in index_html(entries)
    assert [index_name(language) for language in ("vi", "en")] == ["index.html", "index.en.html"]
    assert "index.en.html" not in index_html([entries[0]])


def test_the_first_sentence_counts_reports_and_findings_and_names_the_newest():
    said = re.search(r'<p class="lead">(.*?)</p>', index_html(ENTRIES)).group(1)
    assert said.startswith("5 báo cáo của 5 đơn vị; mới nhất: Quảng Trị, 6 tháng đầu năm 2024.")
    assert "5 điểm nghiêm trọng, 2 điểm cần chú ý" in said


def test_the_policy_allows_the_one_script_by_its_hash_and_nothing_else():
    html = index_html(ENTRIES)
    script = re.search(r"<script>(.*?)</script>", html, re.S).group(1)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in html
    assert html.count("<script") == 1 and "default-src 'none'" in html


def found_by(html):
    """Words by place in the list, as the page's script reads them."""
    held = re.search(r'<div id="found-by" hidden>([^<]*)</div>', html)
    found = {}
    for places, words in (group.split(":") for group in held[1].split(";")):
        for ends in (place.split("-") for place in places.split(",")):
            for place in range(int(ends[0]), int(ends[-1]) + 1):
                found.setdefault(place, set()).update(words.split())
    return found


def test_search_words_have_no_diacritics_and_belong_to_their_report():
    named = {"quang-tri": "Giải quyết đúng hạn; (PAKN)", "hue": "Giải quyết; văn bản", "thai-nguyen": "đúng hạn"}
    html = index_html([one | {"search": named.get(one["province"], "")} for one in ENTRIES])
    order = [next(key for key in (*named, "") if f'href="{key}/' in row or not key) for row in listing(html)]
    wanted = {"quang-tri": "giai quyet dung han pakn", "hue": "giai quyet van ban", "thai-nguyen": "dung han"}
    assert found_by(html) == {order.index(key): set(words.split()) for key, words in wanted.items()}
    rows = re.findall(r'<tr data-n="([^"]*)"><th scope="row">([^<]*)<', grid(html))
    assert {name: places for places, name in rows}["Huế"] == str(order.index("hue"))


def test_an_index_of_680_reports_is_light():
    pairs = [(province, f"{year}{part}") for year in range(2015, 2025) for part in ("-H1", "") for province in SOME]
    words = [" ".join(f"chu{number}" for number in range(start % 7, 400, 1 + start % 3)) for start in range(len(pairs))]
    counts = {"documents": 1, "rows": 80, "figures": 99, "tasks": 21}
    findings = {"critical": 5, "warning": 2, "info": 1}
    html = index_html(
        entry(*pair, findings=findings, contains=counts, search=said) for pair, said in zip(pairs, words, strict=True)
    )
    assert len(listing(html)) == 680
    assert len(html.encode()) <= 400_000
    assert {len(words) for words in found_by(html).values()} >= {400, 133}


def test_reasons_are_told_in_the_language_of_the_page_and_errors_as_they_are():
    why = [
        "code changed",
        "input changed: data/raw/a.csv and 2 more",
        "report file is gone",
        "last run failed: KeyError",
    ]
    html = index_html([entry("hue", f"20{n + 10}", state="stale", reason=one) for n, one in enumerate(why)])
    assert "phần mềm đã được cập nhật" in html and "số liệu nguồn đã thay đổi (data/raw/a.csv and 2 more)" in html
    assert "tệp báo cáo không còn" in html and '<small lang="en">last run failed: KeyError</small>' in html
    assert not any(word in html for word in why[:3])


def test_same_entries_same_bytes_and_english():
    assert index_html(ENTRIES) == index_html(list(ENTRIES))
    assert "first half of 2024" in index_html(ENTRIES, "en") and "5 reports" in index_html(ENTRIES, "en")


def test_contents_come_from_the_tables_and_indicators_can_be_searched():
    held = contents(dataset())
    assert held["quang-tri", "2024-H1"]["contains"] == {"documents": 1, "rows": 8}
    assert held["thai-nguyen", "2020"]["contains"] == {"documents": 1, "tasks": 5}

    def words(period):
        return found_by(index_html([entry("quang-tri", period) | held["quang-tri", period]]))[0]

    assert set(["giao", "dich", "thanh", "toan", "truc", "tuyen"]) <= words("2021-2025")
    assert {"dung", "han", "nganh"} <= words("2024-H1")
