"""The pages that the rows of the catalog link to, and the sentences that several rows share."""

from ..info import Link

_DUAL_WRITE = "https://learn.microsoft.com/dynamics365/fin-ops-core/dev-itpro/data-entities/dual-write"
_DATA_INTEGRATOR = "https://learn.microsoft.com/power-platform/admin/data-integrator"

RESET = Link("Reset dual-write connections", f"{_DUAL_WRITE}/reset")
KEYS = Link("Manage dual-write integration keys", f"{_DUAL_WRITE}/dual-write-integration-keys")
ALTERNATE_KEYS = Link(
    "Define alternate keys to reference rows",
    "https://learn.microsoft.com/power-apps/maker/data-platform/define-alternate-keys-reference-records",
)
FILTERS = Link("Filter your data", f"{_DUAL_WRITE}/customizing-mappings#filter-your-data")
TRANSFORMS = Link("Customize table and column mappings", f"{_DUAL_WRITE}/customizing-mappings")
FNO_SCHEMA = Link(
    "Use the most current finance and operations schema",
    f"{_DUAL_WRITE}/dual-write-troubleshooting"
    "#how-to-ensure-data-integration-is-using-the-most-current-finance-and-operations-schema",
)
CONNECTION_SET = Link("Create a Data Integrator connection set", f"{_DATA_INTEGRATOR}#how-to-create-a-connection-set")
PROJECT = Link("Set up a data integration project", f"{_DATA_INTEGRATOR}#how-to-set-up-a-data-integration-project")
CROSS_COMPANY = Link(
    "Cross-company data sharing: limitations",
    "https://learn.microsoft.com/dynamics365/fin-ops-core/dev-itpro/sysadmin/srs-overview#limitations",
)

RESET_LINK = (
    "Resetting the dual-write connection set (Reset link) deletes the dual-write configuration: table maps, integration"
    " keys, legal entity mappings, default alert settings, activity logs and initial sync history. All maps must be"
    " stopped first, and every map has to be applied again from its solution afterwards. Save the activity logs you"
    " need before you start."
)

REFRESH_TABLES = (
    "In finance and operations, open the table map in the Dual-write administration workspace and select"
    " Refresh tables."
)
RESET_CONNECTION_SET = "For dual-write, reset the dual-write connection set (Reset link)."
RECREATE_CONNECTION_SET = "Or, for Data Integrator, create the connection set again."
