"""Companies, legal entities, business units and how they pair up."""

from typing import ClassVar

from ..errors import DualWriteError
from ..info import Actor, Area, ErrorInfo, Retry
from .references import (
    CONNECTION_SET,
    CREATE_THE_CONNECTION_SET,
    CROSS_COMPANY,
    DEFAULT_TEAM,
    DELETE_COMPANY,
    EDIT_LEGAL_ENTITY,
    HEALTH_CHECK,
    OR_RESET_THE_LINK,
    PROJECT,
    RESET,
    RESET_FOR_DUAL_WRITE,
    RESET_LINK,
    SECURITY_ROLES,
    SETUP_SET,
    SWITCH_OFF_SHARING,
)


class CompanyError(DualWriteError):
    """Companies, legal entities or business units of the two sides do not pair up."""

    area: Area | None = Area.COMPANY
    info: ClassVar[ErrorInfo] = ErrorInfo(
        message="Dual-write company error",
        detail="Companies, legal entities or business units of the two sides do not pair up.",
    )


class CompanyScopeMismatch(CompanyError):
    """DIPV1002: Dual-write only supports mapping between cross-company entities or company-specific entities from both
    sides.

    One side is shared across companies, the other belongs to one. Where companies are merely not paired up, you get
    `DestinationOrganizationMappingMissing` or `RelatedOrganizationMappingMissing`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DIPV1002",
        sentences=(
            (
                "Dual-write only supports mapping between cross-company entities or company-specific entities from"
                " both sides"
            ),
        ),
        detail=(
            "One side of the table map is shared across companies and the other belongs to one company. Typically"
            " cross-company data sharing is switched on for the finance and operations entity, or one side has no"
            " primary company field set; dual-write supports neither."
        ),
        steps=(
            "Read the error text: it names the side that is cross-company and the one that is company-specific.",
            (
                "Switch off cross-company data sharing for the finance and operations entity, or give the side that"
                " lacks it its primary company field."
            ),
            "Or map a different entity, so that both sides are cross-company or both are company-specific.",
        ),
        caution=SWITCH_OFF_SHARING,
        links=(CROSS_COMPANY,),
        actors=(Actor.FNO_ADMIN, Actor.MAP_ADMIN, Actor.FNO_DEVELOPER, Actor.MAKER),
        retry=Retry.AFTER_FIX,
    )


class DataPartitionInvalid(CompanyError):
    """DIPV1008: Data partition is not valid.

    A business unit or legal entity of the organization mapping is gone or renamed. Where there is no mapping at all,
    you get `DestinationOrganizationMappingMissing` or `RelatedOrganizationMappingMissing`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DIPV1008",
        sentences=("Data partition is not valid", "Data partition isn't valid"),
        detail=(
            "The organization mapping in the connection set of the Data Integrator project no longer holds, because a"
            " business unit in Dataverse or a legal entity in finance and operations was deleted or renamed."
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
        sentences=("Missing Organization mapping for destination entity",),
        detail=(
            "The connection holds no organization mapping for the destination entity: the dual-write connection, or"
            " the Data Integrator connection set, is misconfigured or corrupted."
        ),
        steps=(RESET_FOR_DUAL_WRITE, CREATE_THE_CONNECTION_SET),
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
        sentences=("Missing Organization mapping for related entity",),
        detail=(
            "The connection holds no organization mapping for a related entity: the dual-write connection, or the"
            " Data Integrator connection set, is misconfigured or corrupted."
        ),
        steps=(RESET_FOR_DUAL_WRITE, CREATE_THE_CONNECTION_SET),
        caution=RESET_LINK,
        links=(RESET, CONNECTION_SET),
        actors=(Actor.LINK_ADMIN, Actor.POWER_PLATFORM_ADMIN),
        retry=Retry.AFTER_FIX,
    )


