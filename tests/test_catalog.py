"""The classes against the table of the facts in `catalog_facts.toml`, both ways."""

import inspect
import tomllib
from pathlib import Path
from typing import Any

import pytest

import dualwrite_errors
from dualwrite_errors import REGISTRY, Actor, Area, DualWriteError, Link, Retry

FACTS = tomllib.loads((Path(__file__).parent / "catalog_facts.toml").read_text(encoding="utf-8"))
CODES: dict[str, dict[str, Any]] = FACTS["codes"]
AREA_BASES = {
    Area.CONNECTION: dualwrite_errors.ConnectionSetError,
    Area.COMPANY: dualwrite_errors.CompanyError,
    Area.INTEGRATION_KEY: dualwrite_errors.IntegrationKeyError,
    Area.SCHEMA: dualwrite_errors.SchemaError,
    Area.TABLE_MAP: dualwrite_errors.TableMapError,
    Area.VALIDATION: dualwrite_errors.ValidationServiceError,
}


def facts_of(cls: type[DualWriteError]) -> dict[str, Any]:
    """The record of a class in the shape of a row of the table; what is empty is left out, as there."""
    info = cls.info
    row = {
        "class": cls.__name__,
        "area": info.area,
        "message": info.message,
        "wordings": list(info.wordings),
        "detail": info.detail,
        "steps": list(info.steps),
        "caution": info.caution,
        "links": [[link.title, link.url] for link in info.links],
        "actors": list(info.actors),
        "retry": info.retry,
    }
    return {key: value for key, value in row.items() if value or key == "links"}


def row_of(code: str) -> dict[str, Any]:
    row = dict(CODES[code])
    row["links"] = [FACTS["links"][name] for name in row["links"]]
    if "caution" in row:
        row["caution"] = FACTS["cautions"][row["caution"]]
    return row


def test_the_registry_holds_exactly_the_documented_codes_in_code_order() -> None:
    assert list(REGISTRY) == sorted(CODES)


@pytest.mark.parametrize("code", sorted(CODES.keys() | REGISTRY.keys()))
def test_a_class_says_what_the_table_says(code: str) -> None:
    assert code in REGISTRY, f"{code} is in the table of facts and has no class in catalog/"
    assert code in CODES, f"{code} has a class and no row in tests/catalog_facts.toml"
    assert facts_of(REGISTRY[code]) == row_of(code)


@pytest.mark.parametrize("code", REGISTRY)
def test_a_class_carries_its_code_and_its_own_name(code: str) -> None:
    cls = REGISTRY[code]
    assert (cls.code, cls.info.code, cls.info.name) == (code, code, cls.__name__)
    assert getattr(dualwrite_errors, cls.__name__) is cls


@pytest.mark.parametrize("code", REGISTRY)
def test_a_class_stands_under_the_base_of_its_area(code: str) -> None:
    cls = REGISTRY[code]
    assert cls.area is not None
    assert cls.__bases__ == (AREA_BASES[cls.area],)


@pytest.mark.parametrize("code", REGISTRY)
def test_a_docstring_opens_with_code_and_message_and_says_more(code: str) -> None:
    first, _, rest = (inspect.getdoc(REGISTRY[code]) or "").partition("\n\n")
    assert first.replace("\n", " ") == f"{code}: {REGISTRY[code].message}."
    assert rest.endswith("."), "say when you get this class, and what you get instead"


@pytest.mark.parametrize("code", REGISTRY)
def test_a_docstring_names_only_classes_that_exist(code: str) -> None:
    named = (inspect.getdoc(REGISTRY[code]) or "").split("`")[1::2]
    assert [name for name in named if name not in dualwrite_errors.__all__] == []


@pytest.mark.parametrize(("terms", "key"), [(Area, "areas"), (Actor, "actors")], ids=["areas", "actors"])
def test_areas_and_actors_are_those_of_the_table(terms: type[Area | Actor], key: str) -> None:
    assert {str(term): term.description for term in terms} == FACTS[key]


def test_the_retry_terms_are_those_that_the_table_uses() -> None:
    assert {str(term) for term in Retry} == {row["retry"] for row in CODES.values()}


def test_every_area_has_a_base_class_of_that_area() -> None:
    assert {area: base.area for area, base in AREA_BASES.items()} == {area: area for area in Area}


@pytest.mark.parametrize("code", REGISTRY)
def test_the_help_url_is_the_official_table(code: str) -> None:
    assert REGISTRY[code].help_url == FACTS["links"]["table"][1]


def test_no_two_codes_share_a_documented_sentence() -> None:
    sentences = [
        sentence.casefold()
        for cls in REGISTRY.values()
        for sentence in {w.casefold() for w in cls.info.documented_words}
    ]
    assert len(sentences) == len(set(sentences))


@pytest.mark.parametrize("code", REGISTRY)
def test_the_remediation_has_every_step_in_order_and_the_caution_last(code: str) -> None:
    cls = REGISTRY[code]
    lines = cls.remediation.splitlines()
    steps = lines[: len(cls.info.steps)]
    if len(steps) > 1:
        assert steps == [f"{number}. {step}" for number, step in enumerate(cls.info.steps, start=1)]
    else:
        assert steps == list(cls.info.steps)
    assert lines[len(steps) :] == ([f"Caution: {cls.info.caution}"] if cls.info.caution else [])


@pytest.mark.parametrize("code", REGISTRY)
def test_links_are_secure_pages(code: str) -> None:
    assert all(isinstance(link, Link) and link.url.startswith("https://") for link in REGISTRY[code].info.links)


def test_no_code_claims_to_be_transient() -> None:
    assert not any(cls.is_transient for cls in REGISTRY.values())
