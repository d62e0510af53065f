"""Symbols: for each sentence of the catalog and each code of Dataverse one character, by what matters to the rules."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import groupby
from typing import Final

import attrs

from ..parsing.catalog_index import FEWEST_WORDS, SentenceOwner, class_by_dataverse_code, openings_of, templates
from ..templates import Template
from .marks import FIRST_SYMBOL

DIPV_FAMILY: Final = "DIPV"


@attrs.frozen(kw_only=True)
class Symbol:
    """What stands for a sentence, once it has been found."""

    kind: str
    """``"sentence"``, ``"wrapper"`` or ``"dataverse_code"``."""
    only_in_wrapper: bool = False
    is_long: bool = True
    goes_on: bool = False
    ends_with_value: bool = False
    is_dipv: bool = False
    name: str
    """The class that the sentence identifies."""
    place: int = 0
    """Of the sentences of a wrapper that continue each other: which one it is."""


@cache
def symbols() -> Mapping[Symbol, str]:
    """Each symbol, and its character."""
    known = {symbol_of(template, owner) for template, owner in templates()}
    known |= {Symbol(kind="dataverse_code", name=cls.__name__) for cls in classes_with_dataverse_code()}
    in_order = sorted(known, key=attrs.astuple)  # so that the classes of characters are few ranges
    return {symbol: chr(FIRST_SYMBOL + number) for number, symbol in enumerate(in_order)}


def classes_with_dataverse_code() -> list[type]:
    """The classes that list a code of Dataverse."""
    return list(dict.fromkeys(class_by_dataverse_code().values()))


def symbol_of(template: Template, owner: SentenceOwner) -> Symbol:
    """What stands for a sentence of an error."""
    info = owner.cls.info
    return Symbol(
        name=info.name,
        kind="wrapper" if info.is_wrapper else "sentence",
        is_dipv=info.code.startswith(DIPV_FAMILY),
        is_long=template.length >= FEWEST_WORDS,
        only_in_wrapper=owner.only_in_wrapper,
        goes_on=template.goes_on,
        ends_with_value=template.ends_with_value,
        place=openings_of(info.name)[template.opening] if info.in_parts else 0,
    )


def symbols_of(kind: str, **facts: object) -> str:
    """The symbols of one kind for which `facts` hold, as what stands inside of a class."""
    chosen = [
        ord(character)
        for symbol, character in symbols().items()
        if symbol.kind == kind and all(getattr(symbol, name) == fact for name, fact in facts.items())
    ]
    runs = groupby(enumerate(chosen), key=lambda numbered: numbered[1] - numbered[0])
    ends = ([number for _, number in run] for _, run in runs)
    return "".join(f"{chr(run[0])}-{chr(run[-1])}" if len(run) > 1 else chr(run[0]) for run in ends)
