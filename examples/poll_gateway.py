"""Poll the gateway of dual-write until it has decided about some table maps, and say what to do about those it refused.

The gateway here is that of `dualwrite_errors.testing`. It is busy at first, lets the next poll wait, and then refuses
three maps of four. What reads its answer is the same for the real one. The exit code is 1 if a map was refused.

Usage: python poll_gateway.py
"""

import json
import sys
import textwrap
import time
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass

from dualwrite_errors import (
    DualWriteError,
    IntegrationKeyError,
    SchemaError,
    errors_of,
    parse_payload,
    raise_for_errors,
)
from dualwrite_errors.testing import FakeGateway, sample_text

WAITING = "1"
SECONDS_BETWEEN_POLLS = 0.2
LONGEST_PAUSE = 60.0
MOST_POLLS = 10
HTTP = urllib.request.OpenerDirector()  # no proxy, which does not reach this machine; and no exception for a status
HTTP.add_handler(urllib.request.HTTPHandler())


@dataclass
class Answer:
    """A response in the form that `parse_payload` knows from requests and httpx."""

    status_code: int
    headers: Mapping[str, str]
    content: bytes


def main(gateway: str, request_id: str) -> int:
    """Print what has to be done about each map that was refused; return the exit code."""
    try:
        raise_for_errors(decided(f"{gateway}/Status/{request_id}"))
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


def decided(url: str) -> Answer:
    """The answer of the gateway once no map is waiting any more; a busy gateway is asked again.

    Raises:
        DualWriteError: The answer is none about maps, for example a page to sign in.
    """
    for poll in range(1, MOST_POLLS + 1):
        with HTTP.open(url, timeout=10) as response:
            answer = Answer(response.status, dict(response.headers), response.read())
        failures = [error for error in parse_payload(answer) if "map" not in error.context]
        if failures and not failures[0].is_transient:
            raise failures[0]
        if failures:
            pause = pause_after(failures[0])
            show(f"Poll {poll}: {failures[0].text}. The next one is in {pause:g} s.")
            time.sleep(pause)
            continue
        maps = json.loads(answer.content)
        waiting = sum(entry["detail"]["lastRequest"]["state"] == WAITING for entry in maps)
        show(f"Poll {poll}: {waiting} of {len(maps)} maps are waiting.")
        if not waiting:
            return answer
        time.sleep(SECONDS_BETWEEN_POLLS)
    raise TimeoutError(f"{url} has not decided after {MOST_POLLS} polls")


def pause_after(error: DualWriteError) -> float:
    """How many seconds to wait before the next poll: as many as the gateway asks for, within reason."""
    asked = error.context.get("retry_after", "")
    return min(float(asked), LONGEST_PAUSE) if asked.isdecimal() else SECONDS_BETWEEN_POLLS


def map_of(error: DualWriteError) -> str:
    """The map that was refused, and the id that support asks for."""
    if "map" not in error.context:
        return "The gateway itself"
    return f"{error.context['map']} (activity {error.context.get('activity_id', 'unknown')})"


def indented(text: str) -> str:
    """`text` below what it belongs to."""
    return textwrap.indent(text, "  ")


def show(text: str) -> None:
    """Print `text` without the control characters that an answer may hold."""
    print("".join(character for character in text if character.isprintable() or character == "\n"))


if __name__ == "__main__":
    maps = {
        "con_sites - Sites V2": ["waiting", sample_text("DIPV1025", field="con_site.con_zone")],
        "con_units - Units": ["waiting", "DIPV1003"],
        "con_routes - Routes": ["waiting", sample_text("DIPV1010", field="con_code")],
        "con_depots - Depots": ["waiting", "completed"],
    }
    with FakeGateway(maps) as example_gateway:
        example_gateway.throttle_next(retry_after=1)
        code = main(example_gateway.url, example_gateway.request_id)
    sys.exit(code)
