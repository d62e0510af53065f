"""Errors of dual-write in a column of a Spark data frame. It needs the extra `spark`, and Java."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

try:
    from pyspark.sql import Column, DataFrame
    from pyspark.sql import functions as F  # noqa: N812 - as everybody calls it
    from pyspark.sql.types import StringType
except ImportError as error:
    raise ImportError("PySpark is not installed: pip install 'dualwrite-errors[spark]'", name="pyspark") from error

from ..portable import CODE_PATTERN
from . import facts, folding, marks, rules, signs

__all__ = ["find_errors"]

_TEXT, _WORDS, _FIRST_LETTERS = "__dualwrite_text", "__dualwrite_words", "__dualwrite_first_letters"
_OUTSIDE, _INSIDE, _KEY = "__dualwrite_outside", "__dualwrite_inside", "__dualwrite_key"


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
    told = frame.sparkSession.createDataFrame(  # pyright: ignore[reportUnknownMemberType]: one of its overloads
        list(facts.facts()), [_KEY, *facts.COLUMNS]
    )
    kept_names = [f"`{name.replace('`', '``')}`" for name in kept]
    candidates = frame.select(*kept_names, F.col(f"`{text.replace('`', '``')}`").alias(_TEXT))
    candidates = candidates.withColumn(_WORDS, F.lower(F.concat(F.lit(signs.BEFORE), _TEXT)))
    candidates = _after(signs.stages_to_words(), candidates, _WORDS)
    candidates = candidates.filter(reduce(Column.__or__, (F.rlike(_WORDS, F.lit(sign)) for sign in signs.signs())))
    candidates = _after(folding.without_colors(), candidates, _TEXT)
    whole = F.concat(F.lit(marks.START), _TEXT, F.lit(marks.END))
    marked = _after(rules.stages_to_marks(), candidates.withColumn(_OUTSIDE, whole), _OUTSIDE)
    letters = F.regexp_extract_all(_OUTSIDE, F.lit(rules.FIRST_LETTERS), 1)
    marked = marked.withColumn(_FIRST_LETTERS, F.lower(F.array_join(letters, " ")))
    rewritten = _after(rules.stages_to_symbols(), marked, _OUTSIDE, signs=_FIRST_LETTERS)
    rewritten = _after(rules.stages_to_findings(), rewritten, _OUTSIDE).withColumn(_INSIDE, F.col(_OUTSIDE))
    rewritten = _after(rules.stages_outside(), rewritten, _OUTSIDE)
    rewritten = _after(rules.stages_in_wrappers(), rewritten, _INSIDE)
    joined = (
        # A plain `explode` lets Spark compute the keys twice, first in order to filter by them.
        rewritten.select(*kept_names, F.explode_outer(_keys()).alias(_KEY))
        .filter(F.col(_KEY).isNotNull())
        .join(F.broadcast(told), on=_KEY, how="left")
    )
    undocumented = facts.facts_of_undocumented_code()
    return joined.select(
        *kept_names,
        *(
            F.coalesce(F.col(name), F.lit(undocumented[name]) if name in undocumented else F.col(_KEY)).alias(name)
            for name in facts.COLUMNS
        ),
    )


def _after(stages: Iterable[marks.Stage], frame: DataFrame, name: str, *, signs: str | None = None) -> DataFrame:
    """`frame` with its column `name` rewritten, where the sign of a stage stands in it or in the column `signs`.

    Each stage is a column of its own, so that none is computed twice.
    """
    for stage in stages:
        before = F.col(name)
        after = reduce(_after_one, stage.steps, before)
        if stage.sign:
            after = F.when(F.rlike(signs or name, F.lit(stage.sign)), after).otherwise(before)
        frame = frame.withColumn(name, after)
    return frame


def _after_one(text: Column, step: marks.Rule | marks.Characters) -> Column:
    if isinstance(step, marks.Characters):
        # Characters that are replaced by none have to be the last.
        replaced = dict(sorted(step.replaced.items(), key=lambda item: not item[1]))
        return F.translate(text, "".join(replaced), "".join(replaced.values()))
    return F.regexp_replace(text, F.lit(step.pattern), F.lit(facts.replacement_in(r"$\1", step.replacement)))


def _keys() -> Column:
    """The key of each error in a text, once."""
    codes = F.transform(F.regexp_extract_all(_TEXT, F.lit(CODE_PATTERN), 1), F.upper)
    found = F.concat(
        F.regexp_extract_all(_OUTSIDE, F.lit(rules.FOUND_ALONE), 0),
        F.regexp_extract_all(_INSIDE, F.lit(rules.found_in_wrappers()), 0),
    )
    keys = F.create_map(*(F.lit(part) for item in facts.keys_of_findings().items() for part in item))
    return F.array_distinct(
        F.concat(F.filter(codes, lambda code: code != ""), F.transform(found, lambda one: F.element_at(keys, one)))
    )
