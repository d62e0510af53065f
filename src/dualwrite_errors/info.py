"""What is known about an error: the record behind every exception class, and the words it is written in."""

import enum
from typing import NamedTuple

import attrs

from .codes import normal_code

__all__ = ["Actor", "Area", "ErrorInfo", "Link", "Retry"]


class _Described:
    @property
    def description(self) -> str:
        """What the term means, for people."""
        return _DESCRIPTIONS[str(self)]


class Area(_Described, enum.StrEnum):
    """The part of a dual-write setup that an error is about. A classification of this project, not of the service."""

    __module__ = "dualwrite_errors"

    CONNECTION = "connection"
    COMPANY = "company"
    INTEGRATION_KEY = "integration_key"
    SCHEMA = "schema"
    TABLE_MAP = "table_map"
    VALIDATION = "validation"


class Actor(_Described, enum.StrEnum):
    """Somebody who can act on an error. A classification of this project, not of the service."""

    __module__ = "dualwrite_errors"

    MAP_ADMIN = "map_admin"
    MAKER = "maker"
    FNO_ADMIN = "fno_admin"
    POWER_PLATFORM_ADMIN = "power_platform_admin"
    LINK_ADMIN = "link_admin"
    SUPPORT = "support"


class Retry(_Described, enum.StrEnum):
    """Whether the same request can succeed later. A classification of this project, not of the service.

    No code is documented as transient, so there is no member for that.
    """

    __module__ = "dualwrite_errors"

    AFTER_FIX = "after fix"
    UNKNOWN = "unknown"


_DESCRIPTIONS: dict[str, str] = {
    Area.CONNECTION: "The connections and connection sets that join the two environments",
    Area.COMPANY: "Companies, legal entities, business units and how they pair up",
    Area.INTEGRATION_KEY: "The key that finds the matching Dataverse row",
    Area.SCHEMA: "The cached description of the tables on both sides",
    Area.TABLE_MAP: "The table map itself: field mappings, transforms and filters",
    Area.VALIDATION: "The validation service failed before it reached a verdict",
    Actor.MAP_ADMIN: "System administrator who edits the table map in the dual-write workspace",
    Actor.MAKER: "Dataverse maker who may change the table",
    Actor.FNO_ADMIN: "Finance and operations administrator",
    Actor.POWER_PLATFORM_ADMIN: "Power Platform administrator who owns the Data Integrator connections and projects",
    Actor.LINK_ADMIN: "System administrator of both finance and operations and Dataverse",
    Actor.SUPPORT: "Microsoft Support",
    Retry.AFTER_FIX: "Pointless until somebody has changed the configuration",
    Retry.UNKNOWN: "The cause is unknown, so nobody can say whether a retry helps",
}


class Link(NamedTuple):
    """A page that explains a step."""

    title: str
    """What the page is called."""
    url: str
    """Where it is."""


Link.__module__ = "dualwrite_errors"


ERROR_TABLE = Link(
    "Error codes for dual-write and Data Integrator",
    "https://learn.microsoft.com/dynamics365/fin-ops-core/dev-itpro/data-entities/dual-write/dual-write-error-codes",
)


@attrs.frozen(kw_only=True, repr=False)
class ErrorInfo:
    """Everything this library knows about one kind of error, whatever its occurrence.

    `code`, `message` and `wordings` identify an error in raw text; codes and messages come from the official table,
    word for word. `detail`, `steps` and `caution` say the table's facts in this project's own words. `area`, `actors`
    and `retry` are this project's own judgement.

    Raises:
        TypeError: `wordings`, `steps`, `links` or `actors` is no tuple.
        ValueError: `code` is neither ``""`` nor a DIPV code in upper case.
    """

    __module__ = "dualwrite_errors"

    name: str
    """The name of the exception class."""
    message: str
    """What the official table calls the error, word for word."""
    detail: str
    """The condition that the service found."""
    code: str = ""
    """``DIPV`` and four digits, or ``""`` for a class that stands for no single code."""
    area: Area | None = None
    """The part of the setup that the error is about; `None` where the class does not tell."""
    wordings: tuple[str, ...] = ()
    """Other spellings of the message that are in circulation."""
    steps: tuple[str, ...] = ()
    """What to do about it, in order. A step that begins with ``Or`` applies where the ones before it cannot."""
    caution: str | None = None
    """What a step destroys, or `None` where no step destroys anything."""
    links: tuple[Link, ...] = ()
    """Pages that explain the steps."""
    actors: tuple[Actor, ...] = ()
    """Who can act, first choice first."""
    retry: Retry = Retry.UNKNOWN
    """Whether the same request can succeed later."""

    def __repr__(self) -> str:
        return f"<ErrorInfo {self.code or 'without a code'} {self.name}: {self.message}>"

    def __attrs_post_init__(self) -> None:
        for name in ("wordings", "steps", "links", "actors"):
            if type(getattr(self, name)) is not tuple:
                raise TypeError(f"{name} takes a tuple; one of a single element ends in a comma: ('…',)")
        if self.code and normal_code(self.code) != self.code:
            raise ValueError(f"code takes DIPV and four digits, or '', not {self.code!r}")

    @property
    def help_url(self) -> str:
        """The address of the official table of error codes."""
        return ERROR_TABLE.url

    @property
    def remediation(self) -> str:
        """The steps as one text, numbered where there are several, and after them the caution where there is one."""
        lines = list(self.steps)
        if len(lines) > 1:
            lines = [f"{number}. {step}" for number, step in enumerate(lines, start=1)]
        if self.caution:
            lines.append(f"Caution: {self.caution}")
        return "\n".join(lines)

    @property
    def documented_words(self) -> tuple[str, ...]:
        """The sentences that identify the error where a text has no code: the wordings and the message, longest first.

        Empty for a class that stands for no single code.
        """
        if not self.code:
            return ()
        return tuple(sorted((self.message, *self.wordings), key=len, reverse=True))

    def names_in(self, text: str) -> tuple[str, ...]:
        """The table and field names that `text` puts inside the documented words, in order; ``()`` where none are."""
        from .sentences import names_inside

        sentences = self.documented_words
        return names_inside(text, sentences) if text and sentences else ()
