"""What the page that explains a pasted text says, without a browser: `test_browser_site.py` has the rest."""

import json
import re
from html import unescape

import pytest
from site_extensions import explain
from test_cli_hostile import HOSTILE_LINES
from test_cli_html import MARKUP

from dualwrite_errors import CATALOG, DualWriteError
from dualwrite_errors.testing import sample_payload, sample_text

ELEMENTS = {
    *("article", "h2", "h3", "p", "div", "blockquote", "ul", "ol", "li", "dl", "dt", "dd", "a", "strong"),
}

each_error = pytest.mark.parametrize("cls", CATALOG.values(), ids=list(CATALOG))


def words_of(html: str) -> str:
    """What is to be read, each white space one space."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def headings_of(html: str) -> list[str]:
    """The heading of each error."""
    return [words_of(heading) for heading in re.findall(r"<h2>(.*?)</h2>", html)]


@each_error
def test_an_error_is_explained_with_a_link_to_its_page(cls: type[DualWriteError]) -> None:
    html = explain.explained(sample_text(cls))
    assert headings_of(html) == [f"{cls.code}: {cls.message}" if cls.code else cls.message]
    assert f'href="errors/{cls.__name__}.html"' in html
    said = [cls.detail, cls.caution or "", *cls.steps, *(actor.description for actor in cls.actors)]
    said += [cls.retry.description, *(link.title for link in cls.links)]
    assert [text for text in said if " ".join(text.split()) not in words_of(html)] == []


def test_what_the_service_said_and_where_is_shown() -> None:
    said = words_of(explain.explained("Sites V2 (con_sites): Unable to lookup uoms with values {TST}."))
    assert "Unable to lookup uoms with values {TST}. Table uoms Values TST Where it was found: " in said
    assert "Table map Sites V2 (con_sites)" in said


def test_a_json_body_is_read_as_json() -> None:
    said = words_of(explain.explained(json.dumps(sample_payload("DIPV1003"))))
    assert "One error. DIPV1003: Integration keys are missing" in said
    assert "Path in the JSON $[0].detail.lastRequests[0].errorMessage" in said


def test_errors_come_in_the_order_of_repair_each_kind_once() -> None:
    html = explain.explained("\n".join(map(sample_text, ["DIPV1030", "DIPV1003", "DIPV1022", "DIPV1003"])))
    assert words_of(html).startswith("4 errors of 3 kinds, in the order of repair.")
    assert [heading[:8] for heading in headings_of(html)] == ["DIPV1022", "DIPV1003", "DIPV1030"]


@pytest.mark.parametrize("given", ["1003", "dipv1003", "IntegrationKeyMissing", " DIPV1003\n"])
def test_a_code_or_a_class_that_stands_alone_is_explained(given: str) -> None:
    assert headings_of(explain.explained(given)) == ["DIPV1003: Integration keys are missing"]


def test_an_undocumented_code_is_shown_without_a_page() -> None:
    html = explain.explained("[DIPV9999] Something new")
    assert headings_of(html)[0].startswith("DIPV9999: ")
    assert "Something new" in html
    assert "Everything about this error" not in html


@pytest.mark.parametrize("text", ["The remote server did not answer", "[]", "{}", "{", "\ud800", "\0", "[" * 9999])
def test_nothing_found_is_no_all_clear(text: str) -> None:
    html = explain.explained(text)
    assert "No documented error of dual-write was recognized." in html
    assert "does not mean that nothing is wrong" in html


@pytest.mark.parametrize("text", ["", " \n\t "])
def test_nothing_pasted_asks_for_a_text(text: str) -> None:
    assert explain.explained(text) == "<p>Paste an error text first.</p>"


@pytest.mark.parametrize("line", [MARKUP, *HOSTILE_LINES])
def test_no_markup_of_a_text_becomes_markup(line: str) -> None:
    html = explain.explained(f"Sites {line} (con_sites): [DIPV1003] {line}")
    elements = {tag.lower() for tag in re.findall(r"<([a-zA-Z0-9]+)", html)}
    assert elements <= ELEMENTS
    assert not re.search(r"<[^>]* on\w+=|javascript:", html)


def test_of_many_errors_the_first_are_shown_and_all_are_counted() -> None:
    html = explain.explained("\n".join(f"[DIPV{number}] x" for number in range(9000, 9100)) + "\n[DIPV1003] y" * 30)
    assert words_of(html).startswith("130 errors of 101 kinds, in the order of repair. Here are the first 50.")
    assert len(headings_of(html)) == explain.MOST_KINDS
    assert "and 10 more" in html


def test_a_long_text_is_cut() -> None:
    html = explain.explained("[DIPV1003] " + "x" * 100_000)
    assert len(html) < 10_000
