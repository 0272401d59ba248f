"""What an order would take down, found out before it is saved."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from itertools import batched

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from wagtail.models import Page

from newsroom.gate.visibility import let_through
from newsroom.models import Edition, ProtectedName, ReportingRestriction
from newsroom.orders.name_scan.scan import NameSearch
from newsroom.records.binding import pages_covered_with

SECONDS = 2.0
"""How long the search may take. What it does not reach is found once the order is saved."""
READ = 500
"""How many pages are read at a time."""
MANY = 10
"""More pages than this need a second confirmation."""


@dataclass(frozen=True)
class Consequences:
    """The public pages that an order would take down."""

    page_ids: tuple[int, ...]
    is_complete: bool = True
    """Whether all pages that the index found were read."""

    @property
    def number(self) -> int:
        """How many pages."""
        return len(self.page_ids)

    @property
    def are_many(self) -> bool:
        """Whether a second confirmation is needed."""
        return self.number > MANY

    @property
    def fingerprint(self) -> str:
        """Tells one set of pages from another: what a person has confirmed."""
        return sha256(",".join(map(str, self.page_ids)).encode()).hexdigest()[:16]

    def pages(self, most: int) -> list[Page]:
        """So many of the pages, by title."""
        return list(Page.objects.filter(pk__in=self.page_ids).order_by("title", "pk")[:most])


def consequences(
    order: ReportingRestriction, chosen: Iterable[int], names: Iterable[ProtectedName]
) -> Consequences:
    """What the order takes down once it is in force, if it named these pages and these names.

    `order` has its effect, kind and court as they would be saved; `chosen` are ids of pages. Names
    that are not stored yet have keys that no stored name has, so that no answer accepts them.
    """
    about = frozenset(pages_covered_with(list(chosen)).values_list("pk", flat=True))
    found: set[int] = set()
    if order.withholds():
        found.update(_still_up().filter(pk__in=about).values_list("pk", flat=True))
    search = NameSearch(tuple(names), order.source, about)
    over = time.monotonic() + SECONDS
    for some in batched(search.candidates(), READ):
        if time.monotonic() >= over:
            return Consequences(tuple(sorted(found)), is_complete=False)
        live = _still_up().filter(pk__in=set(some) - found)
        found.update(page.pk for page in search.in_text(live))
    return Consequences(tuple(sorted(found)))


def _still_up() -> QuerySet[Page]:
    """The pages that have passed the gate, without those that the clock has closed already."""
    over = Edition.objects.filter(
        page_id=OuterRef("pk"), closed_why="", closes_at__lte=timezone.now()
    )
    return let_through().filter(~Exists(over))
