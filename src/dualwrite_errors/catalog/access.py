"""Who may do what: application users, licenses, roles and the connections' permissions."""

from typing import ClassVar

from ..errors import DualWriteError
from ..info import Actor, Area, ErrorInfo, Retry
from .references import (
    DATAVERSE_CODES,
    DEFAULT_TEAM_MISSING,
    INITIAL_403,
    LCS_SETUP,
    LIVE_CREATE,
    LIVE_PRIVILEGE,
    MODULE_LINK,
    MODULE_STOP,
    REQUIREMENTS,
    SETUP_403,
    SETUP_DISCOVER,
)


class AccessError(DualWriteError):
    """Somebody or something may not do what dual-write needs: a user, an application or a connection lacks a right."""

    area: Area | None = Area.ACCESS
    info: ClassVar[ErrorInfo] = ErrorInfo(
        message="Dual-write access error",
        detail=(
            "Somebody or something may not do what dual-write needs: a user, an application or a connection lacks a"
            " right."
        ),
    )


class ServicePrincipalAccessDenied(AccessError):
    """DW9003: Failed to connect to {side}. Ensure that the service principal has the correct permissions to access
    {side}.

    One side does not let the applications of dual-write in. Where Dataverse says so while a record is written, you get
    `UserNotMemberOfOrganization`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DW9003",
        sentences=(
            (
                "Failed to connect to {side}. Ensure that the service principal has the correct permissions to access"
                " {side}."
            ),
        ),
        detail=(
            "While Lifecycle Services linked the environments, one side did not let the applications of dual-write"
            " in: their users are missing or have too few rights. {side} is CRM (Dataverse) or AX (finance and"
            " operations)."
        ),
        steps=(
            (
                "CRM: In Dataverse, create the application users for the application ids"
                " 00000015-0000-0000-c000-000000000000 (not needed in cloud-hosted environments) and"
                " 2e49aa60-1bd3-43b6-8ab6-03ada3d9f08b. Give them a security role with create, read, write and delete"
                " on every table that dual-write maps."
            ),
            (
                "AX: In finance and operations, open Microsoft Entra ID applications and add the client ids"
                " 6f7d0213-62b1-43a8-b7f4-ff2bb8b7b452 and 2e49aa60-1bd3-43b6-8ab6-03ada3d9f08b, each with an enabled"
                " user that may manage dual-write data. Under Data management > Framework parameters > Entity"
                " settings, select Refresh entity list."
            ),
            "Link again.",
        ),
        links=(LCS_SETUP, REQUIREMENTS),
        actors=(Actor.LINK_ADMIN,),
        retry=Retry.AFTER_FIX,
    )


class EnvironmentNotDiscoverable(AccessError):
    """Finance and operations apps environment {host} is not discoverable.

    The environment was not found while it was being linked. Where it was found and the link was refused, you get
    `EnvironmentSetupForbidden` or `TokenExchangeDenied`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=(
            "Finance and operations apps environment {host} is not discoverable.",
            "Finance and operations apps environment {host} isn't discoverable.",
        ),
        detail=(
            "The user is not in the tenant of the environment, or the environment is an old Microsoft-hosted one that"
            " discovery does not see."
        ),
        steps=(
            "Sign in as a user of the environment's tenant.",
            "Or apply any update to the environment; afterwards it is found.",
        ),
        links=(SETUP_DISCOVER,),
        actors=(Actor.LINK_ADMIN, Actor.FNO_ADMIN),
        retry=Retry.AFTER_FIX,
    )


class EnvironmentSetupForbidden(AccessError):
    """Failed to setup dual write environment. Error Details:Response status code does not indicate success: 403
    (Forbidden).

    Linking failed with 403 (Forbidden). For any other reason you get what the details say, or `EnvironmentSetupFailed`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=(
            (
                "Failed to setup dual write environment. Error Details:Response status code does not indicate"
                " success: 403 (Forbidden)"
            ),
        ),
        detail=(
            "The two ApiHub connections could not be created. By the official page, the user who links the"
            " environments has no Power Apps license."
        ),
        steps=("Assign the user a Power Apps license and link again.",),
        links=(SETUP_403,),
        actors=(Actor.TENANT_ADMIN, Actor.POWER_PLATFORM_ADMIN),
        retry=Retry.AFTER_FIX,
    )


class TokenExchangeDenied(AccessError):
    """Response status code does not indicate success: 403 (tokenexchange).

    The status is 403 (tokenexchange). Where the text names a connection, you get `ConnectionAccessDenied`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=("Response status code does not indicate success: 403 (tokenexchange)",),
        detail=(
            "The user may not link environments or create maps, or the Dataverse environment was reset without"
            " unlinking dual-write."
        ),
        steps=(
            "Link as a system administrator of both sides; create maps as the user who set up the connection.",
            (
                "If the Dataverse environment was reset without unlinking, the link has to be made anew: no official"
                " page says how."
            ),
        ),
        links=(MODULE_LINK,),
        actors=(Actor.LINK_ADMIN, Actor.LINK_OWNER),
        retry=Retry.AFTER_FIX,
    )


