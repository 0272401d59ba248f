"""The calendar for programs (RFC 5545), at a secret address: see decision 0041.

It leaves the building, to whoever keeps the person's calendar. What readers do not know yet is told
by its kind and time alone.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from newsroom.accounts.calendar_addresses import owner_of
from newsroom.desk.planning.calendar_entries import CalendarEntry, entries, today

BACK, AHEAD = timedelta(days=30), timedelta(days=365)
"""The days that the feed holds."""
TAKES = timedelta(minutes=15)
"""How long a moment is drawn in a calendar program."""
TELL_PLACE = ("hearing",)
"""The kinds of which the place is public: courts list their hearings."""


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar of whoever has this address. Not found for any other."""
    if owner_of(token) is None:
        raise Http404
    response = HttpResponse(as_calendar(timezone.now()), "text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def as_calendar(now: datetime) -> bytes:
    """The entries from a month ago until a year ahead, as a file."""
    told = Calendar()
    told.add("prodid", "-//CPS News//Desk calendar//EN")
    told.add("version", "2.0")
    told.add("x-wr-calname", str(_("CPS News desk")))
    for entry in entries(today() - BACK, today() + AHEAD):
        told.add_component(_event(entry, now))
    return bytes(told.to_ical())


def _event(entry: CalendarEntry, now: datetime) -> Event:
    event = Event()
    host = settings.WAGTAILADMIN_BASE_URL.split("//")[-1]
    event.add("uid", f"{entry.key}@{host}")
    event.add("dtstamp", now)
    about = f": {entry.public_title}" if entry.public_title else ""
    event.add("summary", f"{entry.label}{about}")
    event.add("url", f"{settings.WAGTAILADMIN_BASE_URL}{entry.address}")
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    if entry.place and entry.kind in TELL_PLACE and entry.public_title:
        event.add("location", entry.place)
    if entry.at is not None:
        event.add("dtstart", entry.at)
        event.add("dtend", entry.at + TAKES)
    else:
        first, last = entry.days
        event.add("dtstart", first)
        # The end of whole days is the day after.
        event.add("dtend", last + timedelta(days=1))
    return event
