"""Log-in tries in the database: each is counted before its password or code is checked."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from newsroom.accounts.log_in_limits import (
    LONGEST,
    Failure,
    Limit,
    Wait,
    network_of,
    wait_before_next,
)
from newsroom.accounts.models import FailedLogIn


class TooManyTries(Exception):
    """The try is refused; `wait` says until when."""

    def __init__(self, wait: Wait) -> None:
        super().__init__(wait.until)
        self.wait = wait


@dataclass(frozen=True)
class Visitor:
    """Who tries to log in: the name as typed, the address, and a known device of that person."""

    name: str
    network: str
    device: str = ""

    @classmethod
    def of(cls, username: str, address: str, device: str = "") -> "Visitor":
        return cls(folded(username), network_of(address), device)

    def wait(self, now: datetime | None = None) -> Wait | None:
        """The wait before their next try; None if there is none."""
        now = now or timezone.now()
        return wait_before_next(recent(now), self.name, self.network, self.device, now)


def folded(username: str) -> str:
    """One form of a user name, however it is typed."""
    return unicodedata.normalize("NFKC", username).casefold().strip()[:150]


def begin(visitor: Visitor) -> FailedLogIn:
    """Count a try; raises TooManyTries if it must wait. `succeed()` takes the count back.

    Tries at the same time are counted one after the other, so that none slips in between.
    """
    now = timezone.now()
    with transaction.atomic():
        if connection.vendor == "postgresql":
            table = connection.ops.quote_name(FailedLogIn._meta.db_table)
            with connection.cursor() as cursor:
                cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
        if wait := visitor.wait(now):
            raise TooManyTries(wait)
        FailedLogIn.objects.filter(at__lte=now - LONGEST).delete()
        return FailedLogIn.objects.create(
            name=visitor.name, network=visitor.network, device=visitor.device, at=now
        )


def succeed(attempt: FailedLogIn) -> None:
    """Take back the count of a try whose password or code was right."""
    FailedLogIn.objects.filter(pk=attempt.pk).delete()


def clear(visitor: Visitor) -> None:
    """Forget what this visitor typed wrongly before they logged in."""
    failures = FailedLogIn.objects.filter(name=visitor.name)
    if visitor.device:
        failures.filter(device=visitor.device).delete()
    else:
        failures.filter(network=visitor.network, device="").delete()


def lift(name: str = "", network: str = "") -> int:
    """Forget the failures with this name, or from this address; returns how many there were."""
    chosen = {"name": folded(name)} if name else {}
    if network:
        chosen["network"] = network
    return FailedLogIn.objects.filter(**chosen).delete()[0] if chosen else 0


@dataclass(frozen=True)
class Lock:
    """A wait that is in force, for the screen of administrators."""

    name: str
    network: str
    wait: Wait


def locks() -> list[Lock]:
    """The waits in force, by name and address, the longest first."""
    now = timezone.now()
    failures = recent(now)
    found: dict[tuple[Any, ...], Lock] = {}
    for who in {(one.name, one.network, one.device) for one in failures}:
        wait = wait_before_next(failures, *who, now)
        # Tries with codes of a hold have no name, and its screen says how long they wait.
        if not who[0] or wait is None or wait.limit == Limit.ALL:
            continue
        name = "" if wait.limit == Limit.ADDRESS else who[0]
        network = "" if wait.limit == Limit.NAME else who[1]
        found[name, network] = Lock(name, network, wait)
    return sorted(found.values(), key=lambda lock: lock.wait.until, reverse=True)


def recent(now: datetime) -> list[Failure]:
    """The failures that count. Limits bound their number: what must wait is not counted."""
    rows = FailedLogIn.objects.filter(at__gt=now - LONGEST)
    return [Failure(*row) for row in rows.values_list("name", "network", "device", "at")]
