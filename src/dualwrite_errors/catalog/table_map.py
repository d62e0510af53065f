"""The table map itself: field mappings, transforms and filters."""

from typing import ClassVar

from ..errors import DualWriteError
from ..info import Actor, Area, ErrorInfo, Retry
from .references import FILTERS, LIVE_FILTER, MAP_HEALTH, MODULE_RUN, STOP_THE_MAP, TRANSFORMS, UPGRADE_COLUMNS


class TableMapError(DualWriteError):
    """A field mapping, transform or filter of the table map is not valid."""

    area: Area | None = Area.TABLE_MAP
    info: ClassVar[ErrorInfo] = ErrorInfo(
        message="Dual-write table map error",
        detail="A field mapping, transform or filter of the table map is not valid.",
    )


class MandatoryFieldNotMapped(TableMapError):
    """DIPV1010: Mandatory field in destination entity must be mapped.

    A row could not be created for lack of a value. Where the field is mapped and only its fallback is absent, you get
    `DefaultTransformMissing`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DIPV1010",
        sentences=("Mandatory field in destination entity must be mapped",),
        detail=(
            "A field that must have a value when dual-write creates a row is not mapped. Synchronization of this"
            " table map would fail at run time."
        ),
        steps=(
            STOP_THE_MAP,
            "Map every mandatory field of the destination table to a related field on the other side.",
        ),
        links=(TRANSFORMS,),
        actors=(Actor.MAP_ADMIN,),
        retry=Retry.AFTER_FIX,
    )


class ReadOnlyFieldMapped(TableMapError):
    """DIPV1011: Readonly field in destination entity must not be mapped.

    A mapping writes a field that dual-write can set neither on create nor on update. Where the field does not exist,
    you get `DestinationFieldMissingFromSchema`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DIPV1011",
        sentences=(
            "Readonly field in destination entity must not be mapped",
            "Read-only field in destination entity must not be mapped",
        ),
        detail=(
            "A field that dual-write can set neither on create nor on update is mapped as a destination."
            " Synchronization of this table map would fail at run time."
        ),
        steps=(STOP_THE_MAP, "Take read-only fields out of bidirectional mappings."),
        links=(TRANSFORMS,),
        actors=(Actor.MAP_ADMIN,),
        retry=Retry.AFTER_FIX,
    )


class SourceFilterInvalid(TableMapError):
    """DIPV1012: Error occurred while parsing Dataverse entity source filter.

    The filter on the Dataverse side is meant. Where a field mapping, not the filter, names a field that the table does
    not have, you get `SourceFieldMissingFromSchema`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DIPV1012",
        sentences=("Error occurred while parsing Dataverse entity source filter",),
        detail="The source filter on the Dataverse side has a syntax error or names a field that is not valid.",
        steps=(
            STOP_THE_MAP,
            (
                "Correct the filter: on the Dataverse side it is an OData filter expression, for example"
                " numberofemployees gt 1000 and numberofemployees le 2000."
            ),
            "Check that every field it names exists in the Dataverse table.",
            "Use no nested lookups: only standard operators on the table's own columns are supported.",
        ),
        links=(FILTERS,),
        actors=(Actor.MAP_ADMIN,),
        retry=Retry.AFTER_FIX,
    )


class SourceFieldMissingFromMapping(TableMapError):
    """DIPV1021: Missing source field in the mapping.

    The source side of a mapping is empty. Where it names a field that its table does not have, you get
    `SourceFieldMissingFromSchema`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DIPV1021",
        sentences=("Missing source field in the mapping",),
        detail="A field mapping has no source field.",
        steps=(
            STOP_THE_MAP,
            "Set the source field of the mapping.",
            "Or, if no source field is needed, give the destination field a value with the default value transform.",
        ),
        links=(TRANSFORMS,),
        actors=(Actor.MAP_ADMIN,),
        retry=Retry.AFTER_FIX,
    )


