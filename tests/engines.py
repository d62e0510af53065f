"""Texts as they stand in the columns of a lake, most of them without an error."""

import random
from collections.abc import Callable, Iterator

from sampling import SENTENCES, in_its_wrapper

CALM = [
    "Validating the project",
    "No integration keys are missing here",
    "12 rows of 500 were read from the provider",
    "The row was written to the destination in 12 ms",
    "Divided the payload into 3 parts for delivery",
    "Waiting for the previous version of row 9",
    "Heartbeat of the runtime con-north-7 was received",
    "Checked out the lane at gate 4",
    "Cached 31 picking lists of warehouse 24",
    "Next run starts at six",
    "Pallet 7731 left the dock",
    "User con_user signed in",
]
OTHER_SYSTEMS = [
    "Database connection validation failed",
    "ERROR: Data type mismatch.",
    "data type mismatch: argument 1 requires (int or bigint) type",
    "Some optional integration keys are missing",
    "non-integration keys are missing",
    "Duplicate value map 'x' on host 'y'",
    "Duplicate source fields are not allowed",
    "ERROR: Project validation failed for module core",
    "Plugin registration failed: webpack",
    "Unable to write data to table customers",
    "Request failed with status code 404",
    "isValidIPv10 DIPV10031 xDIPV1003 DIPV1003_a DWFOREST",
    "Number of requests exceeded the limit of 6000 over time window of 300 seconds.",
    "0x80040265 A validation error occurred",
]
CODED = [
    "Project validation failed. [DIPV1003] Integration keys are missing",
    "Project validation failed [DIPV1022] Missing source field con_siteid in the schema",
    "DIPV1003 DIPV1025",
    "DWFOEV1004 Stale DualWrite Configuration present in F&O",
    "Error DIPV1099: the gate schedule cannot be paired",
    "dw9003 - Failed to connect to CRM.",
]


SPELLINGS: list[Callable[[str], str]] = [
    "<p>{}</p>".format,
    "<b>{}</b>".format,
    "**{}**".format,
    "first line\\n{}\\r\\nnext".format,
    "first line\r\n{}".format,
    "see _this_ {}".format,
    "ERROR 2031-05-06 08:00:04 UTC: {}".format,
    "x\n[ERR] May 16 08:00:04 {}".format,
    "Sites (V2) - Sites: Error: {}".format,
    lambda text: text.replace(" ", "\\r\\n", 2),
    lambda text: text.replace(" ", "&nbsp;", 2),
    lambda text: text.replace("'", "\\u0027").replace("&", "\\u0026"),
    lambda text: text.replace("'", "\u2019").replace("-", "\u2013"),
]
"""How services, logs and people write a text in other ways."""


def said(dice: random.Random) -> str:
    """What one row says: usually nothing of dual-write."""
    number = dice.random()
    if number < 0.02:
        text = in_its_wrapper(*dice.choice(SENTENCES))
        return dice.choice(SPELLINGS)(text) if number < 0.005 else text
    if number < 0.03:
        return dice.choice(CODED)
    return dice.choice(OTHER_SYSTEMS if number < 0.06 else CALM)


def rows(count: int) -> Iterator[tuple[int, str | None]]:
    """A number, and a text as a line of a log, a row of CSV, a JSON string, or as it is; a few are null."""
    dice = random.Random(12)  # noqa: S311 - no secret
    for number in range(count):
        text = said(dice)
        shape = number % 5
        if shape == 0:
            yield (
                number,
                f"2031-05-06T08:{number % 60:02}:00.22+00:00  [ERR] con_sites - Sites V2: Error: {text} ({number:08x})",
            )
        elif shape == 1:
            yield number, f'{number},con_sites,"{text}",7d3c-{number}'
        elif shape == 2:
            escaped = text.replace("\\", "\\\\").replace('"', '\\"')
            yield number, f'{{"entityName": "con_sites", "recordId": "{number}", "errorMessage": "{escaped}"}}'
        else:
            yield number, None if number % 1000 == 3 else text
