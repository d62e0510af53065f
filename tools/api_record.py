"""Records what is public, and holds changes of it to the changelog.

python tools/api_record.py           writes docs/public-api.txt, if the changelog names whatever changed
python tools/api_record.py --check   writes nothing; prints what is not recorded, and exits 1 if there is anything

A line of the record is a public name with its bases, signature or type. The record is read off the source files:
nothing is imported. What counts is what `__all__` of a public module names, and the public members of these classes.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import griffe

ROOT = Path(__file__).resolve().parent.parent
COMMAND = "python tools/api_record.py"
RECORD = "docs/public-api.txt"
CHANGELOG = "CHANGELOG.md"
PACKAGE = "dualwrite_errors"
PUBLIC_MODULES = ("portable", "testing", "engines.*")
"""Beside the package itself: each that there is."""
_PROTOCOLS = {"__init__", "__call__", "__iter__", "__next__", "__enter__", "__exit__"}
_RETURNS = re.compile(r"\) -> (\w+)$")
_ENUM_MEMBER = re.compile(r"[A-Z]\w+\.[A-Z_]+")


def public_api(root: Path) -> list[str]:
    """One line for each public name of the package under `root`, sorted by module and name."""
    package = griffe.load(
        PACKAGE, search_paths=[root / "src"], allow_inspection=False, resolve_aliases=True, resolve_external=False
    )
    if not isinstance(package, griffe.Module):
        raise TypeError(f"{PACKAGE} is not a package")
    lines: list[str] = []
    for module in _public_modules(package):
        lines += [
            f"{module.path}.{line}"
            for name in sorted(str(export) for export in module.exports or ())
            for line in _lines(name, _exported(package, module, name))
        ]
    return lines


def _exported(package: griffe.Module, module: griffe.Module, name: str) -> griffe.Object | griffe.Alias:
    """What the module exports under `name`: what it imports, even where it has a submodule of that name."""
    found = module.members.get(name)
    if found is None or found.is_module:
        path = module.imports.get(name, "")
        if not path.startswith(f"{PACKAGE}."):
            raise LookupError(f"__all__ of {module.path} names {name}, which is not there")
        imported: griffe.Object | griffe.Alias = package[path.removeprefix(f"{PACKAGE}.")]
        return imported
    return found


def _public_modules(package: griffe.Module) -> Iterator[griffe.Module]:
    yield package
    for name in PUBLIC_MODULES:
        parent, _, any_below = name.partition(".")
        if parent in package.modules:
            module = package.modules[parent]
            found = module.modules.items() if any_below else [(parent, module)]
            yield from (each for name, each in sorted(found) if not name.startswith("_"))


def _lines(name: str, found: griffe.Object | griffe.Alias) -> Iterator[str]:
    """The lines of a public name: of a class those of its members, too."""
    target = found.final_target if isinstance(found, griffe.Alias) else found
    if isinstance(target, griffe.Function):
        yield from (f"{name}{_signature(each)}" for each in target.overloads or [target])
    elif isinstance(target, griffe.Class):
        bases = ", ".join(map(str, target.bases))
        decorators = "".join(f" @{decorator.value}" for decorator in target.decorators)
        yield f"{name}({bases}){decorators}"
        public_bases = (base for base in target.mro() if not base.name.startswith("_"))
        inherited = {line for base in public_bases for line in _member_lines(base)}
        yield from (f"{name}.{line}" for line in _member_lines(target) if line not in inherited)
    elif isinstance(target, griffe.Attribute):
        type_ = f": {target.annotation}" if target.annotation else ""
        yield f"{name}{type_}{_literal(target)}"
    else:
        yield name


def _member_lines(cls: griffe.Class) -> Iterator[str]:
    """The fields of a class in their order, which may be that of its arguments; then its methods and properties."""
    methods = [
        name
        for name in _members(cls)
        if "property" in cls.all_members[name].labels or cls.all_members[name].is_function
    ]
    fields = [name for name in cls.members if name in _members(cls) and name not in methods]
    for name in [*fields, *sorted(methods)]:
        yield from _lines(name, cls.all_members[name])


def _signature(function: griffe.Function) -> str:
    return re.sub(r"\s+", " ", function.signature().removeprefix(function.name))


def _members(cls: griffe.Class) -> set[str]:
    """Its public members, and those of its private bases."""
    private = {
        name
        for name, member in cls.inherited_members.items()
        if isinstance(member, griffe.Alias) and (owner := member.final_target.parent) and owner.name.startswith("_")
    }
    members = {*cls.members, *private}
    return {name for name in members if not name.startswith("_") or name in _PROTOCOLS}


def _literal(attribute: griffe.Attribute) -> str:
    """The value of a constant, a type alias or an enumeration's member, or a field's default: what is relied on."""
    value = str(attribute.value)
    if attribute.value is None or (_is_computed(value) and str(attribute.annotation) != "TypeAlias"):
        return ""
    return f" = {value}"


def _is_computed(value: str) -> bool:
    """Whether the value is neither a literal nor a member of an enumeration."""
    try:
        ast.literal_eval(value)
    except (ValueError, SyntaxError):
        return not _ENUM_MEMBER.fullmatch(value)
    return False


def changes(recorded: Sequence[str], actual: Sequence[str]) -> list[str]:
    """What changed, a line each: ``- `` before what is gone, ``+ `` before what is new."""
    _, _, *lines = [*difflib.unified_diff(recorded, actual, lineterm="", n=0)] or ["", ""]
    return [f"{line[0]} {line[1:]}" for line in lines if not line.startswith("@@")]


def not_in_changelog(changed: Sequence[str], changelog: str) -> list[str]:
    """Which of the names that changed the newest section of the changelog does not name in backticks.

    An overload that came or went with the class that it returns need not be named as well.
    """
    _, newest, *_ = [*re.split(r"^## ", changelog, flags=re.MULTILINE), ""]
    named = {word for quoted in re.findall(r"`([^`]+)`", newest) for word in re.findall(r"\w+", quoted)}
    names = {line: _own_name(line) for line in changed}
    go_along = {line for line in changed if (returned := _RETURNS.search(line)) and returned[1] in names.values()}
    return sorted({name for line, name in names.items() if name not in named and line not in go_along})


def _own_name(change: str) -> str:
    """The name that a line of changes is about: that of a member, or of its class where it is a special method."""
    path = re.split(r"[^\w.]", change[2:], maxsplit=1)[0].split(".")
    return path[-2] if path[-1].startswith("__") else path[-1]


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Run the command and return its exit status: 0, or 1 where something is left to do."""
    parser = argparse.ArgumentParser(description="Record what is public.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where the record is out of date")
    check = parser.parse_args(arguments).check
    record = root / RECORD
    recorded = record.read_text(encoding="utf-8").splitlines() if record.exists() else None
    actual = public_api(root)
    changed = changes(recorded or [], actual)
    if not changed:
        return 0
    if check:
        print(*changed, sep="\n")
        print(f"The public API changed: add a line to {CHANGELOG}, and run `{COMMAND}`.", file=sys.stderr)
        return 1
    if recorded is not None:
        unnamed = not_in_changelog(changed, (root / CHANGELOG).read_text(encoding="utf-8"))
        if unnamed:
            names = ", ".join(f"`{name}`" for name in unnamed)
            print(f"Nothing is written: the newest section of {CHANGELOG} does not name {names}.", file=sys.stderr)
            return 1
    record.write_text("".join(f"{line}\n" for line in actual), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
