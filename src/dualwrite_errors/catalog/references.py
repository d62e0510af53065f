"""The pages that the errors link to, and the sentences that several errors share."""

from ..info import Link

_DUAL_WRITE = "https://learn.microsoft.com/dynamics365/fin-ops-core/dev-itpro/data-entities/dual-write"
_DATA_INTEGRATOR = "https://learn.microsoft.com/power-platform/admin/data-integrator"
_PROJECT_OPERATIONS = "https://learn.microsoft.com/dynamics365/project-operations"
_POWER_APPS = "https://learn.microsoft.com/power-apps"

ACTUALS = Link("Actuals validation", f"{_PROJECT_OPERATIONS}/advanced-configuration/enable-actuals-validation")
ALTERNATE_KEYS = Link(
    "Define alternate keys to reference rows",
    f"{_POWER_APPS}/maker/data-platform/define-alternate-keys-reference-records",
)
API_LIMITS = Link("Dataverse service protection API limits", f"{_POWER_APPS}/developer/data-platform/api-limits")
CONNECTION_SET = Link("Create a Data Integrator connection set", f"{_DATA_INTEGRATOR}#how-to-create-a-connection-set")
CROSS_COMPANY = Link(
    "Cross-company data sharing: limitations",
    "https://learn.microsoft.com/dynamics365/fin-ops-core/dev-itpro/sysadmin/srs-overview#limitations",
)
DATA_INTEGRATOR = Link("Integrate data into Dataverse", f"{_DATA_INTEGRATOR}")
DATAVERSE_CODES = Link(
    "Dataverse web service error codes", f"{_POWER_APPS}/developer/data-platform/reference/web-service-error-codes"
)
DEFAULT_TEAM = Link(
    "Assign a security role to the default owning team",
    f"{_DUAL_WRITE}/security-roles#assign-security-role-to-the-default-owning-team",
)
DEFAULT_TEAM_MISSING = Link(
    "Security roles: if the setup for the default owning team is missing",
    f"{_DUAL_WRITE}/security-roles#what-if-you-miss-the-security-setup-for-the-default-owning-team",
)
EDIT_LEGAL_ENTITY = Link("Edit a legal entity after dual-write setup", f"{_DUAL_WRITE}/edit-legal-entity")
FILTERS = Link("Filter your data", f"{_DUAL_WRITE}/customizing-mappings#filter-your-data")
FNO_SCHEMA = Link(
    "Use the most current finance and operations schema",
    f"{_DUAL_WRITE}/dual-write-troubleshooting#how-to-ensure-data-integration-is-using-the-most-current-finance-and-operations-schema",
)
GAB = Link("Party and global address book troubleshooting", f"{_DUAL_WRITE}/dual-write-troubleshooting-party-gab")
GAB_KNOWN = Link("Party and global address book", f"{_DUAL_WRITE}/party-gab")
GUIDANCE = Link("Considerations for initial synchronization", f"{_DUAL_WRITE}/initial-sync-guidance")
GUIDANCE_QUOTES = Link(
    "Initial synchronization: double quotes", f"{_DUAL_WRITE}/initial-sync-guidance#double-quotes-limitation"
)
HEALTH_CHECK = Link("Dual-write health check", f"{_DUAL_WRITE}/dual-write-health-check")
INITIAL_400 = Link(
    "Initial synchronization: 400 Bad Request",
    f"{_DUAL_WRITE}/dual-write-troubleshooting-initial-sync#you-cant-complete-initial-synchronization-400-bad-request",
)
INITIAL_403 = Link(
    "Initial synchronization: 403 Forbidden",
    f"{_DUAL_WRITE}/dual-write-troubleshooting-initial-sync#initial-synchronization-error-403-forbidden",
)
INITIAL_CHECK = Link(
    "Check for initial synchronization errors",
    f"{_DUAL_WRITE}/dual-write-troubleshooting-initial-sync#check-for-initial-synchronization-errors-in-a-finance-and-operations-app",
)
INITIAL_CUSTOMER = Link(
    "Initial synchronization: Customers V3 to accounts",
    f"{_DUAL_WRITE}/dual-write-troubleshooting-initial-sync#error-customer-map",
)
INITIAL_FLOAT = Link(
    "Initial synchronization: zero values",
    f"{_DUAL_WRITE}/dual-write-troubleshooting-initial-sync#float-data-type-that-has-a-zero-value-cant-be-synchronized",
)
INITIAL_LOOKUPS = Link(
    "Initial synchronization: more than 10 lookup fields",
    f"{_DUAL_WRITE}/dual-write-troubleshooting-initial-sync#initial-sync-failure-on-maps-with-more-than-10-lookup-fields",
)
INITIAL_PARTY = Link(
    "Initial synchronization: party addresses",
    f"{_DUAL_WRITE}/dual-write-troubleshooting-initial-sync#known-issue-during-initial-sync-of-party-postal-addresses-and-party-electronic-addresses",
)
INITIAL_VENDOR = Link(
    "Initial synchronization: Vendors V2 to msdyn_vendors",
    f"{_DUAL_WRITE}/dual-write-troubleshooting-initial-sync#error-vendor-map",
)
KEYS = Link("Manage dual-write integration keys", f"{_DUAL_WRITE}/dual-write-integration-keys")
LCS_SETUP = Link("Dual-write setup from Lifecycle Services", f"{_DUAL_WRITE}/lcs-setup#troubleshooting")
LIMITS = Link(
    "Dual-write limits for live synchronization", f"{_DUAL_WRITE}/sync-limits#dual-write-live-synchronization-limits"
)
LIVE = Link("Troubleshoot live synchronization", f"{_DUAL_WRITE}/dual-write-troubleshooting-live-sync")
LIVE_ADDRESS = Link(
    "Live synchronization: adding an address",
    f"{_DUAL_WRITE}/dual-write-troubleshooting-live-sync#error-when-you-add-an-address-for-a-customer-or-contact",
)
LIVE_BATCH = Link(
    "Live synchronization: several records in one batch",
    f"{_DUAL_WRITE}/dual-write-troubleshooting-live-sync#error-when-you-create-a-record-where-multiple-records-are-sent-from-a-finance-and-operations-app-to-dataverse-in-the-same-batch",
)
LIVE_CHANGED = Link(
    "Live synchronization: recently changed Dataverse environment",
    f"{_DUAL_WRITE}/dual-write-troubleshooting-live-sync#fix-synchronization-problems-in-an-environment-that-has-a-recently-changed-dataverse-environment",
)
LIVE_COPY = Link(
    "Live synchronization: after a full database copy",
    f"{_DUAL_WRITE}/dual-write-troubleshooting-live-sync#live-synchronization-error-after-you-do-a-full-database-copy",
)
LIVE_CREATE = Link(
    "Live synchronization: error when you create a row",
    f"{_DUAL_WRITE}/dual-write-troubleshooting-live-sync#live-synchronization-shows-an-error-when-you-create-a-row",
)
LIVE_CUSTOMER = Link(
    "Live synchronization: adding a customer in Dataverse",
    f"{_DUAL_WRITE}/dual-write-troubleshooting-live-sync#error-when-you-add-a-customer-in-dataverse",
)
LIVE_FILTER = Link(
    "Live synchronization: query filter syntax",
    f"{_DUAL_WRITE}/dual-write-troubleshooting-live-sync#live-synchronization-problems-caused-by-incorrect-query-filter-syntax-on-the-dual-write-maps",
)
LIVE_PARTY = Link(
    "Live synchronization: new customer, vendor or contact",
    f"{_DUAL_WRITE}/dual-write-troubleshooting-live-sync#error-when-you-create-a-new-customer-vendor-or-contact-in-dataverse",
)
LIVE_PRIVILEGE = Link(
    "Live synchronization: read or write privilege",
    f"{_DUAL_WRITE}/dual-write-troubleshooting-live-sync#handle-read-or-write-privilege-errors-when-you-create-data-in-a-finance-and-operations-app",
)
LIVE_SAVE = Link(
    "Live synchronization: error when you save table data",
    f"{_DUAL_WRITE}/dual-write-troubleshooting-live-sync#live-synchronization-shows-an-error-when-you-try-to-save-table-data",
)
LIVE_VERBOSE = Link(
    "Verbose logging of error messages",
    f"{_DUAL_WRITE}/dual-write-troubleshooting-live-sync#enable-verbose-logging-of-error-messages",
)
MAP_HEALTH = Link("Error codes for the table map health check", f"{_DUAL_WRITE}/table-map-health-check")
MODULE = Link("Troubleshoot the dual-write module", f"{_DUAL_WRITE}/dual-write-troubleshooting-dual-write-module")
MODULE_LINK = Link(
    "Module: linking or adding a table map",
    f"{_DUAL_WRITE}/dual-write-troubleshooting-dual-write-module#error-when-you-link-the-environment-for-dual-write-or-add-a-new-table-mapping",
)
MODULE_RUN = Link(
    "Module: unable to complete initial data sync",
    f"{_DUAL_WRITE}/dual-write-troubleshooting-dual-write-module#unable-to-complete-initial-data-sync",
)
MODULE_STOP = Link(
    "Module: stopping a table map",
    f"{_DUAL_WRITE}/dual-write-troubleshooting-dual-write-module#error-when-you-stop-the-table-mapping",
)
MODULE_VERSION = Link(
    "Module: version mismatch",
    f"{_DUAL_WRITE}/dual-write-troubleshooting-dual-write-module#version-mismatch-error-and-upgrading-dual-write-solutions",
)
PLUGIN_TRACE = Link("Plug-in trace log", f"{_DUAL_WRITE}/dual-write-troubleshooting#enable-view-trace")
PROJECT = Link("Set up a data integration project", f"{_DATA_INTEGRATOR}#how-to-set-up-a-data-integration-project")
PROJOPS = Link(
    "Project Operations dual-write errors and mitigation",
    f"{_PROJECT_OPERATIONS}/environment/resource-dual-write-frequent-issues",
)
PROJOPS_MAPS = Link("Project Operations dual-write maps", f"{_PROJECT_OPERATIONS}/environment/resource-dual-write-maps")
QUERY_LIMITS = Link("Power Query Online limits", "https://learn.microsoft.com/power-query/power-query-online-limits")
RELINK = Link("Unlink and relink dual-write environments", f"{_DUAL_WRITE}/relink-environments")
REQUIREMENTS = Link(
    "System requirements and prerequisites troubleshooting", f"{_DUAL_WRITE}/requirements-and-prerequisites"
)
RERUN = Link(
    "Error management and alert notifications", f"{_DUAL_WRITE}/errors-and-alerts#re-running-execution-for-initial-sync"
)
RESET = Link("Reset dual-write connections", f"{_DUAL_WRITE}/reset")
SECURITY_ROLES = Link(
    "Security roles for users and teams", f"{_DUAL_WRITE}/security-roles#security-roles-for-users-and-teams"
)
SETUP_403 = Link(
    "Setup: 403 while connections are created",
    f"{_DUAL_WRITE}/dual-write-troubleshooting-initial-setup#403-forbidden-error-while-connections-are-being-created",
)
SETUP_DISCOVER = Link(
    "Setup: environment isn't discoverable",
    f"{_DUAL_WRITE}/dual-write-troubleshooting-initial-setup#finance-and-operations-environment-isnt-discoverable",
)
SETUP_LIMIT = Link(
    "Setup: limit on legal entities",
    f"{_DUAL_WRITE}/dual-write-troubleshooting-initial-setup#limit-on-the-number-of-legal-entities-or-companies-that-you-can-link-for-dual-write",
)
SETUP_SET = Link(
    "Setup: connection set failed",
    f"{_DUAL_WRITE}/dual-write-troubleshooting-initial-setup#connection-set-failed-while-linking-environment",
)
SOLUTION_AWARENESS = Link(
    "Troubleshoot solution awareness",
    f"{_DUAL_WRITE}/dual-write-troubleshooting-solution-awareness#error-on-the-dual-write-page",
)
TRANSFORMS = Link("Customize table and column mappings", f"{_DUAL_WRITE}/customizing-mappings")
UPGRADE_COLUMNS = Link(
    "Upgrade: missing table columns on maps",
    f"{_DUAL_WRITE}/dual-write-troubleshooting-finops-upgrades#missing-table-columns-issue-on-maps",
)
WORKSPACE = Link(
    "Project Operations integration workspace",
    f"{_PROJECT_OPERATIONS}/troubleshooting/project-operations-integration/project-integration-workspace#use-the-troubleshoot-tab",
)

