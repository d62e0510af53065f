"""Read by mypy --strict and by pyright, never run: what type checkers know about the public names."""

from collections.abc import Mapping
from typing import Protocol, TypedDict, assert_type

import dualwrite_errors as d
from dualwrite_errors import from_code

# <generated: codes>
assert_type(from_code("DIPV1000"), d.ConnectionValidationFailed)
assert_type(from_code("DIPV1001"), d.DualWriteProjectValidationAborted)
assert_type(from_code("DIPV1002"), d.CompanyScopeMismatch)
assert_type(from_code("DIPV1003"), d.IntegrationKeyMissing)
assert_type(from_code("DIPV1004"), d.IntegrationKeyNotBidirectional)
assert_type(from_code("DIPV1005"), d.EnvironmentInfoMissing)
assert_type(from_code("DIPV1006"), d.ProjectValidationAborted)
assert_type(from_code("DIPV1007"), d.TaskEnvironmentNotInConnectionSet)
assert_type(from_code("DIPV1008"), d.DataPartitionInvalid)
assert_type(from_code("DIPV1010"), d.MandatoryFieldNotMapped)
assert_type(from_code("DIPV1011"), d.ReadOnlyFieldMapped)
assert_type(from_code("DIPV1012"), d.SourceFilterInvalid)
assert_type(from_code("DIPV1014"), d.IntegrationKeyNotMapped)
assert_type(from_code("DIPV1015"), d.IntegrationKeyLookupNotMapped)
assert_type(from_code("DIPV1016"), d.DestinationOrganizationMappingMissing)
assert_type(from_code("DIPV1017"), d.RelatedOrganizationMappingMissing)
assert_type(from_code("DIPV1018"), d.SourceSchemaMissing)
assert_type(from_code("DIPV1019"), d.VersionNumberFieldMissing)
assert_type(from_code("DIPV1020"), d.DestinationSchemaMissing)
assert_type(from_code("DIPV1021"), d.SourceFieldMissingFromMapping)
assert_type(from_code("DIPV1022"), d.SourceFieldMissingFromSchema)
assert_type(from_code("DIPV1023"), d.DuplicateSourceFields)
assert_type(from_code("DIPV1024"), d.DestinationFieldMissingFromMapping)
assert_type(from_code("DIPV1025"), d.DestinationFieldMissingFromSchema)
assert_type(from_code("DIPV1026"), d.DuplicateDestinationFields)
assert_type(from_code("DIPV1027"), d.DestinationLookupKeyNotMapped)
assert_type(from_code("DIPV1028"), d.SourceLookupKeyNotMapped)
assert_type(from_code("DIPV1029"), d.DuplicateValueMap)
assert_type(from_code("DIPV1030"), d.DataTypeMismatch)
assert_type(from_code("DIPV1031"), d.DefaultTransformMissing)
assert_type(from_code("DW9003"), d.ServicePrincipalAccessDenied)
assert_type(from_code("DWDVEV1001"), d.DataverseConnectionMissing)
assert_type(from_code("DWDVEV1002"), d.DataverseConnectorDeprecated)
assert_type(from_code("DWDVEV1003"), d.DataverseCompanyMismatch)
assert_type(from_code("DWDVEV1004"), d.StaleDataverseConfiguration)
assert_type(from_code("DWDVEV1007"), d.DefaultOwningTeamMissing)
assert_type(from_code("DWFOEV1001"), d.FinanceAndOperationsConnectionMissing)
assert_type(from_code("DWFOEV1003"), d.FinanceAndOperationsCompanyMismatch)
assert_type(from_code("DWFOEV1004"), d.StaleFinanceAndOperationsConfiguration)
assert_type(from_code("DWFOEV1005"), d.FinanceAndOperationsConnectionUnrepairable)
assert_type(from_code("DWFOEV1006"), d.DefaultTeamNameMismatch)
# </generated>


def of_a_code_known_at_run_time(code: str) -> None:
    assert_type(from_code(code), d.DualWriteError)
    assert_type(from_code(code, "text", context={"map": "Sites (con_sites)"}), d.DualWriteError)
    assert_type(from_code("DIPV1003", "text", context={"map": "Sites (con_sites)"}), d.IntegrationKeyMissing)
    assert_type(from_code("DIPV1009"), d.DualWriteError)


def of_a_text(text: str) -> None:
    assert_type(d.parse(text), d.DualWriteError)
    assert_type(d.parse_all(text, context={"map": "Sites (con_sites)"}), list[d.DualWriteError])
    assert_type(d.code_of(text), str | None)


class Answer(TypedDict):
    errorMessage: str


