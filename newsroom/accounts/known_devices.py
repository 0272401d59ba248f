"""A signed cookie that tells a device from which somebody has logged in before.

It lets nobody in. It keeps wrong passwords that others type for a name from counting against its
owner (`log_in_limits`).
"""

from secrets import token_hex
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

SALT = "newsroom.known-device"
MOST_PEOPLE = 5
"""How many people one device remembers."""


def device_of(request: HttpRequest, user_id: Any) -> str:
    """The device's own number if this person has logged in from it before; empty otherwise."""
    return _known(request).get(str(user_id), "")


def remember_device(request: HttpRequest, response: HttpResponse, user_id: Any) -> None:
    """Mark the device as one of this person's."""
    known = _known(request)
    number = known.pop(str(user_id), token_hex(16))
    kept = dict(list(known.items())[-(MOST_PEOPLE - 1) :])
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps({**kept, str(user_id): number}, salt=SALT),
        max_age=settings.DEVICE_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _known(request: HttpRequest) -> dict[str, str]:
    cookie = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    try:
        known = signing.loads(cookie, salt=SALT, max_age=settings.DEVICE_COOKIE_AGE)
    except signing.BadSignature:
        return {}
    return known if isinstance(known, dict) else {}
