"""Whether a check response about protected names is still valid.

It is valid for the names that were found when it was given. A name found later needs a new
response: it may have been entered since, or its order may have begun or come to cover the page.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils import timezone

from newsroom.records.approvals import CheckResponse
from newsroom.records.restrictions import ProtectedName
from newsroom.rules.check import ABOUT_NAMES, Rule
from newsroom.rules.facts import DeskHours, Name, PageFacts, Passage, RuleContext

NAME_RULES = tuple(rule for rule in ABOUT_NAMES if rule.blocks)
"""The rules about protected names that block a release."""


def finds(rule: Rule, passages: tuple[Passage, ...], names: tuple[Name, ...]) -> bool:
    """Whether the rule finds one of these names in the passages."""
    now = timezone.now()
    setting = RuleContext(at=now, now=now, laws=(), hours=DeskHours())
    return (
        next(iter(rule.find(PageFacts(passages=passages, names=names), setting)), None) is not None
    )


def fields_with(passages: tuple[Passage, ...], names: tuple[Name, ...]) -> set[str]:
    """The fields of those passages in which one of the rules finds a name."""
    now = timezone.now()
    setting = RuleContext(at=now, now=now, laws=(), hours=DeskHours())
    facts = PageFacts(passages=passages, names=names)
    return {hit.field for rule in NAME_RULES for hit in rule.find(facts, setting)}


def is_outdated(
    rule: Rule,
    passages: tuple[Passage, ...],
    names: Mapping[ProtectedName, Name],
    answer: CheckResponse,
) -> bool:
    """Whether the rule finds a name that the response does not list."""
    others = tuple(name for row, name in names.items() if row.pk not in answer.names)
    return bool(others) and finds(rule, passages, others)


def is_answered(
    rule: Rule,
    page: Any,
    digest: str,
    read: tuple[Passage, ...],
    protected: Mapping[ProtectedName, Name],
) -> bool:
    """Whether a valid response about this digest accepts what the rule finds in the page."""
    if not rule.can_be_answered:
        return False
    own = Q(page_id=page.pk) | Q(page_id=page.alias_of_id)
    rows = CheckResponse.objects.filter(own, code=rule.code, digest=digest)
    answer = rows.order_by("-at").first()
    return answer is not None and not is_outdated(rule, read, protected, answer)


def found_by(
    rule: Rule, passages: tuple[Passage, ...], names: Mapping[ProtectedName, Name]
) -> list[int]:
    """Ids of the names that the rule finds in the passages."""
    if not finds(rule, passages, tuple(names.values())):
        return []
    return [row.pk for row, name in names.items() if finds(rule, passages, (name,))]
