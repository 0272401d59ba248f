"""What blocks or warns before a page may be public. Pure: no Django, no database, no clock."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from newsroom.editorial.facts import Facts, Hours, Law

LONDON = ZoneInfo("Europe/London")


class Level(StrEnum):
    BLOCKER = "blocker"
    WARNING = "warning"


class Remedy(StrEnum):
    """How a finding is settled."""

    EDIT = "edit"
    """By changing the words or fields."""
    CONFIRM = "confirm"
    """By a named person who confirms to have checked it."""
    REASON = "reason"
    """By a reason, which is kept with the name of who gave it."""
    CLEAR = "clear"
    """By somebody else's clearance or approval."""
    WAIT = "wait"
    """By nothing but the end of an order, or another time."""


@dataclass(frozen=True)
class Finding:
    """One thing that stands in the way of a page, or that somebody should look at again."""

    code: str
    level: Level
    message: str
    """A sentence in plain words. It never repeats a protected name."""
    remedy: Remedy
    place: str = ""
    field: str = ""
    source: str = ""
    """The Act and section, or the CPS's own rule, that asks for it."""

    def as_row(self) -> dict[str, str]:
        """For the log."""
        return {name: str(value) for name, value in asdict(self).items()}


@dataclass(frozen=True)
class Setting:
    """What a rule may know besides the page."""

    at: datetime
    """When the page would be public, aware."""
    now: datetime
    laws: Sequence[Law]
    hours: Hours
