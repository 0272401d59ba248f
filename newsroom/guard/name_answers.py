"""Whether an answer about a protected name holds: it is about the names that stood there then.

A name that is entered later, or whose order begins or comes to bind the page later, asks again.
"""

import logging
from collections.abc import Mapping

from django.utils import timezone
from wagtail.models import Page

from newsroom.editorial.approvals import Answer
from newsroom.editorial.facts import Facts, Hours, Name, Passage, Setting
from newsroom.editorial.restrictions import ProtectedName
from newsroom.editorial.rules import ABOUT_NAMES, Rule
from newsroom.editorial.unspoken import names_in_force, orders_on

log = logging.getLogger(__name__)

NAME_RULES = tuple(rule for rule in ABOUT_NAMES if rule.blocks)
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
    answer: Answer,
) -> bool:
    """Whether a name stands there that is none of those the answer was given about."""
    others = tuple(name for row, name in names.items() if row.pk not in answer.names)
    return bool(others) and finds(rule, passages, others)


def names_somebody(address: str, page: Page) -> bool:
    """Whether an address of this page, such as one it had before, holds a protected name.

    An address that cannot be looked at is taken to hold one.
    """
    now = timezone.now()
    passages = (Passage("slug", "Address", address, prose=False),)
    try:
        about = {order.pk for order in orders_on(page.specific, now)}
        names = tuple(names_in_force(now, in_scope=about).values())
        return any(finds(rule, passages, names) for rule in NAME_RULES)
    except Exception:
        log.exception("Whether an address of page %s holds a name is not known", page.pk)
        return True


def found_by(
    rule: Rule, passages: tuple[Passage, ...], names: Mapping[ProtectedName, Name]
) -> list[int]:
    """The numbers of the names that the rule finds in these words."""
    if not finds(rule, passages, tuple(names.values())):
        return []
    return [row.pk for row, name in names.items() if finds(rule, passages, (name,))]
