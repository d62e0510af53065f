"""`translated`: other exceptions to ours, and what passes untouched."""

import asyncio
import threading
import traceback
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from dualwrite_errors import (
    DualWriteError,
    DualWriteErrorGroup,
    DualWriteFailure,
    DuplicateValueMap,
    IntegrationKeyMissing,
    InvalidCode,
    MandatoryFieldNotMapped,
    ReferencedRowNotFound,
    ServicePrincipalAccessDenied,
    SolutionVersionMismatch,
    SourceFieldMissingFromSchema,
    SourceSchemaMissing,
    UndocumentedCode,
    WriteToDataverseFailed,
    from_code,
    parse_payload,
    translated,
)

KEYS = "Project validation failed. [DIPV1003] Integration keys are missing"
FIELD = "[DIPV1010] Mandatory field con_code in destination entity must be mapped"


def raised_inside(error: BaseException, context: dict[str, str] | None = None) -> BaseException:
    """What comes out of `translated` when `error` is raised in it."""
    with pytest.raises(BaseException) as caught, translated(context=context):  # noqa: PT011 - whatever comes
        raise error
    return caught.value


def noted(*notes: str) -> Exception:
    error = RuntimeError("The job failed")
    for note in notes:
        error.add_note(note)
    return error


def caused_by(*causes: BaseException) -> Exception:
    error: BaseException = RuntimeError("The job failed")
    first = error
    for cause in causes:
        error.__cause__ = cause
        error = cause
    assert isinstance(first, Exception)
    return first


class WithResponse(Exception):
    """An exception with the response of another library."""

    def __init__(self, body: object, name: str = "content") -> None:
        super().__init__("412 Client Error")
        self.response = type("Response", (), {"status_code": 412, name: body})()


@pytest.mark.parametrize(
    "error",
    [
        RuntimeError(KEYS),
        ValueError("job 7", KEYS),
        noted("the reply was:", KEYS),
        caused_by(OSError("reset"), ValueError(KEYS)),
        caused_by(WithResponse(KEYS.encode())),
        WithResponse(b'{"error": {"message": "' + KEYS.encode() + b'"}}'),
        WithResponse(KEYS, "text"),
        WithResponse(lambda self: KEYS, "text"),
        WithResponse(lambda self: KEYS.encode(), "body"),
        RuntimeError("Project validation failed. keys are missing for either AX or CRM"),
    ],
    ids=lambda error: f"{type(error).__name__} {error}"[:40],
)
def test_what_carries_an_error_is_raised_as_that_error_from_the_original(error: Exception) -> None:
    ours = raised_inside(error, {"map": "Sites"})
    assert type(ours) is IntegrationKeyMissing
    assert ours.__cause__ is error
    assert ours.context["map"] == "Sites"


def test_several_errors_are_raised_as_a_group() -> None:
    ours = raised_inside(RuntimeError(f"{KEYS}. {FIELD}"))
    assert isinstance(ours, DualWriteErrorGroup)
    assert [type(error) for error in ours.exceptions] == [IntegrationKeyMissing, MandatoryFieldNotMapped]


def test_an_undocumented_code_is_carried_too() -> None:
    assert type(raised_inside(RuntimeError("[DIPV1099] new"))) is UndocumentedCode


def test_an_error_of_ours_among_the_causes_is_raised_as_a_copy_without_a_circle() -> None:
    cause = IntegrationKeyMissing("keys", context={"map": "Sites"})
    error = caused_by(cause)
    ours = raised_inside(error)
    assert isinstance(ours, IntegrationKeyMissing)
    assert (ours.text, dict(ours.context), ours.__cause__) == ("keys", {"map": "Sites"}, error)
    assert ours is not cause
    assert cause.__cause__ is None
    assert "keys" in "".join(traceback.format_exception(ours))


