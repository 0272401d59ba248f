"""How opening hours are written: "9am", "open until 5pm", "Monday to Friday, 9am to 5pm"."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from newsroom.press_office.hours import (
    MIDNIGHT,
    Closure,
    Hours,
    Opening,
    OpenState,
    Proximity,
)
from newsroom.time_zones import LONDON

WEEKDAYS = (
    pgettext_lazy("name of a day", "Monday"),
    pgettext_lazy("name of a day", "Tuesday"),
    pgettext_lazy("name of a day", "Wednesday"),
    pgettext_lazy("name of a day", "Thursday"),
    pgettext_lazy("name of a day", "Friday"),
    pgettext_lazy("name of a day", "Saturday"),
    pgettext_lazy("name of a day", "Sunday"),
)
"""In Welsh without "dydd", which each sentence has in the form that it needs there."""
DAYS_IN_WEEK = len(WEEKDAYS)


def time_of_day(at: time) -> str:
    """Write a time of day: 9am, 2.30pm, midday, midnight."""
    if at.minute == 0 and at.hour == 0:
        return _("midnight")
    if at.minute == 0 and at.hour == 12:
        return _("midday")
    minutes = f".{at:%M}" if at.minute else ""
    half = _("am") if at.hour < 12 else _("pm")
    return f"{at.hour % 12 or 12}{minutes}{half}"


def line(state: OpenState, *, national: bool) -> str:
    """What is said of a desk at this moment; the national one is "the press office"."""
    if state.until is None:
        return _("Closed.")
    if not state.is_open:
        return _closed(state.until, state.near)
    until = _until(state.until, state.near)
    if national:
        return _("The press office is open until %(until)s.") % {"until": until}
    return _("This desk is open until %(until)s.") % {"until": until}


def brief_line(state: OpenState) -> str:
    """The same in a list of desks, under the heading "Open now"."""
    if state.until is None or not state.is_open:
        return line(state, national=False)
    return _("Until %(until)s") % {"until": _until(state.until, state.near)}


def _until(moment: datetime, near: Proximity | None) -> str:
    clock = moment.astimezone(LONDON)
    at, day = time_of_day(clock.time()), clock - timedelta(minutes=1)
    if near is Proximity.TODAY:
        return at
    if near is Proximity.TOMORROW:
        return _("%(time)s tomorrow") % {"time": at}
    return _("%(time)s on %(day)s") % {"time": at, "day": _day(day, near)}


def _closed(moment: datetime, near: Proximity | None) -> str:
    clock = moment.astimezone(LONDON)
    at = time_of_day(clock.time())
    if near is Proximity.TODAY:
        return _("Closed: opens at %(time)s.") % {"time": at}
    if near is Proximity.TOMORROW:
        day = _("tomorrow")
    else:
        day = pgettext("on a day", "%(day)s") % {"day": _day(clock, near)}
    if clock.time() == MIDNIGHT:
        # "Monday midnight" could be the one before or the one after.
        return _("Closed: opens %(day)s.") % {"day": day}
    return _("Closed: opens %(day)s %(time)s.") % {"day": day, "time": at}


def _day(day: date, near: Proximity | None) -> str:
    return day_name(day.weekday()) if near is Proximity.THIS_WEEK else _dated(day, "j F")


def _dated(day: date, form: str) -> str:
    return f"{day_name(day.weekday())} {date_format(day, form)}"


def day_name(weekday: int) -> str:
    """The name of a day within a sentence; Monday is 0."""
    return str(WEEKDAYS[weekday])


def week(hours: Iterable[Hours]) -> list[str]:
    """The hours of a week, days with the same hours together, and that bank holidays are none."""
    by_day = {
        weekday: tuple((span.opens, span.closes) for span in spans)
        for weekday, spans in groupby(sorted(hours), key=lambda span: span.weekday)
    }
    days = [by_day.get(weekday, ()) for weekday in range(DAYS_IN_WEEK)]
    written = []
    for spans, run in groupby(range(DAYS_IN_WEEK), key=lambda weekday: days[weekday]):
        if spans:
            written.append(
                _("%(days)s, %(hours)s")
                % {"days": weekday_names(list(run)), "hours": _spans(spans)}
            )
    if len(written) == 1:
        return [_("%(hours)s (closed on bank holidays)") % {"hours": written[0]}]
    return [*written, _("Closed on bank holidays")] if written else []


def weekday_names(run: Sequence[int]) -> str:
    """Write days of the week that follow each other: Monday to Friday."""
    if len(run) == DAYS_IN_WEEK:
        return _("Every day")
    first, last = day_name(run[0]), day_name(run[-1])
    if len(run) == 1:
        return _alone(first)
    between = _("%(first)s and %(last)s") if len(run) == 2 else _("%(first)s to %(last)s")
    return between % {"first": first, "last": last}


def _alone(day: str) -> str:
    return pgettext("a day alone", "%(day)s") % {"day": day}


def _spans(spans: tuple[tuple[time, time], ...]) -> str:
    if spans == ((MIDNIGHT, MIDNIGHT),):
        return _("all day")
    written = [
        _("%(opens)s to %(closes)s") % {"opens": time_of_day(opens), "closes": time_of_day(closes)}
        for opens, closes in spans
    ]
    return _(" and ").join(written)


def closed_days(closure: Closure) -> str:
    """Write one day, or the first and the last of several, with the times if there are any."""
    first, last = (_dated(day, "j F Y") for day in (closure.first, closure.last))
    since = _unless_midnight(_("from %(time)s"), closure.since)
    until = _unless_midnight(_("until %(time)s"), closure.until)
    if closure.first != closure.last:
        days = {"first": _with_times(first, since), "last": _with_times(last, until)}
        return _("%(first)s to %(last)s") % days
    if since and until:
        return _with_times(_alone(first), _spans(((closure.since, closure.until),)))
    return _with_times(_alone(first), since or until)


def opening_times(opening: Opening) -> str:
    """Write the day and the times of an opening, and that it ends on the next day."""
    day = _alone(_dated(opening.day, "j F Y"))
    if opening.last == opening.day:
        return _with_times(day, _spans(((opening.opens, opening.closes),)))
    times = {"opens": time_of_day(opening.opens), "closes": time_of_day(opening.closes)}
    return _with_times(day, _("%(opens)s to %(closes)s the next day") % times)


def _unless_midnight(words: str, at: time) -> str:
    return "" if at == MIDNIGHT else words % {"time": time_of_day(at)}


def _with_times(day: str, times: str) -> str:
    return f"{day} ({times})" if times else day
