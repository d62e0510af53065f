"""The record that was to be written: its values, and the rows that it refers to."""

from typing import ClassVar

from ..errors import DualWriteError
from ..info import Actor, Area, ErrorInfo, KnownFrom, Retry
from .references import (
    ACTUALS,
    CHANGE_TRACKING,
    DATAVERSE_CODES,
    GAB,
    GAB_KNOWN,
    GUIDANCE_QUOTES,
    INITIAL_CUSTOMER,
    INITIAL_FLOAT,
    INITIAL_PARTY,
    INITIAL_VENDOR,
    LIVE_BATCH,
    LIVE_CUSTOMER,
    LIVE_PARTY,
    PROJOPS,
)


class DataError(DualWriteError):
    """A record cannot be written: one of its values is wrong, or a row that it refers to is missing."""

    area: Area | None = Area.DATA
    info: ClassVar[ErrorInfo] = ErrorInfo(
        message="Dual-write data error",
        detail=("A record cannot be written: one of its values is wrong, or a row that it refers to is missing."),
    )


class ReferencedRowNotFound(DataError):
    """Unable to lookup {table} with values {values}.

    Live synchronization refers to a row that is not there. In initial synchronization, you get `LookupValueNotFound`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=("Unable to lookup {table} with values {values}", "Unable to look up {table} with values {values}"),
        sentences_in_wrapper=("A record with the specified key values does not exist in {table} entity",),
        dataverse_codes=("0x80060891",),
        detail=(
            "The record refers to a row of another table that is not in Dataverse. One text may name several; the"
            " values are a comma-separated key and may hold the id of a company. It also comes when two new records"
            " of one transaction refer to each other and the entities do not declare the relation (the text then goes"
            " on with (400) Bad Request), when a contact is made on the View Contact form, and for project actuals"
            " that were rolled back."
        ),
        steps=(
            (
                "Create the row in Dataverse, or run the initial synchronization of the map that brings it (for"
                " example Units for uoms, Vendors for accounts), and repeat the change."
            ),
            (
                "Not for msdyn_actuals: those records cannot be corrected; switch on the feature Project actuals"
                " prevalidation for the future."
            ),
            "For a contact made on the View Contact form: use the Add Contact form.",
            (
                "Or, where both rows are created in one transaction, declare the relation between the two entities in"
                " finance and operations."
            ),
        ),
        links=(LIVE_BATCH, PROJOPS, GAB, ACTUALS),
        actors=(Actor.MAP_ADMIN, Actor.USER, Actor.FNO_DEVELOPER),
        retry=Retry.AFTER_FIX,
    )


class DuplicateKey(DataError):
    """A record that has the attribute values {fields} already exists. The entity key {key} requires that this set of
    attributes contains unique values. Select unique values and try again.

    A row with the same key exists. For the key Location ID of addresses, you get `LocationKeyOutdated`. Counts only
    inside a wrapper of dual-write.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences_in_wrapper=(
            (
                "A record that has the attribute values {fields} already exists. The entity key {key} requires that"
                " this set of attributes contains unique values. Select unique values and try again."
            ),
            (
                "Entity Key {key} violated. A record with the same value for {fields} already exists. A duplicate"
                " record cannot be created. Select one or more unique values and try again."
            ),
        ),
        dataverse_codes=("0x80060892", "0x80040237"),
        detail=(
            "Dataverse already has a row with the same key (0x80060892: alternate key; 0x80040237: any unique value)."
        ),
        steps=("Change the values, or update the row that exists.",),
        links=(DATAVERSE_CODES,),
        actors=(Actor.USER, Actor.MAKER),
        retry=Retry.AFTER_FIX,
        known_from=KnownFrom.ELSEWHERE,
    )


class PartyNotFound(DataError):
    """Party record not found for party type '{party_type}'.

    A customer has another party number in finance and operations. Where initial synchronization does not find the party
    of an address, you get `PartyNumberNotFound`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=("Party record not found for party type '{party_type}'",),
        detail=(
            "A customer made in Dataverse got a new party number, but the customer exists in finance and operations"
            " with another one."
        ),
        steps=(
            "Look the customer up by party.",
            "If the customer exists, use that party; otherwise create the customer anew.",
        ),
        links=(LIVE_CUSTOMER,),
        actors=(Actor.USER,),
        retry=Retry.AFTER_FIX,
    )


class PartyTypeChanged(DataError):
    """Cannot update a party's type from '{old_type}' to '{new_type}', a delete of the existing party followed by an
    insert with the new type should be performed instead.

    A party number belongs to another type of party. Where the party is not found, you get `PartyNotFound`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=(
            (
                "Cannot update a party's type from '{old_type}' to '{new_type}', a delete of the existing party"
                " followed by an insert with the new type should be performed instead."
            ),
        ),
        detail=(
            "After a reset or a new link the numbering of parties in Dataverse began again and meets numbers that"
            " finance and operations uses for another type of party. Mostly outside production."
        ),
        steps=("Change the automatic number sequence of msdyn_partynumber on the msdyn_party table in Dataverse.",),
        links=(LIVE_PARTY, GAB),
        actors=(Actor.MAKER, Actor.DATAVERSE_ADMIN),
        retry=Retry.AFTER_FIX,
    )