@pytest.mark.parametrize(
    "error",
    [
        ValueError("no code"),
        RuntimeError("cannot resolve '(a + b)' due to data type mismatch: Integration keys are missing"),
        KeyboardInterrupt(KEYS),
        SystemExit(KEYS),
        GeneratorExit(KEYS),
        asyncio.CancelledError(KEYS),
        BaseExceptionGroup("stopped", [KeyboardInterrupt(KEYS)]),
        ExceptionGroup("no code", [ValueError("a"), ExceptionGroup("b", [ValueError("c")])]),
        IntegrationKeyMissing("keys"),
        DualWriteErrorGroup("two", [IntegrationKeyMissing("keys")]),
        ExceptionGroup("ours", [IntegrationKeyMissing("keys"), ValueError("no code")]),
        WithResponse(b'{"error": {"message": "The row was refused"}}'),
        WithResponse(b"<html>Sign in</html>"),
        WithResponse(None),
        WithResponse(b"cannot resolve due to data type mismatch"),
        KeyError("DIPV1003"),
        AssertionError("expected DIPV1003"),
        AttributeError("DIPV1003"),
        FileNotFoundError(2, "No such file", "DIPV1003.json"),
        RuntimeError("404 Client Error: Not Found for url: https://con.example/maps/DIPV1003/docs"),
        caused_by(KeyError("DIPV1003")),
        caused_by(InvalidCode("1003", "DIPV1003")),
    ],
    ids=repr,
)
def test_everything_else_passes_as_the_same_object(error: BaseException) -> None:
    cause = error.__cause__
    assert raised_inside(error) is error
    assert error.__cause__ is cause


@pytest.mark.parametrize(
    "misuse",
    [
        lambda: from_code("[DIPV1003]"),
        lambda: from_code(1003),  # type: ignore[call-overload] # that it is refused is the point
        lambda: parse_payload(ValueError(KEYS)),  # type: ignore[arg-type] # that it is refused is the point
        lambda: UndocumentedCode(code="DIPV1003"),
    ],
)
def test_what_this_library_refuses_is_not_taken_for_what_it_says(misuse: Callable[[], object]) -> None:
    with pytest.raises((InvalidCode, TypeError, ValueError)), translated():
        misuse()


def test_an_implicit_context_is_not_a_cause() -> None:
    def handle() -> None:
        try:
            raise RuntimeError(KEYS)
        except RuntimeError:
            raise KeyError("a mistake in the handler")  # noqa: B904 - the implicit context is the point

    with pytest.raises(KeyError), translated():
        handle()


def test_causes_in_a_circle_are_looked_at_once() -> None:
    looked_at: list[str] = []

    class Quiet(Exception):
        def __str__(self) -> str:
            looked_at.append(self.args[0])
            return "no code"

    first, second = Quiet("first"), Quiet("second")
    first.__cause__, second.__cause__ = second, first
    assert raised_inside(first) is first
    assert looked_at == ["first", "second"]


class Hostile(Exception):
    """An exception whose every attribute raises."""

    @property
    def response(self) -> object:
        raise RuntimeError("no response has been set")

    @property
    def details(self) -> object:
        raise RuntimeError("no details")

    def __str__(self) -> str:
        raise RuntimeError("no text")


def test_an_exception_that_cannot_be_looked_at_passes() -> None:
    error = Hostile()
    assert raised_inside(error) is error


def test_an_exception_whose_text_cannot_be_made_is_known_by_its_notes_and_its_causes() -> None:
    error = Hostile()
    error.__cause__ = ValueError(KEYS)
    assert type(raised_inside(error)) is IntegrationKeyMissing
    error.add_note(FIELD)
    assert type(raised_inside(error)) is MandatoryFieldNotMapped


@pytest.mark.parametrize("notes", [None, 5, [5, None, KEYS]], ids=repr)
def test_notes_that_are_no_list_of_str_do_no_harm(notes: object) -> None:
    error = ValueError("x")
    error.__notes__ = notes  # type: ignore[assignment] # that it does no harm is the point
    raised = raised_inside(error)
    assert isinstance(raised, IntegrationKeyMissing) is isinstance(notes, list)


# Groups.


def test_in_a_group_what_carries_an_error_is_replaced_and_the_rest_stays() -> None:
    carrier, other = RuntimeError(KEYS), ValueError("no code")
    group = ExceptionGroup("jobs", [carrier, other])
    ours = raised_inside(group)
    assert isinstance(ours, ExceptionGroup)
    assert not isinstance(ours, DualWriteError)
    assert (ours.message, ours.exceptions[1], ours.__cause__) == ("jobs", other, group)
    assert type(ours.exceptions[0]) is IntegrationKeyMissing
    assert ours.exceptions[0].__cause__ is carrier


def test_a_group_of_nothing_but_carriers_becomes_ours() -> None:
    nested = ExceptionGroup("inner", [RuntimeError(FIELD)])
    ours = raised_inside(ExceptionGroup("jobs", [RuntimeError(KEYS), nested]))
    assert isinstance(ours, DualWriteErrorGroup)
    assert [type(error) for error in ours.errors] == [IntegrationKeyMissing, MandatoryFieldNotMapped]


