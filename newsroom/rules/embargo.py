"""Rules on when a page may go out: embargoes, hours of the desk, bundles, holds. Pure.

Moments may be in any time zone. Hours are compared in London time.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, time

from newsroom.rules.facts import DeskHours, PageFacts, RuleContext
from newsroom.rules.findings import RuleHit
from newsroom.time_zones import LONDON

FIELD = "go_live_at"
PLACE = "Embargo"
DESK_HOURS = "Hours of the publishing desk"

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def in_london(moment: datetime) -> datetime:
    """The moment in London time. Converts through UTC, which normalises nonexistent local times."""
    return moment.astimezone(UTC).astimezone(LONDON)


def in_words(moment: datetime) -> str:
    """The moment as text: "Sunday 25 October 2026, 01:30 GMT".

    The zone makes times in the repeated hour of October unambiguous.
    """
    local = in_london(moment)
    day = f"{_DAYS[local.weekday()]} {local.day} {_MONTHS[local.month - 1]} {local.year}"
    return f"{day}, {local:%H:%M %Z}"


def embargo_past(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """An embargo that ends in the past: the page would be public at once."""
    ends = facts.go_live_at
    # In UTC, since Python compares aware times of the same zone by local time, ignoring `fold`.
    if ends is not None and ends.astimezone(UTC) < setting.now:
        yield RuleHit(
            f"The embargo would have ended on {in_words(ends)}, which is in the past. "
            "Choose a later time, or publish now.",
            PLACE,
            FIELD,
        )


def embargo_hours(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """An embargo that ends outside the hours of the desk."""
    ends = facts.go_live_at
    if ends is not None and not _is_open(setting.hours, in_london(ends).time()):
        yield RuleHit(
            f"The embargo would end on {in_words(ends)}. Choose a time {_hours(setting.hours)}.",
            PLACE,
            FIELD,
            DESK_HOURS,
        )


def in_bundle(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """An item that goes out with others, or not at all."""
    if facts.bundle:
        yield RuleHit(
            f"It belongs to {facts.bundle}, and goes out with it. "
            "To release it alone, take it out of the bundle first."
        )


def in_hold(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """A prepared outcome, which a verdict releases, or nothing."""
    if facts.hold:
        yield RuleHit(
            f"{facts.hold} keeps it for a verdict. It goes out on the screen of the hold alone, "
            "when a duty editor has chosen the outcome and somebody at court has confirmed it."
        )


def _is_open(hours: DeskHours, moment: time) -> bool:
    return hours.earliest <= moment <= hours.latest or moment == hours.also_at


def _hours(hours: DeskHours) -> str:
    also = f", or {hours.also_at:%H:%M}" if hours.also_at else ""
    return f"from {hours.earliest:%H:%M} to {hours.latest:%H:%M}{also}, in London"
