"""The outbox of notices to the desk. A row is kept after it is mailed and dealt with."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from newsroom.records.restrictions import ReportingRestriction


class DeskNotice(models.Model):
    """A notice to the desk.

    It is saved in the transaction that it is about, and mailed after the commit.
    """

    # Not a use of the page or order, so Wagtail does not warn about it when they are deleted.
    wagtail_reference_index_ignore = True

    class Occasion(models.TextChoices):
        """What happened to the order."""

        BEGUN = "begun", _("It has begun")
        CHANGED = "changed", _("It was changed, and has taken down more")
        ENDED = "ended", _("It has ended")

    class Audience(models.TextChoices):
        """Who is written to."""

        DESK = "desk", _("The desk")
        LAWYERS = "lawyers", _("The lawyers")
        LAWYERS_READ = "lawyers-read", _("The lawyers, until one of them has read it")

    audience = models.CharField(
        _("for whom"),
        max_length=12,
        choices=Audience,
        default=Audience.DESK,
        db_default=Audience.DESK,
    )
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
    also = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    """Who gets the mail besides the desk."""
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
