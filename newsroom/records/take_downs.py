"""What orders have taken down, page by page, and how an order entered in error is undone.

The rows are the progress of work that may be interrupted at any point. Whoever runs next goes on
where it stopped (`orders/taking_down.py`, `orders/undoing.py`).
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.records.restrictions import ReportingRestriction


class TakeDown(models.Model):
    """The work that follows from entering or widening one order, or from its beginning."""

    # Not a use of the order, so Wagtail does not warn about it when the order is deleted.
    wagtail_reference_index_ignore = True

    restriction = models.ForeignKey(
        ReportingRestriction, models.SET_NULL, null=True, related_name="take_downs"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    """Who entered or changed the order; None when it began by the clock."""
    started_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)
    """When the editions of all pages had closed that the order covers or the index found."""
    searched_to = models.BigIntegerField(default=0)
    """The id of the last page whose stored text was searched for the names."""
    searched_at = models.DateTimeField(null=True)
    """When that search was complete."""
    told_at = models.DateTimeField(null=True)
    """When the desk was told for the first time."""
    finished_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["id"],
                condition=models.Q(finished_at__isnull=True),
                name="take_down_unfinished",
            )
        ]

    def __str__(self) -> str:
        return f"Take-down {self.pk}"


class TakenDownPage(models.Model):
    """One page of a take-down. It has no foreign key to the page, which may be deleted."""

    class State(models.TextChoices):
        CLOSED = "closed", _("Readers do not see it; it waits to be unpublished")
        DOWN = "down", _("Taken down")
        LEFT = "left", _("Left alone: it was released or withdrawn meanwhile")
        RESTORED = "restored", _("Public again, because the order was entered in error")
        REFUSED = "refused", _("Stays down")

    take_down = models.ForeignKey(TakeDown, models.CASCADE, related_name="pages")
    page_id = models.BigIntegerField()
    edition_id = models.BigIntegerField()
    """The edition that was open, or hidden by a view restriction."""
    revision_id = models.BigIntegerField(null=True)
    """The live revision, if there was one."""
    schedules = models.JSONField(default=dict)
    """When revisions of the page were to be published: ISO time by id. Unpublishing cancels it."""
    blockers = models.JSONField(null=True)
    """The codes of what the gate found in the page just before it was unpublished."""
    state = models.CharField(max_length=8, choices=State, default=State.CLOSED)
    is_told = models.BooleanField(default=False)
    """Whether the desk has been told that the page came down."""
    reason = models.TextField(blank=True)
    """Why the page stays down."""

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["take_down", "page_id"], name="taken_down_once")
        ]

    def __str__(self) -> str:
        return f"Page {self.page_id}: {self.get_state_display()}"


class OrderUndo(models.Model):
    """An order that somebody says was entered in error: asked for, then confirmed by another."""

    wagtail_reference_index_ignore = True

    restriction = models.OneToOneField(ReportingRestriction, models.CASCADE, related_name="undo")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=250)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Undo of order {self.restriction_id}"


def pages_taken_down_by(restriction: ReportingRestriction) -> Any:
    """The rows of all pages that this order has taken down."""
    return TakenDownPage.objects.filter(take_down__restriction=restriction)
