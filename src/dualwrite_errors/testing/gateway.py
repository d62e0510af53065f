"""A management gateway of dual-write on a local port."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Any, Final, Self

from typing_extensions import override

from .answers import JSON, Answer, Answers, Delay, GatewayRequest, MapState
from .payloads import REQUEST_ID

_SIGN_IN_PAGE: Final = "<!DOCTYPE html><title>Sign in to your account</title><p>Sign in to continue."


class FakeGateway:
    """The management gateway of dual-write, as far as it is documented, on a port of this machine.

    For tests of what polls it, in a ``with`` statement::

        with FakeGateway({"con_sites - Sites V2": ["waiting", IntegrationKeyMissing]}) as gateway:
            poll(gateway.url, gateway.request_id)

    It answers ``GET …/Status/{request_id}`` with its table maps, ``GET …/{pid}/FieldMappings`` with the validation
    issues of the map whose answer has that ``pid``, and any POST, PUT, PATCH or DELETE with the request ID as a JSON
    string. All else is a 404. Where a proxy is set, tell your client not to use it for 127.0.0.1.

    Args:
        maps: The name of each table map, such as ``"con_sites - Sites V2"``, to what becomes of its request: a list
            with a state for each poll, of which the last one stays; or a single state. A state is ``"waiting"``,
            ``"completed"``, ``"error"``, which is a failure without a message, or what it failed with: a class, a code
            or a text as for `sample_payload`, or a list of several.

    Raises:
        TypeError: A state is neither a str nor a class of an error.
        ValueError: A list of states is empty; or a state is neither one of the service's nor an error that
            `sample_payload` takes.
    """

    __module__ = "dualwrite_errors.testing"

    def __init__(self, maps: Mapping[str, MapState | Sequence[MapState]] | None = None) -> None:
        self._answers = Answers(maps or {})
        self._server: _Server | None = None
        self._thread: Thread | None = None

    def __enter__(self) -> Self:
        if self._server is not None:
            raise RuntimeError("the gateway is running already")
        self._answers.closing.clear()
        self._server = _Server(self._answers)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._answers.closing.set()
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
        return self._answers.requests

    @property
    def polls(self) -> int:
        """How many times it has answered with the status of its table maps."""
        return self._answers.polls

    def answer_next(
        self,
        status: int,
        body: object = b"",
        *,
        headers: Mapping[str, str] | None = None,
        content_type: str = JSON,
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
        self._answers.come_next(Answer.of(status, body, headers=headers, content_type=content_type), times)

    def throttle_next(self, retry_after: float | str = 1, *, times: int = 1) -> None:
        """Answer the next requests with 429 Too Many Requests and this ``Retry-After``: seconds, or an HTTP date."""
        self.answer_next(429, headers={"Retry-After": str(retry_after)}, times=times)

    def sign_in_next(self, *, times: int = 1) -> None:
        """Answer the next requests as after a session has ended: with status 200 and a page to sign in, not JSON."""
        self.answer_next(200, _SIGN_IN_PAGE, content_type="text/html; charset=utf-8", times=times)

    def delay_next(self, seconds: float) -> None:
        """Answer the next request as usual, but that many seconds later: for tests of a time-out."""
        self._answers.come_next(Delay(seconds))

    def serve(
        self,
        path: str,
        body: object,
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        content_type: str = JSON,
    ) -> None:
        """Answer every request for `path` like this, for what else your code asks for.

        Args:
            path: Such as ``"/api/environments"``, without a query.
            body: As for `answer_next`, and so are the others.
            status: The HTTP status.
            headers: Further headers.
            content_type: Of the body.
        """
        self._answers.serve(path, Answer.of(status, body, headers=headers, content_type=content_type))


class _Server(ThreadingHTTPServer):
    def __init__(self, answers: Answers) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers = answers


class _Handler(BaseHTTPRequestHandler):
    server: _Server  # pyright: ignore[reportIncompatibleVariableOverride]: the one that makes the handler
    timeout = 10
    """Seconds to wait for a client that says nothing."""

    def __getattr__(self, name: str) -> Any:
        """`http.server` looks for ``do_GET``, ``do_POST`` and so on: they all do the same."""
        if name.startswith("do_"):
            return self._respond
        raise AttributeError(name)

    def _respond(self) -> None:
        try:
            length = self.headers.get("Content-Length", "")
            body = self.rfile.read(int(length)) if length.isdecimal() else b""
            headers = {name.lower(): value for name, value in self.headers.items()}
            answer = self.server.answers.to(GatewayRequest(self.command, self.path, headers, body))
            if answer is not None:
                self._send(answer)
        except (ConnectionError, TimeoutError):
            """The client has given up."""

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""
