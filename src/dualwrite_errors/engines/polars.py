"""Errors of dual-write in a column of a Polars data frame. It needs the extra `polars`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import overload

try:
    import polars as pl
except ImportError as _missing:
    raise ImportError("Polars is not installed: pip install 'dualwrite-errors[polars]'", name="polars") from _missing

from ..portable import CODE_PATTERN
from . import facts, folding, marks, rules, signs

__all__ = ["find_errors"]

_TOKENS, _KEY = "__dualwrite_tokens", "__dualwrite_key"


@overload
def find_errors(frame: pl.DataFrame, text: str, *, keep: Iterable[str] | None = None) -> pl.DataFrame: ...


@overload
def find_errors(frame: pl.LazyFrame, text: str, *, keep: Iterable[str] | None = None) -> pl.LazyFrame: ...


def find_errors(
    frame: pl.DataFrame | pl.LazyFrame, text: str, *, keep: Iterable[str] | None = None
) -> pl.DataFrame | pl.LazyFrame:
    """The errors in a column of text: one row for each class of error that is found in a text.

    It finds the classes that `parse_all` finds. All of it is native expressions and one join: no Python function runs
    for a row, and a lazy frame stays lazy. A text without an error, and null, give no row.

    Args:
        frame: A data frame, or a lazy frame.
        text: The name of its column of text.
        keep: The names of the columns to keep, beside which the result stands; all of them, if None.

    Returns:
        The kept columns, in a frame of the same kind, then `code` (``""`` where the service prints none), `name` of the
        class, `area`, `remediation`, `actor` and `retry`. Undocumented codes give a row each.

    Raises:
        TypeError: `frame`, `text` or `keep` has the wrong type, or the column is not text.
        ValueError: There is no such column, or a kept one has the name of one that is added.
    """
    lazy = _checked(frame)
    schema = lazy.collect_schema()
    kept = facts.kept_columns(schema.names(), text, keep)
    if str(schema[text]) not in {"String", "Null"}:
        raise TypeError(f"the column {text!r} is not text but {schema[text]}: cast it to pl.String")
    found = _found(lazy, text, kept)
    return found.collect() if isinstance(frame, pl.DataFrame) else found


def _checked(frame: object) -> pl.LazyFrame:
    if isinstance(frame, pl.DataFrame):
        return frame.lazy()
    if isinstance(frame, pl.LazyFrame):
        return frame
    raise TypeError(f"find_errors takes a DataFrame or a LazyFrame of Polars, not {type(frame).__name__}")


def _found(frame: pl.LazyFrame, text: str, kept: list[str]) -> pl.LazyFrame:
    names = frame.collect_schema().names()
    aliases = {name: facts.alias(number) for number, name in enumerate(names)}
    told = pl.LazyFrame(list(facts.facts()), schema=[_KEY, *facts.COLUMNS], orient="row")
    words = (pl.lit(signs.BEFORE) + pl.col(_KEY)).str.to_lowercase()
    text_with_marks = pl.lit(marks.START) + pl.col(_KEY) + pl.lit(marks.END)
    stages = (
        *rules.stages_to_marks(),
        *rules.stages_to_symbols(),
        *rules.stages_to_findings(),
    )
    to_words = signs.stages_to_words()
    keyed = (
        frame.rename(aliases)
        .select(*(aliases[name] for name in kept), pl.col(aliases[text]).cast(pl.String).alias(_KEY))
        .with_columns(words.alias(_TOKENS))
        .filter(_any_in(_TOKENS, (*signs.signs(), signs.MAY_HIDE_WORDS)))
        # Of a column of its own, nothing is computed for the rows that the first filter leaves out.
        .with_columns(_after(to_words, pl.col(_TOKENS)).alias(_TOKENS))
        .filter(_any_in(_TOKENS, signs.signs()))
        .with_columns(_after(folding.without_colors(), pl.col(_KEY)).alias(_KEY))
        .with_columns(_after(stages, text_with_marks).alias(_TOKENS))
        .with_columns(_keys().alias(_KEY))
        .drop(_TOKENS)
        .explode(_KEY)
        .filter(pl.col(_KEY).is_not_null())
    )
    undocumented = facts.facts_of_undocumented_code()
    columns = (pl.col(name).fill_null(undocumented.get(name, pl.col(_KEY))).alias(name) for name in facts.COLUMNS)
    return keyed.join(told, on=_KEY, how="left").select(*(pl.col(aliases[name]).alias(name) for name in kept), *columns)


def _any_in(column: str, patterns: Iterable[str]) -> pl.Expr:
    return pl.any_horizontal(pl.col(column).str.contains(pattern) for pattern in patterns)


def _after(stages: Iterable[marks.Stage], text: pl.Expr) -> pl.Expr:
    return reduce(_after_one, (step for stage in stages for step in stage.every_step()), text)


def _after_one(text: pl.Expr, step: marks.Rule | marks.Insertion | marks.Exchange | marks.Characters) -> pl.Expr:
    if isinstance(step, marks.Characters):
        return text.str.replace_many(list(step.replaced), list(step.replaced.values()))
    rule = step if isinstance(step, marks.Rule) else step.rule
    return text.str.replace_all(rule.pattern, facts.replacement_in(r"${\1}", rule.replacement))


def _keys() -> pl.Expr:
    """The key of each error in a text, once."""
    tokens, element = pl.col(_TOKENS), pl.element()
    codes = (
        pl.col(_KEY)
        .str.extract_all(CODE_PATTERN)
        .list.eval(element.str.extract(CODE_PATTERN, 1).str.to_uppercase().drop_nulls())
    )
    found = pl.concat_list(
        _after(rules.stages_outside(), tokens).str.extract_all(rules.FOUND_ALONE),
        _after(rules.stages_in_wrappers(), tokens).str.extract_all(rules.found_in_wrappers()),
    ).list.eval(element.replace(facts.keys_of_findings()))
    return pl.concat_list(codes, found).list.unique()
