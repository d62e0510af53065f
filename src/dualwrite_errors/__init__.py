"""Typed exceptions for the errors of Microsoft Dynamics 365 dual-write. Not made by Microsoft.

`parse` and `parse_all` turn an error text into exceptions, `parse_payload` and `raise_for_errors` a body or a response,
and `translated` what other libraries raise. `scan` finds errors in logs of any size. `from_code` makes an error from a
code, and `REGISTRY` maps each documented code to its class. Every error knows what it means and what to do about it.
"""

from typing import TYPE_CHECKING

from .catalog import (
    CompanyError,
    CompanyScopeMismatch,
    ConnectionSetError,
    ConnectionValidationFailed,
    DataPartitionInvalid,
    DataTypeMismatch,
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
    IntegrationKeyError,
    IntegrationKeyLookupNotMapped,
    IntegrationKeyMissing,
    IntegrationKeyNotBidirectional,
    IntegrationKeyNotMapped,
    MandatoryFieldNotMapped,
    ProjectValidationAborted,
    ReadOnlyFieldMapped,
    RelatedOrganizationMappingMissing,
    SchemaError,
    SourceFieldMissingFromMapping,
    SourceFieldMissingFromSchema,
    SourceFilterInvalid,
    SourceLookupKeyNotMapped,
    SourceSchemaMissing,
    TableMapError,
    TaskEnvironmentNotInConnectionSet,
    ValidationServiceError,
    VersionNumberFieldMissing,
)
from .errors import (
    DualWriteError,
    DualWriteErrorGroup,
    InvalidCode,
    UndocumentedCode,
    UnrecognizedError,
    errors_of,
)
from .info import Actor, Area, ErrorInfo, Link, Retry
from .parsing import code_of, parse, parse_all
from .records import ErrorRecord
from .registry import REGISTRY, from_code

if TYPE_CHECKING:
    from .parsing.payload import parse_payload, raise_for_errors
    from .parsing.translation import translated
    from .scanning import Finding, Scan, scan
else:

    def __getattr__(name: str) -> object:
        """What many programs do without is imported with its first use."""
        if name in {"parse_payload", "raise_for_errors"}:
            from .parsing import payload as home
        elif name == "translated":
            from .parsing import translation as home
        elif name in {"Finding", "Scan", "scan"}:
            from . import scanning as home
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return globals().setdefault(name, getattr(home, name))


__all__ = [
    "REGISTRY",
    "Actor",
    "Area",
    "CompanyError",
    "CompanyScopeMismatch",
    "ConnectionSetError",
    "ConnectionValidationFailed",
    "DataPartitionInvalid",
    "DataTypeMismatch",
    "DefaultTransformMissing",
    "DestinationFieldMissingFromMapping",
    "DestinationFieldMissingFromSchema",
    "DestinationLookupKeyNotMapped",
    "DestinationOrganizationMappingMissing",
    "DestinationSchemaMissing",
    "DualWriteError",
    "DualWriteErrorGroup",
    "DualWriteProjectValidationAborted",
    "DuplicateDestinationFields",
    "DuplicateSourceFields",
    "DuplicateValueMap",
    "EnvironmentInfoMissing",
    "ErrorInfo",
    "ErrorRecord",
    "Finding",
    "IntegrationKeyError",
    "IntegrationKeyLookupNotMapped",
    "IntegrationKeyMissing",
    "IntegrationKeyNotBidirectional",
    "IntegrationKeyNotMapped",
    "InvalidCode",
    "Link",
    "MandatoryFieldNotMapped",
    "ProjectValidationAborted",
    "ReadOnlyFieldMapped",
    "RelatedOrganizationMappingMissing",
    "Retry",
    "Scan",
    "SchemaError",
    "SourceFieldMissingFromMapping",
    "SourceFieldMissingFromSchema",
    "SourceFilterInvalid",
    "SourceLookupKeyNotMapped",
    "SourceSchemaMissing",
    "TableMapError",
    "TaskEnvironmentNotInConnectionSet",
    "UndocumentedCode",
    "UnrecognizedError",
    "ValidationServiceError",
    "VersionNumberFieldMissing",
    "code_of",
    "errors_of",
    "from_code",
    "parse",
    "parse_all",
    "parse_payload",
    "raise_for_errors",
    "scan",
    "translated",
]
