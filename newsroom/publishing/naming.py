"""Finding the public pages in which a protected name stands, as the rules find it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import batched
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Page

from newsroom.documents.document import Document
from newsroom.documents.passages import Passage, passages
from newsroom.editorial.facts import Name
from newsroom.editorial.findings import Rule
from newsroom.editorial.unspoken import orders_on
from newsroom.guard.gate_facts import digest_of
from newsroom.guard.name_answers import NAME_RULES, finds, is_outdated
from newsroom.models import Answer, HighProfileCasePage, ProtectedName, ReportingRestriction
from newsroom.pages.base import NewsroomPage
from newsroom.publishing.quick_look import may_name

CHUNK = 200
"""How many pages are in memory at a time."""


def bound(restriction: ReportingRestriction) -> QuerySet[Page]:
    """The pages an order is about: in every language, items of its cases, and aliases of these."""
    return bound_with(restriction.pages.values("pk"))


def bound_with(page_ids: Any) -> QuerySet[Page]:
    """All that an order about these pages, by number, is about."""
    keys = Page.objects.filter(pk__in=page_ids).values("translation_key")
    cases = HighProfileCasePage.objects.filter(translation_key__in=keys).values("pk")
    pages = Page.objects.filter(Q(translation_key__in=keys) | Q(newsitempage__case__in=cases))
    return Page.objects.filter(Q(pk__in=pages.values("pk")) | Q(alias_of__in=pages.values("pk")))


def pages_naming(names: Sequence[ProtectedName], live: Any) -> Iterator[Page]:
    """Those of the pages `live` that the names keep from being public, read in bounded memory.

    Every word of each page is looked at, since a name may be written in ways no database can search
    for; what may hold one is read by the rules. A page stays whose name somebody has answered
    for.
    """
    if not names:
        return
    now = timezone.now()
    orders = {name.restriction for name in names}
    about = {pk for order in orders for pk in bound(order).values_list("pk", flat=True)}
    for chunk in batched(sorted(may_name([name.words for name in names], live, about)), CHUNK):
        for page in Page.objects.filter(pk__in=chunk).specific():
            if is_kept_back(page, names, now):
                yield page


def is_kept_back(page: Any, names: Sequence[ProtectedName], now: datetime) -> bool:
    """Whether one of the names stands in the page, as the rules read it, and nobody answered.

    Pages of Wagtail's own are never public.
    """
    if not isinstance(page, NewsroomPage):
        return False
    about = {order.pk for order in orders_on(page, now)}
    told = {
        name: Name(name.words, name.restriction.source, name.restriction_id in about)
        for name in names
    }
    document = page.as_document()
    read = passages(document)
    return any(
        not (rule.can_be_answered and _is_answered(rule, page, document, read, told))
        for rule in NAME_RULES
        if finds(rule, read, tuple(told.values()))
    )


def _is_answered(
    rule: Rule,
    page: Any,
    document: Document,
    read: tuple[Passage, ...],
    told: dict[ProtectedName, Name],
) -> bool:
    own = Q(page_id=page.pk) | Q(page_id=page.alias_of_id)
    words = digest_of(page, document)
    answer = Answer.objects.filter(own, code=rule.code, digest=words).order_by("-at").first()
    return answer is not None and not is_outdated(rule, read, told, answer)
