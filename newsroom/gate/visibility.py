"""Querysets of public pages: the one answer to "is this public?" for code that has pages."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from wagtail.models import Page
from wagtail.query import PageQuerySet

from newsroom.editions.models import Edition
from newsroom.records.binding import covered_by_keys
from newsroom.records.restrictions import ReportingRestriction


class PublishedQuerySet(PageQuerySet):
    """Pages, with a filter for public ones."""

    def published(self) -> "PublishedQuerySet":
        """The pages with an open edition.

        Filters by `live` and by orders in force as well. Both normally close editions, but a write
        that bypasses the gate, such as `QuerySet.update()`, does not (decision 0022).
        """
        now = timezone.now()
        return self.live().filter(_has_open_edition(now), ~_withheld(now))


def let_through() -> QuerySet[Page]:
    """The pages whose current edition has passed the gate, whether or not it is open now.

    Does not filter by `live`: a write that bypasses the gate may clear it without closing the
    edition.
    """
    editions = Edition.objects.let_through().filter(page_id=OuterRef("pk"))
    return Page.objects.filter(Exists(editions))


def _has_open_edition(now: datetime) -> Exists:
    return Exists(Edition.objects.open(now).filter(page_id=OuterRef("pk")))


def _withheld(now: datetime) -> Exists:
    """The condition that an order in force withholds the page."""
    in_force = ReportingRestriction.objects.in_force(now).withholding()
    held = covered_by_keys(in_force.values("pages__translation_key"))
    return Exists(Page.objects.filter(held, pk=OuterRef("pk")))
