"""Is a desk open at this moment, until when, and when does that change?

Pure. A desk is open while the clock in London shows a time within its hours for that day of the
week, unless the day is a bank holiday in England and Wales; and within an opening, whatever the
day. It is not open while a closure lasts, even where an opening was recorded too: then the duty
press officer is named, who answers. Moments
that come out are in UTC: Python compares two London times by their clocks, which go back an hour
in autumn.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from functools import lru_cache
from itertools import pairwise

import holidays

from newsroom.time_zones import LONDON

MIDNIGHT = time(0)
CLOCKS_CHANGE = time(1)
"""When London's clocks go forward or back, by Greenwich."""
A_DAY = timedelta(days=1)
FURTHEST = 400
"""Days: a desk that does not open within them is not said to open at all."""


class Proximity(Enum):
    """How near a day is, which decides how it is named."""

    TODAY = "today"
    TOMORROW = "tomorrow"
    THIS_WEEK = "this week"
    LATER = "later"


# Days ahead at which a day begins to be named in the next nearer way.
NAMED_DAYS_AHEAD = {Proximity.TOMORROW: 0, Proximity.THIS_WEEK: 1, Proximity.LATER: 6}


@dataclass(frozen=True, order=True)
class Hours:
    """From when to when on a day of the week; Monday is 0. Closing at midnight ends the day."""

    weekday: int
    opens: time
    closes: time

    def include(self, at: time) -> bool:
        """Whether the clock shows a time within these hours."""
        return self.opens <= at and (at < self.closes or self.closes == MIDNIGHT)


def days_of(first: int, last: int | None) -> range:
    """The days of the week from the first to the last; only the first if there is no last."""
    return range(first, (first if last is None else last) + 1)


def spans_of_days(first: int, last: int | None, opens: time, closes: time) -> list[Hours]:
    """The same hours on each of these days."""
    return [Hours(weekday, opens, closes) for weekday in days_of(first, last)]


@dataclass(frozen=True)
class Closure:
    """From when to when a desk is closed beside the bank holidays, both days included.

    Closed from midnight is closed all of the first day, and until midnight all of the last.
    """

    first: date
    last: date
    since: time = MIDNIGHT
    until: time = MIDNIGHT

    def include(self, day: date, at: time) -> bool:
        """Whether the desk is closed on that day when the clock shows that time."""
        if (day, at) < (self.first, self.since):
            return False
        return day <= self.last if self.until == MIDNIGHT else (day, at) < (self.last, self.until)


@dataclass(frozen=True)
class Opening:
    """When a desk answers on one day beyond its hours of the week, also on a bank holiday.

    It ends on the next day if it closes at the time at which it opens, or earlier. Midnight is
    the end of the day itself.
    """

    day: date
    opens: time
    closes: time

    @property
    def last(self) -> date:
        """The day on which the clock shows the time at which it closes; midnight is not on it."""
        return self.day + A_DAY if MIDNIGHT != self.closes <= self.opens else self.day

    def include(self, day: date, at: time) -> bool:
        """Whether the desk is open on that day when the clock shows that time."""
        if (day, at) < (self.day, self.opens):
            return False
        if self.closes == MIDNIGHT:
            return day == self.day
        return (day, at) < (self.last, self.closes)

    def meets(self, closure: Closure) -> bool:
        """Whether there is a time at which a closure says that the desk is closed."""
        ends = (self.day + A_DAY, MIDNIGHT) if self.closes == MIDNIGHT else (self.last, self.closes)
        over = (closure.last + A_DAY, MIDNIGHT)
        if closure.until != MIDNIGHT:
            over = (closure.last, closure.until)
        return (closure.first, closure.since) < ends and (self.day, self.opens) < over


@dataclass(frozen=True)
class OpenState:
    """Whether a desk is open, when that ends, and how near that is.

    `until` is when it closes, or opens next; `None` if it never does. `changes_at` is the first
    moment at which anything of this differs.
    """

    is_open: bool
    until: datetime | None
    near: Proximity | None
    changes_at: datetime | None


@lru_cache(maxsize=16)
def bank_holidays(year: int) -> dict[date, str]:
    """The bank holidays of England and Wales, with their names."""
    return dict(sorted(holidays.country_holidays("GB", subdiv="ENG", years=year).items()))


