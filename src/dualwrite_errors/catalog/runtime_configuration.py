"""What a former link, a copy or a reset left behind in the runtime tables."""

from typing import ClassVar

from ..errors import DualWriteError
from ..info import Actor, Area, ErrorInfo, Retry
from .references import (
    CLEAN_COPY,
    DELETE_CONFIGURATION,
    DELETE_MAP_CONFIGURATION,
    DELETE_RUNTIME,
    HEALTH_CHECK,
    LIVE_CHANGED,
    LIVE_COPY,
    RELINK,
    RESET,
)


class RuntimeConfigurationError(DualWriteError):
    """A former link, a copy or a reset left something behind in the runtime tables, or left them empty."""

    area: Area | None = Area.RUNTIME_CONFIGURATION
    info: ClassVar[ErrorInfo] = ErrorInfo(
        message="Dual-write runtime configuration error",
        detail="A former link, a copy or a reset left something behind in the runtime tables, or left them empty.",
    )


class StaleDataverseConfiguration(RuntimeConfigurationError):
    """DWDVEV1004: Stale dual-write configuration present in Dataverse.

    What a former link left behind is in Dataverse. For finance and operations, you get
    `StaleFinanceAndOperationsConfiguration`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DWDVEV1004",
        sentences=(
            "Stale dual-write configuration present in Dataverse",
            "Stale dual-write configurations are present in Dataverse",
            "Stale DualWrite Configuration present in DV",
        ),
        detail="Runtime configurations of a former link are left in Dataverse.",
        steps=(
            "Read the maps concerned off the health check.",
            "Stop all maps.",
            (
                "In Dataverse, open Advanced Settings > Advanced Find, choose DualWrite Runtime Configuration, select"
                " Results and delete the rows that are left."
            ),
            "Start the maps again.",
        ),
        caution=DELETE_RUNTIME,
        links=(HEALTH_CHECK, LIVE_CHANGED),
        actors=(Actor.LINK_ADMIN, Actor.DATAVERSE_ADMIN),
        retry=Retry.AFTER_FIX,
    )


class StaleFinanceAndOperationsConfiguration(RuntimeConfigurationError):
    """DWFOEV1004: Stale dual-write configuration present in finance and operations apps.

    What a former link left behind is in finance and operations. For Dataverse, you get `StaleDataverseConfiguration`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DWFOEV1004",
        sentences=(
            "Stale dual-write configuration present in finance and operations apps",
            "Stale dual-write configurations are present in finance and operations apps",
            "Stale DualWrite Configuration present in F&O",
        ),
        detail="Runtime configurations of a former link are left in finance and operations.",
        steps=(
            "Stop the maps concerned.",
            (
                "Open DualWriteProjectConfigurationEntity with the Excel add-in, delete the records of the maps"
                " concerned (two for each map) and publish."
            ),
            "Start the maps that are to run.",
        ),
        caution=DELETE_MAP_CONFIGURATION,
        links=(HEALTH_CHECK, LIVE_CHANGED),
        actors=(Actor.LINK_ADMIN, Actor.FNO_ADMIN),
        retry=Retry.AFTER_FIX,
    )


class PayloadNotGenerated(RuntimeConfigurationError):
    """Unable to generate payload for entity {entity}.

    Finance and operations could not even make the record. Where Dataverse refused it, you get `DataverseRequestFailed`
    or its cause.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=("Unable to generate payload for entity {entity}",),
        detail=(
            "Finance and operations could not make the record that it wanted to send. In the documented case the"
            " runtime configuration of the map points nowhere, because the Dataverse environment was reset the wrong"
            " way; the verbose error then says: Invalid URI: The URI is empty."
        ),
        steps=(
            (
                "Read the verbose error. Go on only if it says Invalid URI: The URI is empty, or if the environment"
                " was reset or relinked."
            ),
            "Stop all maps.",
            (
                "In finance and operations, delete the records of the maps from DualWriteProjectConfigurationEntity"
                " with the Excel add-in and publish."
            ),
            "In Dataverse, delete all rows of DualWrite Runtime Configuration through Advanced Find.",
            "Check DualWriteProjectConfigurationEntity again for records that are left, then link and start the maps.",
        ),
        caution=DELETE_CONFIGURATION,
        links=(LIVE_CHANGED, RELINK),
        actors=(Actor.LINK_ADMIN,),
        retry=Retry.AFTER_FIX,
    )


class OrganizationMismatch(RuntimeConfigurationError):
    """SecureConfig Organization ({configured_organization}) does not match actual CRM Organization
    ({actual_organization}).

    A copied database still names the environment that it was copied from. Where dual-write is linked elsewhere than
    Power Platform Integration says, you get `LinkedEnvironmentMismatch`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=(
            (
                "SecureConfig Organization ({configured_organization}) does not match actual CRM Organization"
                " ({actual_organization})."
            ),
        ),
        detail=(
            "The database was copied from another environment and still holds that environment's dual-write"
            " configuration."
        ),
        steps=(
            "Sign in to the environment that the text names second: the copy.",
            (
                "Stop its maps, and delete all rows of Dual Write Runtime Configurations"
                " (msdyn_dualwriteruntimeconfig) there: Advanced find > Results > select all > Delete."
            ),
            (
                "If finance and operations was copied too, delete the rows of DualWriteProjectConfiguration,"
                " DualWriteProjectFieldConfiguration and BusinessEventsDefinition in the copy."
            ),
            "Reset the link of the copy, and start its maps.",
        ),
        caution=CLEAN_COPY,
        links=(LIVE_COPY, RELINK, RESET),
        actors=(Actor.DATAVERSE_ADMIN,),
        retry=Retry.AFTER_FIX,
    )
