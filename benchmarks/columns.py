"""Spark and Polars: native expressions beside a Python UDF that calls `parse_all`, and ever more rows."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from measure import Effort, Samples, in_turns
from table import Row, Section, duration

from dualwrite_errors import REGISTRY, parse_all

_BUDGET = 0.5
_GROWTH_BUDGET = 12.0
_BYTES_OF_A_ROW = 100
_MOST_ROUNDS = 3
_CALM = (
    "Validating the project",
    "12 rows of 500 were read from the provider",
    "The row was written to the destination in 12 ms",
    "Divided the payload into 3 parts for delivery",
    "Waiting for the previous version of row 9",
    "Heartbeat of the runtime con-north-7 was received",
    "Pallet 7731 left the dock",
    "User con_user signed in",
)
_ALIKE = (
    "No integration keys are missing here",
    "Database connection validation failed",
    "ERROR: Data type mismatch.",
    "Request failed with status code 404",
)
_ERRORS = (
    *(f"Project validation failed. [{code}] {cls.message}" for code, cls in list(REGISTRY.items())[:9]),
    "Unable to write data to entity con_sites.Unable to lookup uoms with values {TST}.",
    "Project validation failed. Missing source field con_siteid in the schema",
)


def _texts() -> Iterator[str]:
    """Endless texts; of each hundred, three have an error and three look like it."""
    calm, alike, errors = cycle(_CALM), cycle(_ALIKE), cycle(_ERRORS)
    for number in cycle(range(100_003)):
        text = next(errors if number % 100 < 3 else alike if number % 100 < 6 else calm)
        if number % 3 == 0:
            yield f"2031-05-06T08:00:00.22+00:00  [ERR] con_sites - Sites V2: Error: {text} ({number:08x})"
        elif number % 3 == 1:
            yield f'{number},con_sites,"{text}",7d3c'
        else:
            yield f'{{"entityName": "con_sites", "errorMessage": "{text}"}}'


def _write(path: Path, rows: int) -> None:
    pyarrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    texts, schema = _texts(), pyarrow.schema([("text", pyarrow.string())])
    with parquet.ParquetWriter(path, schema) as writer:
        for start in range(0, rows, 100_000):
            part = list(islice(texts, min(100_000, rows - start)))
            writer.write_table(pyarrow.table({"text": part}, schema=schema))


def _names(text: str) -> list[str]:
    return [type(error).__name__ for error in parse_all(text)]


class _Polars:
    name = "Polars"

    def __init__(self) -> None:
        self._polars = import_module("polars")
        self._find_errors = import_module("dualwrite_errors.engines.polars").find_errors

    def native(self, path: Path) -> int:
        return int(
            self._find_errors(self._polars.scan_parquet(path), "text").select(self._polars.len()).collect().item()
        )

    def udf(self, path: Path) -> int:
        pl = self._polars
        names = pl.col("text").map_elements(_names, return_dtype=pl.List(pl.String))
        return int(pl.scan_parquet(path).select(names.list.len().sum()).collect().item())

    def counting(self, path: Path) -> int:
        pl = self._polars
        return int(pl.scan_parquet(path).select(pl.col("text").str.len_chars().sum()).collect().item())


class _Spark:
    name = "Spark"

    def __init__(self) -> None:
        os.environ.update(PYSPARK_PYTHON=sys.executable, PYSPARK_DRIVER_PYTHON=sys.executable)
        builder = import_module("pyspark.sql").SparkSession.builder.master("local[2]")
        builder = builder.config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false")
        self._session = builder.config("spark.log.level", "OFF").getOrCreate()
        self._functions: Any = import_module("pyspark.sql.functions")
        self._find_errors = import_module("dualwrite_errors.engines.spark").find_errors

    def _frame(self, path: Path) -> Any:
        return self._session.read.parquet(str(path))

    def native(self, path: Path) -> int:
        return int(self._find_errors(self._frame(path), "text").count())

    def udf(self, path: Path) -> int:
        def names(text: str) -> list[str]:  # a local function: the workers cannot import this module
            return [type(error).__name__ for error in parse_all(text)]

        udf = self._functions.udf(names, "array<string>")
        return int(self._frame(path).select(self._functions.explode(udf("text"))).count())

    def frames(self, path: Path) -> int:
        def names(frames: Iterator[Any]) -> Iterator[Any]:
            from importlib import import_module

            pandas = import_module("pandas")
            for frame in frames:
                found = [type(error).__name__ for text in frame["text"] for error in parse_all(text)]
                yield pandas.DataFrame({"name": found})

        return int(self._frame(path).mapInPandas(names, "name string").count())

    def counting(self, path: Path) -> int:
        length = self._functions.sum(self._functions.length("text"))
        return int(self._frame(path).select(length).collect()[0][0])


def _engines(skipped: list[str]) -> Iterator[_Spark | _Polars]:
    for engine in (_Spark, _Polars):
        try:
            import_module("pyarrow")
            yield engine()
        except Exception as error:  # noqa: BLE001 - whatever is missing: Java, too, is found out by starting it
            skipped.append(f"{engine.name}: {error}".partition("\n")[0])


def beside_udfs(effort: Effort) -> Section:
    """The native expressions beside a UDF, and beside reading and counting the column.

    The last size is measured once, after the others: a session of Spark needs some rounds to become warm.
    """
    most, skipped, rows = effort.log_size // _BYTES_OF_A_ROW, list[str](), list[Row]()
    rounds = min(effort.long_rounds, _MOST_ROUNDS)
    for engine in _engines(skipped):
        rows += _beside_udf(engine, most // 10, rounds)
        rows += _beside_udf(engine, most, 1)
    return Section(title="A column of texts to its errors", rows=tuple(rows), skipped=tuple(skipped))


def _beside_udf(engine: _Spark | _Polars, count: int, rounds: int) -> Iterator[Row]:
    calls = {"native": engine.native, "udf": engine.udf, "counting": engine.counting}
    if isinstance(engine, _Spark):
        calls["mapInPandas"] = engine.frames
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, "rows.parquet")
        _write(path, count)
        if rounds > 1 and engine.native(path) != engine.udf(path):
            raise RuntimeError(f"{engine.name}: find_errors and parse_all do not agree on how many errors there are")
        samples = in_turns({kind: partial(_seconds, partial(call, path)) for kind, call in calls.items()}, rounds)
    for kind, taken in samples.items():
        yield Row(
            label=f"{engine.name}, {count:,} rows, {kind}: {_rate(count, taken)}",
            samples=taken,
            reference=samples["udf"] if kind != "udf" else None,
            against="a UDF" if kind != "udf" else "",
            budget=_BUDGET if kind == "native" else None,
        )


def more_rows(effort: Effort) -> Section:
    """Whether the time grows with the rows and no faster."""
    most, skipped, rows = effort.log_size // _BYTES_OF_A_ROW, list[str](), list[Row]()
    for engine in _engines(skipped):
        before: Samples | None = None
        for count in (most // 100, most // 10, most):
            with tempfile.TemporaryDirectory() as directory:
                path = Path(directory, "rows.parquet")
                _write(path, count)
                engine.native(path)
                taken = [_seconds(partial(engine.native, path))]
            against = f"{duration(before)} for {count // 10:,}" if before else ""
            rows.append(
                Row(
                    label=f"{engine.name}, {count:,} rows: {_rate(count, taken)}",
                    samples=taken,
                    reference=before,
                    against=against,
                    budget=_GROWTH_BUDGET if before else None,
                )
            )
            before = taken
    return Section(title="Ever more rows", rows=tuple(rows), skipped=tuple(skipped))


def _rate(count: int, samples: Samples) -> str:
    return f"{count / median(samples):,.0f} rows/s"


def _seconds(call: Callable[[], object]) -> float:
    start = perf_counter()
    call()
    return perf_counter() - start
