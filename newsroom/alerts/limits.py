"""How many mails requests to subscribe may cause, so that nobody can flood a stranger. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Request:
    """A request that led to a mail."""

    address: str
    network: str
    at: datetime


@dataclass(frozen=True)
class Limit:
    """At most so many mails within so long. `of` is the attribute of `Request` that is equal."""

    of: str
    mails: int
    within: timedelta


HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LONGEST = DAY
"""Older requests count for nothing."""
LIMITS = (
    Limit("address", 3, HOUR),
    Limit("address", 6, DAY),
    Limit("network", 20, HOUR),
    Limit("network", 100, DAY),
)


def may_mail(wanted: Request, before: Iterable[Request]) -> bool:
    """Whether a request may lead to a mail, after these others that did."""
    earlier = list(before)
    return all(
        sum(
            getattr(one, limit.of) == getattr(wanted, limit.of)
            for one in earlier
            if one.at > wanted.at - limit.within
        )
        < limit.mails
        for limit in LIMITS
    )
