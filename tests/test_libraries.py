"""Answers and exceptions of real libraries: a local server answers, and a local Spark job fails.

Each library is needed by its own tests alone. Where it is missing they are skipped, unless REQUIRE_LIBRARIES is set.
"""

import asyncio
import codecs
import importlib
import json
import os
import re
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from java import java_version

from dualwrite_errors import (
    DualWriteError,
    DualWriteErrorGroup,
    IntegrationKeyMissing,
    parse_all,
    raise_for_errors,
    translated,
)
from dualwrite_errors.testing import FakeGateway, sample_payload

OLDEST_JAVA = 17
SITES = "con_sites - Sites V2"
UNITS = "con_units - Units"
LOCKED = "The row of con_site is locked… (café)"


class Answer(NamedTuple):
    status: int
    body: bytes
    says: tuple[str, ...] = ()
    """The code, or else the text, of each error in it."""
    content_type: str = "application/json; charset=utf-8"


def said(issue: str) -> str:
    return f"Project validation failed. {issue}"


FIELD_MISSING = said("[DIPV1025] Missing destination field con_site.con_zone in the schema")
FIELD_NOT_MAPPED = said("[DIPV1010] Mandatory field con_code in destination entity must be mapped")
KEYS_MISSING = said("[DIPV1003] Integration keys are missing for con_sites")


def utf_8(payload: object) -> bytes:
    return json.dumps(payload, ensure_ascii=False).encode()


def utf_16(payload: object) -> bytes:
    return codecs.BOM_UTF16_LE + json.dumps(payload, ensure_ascii=False).encode("utf-16-le")


SIGN_IN = "<!DOCTYPE html><title>Sign in</title><p>Error: please sign in.</p>"
STATUS = sample_payload([FIELD_MISSING, KEYS_MISSING])
OF_DATAVERSE = sample_payload(KEYS_MISSING, shape="dataverse")
ANSWERS = {
    "status": Answer(200, utf_8(STATUS), ("DIPV1025", "DIPV1003")),
    "odata": Answer(500, utf_8(sample_payload(FIELD_NOT_MAPPED, shape="odata")), ("DIPV1010",)),
    "dataverse": Answer(412, utf_8(OF_DATAVERSE), ("DIPV1003",)),
    "utf-16": Answer(400, utf_16(OF_DATAVERSE), ("DIPV1003",), "application/json; charset=utf-16"),
    "locked": Answer(409, utf_8(sample_payload(LOCKED, shape="dataverse")), (LOCKED,)),
    "sign-in": Answer(200, SIGN_IN.encode(), (SIGN_IN,), "text/html"),
    "busy": Answer(503, b"", ("HTTP 503 Service Unavailable",)),
    "id": Answer(202, b'"7d1f0c52-0000-4000-8000-00000000c0de"'),
    "empty": Answer(200, b""),
}
REFUSALS_WITH_A_CODE = [name for name in ANSWERS if name in {"odata", "dataverse", "utf-16"}]


class Client(NamedTuple):
    get: Callable[[str], Any]
    refusal: type[Exception]
    """What the library raises for a status of an error."""


