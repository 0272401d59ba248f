"""Is a desk open, until when, and when does it open next: at every minute that is awkward."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom.press_office.hours import (
    MIDNIGHT,
    Closure,
    Hours,
    Opening,
    OpenState,
    Proximity,
    Timetable,
    bank_holidays,
)
from newsroom.time_zones import LONDON

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
NINE, FIVE = time(9), time(17)

OFFICE = Timetable(tuple(Hours(day, NINE, FIVE) for day in range(5)))
# Hours that lie in the hour that spring skips and autumn repeats, with a break at lunch.
NIGHT_DESK = Timetable(
    (
        Hours(6, time(0, 30), time(1, 15)),
        Hours(6, time(1, 30), time(1, 45)),
        Hours(6, time(12, 30), time(13, 15)),
        Hours(0, MIDNIGHT, time(1)),
    )
)
ROUND_THE_CLOCK = Timetable(tuple(Hours(day, MIDNIGHT, MIDNIGHT) for day in range(7)))
CHRISTMAS_EVE = Closure(date(2026, 12, 24), date(2026, 12, 24), since=time(12))
CLOSED_AT_NOON = Timetable(OFFICE.hours, (CHRISTMAS_EVE,))
# From Christmas Eve at four until the clocks show ten in the new year, and an hour at its start.
AWAY = Timetable(
    ROUND_THE_CLOCK.hours,
    (
        Closure(date(2026, 12, 24), date(2026, 12, 31), since=time(16), until=time(10)),
        Closure(date(2027, 1, 4), date(2027, 1, 4), since=time(9), until=time(9, 30)),
        Closure(date(2027, 1, 5), date(2027, 1, 5), until=time(9)),
    ),
)
# Closed for the hour that comes twice in autumn and not at all in spring.
CLOSED_WHEN_CLOCKS_CHANGE = Timetable(
    ROUND_THE_CLOCK.hours,
    tuple(
        Closure(day, day, since=time(1), until=time(1, 30))
        for day in (date(2026, 3, 29), date(2026, 10, 25))
    ),
)
CLOSED_ON_THE_30TH = Timetable(OFFICE.hours, (Closure(date(2026, 12, 30), date(2026, 12, 30)),))

# As gov.uk publishes them for England and Wales.
PUBLISHED = {
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
}
WEEKDAYS_OFF = {
    date.fromisoformat(f"{year}-{day}") for year, days in PUBLISHED.items() for day in days.split()
}
# The days themselves, whose substitute is another day.
AT_WEEKENDS = {date(2026, 12, 26), date(2027, 12, 25), date(2027, 12, 26)}


def london(*parts: int, fold: int = 0) -> datetime:
    return datetime(*parts, tzinfo=LONDON, fold=fold).astimezone(UTC)


def is_closed(closure: Closure, clock: datetime) -> bool:
    begins = datetime.combine(closure.first, closure.since)
    ends = datetime.combine(closure.last, closure.until)
    return begins <= clock < (ends + DAY if closure.until == MIDNIGHT else ends)


def by_the_clock(timetable: Timetable, moment: datetime) -> bool:
    """What somebody with a clock, a calendar and the list of hours would say."""
    clock = moment.astimezone(LONDON)
    day, at = clock.date(), clock.time()
    if day in WEEKDAYS_OFF | AT_WEEKENDS:
        return False
    if any(is_closed(closure, clock.replace(tzinfo=None)) for closure in timetable.closures):
        return False
    return any(
        hours.weekday == day.weekday()
        and hours.opens <= at
        and (hours.closes == MIDNIGHT or at < hours.closes)
        for hours in timetable.hours
    )


@pytest.mark.parametrize("year", PUBLISHED)
def test_bank_holidays_are_those_of_england_and_wales(year):
    weekdays = {day for day in bank_holidays(year) if day.weekday() < 5}
    assert weekdays == {day for day in WEEKDAYS_OFF if day.year == year}


@pytest.mark.parametrize(
    ("timetable", "first", "days"),
    [
        (OFFICE, date(2026, 3, 28), 3),
        (NIGHT_DESK, date(2026, 3, 28), 3),
        (ROUND_THE_CLOCK, date(2026, 3, 28), 3),
        (OFFICE, date(2026, 10, 24), 3),
        (NIGHT_DESK, date(2026, 10, 24), 3),
        (ROUND_THE_CLOCK, date(2026, 10, 24), 3),
        (OFFICE, date(2026, 4, 2), 6),
        (ROUND_THE_CLOCK, date(2026, 4, 2), 6),
        (CLOSED_ON_THE_30TH, date(2026, 12, 23), 13),
        (ROUND_THE_CLOCK, date(2026, 12, 23), 13),
        (OFFICE, date(2027, 12, 23), 7),
        (CLOSED_AT_NOON, date(2026, 12, 23), 3),
        (AWAY, date(2026, 12, 24), 13),
        (CLOSED_WHEN_CLOCKS_CHANGE, date(2026, 3, 28), 3),
        (CLOSED_WHEN_CLOCKS_CHANGE, date(2026, 10, 24), 3),
    ],
)
def test_every_minute_says_what_the_clock_says(timetable, first, days):
    """And `until` is the first minute at which that differs, looked for from the end backwards.

    It takes some five seconds: every minute of several days is asked.
    """
    start = datetime.combine(first, MIDNIGHT, LONDON).astimezone(UTC)
    end = datetime.combine(first + days * DAY, MIDNIGHT, LONDON).astimezone(UTC)
    is_open, until = timetable.is_open(end), timetable.next_change(end)
    moment = end
    while moment > start:
        moment -= MINUTE
        now = by_the_clock(timetable, moment)
        if now != is_open:
            is_open, until = now, moment + MINUTE
        state = timetable.state_at(moment)
        assert (state.is_open, state.until) == (is_open, until), moment


@pytest.mark.parametrize(
    ("moment", "is_open", "until"),
    [
        # Opening hours follow the clocks, so the wait in hours differs by one.
        (london(2026, 3, 27, 17), False, datetime(2026, 3, 30, 8, tzinfo=UTC)),
        (london(2026, 10, 23, 17), False, datetime(2026, 10, 26, 9, tzinfo=UTC)),
        # Half past one comes twice in autumn: open both times.
        (london(2026, 10, 25, 1, 30), True, london(2026, 10, 25, 1, 45)),
        (london(2026, 10, 25, 1, 30, fold=1), True, london(2026, 10, 25, 1, 45, fold=1)),
        # And never in spring: at one it is two.
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), True, datetime(2026, 3, 29, 1, tzinfo=UTC)),
        (datetime(2026, 3, 29, 1, tzinfo=UTC), False, london(2026, 3, 29, 12, 30)),
    ],
)
def test_clock_changes(moment, is_open, until):
    by_day = moment.astimezone(LONDON).weekday() == 4
    state = (OFFICE if by_day else NIGHT_DESK).state_at(moment)
    assert (state.is_open, state.until) == (is_open, until)


@pytest.mark.parametrize(
    ("moment", "near", "until", "changes_at"),
    [
        # Wednesday 23 December, then Christmas Eve, and four days of which none is opened on.
        ((2026, 12, 24, 16, 59), Proximity.TODAY, (2026, 12, 24, 17), (2026, 12, 24, 17)),
        ((2026, 12, 24, 17), Proximity.THIS_WEEK, (2026, 12, 29, 9), (2026, 12, 28)),
        ((2026, 12, 27, 23, 59), Proximity.THIS_WEEK, (2026, 12, 29, 9), (2026, 12, 28)),
        ((2026, 12, 28), Proximity.TOMORROW, (2026, 12, 29, 9), (2026, 12, 29)),
        ((2026, 12, 29), Proximity.TODAY, (2026, 12, 29, 9), (2026, 12, 29, 9)),
        ((2026, 12, 31, 17), Proximity.THIS_WEEK, (2027, 1, 4, 9), (2027, 1, 3)),
        # Easter: Good Friday and Easter Monday.
        ((2026, 4, 2, 17), Proximity.THIS_WEEK, (2026, 4, 7, 9), (2026, 4, 6)),
    ],
)
def test_what_is_said_turns_at_midnight_too(moment, near, until, changes_at):
    state = OFFICE.state_at(london(*moment))
    assert (state.near, state.until) == (near, london(*until))
    assert state.changes_at == london(*changes_at)


def test_a_week_away_is_named_by_its_date():
    """Today is a Monday: "opens Monday" would be today."""
    away = Timetable(OFFICE.hours, (Closure(date(2026, 11, 23), date(2026, 11, 29)),))
    monday = away.state_at(london(2026, 11, 23, 12))
    assert (monday.near, monday.until) == (Proximity.LATER, london(2026, 11, 30, 9))
    assert monday.changes_at == london(2026, 11, 24)
    assert away.state_at(london(2026, 11, 24)).near is Proximity.THIS_WEEK


def test_christmas_eve_may_close_at_noon():
    morning = CLOSED_AT_NOON.state_at(london(2026, 12, 24, 9))
    assert (morning.is_open, morning.until) == (True, london(2026, 12, 24, 12))
    afternoon = CLOSED_AT_NOON.state_at(london(2026, 12, 24, 12))
    assert (afternoon.is_open, afternoon.until) == (False, london(2026, 12, 29, 9))


@pytest.mark.parametrize(
    ("timetable", "day", "expected"),
    [
        (CLOSED_AT_NOON, date(2026, 12, 24), [(NINE, time(12))]),
        (CLOSED_AT_NOON, date(2026, 12, 23), [(NINE, FIVE)]),
        (CLOSED_AT_NOON, date(2026, 12, 25), []),
        (AWAY, date(2026, 12, 24), [(MIDNIGHT, time(16))]),
        (AWAY, date(2026, 12, 30), []),
        (AWAY, date(2026, 12, 31), [(time(10), MIDNIGHT)]),
        (AWAY, date(2027, 1, 4), [(MIDNIGHT, NINE), (time(9, 30), MIDNIGHT)]),
        (ROUND_THE_CLOCK, date(2026, 11, 24), [(MIDNIGHT, MIDNIGHT)]),
        (NIGHT_DESK, date(2026, 11, 24), []),
    ],
)
def test_the_hours_of_a_day_are_what_closures_leave(timetable, day, expected):
    assert timetable.spans(day) == expected


def test_open_until_midnight_is_until_the_end_of_today():
    desk = Timetable((Hours(0, NINE, MIDNIGHT),))
    state = desk.state_at(london(2026, 11, 23, 12))
    assert (state.near, state.until) == (Proximity.TODAY, london(2026, 11, 24))
    both = Timetable((Hours(0, NINE, MIDNIGHT), Hours(1, MIDNIGHT, time(2))))
    state = both.state_at(london(2026, 11, 23, 12))
    assert (state.near, state.until) == (Proximity.TOMORROW, london(2026, 11, 24, 2))
    assert state.changes_at == london(2026, 11, 24)


@pytest.mark.parametrize(
    "timetable",
    [
        Timetable(()),
        Timetable((Hours(0, FIVE, NINE),)),
        Timetable(OFFICE.hours, (Closure(date(2020, 1, 1), date(2040, 1, 1)),)),
    ],
)
def test_a_desk_that_never_opens_is_said_to_be_closed(timetable):
    moment = london(2026, 11, 24, 12)
    assert timetable.state_at(moment) == OpenState(False, None, None, None)
    assert list(timetable.states_from(moment)) == [OpenState(False, None, None, None)]


clocks = st.times().map(lambda at: at.replace(second=0, microsecond=0))
spans = st.builds(Hours, weekday=st.integers(0, 6), opens=clocks, closes=clocks)
closures = st.builds(
    lambda first, days, since, until: Closure(first, first + days * DAY, since, until),
    st.dates(date(2024, 1, 1), date(2027, 12, 31)),
    st.integers(0, 20),
    st.just(MIDNIGHT) | clocks,
    st.just(MIDNIGHT) | clocks,
)
timetables = st.builds(
    Timetable,
    st.lists(spans, max_size=8).map(tuple),
    st.lists(closures, max_size=3).map(tuple),
)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))


def within(start: datetime, end: datetime, part: float) -> datetime:
    """A moment from the start to just before the end."""
    return min(start + part * (end - start), end - timedelta(microseconds=1))


@settings(max_examples=200, deadline=None)
@given(timetables, moments, st.floats(0, 1, exclude_max=True))
def test_until_is_the_first_moment_at_which_the_answer_differs(timetable, moment, part):
    until = timetable.next_change(moment)
    is_open = timetable.is_open(moment)
    if until is None:
        # Open now, a desk closes some time: there are bank holidays.
        assert not is_open
        return
    assert until > moment
    assert timetable.is_open(until) != is_open
    between = within(moment, until, part)
    assert timetable.is_open(between) == is_open
    assert timetable.next_change(between) == until
    assert timetable.is_open(max(moment, until - timedelta(microseconds=1))) == is_open


@settings(max_examples=200, deadline=None)
@given(timetables, moments, st.floats(0, 1, exclude_max=True))
def test_what_is_said_stands_until_it_changes_and_not_longer(timetable, moment, part):
    state = timetable.state_at(moment)
    if state.changes_at is None:
        assert state.until is None
        return
    assert moment < state.changes_at <= state.until
    between = within(moment, state.changes_at, part)
    assert timetable.state_at(between) == state
    after = timetable.state_at(state.changes_at)
    assert (after.is_open, after.near) != (state.is_open, state.near)


@settings(max_examples=200, deadline=None)
@given(timetables, moments)
def test_any_moment_is_answered_as_by_the_clock(timetable, moment):
    known = timetable.state_at(moment).is_open
    day = moment.astimezone(LONDON).date()
    if day in AT_WEEKENDS or day.weekday() < 5:
        assert known == by_the_clock(timetable, moment)


SATURDAY, BOXING_DAY = date(2026, 12, 5), date(2026, 12, 26)
OPENED = Timetable(
    OFFICE.hours,
    (Closure(date(2026, 12, 7), date(2026, 12, 7)),),
    (
        Opening(SATURDAY, time(10), time(14)),
        Opening(BOXING_DAY, time(18), time(2)),
        Opening(date(2026, 12, 7), time(8), time(20)),
        Opening(date(2026, 12, 8), time(17), MIDNIGHT),
        Opening(date(2026, 3, 28), time(22), time(3)),
    ),
)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        # A Saturday.
        ((2026, 12, 5, 9, 59), False),
        ((2026, 12, 5, 10), True),
        ((2026, 12, 5, 13, 59), True),
        ((2026, 12, 5, 14), False),
        # A bank holiday, until the night after it.
        ((2026, 12, 26, 17, 59), False),
        ((2026, 12, 26, 23, 59), True),
        ((2026, 12, 27, 1, 59), True),
        ((2026, 12, 27, 2), False),
        ((2026, 12, 25, 18), False),
        # Where somebody has recorded a closure too, nobody is promised to answer.
        ((2026, 12, 7, 12), False),
        # A late evening that follows the usual hours.
        ((2026, 12, 8, 16, 59), True),
        ((2026, 12, 8, 23, 59), True),
        ((2026, 12, 9, 0), False),
        # The night in which the clocks skip an hour.
        ((2026, 3, 29, 0, 59), True),
        ((2026, 3, 29, 2, 59), True),
        ((2026, 3, 29, 3), False),
    ],
)
def test_a_desk_is_open_beyond_its_hours(moment, is_open):
    at = datetime(*moment, tzinfo=LONDON)
    assert OPENED.is_open(at) == is_open
    assert not OFFICE.is_open(at) or not is_open or moment[:3] == (2026, 12, 8)


def test_the_change_after_an_opening_is_its_end():
    def change(*moment):
        return OPENED.next_change(datetime(*moment, tzinfo=LONDON)).astimezone(LONDON)

    assert change(2026, 12, 4, 17) == datetime(2026, 12, 5, 10, tzinfo=LONDON)
    assert change(2026, 12, 26, 20) == datetime(2026, 12, 27, 2, tzinfo=LONDON)
    assert change(2026, 12, 8, 10) == datetime(2026, 12, 9, tzinfo=LONDON)
    only = Timetable((), (), (Opening(SATURDAY, time(10), time(14)),))
    assert only.next_change(datetime(2026, 12, 1, tzinfo=LONDON)) is not None
    assert OPENED.spans(SATURDAY) == [(time(10), time(14))]
    assert OPENED.spans(date(2026, 12, 27)) == [(MIDNIGHT, time(2))]


@pytest.mark.parametrize(
    ("opening", "closure", "meets"),
    [
        ((SATURDAY, 10, 14), (SATURDAY, SATURDAY, 0, 0), True),
        ((SATURDAY, 10, 14), (SATURDAY, SATURDAY, 14, 0), False),
        ((SATURDAY, 10, 14), (SATURDAY, SATURDAY, 0, 10), False),
        ((SATURDAY, 10, 14), (SATURDAY, SATURDAY, 12, 13), True),
        ((SATURDAY, 18, 2), (SATURDAY + DAY, SATURDAY + DAY, 0, 0), True),
        ((SATURDAY, 18, 2), (SATURDAY + DAY, SATURDAY + DAY, 2, 0), False),
        ((SATURDAY, 18, 0), (SATURDAY + DAY, SATURDAY + DAY, 0, 0), False),
        ((SATURDAY, 10, 14), (SATURDAY - DAY, SATURDAY + DAY, 0, 0), True),
        ((SATURDAY, 10, 14), (SATURDAY - DAY, SATURDAY - DAY, 0, 0), False),
    ],
)
def test_an_opening_meets_a_closure_where_their_times_overlap(opening, closure, meets):
    day, opens, closes = opening
    first, last, since, until = closure
    shut = Closure(first, last, time(since), time(until))
    assert Opening(day, time(opens), time(closes)).meets(shut) == meets
