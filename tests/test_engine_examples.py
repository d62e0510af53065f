"""The three examples print one report, and the page shows their code."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from test_engines import module, new_spark_session

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples" / "engines"
REPORT = """\
data | con_units - Units |  | ReferencedRowNotFound | 1
integration_key | con_docks - Docks | DIPV1003 | IntegrationKeyMissing | 1
integration_key | con_sites - Sites V2 | DIPV1003 | IntegrationKeyMissing | 1
schema | con_docks - Docks | DIPV1025 | DestinationFieldMissingFromSchema | 1
schema | con_sites - Sites V2 | DIPV1022 | SourceFieldMissingFromSchema | 1
"""


def run(script: str, path: Path) -> str:
    environment = {**os.environ, "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    command = [sys.executable, str(EXAMPLES / script), str(path)]
    return subprocess.run(command, check=True, capture_output=True, text=True, env=environment, timeout=300).stdout


@pytest.mark.parametrize("engine", ["spark", "polars", "duckdb"])
def test_every_engine_prints_the_same_report(engine: str, tmp_path: Path) -> None:
    module("polars")
    if engine == "spark":
        new_spark_session()
    else:
        module(engine)
    path = tmp_path / "errors.parquet"
    run("sample.py", path)
    assert run(f"report_{engine}.py", path) == REPORT


@pytest.mark.parametrize("engine", ["spark", "polars", "duckdb"])
def test_the_page_shows_the_code_of_the_example(engine: str) -> None:
    source = (EXAMPLES / f"report_{engine}.py").read_text(encoding="utf-8")
    shown = re.search(r"# <docs>\n(.*?)# </docs>", source, re.DOTALL)
    assert shown is not None
    assert shown[1] in (ROOT / "docs" / "at-scale.md").read_text(encoding="utf-8")
