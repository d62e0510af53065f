"""What the management gateway answers to each request."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Mapping, Sequence
from threading import Event, Lock
from typing import Any, Final, TypeAlias, cast
from urllib.parse import urlsplit

import attrs

from .payloads import COMPLETED, FAILED, REQUEST_ID, WAITING, field_mappings, map_status, message_of, project_id
from .samples import ErrorOrCode

MapState: TypeAlias = ErrorOrCode | Sequence[ErrorOrCode]
"""What the gateway says about the request of a table map: ``"waiting"``, ``"completed"``, or ``"error"``, which is a
failure without a message; or else what it failed with, as for `sample_payload`, in a list where it is several errors.
"""

_STATES: Final[Mapping[str, str]] = {"waiting": WAITING, "completed": COMPLETED, "error": FAILED}
_STATUS_PATH: Final = re.compile(r"(?:.*/)?Status/([^/]+)")
_FIELD_MAPPINGS_PATH: Final = re.compile(r"(?:.*/)?([^/]+)/FieldMappings")
JSON: Final = "application/json; charset=utf-8"


@attrs.frozen
class GatewayRequest:
    """A request that a `FakeGateway` was sent."""

    __module__ = "dualwrite_errors.testing"

    method: str
    """``"GET"``, ``"POST"`` …"""
    path: str
    """The path with the query, as it was sent."""
    headers: Mapping[str, str]
    """By their names in lower case."""
    body: bytes
    """``b""`` if there was none."""


@attrs.frozen
class Answer:
    """A response."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = attrs.Factory(dict[str, str])

    @classmethod
    def of(
        cls, status: int, body: object = b"", *, headers: Mapping[str, str] | None = None, content_type: str = JSON
    ) -> Answer:
        """A response whose body is given as bytes, as a str, or as decoded JSON."""
        if isinstance(body, str):
            body = body.encode()
        written = bytes(body) if isinstance(body, bytes | bytearray) else json.dumps(body).encode()
        described = {"Content-Type": content_type, "Content-Length": str(len(written))}
        return cls(status, written, {**described, **(headers or {})})


@attrs.frozen
class Delay:
    """A pause before the usual response."""

    seconds: float


class Answers:
    """The answers of a gateway, for any number of clients at once.

    Raises:
        TypeError: A state is neither a str nor a class of an error.
        ValueError: A list of states is empty, or a state means nothing.
    """

    def __init__(self, maps: Mapping[str, MapState | Sequence[MapState]]) -> None:
        self.closing: Event = Event()
        """Set when nobody is to wait any more."""
        self._maps = {name: _script(name, states) for name, states in maps.items()}
        self._served: dict[str, Answer] = {}
        self._next: deque[Answer | Delay] = deque()
        self._requests: list[GatewayRequest] = []
        self._polls = 0
        self._lock = Lock()

    @property
    def requests(self) -> tuple[GatewayRequest, ...]:
        """What was asked, in order."""
        with self._lock:
            return tuple(self._requests)

    @property
    def polls(self) -> int:
        """How many times the status was answered."""
        with self._lock:
            return self._polls

    def come_next(self, answer: Answer | Delay, times: int = 1) -> None:
        """Give `answer` to the next requests, after what comes next already."""
        with self._lock:
            self._next.extend([answer] * times)

    def serve(self, path: str, answer: Answer) -> None:
        """Give `answer` to every request for `path`."""
        with self._lock:
            self._served[path] = answer

    def to(self, request: GatewayRequest) -> Answer | None:
        """The answer to `request`; None where the gateway is closed before it is due."""
        path = urlsplit(request.path).path
        with self._lock:
            self._requests.append(request)
            first = self._next.popleft() if self._next else None
        if isinstance(first, Answer):
            return first
        if first is not None and self.closing.wait(first.seconds):
            return None
        with self._lock:
            return self._served.get(path) or self._usual(request.method, path)

    def _usual(self, method: str, path: str) -> Answer:
        if method not in {"GET", "HEAD"}:
            return Answer.of(202, json.dumps(REQUEST_ID))
        status = _STATUS_PATH.fullmatch(path)
        if status and status[1] == REQUEST_ID:
            self._polls += 1
            return Answer.of(200, [self._map(number, name) for number, name in enumerate(self._maps, start=1)])
        mappings = _FIELD_MAPPINGS_PATH.fullmatch(path)
        for number, name in enumerate(self._maps, start=1):
            if mappings and mappings[1] == project_id(number):
                message = self._map(number, name)["detail"]["lastRequest"]["errorMessage"]
                return Answer.of(200, field_mappings([message] if message else []))
        return Answer.of(404)

    def _map(self, number: int, name: str) -> dict[str, Any]:
        states = self._maps[name]
        state, message = states[min(max(self._polls, 1), len(states)) - 1]
        return map_status(name, state, message, number=number, request_id=REQUEST_ID)


def _script(name: str, states: MapState | Sequence[MapState]) -> list[tuple[str, str | None]]:
    """The state in the terms of the service, and the message, at each poll."""
    script = [_state(state) for state in ([states] if isinstance(states, str | type) else states)]
    if not script:
        raise ValueError(f"{name!r} has no state: give at least 'completed'")
    return script


def _state(state: MapState) -> tuple[str, str | None]:
    if isinstance(state, str) and state in _STATES:
        return _STATES[state], None
    if not isinstance(cast("object", state), str | type | list | tuple):
        raise TypeError(f"a state is a str, a class of an error, or several in a list, not {state!r}")
    try:
        return FAILED, message_of([state] if isinstance(state, str | type) else state)
    except ValueError as error:
        raise ValueError(f"{error} The states without an error are {', '.join(map(repr, _STATES))}.") from None
