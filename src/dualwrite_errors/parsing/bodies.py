"""The body of a response, and of the response on an exception, by what the object offers: no library is imported."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any, TypeAlias, cast

from ..plain import is_mapping

Body: TypeAlias = bytes | str | Mapping[Any, Any]


def body_of_response(response: object) -> bytes | str | None:
    """The body of a `requests` or `httpx` response, or None where `response` is none.

    Raises:
        TypeError: The response is streamed and has not been read.
    """
    if isinstance(response, BaseException) or not _offers(response, "status_code"):
        return None
    try:
        body: object = cast("Any", response).content
    except Exception as error:
        raise TypeError(
            "the response has not been read: call response.read() or await response.aread() first"
        ) from error
    return body if isinstance(body, bytes | str) else None


def bodies_of_exception(error: BaseException) -> list[Body]:
    """The bodies that an exception carries, in whatever form its library keeps them; ``[]`` where it carries none.

    Looked at are its response (`requests`, `httpx`, azure-core), its details (Microsoft's Dataverse SDK), and itself as
    a response (urllib). What can be read only once is put back.
    """
    found: list[Body | None] = [_body_of_any_response(getattr(error, "response", None))]
    details = getattr(error, "details", None)
    if is_mapping(details):
        found.append(details)
    if isinstance(error, OSError):
        found.append(_body_put_back(error))
    return [body for body in found if body]


def _body_of_any_response(response: Any) -> bytes | str | None:
    for name in ("content", "body", "text"):
        try:
            body = getattr(response, name)
            body = body() if callable(body) else body
        except Exception:  # noqa: BLE001, S112 - a response of another library, or one that is streamed
            continue
        if isinstance(body, bytes | str):
            return body
    return None


def _body_put_back(error: Any) -> bytes | None:
    """The body of an `urllib.error.HTTPError`, which stays to be read by whoever catches the error."""
    stream: Any = getattr(error, "fp", None)
    if not hasattr(error, "headers") or not hasattr(stream, "read"):
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
