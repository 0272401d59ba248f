from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.archive.days import (
    MONTHS,
    MUTATED_MONTHS,
    WELSH_MONTHS,
    Fault,
    NoSuchDay,
    read_day,
)


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
        ("Tachwedd 2014", date(2014, 11, 1), date(2014, 11, 30)),
        ("2014/11", date(2014, 11, 1), date(2014, 11, 30)),
    ],
)
def test_days_are_read_as_people_write_them(written, first, last):
    assert read_day(written) == first
    assert read_day(written, end=True) == last


@pytest.mark.parametrize(
    "written",
    [
        *("21/11/24", "21.11.24", "21-11-24", "21 Nov 24", "21-Nov-24", "21–11–2024"),
        *("2024/11/21", "2024.11.21", "21\xa0November\xa02024", "21st of November 2024"),
        *(
            "21st November, 2024",
            "Thursday 21 November 2024",
            "Thu, 21 Nov 2024",
            "THURS 21 NOV 24",
        ),
        *("November 21, 2024", "Nov. 21st 2024", "Thursday, November 21, 2024"),
        *(
            "21 Tachwedd 2024",
            "21ain o Dachwedd 2024",
            "dydd Iau 21 Tachwedd 2024",
            "Iau 21 Tach 2024",
        ),
    ],
)
def test_one_day_is_written_in_many_ways(written):
    assert read_day(written) == date(2024, 11, 21)


@pytest.mark.parametrize("month", range(12))
def test_each_month_is_known_in_welsh_by_itself_after_o_and_by_its_beginning(month):
    day = date(2024, month + 1, 5)
    for written in (WELSH_MONTHS[month], WELSH_MONTHS[month][:4], MONTHS[month][:3]):
        assert read_day(f"5 {written} 2024") == day
    assert read_day(f"5ed o {MUTATED_MONTHS[month]} 2024") == day


def test_a_year_of_two_digits_is_of_this_century_up_to_69():
    assert [read_day(f"1/2/{year}").year for year in ("00", "69", "70", "99")] == [
        *(2000, 2069, 1970, 1999)
    ]


@pytest.mark.parametrize(
    "written",
    ["", "x", "1 ju 2020", "yesterday", "99999", "11/24", "1 2 3 2024", "noday 1 May 2024"],
)
def test_what_is_no_day_is_refused(written):
    with pytest.raises(ValueError) as refused:
        read_day(written)
    assert not isinstance(refused.value, NoSuchDay)


@pytest.mark.parametrize(
    ("written", "fault", "day"),
    [
        ("29/2/2025", Fault.MONTH_IS_SHORTER, date(2025, 2, 28)),
        ("31/02/20", Fault.MONTH_IS_SHORTER, date(2020, 2, 29)),
        ("0 May 2024", Fault.MONTH_IS_SHORTER, date(2024, 5, 31)),
        ("13/13/2020", Fault.NO_SUCH_MONTH, None),
        ("2020-00", Fault.NO_SUCH_MONTH, None),
        ("0000", Fault.NO_SUCH_YEAR, None),
        ("1899", Fault.NO_SUCH_YEAR, None),
        ("1/1/2101", Fault.NO_SUCH_YEAR, None),
        ("Friday 21 November 2024", Fault.OTHER_WEEKDAY, date(2024, 11, 21)),
        ("dydd Mawrth 21 Tachwedd 2024", Fault.OTHER_WEEKDAY, date(2024, 11, 21)),
    ],
)
def test_what_has_the_form_of_a_day_is_refused_with_its_fault(written, fault, day):
    with pytest.raises(NoSuchDay) as refused:
        read_day(written)
    assert (refused.value.fault, refused.value.day) == (fault, day)


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_refused(text):
    with suppress(ValueError):
        assert isinstance(read_day(text), date)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_an_iso_day_is_itself(day):
    assert read_day(day.isoformat()) == day
