import base64
import hashlib
import re

from analysis.report.index import contents, index_html
from tests.report.sample import dataset


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


def test_newest_first_with_contents_and_findings():
    html = index_html(ENTRIES)
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", html, re.S)
    assert "Tỉnh chưa xác định" in rows[0]
    order = [html.index(name) for name in (">Đắk Nông<", ">Quảng Trị<", ">Thái Nguyên<", ">Thừa Thiên Huế<")]
    assert order == sorted(order)
    assert "5 nghiêm trọng" in html and "2 cần chú ý" in html and "80 dòng biểu mẫu" in html and "21 nhiệm vụ" in html
    assert 'href="quang-tri/2024-H1.html"' in html and 'href="comparison.html"' in html


def test_failed_and_missing_reports_have_no_link_and_say_why():
    html = index_html(ENTRIES)
    assert "dak-nong/2021-2025.html" not in html and "not-identified/2021-2030.html" not in html
    assert "cell 4: &lt;b&gt;ValueError&lt;/b&gt;" in html


def test_the_policy_allows_the_one_script_by_its_hash_and_nothing_else():
    html = index_html(ENTRIES)
    script = re.search(r"<script>(.*?)</script>", html, re.S).group(1)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in html
    assert html.count("<script") == 1 and "default-src 'none'" in html


def test_search_words_have_no_diacritics():
    words = re.search(r'<span class="words" hidden>([^<]*quang tri[^<]*)</span>', index_html(ENTRIES)).group(1)
    assert "6 thang dau nam 2024" in words and "quang-tri" in words


def test_same_entries_same_bytes_and_english():
    assert index_html(ENTRIES) == index_html(list(ENTRIES))
    assert "first half of 2024" in index_html(ENTRIES, "en") and "5 reports" in index_html(ENTRIES, "en")


def test_contents_come_from_the_tables_and_indicators_can_be_searched():
    held = contents(dataset())
    assert held["quang-tri", "2024-H1"]["contains"] == {"documents": 1, "rows": 8}
    assert held["thai-nguyen", "2020"]["contains"] == {"documents": 1, "tasks": 5}
    plan = entry("quang-tri", "2021-2025") | held["quang-tri", "2021-2025"]
    assert "giao dich thanh toan truc tuyen" in index_html([plan])
