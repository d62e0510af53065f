"""What differs between saved pages, made up here, and a catalog: the tool that maintainers run on the official ones."""

import html
import importlib
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from dualwrite_errors import REGISTRY

ROOT = Path(__file__).parent.parent
TOOL = ROOT / "tools" / "drift.py"
FORMATS = ("md", "html")

CODES = [("DIPV1001", "The gate does not open"), ("DIPV1002", "A dock's bi-directional crane is missing")]
TROUBLES = ["Unable to raise the gate of dock North (7).", "The crane can't be turned: no power."]


@pytest.fixture(scope="module")
def drift() -> Iterator[ModuleType]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(TOOL.parent))
        yield importlib.import_module("drift")


def table(rows: list[tuple[str, str]], form: str) -> str:
    """A page with a table of codes."""
    if form == "md":
        lines = [f"| {code} | {text} | Look at it. |" for code, text in rows]
        return "\n".join(["---", "title: Gates", "---", "# Gates", "", "|Code|Says|Do|", "|:---|---|---|", *lines, ""])
    cells = "".join(f"<tr><td>{code}</td><td>{html.escape(text)}</td><td>Look at it.</td></tr>" for code, text in rows)
    return f"<html><nav>DIPV9999</nav><main><h1>Gates</h1><table>{cells}</table></main><script>DIPV8888</script></html>"


def trouble(sentences: list[str], form: str, heading: str = "Before you start: gates") -> str:
    """A page with sentences in prose, in italics."""
    if form == "md":
        quoted = "\n\n".join(f"If the log has *{sentence}*,\ncall somebody." for sentence in sentences)
        return f"<!-- DIPV7777 -->\n# Trouble\n\n## {heading}\n\n{quoted}\n"
    quoted = "".join(f"<p>If the log has <em>{html.escape(text)}</em>,\n call somebody." for text in sentences)
    return f"<h1>Trouble</h1><h2>{heading}</h2>{quoted}"


@pytest.fixture
def compare(drift: ModuleType, tmp_path: Path) -> Any:
    facts = [
        *(drift.Fact(f"Gate{code[-1]}", code, (text,), frozenset({"gate-codes"})) for code, text in CODES),
        drift.Fact(
            "GateStuck",
            "",
            ("Unable to raise the gate of {dock}.",),
            frozenset({"gate-trouble"}),
            (("gate-trouble", "before-you-start-gates"),),
        ),
        drift.Fact("CraneStuck", "", ("The crane cannot be moved: {text}",), frozenset({"gate-trouble", "cranes"})),
        drift.Fact("CraneDark", "", ("The crane can't be turned: {text}",), frozenset({"gate-trouble"})),
        drift.Fact("NobodySays", "", ("No page has ever said so at all",), frozenset()),
    ]

    def differences(pages: Mapping[str, str]) -> set[tuple[str, str, str]]:
        read = []
        for name, text in pages.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
            read.append(drift.read_page(tmp_path / name))
        return {(page, kind, about.partition(",")[0]) for page, kind, about in drift.differences(read, facts)}

    return differences


@pytest.mark.parametrize("form", FORMATS)
def test_pages_that_say_what_the_catalog_says_do_not_differ(compare: Any, form: str) -> None:
    assert compare({f"gate-codes.{form}": table(CODES, form), f"gate-trouble.{form}": trouble(TROUBLES, form)}) == set()


@pytest.mark.parametrize("form", FORMATS)
def test_codes_that_came_and_went_are_named(compare: Any, form: str) -> None:
    page = table([CODES[0], ("DIPV1003", "The lamp is out")], form)
    assert compare({f"gate-codes.{form}": page}) == {
        ("gate-codes", "new code", "DIPV1003: 'The lamp is out Look at it.'"),
        ("", "gone code", f"DIPV1002 Gate2: {CODES[1][1]!r}"),
    }


