"""`dualwrite-errors explain`: what it takes, what it prints, and how it ends."""

import json
import re

import pytest
from commands import HOSTILE_TEXT, run, titles, unprintable, words
from hypothesis import given
from hypothesis import strategies as st

from dualwrite_errors import CATALOG, REGISTRY, DualWriteError, KnownFrom, UndocumentedCode

FORMS = ("text", "markdown", "json")
PASTED = (
    "2031-05-06T08:02:17 [ERR] Yards (con_yards): Unable to write data to entity con_yards."
    " Unable to lookup con_sites with values {SITE-04}. [DIPV1003] Integration keys are missing"
)


# What it takes.


@pytest.mark.parametrize(
    "given", ["DIPV1003", "DipV1003", "1003", " 1003 ", "IntegrationKeyMissing", "integrationkeymissing", "[DIPV1003]"]
)
def test_it_takes_a_code_its_digits_or_its_class_in_any_case(given: str) -> None:
    ran = run("explain", given)
    assert ran == run("explain", "DIPV1003")
    assert (ran.status, ran.err, titles(ran.out)) == (0, "", ["DIPV1003"])


@pytest.mark.parametrize(
    ("given", "code"),
    [("dw9003", "DW9003"), ("9003", "DW9003"), ("DWDVEV1004", "DWDVEV1004"), ("dwfoev1001", "DWFOEV1001")],
)
def test_it_takes_the_codes_of_every_family(given: str, code: str) -> None:
    assert titles(run("explain", given).out) == [code]


@pytest.mark.parametrize("given", ["ReferencedRowNotFound", "referencedrownotfound"])
def test_it_takes_the_class_of_an_error_without_a_code(given: str) -> None:
    ran = run("explain", given)
    assert (ran.status, ran.err, titles(ran.out)) == (0, "", ["ReferencedRowNotFound"])


def test_it_takes_a_whole_text_and_explains_each_error_in_it() -> None:
    ran = run("explain", PASTED)
    assert (ran.status, ran.err, titles(ran.out)) == (0, "", ["ReferencedRowNotFound", "DIPV1003"])


def test_it_takes_a_text_of_several_lines() -> None:
    assert titles(run("explain", f"{PASTED}\n\n[DWDVEV1004]").out) == [
        "ReferencedRowNotFound",
        "DIPV1003",
        "DWDVEV1004",
    ]


def test_it_keeps_the_order_in_which_errors_are_given() -> None:
    assert titles(run("explain", "1005", "dipv1003", "DataTypeMismatch").out) == ["DIPV1005", "DIPV1003", "DIPV1030"]


def test_it_explains_once_what_is_given_twice() -> None:
    assert run("explain", "1003", "IntegrationKeyMissing", PASTED) == run("explain", "1003", "ReferencedRowNotFound")


@pytest.mark.parametrize("form", ["markdown", "json"])
def test_all_explains_every_error_of_the_catalog(form: str) -> None:
    status, out, err = run("explain", "--all", "--format", form)
    beginnings = {"markdown": r"^## ", "json": r'^    "code": '}
    assert len(re.findall(beginnings[form], out, re.MULTILINE)) == len(CATALOG)
    assert (status, err) == (0, "")


def test_all_is_in_the_order_of_repair() -> None:
    assert titles(run("explain", "--all").out) == [cls.code or name for name, cls in CATALOG.items()]


def test_it_takes_either_errors_or_all_of_them() -> None:
    status, out, err = run("explain", "--all", "DIPV1003")
    assert (status, out) == (2, "")
    assert "give either --all or errors" in err


# What it prints.


def facts_of(cls: type[DualWriteError]) -> list[str]:
    info = cls.info
    return [
        *(info.code or info.name, info.name, info.message, info.detail, *info.steps, info.caution or "", info.retry),
        *(*info.sentences, *info.sentences_in_wrapper, *info.dataverse_codes),
        *(actor.description for actor in info.actors),
        *(part for link in info.links for part in link),
        *([] if info.known_from is KnownFrom.OFFICIAL else [info.known_from.description]),
    ]


def test_it_prints_all_that_is_known() -> None:
    for name, cls in CATALOG.items():
        assert cls.area is not None
        facts = [*facts_of(cls), cls.retry.description, cls.area, cls.area.description]
        status, out, err = run("explain", name)
        assert [fact for fact in facts if words(fact) not in words(out)] == []
        assert ("    CAUTION " in out) is bool(cls.caution)
        assert (status, err) == (0, "")


def test_markdown_has_all_that_is_known() -> None:
    for name, cls in CATALOG.items():
        status, out, err = run("explain", name, "--format", "markdown")
        printed = re.sub("<(https:[^>]+)>", r"\1", out.replace(r"\<", "<"))
        assert [fact for fact in facts_of(cls) if fact not in printed] == []
        assert ("**Caution.** " in out) is bool(cls.caution)
        assert (status, err) == (0, "")


