"""The page of each error: what stands on it, and the code that it shows."""

import re

import pytest
from site_extensions import error_pages

from dualwrite_errors import CATALOG, Area, DualWriteError

PAGES = error_pages.pages()
CODE = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PRINTED = re.compile(r"^```text\n(.*?)^```$", re.DOTALL | re.MULTILINE)

each_error = pytest.mark.parametrize("cls", CATALOG.values(), ids=list(CATALOG))
each_area = pytest.mark.parametrize("area", Area)


def words_of(text: str) -> str:
    """A text without the marks of Markdown, each white space one space."""
    return " ".join(re.sub(r"\]\(\w+\.md\)|[\\`<>\[\]]", "", text).split())


@each_error
def test_it_says_all_that_is_known(cls: type[DualWriteError]) -> None:
    info, page = cls.info, PAGES[f"{cls.__name__}.md"]
    assert info.area is not None
    said = [cls.__name__, info.code, info.message, info.detail, info.caution or "", *info.steps]
    said += [*info.sentences, *info.sentences_in_wrapper, *info.dataverse_codes]
    said += [actor.description for actor in info.actors]
    said += [info.area.description, info.retry.description, info.known_from.description]
    assert [text for text in said if words_of(text) not in words_of(page)] == []
    assert [link for link in info.links if f"[{error_pages.escaped(link.title)}]({link.url})" not in page] == []


@each_error
def test_it_begins_with_what_happened_and_what_to_do(cls: type[DualWriteError]) -> None:
    headings = re.findall(r"^## (.*)$", PAGES[f"{cls.__name__}.md"], re.MULTILINE)
    assert headings == [
        "What to do",
        "Who can act",
        "Does trying again help?",
        "What the service says",
        "Errors that look alike",
        "In Python",
        "Where this comes from",
    ]


@each_error
def test_its_program_runs_and_prints_what_the_page_says(
    cls: type[DualWriteError], capsys: pytest.CaptureFixture[str]
) -> None:
    page = PAGES[f"{cls.__name__}.md"]
    (program,) = CODE.findall(page)
    exec(compile(program, f"{cls.__name__}.md", "exec"), {})  # noqa: S102 - our own page
    printed = capsys.readouterr().out
    assert printed.startswith("Who: ")
    assert printed == PRINTED.findall(page[page.index("It prints:") :])[0]


@each_area
def test_the_program_of_an_area_runs(area: Area, capsys: pytest.CaptureFixture[str]) -> None:
    (program,) = CODE.findall(PAGES[f"{error_pages.name_of_area_page(area)}.md"])
    exec(compile(program, f"{area}.md", "exec"), {})  # noqa: S102 - our own page
    assert "What: " in capsys.readouterr().out
    assert (
        f"]({error_pages.name_of_area_page(area)}.md): {error_pages.escaped(area.description)}\n" in PAGES["index.md"]
    )


@each_error
def test_an_error_that_tells_itself_from_another_stands_on_its_page_too(cls: type[DualWriteError]) -> None:
    for other in error_pages.look_alikes(cls):
        assert cls in error_pages.look_alikes(other)
        assert f"({other.__name__}.md)" in PAGES[f"{cls.__name__}.md"]


@each_error
def test_the_title_says_what_the_service_says(cls: type[DualWriteError]) -> None:
    title = error_pages.title_of(cls)
    said = title.removeprefix(f"{cls.code}: ").removesuffix(" …")
    assert cls.message.startswith(said)
    assert len(said) >= min(len(cls.message), 45)
    assert len(title) <= 125


def test_no_two_pages_have_the_same_title() -> None:
    titles = [error_pages.title_of(cls) for cls in CATALOG.values()]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("name", PAGES)
def test_code_fits_the_column(name: str) -> None:
    assert [line for block in CODE.findall(PAGES[name]) for line in block.splitlines() if len(line) > 90] == []


def test_marks_of_markdown_in_a_text_are_shown_as_they_are() -> None:
    assert error_pages.escaped("a_b *c* <d> [e](f) {g} #1 `h`") == r"a\_b \*c\* \<d\> \[e\](f) \{g\} \#1 \`h\`"
    assert error_pages.escaped("see https://con.example/a_b now") == "see <https://con.example/a_b> now"
