"""What to repair, by area and map, with DuckDB: ``python examples/engines/report_duckdb.py errors.parquet``."""

import sys

import duckdb

from dualwrite_errors.engines.duckdb import find_errors

# <docs>
log = duckdb.read_parquet(sys.argv[1])
errors = find_errors(log, "message", keep=["map"])
counts = "area, map, code, name, count(*) AS count"
report = errors.aggregate(counts).order("area, map, name")
# </docs>
for row in report.fetchall():
    print(*row, sep=" | ")
