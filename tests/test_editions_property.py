"""After any sequence of what a desk does, what is open is exactly what should be public.

A plain model in memory says what that is; the database is held against it after each step.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from newsroom.archive.index import LONDON
from newsroom.archive.overdue import overdue
from newsroom.archive.selection import Selection
from newsroom.guard.reconciling import found_differences
from newsroom.models import Edition, NewsItemPage, ReportingRestriction
from newsroom.publishing.orders import ended, made
from newsroom.publishing.watch import run_once
from tests.blockers import order
from tests.factories import (
    area,
    crime_type,
    newsroom,
    person,
    press_release,
    release,
    statement,
    update,
)

pytestmark = pytest.mark.django_db

START = datetime(2027, 3, 1, 9, tzinfo=LONDON)
STEPS = 18
SEEDS = range(12)


@dataclass
class Desk:
    """The pages of a small newsroom, and what should be public of each."""

    random: Random
    clock: Any
    pages: list[int] = field(default_factory=list)
    public: dict[int, str] = field(default_factory=dict)
    """By page, its title."""
    expiries: dict[int, datetime] = field(default_factory=dict)
    orders: dict[int, tuple[ReportingRestriction, datetime]] = field(default_factory=dict)
    hidden: dict[int, PageViewRestriction] = field(default_factory=dict)
    waiting: dict[int, str] = field(default_factory=dict)
    """What is hidden by a view restriction and was public before."""

    def any_page(self) -> Any:
        return Page.objects.get(pk=self.random.choice(self.pages)).specific

    def now_public(self) -> dict[int, str]:
        """What readers should have at this moment."""
        now = timezone.now()
        for page_id, over in self.expiries.items():
            if over <= now:
                self.public.pop(page_id, None)
                self.waiting.pop(page_id, None)
        for page_id, (restriction, begins) in self.orders.items():
            if begins <= now and restriction.binds(now):
                self.public.pop(page_id, None)
        return self.public

    def keeps_back(self, page_id: int) -> bool:
        now = timezone.now()
        return page_id in self.orders and self.orders[page_id][0].binds(now)


def draft_page(desk: Desk) -> None:
    make = desk.random.choice((press_release, statement))
    day = START - timedelta(days=desk.random.randrange(90))
    terms = {"crime_types": [crime_type()], "areas": [area()]} if desk.random.random() < 0.6 else {}
    desk.pages.append(make(live=False, published_at=day, **terms).pk)


def publish(desk: Desk) -> None:
    page = desk.any_page()
    if desk.keeps_back(page.pk):
        return
    page.title = f"{page.title.split(' #')[0]} #{desk.random.randrange(1000)}"
    page.expire_at = None
    desk.expiries.pop(page.pk, None)
    release(page)
    kind = desk.waiting if page.pk in desk.hidden else desk.public
    kind[page.pk] = page.title


def save_again(desk: Desk) -> None:
    page = desk.any_page()
    if page.pk in desk.now_public():
        page.save()


def expire(desk: Desk) -> None:
    page = desk.any_page()
    if page.pk in desk.now_public():
        page.expire_at = timezone.now() + timedelta(minutes=desk.random.randrange(1, 40))
        page.save()
        desk.expiries[page.pk] = page.expire_at


def withdraw(desk: Desk) -> None:
    page = desk.any_page()
    if page.live:
        page.unpublish()
    desk.public.pop(page.pk, None)
    desk.waiting.pop(page.pk, None)


def rename(desk: Desk) -> None:
    page = desk.any_page()
    if page.pk in desk.now_public():
        page.slug = f"renamed-{desk.random.randrange(10**6)}"
        release(page)


def move(desk: Desk) -> None:
    desk.any_page().move(newsroom(), desk.random.choice(("first-child", "last-child")))


def add_update(desk: Desk) -> None:
    page = desk.any_page()
    update(page, at=timezone.now() + timedelta(minutes=desk.random.randrange(-30, 30)))


def bind(desk: Desk) -> None:
    page = desk.any_page()
    if page.pk in desk.orders:
        return
    begins = timezone.now() + timedelta(minutes=desk.random.choice((0, 0, 20)))
    restriction = order(page, starts_at=begins)
    made(restriction, person("duty.editor"))
    desk.orders[page.pk] = (restriction, begins)
    if begins <= timezone.now():
        desk.waiting.pop(page.pk, None)


def end_order(desk: Desk) -> None:
    if desk.orders:
        desk.now_public()
        page_id = desk.random.choice(sorted(desk.orders))
        restriction, begins = desk.orders.pop(page_id)
        ended(restriction, person("duty.editor"), "It is over.")
        if begins <= timezone.now():
            desk.waiting.pop(page_id, None)


def delete(desk: Desk) -> None:
    page = desk.any_page()
    if len(desk.pages) > 2 and page.pk not in desk.orders:
        page.delete()
        desk.pages.remove(page.pk)
        for known in (desk.public, desk.waiting, desk.expiries, desk.hidden):
            known.pop(page.pk, None)


def hide(desk: Desk) -> None:
    page = desk.any_page()
    if page.pk not in desk.hidden and page.pk not in desk.orders:
        desk.hidden[page.pk] = PageViewRestriction.objects.create(
            page=page, restriction_type="login"
        )
        if page.pk in desk.now_public():
            desk.waiting[page.pk] = desk.public.pop(page.pk)


def show(desk: Desk) -> None:
    if desk.hidden:
        desk.now_public()
        page_id = desk.random.choice(sorted(desk.hidden))
        if desk.keeps_back(page_id):
            return
        desk.hidden.pop(page_id).delete()
        if page_id in desk.waiting:
            desk.public[page_id] = desk.waiting.pop(page_id)


def wait(desk: Desk) -> None:
    desk.clock.shift(timedelta(minutes=desk.random.randrange(1, 30)))


def run_timer(desk: Desk) -> None:
    desk.now_public()
    run_once()


ACTS: tuple[Callable[[Desk], None], ...] = (
    *(draft_page, publish, publish, save_again, expire, withdraw, rename, move, add_update),
    *(bind, end_order, delete, hide, show, wait, wait, run_timer),
)


def hold_against_the_model(desk: Desk, told: str) -> None:
    wanted = desk.now_public()
    items = Edition.objects.open().of_items().filter(page_id__in=desk.pages)
    assert dict(items.values_list("page_id", "title")) == wanted, told
    public = NewsItemPage.objects.published().values_list("pk", flat=True)
    assert set(public) == set(wanted), told
    for chosen in ((), (crime_type().pk,)):
        selection = Selection("en", crime_types=chosen, over=overdue("en"))
        counted = [
            edition
            for edition in items
            if not chosen or set(chosen) & set(edition.as_document().crime_types)
        ]
        assert sum(selection.counts("month").values()) == len(counted), told
        kinds = {kind: number for kind, number in selection.counts("kind").items() if number}
        assert sum(kinds.values()) == len(counted), told
        shown = selection.page_ids(selection.counts("month"), 0, 50)
        assert shown == [
            edition.page_id
            for edition in sorted(counted, key=lambda one: (one.date, one.page_id), reverse=True)
        ], told


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_open_is_what_should_be_public(seed):
    with time_machine.travel(START, tick=False) as clock:
        desk, told = Desk(Random(seed), clock), []
        for _ in range(3):
            draft_page(desk)
        for _ in range(STEPS):
            act = desk.random.choice(ACTS)
            told.append(act.__name__)
            act(desk)
            # Each step is a moment of its own.
            clock.shift(timedelta(seconds=1))
            hold_against_the_model(desk, f"seed {seed}: {', '.join(told)}")
        run_timer(desk)
        hold_against_the_model(desk, f"seed {seed}: at the end")
        assert list(found_differences()) == []