def test_what_a_group_says_itself_does_not_hide_what_is_in_it() -> None:
    carrier, other = RuntimeError(KEYS), ValueError("no code")
    group = ExceptionGroup(FIELD, [carrier, other])
    group.__cause__ = ValueError(FIELD)
    ours = raised_inside(group)
    assert isinstance(ours, ExceptionGroup)
    assert (type(ours.exceptions[0]), ours.exceptions[1]) == (IntegrationKeyMissing, other)


def test_a_group_keeps_its_class_and_its_notes() -> None:
    class Jobs(ExceptionGroup[Exception]):
        def derive(self, excs: Sequence[Exception], /) -> "Jobs":  # type: ignore[override] # it holds exceptions alone
            return Jobs(self.message, excs)

    group = Jobs("jobs", [RuntimeError(KEYS), ValueError("no code")])
    group.add_note("seen in the nightly run")
    ours = raised_inside(group)
    assert (type(ours), ours.__notes__) == (Jobs, ["seen in the nightly run"])


def test_a_group_among_the_causes_is_searched() -> None:
    assert type(raised_inside(caused_by(ExceptionGroup("jobs", [RuntimeError(KEYS)])))) is IntegrationKeyMissing


def test_each_exception_in_nested_groups_is_looked_at_once() -> None:
    looked_at: list[str] = []

    class Quiet(Exception):
        def __str__(self) -> str:
            looked_at.append(self.args[0])
            return "no code"

    group = ExceptionGroup("jobs", [Quiet("innermost")])
    for level in range(100):
        group = ExceptionGroup("jobs", [group, Quiet(str(level))])  # type: ignore[list-item] # groups of groups
    assert raised_inside(group) is group
    assert len(looked_at) == len(set(looked_at)) == 101


def test_a_group_nested_beyond_reason_passes() -> None:
    group = ExceptionGroup("jobs", [ValueError("no code")])
    for _ in range(2_000):
        group = ExceptionGroup("jobs", [group])  # type: ignore[list-item] # groups of groups
    assert raised_inside(group) is group


def test_the_context_of_an_error_of_ours_among_the_causes_is_kept() -> None:
    cause = IntegrationKeyMissing("keys", context={"map": "Sites", "job": "hourly"})
    error = RuntimeError(f"job failed: {cause}")
    error.__cause__ = cause
    ours = raised_inside(error, {"job": "nightly", "run": "8"})
    assert isinstance(ours, IntegrationKeyMissing)
    assert dict(ours.context) == {"map": "Sites", "job": "hourly", "run": "8"}
    assert dict(cause.context) == {"map": "Sites", "job": "hourly"}


@pytest.mark.parametrize(
    "decorated", [WithResponse, property(str), classmethod(str), 7], ids=["class", "property", "classmethod", "int"]
)
def test_what_is_no_function_is_refused(decorated: Callable[[], object]) -> None:
    with pytest.raises(TypeError, match="decorates functions"):
        translated()(decorated)


def test_except_star_picks_from_a_translated_group() -> None:
    picked: list[object] = []

    def activate() -> None:
        try:
            with translated():
                raise ExceptionGroup("jobs", [RuntimeError(KEYS), ValueError("no code")])
        except* IntegrationKeyMissing as keys:
            picked.extend(keys.exceptions)

    with pytest.raises(ExceptionGroup) as rest:
        activate()
    assert len(picked) == 1
    assert [type(error) for error in rest.value.exceptions] == [ValueError]


# Texts that show a traceback.


def test_a_traceback_in_a_text_gives_what_was_raised_and_nothing_around_it() -> None:
    try:
        raise IntegrationKeyMissing("keys for con_site")
    except IntegrationKeyMissing as error:
        shown = traceback.format_exc()
        text = f"Job aborted: {shown}\n\tat org.example.Worker.run(Worker.java:7)\nCaused by: {error}\n"
    ours = raised_inside(RuntimeError(text))
    assert isinstance(ours, IntegrationKeyMissing)
    assert (ours.text, ours.raw) == ("keys for con_site", text)


