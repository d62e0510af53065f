"""The key that finds the matching Dataverse row."""

from typing import ClassVar

from ..errors import DualWriteError
from ..info import Actor, Area, ErrorInfo, Retry
from .references import ALTERNATE_KEYS, KEYS, MAP_HEALTH, REFRESH_TABLES, STOP_THE_MAP


class IntegrationKeyError(DualWriteError):
    """The key that finds the matching Dataverse row is missing or not mapped in full."""

    area: Area | None = Area.INTEGRATION_KEY
    info: ClassVar[ErrorInfo] = ErrorInfo(
        message="Dual-write integration key error",
        detail="The key that finds the matching Dataverse row is missing or not mapped in full.",
    )


class IntegrationKeyMissing(IntegrationKeyError):
    """DIPV1003: Integration keys are missing.

    The Dataverse table has no key at all. Where there is one that the table map does not cover, you get
    `IntegrationKeyNotMapped`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DIPV1003",
        sentences=(
            "Integration keys are missing",
            "keys are missing for either AX or CRM",
            "keys are missing for either CRM or AX",
        ),
        detail=(
            "The Dataverse table of the table map has no integration key. Dual-write and Data Integrator need a key"
            " of at least one field that identifies each row, to find the row that matches a finance and operations"
            " record."
        ),
        steps=(
            "Open the Power Apps maker portal (https://make.powerapps.com) of the Dataverse environment.",
            "Open the table that the table map uses.",
            "Define at least one alternate key on it, from columns whose values users may not change.",
            REFRESH_TABLES,
            (
                "If dual-write still misses the key or has picked another, choose it under Environment details >"
                " Integration key on the Dual-write page."
            ),
        ),
        links=(KEYS, ALTERNATE_KEYS),
        actors=(Actor.MAKER, Actor.MAP_ADMIN),
        retry=Retry.AFTER_FIX,
    )


class IntegrationKeyNotBidirectional(IntegrationKeyError):
    """DIPV1004: Integration key field is not bi-directionally mapped.

    A field of the key is mapped in one direction only. Where it is not mapped at all, you get
    `IntegrationKeyNotMapped`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DIPV1004",
        sentences=(
            "Integration key field is not bi-directionally mapped",
            "Integration key field isn't bi-directionally mapped",
        ),
        detail=(
            "At least one field mapping of the table map is bidirectional, but not every field of the integration key"
            " is. Live synchronization could then not find a given record from both sides."
        ),
        steps=(STOP_THE_MAP, "Map every field of the integration key bidirectionally."),
        links=(KEYS,),
        actors=(Actor.MAP_ADMIN,),
        retry=Retry.AFTER_FIX,
    )


class IntegrationKeyNotMapped(IntegrationKeyError):
    """DIPV1014: Mapping is missing for integration key.

    A field of the key is not mapped, or mapped wrongly. Where that field is a lookup, you get
    `IntegrationKeyLookupNotMapped`; where there is no key, `IntegrationKeyMissing`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DIPV1014",
        sentences=("Mapping is missing for integration key",),
        detail=(
            "At least one field of the integration key is mapped wrongly or not at all, so matching records could not"
            " be found during synchronization."
        ),
        steps=(STOP_THE_MAP, "Map every field of the integration key to a field of the finance and operations entity."),
        links=(KEYS,),
        actors=(Actor.MAP_ADMIN,),
        retry=Retry.AFTER_FIX,
    )


class IntegrationKeyLookupNotMapped(IntegrationKeyError):
    """DIPV1015: Mapping is missing for integration key for lookup field.

    A lookup is part of the key and what it refers to is not mapped. For a field of the key that is no lookup, you get
    `IntegrationKeyNotMapped`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DIPV1015",
        sentences=("Mapping is missing for integration key for lookup field",),
        detail=(
            "A lookup field is part of the integration key, and its expanded fields, the key fields of the table it"
            " refers to, are not mapped."
        ),
        steps=(STOP_THE_MAP, "Map the expanded fields of the lookup: the key fields of the table that it refers to."),
        links=(KEYS,),
        actors=(Actor.MAP_ADMIN,),
        retry=Retry.AFTER_FIX,
    )


class DestinationLookupKeyNotMapped(IntegrationKeyError):
    """DIPV1027: Map the integration key associated with the entity lookup field to the destination field.

    A mapping writes to a lookup without the key behind it. For a lookup that a mapping reads from, you get
    `SourceLookupKeyNotMapped`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DIPV1027",
        sentences=("Map the integration key associated with the entity lookup field to the destination field",),
        detail=(
            "The integration key behind a destination lookup field is not mapped: the expanded fields, the key fields"
            " of the table that the lookup refers to, are missing from the table map."
        ),
        steps=(
            STOP_THE_MAP,
            "Map the expanded fields of the destination lookup: the key fields of the table that it refers to.",
        ),
        links=(KEYS,),
        actors=(Actor.MAP_ADMIN,),
        retry=Retry.AFTER_FIX,
    )


class SourceLookupKeyNotMapped(IntegrationKeyError):
    """DIPV1028: Map the integration key associated with the entity lookup field to the source field.

    A mapping reads from a lookup without the key behind it. For a lookup that a mapping writes to, you get
    `DestinationLookupKeyNotMapped`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        code="DIPV1028",
        sentences=("Map the integration key associated with the entity lookup field to the source field",),
        detail=(
            "The integration key behind a source lookup field is not mapped: the expanded fields, the key fields of"
            " the table that the lookup refers to, are missing from the table map."
        ),
        steps=(
            STOP_THE_MAP,
            "Map the expanded fields of the source lookup: the key fields of the table that it refers to.",
        ),
        links=(KEYS,),
        actors=(Actor.MAP_ADMIN,),
        retry=Retry.AFTER_FIX,
    )


class IntegrationKeyNotAlternateKey(IntegrationKeyError):
    """Integration Key {key} is not defined as one of alternate keys in Dataverse for table {table}.

    There is an integration key, and the table has no such alternate key. Where there is no integration key, you get
    `IntegrationKeyMissing`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=("Integration Key {key} is not defined as one of alternate keys in Dataverse for table {table}.",),
        detail=(
            "The integration key that was set for the table is not one of its alternate keys. (Table map health check"
            " 5100.)"
        ),
        steps=(
            STOP_THE_MAP,
            "Set an integration key that is an alternate key of the table, or define the alternate key in Dataverse.",
        ),
        links=(MAP_HEALTH,),
        actors=(Actor.MAP_ADMIN, Actor.MAKER),
        retry=Retry.AFTER_FIX,
    )


class IntegrationKeyFieldNotMandatory(IntegrationKeyError):
    """FnO Entity {entity} fields {fields} defined as Integration key attributes are not configured as mandatory.

    The fields of the key may stay empty. Where they are not mapped, you get `IntegrationKeyNotMapped`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=(
            (
                "FnO Entity {entity} fields {fields} defined as Integration key attributes are not configured as"
                " mandatory."
            ),
            (
                "Dataverse Entity {table} fields {fields} defined as Integration key attributes aren't configured as"
                " mandatory."
            ),
        ),
        detail=(
            "Fields of the integration key may stay empty on that side, so rows may not be found again. (Table map"
            " health check 2000 and 5200.)"
        ),
        steps=("Make the fields mandatory on the side that is named.",),
        links=(MAP_HEALTH,),
        actors=(Actor.FNO_DEVELOPER, Actor.MAKER),
        retry=Retry.AFTER_FIX,
    )
