"""The cached description of the tables on both sides."""

from typing import ClassVar

from ..errors import DualWriteError
from ..info import Actor, Area, ErrorInfo, Retry
from .references import FNO_SCHEMA, REFRESH_TABLES


class SchemaError(DualWriteError):
    """A table lacks what the table map needs of it, as far as its cached description tells."""

    info: ClassVar[ErrorInfo] = ErrorInfo(
        name="SchemaError",
        area=Area.SCHEMA,
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
        name="SourceSchemaMissing",
        area=Area.SCHEMA,
        message="Missing source schema",
        detail="No metadata is cached for the source table.",
        steps=(
            (
                "If the source is a finance and operations table, make sure that its current schema is published"
                " to data integration."
            ),
            REFRESH_TABLES,
        ),
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
        name="VersionNumberFieldMissing",
        area=Area.SCHEMA,
        message="Export can't be performed on the table due to the missing versionnumber field",
        wordings=(
            "Export cannot be performed on the table due to the missing versionnumber field",
            "Export can not be performed on the table due to the missing versionnumber field",
        ),
        detail=(
            "The mapped Dataverse table has no versionnumber field. Tables without one, such as virtual tables"
            " and elastic tables, are not supported by dual-write and Data Integrator."
        ),
        steps=(
            "Enable the versionnumber field on the table.",
            "Or map a table of a supported type.",
        ),
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
        name="DestinationSchemaMissing",
        area=Area.SCHEMA,
        message="Missing destination schema",
        detail="No metadata is cached for the destination table.",
        steps=(
            (
                "If the destination is a finance and operations table, make sure that its current schema is published"
                " to data integration."
            ),
            REFRESH_TABLES,
        ),
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
        name="SourceFieldMissingFromSchema",
        area=Area.SCHEMA,
        message="Missing source field in the schema",
        detail="The source field of a field mapping is not in the cached metadata of its table.",
        steps=(
            (
                "If the source is a finance and operations table, make sure that its current schema is published"
                " to data integration."
            ),
            REFRESH_TABLES,
        ),
        links=(FNO_SCHEMA,),
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
        name="DestinationFieldMissingFromSchema",
        area=Area.SCHEMA,
        message="Missing destination field in the schema",
        detail="The destination field of a field mapping is not in the cached metadata of its table.",
        steps=(
            (
                "If the destination is a finance and operations table, make sure that its current schema is published"
                " to data integration."
            ),
            REFRESH_TABLES,
        ),
        links=(FNO_SCHEMA,),
        actors=(Actor.MAP_ADMIN, Actor.FNO_ADMIN),
        retry=Retry.AFTER_FIX,
    )
