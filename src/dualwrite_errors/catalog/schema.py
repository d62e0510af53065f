"""The cached description of the tables on both sides."""

from typing import ClassVar

from ..errors import DualWriteError
from ..info import Actor, Area, ErrorInfo, Retry
from .references import (
    FNO_SCHEMA,
    GENERATE_MAPPING,
    GENERATE_THE_MAPPING,
    KEYS,
    REFRESH_TABLES,
    REFRESH_THE_SCHEMA,
    SET_THE_KEY_OF_THE_LOOKUP,
    UPGRADE_COLUMNS,
)


class SchemaError(DualWriteError):
    """A table lacks what the table map needs of it, as far as its cached description tells."""

    area: Area | None = Area.SCHEMA
    info: ClassVar[ErrorInfo] = ErrorInfo(
        message="Dual-write schema error",
        detail="A table lacks what the table map needs of it, as far as its cached description tells.",
    )


class SourceSchemaMissing(SchemaError):
    """DIPV1018: Missing source schema.

    Nothing is cached for the table that data is read from. Where one field is absent from it, you get
    `SourceFieldMissingFromSchema`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DIPV1018",
        sentences=("Missing source schema",),
        detail="No metadata is cached for the source table.",
        steps=(REFRESH_THE_SCHEMA, REFRESH_TABLES),
        links=(FNO_SCHEMA,),
        actors=(Actor.MAP_ADMIN, Actor.FNO_ADMIN),
        retry=Retry.AFTER_FIX,
    )


class VersionNumberFieldMissing(SchemaError):
    """DIPV1019: Export can't be performed on the table due to the missing versionnumber field.

    The Dataverse table has no versionnumber field, so nothing can be exported from it. Where a table is not cached at
    all, you get `SourceSchemaMissing`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DIPV1019",
        sentences=(
            "Export can't be performed on the table due to the missing versionnumber field",
            "Export cannot be performed on the table due to the missing versionnumber field",
            "Export can not be performed on the table due to the missing versionnumber field",
        ),
        detail=(
            "The mapped Dataverse table has no versionnumber field. Tables without one, such as virtual tables and"
            " elastic tables, are not supported by dual-write and Data Integrator."
        ),
        steps=("Enable the versionnumber field on the table.", "Or map a table of a supported type."),
        actors=(Actor.MAKER, Actor.MAP_ADMIN),
        retry=Retry.AFTER_FIX,
    )


class DestinationSchemaMissing(SchemaError):
    """DIPV1020: Missing destination schema.

    Nothing is cached for the table that data is written to. Where one field is absent from it, you get
    `DestinationFieldMissingFromSchema`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DIPV1020",
        sentences=("Missing destination schema",),
        detail="No metadata is cached for the destination table.",
        steps=(REFRESH_THE_SCHEMA, REFRESH_TABLES),
        links=(FNO_SCHEMA,),
        actors=(Actor.MAP_ADMIN, Actor.FNO_ADMIN),
        retry=Retry.AFTER_FIX,
    )


class SourceFieldMissingFromSchema(SchemaError):
    """DIPV1022: Missing source field in the schema.

    A mapping reads a field that its table does not have, as far as the cache knows. Where the mapping names no source
    field, you get `SourceFieldMissingFromMapping`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DIPV1022",
        sentences=("Missing source field in the schema",),
        detail=(
            "The source field of a field mapping is not in the cached metadata of its table: the metadata is old, the"
            " field is gone, or, for a field of the form lookup.field, dual-write uses a wrong integration key of the"
            " table that the lookup refers to."
        ),
        steps=(REFRESH_THE_SCHEMA, REFRESH_TABLES, SET_THE_KEY_OF_THE_LOOKUP, GENERATE_THE_MAPPING),
        caution=GENERATE_MAPPING,
        links=(FNO_SCHEMA, KEYS, UPGRADE_COLUMNS),
        actors=(Actor.MAP_ADMIN, Actor.FNO_ADMIN),
        retry=Retry.AFTER_FIX,
    )


class DestinationFieldMissingFromSchema(SchemaError):
    """DIPV1025: Missing destination field in the schema.

    A mapping writes a field that its table does not have, as far as the cache knows. Where the mapping names no
    destination field, you get `DestinationFieldMissingFromMapping`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DIPV1025",
        sentences=("Missing destination field in the schema",),
        detail=(
            "The destination field of a field mapping is not in the cached metadata of its table: the metadata is"
            " old, the field is gone, or, for a field of the form lookup.field, dual-write uses a wrong integration"
            " key of the table that the lookup refers to."
        ),
        steps=(REFRESH_THE_SCHEMA, REFRESH_TABLES, SET_THE_KEY_OF_THE_LOOKUP, GENERATE_THE_MAPPING),
        caution=GENERATE_MAPPING,
        links=(FNO_SCHEMA, KEYS, UPGRADE_COLUMNS),
        actors=(Actor.MAP_ADMIN, Actor.FNO_ADMIN),
        retry=Retry.AFTER_FIX,
    )
