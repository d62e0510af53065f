"""The validation of a table map or a project failed without saying what is wrong with it."""

from typing import ClassVar

from ..errors import DualWriteError
from ..info import Actor, Area, ErrorInfo, KnownFrom, Retry
from .references import CONTACT_SUPPORT, PROJOPS_MAPS


class ValidationServiceError(DualWriteError):
    """The validation of a table map or a project failed, and nobody knows yet what is wrong with it."""

    area: Area | None = Area.VALIDATION
    info: ClassVar[ErrorInfo] = ErrorInfo(
        message="Dual-write validation service error",
        detail="The validation of a table map or a project failed, and nobody knows yet what is wrong with it.",
    )


class DualWriteProjectValidationAborted(ValidationServiceError):
    """DIPV1001: Exceptions encountered during dual-write project validation.

    Raised for dual-write projects. For a dual-write map or a Data Integrator project, you get
    `ProjectValidationAborted`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DIPV1001",
        sentences=("Exceptions encountered during dual-write project validation",),
        detail=(
            "An unknown exception stopped the validation of the dual-write project, so the project has been neither"
            " accepted nor rejected."
        ),
        steps=(CONTACT_SUPPORT,),
        actors=(Actor.SUPPORT,),
        retry=Retry.UNKNOWN,
    )


class ProjectValidationAborted(ValidationServiceError):
    """DIPV1006: Exceptions encountered during project validation.

    Raised for dual-write maps and Data Integrator projects. Where the text speaks of a dual-write project, you get
    `DualWriteProjectValidationAborted`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DIPV1006",
        sentences=("Exceptions encountered during project validation",),
        detail=(
            "An unknown exception stopped the validation of the dual-write map or the Data Integrator project, so it"
            " has been neither accepted nor rejected."
        ),
        steps=(CONTACT_SUPPORT,),
        actors=(Actor.SUPPORT,),
        retry=Retry.UNKNOWN,
    )


class ProjectValidationFailed(ValidationServiceError):
    """Project validation failed.

    A wrapper. You get this only where nothing inside is recognized. Where the validation broke off before it reached a
    verdict, you get `ProjectValidationAborted` or `DualWriteProjectValidationAborted`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=("Project validation failed",),
        is_wrapper=True,
        detail=(
            "The validation of a table map or of a Data Integrator project failed. The issues follow, each with its"
            " code or in its documented words; where none follows, the official pages for Project Operations call the"
            " failure possibly transient."
        ),
        steps=(
            "Where an issue is named, follow that issue.",
            "Where none is: select Refresh tables on the table map, and start it again.",
        ),
        links=(PROJOPS_MAPS,),
        actors=(Actor.MAP_ADMIN,),
        retry=Retry.UNKNOWN,
        known_from=KnownFrom.ELSEWHERE,
    )
