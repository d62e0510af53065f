"""Where codes may begin and how many lines there are: compiled where the package was built with a C compiler."""

try:
    from ._speedups import code_positions, count_line_feeds, sign_positions
except ImportError:
    from ._native import code_positions, count_line_feeds, sign_positions

__all__ = ["code_positions", "count_line_feeds", "sign_positions"]
