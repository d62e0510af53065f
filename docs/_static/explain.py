"""What the page that explains a pasted text shows. Runs in the browser, and in `tests/test_explain_page.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from dualwrite_errors import CATALOG, DualWriteError, ErrorInfo, parse_payload
from dualwrite_errors.cli.explain import errors_meant
from dualwrite_errors.cli.html_report.markup import Markup, element, joined
from dualwrite_errors.cli.html_report.places import short
from dualwrite_errors.cli.html_report.remedy import remedy
from dualwrite_errors.templates import TEXT

MOST_KINDS: Final = 50
MOST_TIMES: Final = 20
LONGEST_TEXT: Final = 600
_ORDER: Final = {name: number for number, name in enumerate(CATALOG)}
_WHOLE_PAYLOAD: Final = "$"
_LONGEST_NAME: Final = 100
_WORDS_OF_NAMES: Final = {
    "http_status": "HTTP status",
    "map": "table map",
    "path": "path in the JSON",
    "wrapped_in": "inside",
}


def explained(text: str) -> str:
    """HTML that says which errors are in `text`, what they mean and what to do, in the order of repair."""
    if not text.strip():
        return element("p", "Paste an error text first.")
    found: dict[tuple[str, str], list[DualWriteError]] = {}
    for error in parse_payload(text):
        found.setdefault((error.info.name, error.code), []).append(error)
    if not found and len(text) <= _LONGEST_NAME and (meant := dict.fromkeys(errors_meant(text))):
        return joined(_card(info, code, ()) for info, code in meant)
    if not found:
        return _nothing_found()
    kinds = sorted(found, key=lambda kind: _ORDER.get(kind[0], len(_ORDER)))
    cards = [_card(found[name, code][0].info, code, found[name, code]) for name, code in kinds[:MOST_KINDS]]
    return joined([_summary(sum(map(len, found.values())), len(kinds)), *cards])


def _summary(errors: int, kinds: int) -> Markup:
    if kinds == 1:
        said = "One error" if errors == 1 else f"One error, {errors:,} times"
    else:
        said = f"{errors:,} errors of {kinds:,} kinds, in the order of repair"
    left_out = f" Here are the first {MOST_KINDS}." if kinds > MOST_KINDS else ""
    return element("p", element("strong", f"{said}."), left_out)


def _nothing_found() -> Markup:
    return element(
        "div",
        element("p", element("strong", "No documented error of dual-write was recognized.")),
        element("p", "That does not mean that nothing is wrong. What you can do:"),
        element(
            "ul",
            element("li", "Paste more: the lines around it, the whole answer of the service, or the whole log line."),
            element("li", "Look for some of its words in ", element("a", "the errors", href="errors/index.html"), "."),
            element("li", "If it does not help, give the text and the activity ID to Microsoft Support."),
        ),
        class_="nothing",
    )


def _card(info: ErrorInfo, code: str, errors: Sequence[DualWriteError]) -> Markup:
    title = f"{code}: {info.message}" if code else info.message
    page = f"errors/{info.name}.html" if info.name in CATALOG else None
    return element(
        "article",
        element("h2", element("a", title, href=page) if page else title),
        *(_occurrence(error) for error in errors[:MOST_TIMES]),
        element("p", f"and {len(errors) - MOST_TIMES:,} more") if len(errors) > MOST_TIMES else "",
        *remedy(info, "h3"),
        element("p", element("a", "Everything about this error", href=page)) if page else "",
    )


def _occurrence(error: DualWriteError) -> Markup:
    """What the service said, and what is known from where it stands."""
    told = {name: value for name, value in error.parameters.items() if name != TEXT}
    where = {name: value for name, value in error.context.items() if (name, value) != ("path", _WHOLE_PAYLOAD)}
    if error.wrapped_in:
        where["wrapped_in"] = "; ".join(wrapper.message for wrapper in error.wrapped_in)
    return element(
        "div",
        element("blockquote", short(error.text, LONGEST_TEXT)) if error.text else "",
        _listed(told),
        *((element("p", "Where it was found:"), _listed(where)) if where else ()),
        class_="occurrence",
    )


def _listed(facts: Mapping[str, str]) -> Markup:
    pairs = ((element("dt", _label(name)), element("dd", short(value, LONGEST_TEXT))) for name, value in facts.items())
    return element("dl", *(each for pair in pairs for each in pair)) if facts else joined(())


def _label(name: str) -> str:
    words = _WORDS_OF_NAMES.get(name) or name.replace("_", " ")
    return f"{words[:1].upper()}{words[1:]}".removesuffix(" id") + (" ID" if words.endswith(" id") else "")
