"""Spark, Polars and DuckDB beside `parse_all`: the same classes for each text, and the same rows in all three."""

import ast
import importlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from engines import CALM, CODED, OTHER_SYSTEMS, SPELLINGS, rows
from java import java_version
from sampling import SENTENCES, in_its_wrapper

import dualwrite_errors
from dualwrite_errors import CATALOG, DualWriteError, IntegrationKeyMissing, parse_all
from dualwrite_errors.portable import catalog_rows
from dualwrite_errors.testing.sentences import filled

ROWS = 1_000_000
OLDEST_JAVA = 17
VALIDATION = "Project validation failed. "
FAILED_WRITE = (
    "Unable to write data to entity con_docks.Writes to ConDockEntity failed with error message Request failed with"
    " status code BadRequest and CDS error code : 0x0 response message: "
)
COLUMNS = ["code", "name", "area", "remediation", "actor", "retry"]
HARD = [
    *CALM,
    *OTHER_SYSTEMS,
    *CODED,
    "",
    " ",
    "\ue000\ue101 DIPV1003",
    "Data type mismatch",
    " [Data type mismatch]. ",
    "con_sites - Sites V2: Error: Data type mismatch",
    "2031-05-06T08:00:04+00:00 [ERR] Sites V2 (con_sites): Data type mismatch.",
    *(
        "Project validation failed",
        "Project validation failed ",
        "Project validation failed \ufeff",
        "Project validation failed x",
    ),
    "2031-05-06 08:00:04 Project validation failed.",
    "Project validation failed. The mapping has a Data type mismatch somewhere",
    "Project validation failed. [DIPV1003] Keys\nMissing source field b in the schema",
    "[DIPV1003] Keys\nMissing source field b in the schema",
    "Missing source field a in the schema [DIPV1003] Duplicate source fields",
    "[DIPV1003] Keys are missing. Unable to lookup uoms with values {TST}. [DIPV1010] Not mapped",
    "<p>Missing source field <b>con_siteid</b> in&nbsp;the schema</p>",
    "**Missing source field** `con_siteid` in the schema",
    r"Missing source field con\_siteid in the schema",
    "Missing source fi*eld con_siteid in the schema",
    "(**Missing source field con_siteid in the schema**)",
    "Missing source field\ncon_siteid in the\r\nschema",
    "失敗。Missing source field con_siteid in the schema。",
    "Missing source field con_siteid in the schemas",
    "Unable to write data to entity con_sites unable to lookup uoms with values {TST}",
    "Unable to write data to entity con_a.\n2031-05-06 08:00:02 Unable to lookup con_b with values {x}.",
    (
        "Unable to write data to entity con_a.Writes to ConA failed with error message Nothing known."
        "Unable to write data to entity con_b.Unable to lookup uoms with values {TST}."
    ),
    FAILED_WRITE.replace("0x0", "0x80040220") + "No luck",
    FAILED_WRITE.replace("0x0", "-2147220960") + "No luck",
    "2031-05-06 08:00:04 ERROR Dual write failure - The dock is closed",
    "x\n[ERR] May 16 08:00:04 Dual write failure - The dock is closed\n2031-05-06 08:00:05 y",
    "Project validation failed: nothing",
    "[ERR] Project validation failed - nothing",
    "(Project validation failed)",
    "Project validation failed.\nThen nothing",
    "x\n2031-05-06 08:00:04 Project validation failed.",
    2 * FAILED_WRITE,
    3 * FAILED_WRITE + "No luck",
    2 * FAILED_WRITE + "Product id is mandatory",
    2 * "Dual write failure - " + "The dock is closed",
    3 * "Dual write failure - " + FAILED_WRITE + "No luck",
    "Mi\u017f\u017fing source field con_siteid in the schema",
    "Integration \u212aeys are mi\u017f\u017fing. DIPV1003\u212a",
    "\u0130 DIPV1003\u0130 Missing source field con_\u0130 in the schema",
    2 * FAILED_WRITE + "Product id is mandatory. Select a product from the catalog.",
    "Write failed for table row of type 'ConSiteEntity'. Infolog: Error: " + FAILED_WRITE + "No luck",
    "Dual write failure - Plugin registration failed: No luck",
    "Sites V2 (con_sites) : Dual write failure - No luck",
    "Sites V2 (con_sites) : Dual write failure - The dock is closed",
    "Sites (V2) - Sites: Error: Data type mismatch",
    "Sites (con_sites)\uff1a Data type mismatch",
    "Sites\uff08con_sites\uff09: Data type mismatch",
    "Sites \u2013 Sites: Error\uff1a Data type mismatch",
    "Sites &ndash; Sites&colon; Error&#58; Data type mismatch",
    r"Sites \u2013 Sites\u003a Error\u003A Data type mismatch",
    '{"errorMessage": "Error: Data type mismatch"}',
    "Sites (con_sites): Error: Data type mismatch",
    "Sites &#40;con_sites&#41;&#65306; Error: Data type mismatch",
    "Sites &#8722; Sites: Error: Data type mismatch",
    r"Sites \u0028con_sites\u0029: Data type mismatch",
    "\nERR Project validation failed ",
    "\n[ERR] Dual write failure - x",
    "(con_sites): Data type mismatch",
    "- - B: Error: Data type mismatch",
    "Error (con_sites): Data type mismatch",
    "Sites - : Error: Data type mismatch",
    "2031-05-06 08:00:04 - Sites: Error: Data type mismatch",
    "x; 2031-05-06 08:00:04 Sites (con_sites): Data type mismatch",
    "x] (Sites - Sites: Error: Data type mismatch",
    "- 3rd Sites (con_sites): Data type mismatch",
    "DIPV1003 (con_sites): Project validation failed",
    "DIPV1003 Sites (con_sites): Project validation failed",
    "Project validation failed. As project validation failed for Sites: Data type mismatch",
    "Dual write failure - Since a dual write failure - and a dual write failure - was seen: Data type mismatch",
    f"{VALIDATION}Missing source field con_a in the schema\nThe Project validation failed ([DIPV1003] Keys)",
    f"{VALIDATION}Missing source field con_a in the schema\nThe Project validation failed at [DIPV1003] Keys",
    "[DIPV1003] Keys\tLine property con_x does not exist.",
    "May 6 08:00:04 PM - WARN: Project validation failed. Missing source field b in the schema",
    "Unable to write data to entity con_a.\n[ERR] May 6 08:00:02 Unable to lookup con_b with values {x}.",
    r"Project validation failed.\r\nMissing source field con_siteid in the schema\nThen nothing",
    "\x1b[31mDIPV1003\x1b[0m x",
    "\x1b[31mMissing source field con_a in the schema\x1b[0m",
    "x\n\x1b[31m2031-05-06 08:00:04 Unable to lookup con_b with values {x}.",
    "Unable to write data to entity con_sites [x] y",
    "Unable to lookup con_b with values x [y] z",
    r"C:\new\Missing source field con_siteid in the schema",
    r"Party number couldn\u0027t be found for party con_9",
    "see _this_ _Missing_ source field con_siteid in the schema",
    "Missing" + 50_000 * " " + "source field con_siteid in the schema",
    "Missing source field" + 20_000 * " con_siteid",
    "Sites " * 20_000 + "- Sites: Error: Data type mismatch",
    *(
        "DIPV1003 " + 10_000 * part
        for part in ("DIPV1003 ", ":", "- ", "\\", "*", "_", "(", "Missing <", "Missing source field a ", "key the ")
    ),
]
"""Texts in which a wrong class, or one too few or too many, is easily found."""


