"""A write, an export or a start failed, and the text does not say which part of the setup is at fault."""

from typing import ClassVar

from ..errors import DualWriteError
from ..info import Actor, Area, ErrorInfo, KnownFrom, Retry
from .references import (
    DATA_INTEGRATOR,
    DATAVERSE_CODES,
    DELETE_CONFIGURATION,
    DELETE_MAP_CONFIGURATION,
    GUIDANCE,
    INITIAL_400,
    INITIAL_CHECK,
    INITIAL_LOOKUPS,
    LIVE,
    LIVE_CHANGED,
    LIVE_CUSTOMER,
    LIVE_SAVE,
    LIVE_VERBOSE,
    MODULE,
    PLUGIN_TRACE,
    PROJOPS,
    RERUN,
    SETUP_403,
    SETUP_LIMIT,
    SKIP_ERRORS,
    WORKSPACE,
)


class SynchronizationError(DualWriteError):
    """A write, an export or a start failed, and the text does not say which part of the setup is at fault."""

    area: Area | None = Area.SYNCHRONIZATION
    info: ClassVar[ErrorInfo] = ErrorInfo(
        message="Dual-write synchronization error",
        detail="A write, an export or a start failed, and the text does not say which part of the setup is at fault.",
    )


class EnvironmentSetupFailed(SynchronizationError):
    """Failed to setup dual write environment. Error Details:{text}.

    A wrapper. You get this only where nothing inside is recognized. For 403 (Forbidden), you get
    `EnvironmentSetupForbidden`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=("Failed to setup dual write environment. Error Details:{text}",),
        is_wrapper=True,
        detail="Linking the environments failed; the details say why.",
        steps=("Read the details.",),
        links=(SETUP_403,),
        actors=(Actor.LINK_ADMIN,),
        retry=Retry.UNKNOWN,
    )


class PluginRegistrationFailed(SynchronizationError):
    """Dual write failure - Plugin registration failed: {text}.

    A wrapper. You get this only where nothing inside is recognized. Where the map did not start for another reason, you
    get `DualWriteFailure`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=("Dual write failure - Plugin registration failed: {text}",),
        is_wrapper=True,
        detail="Dual-write could not register its plug-ins for the map in Dataverse; the rest of the text says why.",
        steps=("Read the rest of the text.",),
        links=(MODULE, SETUP_LIMIT),
        actors=(Actor.MAP_ADMIN,),
        retry=Retry.UNKNOWN,
    )


class DualWriteFailure(SynchronizationError):
    """Dual write failure - {text}.

    A wrapper. You get this only where nothing inside is recognized. Where plug-ins could not be registered, you get
    `PluginRegistrationFailed`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=("Dual write failure - {text}",),
        is_wrapper=True,
        detail=(
            "A table map could not be started; the rest of the text says why. The name of the map may stand in front."
        ),
        steps=("Read the rest of the text.",),
        links=(MODULE,),
        actors=(Actor.MAP_ADMIN,),
        retry=Retry.UNKNOWN,
    )


class WriteToDataverseFailed(SynchronizationError):
    """Unable to write data to entity {table}.

    A wrapper. You get this only where nothing inside is recognized. For the other direction, you get
    `WriteToFinanceAndOperationsFailed`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=(
            "Unable to write data to entity {table}",
            "Writes to {entity} failed with error message {text}",
            "Writes to {entity} failed with the error message {text}",
            "Writes to {entity} failed with an error message",
        ),
        is_wrapper=True,
        in_parts=True,
        detail=(
            "A record could not be written to a Dataverse table and the change in finance and operations was rolled"
            " back with it. The cause stands in the rest: one or more unresolved lookups, a Dataverse code, or"
            " nothing."
        ),
        steps=(
            "Read the rest of the text; it may hold several causes.",
            (
                "If it says too little, set IsDebugMode to Yes on the map in DualWriteProjectConfigurationEntity,"
                " repeat, and read DualWriteErrorLog."
            ),
        ),
        links=(LIVE, LIVE_VERBOSE),
        actors=(Actor.USER, Actor.MAP_ADMIN),
        retry=Retry.UNKNOWN,
    )


