"""Reporting restrictions: court orders and statutory anonymity, with their protected names.

They are plain rows, outside the revisions of a page, so that an order also covers a revision that
was saved before it was made.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from newsroom.choices import OrderKind
from newsroom.records.binding import keys_of
from newsroom.records.encrypted_field import EncryptedTextField
from newsroom.years import sensible_year

kept_bound = Signal()
"""Sent when a page stays under an order that would cover it no longer, with `page` and `order`."""


class RestrictionQuerySet(models.QuerySet):
    """Reporting restrictions, with filters by time, effect and page."""

    def in_force(self, at: datetime) -> "RestrictionQuerySet":
        """The orders in force at this moment. One without `ends_at` lasts until a user ends it."""
        return self.current_or_upcoming(at).filter(starts_at__lte=at)

    def current_or_upcoming(self, at: datetime) -> "RestrictionQuerySet":
        """The orders that are in force at this moment or begin later."""
        return self.filter(
            models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=at),
            models.Q(ended_at__isnull=True) | models.Q(ended_at__gt=at),
        )

    def withholding(self) -> "RestrictionQuerySet":
        """The orders under which nothing about their items and cases may be published."""
        return self.filter(effect=ReportingRestriction.Effect.EVERYTHING)

    def covering(self, page: Page) -> "RestrictionQuerySet":
        """The orders that cover this page, as it is in memory."""
        return self.naming(keys_of(page))

    def naming(self, keys: Any) -> "RestrictionQuerySet":
        """The orders that name a page with one of these translation keys, in any language."""
        return self.filter(pages__translation_key__in=keys).distinct()


class ReportingRestriction(models.Model):
    """A reporting restriction: what must not be reported, by which order or Act, and until when."""

    Kind = OrderKind

    class Effect(models.TextChoices):
        EVERYTHING = "everything", _("Nothing about these items and cases may be published")
        NAMES = "names", _("The protected names must not appear")

    SOURCES = {
        Kind.POSTPONED: "Contempt of Court Act 1981, section 4(2)",
        Kind.NAME_WITHHELD: "Contempt of Court Act 1981, section 11",
        Kind.CHILD: "Youth Justice and Criminal Evidence Act 1999, section 45",
        Kind.CHILD_FOR_LIFE: "Youth Justice and Criminal Evidence Act 1999, section 45A",
        Kind.ADULT_WITNESS: "Youth Justice and Criminal Evidence Act 1999, section 46",
        Kind.YOUTH_COURT: "Children and Young Persons Act 1933, section 49",
        Kind.ANONYMITY: "Sexual Offences (Amendment) Act 1992, section 1",
        Kind.OTHER: "Order of the court",
    }

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    court = models.CharField(
        _("court"), max_length=150, blank=True, help_text=_("For example: Leeds Crown Court")
    )
    covers = models.TextField(
        _("what it covers"),
        help_text=_(
            "In words the whole desk may read. Protected names do not belong here: "
            "enter them below."
        ),
    )
    effect = models.CharField(_("what it forbids"), max_length=12, choices=Effect)
    pages = models.ManyToManyField(
        Page,
        blank=True,
        related_name="reporting_restrictions",
        verbose_name=_("items and cases"),
        help_text=_("A case stands for all its items, also those still to be written."),
    )
    starts_at = models.DateTimeField(_("from"), validators=[sensible_year], default=timezone.now)
    ends_at = models.DateTimeField(
        _("until"),
        validators=[sensible_year],
        null=True,
        blank=True,
        help_text=_("If the order names a day."),
    )
    until_event = models.CharField(
        _("or until this happens"),
        max_length=200,
        blank=True,
        help_text=_("For example: the verdict in the second trial. Somebody then ends it by hand."),
    )
    public_wording = models.TextField(
        _("wording for journalists"),
        blank=True,
        help_text=_(
            "What the case’s page says of an order that protects names. Empty: it says nothing. "
            "While nothing about a case may be published, it has no page to say so on."
        ),
    )
    made_at = models.DateTimeField(_("entered at"), auto_now_add=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("entered by"),
    )
    ended_at = models.DateTimeField(_("ended at"), null=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("ended by"),
    )
    end_reason = models.CharField(_("why it ended"), max_length=250, blank=True, editable=False)
    entered_in_error = models.BooleanField(_("entered in error"), default=False, editable=False)

    objects = RestrictionQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-pk"]
        verbose_name = _("reporting restriction")
        verbose_name_plural = _("reporting restrictions")

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        """Raise ValidationError when the order would end before it begins."""
        super().clean()
        if self.ends_at and self.starts_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("The order would end before it begins.")})

    @property
    def source(self) -> str:
        """The Act and section, with the court if one is entered."""
        act = self.SOURCES[self.Kind(self.kind)]
        return f"{act} ({self.court})" if self.court else act

    @property
    def label(self) -> str:
        """The order in one line: kind, court, and until when."""
        kind = str(self.get_kind_display())
        return ", ".join(filter(None, (kind, self.court, self.until)))

    @property
    def until(self) -> str:
        """When the order ends, as text in London time; empty when no end is known."""
        if self.ends_at:
            day = timezone.localtime(self.ends_at)
            return f"until {day:%A %-d %B %Y, %H:%M}"
        return f"until {self.until_event}" if self.until_event else ""

    def withholds(self) -> bool:
        """Whether nothing about its items and cases may be published."""
        return self.effect == self.Effect.EVERYTHING

    def is_current_or_upcoming(self, at: datetime) -> bool:
        """Whether it is in force at this moment, or still to begin."""
        ends = [end for end in (self.ends_at, self.ended_at) if end is not None]
        return all(at < end for end in ends)

    def is_in_force(self, at: datetime) -> bool:
        """Whether it is in force at this moment."""
        return self.starts_at <= at and self.is_current_or_upcoming(at)


class ProtectedName(models.Model):
    """A name that must not be published. Only the rules and administrators read it."""

    restriction = models.ForeignKey(
        ReportingRestriction,
        models.CASCADE,
        related_name="names",
        verbose_name=_("reporting restriction"),
    )
    words = EncryptedTextField(_("name"))
    added_at = models.DateTimeField(_("added at"), auto_now_add=True, editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("protected name")
        verbose_name_plural = _("protected names")

    def __str__(self) -> str:
        """The id and never the name, because this text appears in logs, lists and messages."""
        return f"Protected name {self.pk}"
