"""The validation service failed before it reached a verdict."""

from typing import ClassVar

from ..errors import DualWriteError
from ..info import Actor, Area, ErrorInfo, Retry


class ValidationServiceError(DualWriteError):
    """The validation service failed before it reached a verdict on the table map or the project."""

    info: ClassVar[ErrorInfo] = ErrorInfo(
        name="ValidationServiceError",
        area=Area.VALIDATION,
        message="Dual-write validation service error",
        detail="The validation service failed before it reached a verdict on the table map or the project.",
    )


class DualWriteProjectValidationAborted(ValidationServiceError):
    """DIPV1001: Exceptions encountered during dual-write project validation.

    Raised for dual-write projects. For a dual-write map or a Data Integrator project, you get
    `ProjectValidationAborted`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DIPV1001",
        name="DualWriteProjectValidationAborted",
        area=Area.VALIDATION,
        message="Exceptions encountered during dual-write project validation",
        wordings=("Exceptions encountered during Dual-write project validation",),
        detail=(
            "An unknown exception stopped the validation of the dual-write project, so the project has been"
            " neither accepted nor rejected."
        ),
        steps=("Contact Microsoft Support and give them the exception details and the activity ID.",),
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
        name="ProjectValidationAborted",
        area=Area.VALIDATION,
        message="Exceptions encountered during project validation",
        detail=(
            "An unknown exception stopped the validation of the dual-write map or the Data Integrator project, so"
            " it has been neither accepted nor rejected."
        ),
        steps=("Contact Microsoft Support and give them the exception details and the activity ID.",),
        actors=(Actor.SUPPORT,),
        retry=Retry.UNKNOWN,
    )