class EntitySyncFailed(SynchronizationError):
    """Unable to sync with entity {table}.

    Nothing more is said. Where the row that is missing is named, you get `ReferencedRowNotFound`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=("Unable to sync with entity {table}.",),
        detail=(
            "Reference data that the record needs exists on one side only, or the runtime configuration of the map is"
            " out of order."
        ),
        steps=(
            "Make sure that the reference data, for example the customer group of a customer, exists on both sides.",
            (
                "If it does, stop the map, open DualWriteProjectConfigurationEntity with the Excel add-in (design"
                " mode), delete the two records of the map and publish."
            ),
            "Start the map.",
        ),
        caution=DELETE_MAP_CONFIGURATION,
        links=(LIVE_SAVE,),
        actors=(Actor.USER, Actor.FNO_ADMIN),
        retry=Retry.AFTER_FIX,
    )


class DataverseRequestFailed(SynchronizationError):
    """Request failed with status code {http_status} and CDS error code : {dataverse_code} response message: {text}.

    A wrapper. You get this only where nothing inside is recognized. Where the catalog lists the code of Dataverse, you
    get the class that has it, such as `ReferencedRowNotFound`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=(
            (
                "Request failed with status code {http_status} and CDS error code : {dataverse_code} response"
                " message: {text}"
            ),
            (
                "Request failed with the status code {http_status} and CDS error code: {dataverse_code} response"
                " message: {text}"
            ),
            "Request failed with status code {http_status} and CDS error code : {dataverse_code}",
        ),
        is_wrapper=True,
        detail=(
            "Dataverse refused the request; its own code and message follow. The status is the .NET name of the HTTP"
            " status (BadRequest, InternalServerError); the code may be 0x0, or words instead of a code."
        ),
        steps=(
            "Read the message of Dataverse and correct the record.",
            "For the long text set IsDebugMode on the map and read DualWriteErrorLog.",
        ),
        links=(LIVE_VERBOSE, DATAVERSE_CODES),
        actors=(Actor.USER,),
        retry=Retry.UNKNOWN,
    )


class DualWritePluginFailed(SynchronizationError):
    """Unexpected exception from plug-in (Execute): Microsoft.Dynamics.Integrator.DualWriteRuntime.Plugins.{plugin}:
    System.Exception: failed to process entity {table} - {text}.

    A wrapper. You get this only where nothing inside is recognized. Where the plug-in found another organization than
    it was set up for, you get `OrganizationMismatch`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=(
            (
                "Unexpected exception from plug-in (Execute):"
                " Microsoft.Dynamics.Integrator.DualWriteRuntime.Plugins.{plugin}: System.Exception: failed to"
                " process entity {table} - {text}"
            ),
            (
                "Unexpected exception from plug-in (Execute): Microsoft.Dynamics.Integrator.CrmPlugins.Plugin:"
                " System.Exception: failed to process entity {table} - {text}"
            ),
        ),
        is_wrapper=True,
        detail=(
            "The dual-write plug-in in Dataverse could not reach finance and operations, or was refused by it; the"
            " rest says why. The documented example is a connection that timed out."
        ),
        steps=(
            "Check that finance and operations is up, and repeat.",
            "Only if the Dataverse environment was reset or relinked, clean up as for PayloadNotGenerated.",
        ),
        caution=DELETE_CONFIGURATION,
        links=(LIVE_CHANGED, PLUGIN_TRACE),
        actors=(Actor.LINK_ADMIN,),
        retry=Retry.UNKNOWN,
    )


class WriteToFinanceAndOperationsFailed(SynchronizationError):
    """Write failed for entity {entity} with unknown exception - {text}.

    A wrapper. You get this only where nothing inside is recognized. Where the text speaks of a table row and an
    infolog, you get `FinanceAndOperationsWriteRejected`; for the other direction, `WriteToDataverseFailed`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=("Write failed for entity {entity} with unknown exception - {text}",),
        is_wrapper=True,
        detail=(
            "Finance and operations refused a record that came from Dataverse; its own message follows. Comes as a"
            " JSON object with keys RecordError0, RecordError1, ..., of which the braces are often lost."
        ),
        steps=("Read what follows and correct the record or the setup that it names.",),
        links=(LIVE_CUSTOMER, PROJOPS),
        actors=(Actor.USER, Actor.FNO_ADMIN),
        retry=Retry.UNKNOWN,
    )