def test_it_prints_the_page_to_read_first() -> None:
    assert [name for name, cls in CATALOG.items() if cls.help_url not in run("explain", name).out] == []


@pytest.mark.parametrize("name", ["EnvironmentInfoMissing", "SandboxUnavailable", "WriteToDataverseFailed"])
def test_json_has_all_that_is_known(name: str) -> None:
    (record,) = json.loads(run("explain", name, "--format", "json").out)
    info = CATALOG[name].info
    assert record == {
        "code": info.code,
        "name": name,
        "area": str(info.area),
        "message": info.message,
        "sentences": list(info.sentences),
        "sentences_in_wrapper": list(info.sentences_in_wrapper),
        "dataverse_codes": list(info.dataverse_codes),
        "is_wrapper": info.is_wrapper,
        "detail": info.detail,
        "caution": info.caution,
        "steps": list(info.steps),
        "actors": [{"name": str(actor), "description": actor.description} for actor in info.actors],
        "retry": {"name": str(info.retry), "description": info.retry.description},
        "known_from": {"name": str(info.known_from), "description": info.known_from.description},
        "links": [{"title": link.title, "url": link.url} for link in info.links],
        "help_url": info.help_url,
    }


def test_what_a_step_destroys_stands_before_the_steps() -> None:
    for form, caution, step in [("text", "CAUTION", "What to do"), ("markdown", "**Caution.**", "**What to do.**")]:
        out = run("explain", "DIPV1016", "--format", form).out
        assert 0 < out.index(caution) < out.index(step)


def test_steps_are_numbered_where_there_are_several() -> None:
    assert "    What to do   1. " in run("explain", "DIPV1003").out
    assert "    What to do   1. " not in run("explain", "DuplicateKey").out


def test_json_is_an_array_also_where_nothing_is_known() -> None:
    assert json.loads(run("explain", "3", "--format", "json").out) == []


# What nobody knows.


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("given", "code"), [("dipv1099", "DIPV1099"), ("[DWDVEV1099] It failed", "DWDVEV1099")])
def test_it_says_of_a_code_that_no_table_has_what_it_can_and_ends_with_1(given: str, code: str, form: str) -> None:
    status, out, err = run("explain", given, "--format", form)
    assert status == 1
    assert err.startswith(
        f"dualwrite-errors: {code} looks like a code, but it is not in the official tables that this version knows"
    )
    assert code in out
    assert UndocumentedCode.info.steps[0] in words(out)


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("DIPV1OO3", "DIPV1003"),
        ("DIPV-1003", "DIPV1003"),
        ("DWDVEV1OO4", "DWDVEV1004"),
        ("IntegrationKeyMising", "IntegrationKeyMissing"),
        ("ReferencedRowsNotFound", "ReferencedRowNotFound"),
        ("DIPV", None),
        ("3", None),
        ("", None),
        ("１００３", None),
        ("10031", None),
        ("-", None),
        ("The site is closed for the season", None),
    ],
)
def test_it_ends_with_2_for_what_holds_no_error_and_names_a_near_miss(given: str, meant: str | None) -> None:
    status, out, err = run("explain", given)
    assert (status, out) == (2, "")
    assert err.startswith(f"dualwrite-errors: {given!a} is no code, no class and no text ")
    assert re.findall(r"Did you mean '(\w+)'\?$", err) == ([meant] if meant else [])


def test_it_explains_the_others_where_one_is_no_error() -> None:
    status, out, err = run("explain", "3", "1003", "1099")
    assert status == 2
    assert titles(out) == ["DIPV1003", "DIPV1099"]
    assert len(err.splitlines()) == 2


@pytest.mark.parametrize(
    "given",
    ["x" * 1_000_000, "1" * 1_000_000, "DIPV" * 300_000, "\\" * 100_000, HOSTILE_TEXT, "\udc9b\udcff"],
    ids=["x", "1", "DIPV", "backslashes", "hostile", "surrogates"],
)
def test_it_survives_a_hostile_text(given: str) -> None:
    status, out, err = run("explain", given)
    assert (status, out) == (2, "")
    assert len(err) < 250
    assert unprintable(err) == set()


@given(st.text(st.characters(codec=None, exclude_categories=())), st.sampled_from(FORMS))
def test_it_prints_nothing_unprintable_whatever_it_is_given(text: str, form: str) -> None:
    _, out, err = run("explain", "--format", form, "--", text)
    assert unprintable(out + err) == set()


def test_every_code_of_the_registry_is_explained_by_its_class() -> None:
    for code, cls in REGISTRY.items():
        assert f"\n    Class        {cls.__name__}\n" in run("explain", code).out
