"""Signed tokens of links in mails.

They are made and verified by the worker, with the desk's `SECRET_KEY`. The public service has
another key and can make none: it finds the alerts behind a token by its hash (`alerts_behind`).
"""

import hashlib
import secrets
from datetime import datetime

from django.core import signing
from django.db import connection, transaction
from django.db.models import Q

from newsroom.alerts.models import CONFIRM_WITHIN, Alert, Subscriber

SETTING = "newsroom.alerts_link"
"""The setting of the database session that row security compares with (grant_public_role)."""


def new_secret() -> str:
    """The random part of a subscriber's links: 256 bits."""
    return secrets.token_urlsafe(32)


def link_token(secret: str) -> str:
    """The token of a subscriber's links."""
    return signing.Signer(salt="alerts.links", sep=".").sign(secret)


def confirm_token(alert: Alert) -> str:
    """The token of a confirmation mail. It names the moment of the request, from which it ages."""
    asked = {"alert": alert.pk, "at": int(alert.made_at.timestamp())}
    return signing.Signer(salt="alerts.confirm", sep=".").sign_object(asked)


def keep_confirm_hash(alert: Alert) -> None:
    """Store the hash of the token that the alert's confirmation mail has."""
    alert.confirm_hash = hash_of(confirm_token(alert))
    alert.save(update_fields=["confirm_hash"])


def keep_link_hash(alert: Alert) -> None:
    """Have the links that are about to be mailed found, if the key that signs them is a new one."""
    found = hash_of(link_token(alert.subscriber.secret))
    if alert.link_hash != found:
        Alert.objects.filter(subscriber=alert.subscriber).update(link_hash=found)
        alert.link_hash = found


def subscriber_behind(token: str) -> Subscriber | None:
    """The subscriber whose link has this token; None if the signature is wrong."""
    try:
        secret = signing.Signer(salt="alerts.links", sep=".").unsign(token)
    except signing.BadSignature:
        return None
    return Subscriber.objects.filter(secret=secret).first()


def alert_to_confirm(token: str, now: datetime) -> Alert | None:
    """The alert that waits for this token; None if it is forged, expired or of an older request."""
    try:
        asked = signing.Signer(salt="alerts.confirm", sep=".").unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None
    alert = Alert.objects.filter(pk=asked.get("alert")).first()
    if alert is None or not alert.is_pending or not is_in_time(alert, now):
        return None
    return alert if int(alert.made_at.timestamp()) == asked.get("at") else None


def is_in_time(alert: Alert, now: datetime) -> bool:
    """Whether an alert that was asked for may still be confirmed."""
    return alert.made_at > now - CONFIRM_WITHIN


def hash_of(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def alerts_behind(token: str) -> list[Alert]:
    """The alerts to which this token of a link or of a confirmation mail leads, oldest first.

    The role of the public service reads no other: row security compares the hash, too.
    """
    found = hash_of(token)
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config(%s, %s, true)", [SETTING, found])
        of_token = Alert.objects.filter(Q(link_hash=found) | Q(confirm_hash=found))
        return list(of_token.order_by("made_at", "pk"))