def test_a_traceback_of_a_group_gives_each_error_once() -> None:
    try:
        raise DualWriteErrorGroup("two", [IntegrationKeyMissing("keys"), DuplicateValueMap("twice")])
    except DualWriteErrorGroup:
        shown = traceback.format_exc()
    ours = raised_inside(RuntimeError(f"{shown}\n{shown}"))
    assert isinstance(ours, DualWriteErrorGroup)
    assert [str(error) for error in ours.exceptions] == ["[DIPV1003] keys", "[DIPV1029] twice"]


def test_a_traceback_of_another_exception_is_not_read_from_its_source_line() -> None:
    try:
        raise RuntimeError("Project validation failed. [DIPV1003] keys")
    except RuntimeError:
        shown = traceback.format_exc()
    ours = raised_inside(RuntimeError(shown))
    assert isinstance(ours, IntegrationKeyMissing)
    assert ours.text == "keys"


# As a decorator, and at the same time.


def test_a_plain_function_keeps_its_name_and_result() -> None:
    @translated()
    def activate(name: str, *, times: int = 1) -> str:
        """Activate it."""
        if name == "bad":
            raise RuntimeError(KEYS)
        return name * times

    assert (activate("x", times=2), activate.__name__, activate.__doc__) == ("xx", "activate", "Activate it.")
    with pytest.raises(IntegrationKeyMissing):
        activate("bad")


def test_a_coroutine_function_is_translated_where_it_is_awaited() -> None:
    @translated(context={"map": "Sites"})
    async def activate() -> None:
        await asyncio.sleep(0)
        raise RuntimeError(KEYS)

    with pytest.raises(IntegrationKeyMissing) as caught:
        asyncio.run(activate())
    assert caught.value.context["map"] == "Sites"


def test_a_cancelled_task_stays_cancelled() -> None:
    @translated()
    async def wait() -> None:
        await asyncio.sleep(60)

    async def cancel() -> None:
        task = asyncio.create_task(wait())
        await asyncio.sleep(0)
        task.cancel(KEYS)
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(cancel())


def test_a_generator_is_translated_where_it_is_read() -> None:
    @translated()
    def rows() -> Iterator[int]:
        yield 1
        raise RuntimeError(KEYS)

    reader = rows()
    assert next(reader) == 1
    with pytest.raises(IntegrationKeyMissing):
        next(reader)


def test_a_generator_passes_on_what_is_sent_and_returned_and_can_be_closed() -> None:
    @translated()
    def echo() -> Iterator[object]:
        return (yield (yield "first"))

    reader = echo()
    assert next(reader) == "first"
    assert reader.send("second") == "second"  # type: ignore[attr-defined] # it is a generator
    with pytest.raises(StopIteration, match="third"):
        reader.send("third")  # type: ignore[attr-defined] # it is a generator
    other = echo()
    next(other)
    other.close()  # type: ignore[attr-defined] # it is a generator


def test_an_asynchronous_generator_is_refused_with_what_to_write_instead() -> None:
    async def rows() -> AsyncIterator[int]:
        yield 1

    with pytest.raises(TypeError, match="with translated"):
        translated()(rows)


def test_one_instance_serves_many_threads_at_once() -> None:
    shared = translated(context={"job": "nightly"})
    barrier = threading.Barrier(4)

    def work(number: int) -> BaseException | None:
        try:
            with shared:
                barrier.wait(timeout=10)
                raise RuntimeError(f"{KEYS} {number}")
        except DualWriteError as error:
            return error

    with ThreadPoolExecutor(4) as executor:
        errors = list(executor.map(work, range(4)))
    assert {str(error)[-1] for error in errors} == {"0", "1", "2", "3"}


def test_nothing_happens_where_nothing_is_raised() -> None:
    with translated():
        result = 7
    assert result == 7


def test_a_context_that_is_not_str_to_str_is_refused_at_once() -> None:
    with pytest.raises(TypeError, match="context"):
        translated(context={"map": 7})  # type: ignore[dict-item] # that it is refused is the point


# An error of ours that passes through.


def test_an_error_of_ours_that_passes_gets_the_context_where_it_lacks_it() -> None:
    group = DualWriteErrorGroup("two", [IntegrationKeyMissing("a", context={"map": "Sites"}), SourceSchemaMissing("b")])
    with pytest.raises(DualWriteErrorGroup) as caught, translated(context={"job": "nightly", "map": "all"}):
        raise group
    assert caught.value is group
    assert [dict(error.context) for error in group.errors] == [
        {"map": "Sites", "job": "nightly"},
        {"map": "all", "job": "nightly"},
    ]


