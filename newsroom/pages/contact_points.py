"""The press office in the words of schema.org, which search engines and assistants read."""

import json
from collections.abc import Iterator
from datetime import date, time
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from newsroom.pages.office_hours import LONDON, MIDNIGHT, Closure, Hours, bank_holidays
from newsroom.pages.press_desks import ANNOUNCED_FOR, Desk
from newsroom.pages.telephone import international

VOCABULARY = "https://schema.org"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LAST_MINUTE = time(23, 59)
# Nothing within a script element may look like markup.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def contact_points(desks: list[Desk]) -> SafeString:
    """The desks as JSON-LD, to stand in a script element, which holds data and is never run."""
    today = timezone.now().astimezone(LONDON).date()
    organisation = {
        "@context": VOCABULARY,
        "@type": "GovernmentOrganization",
        "name": "Crown Prosecution Service",
        "contactPoint": [point for desk in desks for point in _points(desk, today)],
    }
    return mark_safe(json.dumps(organisation).translate(ESCAPES))  # noqa: S308 - escaped


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
        hours = [*_week(desk.timetable.hours), *_closed(desk.timetable.closures, today)]
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
            "opens": f"{opens:%H:%M}",
            "closes": f"{LAST_MINUTE if closes == MIDNIGHT else closes:%H:%M}",
        }


def _closed(closures: tuple[Closure, ...], today: date) -> Iterator[dict[str, Any]]:
    """The days ahead that are closed; opening and closing at midnight is how that is written."""
    until = today + ANNOUNCED_FOR
    holidays = [
        Closure(day, day) for year in {today.year, until.year} for day in bank_holidays(year)
    ]
    for closure in sorted([*closures, *holidays], key=lambda closure: closure.first):
        if closure.last >= today and closure.first <= until:
            yield {
                "@type": "OpeningHoursSpecification",
                "validFrom": closure.first.isoformat(),
                "validThrough": closure.last.isoformat(),
                "opens": "00:00",
                "closes": "00:00",
            }
