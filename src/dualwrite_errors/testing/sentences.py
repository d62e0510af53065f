"""Documented sentences with a value in each of their places."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from ..errors import DualWriteError
from ..sentences import parameters_in
from ..templates import NOUNS

VALUES: Final[Mapping[str, str]] = {
    "actual_organization": "0e1f7a52-7b7c-4d0e-9d55-3a1c2b7f0d11",
    "configured_organization": "9b1f03aa-7b7c-4d0e-9d55-3a1c2b7f0d12",
    "connection": "con_connection",
    "data_source": "ConSiteTable",
    "dataverse_code": "0x80040265",
    "entity": "ConSiteEntity",
    "field": "con_site.con_siteid",
    "fields": "con_siteid, con_region",
    "filter": "(Region == 1",
    "host": "con-north.example.com",
    "http_status": "BadRequest",
    "journal": "CON-0007",
    "key": "con_sitekey",
    "leg": "From AX Sites V2 to CRM con_sites",
    "limit": "52",
    "n": "3",
    "new_type": "Person",
    "old_type": "Organization",
    "part": "Host",
    "party_type": "Organization",
    "plugin": "ConPlugin",
    "principal": "9b1f03aa-7b7c-4d0e-9d55-3a1c2b7f0d13",
    "privilege": "prvReadcon_site",
    "privilege_id": "9b1f03aa-7b7c-4d0e-9d55-3a1c2b7f0d14",
    "project": "Sites V2",
    "property": "Con line",
    "record": "5637144576",
    "region": "con-north",
    "required_version": "2.0.133",
    "seconds": "300",
    "side": "CRM",
    "size": "200 MB",
    "solution": "ConSolution",
    "table": "con_sites",
    "text": "The dock is closed for the season",
    "type": "Double",
    "url": "https://con-north.example.com/api/con_sites?page=2",
    "user": "con_user",
    "value": "S-01",
    "values": "S-01",
    "version": "1.0.0.0",
}
"""What stands in a place of which the caller says nothing."""
_WRITTEN_IN_BRACES: Final = frozenset({"values"})
_PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")
_NAMED_FIELD: Final = re.compile(r"\b(?:destination|mandatory|readonly|source) field\b", re.IGNORECASE)
"""Where the service is known to name the field in the message of a DIPV code."""
_NOUN: Final = re.compile(rf"\b({'|'.join(sorted(NOUNS, key=len, reverse=True))})\b", re.IGNORECASE)


def filled(cls: type[DualWriteError], sentence: str, parameters: Mapping[str, str]) -> str:
    """`sentence` of `cls` as the service says it, with `parameters` and, for what they leave out, `VALUES`.

    In the message of a DIPV code a parameter stands behind its noun.

    Raises:
        ValueError: `parse` would not find one of `parameters` there again.
    """
    values = {**VALUES, **parameters}
    if _NAMED_FIELD.search(sentence) and "field" in places_in(cls, sentence):
        parameters = {"field": VALUES["field"], **parameters}
    written = _PLACEHOLDER.sub(lambda found: _as_written(found[1], values[found[1]]), sentence).rstrip()
    for name, value in parameters.items():
        if f"{{{name}}}" not in sentence:
            written = _behind_noun(name, value, written)
    found = parameters_in(written, cls.info)
    for name, value in parameters.items():
        if found.get(name) != value:
            raise ValueError(f"parse would not read {name}={value!r} from {written!r}: choose a value without marks")
    return written


def places_in(cls: type[DualWriteError], sentence: str) -> list[str]:
    """The names of the parameters that `sentence` of `cls` may have."""
    places = _PLACEHOLDER.findall(sentence)
    if cls.code.startswith("DIPV"):
        nouns = [noun.lower() for noun in _NOUN.findall(sentence)]
        places += [noun for noun in nouns if nouns.count(noun) == 1]
        places += [
            f"{adjective}_{noun}".lower()
            for adjective, noun in re.findall(rf"(\w+) {_NOUN.pattern}", sentence, re.IGNORECASE)
            if nouns.count(noun.lower()) > 1
        ]
    return list(dict.fromkeys(places))


def _as_written(name: str, value: str) -> str:
    return f"{{{value}}}" if name in _WRITTEN_IN_BRACES else value


def _behind_noun(name: str, value: str, sentence: str) -> str:
    words = name.replace("_", " ")
    return re.sub(rf"\b{words}\b", lambda found: f"{found[0]} {value}", sentence, count=1, flags=re.IGNORECASE)