@pytest.mark.parametrize("form", FORMATS)
def test_other_words_for_a_code_are_another_error(compare: Any, form: str) -> None:
    page = table([CODES[1], ("DIPV1001", "The gate does open")], form)
    (difference,) = compare({f"gate-codes.{form}": page})
    assert difference == ("gate-codes", "changed error", "DIPV1001 Gate1: 'The gate does open Look at it.'")


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    "spelling",
    ["The gate doesn't open", "The gate doesn\u2019t open", "THE GATE does not open", "The gate - does not, open"],
)
def test_another_spelling_of_the_same_words_is_told_apart(compare: Any, form: str, spelling: str) -> None:
    page = table([("DIPV1001", spelling), CODES[1]], form)
    ((name, kind, about),) = compare({f"gate-codes.{form}": page})
    assert (name, kind) == ("gate-codes", "spelling")
    assert about.startswith("DIPV1001 Gate1: ")


@pytest.mark.parametrize("form", FORMATS)
def test_a_section_below_a_heading_says_what_its_code_means(compare: Any, form: str) -> None:
    lines = ["## Error code DIPV1001", "**It says:** The gate does not open", "## Error code DIPV1002", "Other words."]
    page = "\n\n".join(lines)
    if form == "html":
        page = "".join(f"<h2>{line[3:]}</h2>" if line[0] == "#" else f"<p>{line}</p>" for line in lines)
    ((name, kind, about),) = compare({f"gate-codes.{form}": page})
    assert (name, kind) == ("gate-codes", "changed error")
    assert about.startswith("DIPV1002 Gate2: ")


@pytest.mark.parametrize("form", FORMATS)
def test_sentences_that_changed_came_and_went_are_told_apart(compare: Any, form: str) -> None:
    sentences = [
        "Unable to lift the gates of dock North.",
        "A ship is not where it has to be.",
        "the crane cannot be turned: x",
    ]
    assert compare({f"gate-trouble.{form}": trouble(sentences, form)}) == {
        ("gate-trouble", "changed error", f"GateStuck: {sentences[0]!r}"),
        ("gate-trouble", "new sentence", repr(sentences[1])),
        ("gate-trouble", "spelling", "CraneDark: 'the crane cannot be turned'"),
    }
    assert compare({f"gate-trouble.{form}": trouble([TROUBLES[0]], form)}) == {
        ("", "gone sentence", 'CraneDark: "The crane can\'t be turned: {text}"'),
    }


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_is_called_gone_before_all_its_pages_are_there(compare: Any, drift: ModuleType, form: str) -> None:
    without = {f"gate-trouble.{form}": trouble(TROUBLES, form)}
    assert compare(without) == set()
    gone = ("", "gone sentence", "CraneStuck: 'The crane cannot be moved: {text}'")
    assert compare(without | {f"cranes.{form}": trouble([], form)}) == {gone}
    assert compare(without | {f"cranes.{form}": trouble(["The crane cannot be moved: rust"], form)}) == set()


@pytest.mark.parametrize("form", FORMATS)
def test_a_link_to_a_section_that_is_gone_is_named(compare: Any, form: str) -> None:
    page = trouble(TROUBLES, form, heading="Before you begin")
    about = "GateStuck links to the section #before-you-start-gates"
    assert compare({f"gate-trouble.{form}": page}) == {("gate-trouble", "link", about)}
    anchor = '<a id="before-you-start-gates"></a>\n'
    assert compare({f"gate-trouble.{form}": anchor + page}) == set()


def test_what_marks_up_a_text_is_no_part_of_it(compare: Any) -> None:
    pages = {
        "gate-codes.md": table(
            [
                ("**DIPV1001**", r"The [gate](x.md#y) *does* not &#111;pen"),
                ("`DIPV1002`", "A dock's bi\\-directional<br/>crane is missing"),
            ],
            "md",
        ),
        "gate-trouble.md": '## Before you start: gates\n\n> [!NOTE]\n> "Unable to **raise** the gate of\n> {dock}."\n\n'
        "```output\nThe crane can't be turned:\n  no power\n```\n\n```sql\nselect not_an_error from missing\n```\n",
    }
    assert compare(pages) == set()


