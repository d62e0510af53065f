"""From a code or a class name to its class."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, TypeAlias, overload

from .arguments import type_name
from .catalog import (
    # <generated: catalog>
    CompanyScopeMismatch,
    ConnectionValidationFailed,
    DataPartitionInvalid,
    DataTypeMismatch,
    DataverseCompanyMismatch,
    DataverseConnectionMissing,
    DataverseConnectorDeprecated,
    DefaultOwningTeamMissing,
    DefaultTeamNameMismatch,
    DefaultTransformMissing,
    DestinationFieldMissingFromMapping,
    DestinationFieldMissingFromSchema,
    DestinationLookupKeyNotMapped,
    DestinationOrganizationMappingMissing,
    DestinationSchemaMissing,
    DualWriteProjectValidationAborted,
    DuplicateDestinationFields,
    DuplicateSourceFields,
    DuplicateValueMap,
    EnvironmentInfoMissing,
    FinanceAndOperationsCompanyMismatch,
    FinanceAndOperationsConnectionMissing,
    FinanceAndOperationsConnectionUnrepairable,
    IntegrationKeyLookupNotMapped,
    IntegrationKeyMissing,
    IntegrationKeyNotBidirectional,
    IntegrationKeyNotMapped,
    MandatoryFieldNotMapped,
    ProjectValidationAborted,
    ReadOnlyFieldMapped,
    RelatedOrganizationMappingMissing,
    ServicePrincipalAccessDenied,
    SourceFieldMissingFromMapping,
    SourceFieldMissingFromSchema,
    SourceFilterInvalid,
    SourceLookupKeyNotMapped,
    SourceSchemaMissing,
    StaleDataverseConfiguration,
    StaleFinanceAndOperationsConfiguration,
    TaskEnvironmentNotInConnectionSet,
    VersionNumberFieldMissing,
    # </generated>
)
from .classes import class_by_code, class_by_name
from .codes import FAMILIES, code_pattern, normal_code
from .errors import DualWriteError, InvalidCode, UndocumentedCode
from .info import Area

_documented: dict[str, type[DualWriteError]] = dict(sorted(class_by_code.items()))
_ORDER_OF_REPAIR: dict[Area | None, int] = {area: place for place, area in enumerate(Area)}

REGISTRY: Final[Mapping[str, type[DualWriteError]]] = MappingProxyType(_documented)
"""The class of every documented code, in code order; read-only. A subclass of your own never changes it."""

CATALOG: Final[Mapping[str, type[DualWriteError]]] = MappingProxyType(
    {
        cls.__name__: cls
        for cls in sorted(
            (cls for cls in class_by_name.values() if cls.info.first_sentence),
            key=lambda cls: _ORDER_OF_REPAIR[cls.area],
        )
    }
)
"""The class of every error, with or without a code, by its name; read-only.

