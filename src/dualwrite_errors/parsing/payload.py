"""JSON and HTTP bodies to the errors in them. What reads them is imported with the first call: it needs json."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from ..arguments import checked_context, type_name
from ..errors import DualWriteError, DualWriteErrorGroup

_Context: TypeAlias = Mapping[str, str] | None


def parse_payload(payload: object, *, context: _Context = None) -> list[DualWriteError]:
    """Every error in a payload, with what is known about it from where it stands; ``[]`` where there is none.

    The answers of the dual-write gateway, of initial sync and Data Integrator executions, of finance and operations, of
    Dataverse, Power Automate and Logic Apps are read by what their parts mean. A text that stands where they put errors
    and is not recognized is an `UnrecognizedError`. Any other payload is searched everywhere for codes.

    Args:
        payload: Decoded JSON, JSON text, or bytes of it in UTF-8, UTF-16 or UTF-32. What looks like JSON and is none is
            read as text. A container that stands in several places of decoded JSON is read once.
        context: What else is known. It wins over what the payload says; that is then kept as ``found_…``.

    Returns:
        The errors. Their `context` has the ``path`` at which each stood, in JSON path notation, the ``inner_path`` in
        JSON inside a string, and as far as they are known ``map``, ``request_id``, ``activity_id``, ``record_id``,
        ``field``, ``leg``, ``direction`` and more. `raw` is the whole text, or the string where decoded JSON was given.

    Raises:
        TypeError: `payload` is nothing of the kind; the message says what to call instead.
    """
    from .decoding import JSONDecodeError, decoded, is_array, text_of
    from .walker import errors_in

    given = {} if context is None else checked_context(context)
    if isinstance(payload, bytes | bytearray):
        payload = text_of(payload)
    if isinstance(payload, str):
        text = str.__str__(payload).removeprefix("\ufeff")
        try:
            return errors_in(decoded(text), text, given)
        except JSONDecodeError:
            return errors_in(text, text, given)
    if payload is not None and not isinstance(payload, Mapping | int | float) and not is_array(payload):
        raise TypeError(_no_payload(payload))
    return errors_in(payload, None, given)


def raise_for_errors(payload: object, *, context: _Context = None) -> None:
    """Raise what is wrong in a payload or in a response: one error as itself, several as a `DualWriteErrorGroup`.

    It looks at what a body says, not at the status code: for a body that says nothing, ask the response itself.

    Args:
        payload: What `parse_payload` takes, or a response of `requests`, `httpx` or azure-core.
        context: As for `parse_payload`.

    Raises:
        DualWriteError: The error, or the group of them.
        TypeError: `payload` is nothing of the kind, or a response that has not been read.
        OSError: The connection broke while the body of the response was read; it is the library's own.
    """
    from .responses import body_of_response

    body = body_of_response(payload)
    errors = parse_payload(payload if body is None else body, context=context)
    if errors:
        raise one_error(errors)


def one_error(errors: list[DualWriteError]) -> DualWriteError:
    """The only one of `errors` as itself, several as a group."""
    return errors[0] if len(errors) == 1 else DualWriteErrorGroup(f"{len(errors)} dual-write errors", errors)


def _no_payload(value: Any) -> str:
    if isinstance(value, BaseException):
        instead = "use parse(str(error)), or run what raises it inside translated()"
    elif hasattr(value, "content"):
        instead = "pass the bytes or the text of its body"
    else:
        instead = "pass what json.loads returns, or the text"
    return f"parse_payload takes decoded JSON, JSON text or bytes, not {type_name(value)}: {instead}"