RESET_LINK = (
    "Reset link clears the runtime tables DualWriteProjectConfiguration, DualWriteProjectFieldConfiguration and"
    " BusinessEventsDefinition in finance and operations and Dual Write Runtime Configurations in Dataverse, and"
    " deletes the dual-write configuration: table maps, integration keys, legal entity mappings, default alert"
    " settings, activity logs and initial sync history. Every map has to be applied again from its solution"
    " afterwards (Apply Solution); a map that you changed and that is in no solution is lost, so export it in a"
    " solution first. Integration keys set by hand have to be set again, and the legal entities selected again: none"
    " is selected by default. If the Power Platform integration names another Dataverse environment than the one that"
    " dual-write uses now, the default choice moves the link there, with no way back; choose Current Dataverse"
    " Environment where it is offered, or cancel, to stay. Save the activity logs that you need before you start."
)
GENERATE_MAPPING = (
    "The official page calls these steps deleting a table and adding it again, and asks to follow them exactly."
    " Generate mapping replaces the entity's mapping from staging to target."
)
SWITCH_OFF_SHARING = (
    "Data sharing is switched off by policy, not by entity: disable the policy, remove the table, enable it again;"
    " changes of that table are then no longer shared between companies. Master company sharing cannot be switched"
    " off: map another entity."
)
DELETE_RUNTIME = (
    "Deletes rows of the Dataverse table msdyn_dualwriteruntimeconfig; if all go, no map of that environment"
    " synchronizes until it is started again. Make sure that you are signed in to the environment concerned: after a"
    " copy that is the copy, never the source. Stop all maps first."
)
DELETE_MAP_CONFIGURATION = (
    "Deletes the records of the map from DualWriteProjectConfigurationEntity (two for each map) and with them the"
    " rows of the tables behind it: the map does not synchronize until it is started again. Stop the map first, and"
    " delete no records of other maps."
)
DELETE_COMPANY = (
    "Rows of cdm_company are the companies that other Dataverse rows belong to. See what refers to a duplicate before"
    " you delete it; correct the name instead where you can."
)
DELETE_CONFIGURATION = (
    "Deletes the records of the maps concerned from DualWriteProjectConfigurationEntity (two for each map) and all"
    " rows of the Dataverse table DualWrite Runtime Configuration, those of healthy maps too: no map of the"
    " environment synchronizes until it is started again. Stop all maps first."
)
CLEAN_COPY = f"{DELETE_RUNTIME} {RESET_LINK}"
SKIP_ERRORS = (
    "Rerun execution without errors takes new data only and does not retry the rows that failed. Re-run execution"
    " retries them."
)
CHANGE_TRACKING = (
    "Turning change tracking off makes the next run push every row. Columns taken out of the map are not synchronized"
    " until they are put back. Turn change tracking on again at the end; other incremental exports of the entity need"
    " it too."
)

