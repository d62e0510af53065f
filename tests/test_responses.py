"""Responses that cannot be read, or not any more, and what comes with exceptions."""

import inspect
import io
import urllib.error
from collections.abc import Callable, Iterator
from decimal import Decimal
from email.message import Message
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any

import attrs
import pytest

from dualwrite_errors import IntegrationKeyMissing, parse_payload, translated

KEYS = "Project validation failed. [DIPV1003] Integration keys are missing"


class Unread:
    """A response as httpx has it, of which the body has not been read."""

    status_code = 500

    @property
    def content(self) -> bytes:
        raise RuntimeError("attempted to access streaming response content")

    text = content


class UnreadText:
    """A response that has nothing but its text, which has not been read."""

    status_code = 500
    text = Unread.content


class Asynchronous:
    """A response of an asynchronous client: its body has to be awaited."""

    status_code = 500

    async def text(self) -> str:
        return KEYS


class AwaitableWithoutEnd(Asynchronous):
    """Its body is awaitable, and no coroutine."""

    def text(self) -> Any:
        return self

    def __await__(self) -> Any:
        return iter([])


class Broken:
    """A response of which the connection breaks while the body is read."""

    status_code = 500

    @property
    def content(self) -> bytes:
        raise ConnectionResetError("the peer is gone")


@attrs.frozen
class Answer:
    """A response with headers and a body as they come."""

    status_code: Any
    content: Any = b""
    headers: Any = None


@pytest.mark.parametrize(
    ("response", "instead"),
    [
        (Unread(), r"has not been read: call response\.read\(\) or await response\.aread\(\) first"),
        (UnreadText(), r"has not been read: call response\.read\(\)"),
        (Asynchronous(), "Asynchronous is read asynchronously: await its body, and pass the text"),
        (AwaitableWithoutEnd(), "AwaitableWithoutEnd is read asynchronously: await its body"),
    ],
)
def test_a_response_that_has_no_body_yet_is_a_type_error_that_says_what_to_do(response: Any, instead: str) -> None:
    with pytest.raises(TypeError, match=instead):
        parse_payload(response)


def test_a_connection_that_breaks_is_the_librarys_own_error() -> None:
    with pytest.raises(ConnectionResetError):
        parse_payload(Broken())  # type: ignore[arg-type] # it is like a response


def test_what_has_a_status_and_no_body_is_no_response() -> None:
    class Task:
        status = 5
        read = "not a method"

    class Job:
        status_code = 5

    for value in (Task(), Job()):
        with pytest.raises(TypeError, match="call it with each response alone"):
            parse_payload(value)  # type: ignore[arg-type] # that it is refused is the point


def test_what_holds_a_body_inside_json_is_refused_with_what_to_pass() -> None:
    with pytest.raises(TypeError, match="pass the bytes or the text of its body"):
        parse_payload([io.BytesIO(b"x")])  # type: ignore[list-item] # that it is refused is the point


@pytest.mark.parametrize("status", [500, "500", " 500 ", 500.0, Decimal(500), HTTPStatus.INTERNAL_SERVER_ERROR])
def test_a_status_may_be_a_number_of_any_kind_or_a_text(status: Any) -> None:
    for body in (b"", b"[]"):
        (error,) = parse_payload(Answer(status, body))
        assert error.context["http_status"] == "500"


@pytest.mark.parametrize("status", [300, 302, 307, 399, "303", 400])
@pytest.mark.parametrize("body", [b"", b" \r\n"])
def test_a_redirect_and_a_failure_without_a_body_are_errors(status: Any, body: bytes) -> None:
    (error,) = parse_payload(Answer(status, body, {"Location": "https://login.example/x"}))
    assert (error.text, error.context["http_status"]) == (f"HTTP {status}", str(status))


@pytest.mark.parametrize(
    ("status", "body"), [(200, b""), (201, b""), (204, b""), (299, b""), (304, b""), (300, b"[]"), (303, b'{"id": 7}')]
)
def test_an_empty_success_what_has_not_changed_and_a_redirect_with_data_are_no_errors(status: int, body: bytes) -> None:
    assert parse_payload(Answer(status, body)) == []


@pytest.mark.parametrize("status", ["", "5000", "500 rows", None, 3.5, True])
def test_a_status_of_another_kind_says_nothing(status: Any) -> None:
    (error,) = parse_payload(Answer(status, KEYS.encode()))
    assert (error.code, "http_status" in error.context) == ("DIPV1003", False)
    assert parse_payload(Answer(status, b"[]")) == []


@pytest.mark.parametrize("headers", [None, 7, [("a", "b")]])
def test_headers_of_any_type_lose_nothing_but_themselves(headers: Any) -> None:
    (error,) = parse_payload(Answer(500, KEYS.encode(), headers))
    assert dict(error.context) == {"path": "$", "http_status": "500"}


