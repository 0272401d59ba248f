"""Personal secret addresses of the calendar of the desk, for calendar programs.

Such a program cannot log in, so whoever has the address reads the calendar. It holds 256 random
bits of which only the hash is stored, works only while its owner may log in, and is ended by its
owner at any time.
"""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MAY_LOG_IN = "wagtailadmin.access_admin"
NOTED_EVERY = timedelta(hours=1)
"""How precisely the last use is kept: programs ask every few minutes."""


class CalendarAddress(models.Model):
    """The one secret address of a person."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("made at"))
    used_at = models.DateTimeField(_("last used at"), null=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self) -> str:
        return f"The calendar address of {self.user}"


def make_address(user: Any) -> str:
    """Give the person a new address in the place of any other, and return its token once."""
    token = secrets.token_urlsafe(32)
    new = {"token_hash": _hash(token), "made_at": timezone.now(), "used_at": None}
    CalendarAddress.objects.update_or_create(user=user, defaults=new)
    return token


def revoke_address(user: Any) -> None:
    """End the person's address. Idempotent."""
    CalendarAddress.objects.filter(user=user).delete()


def owner_of(token: str) -> Any | None:
    """The person whose address this is; None if there is none, or if they may not log in."""
    row = CalendarAddress.objects.filter(token_hash=_hash(token)).select_related("user").first()
    if row is None or not row.user.is_active or not row.user.has_perm(MAY_LOG_IN):
        return None
    now = timezone.now()
    if row.used_at is None or now - row.used_at > NOTED_EVERY:
        CalendarAddress.objects.filter(pk=row.pk).update(used_at=now)
    return row.user


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
