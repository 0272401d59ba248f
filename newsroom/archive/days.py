"""Parses dates as people write them, in English and in Welsh.

Such as "2005", "11/2014", "21/11/2014", "21/11/14", "2014-11-21", "2014/11/21", "21 Nov 2014",
"Friday 21st of November 2014", "November 21, 2014" and "dydd Gwener 21 Tachwedd 2014".

Pure functions. A year or a month means its first day as the start of a range, and its last day as
the end.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from newsroom.time_zones import LONDON

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
WELSH_MONTHS = (
    *("ionawr", "chwefror", "mawrth", "ebrill", "mai", "mehefin"),
    *("gorffennaf", "awst", "medi", "hydref", "tachwedd", "rhagfyr"),
)
MUTATED_MONTHS = (
    *("ionawr", "chwefror", "fawrth", "ebrill", "fai", "fehefin"),
    *("orffennaf", "awst", "fedi", "hydref", "dachwedd", "ragfyr"),
)
"""The same after "o": "21 o Dachwedd"."""
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WELSH_WEEKDAYS = ("llun", "mawrth", "mercher", "iau", "gwener", "sadwrn", "sul")

_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th|af|il|ydd|ed|fed|eg|ain)?"
_WEEKDAY = r"(?:(?:dydd )?(?P<weekday>[a-z]{3,9})\.?,? )?"
_NAME = r"(?P<name>[a-z]{3,10})\.?"
_YEAR = r"(?P<y>\d{4})"
_SHORT = r"(?P<y>\d{2})"
FORMS = tuple(
    re.compile(form, re.ASCII)
    for form in (
        _YEAR,
        rf"{_YEAR}[-/.](?P<m>\d{{1,2}})([-/.](?P<d>\d{{1,2}}))?",
        rf"((?P<d>\d{{1,2}})[-/. ])?(?P<m>\d{{1,2}})[-/. ]{_YEAR}",
        rf"(?P<d>\d{{1,2}})[-/. ](?P<m>\d{{1,2}})[-/. ]{_SHORT}",
        rf"({_WEEKDAY}{_DAY}(?: of| o)?[- ])?{_NAME},?[- ]{_YEAR}",
        rf"{_WEEKDAY}{_DAY}(?: of| o)?[- ]{_NAME},?[- ]{_SHORT}",
        rf"{_WEEKDAY}{_NAME} {_DAY},? {_YEAR}",
    )
)
DASHES = dict.fromkeys(range(0x2010, 0x2016), "-")
EARLIEST, LATEST = 1900, 2100
PIVOT = 70
"""Years of two digits: from here on they are of the last century, as in POSIX."""


class Fault(StrEnum):
    """Why a written date is none."""

    MONTH_IS_SHORTER = "month is shorter"
    NO_SUCH_MONTH = "no such month"
    NO_SUCH_YEAR = "no such year"
    OTHER_WEEKDAY = "other weekday"


@dataclass(eq=False)
class NoSuchDay(ValueError):
    """A text that has the form of a date and is not one."""

    fault: Fault
    day: date | None = None
    """The day with another weekday, or the last day of the month that is shorter."""


def read_day(text: str, *, end: bool = False) -> date:
    """Parse a date of the years 1900 to 2100.

    Raises `NoSuchDay` if it says what is wrong with it, or else a plain ValueError.
    """
    parts = _parts(text)
    year, month = _year(parts["y"] or ""), _month(parts)
    if month is None:
        return date(year, 12, 31) if end else date(year, 1, 1)
    last = date(year, month, monthrange(year, month)[1])
    if not (written := parts.get("d")):
        return last if end else last.replace(day=1)
    if not 1 <= int(written) <= last.day:
        raise NoSuchDay(Fault.MONTH_IS_SHORTER, last)
    day = last.replace(day=int(written))
    if (name := parts.get("weekday")) and day.weekday() not in _weekdays(name):
        raise NoSuchDay(Fault.OTHER_WEEKDAY, day)
    return day


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


def _parts(text: str) -> dict[str, str | None]:
    """Day, month or name of a month, year and weekday, as far as they are written."""
    written = " ".join(text.translate(DASHES).lower().split())
    for form in FORMS:
        if found := form.fullmatch(written):
            return found.groupdict()
    raise ValueError(text)


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 2:
        return year + (1900 if year >= PIVOT else 2000)
    if not EARLIEST <= year <= LATEST:
        raise NoSuchDay(Fault.NO_SUCH_YEAR)
    return year


def _month(parts: dict[str, str | None]) -> int | None:
    if name := parts.get("name"):
        months = {at for all in (MONTHS, WELSH_MONTHS, MUTATED_MONTHS) for at in _at(name, all)}
        if len(months) != 1:
            raise ValueError(name)
        return months.pop() + 1
    if not (number := parts.get("m")):
        return None
    if not 1 <= int(number) <= 12:
        raise NoSuchDay(Fault.NO_SUCH_MONTH)
    return int(number)


def _weekdays(name: str) -> set[int]:
    """The weekdays, counted from Monday as 0, that a name or its beginning can mean."""
    found = {*_at(name, WEEKDAYS), *_at(name, WELSH_WEEKDAYS)}
    if not found:
        raise ValueError(name)
    return found


def _at(beginning: str, names: tuple[str, ...]) -> list[int]:
    """The places of the names that begin so."""
    return [place for place, name in enumerate(names) if name.startswith(beginning)]
