"""The one answer to "is this public?", asked by everything that shows a page."""

from django.db import models
from django.db.models.functions import Left, Length
from django.utils import timezone
from wagtail.models import PageViewRestriction
from wagtail.query import PageQuerySet


class PublishedQuerySet(PageQuerySet):
    """Pages, with the question every outlet must ask."""

    def published(self) -> "PublishedQuerySet":
        """Only what any reader may see at this moment.

        The clock is asked, since a page that has expired stays live until a timer has run; and
        so are the view restrictions of the page and of all above it, in the same query.
        """
        not_expired = models.Q(expire_at__isnull=True) | models.Q(expire_at__gt=timezone.now())
        # A page's path begins with the paths of all above it.
        restricted = PageViewRestriction.objects.filter(
            page__path=Left(models.OuterRef("path"), Length("page__path"))
        )
        return self.live().filter(not_expired, ~models.Exists(restricted))
