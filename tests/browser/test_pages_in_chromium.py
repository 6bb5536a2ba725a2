import re
import threading
from pathlib import Path

import pytest

from analysis.cli.serve import make_server
from tests.browser.conftest import PAGES

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
DRAWN = [name for name in PAGES if "/20" in name or name == "comparison.html"]  # pages with charts


@pytest.fixture
def open_page(browser, site):
    """Open a page and note what the console says and which requests go out."""
    contexts = []

    def open_it(name, base=None, **options):
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.said, page.asked = [], []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        address = f"{base}/{name}" if base else (site / name).as_uri()
        page.goto(address)
        page.address = address
        return page

    yield open_it
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_asked_of_anyone_and_charts_are_drawn(open_page, name, scripts):
    page = open_page(name, java_script_enabled=scripts)
    assert page.said == []
    assert page.asked == [page.address]
    figures = page.locator("figure svg")
    for place in range(figures.count()):
        box = figures.nth(place).bounding_box()
        assert box["width"] > 200 and box["height"] > 60


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_asked_when_served_on_loopback(open_page, site, name):
    server = make_server(site, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        base = f"http://127.0.0.1:{server.server_address[1]}"
        page = open_page(name, base)
        assert page.said == []
        assert {address.removeprefix(base) for address in page.asked} <= {f"/{name}", "/favicon.ico"}
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [320, 360, 820, 1280])
def test_no_screen_needs_sideways_scrolling_also_with_all_parts_open(open_page, name, width):
    page = open_page(name, viewport={"width": width, "height": 740})
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
    wide = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide[0] <= wide[1]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(open_page, axe, name, scheme, record_property):
    page = open_page(name, color_scheme=scheme, bypass_csp=True)
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
    page.evaluate(axe)
    found = page.evaluate(
        "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
    )
    told = [f"{rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in found["violations"]]
    assert told == []
    assert len(found["passes"]) >= 15  # rules that had something to look at
    record_property("axe", f"axe-core {found['testEngine']['version']}")


@pytest.mark.parametrize("media", ["screen", "print"])
@pytest.mark.parametrize("name", ["index.html", "quang-tri/2024-H1.html", "comparison.html"])
def test_axe_finds_nothing_on_a_phone_and_on_paper(open_page, axe, name, media):
    page = open_page(name, viewport={"width": 360, "height": 740}, bypass_csp=True)
    page.emulate_media(media=media)
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
    page.evaluate(axe)
    rules = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']"
    found = page.evaluate(
        f"axe.run({{runOnly: {rules}, rules: {{'target-size': {{enabled: {str(media == 'screen').lower()}}}}}}})"
    )
    assert [f"{rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in found["violations"]] == []


@pytest.mark.parametrize("name", PAGES)
def test_no_section_is_a_bare_heading_on_paper(open_page, name):
    page = open_page(name, viewport={"width": 794, "height": 1123})
    page.emulate_media(media="print")
    said = page.evaluate("""() => [...document.querySelectorAll('main section')].filter(part => {
        const after = part.querySelector('h2'); if (!after) { return false; }
        return part.innerText.trim() === after.innerText.trim(); }).map(part => part.id)""")
    assert said == []


def test_what_is_folded_is_told_of_on_paper_and_where_to_read_it(open_page):
    page = open_page("quang-tri/2024-H1.html")
    page.emulate_media(media="print")
    folded = page.locator("section > details:not(.keep):not([open])")
    assert folded.count() > 0
    said = "getComputedStyle(document.querySelector('section > details:not(.keep):not([open]) > summary'), '::after').content"
    assert "màn hình" in page.evaluate(said)
    assert folded.locator("table:visible").count() == 0


@pytest.mark.parametrize(("motion", "behaviour"), [("reduce", "auto"), ("no-preference", "smooth")])
def test_nothing_moves_for_those_who_asked_for_less_motion(open_page, motion, behaviour):
    page = open_page("quang-tri/2024-H1.html", reduced_motion=motion)
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == behaviour
    moving = "[...document.querySelectorAll('*')].filter(part => parseFloat(getComputedStyle(part).transitionDuration) > 0 || getComputedStyle(part).animationName !== 'none').length"
    assert page.evaluate(moving) == 0


@pytest.mark.parametrize("name", PAGES)
def test_the_keyboard_reaches_everything_that_can_be_used_and_shows_where_it_is(open_page, name):
    page = open_page(name)
    wanted = page.evaluate("""() => [...document.querySelectorAll('a[href],summary,input,select,[tabindex="0"]')]
        .filter(part => part.checkVisibility({visibilityProperty: true})).length""")
    seen, unmarked = 0, []
    for _ in range(wanted + 5):
        page.keyboard.press("Tab")
        state = page.evaluate("""() => { const part = document.activeElement;
            if (part === document.body || part.dataset.seen) { return null; } part.dataset.seen = 1;
            return [part.outerHTML.slice(0, 80), getComputedStyle(part).outlineStyle]; }""")
        if state is None:
            break
        seen += 1
        unmarked += [state[0]] if state[1] == "none" else []
    assert (seen, unmarked) == (wanted, [])


def test_dark_mode_turns_page_and_charts(open_page):
    def colours(scheme):
        page = open_page("quang-tri/2024-H1.html", color_scheme=scheme)
        paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        words = page.evaluate("getComputedStyle(document.querySelector('figure svg text')).fill")
        return paper, words

    assert colours("light") == ("rgb(255, 255, 255)", "rgb(31, 35, 40)")
    assert colours("dark") == ("rgb(20, 24, 29)", "rgb(232, 235, 238)")


def test_the_search_box_finds_without_diacritics_and_says_how_many(open_page):
    page = open_page("index.html")
    page.fill("#search", "thai nguyen")
    assert page.locator("tbody tr:visible").count() == 2  # in the grid and in the list
    assert page.inner_text(".filter [role=status]") == "1 báo cáo"
    page.fill("#search", "giao dich thanh toan")  # an indicator
    assert page.inner_text(".filter [role=status]") == "1 báo cáo"
    page.fill("#search", "không có gì như vậy")
    assert page.inner_text(".filter [role=status]") == "Không có báo cáo nào khớp."


@pytest.mark.parametrize(("name", "words"), [("index.html", "thai nguyen"), ("quang-tri/2024-H1.html", "dung han")])
def test_columns_keep_their_widths_while_one_searches(open_page, name, words):
    page = open_page(name)
    widths = "[...document.querySelectorAll('main > .scroll thead th, #listing thead th, #forms thead th')].map(head => Math.round(head.getBoundingClientRect().width))"
    before = page.evaluate(widths)
    box = page.locator("#search, #filter-forms")
    box.fill(words)
    assert page.locator("tbody tr[hidden]").count() > 0
    assert len(before) > 3 and page.evaluate(widths) == before
    box.fill("")
    assert (
        page.evaluate(widths) == before
        and page.evaluate("document.querySelector('main table').style.tableLayout") == ""
    )


def test_without_scripts_no_control_is_shown_that_would_do_nothing(open_page):
    for name in PAGES:
        page = open_page(name, java_script_enabled=False)
        assert page.locator("input:visible, select:visible").count() == 0
        assert page.locator("figure svg title").count() > 0 or name not in DRAWN


def test_a_filter_leaves_the_rows_that_fit_and_opens_what_is_folded(open_page):
    page = open_page("quang-tri/2024-H1.html")
    rows = page.locator("#forms tbody tr:visible")
    whole = rows.count()
    page.fill("#filter-forms", "dung han")
    assert 0 < rows.count() < whole
    assert page.inner_text("#forms [role=status]") == f"{rows.count()} dòng"
    assert all("đúng hạn" in text.lower() for text in rows.all_inner_texts())
    page.fill("#filter-forms", "")
    assert rows.count() == whole and page.inner_text("#forms [role=status]") == ""
    page.check("#forms input[type=checkbox]")
    assert 0 < rows.count() < whole
    assert all("⚠" in text or "◦" in text for text in rows.all_inner_texts())


def test_a_province_stands_out_in_charts_and_tables_also_by_the_page_s_address(open_page):
    page = open_page("comparison.html")
    page.select_option("#highlight", "quang-tri")
    faded = "getComputedStyle(document.querySelector('svg [data-of]:not([data-of~=quang-tri])')).opacity"
    assert float(page.evaluate(faded)) < 0.5
    assert page.locator("svg .chosen").count() > 0 and page.locator("tr.chosen").count() > 0
    assert page.locator("svg .chosen:not([data-of~=quang-tri])").count() == 0
    page.select_option("#highlight", "")
    assert page.locator(".chosen").count() == 0 and float(page.evaluate(faded)) == 1
    again = open_page("quang-tri/2024-H1.html")
    again.click("nav a:has-text('So sánh')")
    assert again.input_value("#highlight") == "quang-tri" and again.locator("svg .chosen").count() > 0


def test_tooltips_come_by_mouse_and_by_keyboard_and_go_by_escape(open_page):
    page = open_page("quang-tri/2024-H1.html")
    tip = page.locator(".tip")
    assert tip.inner_text() == "" and page.locator("figure svg title").count() == 0
    page.locator("#rates-3 path.told").first.hover()
    assert "1125/BC-VP, dòng" in tip.inner_text() and tip.is_visible()
    page.keyboard.press("Escape")
    assert not tip.is_visible()
    page.focus("#rates-3")
    page.keyboard.press("ArrowDown")
    first = tip.inner_text()
    page.keyboard.press("ArrowDown")
    assert first and tip.inner_text() not in ("", first)
    box = tip.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= page.viewport_size["width"]


def test_a_doubt_leads_to_its_cell_and_back(open_page):
    page = open_page("quang-tri/2024-H1.html")
    page.click("#doubts article li a")
    assert "3.2.2" in page.inner_text("tr:target")
    page.click("tr:target .suspect a")
    assert page.locator("article:target").count() == 1


def test_the_keyboard_reaches_content_and_folded_parts(open_page):
    page = open_page("quang-tri/2024-H1.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.focus("figure summary")
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector('figure details').open")


@pytest.mark.parametrize(
    "name", ["quang-tri/2024-H1.html", "comparison.html", "indicators/one.html", "thai-nguyen/2020.html"]
)
def test_every_printed_page_says_what_it_is_of_and_no_heading_stands_apart_from_its_text(open_page, tmp_path, name):
    pdfplumber = pytest.importorskip("pdfplumber")
    page = open_page(name)
    footer = page.get_attribute("[data-footer]", "data-footer")
    headings = page.locator("main h2, main h3").all_inner_texts()
    path = tmp_path / "page.pdf"
    page.pdf(path=path, prefer_css_page_size=True, print_background=True)
    with pdfplumber.open(path) as pdf:
        texts = [sheet.extract_text() or "" for sheet in pdf.pages]
    assert footer and all("".join(footer.split()) in "".join(text.split()) for text in texts)
    last = [text.split("\n")[-2].strip() for text in texts if text.count("\n")]  # above the footer
    assert set(last).isdisjoint(heading.strip() for heading in headings)


def test_no_chart_is_cut_between_printed_pages(open_page, tmp_path):
    pdfplumber = pytest.importorskip("pdfplumber")
    page = open_page("quang-tri/2024-H1.html")
    captions = page.locator("figcaption").all_text_contents()
    assert captions and all(captions)
    path = tmp_path / "page.pdf"
    page.pdf(path=path, prefer_css_page_size=True, print_background=True)
    with pdfplumber.open(path) as pdf:
        assert [round(float(side)) for side in (pdf.pages[0].width, pdf.pages[0].height)] == [595, 842]
        texts = ["".join((sheet.extract_text() or "").split()) for sheet in pdf.pages]
    assert 2 <= len(texts) <= 12
    assert all("1125/BC-VP" in text for text in texts)
    for caption in captions:
        assert sum("".join(caption.split())[:40] in text for text in texts) == 1


@pytest.mark.parametrize("name", DRAWN)
def test_every_chart_fits_a_printed_page(open_page, name):
    page = open_page(name, viewport={"width": 688, "height": 994})  # A4 less its margins, at 96 dots per inch
    page.emulate_media(media="print")
    # A drawing far taller than a page stands for a chart with more rows than the sample has.
    page.evaluate("""const svg = document.querySelector('figure svg'); if (svg) {
        svg.setAttribute('viewBox', '0 0 400 2400'); svg.style.maxWidth = '500px'; }""")
    heights = page.evaluate("[...document.querySelectorAll('figure')].map(part => part.getBoundingClientRect().height)")
    assert heights and max(heights) <= 994


@pytest.mark.parametrize("name", DRAWN)
def test_every_section_is_drawn_before_anyone_scrolls_to_it(open_page, name):
    """A page that is captured, saved or read aloud whole must have no blank part."""
    page = open_page(name)
    texts = page.evaluate("[...document.querySelectorAll('main section')].map(part => part.innerText.trim())")
    assert len(texts) > 3 and all(texts)


LETTERS_OUTSIDE = """[...document.querySelectorAll('figure svg[id]')].flatMap(svg => {
    const frame = svg.viewBox.baseVal, back = svg.getScreenCTM().inverse();
    return [...svg.querySelectorAll('text')].filter(text => {
        const box = text.getBBox(), to = back.multiply(text.getScreenCTM());
        const left = to.a * box.x + to.e, top = to.d * box.y + to.f;
        return box.width && (left < frame.x - 1 || left + box.width > frame.x + frame.width + 1
            || top < frame.y - 1 || top + box.height > frame.y + frame.height + 1);
    }).map(text => `${svg.id}: ${text.textContent}`);
})"""


@pytest.mark.parametrize("name", DRAWN)
def test_no_letter_of_a_chart_is_cut_off(open_page, name):
    page = open_page(name)
    assert page.locator("figure svg text").count() > 0
    assert page.evaluate(LETTERS_OUTSIDE) == []
    # The same look at drawings that were made too narrow finds something.
    page.evaluate("""document.querySelectorAll('figure svg[id]').forEach(svg =>
        svg.setAttribute('viewBox', svg.getAttribute('viewBox').replace(/[^ ]+ ([^ ]+)$/, '200 $1')))""")
    assert page.evaluate(LETTERS_OUTSIDE)


def test_pages_are_seen_quickly(open_page):
    page = open_page("quang-tri/2024-H1.html")
    page.wait_for_timeout(300)
    painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    # 300 ms is the aim on two idle cores; a test machine may be busy.
    assert painted < 3000


SIGHTS = {
    "desk": {"viewport": {"width": 1280, "height": 900}},
    "phone": {"viewport": {"width": 360, "height": 740}},
    "tablet": {"viewport": {"width": 820, "height": 1100}},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "no-script": {"viewport": {"width": 1280, "height": 900}, "java_script_enabled": False},
}


@pytest.mark.parametrize("sight", SIGHTS)
def test_screenshots_are_kept(open_page, sight):
    """What a person looks at after a build: build/screenshots/ is CI's artifact."""
    folder = ROOT / "build" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    for name in PAGES:
        page = open_page(name, **SIGHTS[sight])
        path = folder / f"{name.replace('/', '_').removesuffix('.html')}-{sight}.png"
        page.screenshot(path=path, full_page=True)
        assert path.stat().st_size > 10_000


def test_a_full_report_weighs_less_than_it_may_and_still_opens_quickly(open_page, site):
    """Eight charts and 80 form rows: 700 KB without a shared bundle, of which there is none; 1.8 MB standalone."""
    whole = (site / "quang-tri" / "2024-H1.html").read_text(encoding="utf-8")
    charts, rows = re.findall(r"<figure.*?</figure>", whole, re.S), re.findall(r'<tr id="row-.*?</tr>', whole, re.S)
    heaviest, longest = max(charts, key=len), max(rows, key=len)
    more = "".join(re.sub(r'\bid="', f'id="n{n}-', heaviest) for n in range(8 - len(charts)))
    full = whole.replace(charts[0], more + charts[0])
    lines = "".join(re.sub(r'id="row', f'id="n{n}-row', longest) for n in range(80 - len(rows)))
    full = full.replace(rows[0], lines + rows[0])
    assert full.count("<figure") >= 8 and len(re.findall(r'<tr id="(?:n\d+-)?row', full)) >= 80
    path = site / "quang-tri" / "full.html"
    path.write_text(full, encoding="utf-8")
    assert path.stat().st_size <= 700_000
    page = open_page("quang-tri/full.html")
    assert page.said == []
    times = page.evaluate("""[performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
        performance.getEntriesByType('navigation')[0].loadEventEnd]""")
    assert max(times) < 3000  # 300 and 1500 ms are the aims on two idle cores; a test machine may be busy
