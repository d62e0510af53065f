"""`FakeGateway`, as a poller sees it."""

import json
import socket
import threading
import time
import urllib.error
import urllib.request
from typing import Any

import pytest

from dualwrite_errors import (
    DualWriteError,
    IntegrationKeyMissing,
    SourceFieldMissingFromSchema,
    UnrecognizedError,
    parse_payload,
    raise_for_errors,
)
from dualwrite_errors.testing import FakeGateway, sample_payload

SITES, UNITS = "con_sites - Sites V2", "con_units - Units"
NO_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def opened(url: str, data: bytes | None = None, *, timeout: float = 10, method: str | None = None) -> bytes:
    request = urllib.request.Request(url, data, {"X-Con": "7"}, method=method)  # noqa: S310 - it is that of the gateway
    with NO_PROXY.open(request, timeout=timeout) as response:
        body: bytes = response.read()
        return body


def answered(url: str) -> Any:
    """The response, whatever its status is."""
    opener = urllib.request.OpenerDirector()
    opener.add_handler(urllib.request.HTTPHandler())
    return opener.open(url, timeout=10)


def status_of(gateway: FakeGateway) -> Any:
    return json.loads(opened(f"{gateway.url}/api/Status/{gateway.request_id}"))


def states(answer: Any) -> list[str]:
    return [entry["detail"]["lastRequest"]["state"] for entry in answer]


def refusal(url: str) -> urllib.error.HTTPError:
    with pytest.raises(urllib.error.HTTPError) as caught:
        opened(url)
    return caught.value


def test_each_poll_gives_the_next_state_of_each_map_and_the_last_one_stays() -> None:
    with FakeGateway(
        {SITES: ["waiting", "waiting", IntegrationKeyMissing], UNITS: ["waiting", "completed"], "con_a - A": "error"}
    ) as gateway:
        assert [states(status_of(gateway)) for _ in range(4)] == [
            ["1", "1", "3"],
            ["1", "2", "3"],
            ["3", "2", "3"],
            ["3", "2", "3"],
        ]
        assert gateway.polls == 4
        keys, silent = parse_payload(status_of(gateway))
    assert (type(keys), keys.context["map"]) == (IntegrationKeyMissing, SITES)
    assert (type(silent), silent.text) == (UnrecognizedError, "")


def test_several_errors_and_a_text_of_your_own_are_messages_of_one_map() -> None:
    with FakeGateway(
        {SITES: [["DIPV1022", IntegrationKeyMissing]], UNITS: "The flux is out of phase", "con_a - A": ("DIPV1099",)}
    ) as gateway:
        found = parse_payload(status_of(gateway))
    assert [(error.context["map"], error.code or error.text) for error in found] == [
        *((SITES, "DIPV1022"), (SITES, "DIPV1003"), (UNITS, "The flux is out of phase"), ("con_a - A", "DIPV1099"))
    ]


def test_a_gateway_without_maps_reports_none() -> None:
    with FakeGateway() as gateway:
        assert status_of(gateway) == []


def test_it_throttles_with_retry_after_then_shows_a_page_to_sign_in_and_then_answers() -> None:
    with FakeGateway({SITES: "completed"}) as gateway:
        gateway.throttle_next(17, times=2)
        gateway.sign_in_next()
        url = f"{gateway.url}/Status/{gateway.request_id}"
        for _ in range(2):
            with refusal(url) as busy:
                assert (busy.code, busy.headers["Retry-After"]) == (429, "17")
        with answered(url) as page, pytest.raises(DualWriteError, match="Sign in"):
            raise_for_errors(page)
        assert states(status_of(gateway)) == ["2"]
        assert (gateway.polls, len(gateway.requests)) == (1, 4)


def test_a_throttled_response_says_how_long_to_wait_and_is_transient() -> None:
    with FakeGateway() as gateway:
        gateway.throttle_next("Wed, 06 May 2031 08:00:00 GMT")
        with answered(gateway.url) as busy:
            (error,) = parse_payload(busy)
    assert (error.context["retry_after"], error.is_transient) == ("Wed, 06 May 2031 08:00:00 GMT", True)