def module(name: str) -> Any:
    if os.environ.get("REQUIRE_ENGINES"):
        return importlib.import_module(name)
    return pytest.importorskip(name, reason="install the dependency group 'engines'")


def new_spark_session() -> Any:
    """The one session of this process, local with two cores."""
    sql = module("pyspark.sql")
    if java_version() < OLDEST_JAVA:
        reason = f"Spark needs Java {OLDEST_JAVA} or newer"
        assert not os.environ.get("REQUIRE_ENGINES"), reason
        pytest.skip(reason)
    os.environ.update(PYSPARK_PYTHON=sys.executable, PYSPARK_DRIVER_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1")
    builder = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.ui.showConsoleProgress", "false").config("spark.log.level", "OFF")
    return builder.config("spark.sql.shuffle.partitions", "4").getOrCreate()


Found = list[tuple[int, tuple[str, ...]]]
"""The number of a row, and the columns that were added, sorted."""


def found_by_spark(path: Path) -> Found:
    frame = new_spark_session().read.parquet(str(path))
    found = importlib.import_module("dualwrite_errors.engines.spark").find_errors(frame, "text", keep=["number"])
    assert found.columns == ["number", *COLUMNS]
    return sorted((row[0], tuple(row[1:])) for row in found.collect())


def found_by_polars(path: Path) -> Found:
    frame = module("polars").scan_parquet(path)
    found = importlib.import_module("dualwrite_errors.engines.polars").find_errors(frame, "text", keep=["number"])
    assert found.collect_schema().names() == ["number", *COLUMNS]
    return sorted((row[0], row[1:]) for row in found.collect().iter_rows())


def found_by_duckdb(path: Path) -> Found:
    relation = module("duckdb").read_parquet(str(path))
    found = importlib.import_module("dualwrite_errors.engines.duckdb").find_errors(relation, "text", keep=["number"])
    assert found.columns == ["number", *COLUMNS]
    return sorted((row[0], row[1:]) for row in found.fetchall())


ENGINES = [found_by_spark, found_by_polars, found_by_duckdb]


def written(path: Path, texts: list[str | None]) -> Path:
    table = module("pyarrow").table({"number": range(len(texts)), "text": texts})
    module("pyarrow.parquet").write_table(table, path)
    return path


def expected(texts: list[str | None]) -> Found:
    facts = {row["name"]: tuple(str(row[name]) for name in COLUMNS) for row in catalog_rows()}  # type: ignore[literal-required] # names of columns

    def row_of(error: DualWriteError) -> tuple[str, ...]:
        name = type(error).__name__
        return facts.get(name) or (error.code, name, "", error.remediation, "", error.retry.value)

    return sorted(
        (number, row)
        for number, text in enumerate(texts)
        if text
        for row in {row_of(error) for error in parse_all(text)}
    )


@pytest.mark.parametrize("found_by", ENGINES)
def test_an_engine_finds_in_hard_texts_what_parse_all_finds(found_by: Callable[[Path], Found], tmp_path: Path) -> None:
    texts: list[str | None] = [*HARD, *(in_its_wrapper(*entry) for entry in SENTENCES)]
    texts += [filled(cls, sentence, {}) for cls, sentence in SENTENCES]
    texts += [f"{VALIDATION}\n{filled(cls, sentence, {})}." for cls, sentence in SENTENCES]
    texts += [spelled(in_its_wrapper(*entry)) for entry in SENTENCES for spelled in SPELLINGS]
    assert found_by(written(tmp_path / "hard.parquet", texts)) == expected(texts)


@pytest.mark.parametrize("found_by", ENGINES)
def test_an_engine_copes_with_enormous_values(found_by: Callable[[Path], Found], tmp_path: Path) -> None:
    values = ["a" * 50_000, "a b " * 20_000, "{" * 20_000, "a.b" * 20_000, "'" * 20_000, "(" * 20_000]
    texts: list[str | None] = [f"DIPV1003 Unable to lookup {value} with values {value}" for value in values]
    found = found_by(written(tmp_path / "enormous.parquet", texts))
    assert [number for number, row in found if row[0] == "DIPV1003"] == list(range(len(values)))


@pytest.fixture(scope="module")
def million(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Found]:
    if not os.environ.get("REQUIRE_ENGINES"):
        pytest.skip("a million rows take a minute: set REQUIRE_ENGINES, as the nox session `engines` does")
    texts = [text for _, text in rows(ROWS)]
    return written(tmp_path_factory.mktemp("lake") / "errors.parquet", texts), expected(texts)


@pytest.mark.parametrize("found_by", ENGINES)
def test_an_engine_finds_in_a_million_rows_what_parse_all_finds(
    found_by: Callable[[Path], Found], million: tuple[Path, Found]
) -> None:
    path, wanted = million
    found = found_by(path)
    assert len(found) > ROWS * 0.02
    assert {row[1] for _, row in found} > set(CATALOG) - {"UnparsableRow"}
    assert found == wanted


# What the functions refuse and keep.


def frames() -> Iterator[tuple[Callable[..., Any], Any]]:
    polars = module("polars")
    yield (
        importlib.import_module("dualwrite_errors.engines.polars").find_errors,
        polars.DataFrame({"a": [1], "t": ["x"]}),
    )
    relation = module("duckdb").sql("SELECT 1 AS a, 'x' AS t")
    yield importlib.import_module("dualwrite_errors.engines.duckdb").find_errors, relation
    frame = new_spark_session().createDataFrame([(1, "x")], "a int, t string")
    yield importlib.import_module("dualwrite_errors.engines.spark").find_errors, frame


def test_a_column_that_is_missing_or_not_text_or_taken_is_named() -> None:
    for find_errors, frame in frames():
        with pytest.raises(ValueError, match="there is no column 'no'; there are: a, t"):
            find_errors(frame, "no")
        with pytest.raises(ValueError, match="there is no column 'no'"):
            find_errors(frame, "t", keep=["no"])
        with pytest.raises(TypeError, match="the column 'a' is not text"):
            find_errors(frame, "a")
        with pytest.raises(TypeError, match=r"keep=\['a'\]"):
            find_errors(frame, "t", keep="a")
        for wrong in (5, b"a", [5]):
            with pytest.raises(TypeError, match="keep takes names of columns, not"):
                find_errors(frame, "t", keep=wrong)
        with pytest.raises(TypeError, match="the name of a column"):
            find_errors(frame, 7)
    polars = module("polars")
    with pytest.raises(ValueError, match="adds a column 'code'"):
        importlib.import_module("dualwrite_errors.engines.polars").find_errors(
            polars.DataFrame({"code": ["1"], "t": ["x"]}), "t"
        )


@pytest.mark.parametrize(
    "names", [("m", "key"), ("key", "m"), ("^m.*$", "m"), ("a.b `c`", '"d"'), ("dualwrite_column_1", "told")]
)
def test_columns_may_have_any_name(names: tuple[str, str]) -> None:
    text, kept = names
    told = ("DIPV1003", "IntegrationKeyMissing")
    columns = {text: ["[DIPV1003] x", None], kept: ["con_sites", "b"]}
    frame = module("polars").DataFrame(columns)
    find_errors = importlib.import_module("dualwrite_errors.engines.polars").find_errors
    assert find_errors(frame, text, keep=[kept]).select(kept, "code", "name").rows() == [("con_sites", *told)]
    assert find_errors(frame, text).columns == [text, kept, *COLUMNS]
    find_errors = importlib.import_module("dualwrite_errors.engines.duckdb").find_errors
    table = module("pyarrow").table(columns)
    relation = module("duckdb").from_arrow(table)
    assert [row[:3] for row in find_errors(relation, text, keep=[kept]).fetchall()] == [("con_sites", *told)]
    assert find_errors(relation, text).columns == [text, kept, *COLUMNS]
    find_errors = importlib.import_module("dualwrite_errors.engines.spark").find_errors
    spark = new_spark_session().createDataFrame([("[DIPV1003] x", "con_sites"), (None, "b")], list(names))
    assert [tuple(row)[:3] for row in find_errors(spark, text, keep=[kept]).collect()] == [("con_sites", *told)]
    assert find_errors(spark, text).columns == [text, kept, *COLUMNS]


def test_a_column_of_nulls_has_no_errors() -> None:
    frame = module("polars").DataFrame({"t": [None]})
    assert importlib.import_module("dualwrite_errors.engines.polars").find_errors(frame, "t").rows() == []
    relation = module("duckdb").sql("SELECT NULL AS t")
    assert importlib.import_module("dualwrite_errors.engines.duckdb").find_errors(relation, "t").fetchall() == []
    spark = new_spark_session().createDataFrame([(None,)], "t void")
    assert importlib.import_module("dualwrite_errors.engines.spark").find_errors(spark, "t").collect() == []


def test_spark_is_refused_where_it_reads_literals_in_another_way() -> None:
    session = new_spark_session()
    find_errors = importlib.import_module("dualwrite_errors.engines.spark").find_errors
    session.conf.set("spark.sql.parser.escapedStringLiterals", "true")
    try:
        with pytest.raises(ValueError, match=r"escapedStringLiterals: unset it in the session"):
            find_errors(session.createDataFrame([("x",)], "t string"), "t")
    finally:
        session.conf.unset("spark.sql.parser.escapedStringLiterals")


@pytest.mark.parametrize(
    ("engine", "library", "said"),
    [
        ("polars", "polars", "takes a DataFrame or a LazyFrame of Polars, not list"),
        ("duckdb", "duckdb", "takes a relation of DuckDB, not list"),
        ("spark", "pyspark", "takes a DataFrame of Spark, not list"),
    ],
)
def test_a_frame_of_another_kind_is_refused(engine: str, library: str, said: str) -> None:
    module(library)
    with pytest.raises(TypeError, match=said):
        importlib.import_module(f"dualwrite_errors.engines.{engine}").find_errors(["x"], "t")


def test_no_engine_keeps_the_text_unless_asked_and_all_columns_otherwise() -> None:
    frame = module("polars").DataFrame({"t": ["DIPV1003 DIPV1099", None], "map": ["a", "b"]})
    find_errors = importlib.import_module("dualwrite_errors.engines.polars").find_errors
    assert find_errors(frame, "t").columns == ["t", "map", *COLUMNS]
    found = find_errors(frame, "t", keep=["map"])
    assert sorted(found.select("map", "code", "name").rows()) == [
        ("a", "DIPV1003", "IntegrationKeyMissing"),
        ("a", "DIPV1099", "UndocumentedCode"),
    ]


@pytest.mark.parametrize(("engine", "library"), [("spark", "pyspark"), ("polars", "polars"), ("duckdb", "duckdb")])
def test_a_missing_engine_is_an_import_error_that_names_the_extra(engine: str, library: str) -> None:
    code = f"import sys; sys.modules[{library!r}] = None; import dualwrite_errors.engines.{engine}"
    run = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert f"pip install 'dualwrite-errors[{engine}]'" in run.stderr


LIBRARIES = {"spark": "pyspark", "polars": "polars", "duckdb": "duckdb"}


def test_nothing_but_an_engines_own_module_imports_it() -> None:
    package = Path(dualwrite_errors.__file__).parent
    for path in package.rglob("*.py"):
        tree = ast.walk(ast.parse(path.read_bytes()))
        names = [name for node in tree for name in imported_by(node)]
        own = {LIBRARIES[path.stem]} if path.parent.name == "engines" and path.stem in LIBRARIES else set[str]()
        imported = {name.partition(".")[0] for name in names} & {*LIBRARIES.values(), "py4j", "pyarrow", "pandas"}
        assert imported == own, path


def imported_by(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []


# How they are executed.


def test_spark_runs_no_python_for_a_row_joins_by_broadcast_and_starts_no_job_before_it_is_asked() -> None:
    session = new_spark_session()
    functions = module("pyspark.sql.functions")
    frame = session.range(9).select(functions.lit("[DIPV1003] x").alias("t"))

    def plan_of(frame: Any) -> str:
        return str(frame._jdf.queryExecution().executedPlan().toString())

    session.sparkContext.setJobGroup("find_errors", "")
    plan = plan_of(importlib.import_module("dualwrite_errors.engines.spark").find_errors(frame, "t"))
    jobs = session.sparkContext.statusTracker().getJobIdsForGroup("find_errors")
    assert (jobs, "BroadcastHashJoin" in plan, "SortMergeJoin" in plan) == ([], True, False)
    with_udf = plan_of(frame.select(functions.udf(str.upper, useArrow=False)("t")))
    assert [re.search("Python|InPandas|InArrow", one) is not None for one in (plan, with_udf)] == [False, True]


def test_polars_runs_no_python_for_a_row_and_stays_lazy() -> None:
    pl = module("polars")
    frame = pl.LazyFrame({"t": ["[DIPV1003] x"]})
    found = importlib.import_module("dualwrite_errors.engines.polars").find_errors(frame, "t")
    assert isinstance(found, pl.LazyFrame)
    with_udf = frame.select(pl.col("t").map_elements(str.upper, return_dtype=pl.String))
    assert ["python" in one.explain().lower() for one in (found, with_udf)] == [False, True]


def test_duckdb_runs_no_python_for_a_row_for_no_function_is_added_to_its_own() -> None:
    connection = module("duckdb").connect()
    functions = "SELECT count(*) FROM duckdb_functions()"
    counts = connection.sql(functions).fetchall()
    frame = connection.sql("SELECT '[DIPV1003] x' AS t")
    found = importlib.import_module("dualwrite_errors.engines.duckdb").find_errors(frame, "t")
    assert [row[1] for row in found.fetchall()] == ["DIPV1003"]
    assert connection.sql(functions).fetchall() == counts
    connection.create_function("upper_in_python", str.upper, ["VARCHAR"], "VARCHAR")
    assert connection.sql(functions).fetchall() != counts


# Errors that come back from workers.


def parsed(text: str) -> list[DualWriteError]:
    return parse_all(text)


def test_typed_errors_survive_the_way_back_from_a_process_pool() -> None:
    (error,) = parse_all("Sites V2 (con_sites): [DIPV1003] Integration keys are missing")
    with ProcessPoolExecutor(1) as pool:
        (again,) = pool.submit(parsed, "Sites V2 (con_sites): [DIPV1003] Integration keys are missing").result()
    assert (type(again), again.to_dict()) == (IntegrationKeyMissing, error.to_dict())


def test_typed_errors_survive_the_way_back_from_an_rdd() -> None:
    texts = ["[DIPV1003] Integration keys are missing", "nothing", "Unable to lookup uoms with values {TST}."]

    def errors_in(text: str) -> list[DualWriteError]:  # a local function: workers cannot import this module
        return parse_all(text)

    found = new_spark_session().sparkContext.parallelize(texts, 2).flatMap(errors_in).collect()
    assert [error.to_dict() for error in found] == [error.to_dict() for text in texts for error in parse_all(text)]


def test_records_of_errors_survive_the_way_back_from_map_in_pandas() -> None:
    module("pandas")
    texts = ["[DIPV1003] Integration keys are missing", "nothing", "Unable to lookup uoms with values {TST}."]

    def records(frames: Iterator[Any]) -> Iterator[Any]:
        import importlib
        import json

        pandas = importlib.import_module("pandas")
        for frame in frames:
            found = [json.dumps(error.to_dict()) for text in frame["text"] for error in parse_all(text)]
            yield pandas.DataFrame({"record": found})

    frame = new_spark_session().createDataFrame([(text,) for text in texts], "text string").coalesce(1)
    found = [
        DualWriteError.from_dict(json.loads(row["record"]))
        for row in frame.mapInPandas(records, "record string").collect()
    ]
    wanted = [error for text in texts for error in parse_all(text)]
    assert [(type(error), error.to_dict()) for error in found] == [(type(error), error.to_dict()) for error in wanted]
