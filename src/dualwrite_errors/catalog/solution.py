"""The dual-write solutions, and the versions that both sides need."""

from typing import ClassVar

from ..errors import DualWriteError
from ..info import Actor, Area, ErrorInfo, Retry
from .references import GAB, LIVE_ADDRESS, MAP_HEALTH, MODULE_VERSION, SOLUTION_AWARENESS


class SolutionError(DualWriteError):
    """A dual-write solution, or the platform of finance and operations, is missing or too old."""

    area: Area | None = Area.SOLUTION
    info: ClassVar[ErrorInfo] = ErrorInfo(
        message="Dual-write solution error",
        detail="A dual-write solution, or the platform of finance and operations, is missing or too old.",
    )


class PlatformUpdateRequired(SolutionError):
    """Minimum required finance and operations platform version is PU 43 to run finance and operations recommendations.

    Finance and operations is too old for the map health check. Where a Dataverse solution is too old, you get
    `SolutionVersionMismatch`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=(
            (
                "Minimum required finance and operations platform version is PU 43 to run finance and operations"
                " recommendations."
            ),
            "Minimum required FnO platform version is PU 43 to run FnO recommendations",
        ),
        detail=(
            "The recommendations of the map health check need finance and operations 10.0.19 (platform update 43) or"
            " later."
        ),
        steps=("Update finance and operations.",),
        links=(MAP_HEALTH,),
        actors=(Actor.FNO_ADMIN,),
        retry=Retry.AFTER_FIX,
    )


class SolutionVersionMismatch(SolutionError):
    """Dynamics 365 for Sales solution '{solution}' has version mismatch. Version: '{version}' Required version:
    '{required_version}'.

    A Dataverse solution is older than the map requires. Where the core solution is not installed, you get
    `CoreSolutionMissing`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=(
            (
                "Dynamics 365 for Sales solution '{solution}' has version mismatch. Version: '{version}' Required"
                " version: '{required_version}'"
            ),
        ),
        detail=(
            "A dual-write solution in Dataverse is older than the map requires. The name of the map may stand in front."
        ),
        steps=("Update the dual-write solutions in Dataverse to the latest version that fits.",),
        links=(MODULE_VERSION,),
        actors=(Actor.DATAVERSE_ADMIN, Actor.POWER_PLATFORM_ADMIN),
        retry=Retry.AFTER_FIX,
    )


class CoreSolutionMissing(SolutionError):
    """The entity with a name = 'msdyn_dualwriteentitymap' with namemapping = 'Logical' was not found in the
    MetadataCache.

    The dual-write core solution is not installed. Where a solution is installed and too old, you get
    `SolutionVersionMismatch`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=(
            (
                "The entity with a name = 'msdyn_dualwriteentitymap' with namemapping = 'Logical' was not found in"
                " the MetadataCache"
            ),
            (
                "The entity with a name 'msdyn_dualwriteentitymap' with namemapping='Logical' was not found in the"
                " MetadataCache"
            ),
        ),
        detail="The dual-write core solution is not installed in Dataverse.",
        steps=("Install the dual-write core solution in Dataverse.",),
        links=(SOLUTION_AWARENESS,),
        actors=(Actor.DATAVERSE_ADMIN, Actor.POWER_PLATFORM_ADMIN),
        retry=Retry.AFTER_FIX,
    )


class LocationKeyOutdated(SolutionError):
    """A record that has the attribute values Location ID already exists. The entity key Location ID Key requires that
    this set of attributes contains unique values.

    The key on the Address table is the old one. For any other key that two rows share, you get `DuplicateKey`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=(
            (
                "A record that has the attribute values Location ID already exists. The entity key Location ID Key"
                " requires that this set of attributes contains unique values."
            ),
        ),
        detail="The key on the Address table still consists of msdyn_locationid alone.",
        steps=(
            (
                "Install the dual-write orchestration package 2.2.2.60 or later, so that the key Location Key"
                " (msdyn_locationkey) consists of msdyn_locationid and parentid."
            ),
        ),
        links=(LIVE_ADDRESS, GAB),
        actors=(Actor.DATAVERSE_ADMIN,),
        retry=Retry.AFTER_FIX,
    )
