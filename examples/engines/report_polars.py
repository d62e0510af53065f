"""What to repair, by area and map, with Polars: ``python examples/engines/report_polars.py errors.parquet``."""

import sys

import polars as pl

from dualwrite_errors.engines.polars import find_errors

# <docs>
log = pl.scan_parquet(sys.argv[1])
errors = find_errors(log, "message", keep=["map"])
by_map = errors.group_by("area", "map", "code", "name")
report = by_map.len("count").sort("area", "map", "name")
# </docs>
for row in report.collect().iter_rows():
    print(*row, sep=" | ")
