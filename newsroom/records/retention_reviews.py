"""When each item is to be reviewed, what was decided, and the permit under which words are erased.

The days come from `retention/review_dates.py`. A decision that is carried out is a record: database
triggers refuse to change or delete it (migration 0064).
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from newsroom.records.encrypted_field import EncryptedTextField
from newsroom.rules.retention import Outcome
from newsroom.years import sensible_year


class OutcomeChoice(models.TextChoices):
    """The words for an `Outcome`."""

    CLEARED = Outcome.CLEARED, _("Acquitted, quashed or discontinued")
    FINED = Outcome.FINED, _("Fined")
    SENTENCED = Outcome.SENTENCED, _("Sentenced")
    CONVICTED = Outcome.CONVICTED, _("Convicted, no sentence told")
    OPEN = Outcome.OPEN, _("Proceedings whose end was not told")
    NONE = Outcome.NONE, _("About no case")


class RetentionReviewQuerySet(models.QuerySet):
    """Review days, with a filter for those that have come."""

    def due(self) -> "RetentionReviewQuerySet":
        """Those whose day has come, the longest overdue first."""
        return self.filter(due_on__lte=timezone.localdate()).order_by("due_on", "pk")


class RetentionReview(models.Model):
    """When one item is to be reviewed, and why then."""

    wagtail_reference_index_ignore = True

    page = models.OneToOneField(
        Page, models.CASCADE, primary_key=True, related_name="+", verbose_name=_("item")
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=OutcomeChoice)
    outcome_on = models.DateField(_("day of the outcome"))
    event = models.CharField(max_length=60)
    """The stage and its moment from which the outcome follows."""
    said = models.CharField(_("said by the desk"), max_length=10, choices=OutcomeChoice, blank=True)
    """What the desk says that the outcome is, as long as `event` is `said_of`."""
    said_of = models.CharField(max_length=60, blank=True)
    months = models.PositiveSmallIntegerField(_("months"))
    source = models.TextField(_("yardstick"))
    """Who says when an item is to be reviewed."""
    kept_until = models.DateField(_("kept until"), null=True)
    """The next review, if it was decided to keep the item, as long as `event` is `kept_of`."""
    kept_of = models.CharField(max_length=60, blank=True)
    due_on = models.DateField(_("review"), db_index=True)

    objects = RetentionReviewQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        verbose_name = _("retention review")
        verbose_name_plural = _("retention reviews")

    def __str__(self) -> str:
        return f"Review of page {self.pk} on {self.due_on:%-d %B %Y}"

    @property
    def is_due(self) -> bool:
        """Whether its day has come."""
        return self.due_on <= timezone.localdate()

    @property
    def is_kept(self) -> bool:
        """Whether the day is that of a decision to keep the item."""
        return bool(self.kept_until) and self.kept_of == self.event


class RetentionDecisionQuerySet(models.QuerySet):
    """Decisions, with filters by state."""

    def waiting(self) -> "RetentionDecisionQuerySet":
        """Those that a second person has not confirmed or declined yet."""
        return self.filter(finished_at=None, declined_at=None)

    def erased(self) -> "RetentionDecisionQuerySet":
        """Those by which words were removed."""
        return self.filter(finished_at__isnull=False).exclude(kind=RetentionDecision.Kind.KEEP)


class RetentionDecision(models.Model):
    """What was decided about one item, by whom and why. It outlives the item and names nobody."""

    class Kind(models.TextChoices):
        KEEP = "keep", _("Keep it")
        ANONYMISE = "anonymise", _("Anonymise it in place")
        REMOVE = "remove", _("Remove it")

    class LegalReason(models.TextChoices):
        ACCURACY = "accuracy", _("UK GDPR, Article 5(1)(d): acquitted, quashed or discontinued")
        STORAGE = "storage", _("UK GDPR, Article 5(1)(e): kept for as long as was needed")
        ERASURE = "erasure", _("UK GDPR, Article 17: a request for erasure was upheld")
        SPENT = "spent", _("Rehabilitation of Offenders Act 1974: the conviction is spent")
        COURT = "court", _("An order of a court that these words be deleted")

    page_id = models.BigIntegerField(_("number of the page"), db_index=True)
    kind = models.CharField(_("decision"), max_length=10, choices=Kind)
    legal_reason = models.CharField(
        _("legal reason"), max_length=10, choices=LegalReason, blank=True
    )
    reason = models.TextField(_("reason"))
    next_review = models.DateField(_("next review"), null=True, validators=[sensible_year])
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed at"), default=timezone.now)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    declined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    declined_at = models.DateTimeField(null=True)
    words = EncryptedTextField(blank=True, default="")
    """As JSON, what is to go and what is to stand instead; emptied when it is done."""
    marks = models.JSONField(default=dict)
    """Keyed digests of what went, by which traces are found (retention/marks.py)."""
    places = models.JSONField(default=list)
    """How many rows of each table lost words: pairs of label and number."""
    finished_at = models.DateTimeField(null=True)

    objects = RetentionDecisionQuerySet.as_manager()

    class Meta:
        default_permissions = ("add", "change", "view")
        ordering = ["-proposed_at", "-pk"]
        verbose_name = _("retention decision")
        verbose_name_plural = _("retention decisions")
        constraints = [
            models.UniqueConstraint(
                fields=["page_id"],
                condition=Q(finished_at=None, declined_at=None),
                name="retention_one_waiting",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("proposed_by")),
                name="retention_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: page {self.page_id}"


class ErasurePermit(models.Model):
    """Lets one transaction take words out of the records of one page, and nothing else.

    The database asks for it before it lets a record change (migration 0064), and refuses a permit
    without a decision that a second person has confirmed. It is deleted before the commit.
    """

    page_id = models.BigIntegerField(primary_key=True)
    decision = models.ForeignKey(RetentionDecision, models.PROTECT, related_name="+")
    transaction_id = models.BigIntegerField(null=True, editable=False)
    """On PostgreSQL the number of the transaction, which the database writes itself."""

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Permit for page {self.page_id}"