def test_a_group_of_ours_among_the_causes_gets_the_context_and_stays_what_it_was() -> None:
    cause = DualWriteErrorGroup("two", [IntegrationKeyMissing("a"), SourceSchemaMissing("b")])
    ours = raised_inside(caused_by(cause), {"job": "nightly"})
    assert isinstance(ours, DualWriteErrorGroup)
    assert [dict(error.context) for error in ours.errors] == [{"job": "nightly"}] * 2
    assert [dict(error.context) for error in cause.errors] == [{}] * 2


# Without parentheses.


def test_the_decorator_works_without_parentheses() -> None:
    @translated
    def activate(site: str) -> str:
        """Activate a site."""
        raise RuntimeError(f"{KEYS} {site}")

    assert (activate.__name__, activate.__doc__) == ("activate", "Activate a site.")
    with pytest.raises(IntegrationKeyMissing):
        activate("con_north")


# What counts.


@pytest.mark.parametrize(
    ("text", "cls"),
    [
        ("Unable to write data to entity con_sites. No luck", WriteToDataverseFailed),
        (
            "job 7: Unable to write data to entity con_sites.Unable to lookup uoms with values {T}.",
            ReferencedRowNotFound,
        ),
        ("Sites V2 (con_sites) : Dual write failure - No luck", DualWriteFailure),
        ("DW9003 - Failed to connect to CRM", ServicePrincipalAccessDenied),
        (f"{KEYS} see https://con.example/DIPV1010", IntegrationKeyMissing),
    ],
)
def test_codes_and_wrappers_with_what_they_hold_count(text: str, cls: type[DualWriteError]) -> None:
    ours = raised_inside(RuntimeError(text))
    assert (type(ours), getattr(ours, "raw", None)) == (cls, text)


@pytest.mark.parametrize(
    "text",
    [
        "Unable to lookup uoms with values {T}.",
        "Missing source field con_a in the schema",
        "Number of requests exceeded the limit of 6000 over time window of 300 seconds.",
        "Unable to write data to table customers",
    ],
)
def test_a_sentence_alone_is_too_little_evidence(text: str) -> None:
    error = RuntimeError(text)
    assert raised_inside(error) is error


def test_the_word_none_in_a_text_stays() -> None:
    ours = raised_inside(OSError("[DIPV1025] Missing destination field con_NoneSuch in the schema"))
    assert getattr(ours, "names", None) == ("con_NoneSuch",)
    ours = raised_inside(RuntimeError("[DIPV1025] Missing destination field con_NoneSuch in the schema"))
    assert getattr(ours, "names", None) == ("con_NoneSuch",)


@pytest.mark.parametrize("name", ["", 3, None, b""], ids=repr)
def test_an_empty_or_numeric_file_name_takes_nothing_from_the_text(name: str | int | bytes | None) -> None:
    assert type(raised_inside(OSError(5, KEYS, name))) is IntegrationKeyMissing


def test_a_file_name_counts_for_nothing_wherever_else_it_stands() -> None:
    error = OSError(5, "refused: DIPV1003", "DIPV1003")
    assert type(raised_inside(error)) is IntegrationKeyMissing


def test_a_traceback_of_an_error_of_ours_without_a_code_gives_its_class() -> None:
    raised = SolutionVersionMismatch(
        "Dynamics 365 for Sales solution 'Con' has version mismatch. Version: '1.0' Required version: '2.0'"
    )
    try:
        raise raised
    except SolutionVersionMismatch:
        text = traceback.format_exc()
    ours = raised_inside(RuntimeError(text))
    assert (type(ours), getattr(ours, "text", "")) == (SolutionVersionMismatch, raised.text)


# Exceptions that refuse to be looked at.


class Refusing(dict[str, object]):
    """Details that raise when they are read."""

    def get(self, *_: object) -> object:
        raise OSError("gone")

    def items(self) -> object:  # type: ignore[override] # that it raises is the point
        raise OSError("gone")


class Awkward(ExceptionGroup[Exception]):
    """A group that cannot be derived."""

    def derive(self, excs: object) -> object:  # type: ignore[override] # that it raises is the point
        raise RuntimeError("no")


def with_attribute(error: Exception, name: str, value: object) -> Exception:
    setattr(error, name, value)
    return error


