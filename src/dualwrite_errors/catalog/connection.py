"""The connections and connection sets that join the two environments."""

from typing import ClassVar

from ..errors import DualWriteError
from ..info import Actor, Area, ErrorInfo, KnownFrom, Retry
from .references import (
    CONNECTION_SET,
    CREATE_THE_CONNECTION_SET,
    HEALTH_CHECK,
    HOW_TO_RESET,
    LCS_SETUP,
    PROJECT,
    RELINK,
    RESET,
    RESET_FOR_DUAL_WRITE,
    RESET_LINK,
    RESET_THE_LINK,
)


class ConnectionSetError(DualWriteError):
    """Something is wrong with the connections, or with the connection set that joins the two environments."""

    area: Area | None = Area.CONNECTION
    info: ClassVar[ErrorInfo] = ErrorInfo(
        message="Dual-write connection set error",
        detail="Something is wrong with the connections, or with the connection set that joins the two environments.",
    )


class ConnectionValidationFailed(ConnectionSetError):
    """DIPV1000: Connection validation failed.

    The connections that Data Integrator uses are no longer valid. Where the connection set is what is broken, you get
    `EnvironmentInfoMissing`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DIPV1000",
        sentences=("Connection validation failed",),
        detail=(
            "The Power Apps API Hub connections that Data Integrator uses for this integration are no longer valid."
            " The rest of the error text names the actual cause."
        ),
        steps=(
            "Read the error text for the actual cause and repair the connections it names.",
            (
                "If they cannot be repaired, create the connection set again; for dual-write, reset the link:"
                f" {HOW_TO_RESET}"
            ),
        ),
        caution=RESET_LINK,
        links=(CONNECTION_SET, RESET),
        actors=(Actor.POWER_PLATFORM_ADMIN, Actor.LINK_ADMIN),
        retry=Retry.AFTER_FIX,
    )


class EnvironmentInfoMissing(ConnectionSetError):
    """DIPV1005: Missing environment info for dataset.

    The connection set itself is broken. Where only one task of a project points outside it, you get
    `TaskEnvironmentNotInConnectionSet`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DIPV1005",
        sentences=("Missing environment info for dataset",),
        detail="The dual-write connection, or the Data Integrator connection set, is misconfigured or corrupted.",
        steps=(RESET_FOR_DUAL_WRITE, CREATE_THE_CONNECTION_SET),
        caution=RESET_LINK,
        links=(RESET, CONNECTION_SET),
        actors=(Actor.LINK_ADMIN, Actor.POWER_PLATFORM_ADMIN),
        retry=Retry.AFTER_FIX,
    )


class TaskEnvironmentNotInConnectionSet(ConnectionSetError):
    """DIPV1007: Task has environment which does not exist in the connection set.

    The project refers to an environment outside its connection set. Where the connection set itself is broken, you get
    `EnvironmentInfoMissing`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DIPV1007",
        sentences=(
            "Task has environment which does not exist in the connection set",
            "Task has environment that doesn't exist in the connection set",
            "Task has environment that does not exist in the connection set",
        ),
        detail=(
            "A task of the data integration project refers to an environment that its connection set does not"
            " contain: the project is misconfigured or corrupted."
        ),
        steps=("Create the data integration project again.",),
        links=(PROJECT,),
        actors=(Actor.POWER_PLATFORM_ADMIN,),
        retry=Retry.AFTER_FIX,
    )


class DataverseConnectionMissing(ConnectionSetError):
    """DWDVEV1001: Missing Dataverse APIHub connection, without ConnectionFix support.

    The connection to Dataverse is gone. For the one to finance and operations, you get
    `FinanceAndOperationsConnectionMissing`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DWDVEV1001",
        sentences=("Missing Dataverse APIHub connection, without ConnectionFix support",),
        detail=(
            "The ApiHub connection that dual-write uses for Dataverse is gone, possibly deleted in the Power Apps"
            " maker portal, and the service cannot repair it by itself."
        ),
        steps=(RESET_THE_LINK,),
        caution=RESET_LINK,
        links=(HEALTH_CHECK, RESET),
        actors=(Actor.LINK_ADMIN,),
        retry=Retry.AFTER_FIX,
    )


