"""What a module would be with one small mistake in it: the mutants that `mutate.py` runs the tests against."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from types import CodeType
from typing import Any, Final, NamedTuple

_COMPARISONS: Final[dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_OPERATORS: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_NAMES: Final = {
    "any": "all",
    "all": "any",
    "min": "max",
    "max": "min",
    "lstrip": "rstrip",
    "rstrip": "lstrip",
    "startswith": "endswith",
    "endswith": "startswith",
    "removeprefix": "removesuffix",
    "rfind": "find",
    "match": "search",
    "fullmatch": "match",
    "search": "match",
    "bisect_right": "bisect_left",
    "strip": "rstrip",
    "lower": "upper",
    "upper": "lower",
    "reversed": "list",
    "sorted": "list",
    "start": "end",
    "end": "start",
}
_PIECES: Final[tuple[tuple[re.Pattern[str], Callable[[str], str]], ...]] = (
    (re.compile(r"(?<![\\(*+?}])[*+?](?![+])"), lambda _: ""),
    (re.compile(r"\(\?<?!"), lambda piece: piece.replace("!", "=")),
    (re.compile(r"\(\?<?="), lambda piece: piece.replace("=", "!")),
    (re.compile(r"(?<!\\)\^"), lambda _: ""),
    (re.compile(r"\\[AZb]|(?<!\\)\$"), lambda _: ""),
    (re.compile(r"\\[swdSWD]"), lambda piece: piece.swapcase()),
    (re.compile(r"(?<=,)\d(?=\})"), lambda piece: str(int(piece) - 1)),
    (re.compile(r"(?<=\{)\d(?=[,}])"), lambda piece: str(int(piece) + 1)),
    (re.compile(r"(?<=[(|])[\w ]+\|"), lambda _: ""),
    (re.compile(r"\|[\w ]+(?=\))"), lambda _: ""),
    (re.compile(r"(?<!\\)\[\^?[^\]\\]"), lambda piece: piece[:-1]),
)  # fmt: skip
"""Pieces of regular expressions, and what is made of each.

