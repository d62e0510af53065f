"""One page for each error and one for each area, as Markdown, written from the catalog when the docs are built.

The pages go to ``docs/errors/``, which git ignores. `tests/test_error_pages.py` runs the code that they show.
"""

from __future__ import annotations

import inspect
import json
import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from error_examples import examples_of
from error_programs import handler_of, handler_of_area, printed_by

from dualwrite_errors import CATALOG, Area, DualWriteError
from dualwrite_errors.cli.explanation import pages_about

if TYPE_CHECKING:
    from sphinx.application import Sphinx

DIRECTORY: Final = Path(__file__).parent.parent / "errors"
INDEX: Final = """\
# The errors

Every error of dual-write that an official page documents. You have a whole text? [Paste it](../explain.md), and read
which errors are in it.

```{error-index}
```

## By area

The areas are in the order of repair: what comes later builds on what comes before.

DESCRIPTIONS

```{toctree}
:hidden:

AREAS
```
"""
_OF_PACKAGE: Final = ".. py:currentmodule:: dualwrite_errors\n\n"
_LONGEST_TITLE: Final = 110
_SHORTEST_TITLE: Final = 60
_ESCAPED: Final = re.compile(r"[\\`*_{}\[\]<>#$|~&^]")


def pages() -> dict[str, str]:
    """Each page by the name of its file."""
    described = "\n".join(
        f"- [{title_of_area(area)}]({name_of_area_page(area)}.md): {escaped(area.description)}" for area in Area
    )
    return {
        "index.md": INDEX.replace("AREAS", "\n".join(map(name_of_area_page, Area))).replace("DESCRIPTIONS", described),
        **{f"{name_of_area_page(area)}.md": page_of_area(area) for area in Area},
        **{f"{name}.md": page_of_error(cls) for name, cls in CATALOG.items()},
    }


def title_of(cls: type[DualWriteError]) -> str:
    """The code, if there is one, and what the service says, cut at a word, or within a long one."""
    said = textwrap.wrap(cls.message, _LONGEST_TITLE, break_on_hyphens=False)[0]
    if len(said) < _SHORTEST_TITLE:
        said = cls.message[:_LONGEST_TITLE]
    if said != cls.message:
        said += " …"
    return f"{cls.code}: {said}" if cls.code else said


def title_of_area(area: Area) -> str:
    """The name of an area, for people."""
    return area.replace("_", " ").capitalize()


def name_of_area_page(area: Area) -> str:
    """The name of the file of an area, without its suffix."""
    return area.replace("_", "-")


def area_of(cls: type[DualWriteError]) -> Area:
    """The area of an error of the catalog: each has one."""
    if cls.area is None:
        raise TypeError(f"{cls.__name__} derives from no class of an area")
    return cls.area


def base_class_of(area: Area) -> type[DualWriteError]:
    """The class that every error of `area` derives from."""
    return next(cls for cls in DualWriteError.__subclasses__() if cls.area is area)


def look_alikes(cls: type[DualWriteError]) -> list[type[DualWriteError]]:
    """The errors that the docstring of `cls` tells it from, and those that tell themselves from it."""
    others = [*_named_by(cls), *(other for other in CATALOG.values() if cls in _named_by(other))]
    return list(dict.fromkeys(others))


def page_of_error(cls: type[DualWriteError]) -> str:
    """All that is known about an error."""
    return _page(title_of(cls), cls.detail, _parts_of_error(cls))


def page_of_area(area: Area) -> str:
    """What an area is about, its errors, and the class that catches them all."""
    base = base_class_of(area)
    errors = [cls for cls in CATALOG.values() if cls.area is area]
    rows = [f"- {_link(cls)}" for cls in errors]
    return _page(
        title_of_area(area),
        area.description,
        [
            f"{escaped(area.description)}.",
            "\n".join(rows),
            "```{toctree}\n:hidden:\n\n" + "\n".join(cls.__name__ for cls in errors) + "\n```",
            "## Catch them all",
            f"Every class of this area derives from `{base.__name__}`.",
            f"```python\n{handler_of_area(base, errors[0])}```",
            f"```{{eval-rst}}\n{_OF_PACKAGE}.. autoexception:: {base.__name__}\n   :show-inheritance:\n```",
        ],
    )


def _page(title: str, description: str, parts: Iterable[str]) -> str:
    head = f"---\nmyst:\n  html_meta:\n    description: {json.dumps(description)}\n---\n"
    return "\n\n".join([f"{head}\n# {escaped(title)}", *parts]) + "\n"


def _parts_of_error(cls: type[DualWriteError]) -> Iterator[str]:
    info = cls.info
    if info.message not in title_of(cls):
        yield f"> {escaped(info.message)}"
    yield _linked(info.detail, cls)
    if info.caution:
        yield f":::{{caution}}\n{_linked(info.caution, cls)}\n:::"
    yield "## What to do"
    yield _listed([_linked(step, cls) for step in info.steps])
    yield "## Who can act"
    yield _listed([escaped(actor.description) for actor in info.actors])
    if len(info.actors) > 1:
        yield "The first one is the best choice."
    yield "## Does trying again help?"
    yield f"{escaped(info.retry.description)}."
    yield "## What the service says"
    yield from _what_the_service_says(cls)
    yield "## Errors that look alike"
    yield _difference(cls, cls)
    yield "\n".join(f"- {_link(other)}\n\n  {_difference(other, cls)}" for other in look_alikes(cls))
    yield "## In Python"
    yield from _in_python(cls)
    yield "## Where this comes from"
    yield f"{escaped(info.known_from.description)}. Area, who can act and whether to try again are our own judgement."
    yield "\n".join(f"- [{escaped(link.title)}]({link.url})" for link in pages_about(info))


