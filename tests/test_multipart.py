"""Multipart bodies: each part by its own status."""

from types import SimpleNamespace
from typing import Any

import pytest

from dualwrite_errors import parse_payload

MADE = "HTTP/1.1 204 No Content\r\nOData-Version: 4.0\r\nLocation: https://x.example/con_sites(7)\r\n\r\n"
READ = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{"value": []}\r\n'
REFUSED = "HTTP/1.1 412 Precondition Failed\r\nContent-Type: application/json\r\n\r\n"
REFUSED += '{"error": {"code": "x7", "message": "It was refused"}}'
KEYS = REFUSED.replace("It was refused", "[DIPV1003] Keys")


def batch(*answers: str, name: str = "batchresponse_7d") -> str:
    """A batch with these answers."""
    headers = "Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n"
    return "".join(f"--{name}\r\n{headers}{answer}\r\n" for answer in answers) + f"--{name}--\r\n"


def change_set(*answers: str) -> str:
    """A batch with a change set in it."""
    inner = f"Content-Type: multipart/mixed; boundary=changesetresponse_7d\r\n\r\n{batch(*answers, name='changes_7d')}"
    return f"--batchresponse_7d\r\n{inner}--batchresponse_7d--"


def response(body: str, status: int = 200) -> Any:
    """A response with such a body."""
    return SimpleNamespace(status_code=status, content=body.encode(), headers={})


def seen(payload: Any) -> list[tuple[str, str | None]]:
    """The text of each error, and the status of the part that it is in."""
    return [(error.text, error.context.get("http_status")) for error in parse_payload(payload)]


@pytest.mark.parametrize(
    "body",
    [
        batch(MADE),
        batch(MADE, READ, MADE),
        batch("HTTP/1.1 204 No Content"),
        batch(MADE).replace("\r\n", "\n"),
        f"\r\n{batch(MADE)}\r\n",
        change_set(MADE, MADE),
        "--b\r\nHTTP/1.1 204 No Content\r\n--b--",
        '--b\r\nContent-Type: application/json\r\n\r\n{"value": []}\r\n--b--',
        '--b\r\n\r\n{"value": []}\r\n--b--',
        batch("HTTP/1.1 304 Not Modified\r\n\r\n"),
    ],
)
def test_parts_that_succeeded_are_no_errors(body: str) -> None:
    assert seen(body) == seen(response(body)) == []
    assert len(seen(response(body, 500))) == 1


@pytest.mark.parametrize("wrap", [batch, change_set])
def test_a_part_that_failed_is_an_error_with_its_status(wrap: Any) -> None:
    server = "HTTP/1.1 500 Internal Server Error"
    for answer, said in (
        (REFUSED, ("It was refused", "412")),
        (KEYS, ("Keys", "412")),
        (server, ("HTTP 500 Internal Server Error", "500")),
        (f"{server}\r\nContent-Length: 0\r\n\r\n", ("HTTP 500 Internal Server Error", "500")),
        (f"{server}\r\n\r\nIt went wrong\r\n", ("It went wrong", "500")),
        ("HTTP/2 503 \r\n\r\n", ("HTTP 503", "503")),
        ("HTTP/1.1 302 Found\r\nLocation: /x\r\n\r\n", ("HTTP 302 Found", "302")),
    ):
        body = wrap(MADE, answer, READ)
        assert seen(body) == seen(response(body)) == [said]
        assert [error.raw for error in parse_payload(body)] == [body]


def test_each_part_that_failed_is_an_error() -> None:
    body = batch(REFUSED, MADE, KEYS, "HTTP/1.1 404 Not Found")
    assert seen(response(body)) == [("It was refused", "412"), ("Keys", "412"), ("HTTP 404 Not Found", "404")]
    (first, *_) = parse_payload(body, context={"map": "Sites"})
    assert (first.context["path"], first.context["inner_path"]) == ("$", "$.error.message")
    assert first.context["map"] == "Sites"


def test_a_batch_that_breaks_off_is_no_all_clear() -> None:
    body = batch(MADE, MADE).removesuffix("--\r\n")
    for part in (body, body + "\r\n", body.removesuffix("--batchresponse_7d"), batch(MADE) + "--other--"):
        assert seen(response(part)) == [(part, "200")]
    assert seen(batch(MADE, "HTTP/1.1 404 Not Found").removesuffix("--batchresponse_7d--\r\n")) == [
        ("HTTP 404 Not Found", "404")
    ]


@pytest.mark.parametrize(
    "body",
    [
        batch("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>Sign in</html>"),
        "--b\r\nContent-Type: text/html\r\n\r\n<html>Sign in</html>\r\n--b--",
        "--b\r\n<html>Sign in</html>\r\n--b--",
        "--b--",
        "-- Sign in",
        f"Sign in\r\n{batch(MADE)}",
    ],
)
def test_a_part_that_is_not_json_is_no_all_clear(body: str) -> None:
    assert seen(response(body)) == [(body, "200")]
    assert seen(body) == []


def test_what_stands_around_the_parts_is_read_too() -> None:
    for body in ("--DIPV1003\r\n\r\n{}\r\n--DIPV1003--", "--b\r\nX: DIPV1003\r\n\r\n{}\r\n--b--", "--b--\r\nDIPV1003"):
        assert "DIPV1003" in {error.code for error in parse_payload(body)}
