"""The two questions that are asked of every byte of a log: compiled where the package was built with a C compiler."""

try:
    from ._blocks import line_ends, places  # pyright: ignore[reportMissingModuleSource]
except ImportError:
    from .pure_blocks import line_ends, places

__all__ = ["line_ends", "places"]
