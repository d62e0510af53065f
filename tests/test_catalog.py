"""The catalog holds to its form, and to the official codes and messages."""

import inspect
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import dualwrite_errors
from dualwrite_errors import CATALOG, REGISTRY, Actor, Area, DualWriteError, ErrorInfo, KnownFrom, Link, Retry
from dualwrite_errors.folding import Folded
from dualwrite_errors.templates import Template

OFFICIAL: dict[str, str] = tomllib.loads((Path(__file__).parent / "official_messages.toml").read_text(encoding="utf-8"))
every_error = pytest.mark.parametrize("cls", CATALOG.values(), ids=CATALOG)
ErrorClass = type[DualWriteError]


def sentences_of(cls: ErrorClass) -> tuple[str, ...]:
    return cls.info.sentences + cls.info.sentences_in_wrapper


def test_the_registry_has_the_official_codes_and_messages_in_code_order() -> None:
    assert {code: cls.message for code, cls in REGISTRY.items()} == OFFICIAL
    assert list(REGISTRY) == sorted(OFFICIAL)


def test_the_catalog_has_every_error_under_its_name_in_the_order_of_repair() -> None:
    assert all(cls.__name__ == cls.info.name == name for name, cls in CATALOG.items())
    areas = [cls.area for cls in CATALOG.values()]
    assert list(dict.fromkeys(areas)) == list(Area)
    assert areas == [area for area in Area for _ in range(areas.count(area))]
    assert set(REGISTRY.values()) <= set(CATALOG.values())


def test_both_mappings_are_read_only() -> None:
    for mapping in (REGISTRY, CATALOG):
        with pytest.raises(TypeError):
            mapping["DIPV1099"] = DualWriteError  # type: ignore[index] # that it is refused is the point


@every_error
def test_an_error_says_what_it_means_what_to_do_and_who_can_do_it(cls: ErrorClass) -> None:
    info = cls.info
    assert info.message == sentences_of(cls)[0]
    assert info.detail.endswith((".", ".)"))
    assert info.steps
    assert all(step.endswith((".", ")")) for step in info.steps)
    assert info.actors
    assert len(set(info.actors)) == len(info.actors)
    assert info.caution is None or info.caution.endswith(".")


@every_error
def test_an_error_stands_right_below_the_base_class_of_its_area(cls: ErrorClass) -> None:
    (base,) = cls.__bases__
    assert base in DualWriteError.__subclasses__()
    assert cls.area is base.area is cls.info.area is not None
    assert getattr(dualwrite_errors, cls.__name__) is cls


def test_every_area_has_one_base_class() -> None:
    bases = Counter(cls.info.area for cls in DualWriteError.__subclasses__() if cls.info.area)
    assert bases == Counter(Area)


@every_error
def test_a_docstring_opens_with_code_and_message_and_tells_the_error_from_its_neighbors(cls: ErrorClass) -> None:
    opening, _, rest = (inspect.getdoc(cls) or "").partition("\n\n")
    code = f"{cls.code}: " if cls.code else ""
    assert " ".join(opening.split()) == f"{code}{cls.message.rstrip('.')}."
    named = re.findall("`(\\w+)`", rest)
    assert named, "say what you get instead, and where"
    assert [name for name in named if name not in dualwrite_errors.__all__] == []


@every_error
def test_the_docstring_of_a_wrapper_says_when_you_get_it(cls: ErrorClass) -> None:
    says_so = (
        "You get this only where nothing inside is recognized.".lower()
        in " ".join((inspect.getdoc(cls) or "").split()).lower()
    )
    assert says_so is cls.info.is_wrapper


@every_error
def test_links_are_secure_pages_and_a_step_that_names_a_page_has_one(cls: ErrorClass) -> None:
    assert all(isinstance(link, Link) and link.url.startswith("https://") for link in cls.info.links)
    assert cls.info.links or "page" not in " ".join(cls.info.steps).lower()
    assert cls.help_url.startswith("https://learn.microsoft.com/")


@every_error
def test_what_destroys_something_has_a_caution(cls: ErrorClass) -> None:
    steps = " ".join(cls.info.steps).lower()
    harmless = ("exportforbidden", "serviceprincipalaccessdenied")  # a client to add anew; a privilege called delete
    destroys = ("reset the link", "delete ", "generate mapping", "change tracking")
    if cls.__name__.lower() not in harmless and any(word in steps for word in destroys):
        assert cls.info.caution


