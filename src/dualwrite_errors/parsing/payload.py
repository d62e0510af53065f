"""Payloads and responses to the errors in them. What reads them is imported with the first call: it needs json."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from ..arguments import checked_context, not_json
from ..codes import may_hold_code
from ..errors import DualWriteError
from ..groups import DualWriteErrorGroup

if TYPE_CHECKING:
    from .responses import Response


class _ResponseWithStatusCode(Protocol):
    """A response of `requests`, `httpx` or azure-core."""

    @property
    def status_code(self) -> int: ...

    @property
    def headers(self) -> Mapping[str, str]: ...


class _ResponseWithStatus(Protocol):
    """A response of urllib."""

    @property
    def status(self) -> int: ...

    def read(self) -> bytes: ...


_Element: TypeAlias = Mapping[str, object] | Sequence[object] | str | bytes | bytearray | float | DualWriteError | None
Payload: TypeAlias = (
    Mapping[str, object]
    | Sequence[_Element]
    | str
    | bytes
    | bytearray
    | float
    | DualWriteError
    | _ResponseWithStatusCode
    | _ResponseWithStatus
    | None
)
"""What `parse_payload` and `raise_for_errors` read."""
_Context: TypeAlias = Mapping[str, str] | None


def parse_payload(payload: Payload, *, context: _Context = None) -> list[DualWriteError]:
    """Every error in a payload or a response, with what is known about it from where it stands; ``[]`` for none.

    The answers of the dual-write gateway, of initial sync and Data Integrator executions, of finance and operations, of
    Dataverse, Power Automate and Logic Apps are read by what their parts mean. A text that stands where they put errors
    and is not recognized is an `UnrecognizedError`. Any other payload is searched everywhere for codes.

    Args:
        payload: Decoded JSON; JSON text, JSON Lines, or bytes of it in UTF-8, UTF-16 or UTF-32; or a response of
            `requests`, `httpx`, azure-core or urllib. What looks like JSON and is none is read as text. Errors of this
            library inside it are taken as they are. A container that stands in several places is read once.
        context: What else is known. It wins over what the payload says; that is then kept as ``found_…``.

    Returns:
        The errors. Their `context` has the ``path`` at which each stood, in JSON path notation, the ``inner_path`` in
        JSON inside a string, and as far as they are known ``map``, ``request_id``, ``activity_id``, ``record_id``,
        ``field``, ``leg``, ``direction`` and more; from a response ``http_status``, ``retry_after`` and the ids in its
        headers. `raw` is the whole text, or decoded JSON written out. A response with a status of 400 or more, a
        redirect without a body, and one with a body that is not JSON, gives at least one error.

    Raises:
        TypeError: `payload`, or something in it, is not JSON, text, bytes or a response; the message says
            what to do instead.
        OSError: The connection broke while the body of the response was read; it is the library's own.
    """
    from .responses import response_of

    given = {} if context is None else checked_context(context)
    is_json = payload is None or isinstance(payload, Mapping | Sequence | int | float | DualWriteError)
    response = response_of(payload) if isinstance(payload, tuple) or not is_json else None
    if response is not None:
        return _errors_in_response(response, given)
    if not is_json:
        raise TypeError(not_json(payload, "parse_payload and raise_for_errors take decoded JSON, text or a response"))
    errors, text, is_json = _errors_in(payload, given, {})
    return errors if errors or text is None or is_json else _errors_in_broken_json(text, given)


def raise_for_errors(payload: Payload, *, context: _Context = None) -> None:
    """Raise what is wrong in a payload or in a response: one error as itself, several as a `DualWriteErrorGroup`.

    Catch them with ``except DualWriteError as error: for each in error.errors``, which serves one and several, or by
    class with ``except*``.

    Args:
        payload: As for `parse_payload`.
        context: As for `parse_payload`.

    Raises:
        DualWriteError: The error, or the group of them.
        TypeError: As `parse_payload`.
        OSError: As `parse_payload`.
    """
    errors = parse_payload(payload, context=context)
    if errors:
        raise one_error(errors)


def one_error(errors: list[DualWriteError]) -> DualWriteError:
    """The only one of `errors` as itself, several as a group."""
    return errors[0] if len(errors) == 1 else DualWriteErrorGroup(f"{len(errors)} dual-write errors", errors)


def _errors_in(
    payload: Any, given: Mapping[str, str], around: Mapping[str, str]
) -> tuple[list[DualWriteError], str | None, bool]:
    """The errors in a payload, its text if it is one, and whether that text is JSON, or a batch of nothing else."""
    from .decoding import JSONDecodeError, decoded, decoded_lines, text_of
    from .walker import Walk

    if isinstance(payload, bytes | bytearray):
        payload = text_of(payload)
    if not isinstance(payload, str):
        return Walk(None, given, around, is_decoded=True).errors_in(payload), None, True
    text = str.__str__(payload).removeprefix("\ufeff")
    may_hold_json = "\\" in text and ('\\"' in text or r"\u0022" in text)
    may_hold = {"has_codes": may_hold_code(text), "may_hold_json": may_hold_json}
    try:
        return Walk(text, given, around, **may_hold).errors_in(decoded(text)), text, True
    except JSONDecodeError:
        lines = decoded_lines(text)
    if lines is None:
        return _errors_in_parts(text, given, around)
    errors: list[DualWriteError] = []
    for number, value in lines:
        errors += Walk(text, given, {**around, "line": str(number)}, **may_hold).errors_in(value)
    return errors, text, True


def _errors_in_parts(
    text: str, given: Mapping[str, str], around: Mapping[str, str]
) -> tuple[list[DualWriteError], str, bool]:
    """The errors in a text that is not JSON, the text, and whether its parts are."""
    from .multipart import parts_of
    from .walker import Walk

    parts, are_json = parts_of(text)
    errors: list[DualWriteError] = []
    for part, answer in parts:
        walk = Walk(text, given, {**around, **answer.context()})
        found = walk.errors_in(part)
        if not found and answer.is_error:
            found = [walk.unrecognized(str(answer.body).strip() or answer.summary)]
        errors += found
    return errors, text, are_json


def _errors_in_broken_json(text: str, given: Mapping[str, str]) -> list[DualWriteError]:
    """The errors in what is whole of JSON that breaks off or is broken."""
    from .json_in_text import divided
    from .walker import Walk

    values, _ = divided(text, recovers=True)
    walk = Walk(text, given, {})
    return [error for found in values for error in walk.errors_in(found.value)]


def _errors_in_response(response: Response, given: Mapping[str, str]) -> list[DualWriteError]:
    from .walker import Walk

    around = response.context()
    errors, text, is_json = _errors_in(response.body, given, around)
    is_empty = not (text or "").strip()
    if errors or not (response.is_error or (not is_json and not is_empty)):
        return errors
    return [Walk(text, given, around).unrecognized(response.summary if is_empty else text or "")]
