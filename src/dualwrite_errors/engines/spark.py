"""Errors of dual-write in a column of a Spark data frame. It needs the extra `spark`, and Java."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from itertools import count, islice

try:
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql import functions as F  # noqa: N812 - as everybody calls it
    from pyspark.sql.types import NullType, StringType
except ImportError as _missing:
    raise ImportError("PySpark is not installed: pip install 'dualwrite-errors[spark]'", name="pyspark") from _missing

from ..codes import FAMILIES
from . import facts, folding, marks, rules, signs
from .symbols import DIPV_FAMILY

__all__ = ["find_errors"]

_TEXT, _WORDS, _CODES = "__dualwrite_text", "__dualwrite_words", "__dualwrite_codes"
_REWRITTEN, _LETTERS = "__dualwrite_rewritten", "__dualwrite_letters"
_KEYS, _KEY = "__dualwrite_keys", "__dualwrite_key"
_NESTED_STAGES = 20
_OLD_LITERALS = "spark.sql.parser.escapedStringLiterals"
_CODE = rf"[Dd](?<![A-Za-z0-9_].)(?i:(?:{'|'.join(family[1:] for family in FAMILIES)})[0-9]{{4}}|W9003)(?![A-Za-z0-9_])"
"""`CODE_PATTERN` with look-around, which begins with a letter: Java finds it faster."""

_SPECIAL = frozenset(r"\.^$*+?{}[]|()")
"""Characters that mean something else in an expression than themselves."""
_numbers = count()
_RUNS = re.compile("'+|[^']+")


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
        TypeError: `frame`, `text` or `keep` has the wrong type, or the column is not text.
        ValueError: There is no such column, a kept one has the name of one that is added, or the session reads
            literals as Spark 1 did (``spark.sql.parser.escapedStringLiterals``).
    """
    if not hasattr(frame, "sparkSession"):
        raise TypeError(f"find_errors takes a DataFrame of Spark, not {type(frame).__name__}")
    if frame.sparkSession.conf.get(_OLD_LITERALS, "false") == "true":
        raise ValueError(f"find_errors cannot work with {_OLD_LITERALS}: unset it in the session")
    kept = facts.kept_columns(frame.columns, text, keep)
    found_type = frame.schema[text].dataType
    if not isinstance(found_type, StringType | NullType):
        raise TypeError(f"the column {text!r} is not text but {found_type.simpleString()}: cast it to string")
    aliases = {name: facts.alias(number) for number, name in enumerate(frame.columns)}
    kept_names = [aliases[name] for name in kept]
    rows = frame.toDF(*map(facts.alias, range(len(frame.columns))))
    rows = rows.select(*kept_names, F.col(aliases[text]).cast("string").alias(_TEXT))
    rows = rows.filter(F.expr(_has(_words_of(_TEXT), signs.quick_sign())))
    for columns in _steps():
        rows = rows.select(*kept_names, *(F.expr(value).alias(name) for name, value in columns.items()))
    # A plain `explode` lets Spark compute the keys twice, first in order to filter by them.
    found = rows.select(*kept_names, F.explode_outer(_KEYS).alias(_KEY)).filter(F.col(_KEY).isNotNull())
    joined = found.join(F.broadcast(_told(frame.sparkSession)), on=_KEY, how="left")
    undocumented = facts.facts_of_undocumented_code()
    return joined.select(
        *(F.col(aliases[name]).alias(name) for name in kept),
        *(
            F.coalesce(F.col(name), F.lit(undocumented[name]) if name in undocumented else F.col(_KEY)).alias(name)
            for name in facts.COLUMNS
        ),
    )


def _told(session: SparkSession) -> DataFrame:
    rows = [dict(zip((_KEY, *facts.COLUMNS), row, strict=True)) for row in facts.facts()]
    columns = ", ".join(f"{name}: string" for name in (_KEY, *facts.COLUMNS))
    return session.range(1).select(F.inline(F.from_json(F.lit(json.dumps(rows)), f"array<struct<{columns}>>")))


