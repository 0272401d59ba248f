"""Press contacts as a page shows them at this moment: who answers, until when, and when next."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, lru_cache
from itertools import islice
from typing import Self

from django.db.models import BigIntegerField
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from newsroom.press_office.contacts import DeskClosure, OpeningHours, PressContact
from newsroom.press_office.hours import LONDON, Hours, OpenState, Timetable, spans_of_days
from newsroom.press_office.phrases import line, week
from newsroom.rows import rows, slots
from newsroom.taxonomy import Area

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
    since: datetime
    until: datetime | None
    """The same is said from `since`, when it was asked for, until then. None: not known."""

    def holds_at(self, moment: datetime) -> bool:
        """Whether the same is said at this moment."""
        return self.until is not None and self.since <= moment < self.until

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
        text = line(now, national=national)
        return cls(text, now.is_open, json.dumps(changes), moment, now.changes_at)


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
    card_url: str

    @property
    def is_national(self) -> bool:
        """Whether this is the press office itself."""
        return self.contact.is_national


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
_COMING_CLOSURES = f"""
    SELECT * FROM {DeskClosure._meta.db_table} WHERE last_day >= %s ORDER BY first_day, id
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
    closures = list(DeskClosure.objects.raw(_COMING_CLOSURES, [today]))
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
        spans = tuple(hours.get(contact.pk, ()))
        timetable = Timetable(spans, tuple(closure.span for closure in own))
        found.append(
            Desk(
                contact=contact,
                timetable=timetable,
                line=_line_at(timetable, now, national=contact.is_national) if spans else None,
                week=_week(language, spans),
                closures=announced,
                closed=[words_of(closure) for closure in announced],
                card_url=reverse("press_contact_card", args=[contact.pk]),
            )
        )
    return found
