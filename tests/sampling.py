"""Texts as the service writes them, made from the sentences of the catalog."""

import re

from dualwrite_errors import CATALOG, DualWriteError

ErrorClass = type[DualWriteError]

VALUES = {
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
    "text": "",
    "type": "Double",
    "url": "https://con-north.example.com/api/con_sites?page=2",
    "user": "con_user",
    "value": "S-01",
    "values": "{S-01}",
    "version": "1.0.0.0",
}
FAILED_WRITE = (
    "Unable to write data to entity con_docks.Writes to ConDockEntity failed with error message Request failed with"
    " status code BadRequest and CDS error code : 0x0 response message: "
)
VALIDATION = "Project validation failed. "


def sentences_of(cls: ErrorClass) -> tuple[str, ...]:
    return cls.info.sentences + cls.info.sentences_in_wrapper


def filled(sentence: str) -> str:
    """A sentence with a value in each of its places."""
    return re.sub(r"\{(\w+)\}", lambda found: VALUES[found[1]], sentence).rstrip()


def expected_parameters(sentence: str) -> dict[str, str]:
    """What is to be found in the places of `filled(sentence)`."""
    return {name: VALUES[name].strip("{}") for name in re.findall(r"\{(\w+)\}", sentence) if VALUES[name]}


def needs_wrapper(cls: ErrorClass, sentence: str) -> bool:
    """Whether `sentence` counts only inside a wrapper, when it is not a text of its own."""
    return sentence in cls.info.sentences_in_wrapper or len(re.findall(r"\w+", re.sub(r"\{\w+\}", "", sentence))) < 5


def in_its_wrapper(cls: ErrorClass, sentence: str) -> str:
    """`sentence` as it stands in a longer text: in a wrapper, if it counts only there."""
    if not needs_wrapper(cls, sentence) or cls.info.is_wrapper:
        return filled(sentence)
    return (VALIDATION if cls.code.startswith("DIPV") else FAILED_WRITE) + filled(sentence)


SENTENCES = [(cls, sentence) for cls in CATALOG.values() for sentence in sentences_of(cls)]
CAUSES = [(cls, sentence) for cls, sentence in SENTENCES if not cls.info.is_wrapper]
"""The sentences of errors that are no wrappers."""
