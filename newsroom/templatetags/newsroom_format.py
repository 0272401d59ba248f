"""How dates, times, telephone numbers and file sizes are written. Formatting only: no queries."""

from datetime import date, datetime
from functools import lru_cache

from django import template
from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format, number_format

from newsroom.press_office.phrases import time_of_day
from newsroom.press_office.telephone import international
from newsroom.time_zones import LONDON

register = template.Library()

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


def _in_london(moment: datetime) -> datetime:
    return moment if timezone.is_naive(moment) else moment.astimezone(LONDON)


@register.simple_tag
def is_demonstration() -> bool:
    """Whether the news of this site is invented."""
    return bool(settings.DEMONSTRATION)


@register.filter(expects_localtime=False)
def press_date(value: date | datetime | None) -> str:
    """Write a date as people read it in London: 15 March 2021."""
    if not value:
        return ""
    if isinstance(value, datetime):
        value = _in_london(value).date()
    return _in_words(value, translation.get_language())


@lru_cache(maxsize=1024)
def _in_words(day: date, _language: str | None) -> str:
    """A day in words of the language in use, which is named since the words are kept."""
    return date_format(day, "j F Y")


@register.filter(expects_localtime=False)
def press_time(value: datetime | None) -> str:
    """Write a time of day: 9am, 2.30pm, midday, midnight."""
    if not value:
        return ""
    return time_of_day(_in_london(value).time())


@register.filter(expects_localtime=False)
def press_datetime(value: datetime | None) -> str:
    """Write a moment with its date first: 15 March 2021, 2.30pm."""
    if not value:
        return ""
    return f"{press_date(value)}, {press_time(value)}"


@register.filter(expects_localtime=False)
def machine_datetime(value: date | datetime | None) -> str:
    """Write a date or a moment for the datetime attribute of <time>."""
    if not value:
        return ""
    if isinstance(value, datetime):
        return _in_london(value).isoformat(timespec="minutes")
    return value.isoformat()


@register.filter
def telephone(value: str | None) -> str:
    """Keep a telephone number on one line: its spaces become no-break spaces."""
    return NO_BREAK_SPACE.join((value or "").split())


@register.filter
def tel_href(value: str | None) -> str:
    """Turn a British telephone number into the address that dials it."""
    digits = international(value or "")
    return f"tel:{digits}" if digits else ""


@register.filter
def filesize(value: int | None) -> str:
    """Write a number of bytes as readers know it: 305 KB, 1.2 MB."""
    if not value:
        return ""
    kilobytes = value / 1000
    if kilobytes < 1000:
        return f"{max(round(kilobytes), 1)}{NO_BREAK_SPACE}KB"
    megabytes = number_format(kilobytes / 1000, decimal_pos=1).removesuffix(".0")
    return f"{megabytes}{NO_BREAK_SPACE}MB"


@register.simple_tag
def in_language(path: str) -> str:
    """Give the address of a fixed page in the reader's language: /news/ or /cy/news/."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    return path if language == settings.LANGUAGE_CODE else f"/{language}{path}"
