"""The calendar of the desk: a week or a month on one screen, and the address for programs."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from newsroom.accounts.calendar_addresses import CalendarAddress, make_address, revoke_address
from newsroom.desk.planning.calendar_entries import CalendarEntry, entries, today
from newsroom.years import FIRST, LAST

CALENDAR, SUBSCRIPTION, FEED = "desk_calendar", "desk_calendar_address", "desk_calendar_feed"
MONTH = "month"
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class CalendarDay:
    """One day of the screen with its entries."""

    date: date
    is_inside: bool
    """Whether it is of the month that is shown, and not of the weeks around it."""
    is_today: bool
    entries: list[CalendarEntry] = field(default_factory=list)


@dataclass(frozen=True)
class Span:
    """The days that are shown, in whole weeks from Monday, and the ways to others."""

    first: date
    last: date
    heading: str
    before: date
    after: date


def admin_urls() -> list[URLPattern]:
    own = "newsroom/calendar/"
    return [
        path(own, show_calendar, name=CALENDAR),
        path(f"{own}address/", change_address, name=SUBSCRIPTION),
    ]


def show_calendar(request: HttpRequest) -> HttpResponse:
    """Show a week, or with `view=month` a month, around the day `on`."""
    user: Any = request.user
    on, is_month = _day(request.GET.get("on", "")), request.GET.get("view") == MONTH
    span = month_around(on) if is_month else week_around(on)
    context = {
        "days": list(_days(span, on.month if is_month else 0)),
        "span": span,
        "on": on,
        "today": today(),
        "is_month": is_month,
        "address": CalendarAddress.objects.filter(user=user).first(),
        "header_title": _("Calendar"),
        "page_title": _("Calendar"),
        "header_icon": "date",
    }
    return TemplateResponse(request, "newsroom/desk/planning/calendar.html", context)


@require_POST
def change_address(request: HttpRequest) -> HttpResponse:
    """Make the person's secret address, which is shown this once, or end it."""
    if "revoke" in request.POST:
        revoke_address(request.user)
        messages.success(request, _("Your calendar address does not work any more."))
        return HttpResponseRedirect(reverse(CALENDAR))
    location = reverse(FEED, args=[make_address(request.user)])
    context = {
        "feed": f"{settings.WAGTAILADMIN_BASE_URL}{location}",
        "header_title": _("Your calendar address"),
        "page_title": _("Your calendar address"),
        "header_icon": "date",
    }
    response = TemplateResponse(request, "newsroom/desk/planning/calendar_address.html", context)
    response["Cache-Control"] = "no-store"
    return response


def week_around(on: date) -> Span:
    """The week of a day."""
    first = on - timedelta(days=on.weekday())
    last = first + WEEK - timedelta(days=1)
    heading = _("%(first)s to %(last)s") % {
        "first": date_format(first, "j F"),
        "last": date_format(last, "j F Y"),
    }
    return Span(first, last, heading, on - WEEK, on + WEEK)


def month_around(on: date) -> Span:
    """The weeks that hold a day of its month."""
    first = on.replace(day=1)
    last = on.replace(day=calendar.monthrange(on.year, on.month)[1])
    start = first - timedelta(days=first.weekday())
    end = last + timedelta(days=6 - last.weekday())
    heading = date_format(first, "F Y")
    return Span(start, end, heading, first - timedelta(days=1), last + timedelta(days=1))


def _day(text: str) -> date:
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    return day if day and FIRST < day.year < LAST else today()


def _days(span: Span, month: int) -> Iterator[CalendarDay]:
    number = (span.last - span.first).days + 1
    days = [
        CalendarDay(day, not month or day.month == month, day == today())
        for day in (span.first + timedelta(days=at) for at in range(number))
    ]
    for entry in entries(span.first, span.last):
        first, last = entry.days
        for day in days:
            if first <= day.date <= last:
                day.entries.append(entry)
    yield from days
