"""Raw input to errors: text by its codes, and by the documented words where it has none; payloads by their shapes."""

from .payload import parse_payload, raise_for_errors
from .text import code_of, parse, parse_all
from .translation import translated

__all__ = ["code_of", "parse", "parse_all", "parse_payload", "raise_for_errors", "translated"]
