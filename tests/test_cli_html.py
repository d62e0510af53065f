"""`dualwrite-errors scan --format html`: what the page says, that nothing in it is markup, and how large it gets."""

import base64
import hashlib
import importlib
import json
import re
import tempfile
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from commands import LOG, ROOT, run
from hypothesis import example, given
from hypothesis import strategies as st
from logs import written
from test_cli_hostile import HOSTILE_LINES

from dualwrite_errors import CATALOG, DataTypeMismatch, IntegrationKeyMissing, parse, scan
from dualwrite_errors.cli.html_report import Html
from dualwrite_errors.cli.html_report.page import MOST_BYTES
from dualwrite_errors.cli.tally import Tally
from dualwrite_errors.scanning import Finding
from dualwrite_errors.testing import sample_text

MARKUP = "</title></style></script><script>alert(1)</script><b onclick='alert(2)' title=\"x\">&amp;<!--]]>`"
VOID = {"meta"}


class Page(HTMLParser):
    """A page as a browser reads it: its elements, its text, and the text of each element."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.comments: list[str] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == [], "an element is not closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.handle_data(" ")
        self.texts.setdefault(tag, []).append("")
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag
        self.handle_data(" ")

    def handle_data(self, data: str) -> None:
        for tag in set(self._open):
            self.texts[tag][-1] += data

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    @property
    def text(self) -> str:
        (text,) = self.all_texts("body")
        return text

    def all_texts(self, tag: str) -> list[str]:
        return [" ".join(text.split()) for text in self.texts[tag]]

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def page_of(*arguments: str, directory: Path = ROOT) -> Page:
    return Page(run("scan", "--format", "html", *arguments, directory=directory).out)


def page_of_text(directory: Path, lines: Iterable[str]) -> Page:
    return page_of(str(written(directory, "".join(f"{line}\n" for line in lines))))


# What it says.


def test_it_says_without_javascript_what_each_error_means_and_what_to_do_in_the_order_of_repair() -> None:
    page = page_of(LOG)
    findings = list(scan(ROOT / LOG))
    assert len(page.all("article")) == len({finding.code or finding.name for finding in findings})
    for finding in findings:
        info = finding.error.info
        for said in (finding.code, info.name, info.message, info.detail, info.caution or "", *info.steps):
            assert " ".join(said.split()) in page.text, said
        assert all(actor.description in page.text for actor in info.actors)
        assert f"{LOG}:{finding.line}:{finding.column}" in page.text
        assert all(link.url in [a["href"] for a in page.all("a")] for link in info.links)
    summary = json.loads(run("scan", "--format", "json", LOG).out)["summary"]["errors"]
    assert page.all_texts("h3") == [f"{error['code']} {error['message']}".strip() for error in summary]


def test_it_says_how_often_each_error_was_found_and_on_which_maps(tmp_path: Path) -> None:
    maps = [*range(7), *range(2, 7), 6]
    page = page_of_text(tmp_path, [f"Map {number} (con_{number}): [DIPV1003] Keys" for number in maps])
    assert "Found 13 errors of 1 kind. Read 13 lines of 1 file, 13 with an error." in page.text
    assert "13 times" in page.text
    names = [text for text in page.all_texts("span") if text.startswith("Map ")]
    assert names[:3] == ["Map 6 (con_6)", "Map 2 (con_2)", "Map 3 (con_3)"]
    assert {*names} == {f"Map {number} (con_{number})" for number in range(7)}
    widths = [float(rect["width"] or 0) for rect in page.all("rect")]
    assert widths[:3] == [100.0, 66.7, 66.7]
    assert widths[7:10] == [23.1, 15.4, 15.4], "of the 13"


def test_it_lists_the_places_of_an_error_with_map_and_time() -> None:
    page = page_of(LOG)
    places = [text for text in page.all_texts("li") if text.startswith(LOG)]
    assert len(places) == len(list(scan(ROOT / LOG)))
    assert places[-1].startswith(f"{LOG}:13:96 2031-05-06 08:00 · con_gates - Gates The gate schedule")


def test_a_code_that_no_table_has_comes_last() -> None:
    page = page_of(LOG)
    assert page.all("article")[-1]["data-area"] == "not_documented"
    assert "Errors that no official page documents" in page.all_texts("h2")[-1]
    assert "DIPV1099" in page.all_texts("h3")[-1]


def test_a_calm_log_is_a_page_that_says_so(tmp_path: Path) -> None:
    page = page_of_text(tmp_path, ["all is well"])
    assert "Found no error. Read 1 line of 1 file, 0 with an error." in page.text
    assert page.all("article") == page.all("nav") == []


def test_what_could_not_be_read_and_what_was_not_looked_for_stand_at_the_top() -> None:
    page = page_of("--codes-only", LOG, "missing <b>.log")
    head = page.text[: page.text.index("DIPV1016")]
    assert "This could not be read, or not to its end: missing <b>.log: No such file or directory" in head
    assert "Without --codes-only, errors without a code are found, too." in head
    assert "could not be read" not in page_of(LOG).text


def test_many_files_that_cannot_be_read_are_counted() -> None:
    page = page_of(*(f"missing{number}.log" for number in range(80)))
    assert page.text.count("No such file") == 50
    assert "and 30 others" in page.text


def test_the_numbers_are_said_on_standard_error() -> None:
    status, _, err = run("scan", "--format", "html", LOG)
    assert (status, err) == (1, "Found 16 errors of 12 kinds. Read 25 lines of 1 file, 15 with an error.\n")


def test_where_ascii_is_asked_for_the_page_is_ascii_and_says_the_same(tmp_path: Path) -> None:
    path = str(written(tmp_path, "Docks (con_docks): [DIPV1003] café 失敗\n"))
    plain = run("scan", "--format", "html", path, encoding="ascii").out
    assert plain.isascii()
    assert Page(plain).text == page_of(path).text
    assert "café 失敗" in Page(plain).text


def test_filters_have_what_there_is_to_choose() -> None:
    page = page_of(LOG)
    options = [option["value"] for option in page.all("option")]
    assert page.all("form")[0].keys() >= {"hidden"}, "only JavaScript shows them"
    assert options.count("") == 3
    assert {"schema", "integration_key", "not_documented", "map_admin", "maker", "0"} <= set(options)
    numbers = {pair.split(":")[0] for card in page.all("article") for pair in (card["data-maps"] or "").split()}
    assert numbers <= set(options)


# Nothing is markup.


def assert_harmless(page: Page) -> None:
    """Only elements, attributes and addresses of ours."""
    assert page.comments == []
    assert {tag for tag, _ in page.elements} <= {
        *("html", "head", "meta", "title", "style", "body", "header", "main", "footer", "nav", "section", "article"),
        *("div", "p", "span", "h1", "h2", "h3", "h4", "ol", "ul", "li", "a", "code", "strong", "small", "figure"),
        *("svg", "rect", "details", "summary", "table", "tbody", "tr", "th", "td", "form", "label", "select", "option"),
        *("button", "output", "script"),
    }
    assert len(page.all("script")) == len(page.all("style")) == 1
    names = {name for _, attributes in page.elements for name in attributes}
    assert [name for name in names if name.startswith("on") or name in {"src", "style", "srcdoc", "action"}] == []
    links = {link["href"] or "" for link in page.all("a")}
    official = {link.url for cls in CATALOG.values() for link in cls.info.links}
    assert [
        link for link in links - official if not re.match(r"#error-\d+$|https://learn\.microsoft\.com/", link)
    ] == []


@pytest.mark.parametrize("line", [*HOSTILE_LINES, f"[DIPV1003] {MARKUP}", f"{MARKUP} (con_x): [DIPV1003] x"])
def test_nothing_of_a_hostile_log_becomes_markup(line: str, tmp_path: Path) -> None:
    page = page_of_text(tmp_path, [line, line])
    assert_harmless(page)
    assert len(page.all("article")) == 1


def test_markup_in_a_log_is_to_be_read(tmp_path: Path) -> None:
    page = page_of_text(tmp_path, [f"[DIPV1003] {MARKUP}", f"Sites & {'<i>'} (con_a): [DIPV1003] x"])
    assert MARKUP in page.text
    assert_harmless(page)


def test_markup_in_the_name_of_a_file_is_to_be_read(tmp_path: Path) -> None:
    path = written(tmp_path, "[DIPV1003] keys\n", "<img src=x onerror=alert(1)>&amp;.log")
    page = page_of(path.name, directory=tmp_path)
    assert f"{path.name}:1:2" in page.text
    assert_harmless(page)


@pytest.mark.slow
@given(
    st.lists(st.tuples(st.text("<>&\"'/=`\\ \x00\x1b\u202eabscript!-[]{};:()é"), st.sampled_from(["", "[DIPV1003] "])))
)
@example([("</script><script>", "[DIPV1003] ")])
def test_whatever_stands_in_a_log_the_page_has_only_our_elements(lines: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as directory:
        text = "\n".join(f"{said}{sign}{said}" for said, sign in lines)
        page = page_of(str(written(Path(directory), text)))
    assert_harmless(page)


def test_the_page_may_run_and_load_nothing_but_what_is_in_it() -> None:
    page = page_of(LOG)
    (policy,) = [meta["content"] for meta in page.all("meta") if meta.get("http-equiv") == "Content-Security-Policy"]
    assert policy is not None
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    hashes = {
        tag: f"'sha256-{base64.b64encode(hashlib.sha256(page.texts[tag][0].encode()).digest()).decode()}'"
        for tag in ("style", "script")
    }
    assert rules == {
        "default-src": "'none'",
        "style-src": hashes["style"],
        "script-src": hashes["script"],
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    assert not re.search(
        r"url\(|@import|https?:|fetch\(|XMLHttp|innerHTML|eval\(", page.texts["style"][0] + page.texts["script"][0]
    )


# How large it gets.


def page_of_findings(findings: Iterable[tuple[Finding, str]], capsys: pytest.CaptureFixture[str]) -> tuple[Page, int]:
    """The page of findings that nobody has to scan for, each on a table map; and how many bytes it has."""
    tally, report = Tally(codes_only=False), Html()
    for finding, table_map in findings:
        error = parse(finding.text, context={"map": table_map})
        tally.add(finding, error)
        report.found(finding, error)
    report.finish(tally)
    out = capsys.readouterr().out
    return Page(out), len(out.encode())


def finding(number: int, text: str, *, source: str = "con.log") -> Finding:
    error = parse(text)
    return Finding(source, number, 1, type(error).__name__, error.code, error.matched_by or "code", text)


@pytest.mark.slow
def test_a_large_log_makes_a_page_of_at_most_two_megabytes_that_says_what_it_left_out(
    capsys: pytest.CaptureFixture[str],
) -> None:
    stamp = "2031-05-06T08:00:04 [ERR] con_a - A: Error: "
    texts = [f"{stamp}{sample_text(cls, form='full_stop')} {MARKUP * 3}" for cls in CATALOG.values()]
    found = ((finding(number, texts[number % 99]), f"con_{number % 1_500} - {MARKUP}") for number in range(6_000))
    page, size = page_of_findings(found, capsys)
    assert 1_000_000 < size <= MOST_BYTES
    assert len(page.all("article")) == 99
    said = re.search(r"stays small: ([\d,]+) of 6,000 places\. All counts are complete\.", page.text)
    assert said is not None
    listed = sum(text.startswith("con.log:") for text in page.all_texts("li"))
    assert int(said[1].replace(",", "")) == 6_000 - listed
    assert listed > 1_500
    assert "Places: the first " in page.text
    assert_harmless(page)


@pytest.mark.slow
def test_very_many_kinds_are_left_out_with_their_number_and_the_most_frequent_stay(
    capsys: pytest.CaptureFixture[str],
) -> None:
    codes = [f"DWFOEV{number:04}" for number in range(2000, 6000)]
    often = codes[3_999]
    texts = [*(f"[{code}] {MARKUP}" for code in codes), *[f"[{often}] again"] * 9, "[DIPV1003] keys"]
    page, size = page_of_findings(((finding(number, text), MARKUP * 9) for number, text in enumerate(texts)), capsys)
    assert size <= MOST_BYTES
    assert len(page.all("article")) == 101
    assert "stays small: 3,900 kinds of error, found 3,900 times. All counts" in page.text.replace(" and 0", "")
    assert [name in page.text for name in (often, "DIPV1003", codes[0], codes[2_000])] == [True, True, True, False]


@pytest.mark.slow
def test_the_longest_names_and_texts_are_cut(capsys: pytest.CaptureFixture[str]) -> None:
    found = [(finding(1, "[DIPV1003] " + "\U000e0001\x1b<" * 3_000, source="\x1b/" * 4_000), "&\U000e0001" * 9_000)]
    _, size = page_of_findings(found * 300, capsys)
    assert size < MOST_BYTES


@pytest.mark.parametrize("cls", [IntegrationKeyMissing, DataTypeMismatch])
def test_every_place_is_listed_where_all_of_them_fit(cls: type[DataTypeMismatch], tmp_path: Path) -> None:
    page = page_of_text(tmp_path, [sample_text(cls)] * 150)
    assert sum("con.log:" in text for text in page.texts["code"]) == 150
    assert "Left out" not in page.text
    assert "Places: the first" not in page.text


def test_a_page_with_less_room_has_fewer_cards_the_documented_ones_first(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page_module = importlib.import_module("dualwrite_errors.cli.html_report.page")
    monkeypatch.setattr(page_module, "MOST_BYTES", page_module._BYTES_BESIDE_CARDS + 310_000)
    codes = ["DIPV1003", *(f"DIPV90{number:02}" for number in range(99))]
    page, _ = page_of_findings(((finding(1, f"[{code}] {MARKUP}"), "Sites") for code in codes), capsys)
    cards = page.all("article")
    assert 1 < len(cards) < 99
    assert f"stays small: {100 - len(cards)} kinds of error" in page.text
    assert "DIPV1003" in page.text
