"""Whether an answer about a protected name holds: it is about the names that stood there then.

A name that is entered later, or whose order begins or comes to bind the page later, asks again.
"""

from collections.abc import Mapping

from django.utils import timezone

from newsroom.records.approvals import CheckResponse
from newsroom.records.restrictions import ProtectedName
from newsroom.rules.check import ABOUT_NAMES, Rule
from newsroom.rules.facts import DeskHours, Name, PageFacts, Passage, RuleContext

NAME_RULES = tuple(rule for rule in ABOUT_NAMES if rule.blocks)
"""Those that keep a page with a protected name from being released."""


def finds(rule: Rule, passages: tuple[Passage, ...], names: tuple[Name, ...]) -> bool:
    """Whether one of the names stands in these words, as the rule reads them."""
    now = timezone.now()
    setting = RuleContext(at=now, now=now, laws=(), hours=DeskHours())
    return (
        next(iter(rule.find(PageFacts(passages=passages, names=names), setting)), None) is not None
    )


def is_outdated(
    rule: Rule,
    passages: tuple[Passage, ...],
    names: Mapping[ProtectedName, Name],
    answer: CheckResponse,
) -> bool:
    """Whether a name stands there that is none of those the answer was given about."""
    others = tuple(name for row, name in names.items() if row.pk not in answer.names)
    return bool(others) and finds(rule, passages, others)


def found_by(
    rule: Rule, passages: tuple[Passage, ...], names: Mapping[ProtectedName, Name]
) -> list[int]:
    """The numbers of the names that the rule finds in these words."""
    if not finds(rule, passages, tuple(names.values())):
        return []
    return [row.pk for row, name in names.items() if finds(rule, passages, (name,))]
