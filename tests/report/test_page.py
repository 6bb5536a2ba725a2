import base64
import hashlib
import re
import time

import nbformat
import pytest

from analysis.report import ComparisonPage
from analysis.report.html import joined, place, tag
from analysis.report.index import index_html, not_made_html
from analysis.report.page import to_html
from tests.report.conftest import notebook_of

EVERY = [("quang-tri", "2024-H1"), ("quang-tri", "2021-2025"), ("thai-nguyen", "2020"), ("lai-chau", "2024-H1")]


@pytest.mark.parametrize(("province", "period"), EVERY)
def test_pages_ask_nobody_for_anything(render, province, period):
    html = render(province, period)
    script = re.search(r"<script>(.*?)</script>", html, re.S).group(1)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; img-src data:" in html
    html = html.replace(f"<script>{script}</script>", "")
    assert not re.search(r"<(script|link|iframe|object|embed|img)\b", html)
    assert not re.search(r"url\((?!#)", html) and "@import" not in html
    assert not re.search(r'\s(src|srcset|on\w+)="', html)


@pytest.mark.parametrize(("province", "period"), EVERY)
def test_pages_are_well_formed_for_readers(render, province, period):
    html = render(province, period)
    assert html.startswith('<!DOCTYPE html>\n<html lang="vi">')
    assert len(re.findall(r"<h1\b", html)) == 1
    assert len(re.findall(r"<main\b", html)) == 1
    identities = re.findall(r'\sid="([^"]+)"', html)
    assert len(identities) == len(set(identities))
    wanted = set(re.findall(r'href="#([^"]+)"', html)) | set(re.findall(r'aria-labelledby="([^"]+)"', html))
    assert wanted <= set(identities)
    for figure in re.findall(r"<figure.*?</figure>", html, re.S):
        assert re.search(r'<svg [^>]*role="img" aria-label="[^"]{20,}"', figure)
        assert "<table" in figure and "<figcaption>" in figure


def test_code_warnings_and_notes_are_left_out_and_markdown_is_kept():
    cells = [
        nbformat.v4.new_markdown_cell("# note for the analyst", metadata={"tags": ["note"]}),
        nbformat.v4.new_markdown_cell("a *word* for the reader"),
        nbformat.v4.new_code_cell(
            "secret_code()",
            outputs=[
                nbformat.v4.new_output("stream", name="stderr", text="a warning"),
                nbformat.v4.new_output("display_data", data={"text/html": "<p>shown</p>", "text/plain": "plain"}),
            ],
        ),
    ]
    html = to_html(nbformat.v4.new_notebook(cells=cells), title="T", language="vi", provenance={})
    assert "<em>word</em>" in html and "<p>shown</p>" in html
    for absent in ("secret_code", "a warning", "note for the analyst", "plain"):
        assert absent not in html


def policy(html):
    """The page's policy by directive."""
    found = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', html)
    assert len(found) == 1 and html.index(found[0]) < html.index("<style>"), "it binds only what comes after it"
    return dict(part.strip().split(" ", 1) for part in found[0].split(";"))


def test_every_kind_of_page_carries_the_whole_policy_before_anything_it_binds():
    page = to_html(nbformat.v4.new_notebook(), title="T", language="vi", provenance={})
    for html in (page, index_html([]), not_made_html("vi")):
        allowed = policy(html)
        script = re.search(r"<script>(.*?)</script>", html, re.S)
        if script:
            digest = base64.b64encode(hashlib.sha256(script[1].encode()).digest()).decode()
            assert allowed.pop("script-src") == f"'sha256-{digest}'"
            assert allowed.pop("img-src") == "data:"
        assert allowed == {
            "default-src": "'none'", "style-src": "'unsafe-inline'", "base-uri": "'none'", "form-action": "'none'",
        } | ({"img-src": "data:"} if "img-src" in allowed else {})  # fmt: skip
        assert '<meta name="referrer" content="no-referrer">' in html


def test_what_a_cell_raised_is_text_and_scripts_of_outputs_are_left_out():
    outputs = [
        nbformat.v4.new_output("error", ename="<b>E</b>", evalue="<script>x</script>", traceback=[]),
        nbformat.v4.new_output("display_data", data={"application/javascript": "steal()", "text/plain": "p"}),
        nbformat.v4.new_output(
            "display_data", data={"image/svg+xml": "<svg onload=steal()/>", "text/latex": "steal()"}
        ),
    ]
    cell = nbformat.v4.new_code_cell("x", outputs=outputs)
    html = to_html(nbformat.v4.new_notebook(cells=[cell]), title="T", language="vi", provenance={})
    assert "steal()" not in html and "&lt;b&gt;E&lt;/b&gt;: &lt;script&gt;x&lt;/script&gt;" in html


def test_only_addresses_of_the_web_become_links():
    for words in (
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "ftp://192.0.2.1/a",
        "//192.0.2.1/a",
        "javascript://192.0.2.1/%0aalert(1)",
        "file://192.0.2.1/a",
        "data://192.0.2.1/a",
    ):
        assert place(words) == words
    assert place('Cổng: https://cchc.vn/a" onclick="x (xem)') == (
        'Cổng: <a href="https://cchc.vn/a&#34;" rel="noreferrer">cchc.vn</a> onclick=&#34;x (xem)'
    )


