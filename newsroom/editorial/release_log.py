"""What went out, what was refused, what was taken down, and who answered what: the record.

Section 3 of the Contempt of Court Act 1981 makes "all reasonable care" a defence: this is where it
is shown. The database itself refuses to change or delete a row (migration 0003).
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from newsroom.editorial.acting import Channel, actor
from newsroom.editorial.restrictions import ReportingRestriction
from newsroom.editorial.unspoken import note_for_record, title_for_record


class ReleaseLog(models.Model):
    """One thing that happened at the gate. It outlives its page and its order: no key binds it."""

    # No use of an order, which Wagtail would warn of when that is deleted.
    wagtail_reference_index_ignore = True

    class Event(models.TextChoices):
        RELEASED = "released", _("Released")
        UPDATED = "updated", _("Update released")
        REFUSED = "refused", _("Refused")
        SCHEDULED = "scheduled", _("Scheduled")
        UNSCHEDULED = "unscheduled", _("Schedule cancelled")
        CLEARED = "cleared", _("Cleared")
        APPROVED = "approved", _("Approved")
        RETURNED = "returned", _("Sent back")
        ANSWERED = "answered", _("Answered")
        URGENT = "urgent", _("Urgent release")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EXPIRED = "expired", _("Expired")
        TAKEN_DOWN = "taken-down", _("Taken down by an order")
        RESTRICTED = "restricted", _("Reporting restriction entered or changed")
        UNRESTRICTED = "unrestricted", _("Reporting restriction ended")

    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)
    event = models.CharField(_("what happened"), max_length=14, choices=Event)
    page_id = models.BigIntegerField(_("number of the page"), null=True, db_index=True)
    title = models.CharField(_("title"), max_length=255, blank=True)
    revision_id = models.BigIntegerField(_("number of the version"), null=True)
    digest = models.CharField(_("digest of the words"), max_length=64, blank=True)
    by = models.CharField(_("by"), max_length=200, blank=True)
    username = models.CharField(_("user name"), max_length=150, blank=True)
    way = models.CharField(_("how"), max_length=40, choices=Channel)
    restriction = models.ForeignKey(
        ReportingRestriction,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        related_name="+",
        verbose_name=_("reporting restriction"),
    )
    findings = models.JSONField(_("what the gate found"), default=list)
    answers = models.JSONField(_("what was answered"), default=dict)
    note = models.TextField(_("reason or note"), blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)
        verbose_name = _("release log entry")
        verbose_name_plural = _("release log")

    def __str__(self) -> str:
        return f"{self.get_event_display()}: {self.title}"


def record(event: str, page: Any = None, **facts: Any) -> ReleaseLog:
    """Write one row, in the name of whoever acts. `facts` are further columns of the row.

    No row repeats a protected name from the title of its page, or from what somebody wrote.
    """
    acting = actor()
    facts = {**facts, "note": note_for_record(facts.get("note", ""), page)}
    if page is not None:
        facts = {
            "page_id": page.pk,
            "title": title_for_record(page),
            "revision_id": page.live_revision_id or page.latest_revision_id,
            **facts,
        }
    return ReleaseLog.objects.create(
        event=event,
        by=acting.name,
        username=acting.user.get_username() if acting.user else "",
        way=acting.way,
        restriction=acting.restriction,
        **facts,
    )


class DeskNotice(models.Model):
    """A message to the desk: written in the transaction it tells of, sent after it."""

    # No use of a page or an order, which Wagtail would warn of when that is deleted.
    wagtail_reference_index_ignore = True

    class Occasion(models.TextChoices):
        """What a notice tells of an order."""

        BEGUN = "begun", _("It has begun")
        CHANGED = "changed", _("It was changed, and has taken down more")
        ENDED = "ended", _("It has ended")

    key = models.CharField(
        max_length=200,
        unique=True,
        null=True,
        blank=True,
        help_text=_("What it is about, if not an order: the same thing is told once."),
    )
    restriction = models.ForeignKey(
        ReportingRestriction,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reporting restriction"),
    )
    occasion = models.CharField(
        _("what it tells of an order"), max_length=8, choices=Occasion, blank=True
    )
    superseded_at = models.DateTimeField(
        _("superseded at"),
        null=True,
        help_text=_("When the order was changed, so that the desk is told again."),
    )
    page = models.ForeignKey(
        Page, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("page")
    )
    subject = models.CharField(_("subject"), max_length=250)
    body = models.TextField(_("message"))
    made_at = models.DateTimeField(_("written at"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    seen_at = models.DateTimeField(_("dealt with at"), null=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("notice to the desk")
        verbose_name_plural = _("notices to the desk")
        constraints = [
            models.UniqueConstraint(
                fields=["restriction", "occasion"],
                condition=models.Q(occasion__in=("begun", "ended"), superseded_at=None),
                name="desk_is_told_of_an_order_once",
            )
        ]

    def __str__(self) -> str:
        return self.subject