def _what_the_service_says(cls: type[DualWriteError]) -> Iterator[str]:
    info = cls.info
    if info.sentences:
        yield "\n".join(f"- {_code(sentence)}" for sentence in info.sentences)
    if info.in_parts:
        yield "These sentences may stand in one text, in this order."
    if info.sentences_in_wrapper:
        yield "Only where dual-write reports a failed operation around it, since other programs say the same:"
        yield "\n".join(f"- {_code(sentence)}" for sentence in info.sentences_in_wrapper)
    if info.dataverse_codes:
        codes = " or ".join(map(_code, info.dataverse_codes))
        yield f"Inside such a report, the code {codes} of Dataverse means this error, too."
    if info.is_wrapper:
        yield "The rest of the text says why. Where a documented error is recognized in it, you get that error instead."
    if any("{" in sentence for sentence in (*info.sentences, *info.sentences_in_wrapper)):
        yield "`{…}` stands for what varies: names, values, and what follows. `error.parameters` has it."
    (label, text), *others = examples_of(cls)
    yield f"{label}:"
    yield _block(text)
    if others:
        more = "One more example" if len(others) == 1 else f"{len(others)} more examples"
        yield f"<details>\n<summary>{more}</summary>"
        yield "\n\n".join(f"{label}:\n\n{_block(text)}" for label, text in others)
        yield "</details>"


def _in_python(cls: type[DualWriteError]) -> Iterator[str]:
    area = area_of(cls)
    base = base_class_of(area)
    yield (
        f"```{{eval-rst}}\n{_OF_PACKAGE}.. py:exception:: {cls.__name__}\n\n"
        f"   In the tree: `DualWriteError` / `{base.__name__}` / `{cls.__name__}`\n```"
    )
    yield (
        f"The area is [{title_of_area(area)}]({name_of_area_page(area)}.md): "
        f"{escaped(area.description)}. [The whole tree](../catching.md#the-tree)."
    )
    handler = handler_of(cls)
    yield f"```python\n{handler}```"
    yield f"It prints:\n\n```text\n{printed_by(handler)}```"
    if cls.info.is_wrapper:
        yield (
            "An error that was recognized inside keeps the class of this wrapper: "
            f"`{cls.__name__} in error.wrapped_in`."
        )
    yield "How to handle all errors alike: [Catching](../catching.md)."


def _named_by(cls: type[DualWriteError]) -> list[type[DualWriteError]]:
    return [CATALOG[name] for name in re.findall(r"`(\w+)`", _docstring_body(cls)) if name in CATALOG]


def _docstring_body(cls: type[DualWriteError]) -> str:
    """The docstring without its first paragraph, which is what the service says."""
    return " ".join((inspect.getdoc(cls) or "").partition("\n\n")[2].split())


def _difference(cls: type[DualWriteError], reader: type[DualWriteError]) -> str:
    """How the docstring of `cls` tells it from others, with links to them on the page of `reader`."""

    def link(found: re.Match[str]) -> str:
        return found[0] if found[1] == reader.__name__ else f"[{found[0]}]({found[1]}.md)"

    return re.sub(r"`(\w+)`", link, _docstring_body(cls))


def _link(cls: type[DualWriteError]) -> str:
    return f"[{escaped(title_of(cls))}]({cls.__name__}.md)"


def _linked(text: str, cls: type[DualWriteError]) -> str:
    """`text` as Markdown for the page of `cls`, with each class that it names as a link."""

    def link(found: re.Match[str]) -> str:
        name = found[0]
        return f"[`{name}`]({name}.md)" if name in CATALOG and name != cls.__name__ else name

    return re.sub(r"\w+", link, escaped(text))


def _listed(items: Sequence[str]) -> str:
    """A paragraph where there is one item, a numbered list where there are several."""
    if len(items) == 1:
        return items[0]
    return "\n".join(f"{number}. {item}" for number, item in enumerate(items, start=1))


def _block(text: str) -> str:
    return f"```text\n{text}\n```"


def _code(text: str) -> str:
    fence = "``" if "`" in text else "`"
    return f"{fence}{text}{fence}"


def escaped(text: str) -> str:
    """`text` as Markdown that shows it as it is, with bare addresses as links."""
    parts = re.split(r"(https://[^\s)]+)", text)
    return "".join(f"<{part}>" if number % 2 else _ESCAPED.sub(r"\\\g<0>", part) for number, part in enumerate(parts))


def write(app: Sphinx) -> None:
    """Write each page that has changed, and remove what is no page any longer."""
    del app
    DIRECTORY.mkdir(exist_ok=True)
    wanted = pages()
    for stale in {path.name for path in DIRECTORY.iterdir()} - wanted.keys():
        (DIRECTORY / stale).unlink()
    for name, text in wanted.items():
        path = DIRECTORY / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")


def setup(app: Sphinx) -> dict[str, bool]:
    """Write the pages before Sphinx looks for them."""
    app.connect("builder-inited", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
