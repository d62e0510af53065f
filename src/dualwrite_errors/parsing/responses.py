"""Responses of HTTP libraries, by what they offer: no library is imported."""

from __future__ import annotations

import inspect
import io
import re
from collections.abc import Mapping
from numbers import Number
from typing import Any

import attrs

from ..arguments import type_name

_CONTEXT_OF_HEADER = {
    "retry-after": "retry_after",
    "x-ms-service-request-id": "service_request_id",
    "x-ms-client-request-id": "client_request_id",
    "x-ms-correlation-request-id": "correlation_id",
    "req_id": "request_id",
    "x-ms-request-id": "request_id",
    "request-id": "request_id",
    "activityid": "activity_id",
}
_FIRST_REDIRECT = 300
_NOT_MODIFIED = 304
_FIRST_ERROR = 400
_STATUS = re.compile(r"\s*+([0-9]{3})(?:\.0++)?\s*+")
_UNREAD = "call response.read() or await response.aread() first"


@attrs.frozen
class Response:
    """What a response says, apart from the library that it comes from."""

    body: bytes | str
    status: int | None
    reason: str
    headers: Mapping[str, str]
    """With their names in lower case."""

    @property
    def is_error(self) -> bool:
        """Whether its status says that the request failed, or that what was asked for is elsewhere and not here."""
        if self.status is None or self.status == _NOT_MODIFIED:
            return False
        return self.status >= (_FIRST_ERROR if self.body.strip() else _FIRST_REDIRECT)

    @property
    def summary(self) -> str:
        """The status and its name: what a response says that failed and has no body."""
        return f"HTTP {self.status} {self.reason}".rstrip()

    def context(self) -> dict[str, str]:
        """Status and headers as a context."""
        known = {name: self.headers[header] for header, name in _CONTEXT_OF_HEADER.items() if self.headers.get(header)}
        return known if self.status is None else {"http_status": str(self.status), **known}


def response_of(value: object) -> Response | None:
    """What `value` says if it is a response of `requests`, `httpx`, azure-core or urllib, else None.

    Raises:
        TypeError: It is a response that has not been read and cannot be read here.
        OSError: The connection broke while the body was read.
    """
    if isinstance(value, BaseException | type):
        return None
    status_name = next((name for name in ("status_code", "status") if _offers(value, name)), None)
    if status_name is None:
        return None
    body = _body_of(value) if status_name == "status_code" else _body_read(value)
    if body is None:
        return None
    return Response(
        body,
        _status_in(attribute(value, status_name)),
        next((reason for name in ("reason_phrase", "reason") if isinstance(reason := attribute(value, name), str)), ""),
        _headers_of(value),
    )


def responses_of_exception(error: BaseException) -> list[Response]:
    """The responses that come with an exception: its `response` (`requests`, `httpx`, azure-core), or itself (urllib).

    What can be read only once is put back.
    """
    found: list[Response] = []
    try:
        response = response_of(attribute(error, "response"))
    except (TypeError, OSError):
        response = None
    if response is not None and response.body:
        found.append(response)
    if body := _body_put_back(error):
        found.append(Response(body, _status_in(attribute(error, "code")), "", _headers_of(error)))
    return found


def attribute(value: object, name: str) -> Any:
    """The attribute of an object of another library, or None where it has none or cannot tell."""
    try:
        return getattr(value, name, None)
    except Exception:  # noqa: BLE001 - a property may raise anything
        return None


def _status_in(value: object) -> int | None:
    """A status, which may be a number of any kind, or a text."""
    found = _STATUS.fullmatch(str(value)) if isinstance(value, str | Number) else None
    return int(found[1]) if found else None


def _body_of(response: object) -> bytes | str | None:
    failure: Exception | None = None
    for name in ("content", "body", "text"):
        try:
            body = getattr(response, name)
            body = body() if callable(body) else body
        except OSError:
            raise
        except Exception as error:  # noqa: BLE001 - each library has its own for a stream that has not been read
            failure = error if failure is None or isinstance(failure, AttributeError) else failure
        else:
            if inspect.isawaitable(body):
                _close(body)
                raise TypeError(f"{type_name(response)} is read asynchronously: await its body, and pass the text")
            if isinstance(body, bytes | str):
                return body
    if isinstance(failure, AttributeError):
        return None
    raise TypeError(f"the response has not been read: {_UNREAD}") from failure


def _body_read(response: object) -> bytes | str | None:
    """The body of a response of urllib, which can be read once."""
    read = attribute(response, "read")
    if not callable(read):
        return None
    body: Any = read()
    if inspect.isawaitable(body):
        _close(body)
        raise TypeError(f"{type_name(response)} is read asynchronously: await response.text(), and pass the text")
    return body if isinstance(body, bytes | str) else None


def _close(awaitable: Any) -> None:
    close = attribute(awaitable, "close")
    if callable(close):
        close()


def _headers_of(value: object) -> dict[str, str]:
    headers: Any = attribute(value, "headers")
    try:
        return {str(name).lower(): str(header) for name, header in headers.items()}
    except Exception:  # noqa: BLE001 - what has no headers to look at says nothing by them
        return {}


def _body_put_back(error: Any) -> bytes | str | None:
    """The body of an `urllib.error.HTTPError`, which stays to be read by whoever catches the error."""
    stream: Any = attribute(error, "fp")
    if not _offers(error, "headers"):
        return None
    try:
        body = stream.read()
    except Exception:  # noqa: BLE001 - a closed or broken connection has no body to look at
        return None
    if not isinstance(body, bytes | str):
        return None
    error.fp = error.file = io.StringIO(body) if isinstance(body, str) else io.BytesIO(body)
    for cached in ("read", "readline", "readlines"):
        error.__dict__.pop(cached, None)
    return body


def _offers(value: object, name: str) -> bool:
    return hasattr(type(value), name) or name in getattr(value, "__dict__", {})
