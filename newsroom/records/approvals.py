"""Who stood up for which words: clearances, urgent releases, and answers to what the gate asks.

Each row belongs to the digest of the words it was given for (see documents/digest.py): when the
words change it no longer holds, and is kept for the record.
"""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from newsroom.editions.models import Edition
from newsroom.records.release_log import ReleaseLog


class SignOffRecord(models.Model):
    """What a named person did for one version of a page."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="+", verbose_name=_("page"))
    revision = models.ForeignKey(
        Revision, models.SET_NULL, null=True, related_name="+", verbose_name=_("version")
    )
    digest = models.CharField(max_length=64, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["-at", "-pk"]


class ValidQuerySet(models.QuerySet):
    """What people gave, by whether it still holds."""

    def valid(self) -> Self:
        """Those that neither a withdrawal nor a correction has ended.

        What was withdrawn, or public until other words took its place, is read again before it
        returns. A page that an order took down, or that expired, was not withdrawn.
        """
        withdrawn = ReleaseLog.objects.filter(
            event=ReleaseLog.Event.WITHDRAWN,
            page_id=models.OuterRef("page_id"),
            at__gt=models.OuterRef("at"),
        )
        return self.filter(~models.Exists(withdrawn), ~models.Exists(_replaced()))


def _replaced() -> models.QuerySet[ReleaseLog]:
    """Releases of other words of the page, after those that somebody stood up for went out."""
    given = {"page_id": models.OuterRef("page_id"), "at__gte": models.OuterRef("at")}
    released = ReleaseLog.objects.filter(event=ReleaseLog.Event.RELEASED)
    went_out = released.filter(
        page_id=models.OuterRef("page_id"),
        digest=models.OuterRef(models.OuterRef("digest")),
        at__gte=models.OuterRef(models.OuterRef("at")),
        pk__lt=models.OuterRef("pk"),
    )
    others = released.filter(~models.Q(digest=models.OuterRef("digest")), **given)
    return others.filter(models.Exists(went_out))


class Clearance(SignOffRecord):
    """A lawyer's clearance, or an editor's approval, of exactly these words."""

    class Step(models.TextChoices):
        LEGAL = "legal", _("Legal clearance")
        EDITORIAL = "editorial", _("Editorial approval")

    step = models.CharField(_("step"), max_length=10, choices=Step)
    comment = models.TextField(_("comment"), blank=True)

    objects = ValidQuerySet.as_manager()

    class Meta(SignOffRecord.Meta):
        verbose_name = _("clearance")
        verbose_name_plural = _("clearances")
        indexes = [models.Index(fields=["page", "step", "digest"], name="clearance_of_words")]

    def __str__(self) -> str:
        return f"{self.get_step_display()}, {self.at:%-d %B %Y %H:%M}"


class UrgentReleaseQuerySet(ValidQuerySet):
    """Urgent releases, by whether somebody else has looked at them since."""

    def unsettled(self) -> "UrgentReleaseQuerySet":
        """Those whose words, or what readers get by now, nobody else has cleared since.

        A later draft, though cleared, is not what went out.
        """
        public = Edition.objects.open().filter(page_id=models.OuterRef("page")).values("digest")
        cleared = Clearance.objects.filter(
            models.Q(digest=models.OuterRef("digest"))
            | models.Q(digest__in=public)
            | models.Q(revision=models.F("page__live_revision")),
            page=models.OuterRef("page"),
            step=Clearance.Step.LEGAL,
            at__gte=models.OuterRef("at"),
        ).exclude(by=models.OuterRef("by"))
        return self.filter(~models.Exists(cleared))


class UrgentRelease(SignOffRecord):
    """A release without legal clearance: flagged until somebody else clears the page."""

    reason = models.TextField(_("why it could not wait"))

    objects = UrgentReleaseQuerySet.as_manager()

    class Meta(SignOffRecord.Meta):
        verbose_name = _("urgent release")
        verbose_name_plural = _("urgent releases")

    def __str__(self) -> str:
        return f"Urgent release, {self.at:%-d %B %Y %H:%M}"


class CheckResponse(SignOffRecord):
    """What somebody answered to a finding of the gate: a confirmation, or a reason."""

    code = models.CharField(_("finding"), max_length=40)
    words = models.TextField(_("answer"))
    names = models.JSONField(default=list, editable=False)
    """The numbers of the protected names it is about: those that stood there when it was given."""

    class Meta(SignOffRecord.Meta):
        verbose_name = _("answer to the gate")
        verbose_name_plural = _("answers to the gate")
        indexes = [models.Index(fields=["page", "digest"], name="answer_for_words")]

    def __str__(self) -> str:
        return f"{self.code}, {self.at:%-d %B %Y %H:%M}"
