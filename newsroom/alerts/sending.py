"""Sends what is due. Each mail is claimed, then handed over: at most once (decision 0044).

A claim is committed before the mail server is asked, so neither a second worker nor one that is
started after a crash sends the same again. What the server refuses by name, before it has taken
the mail, is tried again with longer and longer pauses. Where a connection breaks in the middle
nobody knows, and the mail counts as sent.
"""

import logging
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from smtplib import (
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
)
from typing import Any

from django.conf import settings
from django.core.mail import mailers
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from newsroom.alerts.letter_box import stop_address
from newsroom.alerts.mails import Mail, Questions, account_mail, news_mail
from newsroom.alerts.models import Alert, AlertDelivery
from newsroom.alerts.tokens import keep_confirm_hash, keep_link_hash

log = logging.getLogger(__name__)

Kind, Outcome = AlertDelivery.Kind, AlertDelivery.Outcome

MOST_TRIES = 12
"""After these a mail is given up, a day after the first."""
LONGEST_PAUSE = timedelta(hours=6)
MOST_DELIVERIES = 500
"""How many deliveries are looked up at once."""
MOST_ITEMS = 100
"""How many items a mail holds; the others are in the next one."""
UNKNOWN = re.compile(rb"\s*5\.1\.(?:1|2|3|6|10)\b")
CLOSING = 421
"""With this code the server ends the connection (RFC 5321)."""


class MailServerAway(Exception):
    """The mail server takes no connection. Nothing was claimed, and everything waits."""


class _Broken(Exception):
    """The connection to the mail server cannot be used any more."""


def pause_after(tries: int) -> timedelta:
    """How long a mail waits that was refused so many times."""
    return min(timedelta(minutes=2**tries), LONGEST_PAUSE)


def send_due(seconds: float | None = None) -> int:
    """Send what is due, the oldest first, for so many seconds or until nothing is left.

    Returns how many mails were handed over. Raises MailServerAway.
    """
    due = _due()
    if not due:
        return 0
    end = None if seconds is None else time.monotonic() + seconds
    sent = 0
    questions = Questions()
    with _connection() as connection:
        for alert_id in due:
            try:
                mails = _claim(alert_id, questions)
            except (OperationalError, InterfaceError):
                raise
            except Exception as error:
                # One that cannot be written must not hold up the others. Words may be personal.
                log.error(
                    "A mail of alert %s cannot be written: %s", alert_id, type(error).__name__
                )
                _postpone(alert_id)
                continue
            try:
                while mails:
                    sent += _hand_over(connection, mails.pop(0))
            except _Broken:
                _release(mails)
                break
            if end is not None and time.monotonic() > end:
                break
    return sent


def _due() -> list[int]:
    """The alerts of what waits, the oldest first."""
    waiting = AlertDelivery.objects.filter(claimed_at=None, due_at__lte=timezone.now())
    oldest = waiting.order_by("due_at", "pk").values_list("alert_id", flat=True)[:MOST_DELIVERIES]
    return list(dict.fromkeys(oldest))


@contextmanager
def _connection() -> Iterator[Any]:
    connection = mailers[settings.DELIVERY_MAILER]
    try:
        connection.open()
    except (OSError, SMTPException) as error:
        raise MailServerAway(type(error).__name__) from error
    try:
        yield connection
    finally:
        try:
            connection.close()
        except (OSError, SMTPException):
            log.warning("The connection to the mail server did not end as it should.")


def _claim(alert_id: int, questions: Questions) -> list[Mail]:
    """Write the mails of an alert and claim what they hold; what is not public is left out.

    What is left out loses its row, so that it can be queued when it is public again.
    """
    now = timezone.now()
    with transaction.atomic():
        # FOR NO KEY UPDATE, so that whoever queues deliveries is not blocked by foreign-key checks.
        locked = Alert.objects.select_for_update(skip_locked=True, of=("self",), no_key=True)
        alert = locked.select_related("subscriber").filter(pk=alert_id).first()
        if alert is None:
            return []
        waiting = AlertDelivery.objects.filter(alert=alert, claimed_at=None, due_at__lte=now)
        deliveries = list(waiting.order_by("pk")[:MOST_ITEMS])
        mails = _mails(alert, deliveries, questions, now)
        claimed = [one for mail in mails for one in mail.deliveries]
        for number in {one.edition_number for one in claimed}:
            pks = [one.pk for one in claimed if one.edition_number == number]
            rows = AlertDelivery.objects.filter(pk__in=pks)
            rows.update(claimed_at=now, edition_number=number)
        kept = {one.pk for one in claimed}
        if left_out := [one.pk for one in deliveries if one.pk not in kept]:
            AlertDelivery.objects.filter(pk__in=left_out).delete()
    return mails


