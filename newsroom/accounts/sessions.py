"""The sessions of the admin: their owners see them and can end them."""

from collections.abc import Iterable
from contextvars import ContextVar
from datetime import timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom.accounts.models import DeskSession
from newsroom.accounts.visitors import address_of

ROW = "desk_session"
KEY = "desk_session_key"
SEEN = "desk_session_seen"
SINCE = "desk_session_since"
STEP = timedelta(minutes=1)
"""How exactly it is known when a session was last used."""

_CURRENT: ContextVar[int] = ContextVar("desk_session", default=0)


def begin(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Receiver of `user_logged_in`: note the new session, and forget those that have run out."""
    over = timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    DeskSession.objects.filter(user=user, seen_at__lte=over).delete()
    row = DeskSession.objects.create(
        user=user,
        session_key=request.session.session_key or "",
        address=address_of(request),
        device=device_name(request.META.get("HTTP_USER_AGENT", "")),
    )
    request.session[ROW], request.session[KEY] = row.pk, row.session_key
    request.session[SEEN] = row.seen_at.timestamp()
    request.session[SINCE] = row.since.timestamp()


def finish(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Receiver of `user_logged_out`: the session is over."""
    DeskSession.objects.filter(pk=request.session.get(ROW, 0)).delete()


def touch(request: HttpRequest, *, in_use: bool = True) -> bool:
    """Note once a minute that the session is in use; returns False if it has been ended.

    A request that the browser makes by itself (`in_use` is False) does not keep the session.
    """
    session = request.session
    if ROW not in session:
        begin(None, request, request.user)
    _CURRENT.set(session[ROW])
    if seconds_left(request) <= 0:
        end(DeskSession.objects.filter(pk=session[ROW]))
        return False
    now = timezone.now()
    if now.timestamp() - session.get(SEEN, 0) < STEP.total_seconds():
        return True
    if not in_use:
        return DeskSession.objects.filter(pk=session[ROW]).exists()
    session[SEEN] = now.timestamp()
    changed = {"seen_at": now, "address": address_of(request)}
    return bool(DeskSession.objects.filter(pk=session[ROW]).update(**changed))


def seconds_left(request: HttpRequest) -> int:
    """In how many seconds the session ends if nobody uses it; too few by at most `STEP`."""
    unused = timezone.now().timestamp() - request.session[SEEN]
    return min(int(settings.SESSION_COOKIE_AGE - unused), most_seconds_left(request))


def most_seconds_left(request: HttpRequest) -> int:
    """In how many seconds the session ends, however much it is used."""
    # A session from before its beginning was noted has begun when it was last seen, or later.
    session = request.session
    since = session.setdefault(SINCE, session[SEEN])
    return int(settings.SESSION_LONGEST_AGE - (timezone.now().timestamp() - since))


def follow_key(request: HttpRequest) -> None:
    """Keep the row in step with the key of the session, which a change of password renews."""
    session = request.session
    if ROW in session and session[KEY] != session.session_key and session.session_key:
        DeskSession.objects.filter(pk=session[ROW]).update(session_key=session.session_key)
        session[KEY] = session.session_key


def forget_current() -> None:
    """At the end of a request: no session is the current one."""
    _CURRENT.set(0)


def current() -> int:
    """The row of the session that this request belongs to; 0 outside of one."""
    return _CURRENT.get()


def end_others(user: Any) -> int:
    """End all sessions of the person except the one of this request; returns how many."""
    return end(DeskSession.objects.filter(user=user).exclude(pk=_CURRENT.get()))


def end(rows: Iterable[DeskSession]) -> int:
    """End these sessions: whoever has them open must log in again."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    ended = list(rows)
    for row in ended:
        if row.session_key:
            store(row.session_key).delete()
    DeskSession.objects.filter(pk__in=[row.pk for row in ended]).delete()
    return len(ended)


_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def device_name(user_agent: str) -> str:
    """What a person would call it, such as “Firefox on Windows”."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), _("Unknown browser"))
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    if not system:
        return browser
    return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