class AssociatedPartyMissing(DataError):
    """Field 'Associated party number' must be filled in.

    Customers and contacts came in the wrong order. Where the record of the party is not found, you get `PartyNotFound`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=("Field 'Associated party number' must be filled in",),
        detail="Customer and contact refer to each other and were synchronized in the wrong order.",
        steps=("Synchronize customers first, then contacts, then customers again.",),
        actors=(Actor.MAP_ADMIN,),
        retry=Retry.AFTER_FIX,
        known_from=KnownFrom.DRAFT,
    )


class LiteralNotConvertible(DataError):
    """Cannot convert the literal '{value}' to the expected type 'Edm.{type}'.

    A value does not have the form that its column takes. Where two mapped fields have different types, you get
    `DataTypeMismatch`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=(
            "Cannot convert the literal '{value}' to the expected type 'Edm.{type}'",
            "Can't convert the literal '{value}' to the expected type'Edm.{type}'",
            "Cannot convert the literal '{value}' to the expected type edm.{type}",
        ),
        detail=(
            "A value has the wrong form for its Dataverse column. Documented causes: in initial synchronization a"
            " zero in a price field with a language locale other than en-us; the times Available From and Available"
            " To of a contact; in live synchronization contacts with party solutions older than 3.0.0.26; a transform"
            " that lacks a value."
        ),
        steps=(
            "Zero values: set Language locale of the source data format in Data management to en-us and try again.",
            (
                "An empty value for a contact in live synchronization: install the latest party and global address"
                " book solutions."
            ),
            (
                "The times Available From and Available To of a contact: initial synchronization does not support"
                " them; take them out of the map."
            ),
            "Otherwise look at the transform of the field mapping.",
        ),
        links=(INITIAL_FLOAT, GAB, GAB_KNOWN),
        actors=(Actor.MAP_ADMIN, Actor.FNO_ADMIN),
        retry=Retry.AFTER_FIX,
    )


class LookupValueNotFound(DataError):
    """Couldn't resolve the guid for the field: {field}. The lookup was not found: {value}.

    Initial synchronization refers to a row that is not there yet. In live synchronization, you get
    `ReferencedRowNotFound`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=(
            "Couldn't resolve the guid for the field: {field}. The lookup was not found: {value}.",
            "Couldn't resolve the guid for the field: {field}. The lookup value was not found: {value}.",
        ),
        detail=(
            "A row refers to another that is not yet in Dataverse. Where tables refer to each other or to themselves"
            " (Customers V3, Vendors V2), the first run cannot succeed for all rows."
        ),
        steps=(
            "Synchronize the table that the field refers to first, and run again.",
            (
                "For self references and circles (Vendors V2, Customers V3): stop the map, take the referring columns"
                " out of it, turn change tracking off for the entity, run the map, then the map of contacts, put the"
                " columns back, run the map again, and turn change tracking on."
            ),
            "Customers V3: values that exist only in Dataverse need a Data Integrator project.",
        ),
        caution=CHANGE_TRACKING,
        links=(INITIAL_VENDOR, INITIAL_CUSTOMER),
        actors=(Actor.MAP_ADMIN,),
        retry=Retry.AFTER_FIX,
    )


class PartyNumberNotFound(DataError):
    """Party number couldn't be found in Dataverse.

    Initial synchronization does not find the party of an address. Where a customer of live synchronization has another
    party, you get `PartyNotFound`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=("Party number couldn't be found in Dataverse.",),
        detail=(
            "The map of parties leaves out parties of the types legal entity and operating unit, so their addresses"
            " find no party."
        ),
        steps=("None documented: a known issue that the product team wants to fix.",),
        links=(INITIAL_PARTY, GAB),
        actors=(Actor.SUPPORT,),
        retry=Retry.AFTER_FIX,
    )