class DataverseCompanyMismatch(CompanyError):
    """DWDVEV1003: Company mismatched between dual-write and Dataverse.

    A linked legal entity has no row in Dataverse. For one that finance and operations does not have, you get
    `FinanceAndOperationsCompanyMismatch`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DWDVEV1003",
        sentences=(
            "Company mismatched between dual-write and Dataverse",
            "Company mismatched between DualWrite and Dataverse",
        ),
        detail=(
            "A legal entity that is linked for dual-write has no matching row in the Company table (cdm_company) of"
            " Dataverse."
        ),
        steps=(
            (
                "Read the mismatched companies off the health check and compare Environment details > Legal entities"
                " on the Dual-write page with the Company table."
            ),
            (
                "Add to the Company table what is wanted there; take out of the legal entities what is not, while no"
                " map is paused or in initial writes."
            ),
            OR_RESET_THE_LINK,
        ),
        caution=RESET_LINK,
        links=(HEALTH_CHECK, EDIT_LEGAL_ENTITY, RESET),
        actors=(Actor.LINK_ADMIN,),
        retry=Retry.AFTER_FIX,
    )


class FinanceAndOperationsCompanyMismatch(CompanyError):
    """DWFOEV1003: Company mismatched between dual-write and finance and operations apps.

    A linked legal entity does not match finance and operations. For one that has no row in Dataverse, you get
    `DataverseCompanyMismatch`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DWFOEV1003",
        sentences=(
            "Company mismatched between dual-write and finance and operations apps",
            "Company mismatched between DualWrite and FO",
        ),
        detail=(
            "A legal entity that is linked for dual-write does not match the legal entities of finance and operations."
        ),
        steps=(
            "Read the mismatched companies off the health check.",
            (
                "Take out those that are not wanted, under Environment details > Legal entities on the Dual-write"
                " page, while no map is paused or in initial writes."
            ),
            OR_RESET_THE_LINK,
        ),
        caution=RESET_LINK,
        links=(HEALTH_CHECK, EDIT_LEGAL_ENTITY, RESET),
        actors=(Actor.LINK_ADMIN,),
        retry=Retry.AFTER_FIX,
    )


class DefaultTeamNameMismatch(CompanyError):
    """DWFOEV1006: Default Team name mismatch for Dataverse and dual-write.

    The default team is there and has another name than its business unit. Where a company has no such team, you get
    `DefaultOwningTeamMissing`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DWFOEV1006",
        sentences=("Default Team name mismatch for Dataverse and dual-write",),
        detail=(
            "The default team of the mapped or root business unit, which owns imported rows, no longer has the name"
            " of its business unit. Initial synchronization fails."
        ),
        steps=(
            (
                "Open a ticket with Microsoft Support to have the connection corrected, and give the default team of"
                " the root business unit."
            ),
            OR_RESET_THE_LINK,
        ),
        caution=RESET_LINK,
        links=(HEALTH_CHECK, RESET, DEFAULT_TEAM),
        actors=(Actor.SUPPORT, Actor.LINK_ADMIN),
        retry=Retry.AFTER_FIX,
    )


class DefaultOwningTeamMissing(CompanyError):
    """DWDVEV1007: Default owning team is not present in company.

    A company in Dataverse has no default owning team. Where the team lacks a privilege, you get `PrivilegeMissing`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DWDVEV1007",
        sentences=("Default owning team is not present in company", "Default owning team isn't present in company"),
        detail="A company record in Dataverse has no default owning team.",
        steps=(
            (
                "In the Power Apps maker portal of the linked environment, open Tables > Company and show the column"
                " Default owning team."
            ),
            "Give every company that takes part in dual-write a default owning team.",
            "Give those teams the security roles they need.",
        ),
        links=(HEALTH_CHECK, SECURITY_ROLES),
        actors=(Actor.MAKER, Actor.DATAVERSE_ADMIN),
        retry=Retry.AFTER_FIX,
    )


class DuplicateCompanyName(CompanyError):
    """Saving connection set failed! An item with the same key has already been added.

    Two companies have one name, or one has none. Where companies are not paired up, you get `DataverseCompanyMismatch`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=("Saving connection set failed! An item with the same key has already been added.",),
        detail="Two companies in Dataverse have the same name, or a company has none. Dual-write needs distinct names.",
        steps=("Remove or correct duplicate and blank names in the cdm_company table in Dataverse.",),
        caution=DELETE_COMPANY,
        links=(SETUP_SET,),
        actors=(Actor.DATAVERSE_ADMIN,),
        retry=Retry.AFTER_FIX,
    )
