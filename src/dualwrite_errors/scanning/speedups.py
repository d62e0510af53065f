"""The two questions that are asked of every byte of a log: compiled where the package was built with a C compiler."""

try:
    from ._speedups import code_positions, count_line_feeds  # pyright: ignore[reportMissingModuleSource]
except ImportError:
    from ._native import code_positions, count_line_feeds

__all__ = ["code_positions", "count_line_feeds"]
