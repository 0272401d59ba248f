"""The time zone in which the press office works, and in which days begin and end."""

from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
