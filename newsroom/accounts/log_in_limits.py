"""How many wrong passwords and codes are let through, and how long the next try must wait. Pure.

A wait begins at the last try that was let through, so tries during it do not move its end.

Whoever comes with a known device has limits of their own. Nobody else can use them up, so nobody
can lock out a person on a device from which that person has logged in before.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import ip_address, ip_network

LONGEST = timedelta(hours=1)
"""Older failures count for nothing."""


class Limit(StrEnum):
    """What is counted."""

    DEVICE = "device"
    PAIR = "pair"
    NAME = "name"
    ADDRESS = "address"
    ALL = "all"


@dataclass(frozen=True)
class Failure:
    """A try that failed, or one whose password is being checked."""

    name: str
    network: str
    device: str
    at: datetime


@dataclass(frozen=True)
class Step:
    """From this many failures within the window on, the next try waits."""

    failures: int
    within: timedelta
    wait: timedelta


@dataclass(frozen=True)
class Wait:
    """Until when the next try is refused, and by which limit."""

    until: datetime
    limit: Limit


_LOCK = timedelta(minutes=30)
_FIVE_AND_LOCKED = (Step(5, _LOCK, _LOCK),)
STEPS: dict[Limit, tuple[Step, ...]] = {
    Limit.DEVICE: _FIVE_AND_LOCKED,
    Limit.PAIR: _FIVE_AND_LOCKED,
    Limit.NAME: (
        Step(10, LONGEST, timedelta(seconds=30)),
        Step(15, LONGEST, timedelta(minutes=2)),
        Step(20, LONGEST, timedelta(minutes=10)),
        Step(30, LONGEST, _LOCK),
    ),
    Limit.ADDRESS: (
        Step(10, LONGEST, timedelta(seconds=30)),
        Step(20, LONGEST, timedelta(minutes=5)),
        Step(30, LONGEST, _LOCK),
    ),
    # Slows a spray from many addresses, and leaves somebody on a new device a way in.
    Limit.ALL: (Step(60, timedelta(minutes=10), timedelta(seconds=5)),),
}


def wait_before_next(
    failures: Sequence[Failure], name: str, network: str, device: str, now: datetime
) -> Wait | None:
    """The wait before a try with this name from there; None if it may be made now.

    `device` is empty unless it is a known device of the person with this name.
    """
    if device:
        counted = {Limit.DEVICE: [one.at for one in failures if one.device == device]}
    else:
        strange = [one for one in failures if not one.device]
        named = [one for one in strange if one.name == name]
        counted = {
            Limit.PAIR: [one.at for one in named if one.network == network],
            Limit.NAME: [one.at for one in named],
            Limit.ADDRESS: [one.at for one in strange if one.network == network],
            Limit.ALL: [one.at for one in strange],
        }
    waits = [
        Wait(until, limit)
        for limit, times in counted.items()
        if (until := _until(STEPS[limit], times, now)) is not None
    ]
    return max(waits, key=lambda wait: wait.until, default=None)


def _until(steps: Iterable[Step], times: Sequence[datetime], now: datetime) -> datetime | None:
    """When the longest wait that these failures cause ends; None if it is over."""
    ends = [
        max(recent) + step.wait
        for step in steps
        if len(recent := [at for at in times if at > now - step.within]) >= step.failures
    ]
    end = max(ends, default=now)
    return end if end > now else None


def network_of(address: str) -> str:
    """What counts as one address. Of IPv6 it is the first 64 bits: a customer has the rest."""
    try:
        known = ip_address(address)
    except ValueError:
        return address[:50]
    return str(known) if known.version == 4 else str(ip_network(f"{known}/64", strict=False))