# The expressions are written as SQL: thousands of calls from Python to Java would take longer.


def _words_of(text: str) -> str:
    return f"lower(concat({_literal(signs.BEFORE)}, {text}))"


@cache
def _steps() -> tuple[dict[str, str], ...]:
    """The columns that follow on each other, up to `_KEYS`.

    Spark resolves what is nested level by level, so that many columns are planned faster than one large expression.
    """
    return (
        {
            _TEXT: _interpreted(_TEXT, lambda text: _after(folding.without_colors(), text)),
            _WORDS: _interpreted(_words_of(_TEXT), lambda words: _after(signs.stages_to_words(), words)),
        },
        {_TEXT: _TEXT, _WORDS: _WORDS, _CODES: _interpreted(_TEXT, _codes)},
        {_CODES: _CODES, _REWRITTEN: _interpreted(_TEXT, _text_to_rewrite)},
        *({_CODES: _CODES, _REWRITTEN: _rewritten(stages)} for stages in _some_at_a_time(rules.stages_to_marks())),
        {_CODES: _CODES, _REWRITTEN: _REWRITTEN, _LETTERS: _first_letters()},
        *(
            {
                _CODES: _CODES,
                _LETTERS: _LETTERS,
                _REWRITTEN: _rewritten(stages, signs=_LETTERS),
            }
            for stages in _some_at_a_time(rules.stages_to_symbols())
        ),
        {_CODES: _CODES, _REWRITTEN: _unless_empty(_REWRITTEN, _interpreted(_REWRITTEN, _findings))},
        {_KEYS: _interpreted(_REWRITTEN, partial(_keys_of, _CODES))},
    )


def _some_at_a_time(stages: Iterable[marks.Stage]) -> Iterator[list[marks.Stage]]:
    left = iter(stages)
    while some := list(islice(left, _NESTED_STAGES)):
        yield some


def _codes(text: str) -> str:
    """The codes in a text; null where it has no sign of an error."""
    codes = f"array_distinct(transform(regexp_extract_all({text}, {_pattern(_CODE)}, 0), code -> upper(code)))"
    none = "CAST(array() AS array<string>)"
    anywhere, labelled = (_has(_WORDS, sign) for sign in signs.signs())
    has_sign = f"{anywhere} OR {_has(_WORDS, signs.behind_a_colon())} AND {labelled}"
    return f"CASE WHEN {_has(_WORDS, signs.CODE)} THEN {codes} WHEN {has_sign} THEN {none} END"


def _text_to_rewrite(text: str) -> str:
    """A text between marks; empty where its codes are all that is found in it."""
    is_code_alone = (
        f"contains(array_join({_CODES}, ' '), {_literal(DIPV_FAMILY)}) AND NOT {_has(text, signs.MAY_BREAK_LINE)}"
        f" AND NOT {_has_any(_WORDS, signs.signs_beside_a_code())}"
    )
    whole = f"concat({_literal(marks.START)}, {text}, {_literal(marks.END)})"
    return f"CASE WHEN {_CODES} IS NULL OR {is_code_alone} THEN '' ELSE {whole} END"


def _rewritten(stages: Iterable[marks.Stage], *, signs: str | None = None) -> str:
    return _unless_empty(_REWRITTEN, _interpreted(_REWRITTEN, lambda text: _after(stages, text, signs=signs)))


def _unless_empty(text: str, value: str) -> str:
    """`value`, which is computed of `text`; most texts are not rewritten, and empty."""
    return f"CASE WHEN {text} = '' THEN '' ELSE {value} END"


def _first_letters() -> str:
    return f"lower(array_join(regexp_extract_all({_REWRITTEN}, {_pattern(rules.FIRST_LETTERS)}, 1), ' '))"


