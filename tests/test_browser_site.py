"""The documentation in a browser: searched, filtered, read on a phone and in the dark, and asked about a text."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsers import PHONE, WIDE, Opened, chromium, contrast, is_wider_than_its_window, opened
from built_site import built_site, served
from playwright.sync_api import Browser, Page, TimeoutError, expect  # noqa: A004 - its name
from site_extensions import error_examples
from test_cli_html import MARKUP
from test_docs import WIDTH_OF_THE_COLUMN

from dualwrite_errors import CATALOG, REGISTRY

SECONDS_TO_START_PYTHON = 60
LOG_LINE = "2031-05-06T08:00:04 [ERR] con_sites - Sites V2: Error: Project validation failed. [DIPV1003] con_site"


@pytest.fixture(scope="module")
def site() -> Path:
    return built_site()


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with served(site) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def first_page(browser: Browser, address: str) -> Iterator[Opened]:
    with opened(browser, address, offline=False) as seen:
        yield seen
        assert seen.messages == []
        assert {request for request in seen.requests if not request.startswith((address, "blob:", "data:"))} == set()


def search(page: Page, words: str) -> None:
    box = page.get_by_placeholder("Search, or paste an error")
    box.fill(words)
    box.press("Enter")
    expect(page.locator("#search-results")).to_contain_text(re.compile("found|did not match"))


def result(page: Page, number: int = 0) -> str:
    return page.locator("#search-results ul.search > li > a").nth(number).inner_text()


def explain(page: Page, text: str) -> None:
    page.get_by_label("Error text, response or log").fill(text)
    page.get_by_role("button", name="Explain").click()
    expect(page.locator(".explained")).to_have_attribute("aria-busy", "false", timeout=1000 * SECONDS_TO_START_PYTHON)


def test_a_reader_searches_a_message_and_reads_what_to_do(first_page: Opened) -> None:
    page = first_page.page
    search(page, "Integration keys are missing")
    assert result(page) == "DIPV1003: Integration keys are missing"
    page.locator("#search-results ul.search > li > a").first.click()
    expect(page.locator("h1")).to_contain_text("DIPV1003: Integration keys are missing")
    expect(page.locator("h2").first).to_contain_text("What to do")
    assert page.url.split("#")[0].split("?")[0].endswith("/errors/IntegrationKeyMissing.html")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("keys are missing for either AX or CRM", "DIPV1003"),
        ("dipv1022", "DIPV1022"),
        ("1022", "DIPV1022"),
        (f"{LOG_LINE} has no key, session 9b1f03aa", "DIPV1003"),
        ("Sites V2 (con_sites) : Missing source field SITEID in the schema", "DIPV1022"),
        ('{"error": {"code": "0x0", "message": "Mapping is missing for integration key con_x"}}', "DIPV1014"),
    ],
)
def test_an_old_spelling_a_code_and_a_raw_text_find_the_page(first_page: Opened, words: str, code: str) -> None:
    search(first_page.page, words)
    assert result(first_page.page) == f"{code}: {REGISTRY[code].message}"
    if len(words) > 60:  # a text, and not some words: pages that share a word or two with it do not help
        assert first_page.page.locator("#search-results ul.search > li").count() <= 2


def test_every_error_is_found_by_each_of_its_sentences_also_the_old_ones(browser: Browser, address: str) -> None:
    missed = list[tuple[str, str]]()
    with opened(browser, f"{address}search.html#q=x", offline=False) as seen:
        for name, cls in CATALOG.items():
            for form, text in error_examples.examples_of(cls):
                if form not in {error_examples.FORMS["usual"], error_examples.OTHER_WORDS}:
                    continue
                seen.page.evaluate("words => { location.hash = new URLSearchParams({q: words}) }", text)
                first = f"#search-results li:nth-child(-n+3) a[href*='errors/{name}.html']"
                try:
                    seen.page.wait_for_selector(first, timeout=5000)
                except TimeoutError:
                    missed.append((name, text))
        assert seen.messages == []
    assert missed == []


def test_what_is_searched_is_not_sent(first_page: Opened) -> None:
    search(first_page.page, "Sites (con_secret): [DIPV1003]")
    assert [request for request in first_page.requests if "secret" in request.split("#")[0]] == []


def test_the_list_is_filtered_and_the_choice_can_be_linked_to(first_page: Opened, address: str) -> None:
    page = first_page.page
    page.goto(f"{address}errors/index.html")
    rows = page.locator(".error-index tbody tr:visible")
    expect(rows).to_have_count(len(CATALOG))
    page.get_by_label("Area").select_option("Integration key")
    page.get_by_label("Code").select_option("DIPV…")
    expect(page.locator("output")).to_have_text(f"6 of {len(CATALOG)} errors")
    page.get_by_label("Words").fill("MISSING crm")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("DIPV1003")
    chosen = page.url
    page.get_by_role("button", name="Show all").click()
    expect(rows).to_have_count(len(CATALOG))
    page.goto("about:blank")
    page.goto(chosen)
    expect(rows).to_have_count(1)
    expect(page.get_by_label("Area")).to_have_value("integration_key")
    page.get_by_role("button", name="Show all").click()
    page.get_by_label("Retry").select_option(index=1)
    expect(rows).not_to_have_count(len(CATALOG))
    page.get_by_role("button", name="Show all").click()
    page.get_by_label("Who can act").select_option("Microsoft Support")
    expect(rows.first).to_be_visible()
    expect(rows).not_to_have_count(len(CATALOG))
    page.get_by_label("Words").fill("no such words")
    expect(rows).to_have_count(0)
    expect(page.locator("output")).to_have_text(f"0 of {len(CATALOG)} errors")


def test_without_scripts_the_list_is_a_plain_table_and_the_page_to_paste_says_what_to_do(
    browser: Browser, address: str
) -> None:
    with opened(browser, f"{address}errors/index.html", java_script=False, offline=False) as seen:
        expect(seen.page.locator(".error-index form")).to_be_hidden()
        expect(seen.page.locator(".error-index tbody tr:visible")).to_have_count(len(CATALOG))
    with opened(browser, f"{address}explain.html", java_script=False, offline=False) as seen:
        expect(seen.page.locator("form.explain")).to_be_hidden()
        expect(seen.page.locator("noscript p.nothing")).to_be_visible()


def test_a_pasted_text_is_explained_and_leaves_the_machine_in_no_way(first_page: Opened, address: str) -> None:
    page = first_page.page
    page.get_by_role("link", name="Paste it").click()
    expect(page.get_by_text("Nothing that you paste leaves your machine.")).to_be_visible()
    explain(page, LOG_LINE)
    explained = page.locator(".explained")
    expect(explained.locator("h2")).to_have_text("DIPV1003: Integration keys are missing")
    expect(explained).to_contain_text("con_sites - Sites V2")
    expect(explained).to_contain_text("Define at least one alternate key on it")
    expect(explained).to_contain_text("Dataverse maker who may change the table")
    explain(page, '{"error": {"message": "Unable to lookup uoms with values {TST}."}}')
    expect(explained.locator("h2")).to_have_text(CATALOG["ReferencedRowNotFound"].message)
    explain(page, "The remote server did not answer")
    expect(explained).to_contain_text("No documented error of dual-write was recognized.")
    assert all(request.startswith((address, "blob:")) for request in first_page.requests)
    assert [request for request in first_page.requests if "con_sites" in request] == []
    with pytest.raises(Exception, match="fetch"):
        page.evaluate("fetch('https://con.example/')")
    assert any("Content Security Policy" in message for message in first_page.messages)
    first_page.messages.clear()


def test_a_page_that_comes_from_no_server_says_what_to_do(browser: Browser, site: Path) -> None:
    with opened(browser, (site / "explain.html").as_uri()) as seen:
        expect(seen.page.locator("form.explain output")).to_contain_text("run: python -m http.server")
        expect(seen.page.get_by_role("button", name="Explain")).to_be_disabled()


def test_python_that_does_not_start_is_said(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}explain.html", offline=False) as seen:
        seen.page.context.route("**/attrs-*.whl", lambda route: route.abort())
        seen.page.get_by_label("Error text, response or log").fill(LOG_LINE)
        seen.page.get_by_role("button", name="Explain").click()
        failed = seen.page.locator("form.explain output", has_text="This did not work")
        expect(failed).to_be_visible(timeout=1000 * SECONDS_TO_START_PYTHON)
        expect(seen.page.get_by_role("button", name="Explain")).to_be_enabled()


def test_markup_in_a_pasted_text_does_nothing(first_page: Opened, address: str) -> None:
    page = first_page.page
    page.goto(f"{address}explain.html")
    explain(page, f"{MARKUP} (con_x): [DIPV1022] {MARKUP}<img src=x onerror=alert(3)>")
    expect(page.locator(".explained h2")).to_have_count(1)
    expect(page.locator(".explained :is(b, script, style, img, [onclick])")).to_have_count(0)
    expect(page.locator(".explained .occurrence blockquote")).to_contain_text("<script>alert(1)</script>")


def test_an_example_is_explained_and_a_running_one_can_be_stopped(first_page: Opened, address: str) -> None:
    page = first_page.page
    page.goto(f"{address}explain.html")
    for example in page.locator("button[data-example]").all():
        example.click()
        expect(page.locator(".explained h2").first).to_be_visible(timeout=1000 * SECONDS_TO_START_PYTHON)
        page.get_by_role("button", name="Clear").click()
        expect(page.locator(".explained h2")).to_have_count(0)
    page.get_by_label("Error text, response or log").fill("[DIPV1003] " * 200_000)
    page.get_by_role("button", name="Explain").click()
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("form.explain output")).to_have_text("Stopped.")
    explain(page, LOG_LINE)
    expect(page.locator(".explained h2")).to_have_count(1)


def test_a_long_search_leads_to_the_explanation(first_page: Opened) -> None:
    page = first_page.page
    search(page, LOG_LINE)
    page.get_by_role("link", name="Read which errors are in this text").click()
    expect(page.locator(".explained h2")).to_have_text(
        "DIPV1003: Integration keys are missing", timeout=1000 * SECONDS_TO_START_PYTHON
    )


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_nobody_has_to_scroll_sideways(browser: Browser, site: Path, address: str, size: tuple[int, int]) -> None:
    pages = sorted(file.relative_to(site).as_posix() for file in site.rglob("*.html") if "_static" not in file.parts)
    assert len(pages) > len(CATALOG)
    too_wide = list[str]()
    with opened(browser, address, size, offline=False) as seen:
        for name in pages:
            seen.page.goto(f"{address}{name}", wait_until="domcontentloaded")
            seen.page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
            wider: int = seen.page.evaluate(
                "[...document.querySelectorAll('pre')].filter(pre => pre.scrollWidth > pre.clientWidth).length"
            )
            if wider or is_wider_than_its_window(seen.page):
                too_wide.append(name)
    assert too_wide == []


def test_a_line_of_code_that_the_tests_allow_is_not_broken(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}quick-start.html", WIDE, offline=False) as seen:
        fits: list[bool] = seen.page.evaluate(
            """longest => {
              const pre = document.querySelector('.highlight-python pre');
              pre.style.whiteSpace = 'pre';
              return [longest, longest + 5].map(length => {
                pre.textContent = 'x'.repeat(length);
                return pre.scrollWidth <= pre.clientWidth;
              });
            }""",
            WIDTH_OF_THE_COLUMN,
        )
        assert fits == [True, False]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_follows_the_color_scheme_and_can_be_read_in_both(browser: Browser, address: str, scheme: str) -> None:
    parts = {
        "index.html": ("h1", ".start p", ".start a", ".highlight pre"),
        "errors/index.html": (
            "th",
            "td a",
            "td code",
            "td:last-child",
            ".error-index label",
            "select",
            "output",
            "button[type=reset]",
        ),
        "errors/DualWritePluginFailed.html": (
            "h1",
            ".admonition p:not(.admonition-title)",
            "summary",
            "pre",
            "article code",
            "blockquote p",
        ),
        "catching.html": (".exception-tree > a", ".exception-tree li a", ".exception-tree li li a"),
        "explain.html": ("textarea", "form.explain button[type=submit]", "button[data-example]", ".examples"),
    }
    pale = dict[str, float]()
    for name, selectors in parts.items():
        with opened(browser, f"{address}{name}", scheme="dark" if scheme == "dark" else "light", offline=False) as seen:
            brightness: int = seen.page.evaluate(
                "Number(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0])"
            )
            assert (brightness < 128) is (scheme == "dark")
            ratios = {f"{name} {selector}": contrast(seen.page, selector) for selector in selectors}
            pale |= {part: ratio for part, ratio in ratios.items() if ratio < 4.5}
    assert pale == {}