def test_no_sentence_is_empty_and_none_has_two_errors() -> None:
    sentences = Counter(Folded(sentence).lower for cls in CATALOG.values() for sentence in sentences_of(cls))
    assert all(sentence.strip() for sentence in sentences)
    assert [sentence for sentence, times in sentences.items() if times > 1] == []


def test_no_dataverse_code_has_two_errors() -> None:
    codes = Counter(code for cls in CATALOG.values() for code in cls.info.dataverse_codes)
    assert all(re.fullmatch("0x[0-9a-f]{8}", code) for code in codes)
    assert codes.total() == len(codes)


def test_a_placeholder_that_stands_twice_is_meant_to_have_one_value() -> None:
    twice = {
        (cls.__name__, name)
        for cls in CATALOG.values()
        for sentence in sentences_of(cls)
        for name, times in Counter(re.findall(r"\{(\w+)\}", sentence)).items()
        if times > 1
    }
    assert twice == {("ServicePrincipalAccessDenied", "side")}


@every_error
def test_a_wrapper_has_something_to_hold_and_nothing_else_goes_on(cls: ErrorClass) -> None:
    templates = [Template(sentence) for sentence in sentences_of(cls)]
    if cls.info.is_wrapper:
        assert any(template.goes_on for template in templates) or cls is dualwrite_errors.ProjectValidationFailed
    else:
        assert not any(template.goes_on for template in templates)
    assert all("{text}" not in sentence or sentence.endswith("{text}") for sentence in sentences_of(cls)), (
        "the rest of a text can only stand at its end"
    )


@every_error
def test_every_sentence_has_a_part_that_is_searched_for(cls: ErrorClass) -> None:
    for sentence in sentences_of(cls):
        part = Template(sentence).rare_part()
        assert len(part) >= 4
        assert part in sentence.lower()


def test_every_term_is_described_and_used() -> None:
    used = {
        Area: {cls.area for cls in CATALOG.values()},
        Actor: {actor for cls in CATALOG.values() for actor in cls.info.actors},
        Retry: {cls.retry for cls in CATALOG.values()},
        KnownFrom: {cls.info.known_from for cls in CATALOG.values()},
    }
    for terms, found in used.items():
        assert found == set(terms)
        assert all(term.description for term in terms)


@every_error
def test_only_what_is_documented_as_passing_is_transient(cls: ErrorClass) -> None:
    assert cls.is_transient is cls().is_transient is (cls.retry is Retry.TRANSIENT)


def test_the_transient_errors_are_those_whose_pages_say_so() -> None:
    assert {name for name, cls in CATALOG.items() if cls.is_transient} == {
        "JournalSyncFailed",
        "ServiceProtectionLimit",
    }


@every_error
def test_the_remediation_has_the_caution_first_and_then_every_step_in_order(cls: ErrorClass) -> None:
    steps = list(cls.steps)
    numbered = [f"{number}. {step}" for number, step in enumerate(steps, start=1)] if len(steps) > 1 else steps
    caution = [f"Caution: {cls.caution}"] if cls.caution else []
    assert cls.remediation == "\n".join(caution + numbered)


@pytest.mark.parametrize("field", ["sentences", "steps", "links", "actors", "dataverse_codes"])
def test_an_info_with_a_str_where_several_belong_is_refused(field: str) -> None:
    with pytest.raises(TypeError, match=f"{field} takes a tuple"):
        ErrorInfo(detail="New.", message="New", **{field: "Call the desk."})  # type: ignore[arg-type] # the point


@pytest.mark.parametrize("field", ["sentences", "sentences_in_wrapper", "steps", "links", "actors", "dataverse_codes"])
def test_a_field_of_several_values_takes_a_tuple(field: str) -> None:
    for value in ("Check the key.", ["Check the key."]):
        given: dict[str, Any] = {"detail": "x", field: value}
        with pytest.raises(TypeError, match=rf"^{field} takes a tuple; one of a single element ends in a comma"):
            ErrorInfo(**given)


def test_the_repr_of_an_info_says_code_name_and_message() -> None:
    assert repr(REGISTRY["DIPV1003"].info) == "<ErrorInfo DIPV1003 IntegrationKeyMissing: Integration keys are missing>"
    assert repr(ErrorInfo(detail="x", message="y")) == "<ErrorInfo without a code : y>"


@pytest.mark.parametrize("code", ["dipv1003", "1003", "DIPV 1003", "DIPV1003 "])
def test_the_code_of_an_error_is_written_in_upper_case(code: str) -> None:
    with pytest.raises(ValueError, match="code takes a code in upper case"):
        ErrorInfo(detail="x", code=code)
