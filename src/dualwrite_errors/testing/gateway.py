"""A management gateway of dual-write on a local port."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Any, Final, Literal, Self, TypeAlias, cast
from urllib.parse import urlsplit

import attrs
from typing_extensions import override

from .payloads import COMPLETED, FAILED, REQUEST_ID, WAITING, field_mappings, map_status, message_of, project_id
from .samples import ErrorOrCode

MapState: TypeAlias = Literal["waiting", "completed", "error"] | ErrorOrCode | Sequence[ErrorOrCode]
"""What the gateway says about the request of a table map. ``"error"`` is a failure without a message; anything else is
what it failed with, as for `sample_payload`; in a tuple or a list where it is several errors at once."""

_STATES: Final[Mapping[str, str]] = {"waiting": WAITING, "completed": COMPLETED, "error": FAILED}
_SIGN_IN_PAGE: Final = "<!DOCTYPE html><title>Sign in to your account</title><p>Sign in to continue."
_STATUS_PATH: Final = re.compile(r"(?:.*/)?Status/([^/]+)")
_FIELD_MAPPINGS_PATH: Final = re.compile(r"(?:.*/)?([^/]+)/FieldMappings")
_JSON: Final = "application/json; charset=utf-8"


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
class _Answer:
    status: int
    body: bytes
    headers: Mapping[str, str]


@attrs.frozen
class _Delay:
    seconds: float


class FakeGateway:
    """The management gateway of dual-write, as far as it is documented, on a port of this machine.

    For tests of what polls it, in a ``with`` statement::

        with FakeGateway({"con_sites - Sites V2": ["waiting", IntegrationKeyMissing]}) as gateway:
            poll(gateway.url, gateway.request_id)

    It answers ``GET …/Status/{request_id}`` with its table maps, ``GET …/{pid}/FieldMappings`` with the validation
    issues of the map whose answer has that ``pid``, and whatever is not a GET with the request ID as a JSON string. All
    else is a 404. Where a proxy is set, tell your client not to use it for 127.0.0.1.

    Args:
        maps: The name of each table map, such as ``"con_sites - Sites V2"``, to what becomes of its request: a list
            with a state for each poll, of which the last one stays; or a single state.

    Raises:
        TypeError: A state is neither a str nor a class of an error.
        ValueError: A list of states is empty; or a state is neither one of the service's nor an error that
            `sample_payload` takes.
    """

    __module__ = "dualwrite_errors.testing"

    def __init__(self, maps: Mapping[str, MapState | list[MapState]] | None = None) -> None:
        self._maps = {name: _script(name, states) for name, states in (maps or {}).items()}
        self._served: dict[str, _Answer] = {}
        self._next: deque[_Answer | _Delay] = deque()
        self._requests: list[GatewayRequest] = []
        self._polls = 0
        self._lock = Lock()
        self._closing = Event()
        self._server: _Server | None = None
        self._thread: Thread | None = None

    def __enter__(self) -> Self:
        if self._server is not None:
            raise RuntimeError("the gateway is running already")
        self._closing.clear()
        self._server = _Server(self)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        server, self._server = self._server, None
        if server is not None and self._thread is not None:
            server.shutdown()
            self._thread.join()
            server.server_close()

    @property
    def url(self) -> str:
        """Its address, such as ``http://127.0.0.1:49152``.

        Raises:
            RuntimeError: It is not running.
        """
        if self._server is None:
            raise RuntimeError("the gateway is not running: use it inside its with statement")
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def request_id(self) -> str:
        """The ID of the request whose status it knows."""
        return REQUEST_ID

    @property
    def requests(self) -> tuple[GatewayRequest, ...]:
        """Every request that it was sent, in order, also those that it throttled."""
        with self._lock:
            return tuple(self._requests)

    @property
    def polls(self) -> int:
        """How many times it has answered with the status of its table maps."""
        with self._lock:
            return self._polls

    def answer_next(
        self,
        status: int,
        body: object = b"",
        *,
        headers: Mapping[str, str] | None = None,
        content_type: str = _JSON,
        times: int = 1,
    ) -> None:
        """Answer the next requests like this, whatever they ask for. What is given first is answered first.

        Args:
            status: The HTTP status.
            body: Bytes and str as they are, anything else as JSON.
            headers: Further headers.
            content_type: Of the body.
            times: How many requests.
        """
        answer = _answer(status, body, headers, content_type)
        with self._lock:
            self._next.extend([answer] * times)

    def throttle_next(self, retry_after: float | str = 1, *, times: int = 1) -> None:
        """Answer the next requests with 429 Too Many Requests and this ``Retry-After``: seconds, or an HTTP date."""
        self.answer_next(429, headers={"Retry-After": str(retry_after)}, times=times)

    def sign_in_next(self, *, times: int = 1) -> None:
        """Answer the next requests as after a session has ended: with status 200 and a page to sign in, not JSON."""
        self.answer_next(200, _SIGN_IN_PAGE, content_type="text/html; charset=utf-8", times=times)

    def delay_next(self, seconds: float) -> None:
        """Answer the next request as usual, but that many seconds later: for tests of a time-out."""
        with self._lock:
            self._next.append(_Delay(seconds))

    def serve(
        self,
        path: str,
        body: object,
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        content_type: str = _JSON,
    ) -> None:
        """Answer every request for `path` like this, for what else your code asks for. Arguments as `answer_next`."""
        with self._lock:
            self._served[path] = _answer(status, body, headers, content_type)

    def _answer_to(self, request: GatewayRequest) -> _Answer | None:
        """The answer; None where the gateway is closed before it is due."""
        path = urlsplit(request.path).path
        with self._lock:
            self._requests.append(request)
            first = self._next.popleft() if self._next else None
        if isinstance(first, _Delay):
            if self._closing.wait(first.seconds):
                return None
            first = None
        with self._lock:
            return first or self._served.get(path) or self._usual_answer(request.method, path)

    def _usual_answer(self, method: str, path: str) -> _Answer:
        if method != "GET":
            return _answer(202, json.dumps(REQUEST_ID))
        status = _STATUS_PATH.fullmatch(path)
        if status and status[1] == REQUEST_ID:
            self._polls += 1
            return _answer(200, [self._map(number, name) for number, name in enumerate(self._maps, start=1)])
        mappings = _FIELD_MAPPINGS_PATH.fullmatch(path)
        for number, name in enumerate(self._maps, start=1):
            if mappings and mappings[1] == project_id(number):
                message = self._map(number, name)["detail"]["lastRequest"]["errorMessage"]
                return _answer(200, field_mappings([message] if message else []))
        return _answer(404)

    def _map(self, number: int, name: str) -> dict[str, Any]:
        states = self._maps[name]
        state, message = states[min(max(self._polls, 1), len(states)) - 1]
        return map_status(name, state, message, number=number, request_id=REQUEST_ID)


def _script(name: str, states: MapState | list[MapState]) -> list[tuple[str, str | None]]:
    """The state of the service and the message at each poll."""
    script = states if isinstance(states, list) else [states]
    if not script:
        raise ValueError(f"{name!r} has no state: give at least 'completed'")
    return [_state(cast("MapState", state)) for state in script]


def _state(state: MapState) -> tuple[str, str | None]:
    if isinstance(state, str) and state in _STATES:
        return _STATES[state], None
    if not isinstance(cast("object", state), str | type | list | tuple):
        raise TypeError(f"a state is a str, a class of an error, or several in a list, not {state!r}")
    try:
        return FAILED, message_of([state] if isinstance(state, str | type) else state)
    except ValueError as error:
        raise ValueError(f"{error} The states without an error are {', '.join(map(repr, _STATES))}.") from None


def _answer(
    status: int, body: object = b"", headers: Mapping[str, str] | None = None, content_type: str = _JSON
) -> _Answer:
    if isinstance(body, str):
        body = body.encode()
    written = bytes(body) if isinstance(body, bytes | bytearray) else json.dumps(body).encode()
    length = {"Content-Type": content_type, "Content-Length": str(len(written))}
    return _Answer(status, written, {**length, **(headers or {})})


class _Server(ThreadingHTTPServer):
    def __init__(self, gateway: FakeGateway) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.gateway = gateway


class _Handler(BaseHTTPRequestHandler):
    timeout = 10
    """Seconds to wait for a client that says nothing."""

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = GatewayRequest(self.command, self.path, headers, body)
        answer = cast("_Server", self.server).gateway._answer_to(request)  # noqa: SLF001 - the same module
        if answer is None:
            return
        try:
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)
        except ConnectionError:
            """The client has given up waiting."""

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _answer

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""
