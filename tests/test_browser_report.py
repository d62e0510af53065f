"""The page of `scan --format html` in a browser: filtered, unfolded, on a phone, in the dark, printed."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsers import (
    PHONE,
    SMALL_PHONE,
    WIDE,
    Opened,
    chromium,
    contrast,
    is_wider_than_its_window,
    opened,
)
from commands import LOG, run
from playwright.sync_api import Browser, Page, expect
from test_cli_hostile import HOSTILE_LINES
from test_cli_html import MARKUP

from dualwrite_errors import CATALOG
from dualwrite_errors.cli.html_report.page import MOST_BYTES
from dualwrite_errors.testing import sample_text

LINES_OF_A_LARGE_LOG = 400_000


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def written_page(directory: Path, *arguments: str) -> str:
    """The address of the page of a scan."""
    file = directory / "report.html"
    file.write_text(run("scan", "--format", "html", *arguments).out, encoding="utf-8")
    return file.as_uri()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of the example log: twelve errors."""
    return written_page(tmp_path_factory.mktemp("report"), LOG)


@pytest.fixture
def report(browser: Browser, address: str) -> Iterator[Opened]:
    with opened(browser, address) as seen:
        yield seen


def shown(page: Page) -> list[str]:
    """The codes, or else the classes, of the cards that are to be seen."""
    return [card.locator(".facts span").first.inner_text() for card in page.locator("article:visible").all()]


def test_it_loads_nothing_and_has_nothing_to_complain_about(report: Opened, address: str) -> None:
    report.page.locator("select").first.select_option(index=1)
    assert report.requests == [address]
    assert report.messages == []


def test_an_error_is_unfolded_by_mouse_and_by_keyboard(report: Opened) -> None:
    card = report.page.locator("article", has_text="DIPV1016")
    remedy, places = card.locator("summary").all()
    steps = card.locator(".steps")
    expect(steps).to_be_hidden()
    remedy.click()
    expect(steps).to_be_visible()
    expect(card.locator(".caution")).to_contain_text("Reset link clears the runtime tables")
    expect(card.locator(".places")).to_be_hidden()
    places.focus()
    report.page.keyboard.press("Enter")
    expect(card.locator(".places li")).to_contain_text([f"{LOG}:7:101 2031-05-06 08:00 · con_carriers - Carriers"])


def test_it_is_filtered_by_table_map_by_area_and_by_who_can_act(report: Opened) -> None:
    page, everything = report.page, shown(report.page)
    assert len(everything) == 12
    page.get_by_label("Area").select_option("Schema")
    assert shown(page) == ["SourceFieldMissingFromSchema", "DestinationFieldMissingFromSchema"]
    expect(page.locator("output")).to_have_text("2 of 12 errors are shown.")
    page.get_by_label("Table map").select_option("con_routes - Routes")
    assert shown(page) == ["DestinationFieldMissingFromSchema"]
    expect(page.locator("article:visible .count")).to_have_text("1 of 2 times")
    expect(page.locator("article:visible .bars li:visible")).to_have_count(1)
    expect(page.locator("section.area:visible h2")).to_have_count(1)
    expect(page.locator("nav li:visible")).to_have_count(1)
    page.get_by_role("button", name="Show all").click()
    expect(page.locator("article:visible")).to_have_count(12)
    assert shown(page) == everything
    page.get_by_label("Who can act").select_option("Dataverse maker who may change the table")
    assert "IntegrationKeyMissing" in shown(page)
    assert len(shown(page)) < 12
    page.get_by_label("Area").select_option("Errors that no official page documents")
    expect(page.locator("article:visible")).to_have_count(0)
    expect(page.locator("output")).to_have_text("0 of 12 errors are shown.")


def test_the_places_of_other_table_maps_are_hidden_with_them(report: Opened) -> None:
    card = report.page.locator("article", has_text="DIPV1025")
    card.locator("summary", has_text="Places").click()
    expect(card.locator(".places li:visible")).to_have_count(2)
    report.page.get_by_label("Table map").select_option("con_units - Units")
    expect(card.locator(".places li:visible")).to_have_count(1)


def test_the_table_of_contents_leads_to_the_error(report: Opened) -> None:
    report.page.locator("nav a", has_text="DIPV1099").click()
    expect(report.page.locator("article").last).to_be_in_viewport()
    assert report.page.url.endswith("#error-12")


def test_without_scripts_everything_is_to_be_read(browser: Browser, address: str) -> None:
    with opened(browser, address, java_script=False) as seen:
        expect(seen.page.locator("form")).to_be_hidden()
        expect(seen.page.locator("article:visible")).to_have_count(12)
        for summary in seen.page.locator("article summary").all():
            summary.click()
        expect(seen.page.locator("article .inside:visible")).to_have_count(24)