def test_prose_that_happens_to_have_the_words_of_a_short_sentence_is_no_spelling_of_it(drift: ModuleType) -> None:
    fact = drift.Fact("Gate", "", ("Gate failure - {text}",), frozenset())
    text = importlib.import_module("pages").read_markdown("After a gate failure, wait.", "x")
    assert list(drift.differences([text], [fact])) == []
    quoted = importlib.import_module("pages").read_markdown("After *gate failure: rust*, wait.", "x")
    assert [difference.kind for difference in drift.differences([quoted], [fact])] == ["spelling"]


def test_a_page_in_html_names_itself_by_its_address(drift: ModuleType, tmp_path: Path) -> None:
    file = tmp_path / "saved (2).htm"
    file.write_text(
        '<link rel="canonical" href="https://example.org/docs/gate-codes/?view=1"><p>Text', encoding="utf-8"
    )
    assert drift.read_page(file).name == "gate-codes"


def run(*files: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-X", "utf8", str(TOOL), *map(str, files)]
    return subprocess.run(command, check=False, capture_output=True, encoding="utf-8", timeout=60)


@pytest.mark.parametrize("form", FORMATS)
def test_the_exit_status_says_whether_something_differs_from_this_catalog(tmp_path: Path, form: str) -> None:
    rows = [(code, cls.message) for code, cls in REGISTRY.items() if code.startswith("DIPV")]
    file = tmp_path / f"dual-write-error-codes.{form}"
    file.write_text(table(rows, form), encoding="utf-8")
    same = run(file)
    assert (same.returncode, same.stderr) == (0, "")
    summary = same.stdout.splitlines()
    assert summary[-1] == "0 changed, 0 spelled differently"
    assert "table-map-health-check" in summary[0]
    file.write_text(table([*rows[1:], (rows[0][0], "Connections: validation failed")], form), encoding="utf-8")
    changed = run(file)
    assert changed.returncode == 1
    assert changed.stdout.startswith("dual-write-error-codes: changed error: DIPV1000 ConnectionValidationFailed: ")
    assert changed.stdout.endswith("1 changed, 0 spelled differently\n")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("dual-write-error-codes.md", None, "No such file or directory"),
        ("dual-write-error-codes.md", b"\xff\xfe\x00", "not UTF-8"),
        ("dual-write-error-codes.html", b"<script>DIPV1000</script>", "no text"),
        ("dual-write-error-codes.md", b"", "no text"),
        ("dual-write-error-codes.pdf", b"%PDF", "neither .md nor .html"),
        ("holidays.md", b"# Holidays", "no error links to a page 'holidays'"),
    ],
)
def test_what_cannot_be_read_or_is_no_page_of_the_catalog_ends_with_2(
    tmp_path: Path, name: str, content: bytes | None, message: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    ran = run(tmp_path / name)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert message in ran.stderr
    assert ran.stderr.startswith(str(tmp_path))


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMATS)
def test_pages_that_quote_every_error_of_this_catalog_do_not_differ(
    drift: ModuleType, tmp_path: Path, form: str
) -> None:
    facts = drift.facts_of_catalog()
    names = {name for fact in facts for name in (*fact.pages, *(page for page, _ in fact.anchors))}
    read = []
    for name in sorted(names):
        anchors = {fragment for fact in facts for page, fragment in fact.anchors if page == name}
        quoted = [fact for fact in facts if name in fact.pages]
        rows = [(fact.code, re.sub(r"\{\w+\}", "x-1", fact.sentences[0])) for fact in quoted if fact.code]
        others = [re.sub(r"\{\w+\}", "x-1", fact.sentences[0]) for fact in quoted if not fact.code]
        text = "".join(f'<a id="{anchor}"></a>' for anchor in sorted(anchors)) + "\n\n"
        codes = table(rows, form).replace("main>", "div>").removeprefix("---\ntitle: Gates\n---\n")
        text += trouble(others, form) + codes
        file = tmp_path / f"{name}.{form}"
        file.write_text(text, encoding="utf-8")
        read.append(drift.read_page(file))
    assert drift.not_compared(read, facts) == []
    assert list(map(str, drift.differences(read, facts))) == []
    assert {kind for _, kind, _ in drift.differences([page._replace(blocks=()) for page in read], facts)} == {
        "gone code",
        "gone sentence",
    }