@pytest.mark.parametrize(
    "header",
    [
        *("Retry-After", "x-ms-service-request-id", "x-ms-client-request-id", "x-ms-correlation-request-id"),
        *("REQ_ID", "x-ms-request-id", "request-id", "ActivityId"),
    ],
)
def test_the_headers_that_name_something_are_context(header: str) -> None:
    name = {"retry-after": "retry_after", "activityid": "activity_id", "x-ms-correlation-request-id": "correlation_id"}
    name |= {"x-ms-service-request-id": "service_request_id", "x-ms-client-request-id": "client_request_id"}
    (error,) = parse_payload(Answer(500, b"", {header: "7", "Date": "x"}))
    assert dict(error.context) == {"http_status": "500", name.get(header.lower(), "request_id"): "7"}


_HTTP_ERRORS: list[urllib.error.HTTPError] = []


@pytest.fixture(autouse=True)
def _are_closed() -> Iterator[None]:
    yield
    while _HTTP_ERRORS:
        _HTTP_ERRORS.pop().close()


def _http_error(body: Any, reason: str = "Precondition Failed") -> urllib.error.HTTPError:
    _HTTP_ERRORS.append(urllib.error.HTTPError("https://x.example", 412, reason, Message(), body))
    return _HTTP_ERRORS[-1]


class ClosedStream(io.BytesIO):
    """A stream that fails when it is read."""

    def read(self, size: int | None = -1) -> bytes:
        raise ValueError("read of closed file")


class NothingYet(io.RawIOBase):
    """A stream that has nothing to read at the moment."""

    def read(self, size: int | None = -1) -> None:
        return None


@pytest.mark.parametrize("made", [lambda body: io.BytesIO(body.encode()), io.StringIO], ids=["bytes", "text"])
def test_the_body_of_an_error_of_urllib_is_read_and_put_back(made: Callable[[str], Any]) -> None:
    body = f'{{"error": {{"message": "{KEYS}"}}}}'
    error = _http_error(made(body))
    with pytest.raises(IntegrationKeyMissing) as caught, translated():
        raise error
    assert caught.value.context["http_status"] == "412"
    assert [error.read(), error.read()] == [made(body).read(), made("").read()]


@pytest.mark.parametrize("body", [lambda: ClosedStream(b"x"), NothingYet], ids=["closed", "nothing yet"])
def test_an_error_of_urllib_of_which_the_body_cannot_be_read_stays_as_it_is(body: Callable[[], Any]) -> None:
    error = _http_error(body())
    with pytest.raises(urllib.error.HTTPError) as caught, translated():
        raise error
    assert caught.value is error


def test_an_error_of_urllib_of_which_the_body_cannot_be_read_is_looked_at_without_it() -> None:
    error = _http_error(NothingYet(), KEYS)
    with pytest.raises(IntegrationKeyMissing), translated():
        raise error


@pytest.mark.parametrize("name", ["read", "readline", "readlines"])
def test_the_body_of_an_error_of_urllib_is_put_back_for_who_has_looked_at_it_before(name: str) -> None:
    error = _http_error(io.BytesIO(KEYS.encode()))
    assert callable(getattr(error, name))
    with pytest.raises(IntegrationKeyMissing), translated():
        raise error
    assert getattr(error, name)() in (KEYS.encode(), [KEYS.encode()])


def test_the_body_of_an_error_of_urllib_is_put_back_where_its_stream_is_read() -> None:
    error = _http_error(io.BytesIO(KEYS.encode()))
    with pytest.raises(IntegrationKeyMissing), translated():
        raise error
    stream: Any = error.fp
    assert stream.read() == KEYS.encode()
    error.close()


@pytest.mark.parametrize("code", [412, "412", None])
def test_the_status_of_an_error_of_urllib_is_a_number_or_its_digits_or_says_nothing(code: Any) -> None:
    error = _http_error(io.BytesIO(KEYS.encode()))
    error.code = code
    error.headers["x-ms-request-id"] = "r-1"
    with pytest.raises(IntegrationKeyMissing) as caught, translated():
        raise error
    known = {"http_status": "412"} if code else {}
    assert dict(caught.value.context) == {"path": "$", "request_id": "r-1", **known}


def test_a_stream_that_an_exception_happens_to_have_is_not_read() -> None:
    class Unfinished(Exception):
        def __init__(self, stream: io.BytesIO) -> None:
            super().__init__("the file ends too early")
            self.fp = stream

    error = Unfinished(io.BytesIO(KEYS.encode()))
    with pytest.raises(Unfinished), translated():
        raise error
    assert error.fp.tell() == 0


def test_an_awaitable_body_is_closed_so_that_nothing_warns_of_it() -> None:
    async def body() -> str:
        return KEYS

    awaited = body(), body()
    for coroutine, names in zip(awaited, (("status_code", "text"), ("status", "read")), strict=True):
        response: Any = type("Response", (), {names[0]: 500})()
        setattr(response, names[1], lambda coroutine=coroutine: coroutine)
        with pytest.raises(TypeError, match="is read asynchronously"):
            parse_payload(response)
        assert inspect.getcoroutinestate(coroutine) == inspect.CORO_CLOSED


