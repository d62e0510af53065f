"""Companies, legal entities, business units and how they pair up."""

from typing import ClassVar

from ..errors import DualWriteError
from ..info import Actor, Area, ErrorInfo, Retry
from .references import (
    CONNECTION_SET,
    CROSS_COMPANY,
    PROJECT,
    RECREATE_CONNECTION_SET,
    RESET,
    RESET_CONNECTION_SET,
    RESET_LINK,
)


class CompanyError(DualWriteError):
    """Companies, legal entities or business units of the two sides do not pair up."""

    info: ClassVar[ErrorInfo] = ErrorInfo(
        name="CompanyError",
        area=Area.COMPANY,
        message="Dual-write company error",
        detail="Companies, legal entities or business units of the two sides do not pair up.",
    )


class CompanyScopeMismatch(CompanyError):
    """DIPV1002: Dual-write only supports mapping between cross-company entities or company-specific entities from
    both sides.

    One side is shared across companies, the other belongs to one. Where companies are merely not paired up, you get
    one of the errors about organization mapping.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DIPV1002",
        name="CompanyScopeMismatch",
        area=Area.COMPANY,
        message=(
            "Dual-write only supports mapping between cross-company entities or company-specific entities from"
            " both sides"
        ),
        detail=(
            "One side of the table map is shared across companies and the other belongs to one company. Typically"
            " cross-company data sharing is switched on for the finance and operations entity, and dual-write does"
            " not support such an entity."
        ),
        steps=(
            "Switch off cross-company data sharing for the finance and operations entity.",
            "Or map a different entity, so that both sides are cross-company or both are company-specific.",
        ),
        links=(CROSS_COMPANY,),
        actors=(Actor.FNO_ADMIN, Actor.MAP_ADMIN),
        retry=Retry.AFTER_FIX,
    )


class DataPartitionInvalid(CompanyError):
    """DIPV1008: Data partition is not valid.

    A business unit or legal entity of the organization mapping is gone or renamed. Where there is no mapping at all,
    you get `DestinationOrganizationMappingMissing` or `RelatedOrganizationMappingMissing`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DIPV1008",
        name="DataPartitionInvalid",
        area=Area.COMPANY,
        message="Data partition is not valid",
        wordings=("Data partition isn't valid",),
        detail=(
            "The organization mapping in the connection set of the Data Integrator project no longer holds,"
            " because a business unit in Dataverse or a legal entity in finance and operations was deleted or"
            " renamed."
        ),
        steps=(
            "Add the missing business unit or legal entity again, or give it back its former name.",
            "Or create the connection set and the data integration project again.",
        ),
        links=(CONNECTION_SET, PROJECT),
        actors=(Actor.FNO_ADMIN, Actor.POWER_PLATFORM_ADMIN),
        retry=Retry.AFTER_FIX,
    )


class DestinationOrganizationMappingMissing(CompanyError):
    """DIPV1016: Missing Organization mapping for destination entity.

    The entity that a map writes to has no organization mapping. For an entity it refers to, you get
    `RelatedOrganizationMappingMissing`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DIPV1016",
        name="DestinationOrganizationMappingMissing",
        area=Area.COMPANY,
        message="Missing Organization mapping for destination entity",
        detail=(
            "The connection holds no organization mapping for the destination entity: the dual-write connection,"
            " or the Data Integrator connection set, is misconfigured or corrupted."
        ),
        steps=(
            RESET_CONNECTION_SET,
            RECREATE_CONNECTION_SET,
        ),
        caution=RESET_LINK,
        links=(RESET, CONNECTION_SET),
        actors=(Actor.LINK_ADMIN, Actor.POWER_PLATFORM_ADMIN),
        retry=Retry.AFTER_FIX,
    )


class RelatedOrganizationMappingMissing(CompanyError):
    """DIPV1017: Missing Organization mapping for related entity.

    An entity that a map refers to has no organization mapping. For the entity it writes to, you get
    `DestinationOrganizationMappingMissing`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DIPV1017",
        name="RelatedOrganizationMappingMissing",
        area=Area.COMPANY,
        message="Missing Organization mapping for related entity",
        detail=(
            "The connection holds no organization mapping for a related entity: the dual-write connection, or the"
            " Data Integrator connection set, is misconfigured or corrupted."
        ),
        steps=(
            RESET_CONNECTION_SET,
            RECREATE_CONNECTION_SET,
        ),
        caution=RESET_LINK,
        links=(RESET, CONNECTION_SET),
        actors=(Actor.LINK_ADMIN, Actor.POWER_PLATFORM_ADMIN),
        retry=Retry.AFTER_FIX,
    )
