"""Responses that cannot be read, or not any more, and what comes with exceptions."""

import io
import urllib.error
from collections.abc import Callable
from email.message import Message
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


@pytest.mark.parametrize("status", ["500", None, 3.5])
def test_a_status_that_is_no_number_says_nothing(status: Any) -> None:
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


def _http_error(body: Any) -> urllib.error.HTTPError:
    return urllib.error.HTTPError("https://x.example", 412, "Precondition Failed", Message(), body)


class ClosedStream(io.BytesIO):
    """A stream that fails when it is read."""

    def read(self, size: int | None = -1) -> bytes:
        raise ValueError("read of closed file")


class TextStream(io.StringIO):
    """A stream that has no bytes."""


def test_the_body_of_an_error_of_urllib_is_read_and_put_back() -> None:
    error = _http_error(io.BytesIO(f'{{"error": {{"message": "{KEYS}"}}}}'.encode()))
    with pytest.raises(IntegrationKeyMissing) as caught, translated():
        raise error
    assert caught.value.context["http_status"] == "412"
    assert KEYS in error.read().decode()
    assert error.read() == b""


@pytest.mark.parametrize("body", [lambda: ClosedStream(b"x"), lambda: TextStream("[DIPV1003]")], ids=["closed", "text"])
def test_an_error_of_urllib_of_which_the_body_cannot_be_read_stays_as_it_is(body: Callable[[], Any]) -> None:
    error = _http_error(body())
    with pytest.raises(urllib.error.HTTPError) as caught, translated():
        raise error
    assert caught.value is error


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
