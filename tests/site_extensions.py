"""What `docs/_ext` and `docs/_static` have of modules, for tests: they stand outside of the package."""

import sys
from pathlib import Path

DOCS = Path(__file__).parent.parent / "docs"
sys.path[:0] = [str(DOCS / "_ext"), str(DOCS / "_static")]

import error_examples  # noqa: E402 - found on the path above
import error_pages  # noqa: E402
import explain  # noqa: E402

__all__ = ["error_examples", "error_pages", "explain"]
