"""Press contacts as a page shows them at this moment: who answers, until when, and when next."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Self

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom.press_office.contacts import DeskClosure, PressContact, PressContactQuerySet
from newsroom.press_office.hours import LONDON, OpenState, Timetable
from newsroom.press_office.phrases import line, week

CHANGES_AHEAD = 3
"""How many changes a page that stays open knows of: about three days."""
ANNOUNCED_FOR = timedelta(days=35)
"""How long before it begins a closure is told."""


@dataclass(frozen=True)
class OpenStatusLine:
    """What is said of a desk at this moment; `changes` is what will be, for the script."""

    text: str
    is_open: bool
    changes: str

    @classmethod
    def at(cls, timetable: Timetable, moment: datetime, *, national: bool) -> Self:
        """The line at this moment, and those that follow, each with its moment."""
        now, *coming = islice(timetable.states_from(moment), CHANGES_AHEAD + 1)
        changes: list[tuple[int, bool, str]] = []
        state: OpenState = now
        for following in coming:
            words = line(following, national=national)
            changes.append((_milliseconds(state.changes_at), following.is_open, words))
            state = following
        if state.changes_at:
            unknown = _("Open this page again to see whether anybody answers.")
            changes.append((_milliseconds(state.changes_at), True, unknown))
        return cls(line(now, national=national), now.is_open, json.dumps(changes))


def _milliseconds(moment: datetime | None) -> int:
    return round(moment.timestamp() * 1000) if moment else 0


@dataclass(frozen=True)
class Desk:
    """A press contact, when it answers, and what is said of that now."""

    contact: PressContact
    timetable: Timetable
    line: OpenStatusLine | None
    week: list[str]
    closures: list[DeskClosure]
    card_url: str

    @property
    def is_national(self) -> bool:
        """Whether this is the press office itself."""
        return self.contact.is_national


def desks(contacts: PressContactQuerySet) -> list[Desk]:
    """These contacts at this moment; three queries, however many there are."""
    now = timezone.now()
    today = now.astimezone(LONDON).date()
    closures = list(DeskClosure.objects.filter(last_day__gte=today))
    return [
        _desk(
            contact,
            [closure for closure in closures if closure.contact_id in (None, contact.pk)],
            now,
        )
        for contact in contacts.select_related("area").prefetch_related("hours")
    ]


def desk_for(contact_id: int | None) -> Desk | None:
    """The desk that answers for an item or a case: its own contact, or else the press office."""
    contacts = PressContact.objects
    chosen = contacts.filter(pk=contact_id) if contact_id else contacts.national()
    return next(iter(desks(chosen[:1])), None)


def _desk(contact: PressContact, closures: list[DeskClosure], now: datetime) -> Desk:
    hours = tuple(span for record in contact.hours.all() for span in record.spans)
    timetable = Timetable(hours, tuple(closure.span for closure in closures))
    last_announced = (now + ANNOUNCED_FOR).date()
    return Desk(
        contact=contact,
        timetable=timetable,
        line=OpenStatusLine.at(timetable, now, national=contact.is_national) if hours else None,
        week=week(hours),
        closures=[closure for closure in closures if closure.first_day <= last_announced],
        card_url=reverse("press_contact_card", args=[contact.pk]),
    )
