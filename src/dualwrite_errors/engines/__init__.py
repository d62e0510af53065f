"""The same errors in the columns of Spark, Polars and DuckDB: one module each, native expressions only."""