@pytest.mark.parametrize(
    "error",
    [
        with_attribute(RuntimeError("x"), "details", Refusing(a=1)),
        with_attribute(RuntimeError("x"), "details", {10**5000: 1}),
        with_attribute(RuntimeError("x"), "details", {"a": object()}),
        with_attribute(RuntimeError("x"), "__notes__", None),
        with_attribute(RuntimeError("x"), "__notes__", 7),
        Awkward("x", [ValueError("no code"), RuntimeError(KEYS)]),
    ],
    ids=range(6),
)
def test_what_is_raised_goes_on_where_it_cannot_be_looked_at(error: Exception) -> None:
    assert raised_inside(error) is error


def test_details_that_cannot_be_read_do_not_hide_the_text() -> None:
    for error in (
        with_attribute(RuntimeError(KEYS), "details", Refusing(a=1)),
        with_attribute(RuntimeError(KEYS), "__notes__", None),
    ):
        assert type(raised_inside(error)) is IntegrationKeyMissing


def test_of_a_traceback_in_a_message_only_what_is_evident_counts() -> None:
    said = "ValueError: Unable to sync with entity con_sites\n"
    ours = "dualwrite_errors.IntegrationKeyMissing: [DIPV1003] Keys\n"
    head = 'Traceback (most recent call last):\n  File "job.py", line 3, in run\n'
    with pytest.raises(RuntimeError), translated():
        raise RuntimeError(f"{head}{said}")
    with pytest.raises(IntegrationKeyMissing), translated():
        raise RuntimeError(f"{head}{said}{head}{ours}")


@pytest.mark.parametrize(
    "mistake",
    [KeyError, IndexError, LookupError, AssertionError, SyntaxError, NameError, UnboundLocalError, AttributeError],
)
def test_what_tells_of_a_mistake_in_a_program_passes(mistake: type[Exception]) -> None:
    error = mistake(KEYS)
    assert raised_inside(error) is error
    cause = caused_by(mistake(KEYS))
    assert raised_inside(cause) is cause


@pytest.mark.parametrize(("links", "is_found"), [(1, True), (98, True), (99, False), (200, False)])
def test_causes_are_followed_a_hundred_deep(links: int, is_found: bool) -> None:  # noqa: FBT001
    error = caused_by(*(ValueError("no code") for _ in range(links)), ValueError(KEYS))
    assert isinstance(raised_inside(error), IntegrationKeyMissing) is is_found


def test_an_exception_says_more_than_its_causes_and_its_body_more_than_its_text() -> None:
    response = WithResponse(b"[DIPV1010] body")
    response.add_note("[DIPV1018] note")
    response.args = ("[DIPV1011] text",)
    found = [str(raised_inside(caused_by(response))), str(raised_inside(response))]
    response.response = None
    found.append(str(raised_inside(response)))
    response.args = ("no code",)
    found.append(str(raised_inside(response)))
    response.__notes__ = []
    response.details = {"said": "[DIPV1020] details"}  # type: ignore[attr-defined] # as Microsoft's Dataverse SDK has it
    found.append(str(raised_inside(response)))
    response.__cause__ = ValueError("[DIPV1030] cause")
    found.append(str(raised_inside(response)))
    response.details = None  # type: ignore[attr-defined] # as above
    found.append(str(raised_inside(response)))
    assert found == [
        *("[DIPV1010] body", "[DIPV1010] body", "[DIPV1011] text", "[DIPV1018] note"),
        *("[DIPV1020] details", "[DIPV1020] details", "[DIPV1030] cause"),
    ]


def test_of_the_causes_an_error_of_ours_counts_before_what_others_say() -> None:
    ours = raised_inside(caused_by(ValueError(FIELD), IntegrationKeyMissing("keys")))
    assert str(ours) == "[DIPV1003] keys"


def test_a_body_gives_its_status_and_its_ids_and_the_context_wins() -> None:
    error = WithResponse(b"[DIPV1010] body")
    error.response.headers = {"x-ms-request-id": "r-1"}
    ours = raised_inside(error, {"request_id": "r-2", "job": "nightly"})
    assert dict(getattr(ours, "context", {})) == {
        "path": "$",
        "http_status": "412",
        "request_id": "r-2",
        "job": "nightly",
    }


