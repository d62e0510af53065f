"""The command line: explain, list and scan."""

from .command import main

__all__ = ["main"]
