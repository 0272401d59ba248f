"""When an embargo may end: ahead of us, and in the hours in which the desk is there. Pure.

Everything is reckoned in London time, whatever zone a moment is given in.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, time

from newsroom.rules.facts import LONDON, DeskHours, PageFacts, RuleContext
from newsroom.rules.findings import RuleHit

FIELD = "go_live_at"
PLACE = "Embargo"
DESK_HOURS = "Hours of the publishing desk"

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def in_london(moment: datetime) -> datetime:
    """The moment on London's clocks. By way of UTC: a time that the clocks skip is put right."""
    return moment.astimezone(UTC).astimezone(LONDON)


def in_words(moment: datetime) -> str:
    """For example "Sunday 25 October 2026, 01:30 GMT": in the hour that comes twice, which one."""
    local = in_london(moment)
    day = f"{_DAYS[local.weekday()]} {local.day} {_MONTHS[local.month - 1]} {local.year}"
    return f"{day}, {local:%H:%M %Z}"


def embargo_past(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """An embargo that is over before it is set: the page would be public at once."""
    ends = facts.go_live_at
    # In UTC: two times of one zone are compared by the clock on the wall, which lies for an hour.
    if ends is not None and ends.astimezone(UTC) < setting.now:
        yield RuleHit(
            f"The embargo would have ended on {in_words(ends)}, which is in the past. "
            "Choose a later time, or publish now.",
            PLACE,
            FIELD,
        )


def embargo_hours(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """An embargo that ends when nobody is at the desk."""
    ends = facts.go_live_at
    if ends is not None and not _is_open(setting.hours, in_london(ends).time()):
        yield RuleHit(
            f"The embargo would end on {in_words(ends)}. Choose a time {_hours(setting.hours)}.",
            PLACE,
            FIELD,
            DESK_HOURS,
        )


def _is_open(hours: DeskHours, moment: time) -> bool:
    return hours.earliest <= moment <= hours.latest or moment == hours.also_at


def _hours(hours: DeskHours) -> str:
    also = f", or {hours.also_at:%H:%M}" if hours.also_at else ""
    return f"from {hours.earliest:%H:%M} to {hours.latest:%H:%M}{also}, in London"
