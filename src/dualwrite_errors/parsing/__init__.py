"""Raw input to errors: text by its codes, and by the documented words where it has none; payloads by their shapes."""

from .text import code_of, parse, parse_all

__all__ = ["code_of", "parse", "parse_all"]
