"""The catalog as rows, and its patterns in every engine that they are written for."""

import importlib
import os
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sampling import SENTENCES, in_its_wrapper

from dualwrite_errors import CATALOG, parse_all
from dualwrite_errors.portable import CODE_PATTERN, catalog_rows
from dualwrite_errors.testing.sentences import filled

HARD = {
    "DIPV1003 DIPV1025": ["DIPV1003", "DIPV1025"],
    "DIPV1003,DIPV1025;dipv1010": ["DIPV1003", "DIPV1025", "dipv1010"],
    "エラーDIPV1003が発生": ["DIPV1003"],
    "DIPV1003": ["DIPV1003"],
    "[DWDVEV1003] DWFOEV1004 dw9003 DIPV1099": ["DWDVEV1003", "DWFOEV1004", "dw9003", "DIPV1099"],
    "isValidIPv10 DIPV1-gf7j DIPV10031 xDIPV1003 DIPV1003_a DIPV１００３ 1003 DW90031": [],
    "DIPV10031 DIPV1003": ["DIPV1003"],
    "d\u0131pv1003 D\u0130PV1010 DIPV1025\u0131": ["DIPV1025"],
    "": [],
}


def module(name: str) -> Any:
    if os.environ.get("REQUIRE_ENGINES"):
        return importlib.import_module(name)
    return pytest.importorskip(name, reason="install the dependency group 'engines'")


def python_codes(texts: list[str]) -> list[list[str]]:
    return [[code for code in re.findall(CODE_PATTERN, text) if code] for text in texts]


def polars_codes(texts: list[str]) -> list[list[str]]:
    pl = module("polars")
    column = pl.col("text").str.extract_all(CODE_PATTERN)
    codes = column.list.eval(pl.element().str.extract(CODE_PATTERN, 1).drop_nulls())
    return list(pl.DataFrame({"text": texts}).select(codes)["text"].to_list())


def duckdb_codes(texts: list[str]) -> list[list[str]]:
    query = (
        "SELECT list_filter(regexp_extract_all(text, ?, 1), lambda code: code <> '') FROM (SELECT unnest(?) AS text)"
    )
    return [row[0] for row in module("duckdb").execute(query, [CODE_PATTERN, texts]).fetchall()]


def spark_codes(texts: list[str]) -> list[list[str]]:
    functions = module("pyspark.sql.functions")
    frame = spark_session().createDataFrame([(text,) for text in texts], "text string")
    codes = functions.regexp_extract_all("text", functions.lit(CODE_PATTERN), 1)
    return [row[0] for row in frame.select(functions.filter(codes, lambda code: code != "")).collect()]


def spark_session() -> Any:
    from test_engines import new_spark_session

    return new_spark_session()


in_every_engine = pytest.mark.parametrize("codes", [python_codes, polars_codes, duckdb_codes, spark_codes])


@in_every_engine
def test_the_pattern_of_codes_finds_the_same_in_every_engine(codes: Callable[[list[str]], list[list[str]]]) -> None:
    assert codes(list(HARD)) == list(HARD.values())


CODES = ["DIPV1003", "dwdvev1004", "DwFoEv1099", "DW9003"]
PIECES = [
    *("dw9004", "DIPV", "1003", "DIPV100", "0", "_", "x", "K"),
    *(" ", "-", ",", ".", "[", "]", "\r\n", "\t", "\u00e9", "\u30a8", "\u0131", "\u0130", "\uff11"),
]


@in_every_engine
def test_the_pattern_of_codes_finds_what_parse_all_finds(codes: Callable[[list[str]], list[list[str]]]) -> None:
    dice = random.Random(4)  # noqa: S311 - no secret
    texts = ["".join(dice.choice(dice.choice((CODES, PIECES))) for _ in range(9)) for _ in range(3_000)]
    expected = [{error.code for error in parse_all(text)} - {""} for text in texts]
    assert {0, 1, 2, 3} <= {len(row) for row in expected}
    found = [{code.upper() for code in row} for row in codes(texts)]
    assert [row for row in zip(texts, found, expected, strict=True) if row[1] != row[2]] == []


