"""Whether an answer about a protected name holds: it is about the names that were known then."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from newsroom.editorial.facts import Facts, Hours, Name, Passage, Setting
from newsroom.editorial.restrictions import ProtectedName
from newsroom.editorial.rules import RULES, Rule

NAME_RULES = tuple(rule for rule in RULES if rule.blocks and rule.code.startswith("protected-"))
"""Those that keep a page with a protected name from being released."""


def finds(rule: Rule, passages: tuple[Passage, ...], names: tuple[Name, ...]) -> bool:
    """Whether one of the names stands in these words, as the rule reads them."""
    now = timezone.now()
    setting = Setting(at=now, now=now, laws=(), hours=Hours())
    return next(iter(rule.find(Facts(passages=passages, names=names), setting)), None) is not None


def is_outdated(
    rule: Rule,
    passages: tuple[Passage, ...],
    names: Mapping[ProtectedName, Name],
    answered_at: datetime,
) -> bool:
    """Whether a name stands there that was entered after somebody had answered."""
    later = tuple(name for row, name in names.items() if row.added_at > answered_at)
    return bool(later) and finds(rule, passages, later)