In the order of repair: what has to be right comes before what builds on it.
"""

_LONGEST_MISSPELLING = 64
_LEAST_RESEMBLANCE = 0.75
_LOOKALIKES = str.maketrans("Ool", "001")
_FOUR_DIGITS = r"(?<![0-9])[0-9]{4}(?![0-9])"

_Text: TypeAlias = str | None
_Context: TypeAlias = Mapping[str, str] | None


# <generated: overloads>
@overload
def from_code(
    code: Literal["DIPV1000"], text: _Text = None, *, context: _Context = None
) -> ConnectionValidationFailed: ...
@overload
def from_code(
    code: Literal["DIPV1001"], text: _Text = None, *, context: _Context = None
) -> DualWriteProjectValidationAborted: ...
@overload
def from_code(code: Literal["DIPV1002"], text: _Text = None, *, context: _Context = None) -> CompanyScopeMismatch: ...
@overload
def from_code(code: Literal["DIPV1003"], text: _Text = None, *, context: _Context = None) -> IntegrationKeyMissing: ...
@overload
def from_code(
    code: Literal["DIPV1004"], text: _Text = None, *, context: _Context = None
) -> IntegrationKeyNotBidirectional: ...
@overload
def from_code(code: Literal["DIPV1005"], text: _Text = None, *, context: _Context = None) -> EnvironmentInfoMissing: ...
@overload
def from_code(
    code: Literal["DIPV1006"], text: _Text = None, *, context: _Context = None
) -> ProjectValidationAborted: ...
@overload
def from_code(
    code: Literal["DIPV1007"], text: _Text = None, *, context: _Context = None
) -> TaskEnvironmentNotInConnectionSet: ...
@overload
def from_code(code: Literal["DIPV1008"], text: _Text = None, *, context: _Context = None) -> DataPartitionInvalid: ...
@overload
def from_code(
    code: Literal["DIPV1010"], text: _Text = None, *, context: _Context = None
) -> MandatoryFieldNotMapped: ...
@overload
def from_code(code: Literal["DIPV1011"], text: _Text = None, *, context: _Context = None) -> ReadOnlyFieldMapped: ...
@overload
def from_code(code: Literal["DIPV1012"], text: _Text = None, *, context: _Context = None) -> SourceFilterInvalid: ...
@overload
def from_code(
    code: Literal["DIPV1014"], text: _Text = None, *, context: _Context = None
) -> IntegrationKeyNotMapped: ...
@overload
def from_code(
    code: Literal["DIPV1015"], text: _Text = None, *, context: _Context = None
) -> IntegrationKeyLookupNotMapped: ...
@overload
def from_code(
    code: Literal["DIPV1016"], text: _Text = None, *, context: _Context = None
) -> DestinationOrganizationMappingMissing: ...
@overload
def from_code(
    code: Literal["DIPV1017"], text: _Text = None, *, context: _Context = None
) -> RelatedOrganizationMappingMissing: ...
@overload
def from_code(code: Literal["DIPV1018"], text: _Text = None, *, context: _Context = None) -> SourceSchemaMissing: ...
@overload
def from_code(
    code: Literal["DIPV1019"], text: _Text = None, *, context: _Context = None
) -> VersionNumberFieldMissing: ...
@overload
def from_code(
    code: Literal["DIPV1020"], text: _Text = None, *, context: _Context = None
) -> DestinationSchemaMissing: ...
@overload
def from_code(
    code: Literal["DIPV1021"], text: _Text = None, *, context: _Context = None
) -> SourceFieldMissingFromMapping: ...
@overload
def from_code(
    code: Literal["DIPV1022"], text: _Text = None, *, context: _Context = None
) -> SourceFieldMissingFromSchema: ...
@overload
def from_code(code: Literal["DIPV1023"], text: _Text = None, *, context: _Context = None) -> DuplicateSourceFields: ...
@overload
def from_code(
    code: Literal["DIPV1024"], text: _Text = None, *, context: _Context = None
) -> DestinationFieldMissingFromMapping: ...
@overload
def from_code(
    code: Literal["DIPV1025"], text: _Text = None, *, context: _Context = None
) -> DestinationFieldMissingFromSchema: ...
@overload
def from_code(
    code: Literal["DIPV1026"], text: _Text = None, *, context: _Context = None
) -> DuplicateDestinationFields: ...
@overload
def from_code(
    code: Literal["DIPV1027"], text: _Text = None, *, context: _Context = None
) -> DestinationLookupKeyNotMapped: ...
@overload
def from_code(
    code: Literal["DIPV1028"], text: _Text = None, *, context: _Context = None
) -> SourceLookupKeyNotMapped: ...
@overload
def from_code(code: Literal["DIPV1029"], text: _Text = None, *, context: _Context = None) -> DuplicateValueMap: ...
@overload
def from_code(code: Literal["DIPV1030"], text: _Text = None, *, context: _Context = None) -> DataTypeMismatch: ...
@overload
def from_code(
    code: Literal["DIPV1031"], text: _Text = None, *, context: _Context = None
) -> DefaultTransformMissing: ...
@overload
def from_code(
    code: Literal["DW9003"], text: _Text = None, *, context: _Context = None
) -> ServicePrincipalAccessDenied: ...
@overload
def from_code(
    code: Literal["DWDVEV1001"], text: _Text = None, *, context: _Context = None
) -> DataverseConnectionMissing: ...
@overload
def from_code(
    code: Literal["DWDVEV1002"], text: _Text = None, *, context: _Context = None
) -> DataverseConnectorDeprecated: ...
@overload
def from_code(
    code: Literal["DWDVEV1003"], text: _Text = None, *, context: _Context = None
) -> DataverseCompanyMismatch: ...
@overload
def from_code(
    code: Literal["DWDVEV1004"], text: _Text = None, *, context: _Context = None
) -> StaleDataverseConfiguration: ...
@overload
def from_code(
    code: Literal["DWDVEV1007"], text: _Text = None, *, context: _Context = None
) -> DefaultOwningTeamMissing: ...
@overload
def from_code(
    code: Literal["DWFOEV1001"], text: _Text = None, *, context: _Context = None
) -> FinanceAndOperationsConnectionMissing: ...
@overload
def from_code(
    code: Literal["DWFOEV1003"], text: _Text = None, *, context: _Context = None
) -> FinanceAndOperationsCompanyMismatch: ...
@overload
def from_code(
    code: Literal["DWFOEV1004"], text: _Text = None, *, context: _Context = None
) -> StaleFinanceAndOperationsConfiguration: ...
@overload
def from_code(
    code: Literal["DWFOEV1005"], text: _Text = None, *, context: _Context = None
) -> FinanceAndOperationsConnectionUnrepairable: ...
@overload
def from_code(
    code: Literal["DWFOEV1006"], text: _Text = None, *, context: _Context = None
) -> DefaultTeamNameMismatch: ...
# </generated>
@overload
def from_code(code: str, text: _Text = None, *, context: _Context = None) -> DualWriteError: ...
def from_code(code: str, text: _Text = None, *, context: _Context = None) -> DualWriteError:
    """An error to raise for `code`; of a literal code in upper case, type checkers know the precise class.

    Args:
        code: A code such as ``DIPV1003``, in any case, with or without space around it.
        text: What the service said, without the code. Where there is none, `str` of the error has the documented
            message.
        context: What else is known: ``map``, ``request_id``, ``activity_id`` …

    Returns:
        An instance of the class of the code, or of `UndocumentedCode` where the code is well-formed but not in the
            official tables.

    Raises:
        InvalidCode: `code` does not look like a code. For a text that holds a code use `parse`.
        TypeError: `code` or `text` is not a str, or `context` does not map str to str.
    """
    try:
        documented = _documented[code]
    except (KeyError, TypeError):
        return error_for(_checked_code(code), text, context)
    return documented(text) if context is None else documented(text, context=context)


def _checked_code(given: object) -> str:
    if not isinstance(given, str):
        raise TypeError(f"from_code takes a code as str, such as 'DIPV1003', not {type_name(given)}")
    code = normal_code(given)
    if code is None:
        raise InvalidCode(given, near_miss(given))
    return code


def error_for(code: str, text: _Text, context: _Context) -> DualWriteError:
    """The error of a well-formed `code` in upper case, documented or not."""
    documented = _documented.get(code)
    if documented is None:
        return UndocumentedCode(text, code=code, context=context)
    return documented(text) if context is None else documented(text, context=context)


def near_miss(given: str) -> str | None:
    """The code or the class name that somebody who wrote `given` probably meant."""
    held = code_pattern().search(given) or code_pattern().search(given.translate(_LOOKALIKES))
    if held:
        return held[0].upper()
    if len(given) > _LONGEST_MISSPELLING:
        return None
    from difflib import SequenceMatcher

    digits = re.search(_FOUR_DIGITS, given)
    if digits:
        letters = "".join(filter(str.isalpha, given[: digits.start()])).upper()
        family = max(FAMILIES, key=lambda family: SequenceMatcher(None, family, letters).ratio())
        if (code := f"{family}{digits[0]}") in _documented:
            return code
    names = {name.lower(): name for name in (*_documented, *CATALOG)}
    ratios = {name: SequenceMatcher(None, name, given.strip().lower()).ratio() for name in names}
    best, second = sorted(names, key=lambda name: ratios[name], reverse=True)[:2]
    return names[best] if ratios[best] > max(ratios[second], _LEAST_RESEMBLANCE) else None