class InitialSyncFailed(SynchronizationError):
    """Dual write Initial Sync completed with status: Error. {text}.

    A wrapper. You get this only where nothing inside is recognized. For a single record of the run, you get what its
    own message says, such as `LookupValueNotFound`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=("Dual write Initial Sync completed with status: Error. {text}",),
        is_wrapper=True,
        detail="Summary of a leg of the initial synchronization; the cause follows after ErrorsDetails.",
        steps=(
            "Open Initial sync details on the map and read the errors of the leg; only five are shown.",
            "After the fix select Re-run execution.",
            "If rows that failed before stay out, turn change tracking off for one full push.",
        ),
        caution=SKIP_ERRORS,
        links=(INITIAL_CHECK, RERUN, GUIDANCE),
        actors=(Actor.MAP_ADMIN,),
        retry=Retry.AFTER_FIX,
    )


class ExportBadRequest(SynchronizationError):
    """The remote server returned an error: (400) Bad Request.), AX export encountered an error.

    The export of an initial synchronization got 400 (Bad Request). For 403 (Forbidden), you get `ExportForbidden`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=("The remote server returned an error: (400) Bad Request.), AX export encountered an error",),
        detail=(
            "Finance and operations did not export the data. The documented cause: its data import and export"
            " framework service is not running."
        ),
        steps=(
            "Run the initial synchronization again.",
            (
                "If it fails again, and you have access to the virtual machine of finance and operations, start the"
                " service Microsoft Dynamics 365 Data import export framework."
            ),
        ),
        links=(INITIAL_400,),
        actors=(Actor.FNO_ADMIN,),
        retry=Retry.AFTER_FIX,
    )


class DataverseExportFailed(SynchronizationError):
    """CRMExport: Package execution complete. Error Description {n} Attempts to get data from {url} failed.

    Data could not be read from Dataverse. Where finance and operations did not export, you get `ExportBadRequest` or
    `ExportForbidden`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=(
            "CRMExport: Package execution complete. Error Description {n} Attempts to get data from {url} failed.",
            "{n} Attempts to get data from {url} failed.",
        ),
        detail=(
            "Reading the data from Dataverse failed several times. The documented cause is a map with more lookups"
            " than a query of Dataverse can follow: more than ten (one page: ten or more), only when the run goes"
            " from Dataverse."
        ),
        steps=(
            "Read the rest of the text and check that Dataverse can be reached.",
            (
                "If the map has that many lookups: stop it, take optional ones out, run, then swap the lookups and"
                " run again until all are done (their columns stay empty until then); put all back and start the map"
                " with Skip initial sync."
            ),
        ),
        links=(INITIAL_LOOKUPS, GUIDANCE),
        actors=(Actor.MAP_ADMIN,),
        retry=Retry.AFTER_FIX,
    )


class PowerQueryJobFailed(SynchronizationError):
    """The powerquery job failed with error: {text}.

    A wrapper. You get this only where nothing inside is recognized. Where the quota of Power Query Online is used up,
    you get `PowerQueryQuotaReached`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=("The powerquery job failed with error: {text}",),
        is_wrapper=True,
        detail="A Power Query job of a Data Integrator project failed; its own error follows.",
        steps=("Read the error that follows.",),
        links=(DATA_INTEGRATOR,),
        actors=(Actor.POWER_PLATFORM_ADMIN,),
        retry=Retry.UNKNOWN,
    )


class FinanceAndOperationsWriteRejected(SynchronizationError):
    """Write failed for table row of type '{entity}'. Infolog: {text}.

    A wrapper. You get this only where nothing inside is recognized. Any OData client gets this text, not dual-write
    alone. Where the text speaks of an entity and an unknown exception, you get `WriteToFinanceAndOperationsFailed`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=(
            "Write failed for table row of type '{entity}'. Infolog: {text}",
            "Write failed for table row of type '{entity}'. {text}",
        ),
        is_wrapper=True,
        detail=(
            "Finance and operations refused a record, over dual-write or from any other OData client; the entries of"
            " its infolog follow, each with Info, Warning or Error in front."
        ),
        steps=("Correct the record or the setup that the infolog names.",),
        actors=(Actor.USER, Actor.FNO_ADMIN),
        retry=Retry.AFTER_FIX,
        known_from=KnownFrom.SEEN,
    )


class JournalSyncFailed(SynchronizationError):
    """Failed to sync journal header {journal} to Dataverse. Manual synchs required at count {limit}.

    Finance and operations tries again by itself. Where a record other than a journal could not be written, you get
    `WriteToDataverseFailed` or its cause.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=(
            "Failed to sync journal header {journal} to Dataverse. Manual synchs required at count {limit}.",
            "Failed to sync journal line to Dataverse. Manual synchs required at count {limit}.",
            "Failed to confirm journal {journal} in Dataverse.",
            (
                "Error encountered while creating journal line entity for journal line record {record}. Failed to"
                " retrieve data from Dataverse."
            ),
        ),
        detail=(
            "A journal has not reached Dataverse yet; finance and operations tries five times by itself. (Project"
            " Operations.)"
        ),
        steps=(
            "Wait for the next run.",
            (
                "After five attempts check the link to Dataverse, and select Sync on the General journal Dataverse"
                " sync tab."
            ),
        ),
        links=(WORKSPACE,),
        actors=(Actor.FNO_ADMIN,),
        retry=Retry.TRANSIENT,
        known_from=KnownFrom.ELSEWHERE,
    )
