"""Poll the gateway of dual-write until it has decided about some table maps, and say what to do about those it refused.

The gateway here is a small example on this machine: it lets the first poll wait, and then refuses three maps of four.
What reads its answer is the same for the real one. The exit code is 1 if a map was refused.

Usage: python poll_gateway.py
"""

import json
import sys
import textwrap
import time
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from dualwrite_errors import DualWriteError, IntegrationKeyError, SchemaError, errors_of, raise_for_errors

REQUEST_ID = "7d1f0c52-0000-4000-8000-00000000c0de"
WAITING = "1"
SECONDS_BETWEEN_POLLS = 0.2
MOST_POLLS = 10
NO_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # a proxy does not reach this machine


def main(gateway: str) -> int:
    """Print what has to be done about each map that was refused; return the exit code."""
    answer = decided(gateway, REQUEST_ID)
    try:
        raise_for_errors(answer)
    except* SchemaError as schema:
        show("\nSelect Refresh tables in these maps, which do not know a field:")
        for error in errors_of(schema):
            show(f"- {map_of(error)}: {', '.join(error.names) or error.text}")
    except* IntegrationKeyError as keys:
        show("\nPass these on to who can change the integration key:")
        for key_error in errors_of(keys):
            show(f"- {map_of(key_error)}: {key_error.text}")
            show(f"  To: {'; '.join(actor.description for actor in key_error.info.actors)}")
            show(indented(key_error.remediation))
    except* DualWriteError as others:
        show("\nAnything else:")
        for other in errors_of(others):
            show(f"- {map_of(other)}: {other}")
            show(indented(other.remediation))
    else:
        show("\nNo map was refused.")
        return 0
    return 1


def decided(gateway: str, request_id: str) -> Any:
    """The answer of the gateway once no map is waiting any more."""
    for poll in range(1, MOST_POLLS + 1):
        with NO_PROXY.open(f"{gateway}/Status/{request_id}", timeout=10) as response:
            answer: Any = json.load(response)
        waiting = sum(entry["detail"]["lastRequest"]["state"] == WAITING for entry in answer)
        show(f"Poll {poll}: {waiting} of {len(answer)} maps are waiting.")
        if not waiting:
            return answer
        time.sleep(SECONDS_BETWEEN_POLLS)
    raise TimeoutError(f"request {request_id} is still waiting after {MOST_POLLS} polls")


def map_of(error: DualWriteError) -> str:
    """The map that was refused, and the id that support asks for."""
    return f"{error.context.get('map', 'a map')} (activity {error.context.get('activity_id', 'unknown')})"


def indented(text: str) -> str:
    """`text` below what it belongs to."""
    return textwrap.indent(text, "  ")


def show(text: str) -> None:
    """Print `text` without the control characters that an answer may hold."""
    print("".join(character for character in text if character.isprintable() or character == "\n"))


class ExampleGateway(BaseHTTPRequestHandler):
    """Answers `GET /Status/{requestId}`: waiting at first, then with what became of each map."""

    outcomes = (
        ("con_sites - Sites V2", "[DIPV1025] Missing destination field con_site.con_zone in the schema"),
        ("con_units - Units", "[DIPV1003] Integration keys are missing"),
        ("con_routes - Routes", "[DIPV1010] Mandatory field con_code in destination entity must be mapped"),
        ("con_depots - Depots", None),
    )
    polls = 0

    def do_GET(self) -> None:
        """Answer one poll."""
        if self.path != f"/Status/{REQUEST_ID}":
            self.send_error(404)
            return
        is_first = ExampleGateway.polls == 0
        ExampleGateway.polls += 1
        body = json.dumps([self.status(number, is_waiting=is_first) for number in range(len(self.outcomes))]).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def status(self, number: int, *, is_waiting: bool) -> dict[str, Any]:
        """One map in the shape in which the gateway reports it."""
        name, issue = self.outcomes[number]
        state = WAITING if is_waiting else "3" if issue else "2"
        request = {
            "requestId": REQUEST_ID,
            "action": "1",
            "state": state,
            "errorMessage": f"Project validation failed. {issue}" if state == "3" else None,
            "errorUri": None,
            "rootActivityId": f"0a11ac71-0000-4000-8000-{number + 1:012}",
        }
        detail = {"tName": name, "state": "6", "lastRequest": request, "lastRequests": [request]}
        crm, ax = name.split(" - ")
        return {
            "leftEntity": {"targetType": "AX", "name": ax, "displayName": ax},
            "rightEntity": {"targetType": "CRM", "name": crm, "displayName": crm},
            "detail": detail,
        }

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the base class names it
        """Keep the terminal for the example itself."""


@contextmanager
def example_gateway() -> Generator[str, None, None]:
    """The address of an example gateway that runs as long as the block."""
    with ThreadingHTTPServer(("127.0.0.1", 0), ExampleGateway) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


if __name__ == "__main__":
    with example_gateway() as address:
        code = main(address)
    sys.exit(code)
