"""The table map itself: field mappings, transforms and filters."""

from typing import ClassVar

from ..errors import DualWriteError
from ..info import Actor, Area, ErrorInfo, Retry
from .references import FILTERS, TRANSFORMS


class TableMapError(DualWriteError):
    """A field mapping, transform or filter of the table map is not valid."""

    info: ClassVar[ErrorInfo] = ErrorInfo(
        name="TableMapError",
        area=Area.TABLE_MAP,
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
        name="MandatoryFieldNotMapped",
        area=Area.TABLE_MAP,
        message="Mandatory field in destination entity must be mapped",
        detail=(
            "A field that must have a value when dual-write creates a row is not mapped. Synchronization of this"
            " table map would fail at run time."
        ),
        steps=("Map every mandatory field of the destination table to a related field on the other side.",),
        links=(TRANSFORMS,),
        actors=(Actor.MAP_ADMIN,),
        retry=Retry.AFTER_FIX,
    )


class ReadOnlyFieldMapped(TableMapError):
    """DIPV1011: Readonly field in destination entity must not be mapped.

    A mapping writes a field that dual-write can set neither on create nor on update. Where the field does not exist,
    you get
    `DestinationFieldMissingFromSchema`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DIPV1011",
        name="ReadOnlyFieldMapped",
        area=Area.TABLE_MAP,
        message="Readonly field in destination entity must not be mapped",
        wordings=("Read-only field in destination entity must not be mapped",),
        detail=(
            "A field that dual-write can set neither on create nor on update is mapped as a destination."
            " Synchronization of this table map would fail at run time."
        ),
        steps=("Take read-only fields out of bidirectional mappings.",),
        links=(TRANSFORMS,),
        actors=(Actor.MAP_ADMIN,),
        retry=Retry.AFTER_FIX,
    )


class SourceFilterInvalid(TableMapError):
    """DIPV1012: Error occurred while parsing Dataverse entity source filter.

    The filter on the Dataverse side is meant. Where a field mapping, not the filter, names a field that the table
    does not have, you get `SourceFieldMissingFromSchema`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DIPV1012",
        name="SourceFilterInvalid",
        area=Area.TABLE_MAP,
        message="Error occurred while parsing Dataverse entity source filter",
        detail="The source filter on the Dataverse side has a syntax error or names a field that is not valid.",
        steps=(
            (
                "Correct the filter: on the Dataverse side it is an OData filter expression, for example"
                " numberofemployees gt 1000 and numberofemployees le 2000."
            ),
            "Check that every field it names exists in the Dataverse table.",
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
        name="SourceFieldMissingFromMapping",
        area=Area.TABLE_MAP,
        message="Missing source field in the mapping",
        detail="A field mapping has no source field.",
        steps=(
            "Set the source field of the mapping.",
            ("Or, if no source field is needed, give the destination field a value with the default value transform."),
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
        name="DuplicateSourceFields",
        area=Area.TABLE_MAP,
        message="Duplicate source fields",
        detail="The same source field is used in more than one bidirectional field mapping.",
        steps=("Remove the duplicate field mapping from the table map.",),
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
        name="DestinationFieldMissingFromMapping",
        area=Area.TABLE_MAP,
        message="Missing destination field in the mapping",
        detail="A field mapping has no destination field, and data integration needs one.",
        steps=("Set the destination field of every field mapping.",),
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
        name="DuplicateDestinationFields",
        area=Area.TABLE_MAP,
        message="Duplicate destination fields",
        detail="The same field is the destination of more than one field mapping of the table map.",
        steps=("Remove the duplicate field mapping from the table map.",),
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
        name="DuplicateValueMap",
        area=Area.TABLE_MAP,
        message="Duplicate value map",
        detail="Two field mappings use the same pair of source and destination fields.",
        steps=("Find the duplicates in the table map and remove all but one.",),
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
        name="DataTypeMismatch",
        area=Area.TABLE_MAP,
        message="Data type mismatch",
        detail=(
            "The data types of the source and the destination field are not compatible. Synchronization would"
            " fail at run time or lose data."
        ),
        steps=(
            "Read the error text for the two fields, then map a pair whose types are compatible.",
            "Or change the data type of one of the fields.",
        ),
        links=(TRANSFORMS,),
        actors=(Actor.MAP_ADMIN, Actor.MAKER),
        retry=Retry.AFTER_FIX,
    )


class DefaultTransformMissing(TableMapError):
    """DIPV1031: Missing default transform for mandatory destination field.

    A mandatory field is mapped without a fallback value. Where it is not mapped at all, you get
    `MandatoryFieldNotMapped`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DIPV1031",
        name="DefaultTransformMissing",
        area=Area.TABLE_MAP,
        message="Missing default transform for mandatory destination field",
        detail=(
            "A mandatory field is the destination of a mapping that has no default transform. Synchronization"
            " would fail at run time whenever the source has no value."
        ),
        steps=("Add a default transform, so that the mandatory field always gets a value.",),
        links=(TRANSFORMS,),
        actors=(Actor.MAP_ADMIN,),
        retry=Retry.AFTER_FIX,
    )
