"""Parses dates as people write them: "2005", "11/2014", "21/11/2014", "21 Nov 2014", "2014-11-21".

Pure functions. A year or a month means its first day as the start of a range, and its last day as
the end.
"""

import re
from calendar import monthrange
from datetime import date, datetime, time

from newsroom.time_zones import LONDON

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
FORMS = (
    r"(?P<y>\d{4})",
    r"(?P<y>\d{4})-(?P<m>\d{1,2})(-(?P<d>\d{1,2}))?",
    r"((?P<d>\d{1,2})[/.\- ])?(?P<m>\d{1,2})[/.\- ](?P<y>\d{4})",
    r"((?P<d>\d{1,2})(st|nd|rd|th)?[ -])?(?P<name>[a-z]{3,9})\.?,?[ -](?P<y>\d{4})",
)
EARLIEST, LATEST = 1900, 2100


def read_day(text: str, *, end: bool = False) -> date:
    """Parse a date. Raises ValueError if it is not a date in the years 1900 to 2100."""
    written = " ".join(text.lower().split())
    for form in FORMS:
        if found := re.fullmatch(form, written, re.ASCII):
            parts = found.groupdict()
            break
    else:
        raise ValueError(text)
    year = int(parts["y"])
    month = _month(parts)
    if not EARLIEST <= year <= LATEST:
        raise ValueError(text)
    if month is None:
        return date(year, 12, 31) if end else date(year, 1, 1)
    if parts.get("d"):
        return date(year, month, int(parts["d"]))
    return date(year, month, monthrange(year, month)[1] if end else 1)


def start_of(day: date) -> datetime:
    """Midnight in London at the start of a day."""
    return datetime.combine(day, time.min, tzinfo=LONDON)


def month_bounds(month: int) -> tuple[date, date]:
    """The first and last day of a month given as a number such as 202611."""
    year, number = divmod(month, 100)
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])


def whole_months(
    start: date | None, end: date | None
) -> tuple[int | None, int | None, list[tuple[date, date]]]:
    """The first and last whole month, and the date ranges of partial months."""
    ends: list[tuple[date, date]] = []
    if start and end and (start.year, start.month) == (end.year, end.month):
        month = start.year * 100 + start.month
        if (start, end) == month_bounds(month):
            return month, month, []
        # An empty range of months, so that the tally counts nothing.
        return month, month - 1, [(start, end)]
    first = last = None
    if start:
        first = start.year * 100 + start.month
        if start.day > 1:
            ends.append((start, month_bounds(first)[1]))
            first += 1
    if end:
        last = end.year * 100 + end.month
        opening, closing = month_bounds(last)
        if end < closing:
            ends.append((opening, end))
            last -= 1
    return first, last, ends


def _month(parts: dict[str, str | None]) -> int | None:
    if name := parts.get("name"):
        matches = [number for number, month in enumerate(MONTHS, 1) if month.startswith(name)]
        if len(matches) != 1:
            raise ValueError(name)
        return matches[0]
    return int(number) if (number := parts.get("m")) else None