def test_signs_that_turn_a_line_around_are_shown_in_texts_and_attributes():
    made = tag("p", "a\u202eb", joined(["c\x1bd"]), title="e\u2066f")
    assert made == '<p title="e[U+2066]f">a[U+202E]bc␛d</p>'


def test_the_index_escapes_what_its_entries_bring():
    hostile = '"><script>x</script>'
    entry = {"kind": "comparison", "path": f"a{hostile}.html", "state": "fresh", "language": "vi"}
    province = {"kind": "province", "province": "quang-tri", "period": hostile, "state": "failed", "reason": hostile,
                "path": f"b{hostile}.html", "search": hostile, "old": True}  # fmt: skip
    indicator = {"kind": "indicator", "indicator": hostile, "path": f"c{hostile}.html", "state": "fresh"}
    html = index_html([entry, province, indicator])
    assert html.count("<script") == 1 and "&#34;&gt;&lt;script&gt;x" in html


def test_title_and_provenance_are_escaped():
    provenance = {
        "parameters": {"province": "<b>x</b>"},
        "inputs": {"data/<a>.parquet": "0" * 64},
        "corrections": [],
        "other": ["<i>", {"k": 1}],
    }
    html = to_html(nbformat.v4.new_notebook(), title="<script>", language="vi", provenance=provenance)
    assert "<title>&lt;script&gt;</title>" in html
    assert "&lt;b&gt;x&lt;/b&gt;" in html and "data/&lt;a&gt;.parquet" in html and "&lt;i&gt;" in html
    assert "Không có đính chính nào được dùng." in html


def test_the_printed_footer_cannot_break_out_of_the_style_sheet():
    part = '<section id="about" data-footer="1125&#34;}body{display:none}&lt;/style&gt;">x</section>'
    output = nbformat.v4.new_output("display_data", data={"text/html": part})
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x", outputs=[output])])
    html = to_html(notebook, title="T", language="vi", provenance={})
    content = re.search(r'@bottom-left\{content:"([^\n]*)"\}\}</style>', html).group(1)
    assert content.startswith("1125") and not re.search(r'["<>{}\\;]', content)


def test_links_are_numbered_and_spelled_out_once_for_paper(render):
    html = render("quang-tri", "2024-H1")
    listed = re.findall(r"<li>(https?://[^<]+)</li>", html.split('class="addresses"')[1])
    links = re.findall(r'href="(https?://[^"]+)"[^>]*>[^<]*</a><span class="ref">\[(\d+)\]</span>', html)
    assert len(links) == len(re.findall(r'<a [^>]*href="http', html)) > 0
    assert [listed[int(number) - 1] for _, number in links] == [address for address, _ in links]
    assert len(listed) == len(set(listed))
    assert "addresses" not in render("thai-nguyen", "2020").split("</style>")[1]


@pytest.mark.parametrize(("language", "ending"), [("vi", ".html"), ("en", ".en.html")])
def test_a_page_leads_to_the_index_and_the_comparison_of_its_language(render, language, ending):
    html = render("quang-tri", "2024-H1", language)
    assert re.findall(r'href="(\.\./[^"#]*)', html) == [f"../index{ending}", f"../comparison{ending}"]


def test_same_input_same_bytes(data, render):
    from analysis.report import ProvincePage

    again = to_html(
        notebook_of(ProvincePage(data, "quang-tri", "2024-H1")), title="Trang", language="vi", provenance={}
    )
    assert again == render("quang-tri", "2024-H1")


def test_export_is_fast(data):
    from analysis.report import ProvincePage

    notebook = notebook_of(ProvincePage(data, "quang-tri", "2024-H1"))
    to_html(notebook, title="T", language="vi", provenance={})
    spent = []
    for _ in range(5):
        start = time.process_time()
        to_html(notebook, title="T", language="vi", provenance={})
        spent.append(time.process_time() - start)
    assert min(spent) < 0.05  # 3 to 10 ms on an idle core


def test_comparison_shows_who_asks_more_and_where_nothing_is_known(data):
    page = ComparisonPage(data)
    parts = ["identity", "coverage", "targets", "indices", "map", "tasks", "sources"]
    html = to_html(notebook_of(page, parts), title="T", language="vi", provenance={})
    text = re.sub(r"<[^>]+>", " ", html)
    assert "1 chỉ tiêu có từ hai đơn vị trở lên đặt ra; ở 1 chỉ tiêu các mức khác nhau." in text
    row = re.search(r"<tr><th[^>]*>Tỷ lệ giao dịch thanh toán trực tuyến</th>.*?</tr>", html, re.S).group()
    assert "≥ 40%</b>" in row and 'aria-label="cao nhất"' in row and 'aria-label="thấp nhất"' in row
    assert "86,25 (41)<br>86 (42)" in html
    assert "Thái Nguyên, năm 2020: 5 nhiệm vụ, Sở Nội vụ chủ trì nhiều nhất (3)." in text
