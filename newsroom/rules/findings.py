"""The output of the rules: hits, and findings with a level and a remedy. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum

from newsroom.rules.facts import (
    LinkTarget,
    PageFacts,
    Passage,
    RuleContext,
    ShownPicture,
    UnreadDocument,
)


class Level(StrEnum):
    """Whether a finding blocks a release."""

    BLOCKER = "blocker"
    WARNING = "warning"


class Remedy(StrEnum):
    """How a finding is settled."""

    EDIT = "edit"
    """By an edit of the page."""
    CONFIRM = "confirm"
    """By a user who confirms the check."""
    REASON = "reason"
    """By a reason, which is stored with the user who gave it."""
    CLEAR = "clear"
    """By a clearance or an approval of another user."""
    WAIT = "wait"
    """By time alone, such as the end of an order."""
    BUNDLE = "bundle"
    """By the release of its bundle, or by taking the page out of it."""
    HOLD = "hold"
    """By the verdict that its hold waits for, which two people confirm."""


@dataclass(frozen=True)
class Finding:
    """One blocker or warning of a page."""

    code: str
    level: Level
    message: str
    """A sentence in plain words. It never repeats a protected name."""
    remedy: Remedy
    place: str = ""
    field: str = ""
    source: str = ""
    """The Act and section, or the CPS rule, behind it."""
    block: int | None = None
    """The number of the body block, from 1; None outside the body."""

    def as_row(self) -> dict[str, str]:
        """The finding as JSON data for the release log; None becomes an empty string."""
        row = asdict(self)
        return {name: "" if value is None else str(value) for name, value in row.items()}


@dataclass(frozen=True)
class RuleHit:
    """A violation of a rule: a finding without its code, level and remedy."""

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
        """Whether a response of a user settles its findings without an edit."""
        return self.remedy in (Remedy.CONFIRM, Remedy.REASON)


def at(
    where: Passage | ShownPicture | LinkTarget | UnreadDocument, message: str, source: str = ""
) -> RuleHit:
    """A hit at one place of the page."""
    block = None if isinstance(where, LinkTarget) else where.block
    return RuleHit(message, where.place, where.field, source, block)
