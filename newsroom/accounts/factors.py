"""The second factor: who must have one, codes of authenticator apps, and recovery codes."""

import hashlib
import secrets
from secrets import compare_digest
from typing import Any

import pyotp
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import GroupPagePermission

from newsroom.accounts import sessions
from newsroom.accounts.audit import Event, record
from newsroom.accounts.models import AuthenticatorApp, Passkey, RecoveryCode

VERIFIED = "second_factor"
"""The key of a session whose owner has shown a second factor."""

PERIOD = 30
"""Seconds for which an authenticator app shows a code."""
RECOVERY_CODES = 10
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_RIGHTS_TO_GUARD = (
    *("newsroom.add_clearance", "newsroom.add_itemupdate", "newsroom.add_reportingrestriction"),
    *("auth.add_user", "auth.change_user", "auth.delete_user"),
    *("auth.add_group", "auth.change_group", "auth.delete_group"),
    *("wagtailcore.change_workflow", "newsroom.change_editorialapprovaltask"),
)
"""Rights to publish, to clear or to administer, besides those on pages."""


def must_have_factor(user: Any) -> bool:
    """Whether the person may publish, clear or administer, so that a password is not enough."""
    if not settings.SECOND_FACTOR_REQUIRED:
        return False
    if user.is_superuser or any(user.has_perm(right) for right in _RIGHTS_TO_GUARD):
        return True
    publishing = GroupPagePermission.objects.filter(permission__codename="publish_page")
    return publishing.filter(group__user=user).exists()


def has_factor(user: Any) -> bool:
    """Whether the person has an authenticator app or a passkey."""
    return any(model.objects.filter(user=user).exists() for model in (AuthenticatorApp, Passkey))


def new_secret() -> str:
    """A secret for an authenticator app, in base32."""
    return pyotp.random_base32()


def address_for_app(secret: str, user: Any) -> str:
    """The otpauth address that an authenticator app reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(
        name=user.get_username(), issuer_name=settings.WAGTAIL_SITE_NAME
    )


def step_of_code(secret: str, code: str) -> int | None:
    """The period in which the app showed this code: now, just before or just after; else None."""
    code = "".join(code.split())
    if not code.isascii():
        return None
    now = int(timezone.now().timestamp()) // PERIOD
    totp = pyotp.TOTP(secret)
    # All are compared, so that the time it takes tells nothing.
    steps = (now - 1, now, now + 1)
    found = [step for step in steps if compare_digest(totp.at(step * PERIOD), code)]
    return found[-1] if found else None


def accept_code(user: Any, code: str) -> bool:
    """Whether an app of the person shows this code, or it is an unused recovery code.

    It is used up by this: neither is accepted twice.
    """
    with transaction.atomic():
        for app in AuthenticatorApp.objects.select_for_update().filter(user=user):
            step = step_of_code(app.secret, code)
            if step is not None and step > app.last_step:
                app.last_step, app.used_at = step, timezone.now()
                app.save(update_fields=["last_step", "used_at"])
                return True
        return _use_recovery_code(user, code)


def add_app(user: Any, secret: str, code: str, name: str) -> bool:
    """Add an app that shows this code; returns False if the code is wrong."""
    step = step_of_code(secret, code)
    if step is None:
        return False
    with transaction.atomic():
        AuthenticatorApp.objects.create(user=user, secret=secret, name=name, last_step=step)
        factor_added(user, _("The authenticator app “%s” was added.") % name)
    return True


def factor_added(user: Any, what: str) -> None:
    """Log and mail it, and end the person's other sessions."""
    record(Event.FACTOR, user, what, tell_administrators=False)
    sessions.end_others(user)


def remove_factor(user: Any, kind: type[AuthenticatorApp] | type[Passkey], pk: int) -> bool:
    """Remove one factor of the person's own; returns False if it is not theirs or the last one.

    Without the last one, a person who must have a second factor would have none.
    """
    with transaction.atomic():
        get_user_model().objects.select_for_update().get(pk=user.pk)
        left = AuthenticatorApp.objects.filter(user=user).count()
        left += Passkey.objects.filter(user=user).count()
        factor = kind.objects.filter(user=user, pk=pk).first()
        if factor is None or (left == 1 and must_have_factor(user)):
            return False
        factor.delete()
        if left == 1:
            RecoveryCode.objects.filter(user=user).delete()
        record(Event.FACTOR, user, _("“%s” was removed.") % factor.name, tell_administrators=False)
        sessions.end_others(user)
    return True


def reset_factors(user: Any, reason: str) -> None:
    """Remove all factors of somebody who has lost them, and end their sessions."""
    with transaction.atomic():
        for model in (AuthenticatorApp, Passkey, RecoveryCode):
            model.objects.filter(user=user).delete()
        sessions.end(sessions.DeskSession.objects.filter(user=user))
        record(
            Event.FACTOR,
            user,
            _("All second factors were removed, and all sessions ended. Reason: %s") % reason,
        )


def new_recovery_codes(user: Any) -> list[str]:
    """Ten new codes in place of the old ones. They can be shown now, and never again."""
    codes = ["-".join(_part() for _i in range(6)) for _j in range(RECOVERY_CODES)]
    with transaction.atomic():
        RecoveryCode.objects.filter(user=user).delete()
        RecoveryCode.objects.bulk_create(
            RecoveryCode(user=user, hash=_hash(user, code)) for code in codes
        )
        record(Event.FACTOR, user, _("New recovery codes were made."), tell_administrators=False)
    return codes


def recovery_codes_left(user: Any) -> int:
    """How many recovery codes have not been used."""
    return RecoveryCode.objects.filter(user=user, used_at=None).count()


def _use_recovery_code(user: Any, code: str) -> bool:
    rows = RecoveryCode.objects.filter(user=user, hash=_hash(user, code), used_at=None)
    if not rows.update(used_at=timezone.now()):
        return False
    left = recovery_codes_left(user)
    words = _("A recovery code was used to log in; %s are left.") % left
    record(Event.FACTOR, user, words, tell_administrators=False)
    return True


def _part() -> str:
    return "".join(secrets.choice(_ALPHABET) for _i in range(4))


def _hash(user: Any, code: str) -> str:
    """A code has 118 bits of chance, so a quick hash keeps it; the account is its salt."""
    letters = "".join(letter for letter in code.casefold() if letter.isalnum())
    return hashlib.sha256(f"{user.pk}:{letters}".encode()).hexdigest()
