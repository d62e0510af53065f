"""Writes a small Parquet file for the other examples: ``python examples/engines/sample.py errors.parquet``."""

import sys

import polars as pl

VALIDATION = "Project validation failed. "
ROWS = [
    ("con_sites - Sites V2", VALIDATION + "[DIPV1003] Integration keys are missing"),
    ("con_sites - Sites V2", VALIDATION + "[DIPV1022] Missing source field SITEID in the schema"),
    ("con_units - Units", "Unable to write data to entity con_units.Unable to lookup uoms with values {TST}."),
    ("con_units - Units", "The row was written to the destination in 12 ms"),
    ("con_docks - Docks", "DIPV1003 DIPV1025"),
    ("con_docks - Docks", None),
]

table = pl.DataFrame({"map": [row[0] for row in ROWS], "message": [row[1] for row in ROWS]})
table.write_parquet(sys.argv[1])
