"""What the services do at most: sizes, counts, rates and times."""

from typing import ClassVar

from ..errors import DualWriteError
from ..info import Actor, Area, ErrorInfo, KnownFrom, Retry
from .references import (
    API_LIMITS,
    DATA_INTEGRATOR,
    DATAVERSE_CODES,
    EDIT_LEGAL_ENTITY,
    GUIDANCE,
    LIMITS,
    QUERY_LIMITS,
    SETUP_LIMIT,
)


class LimitError(DualWriteError):
    """More was asked for than the services give: in size, number, rate or time."""

    area: Area | None = Area.LIMIT
    info: ClassVar[ErrorInfo] = ErrorInfo(
        message="Dual-write limit error",
        detail="More was asked for than the services give: in size, number, rate or time.",
    )


class TooManyLegalEntities(LimitError):
    """Exceeds the maximum partitions allowed for mapping {project}.

    Too many legal entities are linked. Where a transaction is too large, you get `TransactionTooLarge`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=("Exceeds the maximum partitions allowed for mapping {project}",),
        detail=(
            "More legal entities are linked than dual-write can map. The pages disagree on the limit: about 250"
            " (setup page), 40 for initial and 250 for live synchronization (limits page), 40 (guidance page)."
        ),
        steps=(
            (
                "Link fewer legal entities, under Environment details > Legal entities, while no map is paused or in"
                " initial writes."
            ),
        ),
        links=(SETUP_LIMIT, GUIDANCE, LIMITS, EDIT_LEGAL_ENTITY),
        actors=(Actor.LINK_ADMIN,),
        retry=Retry.AFTER_FIX,
    )


class TransactionTooLarge(LimitError):
    """Message size exceeded when sending context to Sandbox. Message size: {size}.

    One transaction is too large. Where requests come too often, you get `ServiceProtectionLimit`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=("Message size exceeded when sending context to Sandbox. Message size: {size}",),
        detail="A transaction from Dataverse to finance and operations is larger than 116.85 MB.",
        steps=(
            (
                "Split the transaction (the page also limits a transaction from finance and operations to Dataverse"
                " to 1,000 records and 2 minutes)."
            ),
        ),
        links=(LIMITS,),
        actors=(Actor.FNO_DEVELOPER, Actor.USER),
        retry=Retry.AFTER_FIX,
    )


class PowerQueryQuotaReached(LimitError):
    """Exception ExceptionType:MashupEvaluationException, ExceptionMessage:EvaluationQuotaReached.

    Power Query Online allows no more. For any other failure of such a job, you get `PowerQueryJobFailed`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=("Exception ExceptionType:MashupEvaluationException, ExceptionMessage:EvaluationQuotaReached",),
        detail="A project with advanced query and filtering used up what Power Query Online allows.",
        steps=("See the limits of Power Query Online; make the query smaller or run it less often.",),
        links=(DATA_INTEGRATOR, QUERY_LIMITS),
        actors=(Actor.POWER_PLATFORM_ADMIN,),
        retry=Retry.UNKNOWN,
    )


class SandboxUnavailable(LimitError):
    """The plug-in execution failed because no Sandbox Hosts are currently available.

    The host of the plug-ins crashed or was not there. Where it was there and a plug-in took too long, you get
    `PluginTimedOut`. Counts only inside a wrapper of dual-write.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences_in_wrapper=(
            "The plug-in execution failed because no Sandbox Hosts are currently available.",
            "The plug-in execution failed because the Sandbox Worker process crashed.",
        ),
        dataverse_codes=("0x8004418d", "0x8004418e"),
        detail=(
            "The host that runs the plug-ins of Dataverse crashed, typically because of an error in a plug-in, or"
            " none was available."
        ),
        steps=(
            (
                "Look for an error in the plug-ins of the table: an unhandled exception, endless recursion, threads,"
                " memory."
            ),
            "Then repeat.",
        ),
        links=(DATAVERSE_CODES,),
        actors=(Actor.DATAVERSE_ADMIN,),
        retry=Retry.UNKNOWN,
        known_from=KnownFrom.ELSEWHERE,
    )


class ServiceProtectionLimit(LimitError):
    """Number of requests exceeded the limit of {limit} over time window of {seconds} seconds.

    Dataverse throttles the client. Where a single transaction is too large, you get `TransactionTooLarge`.
    Outside of a wrapper of dual-write the sentence counts for nothing: plain Dataverse says it too.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences_in_wrapper=(
            "Number of requests exceeded the limit of {limit} over time window of {seconds} seconds.",
            "Number of concurrent requests exceeded the limit of {limit}.",
            (
                "Combined execution time of incoming requests exceeded limit of {limit} milliseconds over time window"
                " of {seconds} seconds."
            ),
        ),
        dataverse_codes=("0x80072322", "0x80072326", "0x80072321"),
        detail=(
            "Dataverse protects itself from too many, too many concurrent or too long requests: HTTP status 429 with"
            " Retry-After. The limits page of dual-write says that these limits govern it."
        ),
        steps=("Wait as long as Retry-After says and repeat; send fewer at a time.",),
        links=(API_LIMITS, LIMITS, DATAVERSE_CODES),
        actors=(Actor.USER,),
        retry=Retry.TRANSIENT,
        known_from=KnownFrom.ELSEWHERE,
    )


class PluginTimedOut(LimitError):
    """The plug-in execution failed because the operation has timed-out at the Sandbox {part}.

    The plug-ins of a transaction took too long. Where their host crashed, you get `SandboxUnavailable`. Counts only
    inside a wrapper of dual-write.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences_in_wrapper=(
            "The plug-in execution failed because the operation has timed-out at the Sandbox {part}.",
            "Didn't receive a response from the {plugin} plug-in within the 2:20-minute limit.",
        ),
        dataverse_codes=("0x80044171", "0x80044172", "0x80044173", "0x80081111"),
        detail=(
            "The plug-ins of a transaction took too long. Dual-write gives a transaction two minutes in either"
            " direction."
        ),
        steps=(
            "Repeat with less in one transaction.",
            "If it stays, look for slow plug-ins on the table.",
            (
                "Or ask Microsoft Support for the five-minute time-out of transactions from Dataverse to finance and"
                " operations."
            ),
        ),
        links=(DATAVERSE_CODES, LIMITS),
        actors=(Actor.DATAVERSE_ADMIN, Actor.SUPPORT),
        retry=Retry.UNKNOWN,
        known_from=KnownFrom.ELSEWHERE,
    )
