"""What one person may not do alone though no word changes: embargoes, and versions in force."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from newsroom.gate.release_gate import ReleaseRefused
from newsroom.gate.sign_off import latest, note_schedule
from newsroom.models import Edition
from newsroom.orders import enforcement, undoing
from newsroom.publishing.release import cancel_schedule, publish_due
from newsroom.records.log_context import Channel, log_context
from tests.blockers import order
from tests.desk import act, at_desk, now, submitted
from tests.factories import person
from tests.version_factories import in_force, version

pytestmark = [
    pytest.mark.django_db,
    # Wagtail 8.0 still sends its mails in the way that Django 6.1 is about to leave.
    pytest.mark.filterwarnings("ignore:get_connection"),
]


@pytest.fixture
def friday():
    return (timezone.now() + timedelta(days=4)).replace(hour=12, minute=0, second=0, microsecond=0)


def set_embargo(page, ends, by):
    draft = now(page).get_latest_revision_as_object()
    draft.go_live_at = ends
    draft.save_revision(user=person(by))


@pytest.fixture
def scheduled(friday):
    """Cleared, approved and scheduled for Friday by two others than its author."""
    page = submitted()
    set_embargo(page, friday, "press.officer")
    act("reviewing.lawyer", page)
    act("duty.editor", page)
    assert now(page).scheduled_revision
    return page


def unscheduled(page):
    cancel_schedule(page, now(page).scheduled_revision.pk, person("duty.editor"))
    return page


def release(page, by):
    """As the button does: the saved draft is examined, then published or scheduled."""
    user = person(by)
    version = latest(page)
    if blockers := version.examine(releasing=user).blockers:
        return {finding.code for finding in blockers}
    with log_context(user, Channel.ADMIN):
        version.revision.publish(user=user)
        if version.embargo:
            note_schedule(version, user)
    return set()


@pytest.mark.parametrize("earlier", [None, timedelta(days=2)], ids=["now", "two days earlier"])
def test_an_embargo_is_moved_earlier_by_two_people(scheduled, friday, earlier):
    page = unscheduled(scheduled)
    set_embargo(page, friday - earlier if earlier else None, "duty.editor")
    assert release(page, "duty.editor") == {"embargo-moved"}
    assert release(page, "second.editor") == set()
    with time_machine.travel(friday - (earlier or timedelta(days=3))):
        publish_due(timezone.now())
    assert now(page).live


def test_whoever_saves_after_them_did_not_move_it(scheduled, friday):
    page = unscheduled(scheduled)
    set_embargo(page, friday - timedelta(days=1), "duty.editor")
    now(page).get_latest_revision_as_object().save_revision(user=person("press.officer"))
    assert release(page, "duty.editor") == {"embargo-moved"}


def test_an_urgent_release_is_no_way_past_it(scheduled):
    page = unscheduled(scheduled)
    set_embargo(page, None, "duty.editor")
    asked = at_desk("duty.editor").get(reverse("desk_urgent_release", args=[page.pk]))
    assert "moved the embargo earlier" in asked.text
    assert [finding.code for finding in asked.context["other"]] == ["embargo-moved"]


def test_an_embargo_is_moved_later_by_one(scheduled, friday):
    page = unscheduled(scheduled)
    set_embargo(page, friday + timedelta(days=1), "duty.editor")
    assert release(page, "duty.editor") == set()


def test_the_clock_does_not_publish_what_one_person_moved(scheduled, friday):
    page = unscheduled(scheduled)
    set_embargo(page, friday - timedelta(days=3), "duty.editor")
    now(page).latest_revision.publish(user=person("duty.editor"))
    with time_machine.travel(friday - timedelta(days=3)):
        assert publish_due(timezone.now()).refused == [now(page).latest_revision_id]
    assert not now(page).live


def consulted():
    """A version that is public for consultation, written by one duty editor."""
    made = version("2026")
    made.status, made.in_force_from = "in-force", date(2026, 1, 1)
    made.save_revision(user=person("duty.editor"))
    return made


def publish(page, by):
    with log_context(person(by) if by else None, Channel.ADMIN):
        page.latest_revision.publish(user=person(by) if by else None)


@pytest.mark.parametrize("by", ["duty.editor", None], ids=["its writer", "a program"])
def test_no_version_comes_into_force_by_one_person(by):
    page = consulted()
    with pytest.raises(ReleaseRefused, match="Somebody else must publish it"):
        publish(page, by)
    publish(page, "second.editor")
    edition = Edition.objects.open().of_page(page.pk).first()
    assert edition.as_document().version.status == "in-force"


def test_the_button_says_so():
    page = consulted()
    desk = at_desk("duty.editor")
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "Somebody else must publish it" in desk.get(address).text


def test_its_first_day_is_brought_forward_by_two_people_and_put_off_by_one():
    first = timezone.localdate() + timedelta(days=30)
    page = in_force("2027", since=first)
    for days, is_refused in ((10, False), (-10, True)):
        page = type(page).objects.get(pk=page.pk)
        page.in_force_from += timedelta(days=days)
        page.save_revision(user=person("duty.editor"))
        with suppress(ReleaseRefused):
            publish(page, "duty.editor")
        stored = type(page).objects.get(pk=page.pk)
        assert (stored.in_force_from != page.in_force_from) is is_refused
    publish(page, "second.editor")
    assert type(page).objects.get(pk=page.pk).in_force_from == page.in_force_from


def test_the_version_before_ends_without_another_person():
    before = in_force("2020")
    page = consulted()
    publish(page, "second.editor")
    assert type(before).objects.get(pk=before.pk).status == "superseded"


def test_a_version_that_came_down_by_mistake_is_in_force_again_by_two_others():
    page = consulted()
    publish(page, "second.editor")
    restriction = order(page)
    enforcement.enforce(restriction, person("reviewing.lawyer"))
    assert not Edition.objects.open().of_page(page.pk).exists()
    undoing.proceed(undoing.confirm(restriction, person("duty.editor"), "A mistake."))
    assert Edition.objects.open().of_page(page.pk).exists()
