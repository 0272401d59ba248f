"""Forgets what is not needed any more. Personal data: the periods are promised to readers."""

from datetime import datetime, timedelta

from newsroom.alerts import limits
from newsroom.alerts.collecting import NEWS
from newsroom.alerts.models import (
    CONFIRM_WITHIN,
    Alert,
    AlertDelivery,
    AlertedEdition,
    AlertLetter,
    Subscriber,
)

UNSUBSCRIBED_KEPT = timedelta(days=28)
LETTERS_KEPT = limits.LONGEST
MAILED_KEPT = timedelta(days=180)
"""How long it is known who was mailed an item, so that they get its corrections."""
ANSWERED_WITHIN = timedelta(days=1)


def forget(now: datetime) -> None:
    """Delete what is over. Idempotent."""
    AlertLetter.objects.filter(handled_at__lt=now - LETTERS_KEPT).delete()
    Alert.objects.filter(confirmed_at=None, made_at__lte=now - CONFIRM_WITHIN).delete()
    Alert.objects.filter(stopped_at__lte=now - UNSUBSCRIBED_KEPT).delete()
    Subscriber.objects.filter(alerts=None).exclude(stopped_at__gt=now - UNSUBSCRIBED_KEPT).delete()
    AlertDelivery.objects.filter(
        claimed_at__lt=now - ANSWERED_WITHIN, outcome=AlertDelivery.Outcome.WAITING
    ).update(outcome=AlertDelivery.Outcome.UNKNOWN)
    AlertDelivery.objects.filter(claimed_at__lt=now - MAILED_KEPT).delete()
    AlertedEdition.objects.filter(made_at__lt=now - 2 * NEWS).delete()
