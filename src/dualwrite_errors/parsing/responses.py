"""The body of a response, and of the response on an exception, by what the object offers: no library is imported."""

from __future__ import annotations

import io
from typing import Any


def body_of_response(response: object) -> bytes | str | None:
    """The body of a response of `requests`, `httpx` or azure-core, or None where `response` is none.

    Raises:
        TypeError: The response is streamed, has not been read, and cannot be read here.
        OSError: The connection broke while the body was read.
    """
    if isinstance(response, BaseException) or not _offers(response, "status_code"):
        return None
    failure: Exception | None = None
    for name in ("content", "body", "text"):
        try:
            body = _value_of(response, name)
        except OSError:
            raise
        except Exception as error:  # noqa: BLE001 - each library has its own for a stream that has not been read
            failure = error if failure is None or isinstance(failure, AttributeError) else failure
        else:
            if isinstance(body, bytes | str):
                return body
    if isinstance(failure, AttributeError):
        return None
    raise TypeError("the response has not been read: call response.read() or await response.aread() first") from failure


def bodies_of_exception(error: BaseException) -> list[bytes | str]:
    """The bodies that come with an exception: of its response (`requests`, `httpx`, azure-core), or its own (urllib).

    What can be read only once is put back.
    """
    response = attribute(error, "response")
    try:
        body = None if response is None else body_of_response(response)
    except (TypeError, OSError):
        body = None
    return [found for found in (body, _body_put_back(error)) if found]


def attribute(value: object, name: str) -> Any:
    """The attribute of an object of another library, or None where it has none or cannot tell."""
    try:
        return getattr(value, name, None)
    except Exception:  # noqa: BLE001 - a property may raise anything
        return None


def _value_of(response: object, name: str) -> object:
    value = getattr(response, name)
    return value() if callable(value) else value


def _body_put_back(error: Any) -> bytes | None:
    """The body of an `urllib.error.HTTPError`, which stays to be read by whoever catches the error."""
    stream: Any = attribute(error, "fp")
    if not _offers(error, "headers") or not _offers(stream, "read"):
        return None
    try:
        body = stream.read()
    except Exception:  # noqa: BLE001 - a closed or broken connection has no body to look at
        return None
    if not isinstance(body, bytes):
        return None
    error.fp = error.file = io.BytesIO(body)
    for cached in ("read", "readline", "readlines", "close"):
        error.__dict__.pop(cached, None)
    return body


def _offers(value: object, name: str) -> bool:
    return hasattr(type(value), name) or name in getattr(value, "__dict__", {})
