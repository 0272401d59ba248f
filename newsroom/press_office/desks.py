"""Press contacts as a page shows them at this moment: who answers, until when, and when next."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, lru_cache
from itertools import islice, pairwise
from typing import Any, Self

from django.db.models import BigIntegerField
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from newsroom.press_office.contacts import (
    DeskClosure,
    DeskOpening,
    OpeningHours,
    PressContact,
)
from newsroom.press_office.hours import (
    A_DAY,
    Hours,
    OpenState,
    Timetable,
    spans_of_days,
)
from newsroom.press_office.phrases import brief_line, line, week
from newsroom.rows import rows, slots
from newsroom.taxonomy import Area
from newsroom.time_zones import LONDON

CHANGES_AHEAD = 3
"""How many changes a page that stays open knows of: about three days."""
ANNOUNCED_FOR = timedelta(days=35)
"""How long before it begins a closure or an opening is told."""


@dataclass(frozen=True)
class OpenStatusLine:
    """What is said of a desk at this moment; `changes` is what will be, for the script.

    `brief` and `brief_changes` are the same in a list of desks.
    """

    text: str
    brief: str
    is_open: bool
    changes: str
    brief_changes: str
    since: datetime
    until: datetime | None
    """The same is said from `since`, when it was asked for, until then. None: not known."""

    def holds_at(self, moment: datetime) -> bool:
        """Whether the same is said at this moment."""
        return self.until is not None and self.since <= moment < self.until

    @classmethod
    def at(cls, timetable: Timetable, moment: datetime, *, national: bool) -> Self:
        """The line at this moment, and those that follow, each with its moment."""
        states = list(islice(timetable.states_from(moment), CHANGES_AHEAD + 1))
        now = states[0]

        def say(state: OpenState) -> str:
            return line(state, national=national)

        return cls(
            text=say(now),
            brief=brief_line(now),
            is_open=now.is_open,
            changes=_changes(states, say),
            brief_changes=_changes(states, brief_line),
            since=moment,
            until=now.changes_at,
        )


def _changes(states: list[OpenState], say: Callable[[OpenState], str]) -> str:
    """The moments at which one state follows another, each with its words; JSON for the script."""
    changes = [
        (_milliseconds(before.changes_at), state.is_open, say(state))
        for before, state in pairwise(states)
    ]
    if last := states[-1].changes_at:
        unknown = _("Open this page again to see whether anybody answers.")
        changes.append((_milliseconds(last), True, unknown))
    return json.dumps(changes)


_LAST_SAID: dict[tuple[str, Timetable, bool], OpenStatusLine] = {}
_MOST_SAID = 1_000


def _line_at(timetable: Timetable, moment: datetime, *, national: bool) -> OpenStatusLine:
    """The line at this moment: the last one that this process made, while it holds."""
    key = (get_language(), timetable, national)
    said = _LAST_SAID.get(key)
    if said is None or not said.holds_at(moment):
        if len(_LAST_SAID) >= _MOST_SAID:
            _LAST_SAID.clear()
        said = _LAST_SAID[key] = OpenStatusLine.at(timetable, moment, national=national)
    return said


@lru_cache(maxsize=_MOST_SAID)
def _week(language: str, spans: tuple[Hours, ...]) -> list[str]:
    """The words for a week. They depend on the language that is active."""
    return week(spans)


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
    closed: list[str]
    """The closures in words."""
    opened: list[str]
    """The openings beyond the usual hours in words."""
    duty_number: str
    """What is rung while the desk is closed: its duty number, or else that of the press office."""
    card_url: str

    @property
    def is_national(self) -> bool:
        """Whether this is the press office itself."""
        return self.contact.is_national

    @property
    def is_open(self) -> bool:
        """Whether it is the desk's own number that is to be rung now."""
        return self.line is None or self.line.is_open or not self.duty_number

    @property
    def number_now(self) -> str:
        """The number to ring at this moment."""
        return self.contact.telephone if self.is_open else self.duty_number

    @property
    def has_one_number(self) -> bool:
        """Whether the same number is rung by day and by night."""
        return not self.duty_number or self.duty_number == self.contact.telephone