class FinanceAndOperationsConnectionMissing(ConnectionSetError):
    """DWFOEV1001: Missing finance and operations apps APIHub connection without ConnectionFix support.

    The connection to finance and operations is gone. For the one to Dataverse, you get `DataverseConnectionMissing`;
    where the text does not speak of ConnectionFix, `FinanceAndOperationsConnectionUnrepairable`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DWFOEV1001",
        sentences=(
            "Missing finance and operations apps APIHub connection without ConnectionFix support",
            "Missing AX APIHub connection without ConnectionFix support",
        ),
        detail=(
            "The ApiHub connection that dual-write uses for finance and operations is gone, possibly deleted in the"
            " Power Apps maker portal, and the service cannot repair it by itself."
        ),
        steps=(RESET_THE_LINK,),
        caution=RESET_LINK,
        links=(HEALTH_CHECK, RESET),
        actors=(Actor.LINK_ADMIN,),
        retry=Retry.AFTER_FIX,
    )


class DataverseConnectorDeprecated(ConnectionSetError):
    """DWDVEV1002: DataVerse deprecated connection is getting used for New Regions.

    The link works over an old connector. Where the connection is gone, you get `DataverseConnectionMissing`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DWDVEV1002",
        sentences=("DataVerse deprecated connection is getting used for New Regions",),
        detail="The link uses the old Dataverse connector in a region that needs the new one.",
        steps=(
            (
                "Ask Microsoft Support to switch the environment to the newer connector (the draft names a flight,"
                " UseCDS2Connector)."
            ),
        ),
        links=(HEALTH_CHECK,),
        actors=(Actor.SUPPORT,),
        retry=Retry.AFTER_FIX,
        known_from=KnownFrom.DRAFT,
    )


class FinanceAndOperationsConnectionUnrepairable(ConnectionSetError):
    """DWFOEV1005: Missing AX APIHub connection.

    The connection is gone and the automatic repair does not help. Where the text goes on with *without ConnectionFix
    support*, you get `FinanceAndOperationsConnectionMissing`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DWFOEV1005",
        sentences=("Missing AX APIHub connection",),
        detail=(
            "The ApiHub connection for finance and operations is gone in a way that the automatic repair cannot repair."
        ),
        steps=("Contact Microsoft Support (the draft names a flight, BypassApiHubConnector).",),
        links=(HEALTH_CHECK,),
        actors=(Actor.SUPPORT,),
        retry=Retry.AFTER_FIX,
        known_from=KnownFrom.DRAFT,
    )


class LinkedEnvironmentMismatch(ConnectionSetError):
    """Microsoft has detected that your environment is linked via Dual-write to a different destination than specified
    in Power Platform Integration, which isn't recommended.

    Dual-write and Power Platform Integration name different Dataverse environments. Where the database was copied from
    another environment, you get `OrganizationMismatch`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=(
            (
                "Microsoft has detected that your environment is linked via Dual-write to a different destination"
                " than specified in Power Platform Integration, which isn't recommended."
            ),
            (
                "Microsoft detected that your environment is linked via dual-write to a different destination than"
                " specified in Power Platform Integration, which isn't recommended."
            ),
            (
                "Microsoft has detected that your environment is linked via Dual-write to a different Power Platform"
                " environment"
            ),
        ),
        detail=(
            "Dual-write is linked to another Dataverse environment than the one Lifecycle Services knows. Support no"
            " longer relinks environments by hand."
        ),
        steps=(
            (
                "If the environment was never set up for Power Platform integration, set it up with the environment"
                " that dual-write uses."
            ),
            f"Otherwise, so that both name the same environment: reset the link: {HOW_TO_RESET}",
        ),
        caution=RESET_LINK,
        links=(LCS_SETUP, RESET, RELINK),
        actors=(Actor.LINK_ADMIN,),
        retry=Retry.AFTER_FIX,
    )