@dataclass(frozen=True)
class Timetable:
    """A desk's hours in the week, and when it is closed or open all the same."""

    hours: tuple[Hours, ...]
    closures: tuple[Closure, ...] = ()
    openings: tuple[Opening, ...] = ()

    def is_open(self, moment: datetime) -> bool:
        """Whether somebody answers at this moment."""
        clock = moment.astimezone(LONDON)
        return self._is_open_at(clock.date(), clock.time())

    def spans(self, day: date) -> list[tuple[time, time]]:
        """From when to when the desk is open on that day, by the clocks."""
        spans: list[tuple[time, time]] = []
        for opens, closes in pairwise([*sorted(self._times(day)), MIDNIGHT]):
            if self._is_open_at(day, opens):
                goes_on = spans and spans[-1][1] == opens
                since = spans.pop()[0] if goes_on else opens
                spans.append((since, closes))
        return spans

    def next_change(self, moment: datetime) -> datetime | None:
        """When an open desk closes, or a closed one opens; `None` if it does not within a year."""
        if not self.hours and not self.openings:
            return None
        is_open, today = self.is_open(moment), moment.astimezone(LONDON).date()
        for days in range(FURTHEST):
            for boundary in self._boundaries(today + days * A_DAY):
                if boundary > moment and self.is_open(boundary) != is_open:
                    return boundary
        return None

    def state_at(self, moment: datetime) -> OpenState:
        """What there is to say at this moment."""
        is_open, until = self.is_open(moment), self.next_change(moment)
        if until is None:
            return OpenState(is_open, None, None, None)
        # A desk that closes at midnight is open until the end of the day before.
        last = until - timedelta(minutes=1) if is_open else until
        day = last.astimezone(LONDON).date()
        near = _proximity((day - moment.astimezone(LONDON).date()).days)
        if near is Proximity.TODAY:
            return OpenState(is_open, until, near, until)
        renamed_at = datetime.combine(
            day - NAMED_DAYS_AHEAD[near] * A_DAY, MIDNIGHT, LONDON
        ).astimezone(UTC)
        return OpenState(is_open, until, near, renamed_at)

    def states_from(self, moment: datetime) -> Iterator[OpenState]:
        """What there is to say at this moment, and then whenever it changes."""
        at: datetime | None = moment
        while at is not None:
            state = self.state_at(at)
            yield state
            at = state.changes_at

    def _on(self, day: date) -> list[Hours]:
        return [hours for hours in self.hours if hours.weekday == day.weekday()]

    def _is_open_at(self, day: date, at: time) -> bool:
        usual = any(hours.include(at) for hours in self._on(day))
        is_open = usual and day not in bank_holidays(day.year)
        is_open |= any(opening.include(day, at) for opening in self.openings)
        return is_open and not any(closure.include(day, at) for closure in self.closures)

    def _times(self, day: date) -> set[time]:
        """What the clock shows when the desk may open or close on that day; midnight is one."""
        times = {MIDNIGHT}.union(*((hours.opens, hours.closes) for hours in self._on(day)))
        times |= {opening.opens for opening in self.openings if opening.day == day}
        times |= {opening.closes for opening in self.openings if opening.last == day}
        times |= {closure.since for closure in self.closures if closure.first == day}
        return times | {closure.until for closure in self.closures if closure.last == day}

    def _boundaries(self, day: date) -> list[datetime]:
        """Every moment of the day at which the desk may open or close."""
        # A time that the clocks show twice is two moments.
        boundaries = {
            datetime.combine(day, at, LONDON).replace(fold=fold).astimezone(UTC)
            for at in self._times(day)
            for fold in (0, 1)
        }
        # Where the clocks jump, they skip times or show them again.
        boundaries.add(datetime.combine(day, CLOCKS_CHANGE, UTC))
        return sorted(boundaries)


def _proximity(days: int) -> Proximity:
    if days <= 0:
        return Proximity.TODAY
    if days == 1:
        return Proximity.TOMORROW
    # In a week's time the day of the week has the same name as today.
    return Proximity.THIS_WEEK if days < 7 else Proximity.LATER
