"""An order that begins later binds by its names at that second, whether or not a timer runs."""

from datetime import timedelta

import pytest
import time_machine
from cryptography.fernet import Fernet
from django.utils import timezone

from newsroom.archive.index import ArchiveEntry
from newsroom.gate import following
from newsroom.gate.page_facts import digest_of
from newsroom.models import CheckResponse, Edition, ProtectedName, ReportingRestriction
from newsroom.orders.enforcement import end, enforce
from newsroom.publishing import public_checks
from newsroom.scheduler import run_once
from tests.blockers import order
from tests.factories import draft, person, press_release, release, update

pytestmark = pytest.mark.django_db

NAME = "Zebedee Quillfeather"
SOON = timedelta(hours=2)


def name_order(*pages, begins=SOON, **fields):
    """An order that protects the name from a moment on."""
    kinds = ReportingRestriction
    at = timezone.now() + begins
    names = {"names": (NAME,), "kind": kinds.Kind.NAME_WITHHELD, "effect": kinds.Effect.NAMES}
    return order(*pages, **names, starts_at=at, **fields)


def is_public(client, page):
    return client.get(page.url).status_code == 200


def closes(page):
    return Edition.objects.get(page_id=page.pk, closed_why="").closes_at


def before_and_at(client, page, moment):
    """Whether readers get the page a second before, and at that second, without any timer."""
    answers = []
    for at in (moment - timedelta(seconds=1), moment):
        with time_machine.travel(at, tick=False):
            answers.append(is_public(client, page))
    return answers


@pytest.mark.parametrize("covers_it", [True, False])
def test_a_page_that_is_open_closes_at_that_second(client, covers_it):
    item, other = press_release(title=f"{NAME} opens a shop"), press_release()
    restriction = name_order(*([item] if covers_it else [other]))
    assert before_and_at(client, item, restriction.starts_at) == [True, False]
    assert before_and_at(client, other, restriction.starts_at) == [True, True]
    assert ArchiveEntry.objects.filter(item=item.pk).first().closes_at == restriction.starts_at
    check = public_checks.begin()
    public_checks.proceed(check)
    assert check.has_found_nothing


def test_a_page_that_is_released_after_the_order_was_entered_closes_too(client):
    restriction = name_order()
    item = press_release(title=f"{NAME} opens a shop")
    assert before_and_at(client, item, restriction.starts_at) == [True, False]


def test_an_update_with_the_name_brings_the_end_with_it(client):
    restriction, item = name_order(), press_release()
    assert closes(item) is None
    update(item, note=f"{NAME} was there.")
    assert before_and_at(client, item, restriction.starts_at) == [True, False]


def test_a_name_that_is_added_later_and_one_that_is_taken_out(client):
    item = press_release(title="Ottoline Brackenbury opens a shop")
    restriction = name_order()
    added = ProtectedName.objects.create(restriction=restriction, words="Ottoline Brackenbury")
    assert closes(item) == restriction.starts_at
    added.delete()
    assert closes(item) is None


def test_the_end_moves_with_the_order_and_goes_with_it(client):
    item = press_release(title=f"{NAME} opens a shop")
    restriction = name_order()
    restriction.starts_at += timedelta(days=1)
    restriction.save()
    assert closes(item) == restriction.starts_at
    end(restriction, person("duty.editor"), "It was entered by mistake.")
    assert closes(item) is None
    assert is_public(client, item)


def test_the_timer_takes_down_what_has_closed_by_then(client):
    item = press_release(title=f"{NAME} opens a shop")
    restriction = name_order()
    enforce(restriction, person("duty.editor"))
    with time_machine.travel(restriction.starts_at + timedelta(minutes=1), tick=False):
        run_once()
    assert Edition.objects.of_page(item.pk).first().closed_why == "order"
    item.refresh_from_db()
    assert not item.live


def test_what_was_answered_for_the_time_after_the_beginning_stays_public(client):
    restriction = name_order()
    later = restriction.starts_at + SOON
    item = draft(title=f"{NAME} opens a shop", go_live_at=later)
    item.save_revision()
    given = {"page": item, "code": "protected-name-elsewhere", "by": person("duty.editor")}
    answer = CheckResponse.objects.create(
        digest=digest_of(item), words="The mayor of Leeds.", **given
    )
    assert answer.names
    restriction.starts_at += timedelta(days=2)
    restriction.save()
    item.go_live_at = None
    release(item)
    assert closes(item) is None


def test_a_name_that_cannot_be_read_closes_what_nobody_can_compare(settings):
    item = press_release()
    restriction = name_order()
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    following.follow_pages([item.pk])
    assert closes(item) == restriction.starts_at
