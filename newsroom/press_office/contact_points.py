"""The press office in the words of schema.org, which search engines and assistants read."""

import json
from collections.abc import Callable, Iterator
from datetime import date, time
from functools import cache
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from newsroom.press_office.desks import ANNOUNCED_FOR, Desk
from newsroom.press_office.hours import (
    A_DAY,
    LONDON,
    MIDNIGHT,
    Closure,
    Hours,
    Timetable,
    bank_holidays,
)
from newsroom.press_office.telephone import international

VOCABULARY = "https://schema.org"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LAST_MINUTE = time(23, 59)
CLOSED = {"opens": "00:00", "closes": "00:00"}
"""How schema.org writes a day that is closed."""
# Nothing within a script element may look like markup.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}

type Exceptions = Callable[[Timetable], list[dict[str, Any]]]
"""The days ahead on which a timetable does not hold; made once a page for desks that share it."""


def contact_points(desks: list[Desk]) -> SafeString:
    """The desks as JSON-LD, to stand in a script element, which holds data and is never run."""
    today = timezone.now().astimezone(LONDON).date()

    @cache
    def exceptions(timetable: Timetable) -> list[dict[str, Any]]:
        return list(_exceptions(timetable, today))

    organisation = {
        "@context": VOCABULARY,
        "@type": "GovernmentOrganization",
        "name": "Crown Prosecution Service",
        "contactPoint": [point for desk in desks for point in _points(desk, exceptions)],
    }
    return mark_safe(json.dumps(organisation).translate(ESCAPES))  # noqa: S308 - escaped


def _points(desk: Desk, exceptions: Exceptions) -> Iterator[dict[str, Any]]:
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
        hours = [*_week(desk.timetable.hours), *exceptions(desk.timetable)]
        yield {
            **both,
            "contactType": "press office, for accredited journalists only",
            **ways,
            **({"hoursAvailable": hours} if desk.timetable.hours else {}),
        }
    if contact.duty_telephone:
        yield {
            **both,
            "contactType": "duty press officer, out of hours, for accredited journalists only",
            "telephone": international(contact.duty_telephone),
        }


def _week(hours: tuple[Hours, ...]) -> Iterator[dict[str, Any]]:
    def span(entry: Hours) -> tuple[time, time]:
        return entry.opens, entry.closes

    for (opens, closes), days in groupby(sorted(hours, key=span), key=span):
        yield {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": [f"{VOCABULARY}/{WEEKDAYS[entry.weekday]}" for entry in days],
            **_clock(opens, closes),
        }


def _exceptions(timetable: Timetable, today: date) -> Iterator[dict[str, Any]]:
    """The days ahead that are closed, wholly or in part."""
    until = today + ANNOUNCED_FOR
    holidays = [
        Closure(day, day) for year in {today.year, until.year} for day in bank_holidays(year)
    ]
    for closure in sorted([*timetable.closures, *holidays], key=lambda closure: closure.first):
        if closure.last >= today and closure.first <= until:
            yield from _closed(closure, timetable)


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