class Response(Protocol):
    """What requests, httpx and azure-core have in common."""

    @property
    def status_code(self) -> int: ...
    @property
    def headers(self) -> Mapping[str, str]: ...


def of_a_payload(decoded: dict[str, object], maps: list[dict[str, object]], answer: Answer, reply: Response) -> None:
    assert_type(d.parse_payload(decoded, context={"map": "Sites (con_sites)"}), list[d.DualWriteError])
    for payload in (
        decoded,
        maps,
        answer,
        [answer],
        "text",
        b"body",
        None,
        7,
        reply,
        d.parse_all("text"),
        [["a", None]],
    ):
        d.raise_for_errors(payload, context={"map": "Sites (con_sites)"})


async def later() -> str:
    return ""


def of_what_is_no_payload() -> None:
    d.raise_for_errors(RuntimeError("x"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]: the point
    d.raise_for_errors([RuntimeError("x")])  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]: the point
    d.raise_for_errors(later())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]: the point
    d.parse_payload(object())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]: the point
    d.parse_payload({"a", "b"})  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]: the point


@d.translated
def activate_at_once(name: str, *, times: int = 1) -> list[str]:
    return [name] * times


@d.translated(context={"map": "Sites (con_sites)"})
def activate(name: str, *, times: int = 1) -> list[str]:
    return [name] * times


@d.translated()
async def activate_later(name: str) -> bytes:
    return name.encode()


async def of_a_translated_function() -> None:
    assert_type(activate("Sites", times=2), list[str])
    assert_type(activate_at_once("Sites", times=2), list[str])
    assert_type(await activate_later("Sites"), bytes)
    with d.translated():
        pass


def of_an_error(error: d.DualWriteError) -> None:
    assert_type(error.info, d.ErrorInfo)
    assert_type(error.code, str)
    assert_type(error.area, d.Area | None)
    assert_type(error.remediation, str)
    assert_type(error.raw, str | None)
    assert_type(error.names, tuple[str, ...])
    assert_type(error.parameters, Mapping[str, str])
    assert_type(error.wrapped_in, tuple[type[d.DualWriteError], ...])
    assert_type(error.errors, tuple[d.DualWriteError, ...])
    assert_type(error.steps, tuple[str, ...])
    assert_type(error.actors, tuple[d.Actor, ...])
    assert_type(error.retry, d.Retry)
    assert_type(d.IntegrationKeyMissing.caution, str | None)
    assert_type(error.context, Mapping[str, str])
    assert_type(error.is_transient, bool)
    assert_type(error.to_dict(), d.ErrorRecord)
    assert_type(error.attributes(), dict[str, str])
    assert_type(d.DualWriteError.from_dict({}), d.DualWriteError)
    assert_type(d.IntegrationKeyMissing.from_dict({}), d.IntegrationKeyMissing)
    assert_type(d.IntegrationKeyMissing.info.steps, tuple[str, ...])
    assert_type(d.IntegrationKeyMissing.code, str)


def of_a_group(group: d.DualWriteErrorGroup) -> None:
    assert_type(group.message, str)
    assert_type(group.exceptions, tuple[d.DualWriteError, ...])
    assert_type(group.errors, tuple[d.DualWriteError, ...])
    assert_type(group.remediation, str)
    try:
        raise group
    except* d.IntegrationKeyMissing as keys:
        assert_type(keys, ExceptionGroup[d.IntegrationKeyMissing])
        assert_type(keys.exceptions, tuple[d.IntegrationKeyMissing | ExceptionGroup[d.IntegrationKeyMissing], ...])
    except* d.SchemaError as schema:
        assert_type(schema, ExceptionGroup[d.SchemaError])
        assert_type(d.errors_of(schema), tuple[d.SchemaError, ...])


def of_the_registry() -> None:
    assert_type(d.REGISTRY["DIPV1003"], type[d.DualWriteError])
    assert_type(d.REGISTRY["DIPV1003"].info, d.ErrorInfo)


def of_the_terms(info: d.ErrorInfo) -> None:
    assert_type(info.area, d.Area | None)
    assert_type(info.actors, tuple[d.Actor, ...])
    assert_type(info.retry, d.Retry)
    assert_type(d.Area.SCHEMA.description, str)
    assert_type(d.Area("schema"), d.Area)
    assert_type(info.links[0].url, str)


def what_a_log_gives(lines: list[str]) -> None:
    found = d.scan(lines)
    assert_type(found, d.Scan)
    assert_type(next(found), d.Finding)
    assert_type([finding.error for finding in found], list[d.DualWriteError])
    assert_type(found.lines, int)