class DuplicateSourceFields(TableMapError):
    """DIPV1023: Duplicate source fields.

    Two bidirectional mappings read the same field. Where two mappings write the same field, you get
    `DuplicateDestinationFields`; for a pair that shares both sides, also `DuplicateValueMap`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DIPV1023",
        sentences=("Duplicate source fields",),
        detail="The same source field is used in more than one bidirectional field mapping.",
        steps=(STOP_THE_MAP, "Remove the duplicate field mapping from the table map."),
        links=(TRANSFORMS,),
        actors=(Actor.MAP_ADMIN,),
        retry=Retry.AFTER_FIX,
    )


class DestinationFieldMissingFromMapping(TableMapError):
    """DIPV1024: Missing destination field in the mapping.

    The destination side of a mapping is empty. Where it names a field that its table does not have, you get
    `DestinationFieldMissingFromSchema`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DIPV1024",
        sentences=("Missing destination field in the mapping",),
        detail="A field mapping has no destination field, and data integration needs one.",
        steps=(STOP_THE_MAP, "Set the destination field of every field mapping."),
        links=(TRANSFORMS,),
        actors=(Actor.MAP_ADMIN,),
        retry=Retry.AFTER_FIX,
    )


class DuplicateDestinationFields(TableMapError):
    """DIPV1026: Duplicate destination fields.

    Two mappings write the same field. Where two bidirectional mappings read the same field, you get
    `DuplicateSourceFields`; for a pair that shares both sides, also `DuplicateValueMap`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DIPV1026",
        sentences=("Duplicate destination fields",),
        detail="The same field is the destination of more than one field mapping of the table map.",
        steps=(STOP_THE_MAP, "Remove the duplicate field mapping from the table map."),
        links=(TRANSFORMS,),
        actors=(Actor.MAP_ADMIN,),
        retry=Retry.AFTER_FIX,
    )


class DuplicateValueMap(TableMapError):
    """DIPV1029: Duplicate value map.

    Two mappings share both their source and their destination. Where they share one side only, you get
    `DuplicateSourceFields` or `DuplicateDestinationFields`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DIPV1029",
        sentences=("Duplicate value map",),
        detail="Two field mappings use the same pair of source and destination fields.",
        steps=(STOP_THE_MAP, "Find the duplicates in the table map and remove all but one."),
        links=(TRANSFORMS,),
        actors=(Actor.MAP_ADMIN,),
        retry=Retry.AFTER_FIX,
    )


class DataTypeMismatch(TableMapError):
    """DIPV1030: Data type mismatch.

    Both fields exist and their types do not fit. Where a field does not exist, you get `SourceFieldMissingFromSchema`
    or `DestinationFieldMissingFromSchema`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DIPV1030",
        sentences=("Data type mismatch",),
        detail=(
            "The data types of the source and the destination field are not compatible. Synchronization would fail at"
            " run time or lose data."
        ),
        steps=(
            STOP_THE_MAP,
            "Read the error text for the two fields, then map a pair whose types are compatible.",
            "Or change the data type of one of the fields.",
        ),
        links=(TRANSFORMS,),
        actors=(Actor.MAP_ADMIN, Actor.MAKER, Actor.FNO_DEVELOPER),
        retry=Retry.AFTER_FIX,
    )


class DefaultTransformMissing(TableMapError):
    """DIPV1031: Missing default transform for mandatory destination field.

    A mandatory field is mapped without a fallback value. Where it is not mapped at all, you get
    `MandatoryFieldNotMapped`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DIPV1031",
        sentences=("Missing default transform for mandatory destination field",),
        detail=(
            "A mandatory field is the destination of a mapping that has no default transform. Synchronization would"
            " fail at run time whenever the source has no value."
        ),
        steps=(STOP_THE_MAP, "Add a default transform, so that the mandatory field always gets a value."),
        links=(TRANSFORMS,),
        actors=(Actor.MAP_ADMIN,),
        retry=Retry.AFTER_FIX,
    )


class BusinessEventsNotRegistered(TableMapError):
    """No business events registration data found for the entity {entity} which means either the map is not running or
    all the field mapping are unidirectional.

    Nothing is registered for the entity. Where the project itself has no configuration, you get
    `ProjectConfigurationMissing`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=(
            (
                "No business events registration data found for the entity {entity} which means either the map is not"
                " running or all the field mapping are unidirectional."
            ),
        ),
        detail=(
            "Nothing is registered for the entity, so no change in finance and operations is noticed: the map is not"
            " running, or all of its field mappings go one way only. No page names a remedy; the steps are ours."
        ),
        steps=("Start the map.", "If it runs, check the directions of its field mappings."),
        links=(MAP_HEALTH,),
        actors=(Actor.MAP_ADMIN,),
        retry=Retry.AFTER_FIX,
    )


class ProjectConfigurationMissing(TableMapError):
    """No project configurations found for project {project}. This could be either the project isn't enabled or all the
    field mappings are unidirectional from customer engagement to finance and operations.

    The map has no project configuration. Where nothing is registered for its entity, you get
    `BusinessEventsNotRegistered`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=(
            (
                "No project configurations found for project {project}. This could be either the project isn't"
                " enabled or all the field mappings are unidirectional from customer engagement to finance and"
                " operations."
            ),
            (
                "No project configurations found for project {project}. This could be either the project is not"
                " enabled or all the field mappings are unidirectional from CE -> FO"
            ),
        ),
        detail=(
            "The map is not enabled, or all of its field mappings go from Dataverse to finance and operations, so"
            " live synchronization sends nothing the other way."
        ),
        steps=("Start the map if it is not enabled.", "Check the directions of the field mappings."),
        links=(MAP_HEALTH,),
        actors=(Actor.MAP_ADMIN,),
        retry=Retry.AFTER_FIX,
    )


