"""Writes docs/codes.md, and the table of codes in README.md, from the catalog.

python tools/write_tables.py           writes both
python tools/write_tables.py --check   writes nothing; names each file that is out of date, and exits 1 if there is one
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from dualwrite_errors import REGISTRY, Area, DualWriteError
from dualwrite_errors.cli.markdown import section, table

ROOT = Path(__file__).resolve().parent.parent
COMMAND = "python tools/write_tables.py"
BEGIN, END = "<!-- codes -->", "<!-- /codes -->"


class NoPlaceForTheTable(Exception):
    """README.md is missing, or does not hold the two markers in their order."""


def codes_page() -> str:
    """The text of docs/codes.md."""
    blocks = [_INTRODUCTION.format(count=len(REGISTRY), table=DualWriteError.help_url), _summary(), _areas()]
    blocks += (_section(cls) for cls in REGISTRY.values())
    return "\n\n".join(blocks) + "\n"


def readme_table() -> str:
    """The table of README.md: one row for each code, in code order."""
    return table(
        ("Code", "Class", "Message"),
        ((code, f"`{cls.__name__}`", cls.message) for code, cls in REGISTRY.items()),
    )


def with_table(readme: str) -> str:
    """`readme` with the table of codes between its two markers.

    Raises:
        NoPlaceForTheTable: A marker is missing, or the second stands before the first.
    """
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise NoPlaceForTheTable(f"put the lines {BEGIN} and {END} where the table goes, then run `{COMMAND}`")
    return f"{before}{begin}\n\n{readme_table()}\n\n{end}{after}"


_FILES: dict[str, Callable[[str], str]] = {"docs/codes.md": lambda _: codes_page(), "README.md": with_table}


def update(root: Path, *, write: bool) -> list[str]:
    """Write the files under `root` that are out of date, or only look for them.

    Returns:
        What is left to do, one sentence for each file; ``[]`` where nothing is.
    """
    left: list[str] = []
    for name, contents in _FILES.items():
        path = root / name
        current = path.read_text(encoding="utf-8") if path.exists() else ""
        try:
            wanted = contents(current)
        except NoPlaceForTheTable as problem:
            left.append(f"{name} has no place for the table of codes: {problem}")
            continue
        if current != wanted and write:
            path.write_text(wanted, encoding="utf-8", newline="\n")
        elif current != wanted:
            left.append(f"{name} is out of date: run `{COMMAND}`")
    return left


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status: 0, or 1 where something is left to do."""
    parser = argparse.ArgumentParser(description="Write docs/codes.md and the table in README.md from the catalog.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a file is out of date")
    left = update(ROOT, write=not parser.parse_args(arguments).check)
    for sentence in left:
        print(sentence, file=sys.stderr)
    return 1 if left else 0


_INTRODUCTION = """\
# Error codes

<!-- Written by tools/write_tables.py: change the catalog, not this page. -->

Microsoft documents {count} error codes of dual-write and Data Integrator. Each has a class of its own.

- Codes, messages and facts come from the [official table]({table}).
  Only the messages are quoted; the other sentences are our own.
- The area, who can act, and whether to retry are this project's own judgement: `area`, `actors` and `retry` in code.
- No code is documented as transient.
- DIPV1009 and DIPV1013 are in no version of the official table. For them you get an `UndocumentedCode`."""


def _summary() -> str:
    rows = (
        (f"[{code}](#{_slug(cls)})", f"`{cls.__name__}`", f"`{cls.area}`", cls.message)
        for code, cls in REGISTRY.items()
    )
    return "## Summary\n\n" + table(("Code", "Class", "Area", "Message"), rows)


def _areas() -> str:
    rows: list[tuple[str, ...]] = []
    for area in Area:
        classes = [cls for cls in REGISTRY.values() if cls.area is area]
        base = classes[0].__base__
        codes = ", ".join(f"[{cls.code}](#{_slug(cls)})" for cls in classes)
        rows.append((f"`{area}`", f"`{base.__name__ if base else ''}`", area.description, codes))
    return (
        "## Areas\n\nEvery class derives from the base class of its area. Catch the base class to catch the whole area."
        "\n\n" + table(("Area", "Base class", "What it is about", "Codes"), rows)
    )


def _section(cls: type[DualWriteError]) -> str:
    return f"({cls.code})=\n{section(cls.code, cls.info)}"


def _slug(cls: type[DualWriteError]) -> str:
    """The anchor that Sphinx and code hosts make of the heading of a section."""
    return f"{cls.code}-{cls.__name__}".lower()


if __name__ == "__main__":
    sys.exit(main())