def test_the_page_shows_the_pattern_of_codes() -> None:
    page = Path(__file__).parent.parent / "docs" / "at-scale.md"
    assert f'extract_all(@"{CODE_PATTERN}", message)' in page.read_text(encoding="utf-8")


def test_every_error_has_a_row_and_every_row_its_facts() -> None:
    rows = catalog_rows()
    assert [row["name"] for row in rows] == list(CATALOG)
    for row in rows:
        info = CATALOG[row["name"]].info
        assert (row["code"], row["message"], row["retry"]) == (info.code, info.message, info.retry)
        assert {type(value) for key, value in row.items() if key != "is_transient"} == {str}
        assert row["is_transient"] is info.is_transient


def test_no_pattern_needs_more_than_the_common_subset() -> None:
    for pattern in (CODE_PATTERN, *(row["pattern"] for row in catalog_rows())):
        assert not re.search(r"\(\?[=!<>P]|\\[bBdDwW]|[+*?}]\+|\\[1-9]", pattern)


SPELLED: list[tuple[str, str]] = [
    (cls.__name__, spelled(text))
    for cls, sentence in SENTENCES
    for text in {filled(cls, sentence, {}), in_its_wrapper(cls, sentence)}
    for spelled in (str, str.lower, lambda text: text.replace(" ", "\u00a0").replace("'", "’"), "Error: {}.".format)
]
TEXTS = sorted({text for _, text in SPELLED})


def expected() -> list[set[str]]:
    return [{type(error).__name__ for error in parse_all(text)} for text in TEXTS]


def python_names() -> list[set[str]]:
    compiled = [(row["name"], re.compile(row["pattern"])) for row in catalog_rows()]
    return [{name for name, pattern in compiled if pattern.search(text)} for text in TEXTS]


def polars_names() -> list[set[str]]:
    pl = module("polars")
    frame = pl.DataFrame({"text": TEXTS}).select(
        pl.col("text").str.contains(row["pattern"]).alias(row["name"]) for row in catalog_rows()
    )
    return [{name for name, is_found in row.items() if is_found} for row in frame.iter_rows(named=True)]


def duckdb_names() -> list[set[str]]:
    columns = ", ".join(
        f"regexp_matches(text, '{row['pattern'].replace(chr(39), chr(39) * 2)}')" for row in catalog_rows()
    )
    rows = module("duckdb").execute(f"SELECT {columns} FROM (SELECT unnest(?) AS text)", [TEXTS]).fetchall()  # noqa: S608
    return [{name for name, is_found in zip(CATALOG, row, strict=True) if is_found} for row in rows]


def spark_names() -> list[set[str]]:
    functions = module("pyspark.sql.functions")
    frame = spark_session().createDataFrame([(text,) for text in TEXTS], "text string")
    found = (functions.rlike("text", functions.lit(row["pattern"])).alias(row["name"]) for row in catalog_rows())
    return [{name for name in CATALOG if row[name]} for row in frame.select(*found).collect()]


# In Python, the patterns take seconds to compile.
@pytest.mark.parametrize(
    "names", [pytest.param(python_names, marks=pytest.mark.slow), polars_names, duckdb_names, spark_names]
)
def test_the_patterns_of_sentences_find_what_parse_all_finds(names: Callable[[], list[set[str]]]) -> None:
    wrappers = {name for name, cls in CATALOG.items() if cls.info.is_wrapper}
    found = names()
    wrong = [
        (text, is_found - wrappers, classes)
        for text, is_found, classes in zip(TEXTS, found, expected(), strict=True)
        if is_found - wrappers != classes - wrappers or not classes & wrappers <= is_found
    ]
    assert wrong == []
