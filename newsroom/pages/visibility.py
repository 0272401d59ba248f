"""The one answer to "is this public?", asked by everything that shows a page."""

from datetime import datetime

from django.db import models
from django.db.models.functions import Left, Length
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

from newsroom.editorial.release_log import GatePass
from newsroom.editorial.restrictions import ReportingRestriction


class PublishedQuerySet(PageQuerySet):
    """Pages, with the question every outlet must ask."""

    def published(self) -> "PublishedQuerySet":
        """Only what any reader may see at this moment.

        All of it in one query: that the gate let its words through; the clock, since a page that
        has expired stays live until a timer has run; the view restrictions of the page and of all
        above it; and the courts' orders about it or its case, from their very second on.
        """
        now = timezone.now()
        passed = GatePass.objects.filter(page=models.OuterRef("pk"))
        not_expired = models.Q(expire_at__isnull=True) | models.Q(expire_at__gt=now)
        # A page's path begins with the paths of all above it.
        restricted = PageViewRestriction.objects.filter(
            page__path=Left(models.OuterRef("path"), Length("page__path"))
        )
        return self.live().filter(
            models.Exists(passed), not_expired, ~models.Exists(restricted), ~_withheld(now)
        )


def _withheld(now: datetime) -> models.Q:
    """The pages about which an order lets nothing be published, in whichever language."""
    orders = ReportingRestriction.objects.in_force(now).withholding()
    about = orders.filter(pages__isnull=False).values("pages__translation_key")
    cases = Page.objects.filter(
        highprofilecasepage__isnull=False, translation_key__in=about
    ).values("pk")
    items = Page.objects.filter(newsitempage__case__in=cases).values("pk")
    return models.Q(translation_key__in=about) | models.Q(pk__in=items)
