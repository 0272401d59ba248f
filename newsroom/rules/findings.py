"""What the rules say: findings, how grave they are and how each is settled. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum

from newsroom.rules.facts import LinkTarget, PageFacts, Passage, RuleContext, ShownPicture


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
    block: int | None = None
    """The number of the block of the body that it is about, counted from 1."""

    def as_row(self) -> dict[str, str]:
        """For the log."""
        row = asdict(self)
        return {name: "" if value is None else str(value) for name, value in row.items()}


@dataclass(frozen=True)
class RuleHit:
    """Where a rule is broken, and what to do: a finding without its code and level."""

    message: str
    place: str = ""
    field: str = ""
    source: str = ""
    block: int | None = None


@dataclass(frozen=True)
class Rule:
    """A rule that `check` applies. Every finding of it has the same level and remedy."""

    code: str
    level: Level
    remedy: Remedy
    find: Callable[[PageFacts, RuleContext], Iterable[RuleHit]]

    @property
    def blocks(self) -> bool:
        return self.level == Level.BLOCKER

    @property
    def can_be_answered(self) -> bool:
        """Whether a named person's word settles it, without a change of the page."""
        return self.remedy in (Remedy.CONFIRM, Remedy.REASON)


def at(where: Passage | ShownPicture | LinkTarget, message: str, source: str = "") -> RuleHit:
    """A hit in one place of the page."""
    block = None if isinstance(where, LinkTarget) else where.block
    return RuleHit(message, where.place, where.field, source, block)