def _postpone(alert_id: int) -> None:
    """Have what is due of an alert wait, as after a refusal."""
    due = AlertDelivery.objects.filter(alert=alert_id, claimed_at=None, due_at__lte=timezone.now())
    for one in due:
        one.tries = min(one.tries + 1, MOST_TRIES)
        one.due_at = timezone.now() + pause_after(one.tries)
        one.save(update_fields=["tries", "due_at"])


def _mails(
    alert: Alert, deliveries: list[AlertDelivery], questions: Questions, now: datetime
) -> list[Mail]:
    if alert.subscriber.stopped_at:
        return []
    keep_link_hash(alert)
    mails = []
    for one in deliveries:
        if one.kind == Kind.CONFIRM and alert.is_pending:
            keep_confirm_hash(alert)
            mails.append(account_mail(alert, one, questions))
        elif one.kind == Kind.KNOWN and alert.is_active:
            mails.append(account_mail(alert, one, questions))
    news = [one for one in deliveries if one.kind in (Kind.ITEM, Kind.UPDATE)]
    if news and alert.is_active and (mail := news_mail(alert, news, questions, now)):
        mails.append(mail)
    return mails


def _hand_over(connection: Any, mail: Mail) -> bool:
    """Give a mail to the mail server and note what it said. No address is logged.

    Raises _Broken if nothing more can be sent over the connection.
    """
    try:
        connection.send_messages([mail.message])
    except SMTPRecipientsRefused as refused:
        code, words = next(iter(refused.recipients.values()))
        if _is_unknown(code, words):
            _note(mail, Outcome.REFUSED)
            stop_address(mail.message.to[0], timezone.now())
        else:
            _refused(mail, code)
        return False
    except SMTPResponseException as refused:
        _refused(mail, refused.smtp_code)
        return False
    except ValueError as error:
        log.error("A mail cannot be sent: %s", type(error).__name__)
        _note(mail, Outcome.REFUSED)
        return False
    except (OSError, SMTPException) as error:
        _note(mail, Outcome.UNKNOWN)
        log.warning("The connection broke while a mail was sent: %s", type(error).__name__)
        raise _Broken from error
    _note(mail, Outcome.SENT)
    return True


def _is_unknown(code: int, words: bytes) -> bool:
    """Whether the server says that there is no such mailbox.

    These codes are about the address of the recipient (RFC 3463, RFC 7505). Others that begin with
    5.1, such as 5.1.8, are about the sender's: an error of ours must stop nobody's emails.
    """
    return code >= 500 and bool(UNKNOWN.match(words))


def _note(mail: Mail, outcome: str) -> None:
    pks = [one.pk for one in mail.deliveries]
    AlertDelivery.objects.filter(pk__in=pks).update(outcome=outcome)


def _refused(mail: Mail, code: int) -> None:
    """Try again later; give up after `MOST_TRIES`."""
    now = timezone.now()
    for one in mail.deliveries:
        one.tries += 1
        if one.tries >= MOST_TRIES:
            one.outcome = Outcome.REFUSED
        else:
            one.claimed_at, one.due_at = None, now + pause_after(one.tries)
    AlertDelivery.objects.bulk_update(mail.deliveries, ["tries", "outcome", "claimed_at", "due_at"])
    log.warning("The mail server refused a mail with code %s.", code)
    if code == CLOSING:
        raise _Broken


def _release(mails: list[Mail]) -> None:
    """Take back the claim of mails that were not handed over."""
    pks = [one.pk for mail in mails for one in mail.deliveries]
    AlertDelivery.objects.filter(pk__in=pks).update(claimed_at=None)