class ConnectionAccessDenied(AccessError):
    """Error from token exchange: User is not allowed to access connection dynamicscrmonline/{connection}.

    The text names the connection that the user may not use. Where it does not, you get `TokenExchangeDenied`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=(
            "Error from token exchange: User is not allowed to access connection dynamicscrmonline/{connection}",
            "Error from token exchange: User is not allowed to access connection dynamicsax/{connection}",
            (
                "Error from token exchange: User {user} is not allowed to access connection"
                " {region}/dynamicscrmonline/{connection}"
            ),
            (
                "Error from token exchange: User {user} is not allowed to access connection"
                " {region}/dynamicsax/{connection}"
            ),
        ),
        detail="Seen while a map was stopped: the linked environment is not available to the user of the connection.",
        steps=(
            (
                "Open a ticket for the Data Integration team with a network trace attached, so that they mark the"
                " maps as not running."
            ),
        ),
        links=(MODULE_STOP,),
        actors=(Actor.SUPPORT,),
        retry=Retry.AFTER_FIX,
    )


class UserNotMemberOfOrganization(AccessError):
    """The user is not a member of the organization.

    Dataverse does not know the user at all. Where it knows the user and a privilege is missing, you get
    `PrivilegeMissing`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=("The user is not a member of the organization.",),
        dataverse_codes=("0x80072560",),
        detail="The application users of dual-write, or the default owning team, are not set up in Dataverse.",
        steps=(
            (
                "Follow the prerequisites: give the application users and the default owning team the system"
                " administrator role."
            ),
            (
                "In a cloud-hosted development environment the integration is no longer supported: use a sandbox or a"
                " unified developer environment."
            ),
        ),
        links=(LIVE_CREATE, REQUIREMENTS, LCS_SETUP),
        actors=(Actor.LINK_ADMIN,),
        retry=Retry.AFTER_FIX,
    )


class ExportForbidden(AccessError):
    """The remote server returned an error: (403) Forbidden.), AX export encountered an error.

    The export of an initial synchronization got 403 (Forbidden). For 400 (Bad Request), you get `ExportBadRequest`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=("The remote server returned an error: (403) Forbidden.), AX export encountered an error",),
        detail="The client DtAppID in finance and operations no longer holds.",
        steps=(
            (
                "On the Microsoft Entra applications page of finance and operations, note the settings of the client"
                " DtAppID, delete it and add it again."
            ),
        ),
        links=(INITIAL_403,),
        actors=(Actor.FNO_ADMIN,),
        retry=Retry.AFTER_FIX,
    )


class PrivilegeMissing(AccessError):
    """Principal team (Id={principal}), is missing {privilege} privilege (Id={privilege_id}).

    A team or a user lacks a privilege on the table. Where Dataverse does not know the user at all, you get
    `UserNotMemberOfOrganization`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=(
            "Principal team (Id={principal}), is missing {privilege} privilege (Id={privilege_id})",
            "Principal team (Id={principal} is missing {privilege} privilege (Id={privilege_id})",
            "Principal user (Id={principal} is missing {privilege} privilege (Id={privilege_id})",
        ),
        sentences_in_wrapper=("The user does not hold the necessary privileges.",),
        dataverse_codes=("0x80040220",),
        detail=(
            "The team or the user that is to own or write the row has no privilege for the operation on the table:"
            " typically the default owning team of the mapped business unit lacks the role."
        ),
        steps=(
            (
                "Find the team by the id in the text (in Dataverse:"
                " .../api/data/v9.0/teams?$select=name&$filter=teamid eq ID)."
            ),
            (
                "In the Power Platform admin center open the environment > Access > Teams > See all, select the team,"
                " Manage Security Roles, and give it a role with the privilege on the table."
            ),
        ),
        links=(DEFAULT_TEAM_MISSING, LIVE_PRIVILEGE, DATAVERSE_CODES),
        actors=(Actor.DATAVERSE_ADMIN,),
        retry=Retry.AFTER_FIX,
    )
