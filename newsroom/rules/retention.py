"""When an item is to be reviewed: by what came of the case, and the yardstick in force. Pure.

The yardsticks are data with days and sources, in `retention_yardsticks.toml`.
"""

import tomllib
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from newsroom.documents.stages import CONVICTIONS, Stage

_FILE = Path(__file__).with_name("retention_yardsticks.toml")
_MONTHS_OF_YEAR = 12


class Outcome(StrEnum):
    """What came of the case that an item is about, as far as retention asks."""

    CLEARED = "cleared"
    """Acquitted, quashed or discontinued."""
    FINED = "fined"
    SENTENCED = "sentenced"
    CONVICTED = "convicted"
    OPEN = "open"
    NONE = "none"
    """The item is about no case."""


_CLEARED = (Stage.ACQUITTED, Stage.QUASHED, Stage.DISCONTINUED)


@dataclass(frozen=True)
class Yardstick:
    """How many months after its outcome an item is reviewed, from which day, and who says so."""

    outcome: Outcome
    months: int
    in_force_from: date
    source: str

    def due(self, outcome_on: date) -> date:
        """The day of the review of an item whose outcome was on this day."""
        return months_after(outcome_on, self.months)


class NoYardstick(LookupError):
    """No yardstick for an outcome is in force on a day."""


def outcome_of(stage: str) -> Outcome:
    """The outcome that a stage of a case stands for. A fine is said by the desk, not by a stage."""
    if not stage:
        return Outcome.NONE
    if stage in _CLEARED:
        return Outcome.CLEARED
    if stage == Stage.SENTENCE:
        return Outcome.SENTENCED
    return Outcome.CONVICTED if stage in CONVICTIONS else Outcome.OPEN


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    month = day.month - 1 + months
    year, month = day.year + month // _MONTHS_OF_YEAR, month % _MONTHS_OF_YEAR + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


@cache
def yardsticks() -> tuple[Yardstick, ...]:
    """All yardsticks: past, current and future."""
    rows = tomllib.loads(_FILE.read_text(encoding="utf-8"))["yardstick"]
    return tuple(Yardstick(**{**row, "outcome": Outcome(row["outcome"])}) for row in rows)


def yardstick_for(outcome: str, day: date, rows: Iterable[Yardstick] | None = None) -> Yardstick:
    """The newest yardstick for an outcome that is in force on this day. Raises NoYardstick."""
    known = yardsticks() if rows is None else rows
    in_force = [row for row in known if row.outcome == outcome and row.in_force_from <= day]
    if not in_force:
        raise NoYardstick(f"{outcome} on {day:%Y-%m-%d}")
    return max(in_force, key=lambda row: row.in_force_from)
