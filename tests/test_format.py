"""Dates, times, numbers and sizes read as the house style writes them."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from newsroom.templatetags import newsroom_format as fmt


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (datetime(2021, 3, 15, 14, 30, tzinfo=UTC), "15 March 2021, 2.30pm"),
        (datetime(2021, 3, 15, 9, 0, tzinfo=UTC), "15 March 2021, 9am"),
        (datetime(2021, 3, 15, 0, 0, tzinfo=UTC), "15 March 2021, midnight"),
        (datetime(2021, 3, 15, 0, 5, tzinfo=UTC), "15 March 2021, 12.05am"),
        (datetime(2021, 3, 15, 12, 0, tzinfo=UTC), "15 March 2021, midday"),
        (datetime(2021, 3, 15, 12, 15, tzinfo=UTC), "15 March 2021, 12.15pm"),
        (datetime(2021, 7, 1, 23, 30, tzinfo=UTC), "2 July 2021, 12.30am"),
    ],
)
def test_a_moment_is_written_in_london_time(moment, written):
    assert fmt.press_datetime(moment) == written


def test_a_plain_date_has_no_leading_zero():
    assert fmt.press_date(date(2005, 2, 1)) == "1 February 2005"


def test_the_machine_reads_the_offset_of_summer_time():
    moment = datetime(2021, 7, 1, 13, 30, tzinfo=UTC)
    assert fmt.machine_datetime(moment) == "2021-07-01T14:30+01:00"
    assert fmt.machine_datetime(date(2021, 7, 1)) == "2021-07-01"


def test_a_telephone_number_stays_on_one_line_and_can_be_dialled():
    assert fmt.telephone("020 3357 0906") == "020\u00a03357\u00a00906"
    assert fmt.tel_href("020 3357 0906") == "tel:+442033570906"
    assert fmt.tel_href("+44 20 3357 0906") == "tel:+442033570906"


@pytest.mark.parametrize(
    ("size", "written"),
    [
        (12, "1\u00a0KB"),
        (305_400, "305\u00a0KB"),
        (1_240_000, "1.2\u00a0MB"),
        (2_000_000, "2\u00a0MB"),
    ],
)
def test_a_file_size_is_short(size, written):
    assert fmt.filesize(size) == written


@pytest.mark.parametrize(
    "write",
    [
        fmt.press_date,
        fmt.press_time,
        fmt.press_datetime,
        fmt.machine_datetime,
        fmt.telephone,
        fmt.tel_href,
        fmt.filesize,
    ],
)
def test_an_empty_value_writes_nothing(write):
    assert write(None) == ""


def test_a_fixed_address_keeps_the_readers_language():
    assert fmt.in_language("/news/") == "/news/"
    with translation.override("cy"):
        assert fmt.in_language("/news/") == "/cy/news/"
