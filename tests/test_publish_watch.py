"""The command that waits: it is there at the second, and sees what is scheduled meanwhile."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone

from newsroom import scheduler
from newsroom.models import (
    Clearance,
    DeskNotice,
    DeskSettings,
    Edition,
    ReleaseLog,
    ReportingRestriction,
)
from newsroom.records.encrypted_field import DecryptionError
from tests.factories import clear, press_release
from tests.kept_records import forget

pytestmark = pytest.mark.django_db

START = datetime(2026, 10, 25, 0, 59, 30, tzinfo=UTC)
"""Half a minute before the clock goes back."""


class Clock:
    """Time that passes only while somebody sleeps, and what happens meanwhile."""

    def __init__(self, travel: time_machine.Traveller) -> None:
        self.travel = travel
        self.then: list = []

    def sleep(self, seconds: float) -> None:
        # A real sleep may end early by a hair.
        self.travel.shift(max(seconds - 0.0001, 0.0001))
        for moment, act in list(self.then):
            if timezone.now() >= moment:
                self.then.remove((moment, act))
                act()


@pytest.fixture
def clock() -> Iterator[Clock]:
    with time_machine.travel(START, tick=False) as travel:
        passing = Clock(travel)
        with patch("newsroom.scheduler.time.sleep", passing.sleep):
            yield passing


def schedule(due: datetime):
    item = press_release(live=False, go_live_at=due)
    item.save_revision()
    clear(item).latest_revision.publish()
    return item


def passed_at(item) -> datetime:
    return Edition.objects.get(page_id=item.pk).opens_at


def test_it_is_there_at_the_second_and_not_before(clock):
    dues = [START + timedelta(seconds=at) for at in (1, 12, 30, 30.5)]
    items = [schedule(due) for due in dues]
    report = scheduler.watch(timedelta(seconds=50))
    late = [passed_at(item) - due for item, due in zip(items, dues, strict=True)]
    assert all(timedelta(0) <= each < timedelta(seconds=0.01) for each in late), late
    assert len(report.published) == 4


def test_it_sees_what_is_scheduled_while_it_waits(clock):
    late = []
    due = START + timedelta(seconds=20)
    clock.then.append((START + timedelta(seconds=18), lambda: late.append(schedule(due))))
    scheduler.watch(timedelta(seconds=50))
    assert timedelta(0) <= passed_at(late[0]) - due < timedelta(seconds=0.01)


def test_it_ends_with_its_window_and_leaves_what_is_due_later(clock):
    item = schedule(START + timedelta(seconds=51))
    scheduler.watch(timedelta(seconds=50))
    assert not Edition.objects.open().filter(page_id=item.pk).exists()
    assert timezone.now() - START < timedelta(seconds=51)


def test_a_refused_one_is_tried_once_in_a_run_and_told_without_delay(clock):
    DeskSettings.objects.update_or_create(defaults={"desk_email": "desk@news.example"})
    item = schedule(START + timedelta(seconds=1))
    forget(Clearance.objects.all())
    report = scheduler.watch(timedelta(seconds=50))
    assert len(report.refused) == 1
    assert ReleaseLog.objects.filter(page_id=item.pk, event="refused").count() == 1
    assert DeskNotice.objects.get().sent_at < START + timedelta(seconds=3)


def test_no_mail_is_sent_just_before_something_is_due(clock):
    DeskSettings.objects.update_or_create(defaults={"desk_email": "desk@news.example"})
    DeskNotice.objects.create(key="key", subject="Subject", body="Body")
    due = START + timedelta(seconds=10)
    schedule(due)
    scheduler.watch(timedelta(seconds=50))
    assert DeskNotice.objects.get().sent_at >= due


def test_a_database_that_comes_back_within_the_minute_is_waited_for(clock):
    due = START + timedelta(seconds=5)
    item = schedule(due)
    publish, down = scheduler.publish_due, [True] * 3

    def fails(*args):
        if down:
            down.pop()
            raise OperationalError("gone")
        return publish(*args)

    with (
        patch("newsroom.scheduler.publish_due", fails),
        patch("newsroom.scheduler.connection.close"),
    ):
        scheduler.watch(timedelta(seconds=50))
    assert passed_at(item) >= due


def test_an_order_that_cannot_do_its_work_is_tried_once_in_a_run_and_stops_nothing(clock):
    due = START + timedelta(seconds=5)
    item = schedule(due)
    order = ReportingRestriction.objects.create(
        kind="s11", covers="A name", effect="names", starts_at=START
    )
    with patch("newsroom.orders.closing.search_for", side_effect=DecryptionError) as tried:
        report = scheduler.watch(timedelta(seconds=20))
    assert (report.failed, tried.call_count) == ([f"order {order.pk}"], 1)
    assert passed_at(item) - due < timedelta(seconds=0.01)
    assert scheduler.watch(timedelta(seconds=1)).failed == []
    notice = DeskNotice.objects.get()
    assert (notice.restriction, notice.occasion) == (order, DeskNotice.Occasion.BEGUN)


def test_the_command_says_what_it_did_and_fails_when_it_could_not(clock, capsys):
    item = schedule(START + timedelta(seconds=1))
    refused = schedule(START + timedelta(seconds=2))
    forget(Clearance.objects.filter(page=refused))
    call_command("publish_due", "--for", "5")
    told = capsys.readouterr().out
    assert told.startswith("published 1, expired 0, refused 1: versions ")
    assert Edition.objects.open().filter(page_id=item.pk).exists()
    with (
        patch("newsroom.scheduler.publish_due", side_effect=OperationalError),
        patch("newsroom.scheduler.connection.close"),
        pytest.raises(CommandError, match="does not answer"),
    ):
        call_command("publish_due", "--for", "2")
    with pytest.raises(CommandError, match="not allowed with"):
        call_command("publish_due", "--once", "--for", "5")
