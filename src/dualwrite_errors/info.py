"""What is known about an error: the record behind every exception class, and the terms it is written in."""

import enum
from typing import NamedTuple

import attrs

from .codes import normal_code

__all__ = ["Actor", "Area", "ErrorInfo", "KnownFrom", "Link", "Retry"]


class _Described(enum.StrEnum):
    @property
    def description(self) -> str:
        """What the term means, for people."""
        return _DESCRIPTIONS[self]


class Area(_Described):
    """The part of a dual-write setup that has to be repaired. A classification of this project, not of the service.

    The members stand in the order of repair: what has to be right comes before what builds on it.
    """

    __module__ = "dualwrite_errors"

    ACCESS = "access"
    SOLUTION = "solution"
    CONNECTION = "connection"
    COMPANY = "company"
    RUNTIME_CONFIGURATION = "runtime_configuration"
    SCHEMA = "schema"
    INTEGRATION_KEY = "integration_key"
    TABLE_MAP = "table_map"
    LIMIT = "limit"
    DATA = "data"
    SYNCHRONIZATION = "synchronization"
    VALIDATION = "validation"


class Actor(_Described):
    """Somebody who can act on an error. A classification of this project, not of the service."""

    __module__ = "dualwrite_errors"

    MAP_ADMIN = "map_admin"
    MAKER = "maker"
    FNO_ADMIN = "fno_admin"
    FNO_DEVELOPER = "fno_developer"
    DATAVERSE_ADMIN = "dataverse_admin"
    POWER_PLATFORM_ADMIN = "power_platform_admin"
    TENANT_ADMIN = "tenant_admin"
    LINK_ADMIN = "link_admin"
    LINK_OWNER = "link_owner"
    USER = "user"
    SUPPORT = "support"


class Retry(_Described):
    """Whether the same request can succeed later. A classification of this project, not of the service."""

    __module__ = "dualwrite_errors"

    AFTER_FIX = "after fix"
    UNKNOWN = "unknown"
    TRANSIENT = "transient"


class KnownFrom(_Described):
    """Where the facts about an error come from."""

    __module__ = "dualwrite_errors"

    OFFICIAL = "official"
    DRAFT = "draft"
    ELSEWHERE = "elsewhere"
    SEEN = "seen"


_DESCRIPTIONS: dict[_Described, str] = {
    Area.ACCESS: "Who may do what: application users, licenses, roles and the connections' permissions",
    Area.SOLUTION: "The dual-write solutions, and the versions that both sides need",
    Area.CONNECTION: "The connections and connection sets that join the two environments",
    Area.COMPANY: "Companies, legal entities, business units and how they pair up",
    Area.RUNTIME_CONFIGURATION: "What a former link, a copy or a reset left behind in the runtime tables",
    Area.SCHEMA: "The cached description of the tables on both sides",
    Area.INTEGRATION_KEY: "The key that finds the matching Dataverse row",
    Area.TABLE_MAP: "The table map itself: field mappings, transforms and filters",
    Area.LIMIT: "What the services do at most: sizes, counts, rates and times",
    Area.DATA: "The record that was to be written: its values, and the rows that it refers to",
    Area.SYNCHRONIZATION: (
        "A write, an export or a start failed, and the text does not say which part of the setup is at fault"
    ),
    Area.VALIDATION: "The validation service failed before it reached a verdict",
    Actor.MAP_ADMIN: "System administrator who edits the table map in the dual-write workspace",
    Actor.MAKER: "Dataverse maker who may change the table",
    Actor.FNO_ADMIN: "Finance and operations administrator",
    Actor.FNO_DEVELOPER: "Finance and operations developer",
    Actor.DATAVERSE_ADMIN: "Dataverse system administrator",
    Actor.POWER_PLATFORM_ADMIN: "Power Platform administrator who owns the Data Integrator connections and projects",
    Actor.TENANT_ADMIN: "Microsoft Entra tenant administrator",
    Actor.LINK_ADMIN: "System administrator of both finance and operations and Dataverse",
    Actor.LINK_OWNER: "The user who set up the dual-write connection",
    Actor.USER: "The user who made the change",
    Actor.SUPPORT: "Microsoft Support",
    Retry.AFTER_FIX: "Pointless until somebody has changed something",
    Retry.UNKNOWN: "The cause is unknown, so nobody can say whether a retry helps",
    Retry.TRANSIENT: "An official page says that the failure passes: repeat later",
    KnownFrom.OFFICIAL: "A published official page about dual-write",
    KnownFrom.DRAFT: "An earlier edition of an official page about dual-write",
    KnownFrom.ELSEWHERE: "An official page about another product",
    KnownFrom.SEEN: "Public texts; no official page explains it",
}


