"""Lines of the log: when, in which time zone, and one for each message."""

import logging.config
import re

import pytest

from cps_news.settings import base


def line(message: str, *about: object, error: BaseException | None = None) -> str:
    formatter = logging.config.DictConfigurator({}).configure_formatter(
        dict(base.LOGGING["formatters"]["line"])
    )
    kind = (type(error), error, None) if error else None
    return formatter.format(logging.LogRecord("desk", 30, "", 1, message, about, kind))


def test_a_line_says_when_with_its_time_zone():
    told = line("Log-in of account %s", 7)
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4} WARNING desk Log-in of account 7", told
    )


def test_what_is_quoted_begins_no_line_of_its_own():
    told = line("Malformed request to %s", "/admin/\r\n2026\x1b[2J\u2028\x85\x00")
    assert told.endswith(r"/admin/\r\n2026\x1b[2J\u2028\x85\x00")


@pytest.mark.parametrize(
    "path",
    [
        "/news/alerts/yours/{}/",
        "/news/alerts/confirm/{}/",
        "/cy/news/alerts/stop/12/{}/",
        "/preview/{}/",
        "/preview/{}/pictures/court.jpg",
        "/admin/calendar/{}.ics",
        "/admin/password_reset/confirm/MQ/{}/",
    ],
)
def test_no_address_that_gives_power_is_logged_whole(path):
    told = line("Not Found: %s", path.format("c0ffee-Secret_1:x"))
    assert "Secret" not in told
    assert path.partition("{")[0] in told


def test_an_exception_keeps_its_lines():
    assert line("Failed", error=ValueError("of two\nlines")).splitlines()[-1] == "lines"