class UnparsableRow(DataError):
    """Initial writes failed while parsing the data for leg:{leg}.

    A line of the exported data could not be read. Where a single value has the wrong form, you get
    `LiteralNotConvertible`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=("Initial writes failed while parsing the data for leg:{leg}.",),
        detail="A line of the exported data could not be read; probably a value contains double quotes.",
        steps=("Remove the double quotes from the data and run again.",),
        links=(GUIDANCE_QUOTES,),
        actors=(Actor.USER, Actor.MAP_ADMIN),
        retry=Retry.AFTER_FIX,
    )


class ProjectTaskAmbiguous(DataError):
    """Could not resolve project task for export expense. The specified task activity number doesn't uniquely identify
    task of the project in the system.

    An expense names a parent task. For other errors of Project Operations see the classes of its records, such as
    `ProductIdRequired`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=(
            (
                "Could not resolve project task for export expense. The specified task activity number doesn't"
                " uniquely identify task of the project in the system."
            ),
            (
                "Could not resolve project task for export expense. The specified task activity number doesn't"
                " uniquely identify the task of the project in the system."
            ),
        ),
        detail="The expense names a parent task of the project. (Project Operations.)",
        steps=("Recall the workflow and choose the right activity.",),
        links=(PROJOPS,),
        actors=(Actor.USER,),
        retry=Retry.AFTER_FIX,
        known_from=KnownFrom.ELSEWHERE,
    )


class ProductIdRequired(DataError):
    """Product id is mandatory. Select a product from the catalog.

    The product of a vendor invoice line is missing. Where its category is, you get `TransactionCategoryInvalid`. Counts
    only inside a wrapper of dual-write.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences_in_wrapper=("Product id is mandatory. Select a product from the catalog.",),
        detail="The product of a vendor invoice line does not exist in Dataverse. (Project Operations.)",
        steps=("Run the initial synchronization of the products map from finance and operations to Dataverse.",),
        links=(PROJOPS,),
        actors=(Actor.MAP_ADMIN,),
        retry=Retry.AFTER_FIX,
        known_from=KnownFrom.ELSEWHERE,
    )


class TransactionCategoryInvalid(DataError):
    """The Transaction Category linked to this vendor invoice line is invalid. Please select an Active, Expense
    Transaction Category.

    The category of a vendor invoice line is missing. Where its product is, you get `ProductIdRequired`. Counts only
    inside a wrapper of dual-write.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences_in_wrapper=(
            (
                "The Transaction Category linked to this vendor invoice line is invalid. Please select an Active,"
                " Expense Transaction Category."
            ),
        ),
        detail="The project category of a vendor invoice line does not exist in Dataverse. (Project Operations.)",
        steps=("Create the transaction category in Dataverse and synchronize it with finance and operations.",),
        links=(PROJOPS,),
        actors=(Actor.USER, Actor.MAP_ADMIN),
        retry=Retry.AFTER_FIX,
        known_from=KnownFrom.ELSEWHERE,
    )


class LinePropertyNotFound(DataError):
    """Line property {property} does not exist.

    A line property of a timesheet is not set up in finance and operations. Where a row of Dataverse is missing, you get
    `ReferencedRowNotFound`. Counts only inside a wrapper of dual-write.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences_in_wrapper=("Line property {property} does not exist.",),
        detail=(
            "A line property that a confirmed timesheet needs is not set up in finance and operations. (Project"
            " Operations.)"
        ),
        steps=("Set up the line properties in finance and operations.",),
        links=(PROJOPS,),
        actors=(Actor.FNO_ADMIN,),
        retry=Retry.AFTER_FIX,
        known_from=KnownFrom.ELSEWHERE,
    )


class ActualTransactionTypeMissing(DataError):
    """Attribute msdyn_transactiontypecode not found in the record of type msdyn_actual.

    An actual was rolled back. Where a record refers to such an actual, you get `ReferencedRowNotFound`.
    """

    info: ClassVar[ErrorInfo] = ErrorInfo(
        sentences=("Attribute msdyn_transactiontypecode not found in the record of type msdyn_actual",),
        detail=(
            "An actual was rolled back in Dataverse after its counterpart had been created in finance and operations."
            " The record cannot be corrected. (Project Operations.)"
        ),
        steps=("For the future, switch on the feature Project actuals prevalidation (Feature management).",),
        links=(ACTUALS,),
        actors=(Actor.FNO_ADMIN,),
        retry=Retry.UNKNOWN,
        known_from=KnownFrom.ELSEWHERE,
    )
