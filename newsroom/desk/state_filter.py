"""The states by which lists of pages are filtered, as conditions.

A page may be in several: public, with a draft beside it that is in review.
"""

from datetime import datetime

from django.db import models
from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision, WorkflowState

from newsroom.editions.models import Edition


class StateToFilter(models.TextChoices):
    """A state of a page."""

    DRAFT = "draft", _("Not public yet")
    IN_REVIEW = "in-review", _("In review")
    SCHEDULED = "scheduled", _("Scheduled")
    PUBLIC = "public", _("Public")
    CHANGED = "changed", _("Draft beside what is public")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")
    ORDER = "order", _("Hidden by an order")
    HIDDEN = "hidden", _("Hidden from readers")


_CLOSED = {
    StateToFilter.WITHDRAWN: Edition.Closed.WITHDRAWN,
    StateToFilter.EXPIRED: Edition.Closed.EXPIRED,
    StateToFilter.ORDER: Edition.Closed.ORDER,
    StateToFilter.HIDDEN: Edition.Closed.RESTRICTED,
}
"""The states in which the last edition of a page was closed, with the reason."""


def in_state(state: StateToFilter, now: datetime) -> Q:
    """The condition that a page is in a state at `now`, an aware moment."""
    match state:
        case StateToFilter.DRAFT:
            ever = Edition.objects.filter(page_id=OuterRef("pk"))
            return Q(~Exists(ever), live=False)
        case StateToFilter.IN_REVIEW:
            return Q(pk__in=_in_review())
        case StateToFilter.SCHEDULED:
            return Q(pk__in=_scheduled())
        case StateToFilter.PUBLIC:
            return Q(Exists(Edition.objects.open(now).filter(page_id=OuterRef("pk"))))
        case StateToFilter.CHANGED:
            return Q(live=True, has_unpublished_changes=True)
    return Q(pk__in=_closed(_CLOSED[state], now).values("page_id"))


def _closed(why: Edition.Closed, now: datetime) -> QuerySet[Edition]:
    later = Edition.objects.filter(page_id=OuterRef("page_id"), number__gt=OuterRef("number"))
    closed, by_clock = Q(closed_why=why), Q(closed_why="", closes_at__lte=now)
    over = Exists(Page.objects.filter(pk=OuterRef("page_id"), expire_at__lte=now))
    if why == Edition.Closed.EXPIRED:
        closed |= by_clock & Q(over)
    elif why == Edition.Closed.ORDER:
        closed |= by_clock & ~Q(over)
    return Edition.objects.filter(closed, ~Exists(later))


def _in_review() -> QuerySet:
    page = Cast("object_id", BigIntegerField())
    running = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS)
    of_pages = running.filter(base_content_type__app_label="wagtailcore")
    return of_pages.annotate(about=page).values_list("about", flat=True)


def _scheduled() -> QuerySet:
    due = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    return due.annotate(about=Cast("object_id", BigIntegerField())).values_list("about", flat=True)