_CONTACTS = f"""
    SELECT contact.*, area.name AS area_name, area.national AS area_national
    FROM {PressContact._meta.db_table} contact
    LEFT JOIN {Area._meta.db_table} area ON area.id = contact.area_id
"""
# The main one of those that answer for the whole of the CPS: of its national Area, if it has one.
_NATIONAL = """
    WHERE NOT contact.in_welsh AND (contact.area_id IS NULL OR area.national)
    ORDER BY contact.area_id IS NULL, contact."order", contact.name, contact.id LIMIT 1
"""
# Closures, and openings in the columns of closures. One that began yesterday may go on.
_COMING_CHANGES = f"""
    SELECT id, contact_id, first_day, closed_from, last_day, closed_until, reason,
        FALSE AS is_opening
    FROM {DeskClosure._meta.db_table} WHERE last_day >= %s
    UNION ALL
    SELECT id, contact_id, day, opens, day, closes, reason, TRUE
    FROM {DeskOpening._meta.db_table} WHERE day >= %s
    ORDER BY first_day, is_opening, id
"""
_HOURS = ("weekday", "last_weekday", "opens", "closes")


def all_desks() -> list[Desk]:
    """Every press contact at this moment: three queries, however many there are."""
    return _desks('ORDER BY contact."order", contact.name')


def desk_of(contact_id: int) -> Desk | None:
    """One press contact at this moment; none for a number beyond those of rows."""
    if contact_id > BigIntegerField.MAX_BIGINT:
        return None
    return next(iter(_desks("WHERE contact.id = %s", contact_id)), None)


def desk_for(contact_id: int | None) -> Desk | None:
    """The desk that answers for an item or a case: its own contact, or else the press office."""
    return desk_of(contact_id) if contact_id else next(iter(_desks(_NATIONAL)), None)


def _desks(condition: str, *values: int) -> list[Desk]:
    contacts = list(PressContact.objects.raw(_CONTACTS + condition, values))
    if not contacts:
        return []
    for contact in contacts:
        if contact.area_id:
            name, national = contact.area_name, bool(contact.area_national)
            contact.area = Area(pk=contact.area_id, name=name, national=national)
    now = timezone.now()
    today = now.astimezone(LONDON).date()
    changes: list[Any] = list(DeskClosure.objects.raw(_COMING_CHANGES, [today, today - A_DAY]))
    closures = [change for change in changes if not change.is_opening]
    openings = [_opening(change) for change in changes if change.is_opening]
    duty_number = next(map(_duty_number, filter(_is_national, contacts)), "")
    hours: dict[int, list[Hours]] = {}
    ids = [contact.pk for contact in contacts]
    of_these = f"contact_id IN ({slots(ids)}) ORDER BY weekday, opens"
    for contact_id, *spans_of in rows(OpeningHours, ("contact_id", *_HOURS), of_these, ids):
        hours.setdefault(contact_id, []).extend(spans_of_days(*spans_of))
    language = get_language()
    words_of = cache(str)
    last_announced = (now + ANNOUNCED_FOR).date()
    found = []
    for contact in contacts:
        own = [closure for closure in closures if closure.contact_id in (None, contact.pk)]
        announced = [closure for closure in own if closure.first_day <= last_announced]
        opened = [opening for opening in openings if opening.contact_id in (None, contact.pk)]
        spans = tuple(hours.get(contact.pk, ()))
        timetable = Timetable(
            spans,
            tuple(closure.span for closure in own),
            tuple(opening.span for opening in opened),
        )
        found.append(
            Desk(
                contact=contact,
                timetable=timetable,
                line=_line_at(timetable, now, national=contact.is_national)
                if spans or opened
                else None,
                week=_week(language, spans),
                closures=announced,
                closed=[words_of(closure) for closure in announced],
                opened=[
                    words_of(opening)
                    for opening in opened
                    if today <= opening.span.last and opening.day <= last_announced
                ],
                duty_number=contact.duty_telephone or duty_number,
                card_url=reverse("press_contact_card", args=[contact.pk]),
            )
        )
    return found


def _opening(row: Any) -> DeskOpening:
    """The opening that stands in the columns of a closure."""
    return DeskOpening(
        pk=row.pk,
        contact_id=row.contact_id,
        day=row.first_day,
        opens=row.closed_from,
        closes=row.closed_until,
        reason=row.reason,
    )


def _is_national(contact: PressContact) -> bool:
    return contact.is_national


def _duty_number(contact: PressContact) -> str:
    return contact.duty_telephone or contact.telephone
