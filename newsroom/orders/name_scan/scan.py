"""Finds the public pages that contain a protected name, according to the rules.

Both the page and its edition are read: they differ after a write that bypassed the gate.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import batched
from typing import Any

from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page

from newsroom.documents.passages import Passage, passages
from newsroom.documents.texts import PLACES
from newsroom.editions.models import Edition, current_edition
from newsroom.gate.document_texts import document_texts
from newsroom.gate.name_answers import NAME_RULES, finds, is_outdated
from newsroom.gate.page_facts import digest_of
from newsroom.models import CheckResponse, ProtectedName
from newsroom.orders.name_scan.prefilter import may_name
from newsroom.pages.base import NewsroomPage
from newsroom.records.binding import pages_covered_by
from newsroom.records.orders_in_force import orders_covering
from newsroom.rules.facts import Name
from newsroom.rules.findings import Rule

CHUNK = 200
"""How many pages are loaded into memory at a time."""


def pages_naming(names: Sequence[ProtectedName], live: Any) -> Iterator[Page]:
    """Yield those pages of the queryset `live` that must be unpublished because of these names.

    All stored text of each page is searched in Python, because the database cannot search for every
    spelling of a name. The rules then check the pages that may contain one. A page is not yielded
    if a valid check response accepts the name. Memory use is bounded by `CHUNK`.
    """
    if not names:
        return
    now = timezone.now()
    orders = {name.restriction for name in names}
    about = {pk for order in orders for pk in pages_covered_by(order).values_list("pk", flat=True)}
    for chunk in batched(sorted(may_name([name.words for name in names], live, about)), CHUNK):
        for page in Page.objects.filter(pk__in=chunk).specific():
            if is_kept_back(page, names, now):
                yield page


def is_kept_back(page: Any, names: Sequence[ProtectedName], now: datetime) -> bool:
    """Whether a rule finds one of the names in the page, and no valid check response accepts it.

    False for Wagtail's own page types, which are never public.
    """
    if not isinstance(page, NewsroomPage):
        return False
    about = {order.pk for order in orders_covering(page, now)}
    protected = {
        name: Name(name.words, name.restriction.source, name.restriction_id in about)
        for name in names
    }
    return any(
        not (rule.can_be_answered and _is_answered(rule, page, words, read, protected))
        for words, read in _versions(page)
        for rule in NAME_RULES
        if finds(rule, read, tuple(protected.values()))
    )


def _versions(page: Any) -> Iterator[tuple[str, tuple[Passage, ...]]]:
    """The digest and the passages of the page, then of its edition where that differs."""
    document = page.as_document()
    own = (*passages(document), *document_texts(document).passages)
    yield digest_of(page, document), own
    edition = current_edition(page.pk)
    if edition is not None and edition.closed_why != Edition.Closed.UNOPENED:
        above = edition.address.rstrip("/").rpartition("/")[0]
        cleared = edition.as_document()
        shown = (
            *passages(cleared),
            *document_texts(cleared).passages,
            Passage("slug", PLACES["slug"], above, False),
        )
        yield edition.digest, tuple(passage for passage in shown if passage not in own)


def _is_answered(
    rule: Rule,
    page: Any,
    digest: str,
    read: tuple[Passage, ...],
    protected: dict[ProtectedName, Name],
) -> bool:
    own = Q(page_id=page.pk) | Q(page_id=page.alias_of_id)
    answer = (
        CheckResponse.objects.filter(own, code=rule.code, digest=digest).order_by("-at").first()
    )
    return answer is not None and not is_outdated(rule, read, protected, answer)
