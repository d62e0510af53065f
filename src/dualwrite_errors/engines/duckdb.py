"""Errors of dual-write in a column of a DuckDB relation. It needs the extra `duckdb`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import cast

try:
    from duckdb import DuckDBPyRelation
except ImportError as _missing:
    raise ImportError("DuckDB is not installed: pip install 'dualwrite-errors[duckdb]'", name="duckdb") from _missing

from ..portable import CODE_PATTERN
from . import facts, folding, marks, rules, signs

__all__ = ["find_errors"]


def find_errors(relation: DuckDBPyRelation, text: str, *, keep: Iterable[str] | None = None) -> DuckDBPyRelation:
    """The errors in a column of text: one row for each class of error that is found in a text.

    It finds the classes that `parse_all` finds. All of it is one query of native expressions and a join: no Python
    function runs for a row, and nothing is computed before the result is asked for. A text without an error, and null,
    give no row.

    Args:
        relation: A relation, such as ``duckdb.read_parquet("errors.parquet")``.
        text: The name of its column of text.
        keep: The names of the columns to keep, beside which the result stands; all of them, if None.

    Returns:
        The kept columns, then `code` (``""`` where the service prints none), `name` of the class, `area`,
        `remediation`, `actor` and `retry`. Undocumented codes give a row each.

    Raises:
        TypeError: `relation`, `text` or `keep` has the wrong type, or the column is not text.
        ValueError: There is no such column, or a kept one has the name of one that is added.
    """
    if not isinstance(cast("object", relation), DuckDBPyRelation):
        raise TypeError(f"find_errors takes a relation of DuckDB, not {type(relation).__name__}")
    kept = facts.kept_columns(relation.columns, text, keep)
    found_type = str(relation.types[relation.columns.index(text)])
    if found_type not in {"VARCHAR", '"NULL"'}:
        raise TypeError(f"the column {text!r} is not text but {found_type}: cast it to VARCHAR")
    # A SELECT is a relation; what is typed as None are other statements.
    return cast("DuckDBPyRelation", relation.query("dualwrite_input", _query(text, kept)))


def _query(text: str, kept: list[str]) -> str:
    aliases = [facts.alias(number) for number, _ in enumerate(kept)]
    names = "".join(f"{alias}, " for alias in aliases)
    renamed = "".join(f"{_name(name)} AS {alias}, " for name, alias in zip(kept, aliases, strict=True))
    renamed_back = "".join(f"{alias} AS {_name(name)}, " for name, alias in zip(kept, aliases, strict=True))
    undocumented = {name: _text(value) for name, value in facts.facts_of_undocumented_code().items()}
    columns = ", ".join(f"coalesce(told.{name}, {undocumented.get(name, 'key')}) AS {name}" for name in facts.COLUMNS)
    told = ", ".join(f"({', '.join(map(_text, row))})" for row in facts.facts())
    texts = f"""
        SELECT *, lower({_text(signs.BEFORE)} || dualwrite_text) AS dualwrite_words
        FROM (SELECT {renamed}CAST({_name(text)} AS VARCHAR) AS dualwrite_text FROM dualwrite_input)
    """  # noqa: S608 - as below
    words = _after(signs.stages_to_words(), texts, "dualwrite_words")
    has_sign = " OR ".join(f"regexp_matches(dualwrite_words, {_text(sign)})" for sign in signs.signs())
    candidates = f"SELECT * FROM ({words}) WHERE {has_sign}"  # noqa: S608 - as below
    candidates = _after(folding.without_colors(), candidates, "dualwrite_text")
    marked = f"""
        SELECT *, concat({_text(marks.START)}, dualwrite_text, {_text(marks.END)}) AS dualwrite_outside
        FROM ({candidates})
    """  # noqa: S608 - as below
    marked = _after(rules.stages_to_marks(), marked, "dualwrite_outside")
    letters = f"lower(array_to_string(regexp_extract_all(dualwrite_outside, {_text(rules.FIRST_LETTERS)}, 1), ' '))"
    marked = f"SELECT *, {letters} AS dualwrite_letters FROM ({marked})"  # noqa: S608 - as below
    symbols = _after(rules.stages_to_symbols(), marked, "dualwrite_outside", signs="dualwrite_letters")
    symbols = _after(rules.stages_to_findings(), symbols, "dualwrite_outside")
    twice = f"SELECT *, dualwrite_outside AS dualwrite_inside FROM ({symbols})"  # noqa: S608 - as below
    outside = _after(rules.stages_outside(), twice, "dualwrite_outside")
    inside = _after(rules.stages_in_wrappers(), outside, "dualwrite_inside")
    return f"""
        WITH told(key, {", ".join(facts.COLUMNS)}) AS (VALUES {told}),
        found AS (SELECT {names}unnest({_keys()}) AS key FROM ({inside}))
        SELECT {renamed_back}{columns} FROM found LEFT JOIN told USING (key)
    """  # noqa: S608 - every name and every text in it is quoted


def _after(stages: Iterable[marks.Stage], query: str, name: str, *, signs: str | None = None) -> str:
    """A query whose column `name` is rewritten, where the sign of a stage stands in it or in the column `signs`.

    Each stage is a query of its own, so that none is computed twice.
    """
    for stage in stages:
        after = reduce(_after_one, stage.every_step(), name)
        if stage.sign:
            after = f"CASE WHEN regexp_matches({signs or name}, {_text(stage.sign)}) THEN {after} ELSE {name} END"
        query = f"SELECT * REPLACE ({after} AS {name}) FROM ({query})"  # noqa: S608 - as above
    return query


def _after_one(text: str, step: marks.Rule | marks.Insertion | marks.Exchange | marks.Characters) -> str:
    if isinstance(step, marks.Characters):
        # Characters that are replaced by none have to be the last.
        replaced = dict(sorted(step.replaced.items(), key=lambda item: not item[1]))
        return f"translate({text}, {_text(''.join(replaced))}, {_text(''.join(replaced.values()))})"
    rule = step if isinstance(step, marks.Rule) else step.rule
    return f"regexp_replace({text}, {_text(rule.pattern)}, {_text(rule.replacement)}, 'g')"


def _keys() -> str:
    """The key of each error in a text, once."""
    keys = ", ".join(f"{_text(found)}: {_text(key)}" for found, key in facts.keys_of_findings().items())
    return f"""list_distinct(list_concat(
        list_filter(list_transform(
            regexp_extract_all(dualwrite_text, {_text(CODE_PATTERN)}, 1), lambda code: upper(code)
        ), lambda code: code <> ''),
        list_transform(list_concat(
            regexp_extract_all(dualwrite_outside, {_text(rules.FOUND_ALONE)}),
            regexp_extract_all(dualwrite_inside, {_text(rules.found_in_wrappers())})
        ), lambda one: MAP {{{keys}}}[one])
    ))"""


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
