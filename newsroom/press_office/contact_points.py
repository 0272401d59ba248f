"""The press office in the words of schema.org, which search engines and assistants read."""

from collections.abc import Iterator
from datetime import date, time
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.utils import timezone

from newsroom.press_office.desks import ANNOUNCED_FOR, Desk
from newsroom.press_office.hours import (
    A_DAY,
    MIDNIGHT,
    Closure,
    Hours,
    Timetable,
    bank_holidays,
)
from newsroom.press_office.telephone import international
from newsroom.time_zones import LONDON

VOCABULARY = "https://schema.org"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LAST_MINUTE = time(23, 59)
CLOSED = {"opens": "00:00", "closes": "00:00"}
"""How schema.org writes a day that is closed."""
MOST_KEPT = 1_000
"""How many timetables a process keeps in these words."""


def contact_points(desks: list[Desk]) -> list[dict[str, Any]]:
    """The desks as ContactPoints, with their hours and the days on which these do not hold."""
    today = timezone.now().astimezone(LONDON).date()

    return [point for desk in desks for point in _points(desk, today)]


def _points(desk: Desk, today: date) -> Iterator[dict[str, Any]]:
    contact = desk.contact
    both = {
        "@type": "ContactPoint",
        "name": contact.name,
        "availableLanguage": ["cy", "en"] if contact.in_welsh else ["en"],
        **({"areaServed": contact.area.name} if contact.area and not contact.is_national else {}),
    }
    ways = {
        **({"telephone": international(contact.telephone)} if contact.telephone else {}),
        **({"email": contact.email} if contact.email else {}),
    }
    if ways:
        hours = [*_week(desk.timetable.hours), *_exceptions(desk.timetable, today)]
        yield {
            **both,
            "contactType": "press office, for accredited journalists only",
            **ways,
            **({"hoursAvailable": hours} if desk.line else {}),
        }
    if contact.duty_telephone:
        yield {
            **both,
            "contactType": "duty press officer, out of hours, for accredited journalists only",
            "telephone": international(contact.duty_telephone),
        }


@lru_cache(maxsize=MOST_KEPT)
def _week(hours: tuple[Hours, ...]) -> list[dict[str, Any]]:
    def span(entry: Hours) -> tuple[time, time]:
        return entry.opens, entry.closes

    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": [f"{VOCABULARY}/{WEEKDAYS[entry.weekday]}" for entry in days],
            **_clock(opens, closes),
        }
        for (opens, closes), days in groupby(sorted(hours, key=span), key=span)
    ]


@lru_cache(maxsize=MOST_KEPT)
def _exceptions(timetable: Timetable, today: date) -> list[dict[str, Any]]:
    """The days ahead that are closed, wholly or in part, or open beyond the week."""
    until = today + ANNOUNCED_FOR
    opened = {
        day
        for opening in timetable.openings
        for day in (opening.day, opening.last)
        if today <= day <= until
    }
    holidays = [
        Closure(day, day)
        for year in {today.year, until.year}
        for day in bank_holidays(year)
        if day not in opened
    ]
    # What is left of a day with a closure is said with the closure.
    closed = {day for day in opened for one in timetable.closures if one.first <= day <= one.last}
    open_days = [
        {**_dated(day, day), **_clock(opens, closes)}
        for day in sorted(opened - closed)
        for opens, closes in timetable.spans(day)
    ]
    return open_days + [
        part
        for closure in sorted([*timetable.closures, *holidays], key=lambda closure: closure.first)
        if closure.last >= today and closure.first <= until
        for part in _closed(closure, timetable)
    ]


def _closed(closure: Closure, timetable: Timetable) -> Iterator[dict[str, Any]]:
    """The whole days of a closure in one; of a day that is closed in part, what is left of it."""
    parts = {
        day
        for day, at in ((closure.first, closure.since), (closure.last, closure.until))
        if at != MIDNIGHT
    }
    for day in sorted(parts):
        for opens, closes in timetable.spans(day):
            yield {**_dated(day, day), **_clock(opens, closes)}
        if not timetable.spans(day):
            yield {**_dated(day, day), **CLOSED}
    first = closure.first + A_DAY if closure.first in parts else closure.first
    last = closure.last - A_DAY if closure.last in parts else closure.last
    if first <= last:
        yield {**_dated(first, last), **CLOSED}


def _dated(first: date, last: date) -> dict[str, str]:
    return {
        "@type": "OpeningHoursSpecification",
        "validFrom": first.isoformat(),
        "validThrough": last.isoformat(),
    }


def _clock(opens: time, closes: time) -> dict[str, str]:
    last = LAST_MINUTE if closes == MIDNIGHT else closes
    return {"opens": f"{opens:%H:%M}", "closes": f"{last:%H:%M}"}
