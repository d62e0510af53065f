"""`python -m dualwrite_errors` is `dualwrite-errors`."""

import sys

from .cli import main

if __name__ == "__main__":
    sys.exit(main())