def test_what_hindered_the_reading_of_a_body_is_the_cause() -> None:
    with pytest.raises(TypeError) as caught:
        parse_payload(Unread())  # type: ignore[arg-type] # it is like a response
    assert isinstance(caught.value.__cause__, RuntimeError)


class Named:
    """A response that has the name of its status, as httpx or as requests has it."""

    status_code = 503
    content = b""

    def __init__(self, **names: object) -> None:
        self.__dict__.update(names)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ({"reason_phrase": "Service Unavailable"}, "HTTP 503 Service Unavailable"),
        ({"reason": "Service Unavailable"}, "HTTP 503 Service Unavailable"),
        ({"reason_phrase": "Unavailable", "reason": "Gone"}, "HTTP 503 Unavailable"),
        ({"reason_phrase": None, "reason": "Gone"}, "HTTP 503 Gone"),
        ({"reason": b"Gone"}, "HTTP 503"),
        ({"reason": ""}, "HTTP 503"),
        ({}, "HTTP 503"),
    ],
    ids=str,
)
def test_a_failed_response_without_a_body_says_its_status_and_the_name_of_it(names: Any, said: str) -> None:
    (error,) = parse_payload(Named(**names))  # type: ignore[arg-type] # it is like a response
    assert (error.text, error.raw) == (said, "")


def test_an_empty_header_says_nothing() -> None:
    (error,) = parse_payload(Answer(503, b"", {"Retry-After": "", "x-ms-request-id": "r-1"}))
    assert dict(error.context) == {"http_status": "503", "request_id": "r-1"}


@pytest.mark.parametrize("name", ["content", "body", "text"])
def test_a_body_is_an_attribute_or_what_a_method_returns(name: str) -> None:
    for body in (KEYS, KEYS.encode(), lambda: KEYS):
        response: Any = type("Response", (), {"status_code": 500})()
        setattr(response, name, body)
        assert [error.code for error in parse_payload(response)] == ["DIPV1003"]


def test_a_response_may_have_its_status_and_its_body_of_its_own() -> None:
    for response in (
        SimpleNamespace(status_code=500, content=KEYS.encode()),
        SimpleNamespace(status=500, read=KEYS.encode),
    ):
        (error,) = parse_payload(response)
        assert (error.code, error.context["http_status"]) == ("DIPV1003", "500")


def test_a_body_that_is_neither_text_nor_bytes_is_left_for_the_next_that_is() -> None:
    response: Any = type("Response", (), {"status_code": 500, "content": None, "body": 7, "text": KEYS})()
    assert [error.code for error in parse_payload(response)] == ["DIPV1003"]


@pytest.mark.parametrize("read", [lambda: b"", KEYS.encode, lambda: KEYS, lambda: 7])
def test_a_response_of_urllib_is_read_once(read: Callable[[], Any]) -> None:
    response: Any = type("Response", (), {"status": 200})()
    response.read = read
    if read() == 7:
        with pytest.raises(TypeError, match="call it with each response alone"):
            parse_payload(response)
    else:
        assert [error.code for error in parse_payload(response)] == ["DIPV1003"] * bool(read())


@pytest.mark.parametrize("value", [Answer, Unread, type])
def test_a_class_of_responses_is_no_response(value: Any) -> None:
    with pytest.raises(TypeError, match="parse_payload and raise_for_errors take decoded JSON, text or a response"):
        parse_payload(value)


def test_an_exception_that_is_like_a_response_is_refused_with_what_to_do() -> None:
    error = _http_error(io.BytesIO(KEYS.encode()))
    with pytest.raises(TypeError, match=r"use parse\(str\(error\)\), or run what raises it inside translated\(\)"):
        parse_payload(error)  # type: ignore[arg-type] # that it is refused is the point
    assert error.read() == KEYS.encode()


def test_what_makes_up_any_attribute_when_asked_is_no_response() -> None:
    class Obliging:
        def __getattr__(self, name: str) -> object:
            return KEYS

    with pytest.raises(TypeError):
        parse_payload(Obliging())  # type: ignore[arg-type] # that it is refused is the point


@pytest.mark.parametrize("response", [Unread(), Asynchronous(), Broken()], ids=["unread", "asynchronous", "broken"])
def test_an_exception_with_a_response_that_cannot_be_read_is_looked_at_without_it(response: object) -> None:
    class Refused(Exception):
        def __init__(self, said: str) -> None:
            super().__init__(said)
            self.response = response

    with pytest.raises(IntegrationKeyMissing), translated():
        raise Refused(KEYS)
    with pytest.raises(Refused), translated():
        raise Refused("refused")
