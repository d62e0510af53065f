"""Raw input to errors: texts, payloads and responses, other libraries' exceptions."""

from .text import code_of, parse, parse_all

__all__ = ["code_of", "parse", "parse_all"]