def _findings(text: str) -> str:
    return f"CASE WHEN {_has(text, rules.HOLDS_SOMETHING)} THEN {_after(rules.stages_to_findings(), text)} ELSE '' END"


def _keys_of(codes: str, findings: str) -> str:
    outside = _after(rules.stages_outside(), findings)
    inside = _after(rules.stages_in_wrappers(), findings)
    found = (
        f"concat(regexp_extract_all({outside}, {_pattern(rules.FOUND_ALONE)}, 0),"
        f" regexp_extract_all({inside}, {_pattern(rules.found_in_wrappers())}, 0))"
    )
    keys = ", ".join(_literal(part) for item in facts.keys_of_findings().items() for part in item)
    keys = f"array_union({codes}, transform({found}, one -> element_at(map({keys}), one)))"
    return f"CASE WHEN {findings} = '' THEN {codes} ELSE {keys} END"


def _interpreted(value: str, body: Callable[[str], str]) -> str:
    """`body` of a value, inside of `zip_with`, for which Spark generates no code.

    The code of all steps would be too large, and would be compiled for each query.
    """
    return f"element_at(zip_with(array({value}), array(0), (it, zero) -> {body('it')}), 1)"


def _let(value: str, body: Callable[[str], str]) -> str:
    """`body` of a value that is computed once, however often `body` uses it."""
    name = f"value_{next(_numbers)}"
    return f"element_at(transform(array({value}), {name} -> {body(name)}), 1)"


def _after(steps: Iterable[marks.Step], text: str, *, signs: str | None = None) -> str:
    """`text` rewritten, where the sign of a stage stands in it or in `signs`."""
    for step in steps:
        if isinstance(step, marks.Stage):
            text = _let(text, partial(_after_stage, step, signs)) if step.sign else _after(step.steps, text)
        else:
            text = _after_one(text, step)
    return text


def _after_stage(stage: marks.Stage, signs: str | None, text: str) -> str:
    has_sign = _has(text if signs is None else signs, stage.sign)
    if stage.literals:
        literals = " OR ".join(f"contains({text}, {_literal(literal)})" for literal in stage.literals)
        has_sign = f"({literals}) AND {has_sign}"
    return f"CASE WHEN {has_sign} THEN {_after(stage.steps, text)} ELSE {text} END"


def _after_one(text: str, step: marks.Rule | marks.Insertion | marks.Exchange | marks.Characters) -> str:
    if isinstance(step, marks.Characters):
        # Characters that are replaced by none have to be the last.
        replaced = dict(sorted(step.replaced.items(), key=lambda item: not item[1]))
        return f"translate({text}, {_literal(''.join(replaced))}, {_literal(''.join(replaced.values()))})"
    if isinstance(step, marks.Insertion):
        pattern, replacement = f"{step.before}(?=[{step.first}])(?={step.behind})", f"$0{step.inserted}"
    elif isinstance(step, marks.Exchange):
        pattern, replacement = f"{step.mark}(?<={step.before}{step.mark})", step.replacement
    else:
        pattern, replacement = step.pattern, facts.replacement_in(r"$\1", step.replacement)
    return f"regexp_replace({text}, {_pattern(pattern)}, {_literal(replacement)})"


def _has_any(text: str, patterns: Iterable[str]) -> str:
    return f"({' OR '.join(_has(text, pattern) for pattern in patterns)})"


def _has(text: str, pattern: str) -> str:
    if set(pattern) & _SPECIAL:
        return f"regexp_like({text}, {_pattern(pattern)})"
    return f"contains({text}, {_literal(pattern)})"


def _pattern(pattern: str) -> str:
    return _literal(pattern.replace("'", r"\x27"))


def _literal(text: str) -> str:
    """A text as a literal in which no character stands for another one."""
    if "'" not in text:
        return f"r'{text}'"
    if '"' not in text:
        return f'r"{text}"'
    return f"concat({', '.join(map(_literal, _RUNS.findall(text)))})"