class Link(NamedTuple):
    """A page that explains a step."""

    title: str
    """What the page is called."""
    url: str
    """Where it is."""


Link.__module__ = "dualwrite_errors"

_DUAL_WRITE = "https://learn.microsoft.com/dynamics365/fin-ops-core/dev-itpro/data-entities/dual-write"

ERROR_TABLE = Link("Error codes for dual-write and Data Integrator", f"{_DUAL_WRITE}/dual-write-error-codes")
TROUBLESHOOTING = Link("General troubleshooting of dual-write", f"{_DUAL_WRITE}/dual-write-troubleshooting")


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ErrorInfo:
    """Everything this library knows about one kind of error, whatever its occurrence.

    `code` and the sentences identify an error in raw text; the official pages print them word for word. `detail`,
    `steps` and `caution` say the facts of those pages in this project's own words. `area`, `actors` and `retry` are
    this project's own judgement.

    Raises:
        TypeError: `sentences`, `steps`, `links` or another field of several values is not a tuple.
        ValueError: `code` is neither ``""`` nor a code in upper case.
    """

    __module__ = "dualwrite_errors"

    name: str = attrs.field(default="", init=False)
    """The name of the exception class."""
    area: Area | None = attrs.field(default=None, init=False)
    """The part of the setup that has to be repaired: that of the class. `None` where the class does not tell."""
    code: str = ""
    """The code in upper case, such as ``DIPV1003``; ``""`` where the service prints none."""
    sentences: tuple[str, ...] = ()
    """What the service says, word for word. ``{name}`` stands for what varies."""
    sentences_in_wrapper: tuple[str, ...] = ()
    """Further sentences. They count only inside a wrapper of dual-write, since other programs say the same."""
    message: str = attrs.field(default=attrs.Factory(lambda info: info.first_sentence, takes_self=True))
    """The first of the sentences: what the official page calls the error."""
    detail: str
    """What the sentence means: the condition that the service found."""
    steps: tuple[str, ...] = ()
    """What to do about it, in order. A step that begins with ``Or`` applies where the ones before it cannot."""
    caution: str | None = None
    """What a step destroys, or `None` where no step destroys anything. Read it before the steps."""
    links: tuple[Link, ...] = ()
    """Pages that explain the steps."""
    actors: tuple[Actor, ...] = ()
    """Who can act, first choice first."""
    retry: Retry = Retry.UNKNOWN
    """Whether the same request can succeed later."""
    known_from: KnownFrom = KnownFrom.OFFICIAL
    """Where these facts come from."""
    dataverse_codes: tuple[str, ...] = ()
    """Codes of Dataverse, such as ``0x80060891``, that mean this error inside a wrapper of dual-write."""
    is_wrapper: bool = False
    """Whether the sentences say what failed, and the cause follows. What is recognized in it is the error instead."""
    in_parts: bool = False
    """Whether the sentences are parts of one text, in this order, and not only spellings of one sentence."""

    def __repr__(self) -> str:
        return f"<ErrorInfo {self.code or 'without a code'} {self.name}: {self.message}>"

    def __attrs_post_init__(self) -> None:
        for name in ("sentences", "sentences_in_wrapper", "steps", "links", "actors", "dataverse_codes"):
            if type(getattr(self, name)) is not tuple:
                raise TypeError(f"{name} takes a tuple; one of a single element ends in a comma: ('…',)")
        if self.code and normal_code(self.code) != self.code:
            raise ValueError(f"code takes a code in upper case, such as 'DIPV1003', or '', not {self.code!r}")

    @property
    def first_sentence(self) -> str:
        """The first of all the sentences, or ``""``."""
        return next(iter((*self.sentences, *self.sentences_in_wrapper)), "")

    @property
    def help_url(self) -> str:
        """The page to read first: the official table of error codes; of an error that is not in it, its first link."""
        if self.code.startswith("DIPV") or not self.first_sentence:
            return ERROR_TABLE.url
        return next(iter(self.links), TROUBLESHOOTING).url

    @property
    def remediation(self) -> str:
        """What to do as one text: the caution where there is one, then the steps, numbered where there are several."""
        lines = list(self.steps)
        if len(lines) > 1:
            lines = [f"{number}. {step}" for number, step in enumerate(lines, start=1)]
        if self.caution:
            lines.insert(0, f"Caution: {self.caution}")
        return "\n".join(lines)

    @property
    def is_transient(self) -> bool:
        """Whether an official page says that the failure passes by itself."""
        return self.retry is Retry.TRANSIENT