@pytest.mark.parametrize("size", [WIDE, PHONE, SMALL_PHONE], ids=["wide", "phone", "small phone"])
def test_nobody_has_to_scroll_sideways(browser: Browser, tmp_path: Path, size: tuple[int, int]) -> None:
    lines = [f"{sample_text(cls, form='log_line')} {'x' * 300}" for cls in CATALOG.values()]
    log = tmp_path / f"{'long_name' * 20}.log"
    log.write_text("\n".join([*lines, *HOSTILE_LINES]), encoding="utf-8")
    with opened(browser, written_page(tmp_path, str(log)), size) as seen:
        seen.page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
        assert not is_wider_than_its_window(seen.page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_follows_the_color_scheme_and_can_be_read_in_both(browser: Browser, address: str, scheme: str) -> None:
    with opened(browser, address, scheme="dark" if scheme == "dark" else "light") as seen:
        page = seen.page
        page.locator("article:has(.tag) summary").first.click()
        brightness: int = page.evaluate("Number(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0])")
        assert (brightness < 128) is (scheme == "dark")
        parts = ("h1", ".facts", ".tag", ".said", ".caution strong", ".caution", "nav a", "nav .number", "footer p")
        ratios = {part: contrast(page, part) for part in (*parts, "h2 small", "label", "select", "button", "summary")}
        assert {part: ratio for part, ratio in ratios.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("scripts", ["with scripts", "without scripts"])
def test_it_prints_with_all_remedies_unfolded_and_without_filters(browser: Browser, address: str, scripts: str) -> None:
    with opened(browser, address, java_script=scripts == "with scripts", scheme="dark") as seen:
        page = seen.page
        page.locator("article summary", has_text="Places").first.click()
        page.emulate_media(media="print")
        expect(page.locator("form")).to_be_hidden()
        expect(page.locator(".remedy .steps:visible")).to_have_count(12)
        expect(page.locator(".places:visible")).to_have_count(1)
        expect(page.locator("table:visible")).to_have_count(0)
        assert page.locator("article .remedy").first.bounding_box()["height"] > 100  # type: ignore[index]
        pdf = page.pdf(format="A4")
        assert pdf.count(b"/Type /Page\n") > 3


def test_markup_in_a_log_does_nothing(browser: Browser, tmp_path: Path) -> None:
    log = tmp_path / "con.log"
    log.write_text("\n".join([f"[DIPV1003] {MARKUP}", f"{MARKUP} (con_x): [DIPV1022] {MARKUP}", *HOSTILE_LINES]))
    address = written_page(tmp_path, str(log))
    with opened(browser, address) as seen:
        seen.page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
        for place in seen.page.locator(".places li").all():
            place.click()
        assert (seen.messages, seen.requests) == ([], [address])
        expect(seen.page.locator("article b, article script, article style, [onclick]")).to_have_count(0)
        expect(seen.page.locator(".places .said", has_text=MARKUP).first).to_be_visible()


def test_a_log_of_400_000_errors_is_a_page_of_at_most_two_megabytes_that_is_filtered_at_once(
    browser: Browser, tmp_path: Path
) -> None:
    dice = random.Random(7)  # noqa: S311 - no secret
    texts = [sample_text(cls, form="full_stop") for cls in CATALOG.values()]
    log = tmp_path / "con.log"
    with log.open("w", encoding="utf-8") as lines:
        for number in range(LINES_OF_A_LARGE_LOG):
            day, hour, minute = 6 + number // 100_000, number % 100_000 * 24 // 100_000, number % 60
            name = f"con_map{min(int(dice.paretovariate(0.4)), 300)}"
            lines.write(f"2031-05-{day:02}T{hour:02}:{minute:02}:00 [ERR] {name} - Map: Error: {dice.choice(texts)}\n")
    address = written_page(tmp_path, str(log))
    assert (tmp_path / "report.html").stat().st_size <= MOST_BYTES
    with opened(browser, address) as seen:
        page = seen.page
        expect(page.locator("header > p").first).to_contain_text("Found 400,000 errors of 99 kinds. Read 400,000 lines")
        expect(page.locator("header > p").nth(1)).to_contain_text(" of 400,000 places. All counts are complete.")
        expect(page.locator("article")).to_have_count(99)
        expect(page.locator(".chart rect")).to_have_count(96)
        seconds: float = page.evaluate(
            """() => {
              const began = performance.now();
              const select = document.querySelector('select');
              select.selectedIndex = 5;
              select.dispatchEvent(new Event('change', {bubbles: true}));
              document.body.offsetHeight;
              return (performance.now() - began) / 1000;
            }"""
        )
        assert seconds < 5
        assert seen.messages == []
