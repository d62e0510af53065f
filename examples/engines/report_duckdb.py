"""What to repair, by area and map, with DuckDB: ``python examples/engines/report_duckdb.py errors.parquet``."""

import sys

import duckdb

from dualwrite_errors.engines.duckdb import find_errors

# <docs>
errors = find_errors(duckdb.read_parquet(sys.argv[1]), "message", keep=["map"])
report = errors.aggregate("area, map, code, name, count(*) AS count").order("area, map, name")
# </docs>
for row in report.fetchall():
    print(*row, sep=" | ")