What bounds the time of a search alone is left as it is: possessive repetitions, and limits of more than one digit.
"""
_IS_EXPRESSION: Final = re.compile(r"\(\?|\\[swdbAZ]|\[[^\]]+\]|\{\d|[^\s]\|[^\s]")
_UNTOUCHED: Final = frozenset({"__all__", "__slots__", "__module__"})
_SHOWN: Final = 90


class Mutant(NamedTuple):
    """One small mistake."""

    name: str
    """What identifies it, also after lines have moved."""
    line: int
    code: CodeType
    """The module with it."""


class _Change(NamedTuple):
    line: int
    scope: str
    what: str
    apply: Callable[[], None]
    undo: Callable[[], None]


def mutants_of(source: str, file: str) -> Iterator[Mutant]:
    """Every mutant of the module that is `source`, one after the other. `file` is what tracebacks call it."""
    tree = ast.parse(source)
    lines = source.splitlines()
    seen = Counter[str]()
    for change in list(_changes(tree, "")):
        name = f"{change.scope or 'module'}: {change.what} | {lines[change.line - 1].strip()[:_SHOWN]}"
        seen[name] += 1
        number = f" #{seen[name]}" if seen[name] > 1 else ""
        change.apply()
        try:
            code = compile(ast.fix_missing_locations(tree), file, "exec", dont_inherit=True)
        except (SyntaxError, ValueError):  # it makes no module
            continue
        finally:
            change.undo()
        yield Mutant(name + number, change.line, code)


def _changes(node: ast.AST, scope: str) -> Iterator[_Change]:
    for field, value in ast.iter_fields(node):
        if field in {"annotation", "returns", "type_comment", "decorator_list"}:
            continue
        children = value if isinstance(value, list) else [value]
        for index, child in enumerate(children):
            if not isinstance(child, ast.AST) or _is_left_alone(child):
                continue
            holder, place = (value, index) if isinstance(value, list) else (node, field)
            line = getattr(child, "lineno", getattr(node, "lineno", 1))
            for what, new in _replacements(child, node, field):
                yield _Change(line, scope, what, partial(_put, holder, place, new), partial(_put, holder, place, child))
            yield from _shorter(child, scope)
            inner = scope
            if isinstance(child, ast.FunctionDef | ast.ClassDef):
                inner = f"{scope}.{child.name}".lstrip(".")
            yield from _changes(child, inner)


def _put(holder: Any, place: Any, new: ast.AST) -> None:
    if isinstance(holder, list):
        holder[place] = new
    else:
        setattr(holder, place, new)


def _is_left_alone(node: ast.AST) -> bool:
    """Whether what stands there says nothing about what the program does."""
    if isinstance(node, ast.If):
        return isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.AnnAssign):
        return node.value is None or "TypeAlias" in ast.unparse(node.annotation)
    if isinstance(node, ast.Assign):
        target = ast.unparse(node.targets[0])
        return target.rpartition(".")[2] in _UNTOUCHED or "TypeVar" in ast.unparse(node.value)
    if isinstance(node, ast.keyword):
        return node.arg == "strict"
    is_for_types = (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"cast", "TypeVar"}
    )
    return is_for_types or isinstance(node, ast.Import | ast.ImportFrom | ast.Raise)


def _replacements(node: ast.AST, parent: ast.AST, field: str) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node, ast.stmt):
        yield from _statements(node)
    elif isinstance(node, ast.Constant):
        yield from _constants(node, parent)
    elif isinstance(node, ast.expr):
        yield from _expressions(node)
    if field in {"test", "ifs"} and isinstance(node, ast.expr) and not isinstance(node, ast.Compare):
        yield f"not ({_written(node)})", ast.UnaryOp(ast.Not(), node)


def _statements(node: ast.stmt) -> Iterator[tuple[str, ast.AST]]:
    nothing = ast.copy_location(ast.Pass(), node)
    is_local_name = isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name | ast.Tuple)
    if isinstance(node, ast.Expr | ast.AugAssign | ast.Delete | ast.Continue | ast.Break) or (
        isinstance(node, ast.Assign) and not is_local_name
    ):
        yield f"without {_written(node)}", nothing
    if isinstance(node, ast.Return) and node.value is not None and _written(node.value) != "None":
        yield "return None", ast.copy_location(ast.Return(ast.Constant(None)), node)
    if isinstance(node, ast.Continue):
        yield "break", ast.copy_location(ast.Break(), node)


def _constants(node: ast.Constant, parent: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    value = node.value
    if isinstance(value, bool):
        yield f"{not value}", ast.Constant(not value)
    elif isinstance(value, int):
        for other in (value + 1, value - 1):
            yield f"{value} -> {other}", ast.Constant(other)
    elif isinstance(value, float):
        yield f"{value} -> {value * 2}", ast.Constant(value * 2)
    elif isinstance(value, str) and value:
        if _IS_EXPRESSION.search(value):
            for number, (pattern, change) in enumerate(_PIECES):
                for found in pattern.finditer(value):
                    new = value[: found.start()] + change(found[0]) + value[found.end() :]
                    where = value[max(0, found.start() - 12) : found.end() + 12]
                    yield f"piece {number} of {where!r} -> {change(found[0])!r}", ast.Constant(new)
        elif not isinstance(parent, ast.JoinedStr):
            yield f"{value[:_SHOWN]!r} with X", ast.Constant(f"X{value}")


def _expressions(node: ast.expr) -> Iterator[tuple[str, ast.AST]]:
    new: ast.expr
    if isinstance(node, ast.Compare):
        for number, operator in enumerate(node.ops):
            for other in _COMPARISONS[type(operator)]:
                ops = [*node.ops[:number], other(), *node.ops[number + 1 :]]
                new = ast.Compare(node.left, ops, node.comparators)
                yield _written(new), new
    elif isinstance(node, ast.BoolOp):
        new = ast.BoolOp(ast.And() if isinstance(node.op, ast.Or) else ast.Or(), node.values)
        yield _written(new), new
        for number in range(len(node.values)):
            rest = [*node.values[:number], *node.values[number + 1 :]]
            yield f"without {_written(node.values[number])}", ast.BoolOp(node.op, rest) if len(rest) > 1 else rest[0]
    elif isinstance(node, ast.UnaryOp):
        yield f"{_written(node.operand)}", node.operand
    elif isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        new = ast.BinOp(node.left, _OPERATORS[type(node.op)](), node.right)
        yield _written(new), new
    elif isinstance(node, ast.Name) and node.id in _NAMES and isinstance(node.ctx, ast.Load):
        yield f"{node.id} -> {_NAMES[node.id]}", ast.Name(_NAMES[node.id], ast.Load())
    elif isinstance(node, ast.Attribute) and node.attr in _NAMES and isinstance(node.ctx, ast.Load):
        yield f".{node.attr} -> .{_NAMES[node.attr]}", ast.Attribute(node.value, _NAMES[node.attr], ast.Load())


def _shorter(table: ast.AST, scope: str) -> Iterator[_Change]:
    """A table of the module with one row less."""
    if scope:
        return
    lists: list[list[Any]] = []
    if isinstance(table, ast.Dict):
        lists = [table.values, table.keys]
    elif isinstance(table, ast.Set | ast.List | ast.Tuple):
        lists = [table.elts]
    for number, row in enumerate(lists[0] if lists and len(lists[0]) > 1 else ()):
        if not isinstance(row, ast.Starred):
            taken = [(each, number, each[number]) for each in lists]
            what = f"without {_written(row)}"
            yield _Change(row.lineno, scope, what, partial(_take_out, taken), partial(_put_back, taken))


def _take_out(taken: list[tuple[list[Any], int, Any]]) -> None:
    for each, number, _ in taken:
        del each[number]


def _put_back(taken: list[tuple[list[Any], int, Any]]) -> None:
    for each, number, row in taken:
        each.insert(number, row)


def _written(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())[:_SHOWN]
