"""The connections and connection sets that join the two environments."""

from typing import ClassVar

from ..errors import DualWriteError
from ..info import Actor, Area, ErrorInfo, Retry
from .references import CONNECTION_SET, PROJECT, RECREATE_CONNECTION_SET, RESET, RESET_CONNECTION_SET, RESET_LINK


class ConnectionSetError(DualWriteError):
    """Something is wrong with the connections, or with the connection set that joins the two environments."""

    info: ClassVar[ErrorInfo] = ErrorInfo(
        name="ConnectionSetError",
        area=Area.CONNECTION,
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
        name="ConnectionValidationFailed",
        area=Area.CONNECTION,
        message="Connection validation failed",
        detail=(
            "The Power Apps API Hub connections that Data Integrator uses for this integration are no longer"
            " valid. The rest of the error text names the actual cause."
        ),
        steps=(
            "Read the error text for the actual cause and repair the connections it names.",
            "If they cannot be repaired, create the connection set again.",
        ),
        links=(CONNECTION_SET, RESET),
        actors=(Actor.POWER_PLATFORM_ADMIN,),
        retry=Retry.AFTER_FIX,
    )


class EnvironmentInfoMissing(ConnectionSetError):
    """DIPV1005: Missing environment info for dataset.

    The connection set itself is broken. Where only one task of a project points outside it, you get
    `TaskEnvironmentNotInConnectionSet`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DIPV1005",
        name="EnvironmentInfoMissing",
        area=Area.CONNECTION,
        message="Missing environment info for dataset",
        detail="The dual-write connection, or the Data Integrator connection set, is misconfigured or corrupted.",
        steps=(
            RESET_CONNECTION_SET,
            RECREATE_CONNECTION_SET,
        ),
        caution=RESET_LINK,
        links=(RESET, CONNECTION_SET),
        actors=(Actor.LINK_ADMIN, Actor.POWER_PLATFORM_ADMIN),
        retry=Retry.AFTER_FIX,
    )


class TaskEnvironmentNotInConnectionSet(ConnectionSetError):
    """DIPV1007: Task has environment which does not exist in the connection set.

    The project refers to an environment outside its connection set. Where the connection set itself is broken, you
    get `EnvironmentInfoMissing`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DIPV1007",
        name="TaskEnvironmentNotInConnectionSet",
        area=Area.CONNECTION,
        message="Task has environment which does not exist in the connection set",
        wordings=(
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
