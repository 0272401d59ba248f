"""The one answer to "is this public?", for everything that starts from pages."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from wagtail.models import Page
from wagtail.query import PageQuerySet

from newsroom.editions.models import Edition
from newsroom.records.binding import covered_by_keys
from newsroom.records.restrictions import ReportingRestriction


class PublishedQuerySet(PageQuerySet):
    """Pages, with the question every outlet must ask."""

    def published(self) -> "PublishedQuerySet":
        """Only what any reader may see at this moment: pages of which an edition is open.

        `live` and the orders in force are asked as well. Neither makes anything public, and both
        close editions by themselves; but a write past the gate, such as an update of a queryset,
        closes none (decision 0022).
        """
        now = timezone.now()
        return self.live().filter(_has_open_edition(now), ~_withheld(now))


def let_through() -> QuerySet[Page]:
    """The pages by which the gate stands, whether or not readers have them at this moment.

    Not asked whether they are live: a write past the gate may say that of none, and closes nothing.
    """
    editions = Edition.objects.let_through().filter(page_id=OuterRef("pk"))
    return Page.objects.filter(Exists(editions))


def _has_open_edition(now: datetime) -> Exists:
    return Exists(Edition.objects.open(now).filter(page_id=OuterRef("pk")))


def _withheld(now: datetime) -> Exists:
    """That an order in force covers the page under which nothing about it may be published."""
    in_force = ReportingRestriction.objects.in_force(now).withholding()
    held = covered_by_keys(in_force.values("pages__translation_key"))
    return Exists(Page.objects.filter(held, pk=OuterRef("pk")))
