"""Sign-off records: clearances, urgent releases, and responses to findings of the gate.

Each row is valid for one digest (see documents/digest.py), and a clearance also for the facts that
the rules were told (see gate/outside_facts.py). When the content or a fact changes, the row no
longer counts, but is kept. Database triggers refuse changes and deletions of rows (migration 0032).
"""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from newsroom.editions.models import Edition
from newsroom.records.release_log import ReleaseLog
from newsroom.records.restrictions import ReportingRestriction

_ENDS = (ReleaseLog.Event.WITHDRAWN, ReleaseLog.Event.TAKEN_DOWN)
"""What ends the sign-off of a page, whatever its words."""


class SignOffRecord(models.Model):
    """What a user did for one digest of a page.

    A row outlives its page and its revision, so it has no database constraint on either.
    """

    # Not a use of the page, so Wagtail does not warn about it when the page is deleted.
    wagtail_reference_index_ignore = True

    page = models.ForeignKey(
        Page,
        models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
        verbose_name=_("page"),
    )
    revision = models.ForeignKey(
        Revision,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        related_name="+",
        verbose_name=_("version"),
    )
    digest = models.CharField(max_length=64, editable=False)
    facts = models.JSONField(null=True, default=None, editable=False)
    """What the rules were told besides the document; None if that is not known."""
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["-at", "-pk"]


class ValidQuerySet(models.QuerySet):
    """Sign-off records, with a filter for valid ones."""

    def valid(self) -> Self:
        """The records that no later withdrawal or release of other content has invalidated.

        Content that was withdrawn or replaced, that an order took down, or that was taken from
        under an order, needs a new sign-off before it can be released. An expiry does not
        invalidate a record, nor does an order that was entered in error.
        """
        ended = _ended_for_good().filter(at__gt=models.OuterRef("at"))
        unbound = ReleaseLog.objects.filter(
            event=ReleaseLog.Event.UNBOUND,
            page_id=models.OuterRef("page_id"),
            at__gt=models.OuterRef("at"),
        )
        return self.filter(
            ~models.Exists(ended), ~models.Exists(unbound), ~models.Exists(_replaced())
        )


def _ended_for_good() -> models.QuerySet[ReleaseLog]:
    """What ended the sign-off of a page: withdrawals, and orders that took it down rightly."""
    found = ReleaseLog.objects.filter(event__in=_ENDS, page_id=models.OuterRef("page_id"))
    return found.exclude(_by_mistake())


def must_be_cleared_as_new(page_id: int) -> ReleaseLog | None:
    """The withdrawal, or the taking down, since which the page has not been public; or None.

    Such a page returns only when it has been cleared again: no urgent release of it is valid.
    """
    about = ReleaseLog.objects.filter(page_id=page_id)
    released = about.filter(event=ReleaseLog.Event.RELEASED, pk__gt=models.OuterRef("pk"))
    found = about.filter(~models.Exists(released), event__in=_ENDS)
    return found.exclude(_by_mistake()).order_by("-at", "-pk").first()


def _by_mistake() -> models.Q:
    """The condition on rows of orders that were entered in error."""
    wrong = ReportingRestriction.objects.filter(entered_in_error=True).values("pk")
    return models.Q(event=ReleaseLog.Event.TAKEN_DOWN, restriction__in=wrong)


def _replaced() -> models.QuerySet[ReleaseLog]:
    """Releases of the page with another digest, after the release of the digest signed off."""
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
    """A lawyer's clearance, or a duty editor's approval, of exactly one digest."""

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
    """Urgent releases, with a filter for those that still need a clearance."""

    def valid(self) -> Self:
        """Those of pages that were not withdrawn, or taken down by an order, at that moment.

        What was withdrawn returns only when it has been cleared as new.
        """
        released_since = ReleaseLog.objects.filter(
            event=ReleaseLog.Event.RELEASED,
            page_id=models.OuterRef("page_id"),
            at__gte=models.OuterRef("at"),
            at__lte=models.OuterRef(models.OuterRef("at")),
        )
        ended = _ended_for_good().filter(at__lte=models.OuterRef("at"))
        return super().valid().filter(~models.Exists(ended.filter(~models.Exists(released_since))))

    def unsettled(self) -> "UrgentReleaseQuerySet":
        """The urgent releases without a later legal clearance by another user.

        The clearance may be of the released digest, of the digest that is public now, or of the
        live revision. A clearance of an unpublished draft does not count.
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
    """A release without legal clearance. It is flagged until another user clears the page."""

    reason = models.TextField(_("why it could not wait"))

    objects = UrgentReleaseQuerySet.as_manager()

    class Meta(SignOffRecord.Meta):
        verbose_name = _("urgent release")
        verbose_name_plural = _("urgent releases")

    def __str__(self) -> str:
        return f"Urgent release, {self.at:%-d %B %Y %H:%M}"


class CheckResponse(SignOffRecord):
    """A user's response to a finding of the gate: a confirmation, or a reason."""

    code = models.CharField(_("finding"), max_length=40)
    words = models.TextField(_("answer"))
    names = models.JSONField(default=list, editable=False)
    """Ids of the protected names that the rule found when the response was given."""

    class Meta(SignOffRecord.Meta):
        verbose_name = _("answer to the gate")
        verbose_name_plural = _("answers to the gate")
        indexes = [models.Index(fields=["page", "digest"], name="answer_for_words")]

    def __str__(self) -> str:
        return f"{self.code}, {self.at:%-d %B %Y %H:%M}"
