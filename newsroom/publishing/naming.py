"""Finding the public pages in which a protected name stands, as the rules find it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import batched
from typing import Any

from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page

from newsroom.editorial.facts import Facts, Hours, Name, Setting
from newsroom.editorial.rules import RULES, Rule
from newsroom.models import Answer, ProtectedName
from newsroom.pages.base import NewsroomPage
from newsroom.pages.digest import digest
from newsroom.pages.gate_facts import orders_on, words_of
from newsroom.pages.references import files_of

CHUNK = 200
"""How many pages are in memory at a time."""

NAME_RULES = tuple(rule for rule in RULES if rule.blocks and rule.code.startswith("protected-"))
"""Those that keep a page with a protected name from being released."""


def pages_naming(names: Sequence[ProtectedName], live: Any) -> Iterator[Page]:
    """Those of the pages `live` that the names keep from being public, read in bounded memory.

    Every word of each page is read, since a name may be written in ways no database can search
    for. A page stays whose name somebody has answered for since that name was entered.
    """
    if not names:
        return
    now = timezone.now()
    for chunk in batched(list(live.order_by("pk").values_list("pk", flat=True)), CHUNK):
        for page in Page.objects.filter(pk__in=chunk).specific():
            if isinstance(page, NewsroomPage) and _is_kept_back(page, names, now):
                yield page


def _is_kept_back(page: Any, names: Sequence[ProtectedName], now: datetime) -> bool:
    about = {order.pk for order in orders_on(page, now)}
    told = {
        name: Name(name.words, name.restriction.source, name.restriction_id in about)
        for name in names
    }
    facts = Facts(passages=words_of(page, *files_of(page)), names=tuple(told.values()))
    setting = Setting(at=now, now=now, laws=(), hours=Hours())
    broken = [rule for rule in NAME_RULES if _finds(rule, facts, setting)]
    return any(not rule.can_be_answered for rule in broken) or any(
        not _is_answered(rule, page, told, facts, setting) for rule in broken
    )


def _finds(rule: Rule, facts: Facts, setting: Setting) -> bool:
    return next(iter(rule.find(facts, setting)), None) is not None


def _is_answered(
    rule: Rule, page: Any, told: dict[ProtectedName, Name], facts: Facts, setting: Setting
) -> bool:
    own = Q(page_id=page.pk) | Q(page_id=page.alias_of_id)
    given = Answer.objects.filter(own, code=rule.code, digest=digest(page)).order_by("-at")
    answered_at = given.values_list("at", flat=True).first()
    open_still = tuple(
        name for row, name in told.items() if answered_at is None or answered_at < row.added_at
    )
    return not _finds(rule, Facts(passages=facts.passages, names=open_still), setting)