class FinanceAndOperationsFilterInvalid(TableMapError):
    """Invalid source filter {filter} format for entity {entity}.

    The filter on the finance and operations side is meant. For the one on the Dataverse side, you get
    `SourceFilterInvalid`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=("Invalid source filter {filter} format for entity {entity}.",),
        detail=(
            "The source filter on the finance and operations side of the map has a syntax error. DIPV1012 is its"
            " counterpart on the Dataverse side."
        ),
        steps=(
            STOP_THE_MAP,
            (
                "Correct the filter: on this side it is an X++ query expression, for example ((numberofemployees >"
                " 1000) && (numberofemployees <= 2000))."
            ),
        ),
        links=(MAP_HEALTH, LIVE_FILTER),
        actors=(Actor.MAP_ADMIN,),
        retry=Retry.AFTER_FIX,
    )


class DataSourceNotTracked(TableMapError):
    """There should be at least one field mapped to a non lookup field on customer engagement to enable tracking on the
    data source {data_source}.

    No field of a data source is mapped to a column that is not a lookup. Where no field at all goes to Dataverse, you
    get `BusinessEventsNotRegistered`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=(
            (
                "There should be at least one field mapped to a non lookup field on customer engagement to enable"
                " tracking on the data source {data_source}"
            ),
            (
                "There should be at least one field mapped to a non lookup field on CE to enable tracking on the data"
                " source {data_source}"
            ),
        ),
        detail=(
            "No field of that data source of the entity is mapped, so changes of the table behind it are not noticed."
            " No page names a remedy; the steps are ours."
        ),
        steps=(STOP_THE_MAP, "Map a field of that data source to a Dataverse column that is not a lookup."),
        links=(MAP_HEALTH,),
        actors=(Actor.MAP_ADMIN,),
        retry=Retry.AFTER_FIX,
    )


class LookupMetadataUnavailable(TableMapError):
    """Unable to build dual-write lookup metadata.

    A map did not start because of a map or a column that it depends on. Where a field is named that the schema does not
    have, you get `SourceFieldMissingFromSchema` or `DestinationFieldMissingFromSchema`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=("Unable to build dual-write lookup metadata",),
        detail=(
            "A map could not be started because a map it depends on is not running, or because columns it needs are"
            " absent."
        ),
        steps=(
            "Start the maps it depends on.",
            (
                "If a finance and operations column is missing, refresh the entity list and the tables; if a"
                " Dataverse column is missing, select Refresh tables on the map."
            ),
        ),
        links=(MODULE_RUN, UPGRADE_COLUMNS),
        actors=(Actor.MAP_ADMIN,),
        retry=Retry.AFTER_FIX,
    )


class DataSourceRangeAffectsInbound(TableMapError):
    """Datasource : {data_source} for entity {entity} includes a range value. Inbound record upserts from Dataverse to
    finance and operations can be affected by range values on entity.

    A warning about the entity, not about one record. Where a written record meets a row with the same key, you get
    `DuplicateKey`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=(
            (
                "Datasource : {data_source} for entity {entity} includes a range value. Inbound record upserts from"
                " Dataverse to finance and operations can be affected by range values on entity."
            ),
        ),
        detail=(
            "A data source of the entity has a range. A row outside of it is not found, taken for a new one, and its"
            " insert fails. (Table map health check 1800.)"
        ),
        steps=("Test updates of rows outside of the range before production.", "Or take the range out of the entity."),
        links=(MAP_HEALTH,),
        actors=(Actor.FNO_DEVELOPER,),
        retry=Retry.AFTER_FIX,
    )
