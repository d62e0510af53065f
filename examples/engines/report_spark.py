"""What to repair, by area and map, with Spark: ``python examples/engines/report_spark.py errors.parquet``."""

import sys

from pyspark.sql import SparkSession

from dualwrite_errors.engines.spark import find_errors

spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
# <docs>
log = spark.read.parquet(sys.argv[1])
errors = find_errors(log, "message", keep=["map"])
by_map = errors.groupBy("area", "map", "code", "name")
report = by_map.count().orderBy("area", "map", "name")
# </docs>
for row in report.collect():
    print(*row, sep=" | ")  # pyright: ignore[reportUnknownArgumentType]: a row holds anything
spark.stop()
