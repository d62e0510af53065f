"""Errors of dual-write in a column of a Spark data frame. It needs the extra `spark`, and Java."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import partial, reduce

try:
    from pyspark.sql import Column, DataFrame, SparkSession
    from pyspark.sql import functions as F  # noqa: N812 - as everybody calls it
    from pyspark.sql.types import StringType
except ImportError as error:
    raise ImportError("PySpark is not installed: pip install 'dualwrite-errors[spark]'", name="pyspark") from error

from ..portable import CODE_PATTERN
from . import facts, folding, marks, rules, signs
from .symbols import DIPV_FAMILY

__all__ = ["find_errors"]

_TEXT, _KEY = "__dualwrite_text", "__dualwrite_key"

_SPECIAL = frozenset(r"\.^$*+?{}[]|()")
"""Characters that mean something else in an expression than themselves."""


def find_errors(frame: DataFrame, text: str, *, keep: Iterable[str] | None = None) -> DataFrame:
    """The errors in a column of text: one row for each class of error that is found in a text.

    It finds the classes that `parse_all` finds. All of it is native expressions and a broadcast join: no Python
    function runs for a row, and nothing is computed before the result is asked for. A text without an error, and null,
    give no row.

    Args:
        frame: A data frame.
        text: The name of its column of text.
        keep: The names of the columns to keep, beside which the result stands; all of them, if None.

    Returns:
        The kept columns, then `code` (``""`` where the service prints none), `name` of the class, `area`,
        `remediation`, `actor` and `retry`. Undocumented codes give a row each.

    Raises:
        TypeError: `text` or `keep` has the wrong type, or the column is not text.
        ValueError: There is no such column, or a kept one has the name of one that is added.
    """
    kept = facts.kept_columns(frame.columns, text, keep)
    found_type = frame.schema[text].dataType
    if not isinstance(found_type, StringType):
        raise TypeError(f"the column {text!r} is not text but {found_type.simpleString()}: cast it to string")
    kept_names = [f"`{name.replace('`', '``')}`" for name in kept]
    rows = frame.select(*kept_names, F.col(f"`{text.replace('`', '``')}`").alias(_TEXT))
    candidates = rows.filter(F.rlike(_words_of(F.col(_TEXT)), F.lit(signs.quick_sign())))
    # A plain `explode` lets Spark compute the keys twice, first in order to filter by them.
    found = candidates.select(*kept_names, F.explode_outer(_keys()).alias(_KEY)).filter(F.col(_KEY).isNotNull())
    joined = found.join(F.broadcast(_told(frame.sparkSession)), on=_KEY, how="left")
    undocumented = facts.facts_of_undocumented_code()
    return joined.select(
        *kept_names,
        *(
            F.coalesce(F.col(name), F.lit(undocumented[name]) if name in undocumented else F.col(_KEY)).alias(name)
            for name in facts.COLUMNS
        ),
    )


def _told(session: SparkSession) -> DataFrame:
    rows = [dict(zip((_KEY, *facts.COLUMNS), row, strict=True)) for row in facts.facts()]
    columns = ", ".join(f"{name}: string" for name in (_KEY, *facts.COLUMNS))
    return session.range(1).select(F.inline(F.from_json(F.lit(json.dumps(rows)), f"array<struct<{columns}>>")))


def _words_of(text: Column) -> Column:
    return F.lower(F.concat(F.lit(signs.BEFORE), text))


def _let(value: Column, body: Callable[[Column], Column]) -> Column:
    """`body` of a value that is computed once, however often `body` uses it."""
    return F.element_at(F.transform(F.array(value), body), 1)


def _keys() -> Column:
    """The key of each error in a text, once; null where none is found.

    It is one expression inside of `zip_with`, for which Spark generates no code: of all these steps the code would be
    too large, and compiled for each query.
    """

    def of_words(text: Column, words: Column) -> Column:
        has_sign = reduce(Column.__or__, (F.rlike(words, F.lit(sign)) for sign in signs.signs()))
        codes = F.when(F.rlike(words, F.lit(signs.CODE)), _codes(text)).otherwise(_no_keys())
        return F.when(has_sign, _let(codes, lambda codes: F.concat(codes, _others(text, words, codes))))

    def of_text(text: Column) -> Column:
        return _let(_after(signs.stages_to_words(), _words_of(text)), partial(of_words, text))

    once = F.array(F.col(_TEXT))
    without_colors = partial(_after, folding.without_colors())
    keys = F.zip_with(once, once, lambda text, _: _let(without_colors(text), of_text))
    return F.element_at(keys, 1)


def _no_keys() -> Column:
    return F.array().cast("array<string>")


def _codes(text: Column) -> Column:
    codes = F.filter(F.regexp_extract_all(text, F.lit(CODE_PATTERN), 1), lambda code: code != "")
    return F.array_distinct(F.transform(codes, F.upper))


def _others(text: Column, words: Column, codes: Column) -> Column:
    """The keys of what is found by other signs than its code."""
    is_code_alone = (
        F.array_join(codes, " ").contains(DIPV_FAMILY)
        & ~F.rlike(text, F.lit(signs.MAY_BREAK_LINE))
        & ~reduce(Column.__or__, (F.rlike(words, F.lit(sign)) for sign in signs.signs_beside_a_code()))
    )
    whole = F.concat(F.lit(marks.START), text, F.lit(marks.END))

    def to_symbols(marked: Column) -> Column:
        letters = F.lower(F.array_join(F.regexp_extract_all(marked, F.lit(rules.FIRST_LETTERS), 1), " "))
        return _let(letters, lambda letters: _after(rules.stages_to_symbols(), marked, signs=letters))

    def to_keys(symbols: Column) -> Column:
        keys = _let(_after(rules.stages_to_findings(), symbols), partial(_keys_of, codes))
        return F.when(F.rlike(symbols, F.lit(rules.HOLDS_SOMETHING)), keys).otherwise(_no_keys())

    keys = _let(_let(_after(rules.stages_to_marks(), whole), to_symbols), to_keys)
    return F.when(is_code_alone, _no_keys()).otherwise(keys)


def _keys_of(codes: Column, findings: Column) -> Column:
    outside = _after(rules.stages_outside(), findings)
    inside = _after(rules.stages_in_wrappers(), findings)
    found = F.concat(
        F.regexp_extract_all(outside, F.lit(rules.FOUND_ALONE), 0),
        F.regexp_extract_all(inside, F.lit(rules.found_in_wrappers()), 0),
    )
    keys = F.create_map(*(F.lit(part) for item in facts.keys_of_findings().items() for part in item))
    return F.array_except(F.transform(found, lambda one: F.element_at(keys, one)), codes)


def _after(steps: Iterable[marks.Step], text: Column, *, signs: Column | None = None) -> Column:
    """`text` rewritten, where the sign of a stage stands in it or in `signs`."""
    for step in steps:
        if isinstance(step, marks.Characters):
            # Characters that are replaced by none have to be the last.
            replaced = dict(sorted(step.replaced.items(), key=lambda item: not item[1]))
            text = F.translate(text, "".join(replaced), "".join(replaced.values()))
        elif isinstance(step, marks.Stage):
            text = _let(text, partial(_after_stage, step, signs)) if step.sign else _after(step.steps, text)
        elif isinstance(step, marks.Insertion):
            pattern = f"{step.before}(?=[{step.first}])(?={step.behind})"
            text = F.regexp_replace(text, F.lit(pattern), F.lit(f"$0{step.inserted}"))
        elif isinstance(step, marks.Exchange):
            text = F.regexp_replace(text, F.lit(f"{step.mark}(?<={step.before}{step.mark})"), F.lit(step.replacement))
        else:
            replacement = facts.replacement_in(r"$\1", step.replacement)
            text = F.regexp_replace(text, F.lit(step.pattern), F.lit(replacement))
    return text


def _after_stage(stage: marks.Stage, signs: Column | None, text: Column) -> Column:
    has_sign = _has_sign(text if signs is None else signs, stage)
    return F.when(has_sign, _after(stage.steps, text)).otherwise(text)


def _has_sign(text: Column, stage: marks.Stage) -> Column:
    if not set(stage.sign) & _SPECIAL:
        return F.contains(text, F.lit(stage.sign))
    has_sign = F.rlike(text, F.lit(stage.sign))
    literals = [F.contains(text, F.lit(literal)) for literal in stage.literals]
    return reduce(Column.__or__, literals) & has_sign if literals else has_sign