def library(name: str) -> Any:
    if os.environ.get("REQUIRE_LIBRARIES"):
        return importlib.import_module(name)
    return pytest.importorskip(name, reason="install the dependency group 'integrations'")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a gateway that answers each name in `ANSWERS`."""
    with FakeGateway() as gateway, pytest.MonkeyPatch.context() as patch:
        for variable in ("NO_PROXY", "no_proxy"):
            patch.setenv(variable, "*")
        for name, answer in ANSWERS.items():
            gateway.serve(f"/{name}", answer.body, status=answer.status, content_type=answer.content_type)
        yield gateway.url


@pytest.fixture(params=["requests", "httpx"])
def client(request: pytest.FixtureRequest, server: str) -> Client:
    module = library(request.param)
    refusal = module.HTTPError if request.param == "requests" else module.HTTPStatusError
    return Client(lambda name: module.get(f"{server}/{name}", timeout=10), refusal)


def raised_by(action: Callable[[], object]) -> DualWriteError:
    with pytest.raises(DualWriteError) as caught:
        action()
    return caught.value


def what_is_said_by(error: DualWriteError) -> tuple[str, ...]:
    errors = error.errors if isinstance(error, DualWriteErrorGroup) else (error,)
    return tuple(each.code or each.text for each in errors)


# requests and httpx.


@pytest.mark.parametrize("name", [name for name, answer in ANSWERS.items() if answer.says])
def test_raise_for_errors_raises_what_a_response_says(client: Client, name: str) -> None:
    response = client.get(name)
    assert what_is_said_by(raised_by(lambda: raise_for_errors(response))) == ANSWERS[name].says


@pytest.mark.parametrize("name", [name for name, answer in ANSWERS.items() if not answer.says])
def test_raise_for_errors_is_silent_about_a_response_that_reports_nothing(client: Client, name: str) -> None:
    raise_for_errors(client.get(name))


def test_raise_for_errors_names_the_map_and_the_activity_and_keeps_the_callers_context(client: Client) -> None:
    group = raised_by(lambda: raise_for_errors(client.get("status"), context={"environment": "con-test"}))
    assert isinstance(group, DualWriteErrorGroup)
    known = [[error.context[key] for key in ("map", "activity_id", "environment")] for error in group.errors]
    assert known == [
        [SITES, "0a11ac71-0000-4000-8000-000000000001", "con-test"],
        [UNITS, "0a11ac71-0000-4000-8000-000000000002", "con-test"],
    ]


@pytest.mark.parametrize("name", REFUSALS_WITH_A_CODE)
def test_translated_raises_what_a_refusal_says_from_the_librarys_error(client: Client, name: str) -> None:
    response = client.get(name)
    with pytest.raises(DualWriteError) as caught, translated(context={"environment": "con-test"}):
        response.raise_for_status()
    assert what_is_said_by(caught.value) == ANSWERS[name].says
    assert caught.value.context["environment"] == "con-test"
    assert isinstance(caught.value.__cause__, client.refusal)


def test_translated_leaves_a_refusal_that_is_not_of_dual_write(client: Client) -> None:
    response = client.get("locked")
    with pytest.raises(client.refusal) as caught, translated():
        response.raise_for_status()
    assert caught.value.__cause__ is None


def test_translated_raises_nothing_where_the_library_raises_nothing(client: Client) -> None:
    with translated():
        client.get("status").raise_for_status()


def test_a_streamed_response_of_requests_is_read(server: str) -> None:
    with library("requests").get(f"{server}/dataverse", stream=True, timeout=10) as response:
        assert type(raised_by(lambda: raise_for_errors(response))) is IntegrationKeyMissing


def test_a_streamed_response_of_httpx_must_have_been_read(server: str) -> None:
    with library("httpx").stream("GET", f"{server}/dataverse") as response:
        with pytest.raises(TypeError, match=r"not been read: call response.read\(\) or await response.aread\(\)"):
            raise_for_errors(response)
        response.read()
        assert type(raised_by(lambda: raise_for_errors(response))) is IntegrationKeyMissing


def test_translated_leaves_the_error_of_a_streamed_response_that_has_not_been_read(server: str) -> None:
    httpx = library("httpx")
    with (
        httpx.stream("GET", f"{server}/dataverse") as response,
        pytest.raises(httpx.HTTPStatusError),
        translated(),
    ):
        response.raise_for_status()


def test_an_asynchronous_client_of_httpx_is_read(server: str) -> None:
    httpx = library("httpx")

    @translated(context={"environment": "con-test"})
    async def refused() -> None:
        async with httpx.AsyncClient() as client:
            (await client.get(f"{server}/dataverse")).raise_for_status()

    async def streamed() -> None:
        async with httpx.AsyncClient() as client, client.stream("GET", f"{server}/status") as response:
            with pytest.raises(TypeError, match="not been read"):
                raise_for_errors(response)
            await response.aread()
            raise_for_errors(response)

    error = raised_by(lambda: asyncio.run(refused()))
    assert (type(error), error.context["environment"]) == (IntegrationKeyMissing, "con-test")
    assert isinstance(error.__cause__, httpx.HTTPStatusError)
    assert what_is_said_by(raised_by(lambda: asyncio.run(streamed()))) == ANSWERS["status"].says


# urllib, of the standard library.


def opened(address: str) -> Any:
    return urllib.request.urlopen(address, timeout=10)  # noqa: S310 - the address is that of the local server


@pytest.mark.parametrize("name", REFUSALS_WITH_A_CODE)
def test_translated_raises_what_an_error_of_urllib_says(server: str, name: str) -> None:
    with pytest.raises(DualWriteError) as caught, translated():
        opened(f"{server}/{name}")
    assert what_is_said_by(caught.value) == ANSWERS[name].says
    cause = caught.value.__cause__
    assert isinstance(cause, urllib.error.HTTPError)
    with cause:
        assert cause.read() == ANSWERS[name].body


def test_an_error_of_urllib_that_is_not_of_dual_write_can_still_be_read(server: str) -> None:
    originals: list[urllib.error.HTTPError] = []

    def locked() -> None:
        try:
            opened(f"{server}/locked")
        except urllib.error.HTTPError as error:
            originals.append(error)
            raise

    with pytest.raises(urllib.error.HTTPError) as caught, translated():
        locked()
    with caught.value:
        assert caught.value is originals[0]
        assert (caught.value.code, caught.value.read()) == (409, ANSWERS["locked"].body)


def test_what_urllib_answers_is_read_by_its_body(server: str) -> None:
    with opened(f"{server}/status") as response:
        group = raised_by(lambda: raise_for_errors(response))
    assert what_is_said_by(group) == ANSWERS["status"].says
    assert group.context["http_status"] == "200"


# azure-core.


@pytest.mark.parametrize("name", REFUSALS_WITH_A_CODE)
def test_translated_raises_what_a_response_of_azure_core_says(server: str, name: str) -> None:
    azure, rest = library("azure.core"), library("azure.core.rest")
    exceptions = library("azure.core.exceptions")
    with azure.PipelineClient(server) as client:
        response = client.send_request(rest.HttpRequest("GET", f"{server}/{name}"))
        assert what_is_said_by(raised_by(lambda: raise_for_errors(response))) == ANSWERS[name].says
        with pytest.raises(DualWriteError) as caught, translated():
            response.raise_for_status()
    assert what_is_said_by(caught.value) == ANSWERS[name].says
    assert isinstance(caught.value.__cause__, exceptions.HttpResponseError)


@pytest.mark.parametrize("name", REFUSALS_WITH_A_CODE)
def test_translated_raises_what_a_response_of_azure_cores_older_pipeline_says(server: str, name: str) -> None:
    exceptions, pipeline = library("azure.core.exceptions"), library("azure.core.pipeline")
    transport = library("azure.core.pipeline.transport")
    with pipeline.Pipeline(transport.RequestsTransport()) as running:
        response = running.run(transport.HttpRequest("GET", f"{server}/{name}")).http_response
        with pytest.raises(DualWriteError) as caught, translated():
            raise exceptions.HttpResponseError(response=response)
    assert what_is_said_by(caught.value) == ANSWERS[name].says
    assert isinstance(caught.value.__cause__, exceptions.HttpResponseError)


def test_translated_leaves_an_error_of_azure_core_that_is_not_of_dual_write(server: str) -> None:
    azure, rest = library("azure.core"), library("azure.core.rest")
    exceptions = library("azure.core.exceptions")
    with azure.PipelineClient(server) as client:
        response = client.send_request(rest.HttpRequest("GET", f"{server}/locked"))
        with pytest.raises(exceptions.HttpResponseError), translated():
            response.raise_for_status()


# Microsoft's Dataverse SDK.


@pytest.fixture
def sdk(server: str, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], object]:
    """A call of the SDK that the local server answers by name; the SDK itself only accepts addresses with https."""
    credentials, dataverse = library("azure.core.credentials"), library("PowerPlatform.Dataverse.client")
    requests = library("requests")

    class Credential:
        def get_token(self, *scopes: str, **_: object) -> Any:
            return credentials.AccessToken("made-up", 4_102_444_800)

    def call(name: str) -> object:
        send = requests.Session.send

        def send_to_server(session: Any, request: Any, **options: Any) -> Any:
            request.url = f"{server}/{name}"
            return send(session, request, **options)

        with monkeypatch.context() as patch:
            patch.setattr(requests.Session, "send", send_to_server)
            with dataverse.DataverseClient("https://con.crm.example", Credential()) as client:
                return client.records.create("con_site", {"con_code": "S1"})

    return call


@pytest.mark.parametrize("name", REFUSALS_WITH_A_CODE)
def test_translated_raises_what_an_error_of_the_dataverse_sdk_says(sdk: Callable[[str], object], name: str) -> None:
    with pytest.raises(DualWriteError) as caught, translated():
        sdk(name)
    assert what_is_said_by(caught.value) == ANSWERS[name].says
    if name == "dataverse":
        assert caught.value.text == "Integration keys are missing for con_sites"
    assert isinstance(caught.value.__cause__, library("PowerPlatform.Dataverse.core.errors").HttpError)


def test_translated_leaves_an_error_of_the_dataverse_sdk_that_is_not_of_dual_write(
    sdk: Callable[[str], object],
) -> None:
    with pytest.raises(library("PowerPlatform.Dataverse.core.errors").HttpError, match=re.escape(LOCKED)), translated():
        sdk("locked")


# Celery.


def test_an_error_keeps_its_class_code_and_text_in_celerys_json_result_backend() -> None:
    backend = library("celery.backends.base").Backend(library("celery").Celery(set_as_current=False), serializer="json")
    (error,) = parse_all(f"[DIPV1003] Integration keys are missing for {SITES}")
    again = backend.exception_to_python(json.loads(json.dumps(backend.prepare_exception(error, "json"))))
    assert type(again) is IntegrationKeyMissing
    assert (again.code, again.text, str(again)) == (error.code, error.text, str(error))


# PySpark.


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    sql = library("pyspark.sql")
    if java_version() < OLDEST_JAVA:
        pytest.skip(f"Spark needs Java {OLDEST_JAVA} or newer")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("PYSPARK_DRIVER_PYTHON", sys.executable)
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        builder = sql.SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
        session = builder.config("spark.ui.showConsoleProgress", "false").config("spark.log.level", "OFF").getOrCreate()
        yield session
        session.stop()


@pytest.mark.parametrize("kind", ["rdd", "udf"])
def test_translated_restores_an_error_that_a_spark_worker_raised(spark: Any, kind: str) -> None:
    def fails(row: Any) -> str:  # a local function: Spark's workers cannot import this module
        raise IntegrationKeyMissing("Integration keys are missing for con_sites")

    def job() -> None:
        if kind == "rdd":
            spark.sparkContext.parallelize([1], 1).map(fails).collect()
        else:
            spark.range(1).select(library("pyspark.sql.functions").udf(fails, useArrow=False)("id")).collect()

    with pytest.raises(DualWriteError) as caught, translated():
        job()
    error = caught.value
    assert (type(error), error.text) == (IntegrationKeyMissing, "Integration keys are missing for con_sites")
    assert error.__cause__ is not None
    assert type(error.__cause__).__module__.partition(".")[0] in {"pyspark", "py4j"}
    assert error.raw is not None
    assert error.raw in str(error.__cause__)