HOW_TO_RESET = (
    "on the Dual-write page (Data management > Dual-write) stop all maps, select Reset link, choose the environment"
    " (Current Dataverse Environment to stay with it), acknowledge, select the legal entities and finish the wizard;"
    " then apply the solutions with the maps again (Apply Solution), set the integration keys, and start the maps."
)
STOP_THE_MAP = "Stop the table map: changes of a running map are not saved."
REFRESH_THE_SCHEMA = (
    "If a finance and operations table is concerned, refresh its schema first: Data management > Framework parameters"
    " > Entity settings > Refresh entity list, which may take more than 30 minutes. For a Data Integrator project,"
    " select Refresh entities on the project in the Power Platform admin center."
)
REFRESH_TABLES = (
    "In finance and operations, open the table map in the Dual-write administration workspace and select Refresh"
    " tables."
)
SET_THE_KEY_OF_THE_LOOKUP = (
    "If the field has the form lookup.field, the integration key of that lookup is probably wrong or ambiguous: set"
    " the right one under Environment details > Integration key, then select Refresh tables again."
)
GENERATE_THE_MAPPING = (
    "Only if that does not help: Data management > Data entities, select the entity, Modify target mapping > Generate"
    " mapping; then open the map, Add attribute for a column that is still missing, Save, and Run."
)
CREATE_THE_CONNECTION_SET = "For Data Integrator, create the connection set again."
RESET_FOR_DUAL_WRITE = f"For dual-write, reset the link: {HOW_TO_RESET}"
RESET_THE_LINK = f"Reset the link: {HOW_TO_RESET}"
OR_RESET_THE_LINK = f"Or: reset the link: {HOW_TO_RESET}"
CONTACT_SUPPORT = "Contact Microsoft Support and give them the exception details and the activity ID."
