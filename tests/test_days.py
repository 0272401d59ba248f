from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.archive.days import read_day


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2005", date(2005, 1, 1), date(2005, 12, 31)),
        ("11/2014", date(2014, 11, 1), date(2014, 11, 30)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("November 2014", date(2014, 11, 1), date(2014, 11, 30)),
        ("21/11/2014", date(2014, 11, 21), date(2014, 11, 21)),
        ("21-11-2014", date(2014, 11, 21), date(2014, 11, 21)),
        ("21.11.2014", date(2014, 11, 21), date(2014, 11, 21)),
        ("1 3 2021", date(2021, 3, 1), date(2021, 3, 1)),
        ("2014-11-21", date(2014, 11, 21), date(2014, 11, 21)),
        ("  21  November 2014 ", date(2014, 11, 21), date(2014, 11, 21)),
        ("1st Sept 2020", date(2020, 9, 1), date(2020, 9, 1)),
        ("21 nov. 2014", date(2014, 11, 21), date(2014, 11, 21)),
    ],
)
def test_days_are_read_as_people_write_them(written, first, last):
    assert read_day(written) == first
    assert read_day(written, end=True) == last


@pytest.mark.parametrize(
    "written",
    [
        *("", "x", "31/02/2020", "13/13/2020", "1 ju 2020", "yesterday", "21/11/14"),
        *("0000", "1899", "2101", "9999", "99999"),
    ],
)
def test_what_is_no_day_is_refused(written):
    with pytest.raises(ValueError):
        read_day(written)


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_refused(text):
    with suppress(ValueError):
        assert isinstance(read_day(text), date)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_an_iso_day_is_itself(day):
    assert read_day(day.isoformat()) == day
