"""Reads the letter box: subscribes, confirms, changes and stops. Run by the worker.

Every letter is verified here, whatever the public service made of it, and handled in a
transaction of its own. What cannot be done is done silently: nobody is told whether an address is
known.
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Q
from django.utils import timezone

from newsroom.alerts import limits
from newsroom.alerts.frequencies import Frequency, next_mail
from newsroom.alerts.models import (
    Alert,
    AlertDelivery,
    AlertLetter,
    Subscriber,
    question_of,
)
from newsroom.alerts.tokens import (
    alert_to_confirm,
    hash_of,
    link_token,
    new_secret,
    subscriber_behind,
)

log = logging.getLogger(__name__)

AT_ONCE = 200
"""How many letters are read before other work goes on."""
MOST_ALERTS = 50
"""How many alerts one address may have."""
RENEWED_AFTER = timedelta(days=1)
"""A request that is repeated sooner is confirmed by the link of the first mail, too."""

COUNTING = 44
"""The number of the database's advisory lock under which requests are counted."""

Letter, Delivery = AlertLetter.Kind, AlertDelivery.Kind


def read_letters() -> int:
    """Handle the letters that wait, oldest first; returns how many were handled."""
    unread = AlertLetter.objects.filter(handled_at=None).order_by("made_at", "pk")
    return sum(_read(pk) for pk in list(unread.values_list("pk", flat=True)[:AT_ONCE]))


def _read(pk: Any) -> bool:
    """Handle one letter, unless another worker has it."""
    with transaction.atomic():
        unread = AlertLetter.objects.select_for_update(skip_locked=True)
        letter = unread.filter(pk=pk, handled_at=None).first()
        if letter is None:
            return False
        try:
            with transaction.atomic():
                _handle(letter)
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            # Its words are not logged: an error of the database repeats an address.
            log.error("Letter %s cannot be handled: %s", pk, type(error).__name__)
        letter.handled_at = timezone.now()
        letter.save(update_fields=["handled_at", "was_mailed"])
    return True


def _handle(letter: AlertLetter) -> None:
    now = timezone.now()
    match letter.kind:
        case Letter.SUBSCRIBE:
            letter.was_mailed = _subscribe(letter, now)
        case Letter.CONFIRM:
            if alert := alert_to_confirm(letter.token, now):
                Alert.objects.filter(pk=alert.pk).update(confirmed_at=now)
        case Letter.CHANGE:
            _change(_alerts_of(letter).filter(pk=letter.alert_id), letter.frequency, now)
        case Letter.STOP:
            stop(_alerts_of(letter).filter(pk=letter.alert_id), now)
        case Letter.STOP_ALL:
            stop(_alerts_of(letter), now)
        case Letter.UNDELIVERABLE:
            stop_address(letter.address, now)


def _subscribe(letter: AlertLetter, now: datetime) -> bool:
    """Ask the address to confirm the alert; returns whether a mail was queued."""
    address = letter.address.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        return False
    is_known = letter.frequency in Frequency.values and letter.language in dict(settings.LANGUAGES)
    # Limits count letters by their date, which the public service writes.
    is_of_now = abs(now - letter.made_at) <= limits.LONGEST
    if not is_known or not is_of_now or not _is_within_limits(letter, address):
        return False
    letter.address = address
    letter.save(update_fields=["address"])
    subscriber, _new = Subscriber.objects.get_or_create(
        address=address, defaults={"secret": new_secret()}
    )
    if subscriber.stopped_at or subscriber.alerts.count() >= MOST_ALERTS:
        return False
    alert = _asked_for(subscriber, letter, now)
    AlertDelivery.objects.create(
        subscriber=subscriber,
        alert=alert,
        kind=Delivery.KNOWN if alert.is_active else Delivery.CONFIRM,
        about=letter.pk.hex,
        due_at=now,
        made_at=now,
    )
    return True


def _asked_for(subscriber: Subscriber, letter: AlertLetter, now: datetime) -> Alert:
    """The alert of a request. One that is active stays as its reader wants it."""
    asked = {"language": letter.language, "query": letter.query}
    alert, is_new = Alert.objects.get_or_create(
        subscriber=subscriber,
        question=question_of(**asked),
        defaults={
            **asked,
            "frequency": letter.frequency,
            "made_at": now,
            "link_hash": hash_of(link_token(subscriber.secret)),
        },
    )
    if is_new or alert.is_active:
        return alert
    if alert.stopped_at or alert.made_at < now - RENEWED_AFTER:
        alert.made_at = now
    alert.frequency, alert.confirmed_at, alert.stopped_at = letter.frequency, None, None
    alert.save()
    return alert


def _is_within_limits(letter: AlertLetter, address: str) -> bool:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Until the letter is handled: two workers must not pass a limit together.
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [COUNTING])
    wanted = limits.Request(address, letter.network, letter.made_at)
    same = Q(address=address) | Q(network=letter.network)
    recent = AlertLetter.objects.filter(
        same, was_mailed=True, made_at__gt=letter.made_at - limits.LONGEST
    )
    rows = recent.values_list("address", "network", "made_at")
    return limits.may_mail(wanted, (limits.Request(*row) for row in rows))


def _alerts_of(letter: AlertLetter) -> Any:
    """The alerts over which a link gives power."""
    subscriber = subscriber_behind(letter.token)
    return Alert.objects.filter(subscriber=subscriber, stopped_at=None)


def _change(alerts: Any, frequency: str, now: datetime) -> None:
    """Set the frequency, of what waits to be mailed too."""
    if frequency not in Frequency.values:
        return
    waiting = AlertDelivery.objects.filter(
        alert__in=alerts, kind__in=(Delivery.ITEM, Delivery.UPDATE), claimed_at=None
    )
    waiting.update(due_at=next_mail(frequency, now))
    alerts.update(frequency=frequency)


def stop(alerts: Any, now: datetime) -> None:
    """Stop alerts; what waits to be mailed for them is not."""
    stopped = list(alerts.values_list("pk", flat=True))
    AlertDelivery.objects.filter(alert__in=stopped, claimed_at=None).delete()
    Alert.objects.filter(pk__in=stopped).update(stopped_at=now)


def stop_address(address: str, now: datetime) -> None:
    """Send nothing more to an address that bounced, or whose owner complained."""
    subscriber = Subscriber.objects.filter(address=address.strip().lower()).first()
    if subscriber is None or subscriber.stopped_at:
        return
    Subscriber.objects.filter(pk=subscriber.pk).update(stopped_at=now)
    stop(Alert.objects.filter(subscriber=subscriber, stopped_at=None), now)