def test_the_names_of_both_files_count_for_nothing() -> None:
    for names in (("DIPV1003.csv", None, "b"), ("a", None, "DIPV1003.csv"), (b"DIPV1003", None, b"b")):
        error = OSError(18, "Invalid cross-device link", *names)
        assert raised_inside(error) is error
    error = OSError(18, KEYS, "a.csv", None, "b.csv")
    assert getattr(raised_inside(error), "text", "").split() == ["Integration", "keys", "are", "missing:", "->"]


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("see http://con.example/DIPV1003", False),
        ("see https://con.example/?code=DIPV1003&x=1 and https://con.example/[DIPV1010]", False),
        ("see https://con.example/a DIPV1003", True),
        ("DIPV1003, see https://con.example/a", True),
        ("see https://con.example/a DIPV1003 https://con.example/b", True),
        ("see ftp://con.example/DIPV1003", True),
    ],
)
def test_a_code_in_the_address_of_a_page_does_not_count(text: str, is_found: bool) -> None:  # noqa: FBT001
    assert isinstance(raised_inside(RuntimeError(text)), IntegrationKeyMissing) is is_found


HEAD = 'Traceback (most recent call last):\n  File "job.py", line 3, in run\n'


@pytest.mark.parametrize(
    "line",
    ["RuntimeError: {}", "  | RuntimeError: {}", "    | con.jobs.Refused: {}", "  + Refused: {}", "\tcon.Refused: {}"],
)
def test_a_traceback_in_a_message_says_what_was_raised_at_any_depth_of_a_group(line: str) -> None:
    text = f"The job failed:\n{HEAD}    raise Refused('[DIPV1010] not this')\n{line.format(KEYS)}\n"
    ours = raised_inside(RuntimeError(text), {"job": "nightly"})
    assert (str(ours), getattr(ours, "raw", None)) == ("[DIPV1003] Integration keys are missing", text)
    assert dict(getattr(ours, "context", {})) == {"job": "nightly"}


def test_lines_that_look_like_those_of_a_traceback_are_read_together_where_there_is_none() -> None:
    text = f"Refused: {KEYS}\nActivity ID: 5cfd4dea-0000-4000-8000-000000000001"
    ours = raised_inside(RuntimeError(text))
    assert dict(getattr(ours, "context", {})) == {"activity_id": "5cfd4dea-0000-4000-8000-000000000001"}


def test_a_text_with_a_traceback_that_says_nothing_is_read_as_any_other() -> None:
    ours = raised_inside(RuntimeError(f"{KEYS}\n{HEAD}ValueError: no code\n"))
    assert isinstance(ours, IntegrationKeyMissing)


@pytest.mark.parametrize(
    ("raised", "is_found"),
    [
        ("dualwrite_errors.EntitySyncFailed", True),
        ("dualwrite_errors.SourceFieldMissingFromSchema", True),
        ("dualwrite_errors.NoSuchClass", False),
        ("con.dualwrite_errors.SourceFieldMissingFromSchema", False),
        ("SourceFieldMissingFromSchema", False),
    ],
)
def test_in_a_traceback_a_sentence_counts_where_our_class_stands_before_it(raised: str, is_found: bool) -> None:  # noqa: FBT001
    error = RuntimeError(f"{HEAD}{raised}: Missing source field con_a in the schema\n")
    assert isinstance(raised_inside(error), SourceFieldMissingFromSchema) is is_found


def test_a_group_of_ours_in_a_group_stays_and_gets_the_context() -> None:
    inner = DualWriteErrorGroup("two", [IntegrationKeyMissing("a")])
    carrier = RuntimeError(KEYS)
    ours = raised_inside(ExceptionGroup("jobs", [inner, carrier]), {"job": "7"})
    assert isinstance(ours, DualWriteErrorGroup)
    assert ours.exceptions[0] is inner
    assert [error.context["job"] for error in ours.errors] == ["7", "7"]
    assert (ours.message, ours.exceptions[1].__cause__) == ("jobs", carrier)


def test_a_function_that_refuses_its_arguments_itself_is_no_refusal_of_ours() -> None:
    scope: dict[str, Any] = {}
    exec("def refuse(said):\n    raise ValueError(said)", scope)  # noqa: S102 - a module without a name
    scope.pop("__name__", None)
    with pytest.raises(IntegrationKeyMissing), translated():
        scope["refuse"](KEYS)


def test_the_number_of_a_file_takes_nothing_from_a_text_that_ends_with_it() -> None:
    class Refused(OSError):
        def __str__(self) -> str:
            return "[DIPV1003]"

    assert type(raised_inside(Refused(5, "refused", 3))) is IntegrationKeyMissing
