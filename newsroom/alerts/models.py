"""Who gets emails about which news, what was mailed, and letters from the public service.

Addresses of readers are in `Subscriber` and, for a day, in `AlertLetter`, and nowhere else. The
public service reads neither: it may add letters, and read the alerts behind a link that it was
given (newsroom/readers/tables.py, decision 0044). How long rows are kept: retention.py.
"""

import hashlib
import uuid
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.alerts.frequencies import Frequency

CONFIRM_WITHIN = timedelta(days=7)
"""How long the link of a confirmation mail works, and an unconfirmed alert is kept."""


class Subscriber(models.Model):
    """One address, with the secret of its links."""

    wagtail_reference_index_ignore = True

    address = models.EmailField(_("email address"), unique=True)
    """In lower case, so that one mailbox has one row."""
    secret = models.CharField(max_length=43, unique=True, editable=False)
    """Random. It is signed in each link, so that the table alone gives nobody a link."""
    made_at = models.DateTimeField(_("since"), default=timezone.now)
    stopped_at = models.DateTimeField(_("stopped by the mail server at"), null=True)
    """When a mail bounced for good, or was reported as unwanted. Nothing is sent from then on."""

    class Meta:
        default_permissions = ("view", "delete")
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")

    def __str__(self) -> str:
        # Logs repeat it, so it is not the address.
        return f"Subscriber {self.pk}"


class AlertQuerySet(models.QuerySet):
    """Alerts, with filters by state."""

    def active(self) -> "AlertQuerySet":
        """The alerts that are mailed."""
        return self.filter(confirmed_at__isnull=False, stopped_at__isnull=True)


class Alert(models.Model):
    """One result of the archive that a subscriber follows. It holds no address."""

    wagtail_reference_index_ignore = True

    # The unique constraint below has an index that begins with it.
    subscriber = models.ForeignKey(
        Subscriber, models.CASCADE, related_name="alerts", db_index=False
    )
    language = models.CharField(max_length=12)
    query = models.TextField(blank=True)
    """The canonical query string of the result, without a page."""
    question = models.CharField(max_length=64)
    """The hash of language and query: equal results are asked of the archive once."""
    frequency = models.CharField(max_length=8, choices=Frequency)
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    link_hash = models.CharField(max_length=64, db_index=True)
    """The hash of the token in the subscriber's links."""
    confirm_hash = models.CharField(max_length=64, blank=True, db_index=True)
    """The hash of the token in the confirmation mail."""

    objects = AlertQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "question"], name="alert_once"),
        ]
        indexes = [
            models.Index(
                fields=["question", "frequency", "id"],
                condition=Q(confirmed_at__isnull=False, stopped_at__isnull=True),
                name="alert_of_question",
            ),
        ]

    def __str__(self) -> str:
        return f"Alert {self.pk}"

    @property
    def is_active(self) -> bool:
        """Whether it is mailed."""
        return self.confirmed_at is not None and self.stopped_at is None

    @property
    def is_pending(self) -> bool:
        """Whether it waits for confirmation."""
        return self.confirmed_at is None and self.stopped_at is None


def question_of(language: str, query: str) -> str:
    """The value of `Alert.question`."""
    return hashlib.sha256(f"{language}?{query}".encode()).hexdigest()


class AlertDelivery(models.Model):
    """One thing to be mailed once to one subscriber: the queue, and the record of what was sent.

    The unique row is the claim. A worker commits `claimed_at` before it hands the mail over, so
    delivery is at most once: what a crash interrupts is never mailed again.
    """

    wagtail_reference_index_ignore = True

    class Kind(models.TextChoices):
        ITEM = "item", "item"
        UPDATE = "update", "update of an item"
        CONFIRM = "confirm", "request for confirmation"
        KNOWN = "known", "note that the alert exists"

    class Outcome(models.TextChoices):
        WAITING = "", "waiting"
        SENT = "sent", "sent"
        REFUSED = "refused", "refused by the mail server"
        UNKNOWN = "unknown", "handed over, with no answer"

    subscriber = models.ForeignKey(
        Subscriber, models.CASCADE, related_name="deliveries", db_index=False
    )
    alert = models.ForeignKey(Alert, models.CASCADE, related_name="deliveries")
    kind = models.CharField(max_length=8, choices=Kind)
    page_id = models.BigIntegerField(default=0)
    about = models.CharField(max_length=64, blank=True)
    """Which update, or the id of the letter that asked for the mail."""
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    edition_number = models.PositiveIntegerField(default=0)
    """Of items, the edition that was mailed."""
    made_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        verbose_name_plural = "alert deliveries"
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber", "kind", "page_id", "about"], name="alert_delivery_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(claimed_at__isnull=True),
                name="alert_delivery_waiting",
            ),
            models.Index(
                fields=["claimed_at"],
                condition=Q(claimed_at__isnull=False),
                name="alert_delivery_claimed",
            ),
            models.Index(
                fields=["claimed_at"],
                condition=Q(claimed_at__isnull=False, outcome=""),
                name="alert_delivery_unanswered",
            ),
            models.Index(fields=["page_id", "kind", "id"], name="alert_delivery_of_page"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.page_id} to subscriber {self.subscriber_id}"


class AlertLetter(models.Model):
    """A request of a reader, as the public service put it into the letter box.

    The key is made here and not by the database: the service may insert a row and read none back.
    """

    wagtail_reference_index_ignore = True

    class Kind(models.TextChoices):
        SUBSCRIBE = "subscribe", "subscribe"
        CONFIRM = "confirm", "confirm"
        CHANGE = "change", "change the frequency"
        STOP = "stop", "stop one alert"
        STOP_ALL = "stop-all", "stop all alerts"
        UNDELIVERABLE = "bounce", "bounce or complaint"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=12, choices=Kind)
    made_at = models.DateTimeField(default=timezone.now)
    address = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=12, blank=True)
    query = models.TextField(blank=True)
    frequency = models.CharField(max_length=8, blank=True)
    token = models.TextField(blank=True)
    alert_id = models.BigIntegerField(null=True)
    network = models.CharField(max_length=50, blank=True)
    """Where a subscription came from, for the limits."""
    handled_at = models.DateTimeField(null=True)
    was_mailed = models.BooleanField(default=False)
    """Whether it led to a mail: such letters count for the limits."""

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["made_at"],
                condition=Q(handled_at__isnull=True),
                name="alert_letter_unread",
            ),
        ]

    def __str__(self) -> str:
        return f"Letter {self.pk}: {self.kind}"


class AlertedEdition(models.Model):
    """An edition whose subscribers have been found."""

    wagtail_reference_index_ignore = True

    edition_id = models.BigIntegerField(primary_key=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Edition {self.edition_id}"
