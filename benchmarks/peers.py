"""The libraries that do the nearest thing: what their users import, and how an error is made from a code."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version

import attrs
from measure import Statement


@attrs.frozen
class Peer:
    """Another library with typed exceptions."""

    name: str
    """The name of its distribution."""
    module: str
    """The module that a user imports who handles its errors."""
    source: str
    """The module that has the function or class that `call` uses."""
    function: str
    call: str
    """What makes an error from a code, or the nearest thing to that."""

    def missing(self) -> str:
        """Why it cannot be measured here; ``""`` where it can."""
        try:
            import_module(self.module)
            import_module(self.source)
        except ImportError as error:
            return f"{self.name}: {error}; install the dependency group `bench`"
        return ""

    def version(self) -> str:
        """Its name and version, for the head of the table."""
        return f"{self.name} {version(self.name)}"

    def statement(self) -> Statement:
        """`call`, ready to be timed."""
        return Statement(self.call, {self.function: getattr(import_module(self.source), self.function)})


PEERS = (
    Peer("psycopg", "psycopg", "psycopg.errors", "lookup", 'lookup("23505")("duplicate key")'),
    Peer("asyncpg", "asyncpg", "asyncpg", "PostgresError", 'PostgresError.new({"C": "23505", "M": "duplicate key"})'),
    Peer(
        "botocore",
        "botocore.exceptions",
        "botocore.exceptions",
        "ClientError",
        'ClientError({"Error": {"Code": "Throttling", "Message": "slow down"}}, "op")',
    ),
    Peer(
        "google-api-core",
        "google.api_core.exceptions",
        "google.api_core.exceptions",
        "from_http_status",
        'from_http_status(404, "m")',
    ),
    Peer(
        "azure-core",
        "azure.core.exceptions",
        "azure.core.exceptions",
        "HttpResponseError",
        'HttpResponseError(message="m")',
    ),
)


def installed_peers() -> tuple[list[Peer], list[str]]:
    """The peers that can be measured here, and why the others cannot."""
    reasons = {peer.name: peer.missing() for peer in PEERS}
    return [peer for peer in PEERS if not reasons[peer.name]], [reason for reason in reasons.values() if reason]