def test_a_slow_answer_comes_late_and_the_end_of_the_block_does_not_wait_for_it(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with FakeGateway({SITES: "completed"}) as gateway:
        gateway.delay_next(0.2)
        began = time.monotonic()
        assert states(status_of(gateway)) == ["2"]
        assert time.monotonic() - began >= 0.2
        gateway.delay_next(600)
        with pytest.raises(TimeoutError):
            opened(f"{gateway.url}/Status/{gateway.request_id}", timeout=0.1)
    assert time.monotonic() - began < 60
    assert capfd.readouterr() == ("", "")


def test_a_client_that_gives_up_leaves_no_trace_on_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    with FakeGateway() as gateway:
        gateway.answer_next(200, b"x" * 30_000_000)
        with socket.create_connection(("127.0.0.1", int(gateway.url.rpartition(":")[2]))) as connection:
            connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
            connection.recv(1)
        assert opened(f"{gateway.url}/x", b"") == json.dumps(gateway.request_id).encode()
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "head", [b"HEAD /x HTTP/1.0\r\n", b"POST /x HTTP/1.0\r\nContent-Length: many\r\n", b"nonsense\r\n"]
)
def test_an_odd_request_leaves_no_trace_on_the_terminal(head: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    with FakeGateway() as gateway:
        gateway.serve("/x", "some text")
        with socket.create_connection(("127.0.0.1", int(gateway.url.rpartition(":")[2]))) as connection:
            connection.sendall(head + b"\r\n")
            answer = b"".join(iter(lambda: connection.recv(4096), b""))
        assert (b"200 OK" in answer) is not head.startswith(b"nonsense")
        assert answer.endswith(b"some text") is head.startswith(b"POST")
    assert capfd.readouterr() == ("", "")


def test_any_answer_can_be_given_next() -> None:
    with FakeGateway() as gateway:
        gateway.answer_next(503)
        gateway.answer_next(409, sample_payload("DIPV1003", shape="dataverse"), headers={"REQ_ID": "7d"})
        with refusal(gateway.url) as unavailable:
            assert (unavailable.code, unavailable.read()) == (503, b"")
        with answered(gateway.url) as conflict:
            (error,) = parse_payload(conflict)
    assert (type(error), error.context["request_id"]) == (IntegrationKeyMissing, "7d")


def test_what_else_your_code_asks_for_is_served() -> None:
    with FakeGateway() as gateway:
        gateway.serve("/api/environments", [{"id": "con-north"}])
        gateway.serve("/page", "<p>é", status=203, content_type="text/html; charset=utf-8", headers={"X-Con": "8"})
        assert json.loads(opened(f"{gateway.url}/api/environments?top=1")) == [{"id": "con-north"}]
        assert opened(f"{gateway.url}/page").decode() == "<p>é"
        with refusal(f"{gateway.url}/api") as missing:
            assert missing.code == 404


def test_an_action_is_answered_with_the_request_id_and_recorded() -> None:
    with FakeGateway({SITES: "completed"}) as gateway:
        assert json.loads(opened(f"{gateway.url}/api/maps/start?x=1", b'{"a": 1}')) == gateway.request_id
        (request,) = gateway.requests
        assert (request.method, request.path, request.body) == ("POST", "/api/maps/start?x=1", b'{"a": 1}')
        assert request.headers["x-con"] == "7"
        assert json.loads(opened(f"{gateway.url}/x", b"", method="PUT")) == gateway.request_id


def test_the_field_mappings_of_a_map_have_its_validation_issues() -> None:
    with FakeGateway({SITES: ["DIPV1022"], UNITS: "completed"}) as gateway:
        ids = [entry["detail"]["pid"] for entry in status_of(gateway)]
        issues, none = (parse_payload(opened(f"{gateway.url}/api/{pid}/FieldMappings")) for pid in ids)
        assert [type(error) for error in issues] == [SourceFieldMissingFromSchema]
        assert none == []


@pytest.mark.parametrize("path", ["", "/", "/Status", "/Status/7d1f", "/Status/7d1f/x", "/unknown/FieldMappings"])
def test_what_it_does_not_know_is_not_found(path: str) -> None:
    with FakeGateway({SITES: "completed"}) as gateway, refusal(gateway.url + path) as missing:
        assert missing.code == 404


def test_several_clients_at_once_are_each_counted_once() -> None:
    with FakeGateway({SITES: ["waiting"] * 10 + ["completed"]}) as gateway:
        found: list[str] = []
        threads = [threading.Thread(target=lambda: found.extend(states(status_of(gateway)))) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(found) == ["1"] * 10 + ["2"] * 10


def test_it_can_run_again_and_not_twice_at_a_time() -> None:
    gateway = FakeGateway({SITES: "completed"})
    for _ in range(2):
        with gateway:
            assert states(status_of(gateway)) == ["2"]
            with pytest.raises(RuntimeError, match="is running already"):
                gateway.__enter__()
    with pytest.raises(RuntimeError, match="not running: use it inside its with statement"):
        _ = gateway.url


@pytest.mark.parametrize(
    ("states", "said"),
    [
        ([], "'con_sites - Sites V2' has no state: give at least 'completed'"),
        (
            "wating",
            "'wating' is neither a code nor .* The states without an error are 'waiting', 'completed', 'error'.",
        ),
        (["waiting", "DIPV1O03"], "Did you mean 'DIPV1003'"),
        ([[]], "at least one error"),
    ],
)
def test_a_misspelled_state_is_found_before_anything_runs(states: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        FakeGateway({SITES: states})


def test_a_state_of_a_wrong_type_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="a state is a str, a class of an error, or several in a list, not 3"):
        FakeGateway({SITES: [3]})  # type: ignore[list-item]


def test_a_gateway_may_be_closed_before_its_block_ends() -> None:
    with FakeGateway({SITES: "completed"}) as gateway:
        url = gateway.url
        gateway.__exit__(None, None, None)
        with pytest.raises(urllib.error.URLError):
            opened(url)
