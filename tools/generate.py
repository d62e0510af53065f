"""Writes what follows from the catalog and has to be static: imports, `__all__`, overloads and tables.

python tools/generate.py           writes every part that is out of date
python tools/generate.py --check   writes nothing; names each file that is out of date, and exits 1 if there is one

A part stands between two markers, ``<generated: name>`` and ``</generated>``. What the code needs in order to be
imported is read off the source files; the rest is asked of the package, which is imported after that.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
COMMAND = "python tools/generate.py"
_PART = re.compile(
    r"(?P<begin>^[ ]*(?:#|<!--) <generated: (?P<name>[a-z-]+)>(?: -->)?\n)"
    r".*?(?P<end>^[ ]*(?:#|<!--) </generated>)",
    re.DOTALL | re.MULTILINE,
)
_PACKAGE = "src/dualwrite_errors"


class MissingMarkers(Exception):
    """A file has no place for a part that belongs into it."""


class CatalogClass(NamedTuple):
    """A class of the catalog, as its source says it."""

    name: str
    module: str
    code: str


def catalog_classes(root: Path) -> list[CatalogClass]:
    """The classes of the catalog, by module and then in the order of the source."""
    return [
        CatalogClass(node.name, path.stem, _code_of(node))
        for path in sorted((root / _PACKAGE / "catalog").glob("*.py"))
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef)
    ]


def _code_of(node: ast.ClassDef) -> str:
    for keyword in (part for part in ast.walk(node) if isinstance(part, ast.keyword)):
        if keyword.arg == "code" and isinstance(keyword.value, ast.Constant):
            return str(keyword.value.value)
    return ""


# Parts that the package needs in order to be imported.


def imports_of_catalog(classes: Sequence[CatalogClass]) -> str:
    """Explicit imports from each module of the catalog, and a literal ``__all__``."""
    lines: list[str] = []
    for module in dict.fromkeys(cls.module for cls in classes):
        names = sorted(cls.name for cls in classes if cls.module == module)
        line = f"from .{module} import {', '.join(names)}"
        lines += [line] if len(line) <= _WIDTH else [f"from .{module} import (", *_rows(names), ")"]
    return _text([*lines, "", "__all__ = [", *_rows(_sorted(f'"{cls.name}"' for cls in classes)), "]"])


def names_of_catalog(classes: Sequence[CatalogClass]) -> str:
    """The names of all classes, for an import."""
    return _text(_rows(sorted(cls.name for cls in classes)))


def names_with_code(classes: Sequence[CatalogClass]) -> str:
    """The names of the classes that have a code, for an import."""
    return _text(_rows(sorted(cls.name for cls in classes if cls.code)))


def overloads(classes: Sequence[CatalogClass]) -> str:
    """An overload of `from_code` for every code."""
    lines: list[str] = []
    for cls in _by_code(classes):
        start = "@overload\ndef from_code("
        arguments = f'code: Literal["{cls.code}"], text: _Text = None, *, context: _Context = None'
        line = f"def from_code({arguments}) -> {cls.name}: ..."
        lines.append(f"@overload\n{line}" if len(line) <= _WIDTH else f"{start}\n    {arguments}\n) -> {cls.name}: ...")
    return _text(lines)


def typing_test(classes: Sequence[CatalogClass]) -> str:
    """What type checkers have to know about every literal code."""
    return _text(f'assert_type(from_code("{cls.code}"), d.{cls.name})' for cls in _by_code(classes))


def lazy_names(root: Path) -> str:
    """The module of each public name that is imported with its first use."""
    return _text(f'        "{name}": ".{module}",' for name, module in sorted(_imported(root, lazy=True).items()))


def public_names(root: Path, classes: Sequence[CatalogClass]) -> str:
    """Every name that the package imports, and every class of the catalog."""
    imported = {**_imported(root, lazy=False), **_imported(root, lazy=True)}
    return _text(_rows(_sorted(f'"{name}"' for name in {*imported, *(cls.name for cls in classes)})))


def _imported(root: Path, *, lazy: bool) -> dict[str, str]:
    """The names that ``__init__.py`` imports from a module other than the catalog: always, or for type checkers."""
    body = ast.parse((root / _PACKAGE / "__init__.py").read_text(encoding="utf-8")).body
    guarded = next(node for node in body if isinstance(node, ast.If))
    return {
        alias.name: node.module or ""
        for node in (guarded.body if lazy else body)
        if isinstance(node, ast.ImportFrom) and node.level and node.module != "catalog"
        for alias in node.names
    }


# Parts that are asked of the package.


def table_of_errors() -> str:
    """The table of README.md: one row for each error, those with a code first."""
    from dualwrite_errors import CATALOG, REGISTRY
    from dualwrite_errors.cli.markdown import table

    errors = [*REGISTRY.values(), *(cls for cls in CATALOG.values() if not cls.code)]
    rows = ((cls.code, f"`{cls.__name__}`", cls.message) for cls in errors)
    return f"\n{table(('Code', 'Class', 'What it says'), rows)}\n\n"


# Writing.

_WIDTH = 120
_ASKED: dict[str, dict[str, Callable[[], str]]] = {
    "README.md": {"errors": table_of_errors},
}


def update(root: Path, *, write: bool) -> list[str]:
    """Write the files under `root` that are out of date, or only look for them.

    Returns:
        What is left to do, one sentence for each file; ``[]`` where nothing is.
    """
    classes = catalog_classes(root)
    read_off: dict[str, dict[str, Callable[[], str]]] = {
        f"{_PACKAGE}/catalog/__init__.py": {"imports": lambda: imports_of_catalog(classes)},
        f"{_PACKAGE}/__init__.py": {
            "catalog": lambda: names_of_catalog(classes),
            "lazy": lambda: lazy_names(root),
            "all": lambda: public_names(root, classes),
        },
        f"{_PACKAGE}/registry.py": {
            "catalog": lambda: names_with_code(classes),
            "overloads": lambda: overloads(classes),
        },
        "tests/typing/precision.py": {"codes": lambda: typing_test(classes)},
    }
    left = [sentence for name, parts in read_off.items() if (sentence := _update(root, name, parts, write=write))]
    if left and not write:
        return left
    sys.path.insert(0, str(root / "src"))
    return left + [s for name, parts in _ASKED.items() if (s := _update(root, name, parts, write=write))]


def _update(root: Path, name: str, parts: Mapping[str, Callable[[], str]], *, write: bool) -> str | None:
    """Write the parts of one file; return what is left to do."""
    path = root / name
    current = path.read_text(encoding="utf-8") if path.exists() else ""
    missing = parts.keys() - {part["name"] for part in _PART.finditer(current)}
    if missing:
        return f"{name} has no place for {', '.join(sorted(missing))}: put <generated: …> and </generated> there"
    wanted = _PART.sub(lambda part: part["begin"] + parts[part["name"]]() + part["end"], current)
    if wanted == current:
        return None
    if write:
        path.write_text(wanted, encoding="utf-8", newline="\n")
        return None
    return f"{name} is out of date: run `{COMMAND}`"


def _rows(names: Iterable[str]) -> list[str]:
    return [f"    {name}," for name in names]


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _sorted(names: Iterable[str]) -> list[str]:
    """In the order of ruff: constants, classes, functions."""
    return sorted(names, key=lambda name: (not name.strip('"').isupper(), name.strip('"')[0].islower(), name))


def _by_code(classes: Sequence[CatalogClass]) -> list[CatalogClass]:
    return sorted((cls for cls in classes if cls.code), key=lambda cls: cls.code)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status: 0, or 1 where something is left to do."""
    parser = argparse.ArgumentParser(description="Write what follows from the catalog.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a file is out of date")
    left = update(ROOT, write=not parser.parse_args(arguments).check)
    for sentence in left:
        print(sentence, file=sys.stderr)
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
