"""Withdrawal: with a reason, from wherever the page is on its way."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.unpublish_page import UnpublishPagePermissionError

from newsroom.desk import withdrawing_several
from newsroom.models import ReleaseLog
from newsroom.publishing.release import cancel_schedule, withdraw
from tests.desk import (
    SMALL_CHANGE,
    at_desk,
    edit,
    events,
    now,
    step,
    told,
)
from tests.factories import draft, newsroom, person, press_release
from tests.test_releasing import (
    PUBLISH,
    address,
    cleared,
    in_bulk,
    in_two_days,
    withdrawn_by,
)

pytestmark = [
    pytest.mark.django_db,
    # Wagtail 8.0 still sends its mails in the way that Django 6.1 is about to leave.
    pytest.mark.filterwarnings("ignore:get_connection"),
]


def test_a_withdrawal_needs_a_reason_and_logs_it_once():
    page = press_release()
    assert (
        "Why it is withdrawn"
        in at_desk("duty.editor").get(address("wagtailadmin_pages:unpublish", page)).text
    )
    withdrawn_by("duty.editor", page, reason=" ")
    assert now(page).live
    withdrawn_by("duty.editor", page)
    assert not now(page).live
    row = ReleaseLog.objects.get(event="withdrawn")
    assert (row.note, row.username) == ("The conviction was quashed.", "duty.editor")


def test_a_withdrawal_takes_schedule_and_workflow_with_it():
    page = cleared()
    edit("duty.editor", page, **PUBLISH)
    edit("press.officer", page, text="An update.", **SMALL_CHANGE, **{"action-submit": "1"})
    assert step(page) == "Legal clearance"
    revision = now(page).latest_revision
    revision.approved_go_live_at = timezone.now() + timedelta(days=1)
    revision.save()
    # The lawyer's step locks it for the duty editor; that holds no withdrawal back.
    withdrawn_by("duty.editor", page)
    assert not now(page).live
    assert step(page) == ""
    assert now(page).scheduled_revision is None


def test_nobody_is_said_to_stand_up_for_what_was_withdrawn_since():
    page = cleared()
    edit("duty.editor", page, **PUBLISH)
    screens = [address("desk_answers", page), address("wagtailadmin_pages:edit", page)]
    answers, form = (at_desk("duty.editor").get(screen).text for screen in screens)
    assert "For the words as they are" in answers
    assert "Nobody has cleared exactly these words" not in form
    withdrawn_by("duty.editor", page)
    answers, form = (at_desk("duty.editor").get(screen).text for screen in screens)
    assert "No more: withdrawn since" in answers
    assert "Nobody has cleared exactly these words" in form


def test_a_scheduled_page_is_withdrawn_before_it_goes_out():
    page = cleared(**in_two_days(10))
    edit("duty.editor", page, **in_two_days(10), **PUBLISH)
    withdrawn_by("duty.editor", page)
    assert now(page).scheduled_revision is None
    assert events(page)[-1] == "withdrawn"


def test_several_are_withdrawn_for_one_reason_which_the_log_keeps_of_each():
    first, second = press_release(), press_release()
    answer = in_bulk(
        "unpublish", first, second, told="nothing", reason="The convictions were quashed."
    )
    assert "2 pages are withdrawn" in told(answer)
    for page in (first, second):
        assert not now(page).live
        row = ReleaseLog.objects.get(event="withdrawn", page_id=page.pk)
        assert (row.note, row.username) == ("The convictions were quashed.", "duty.editor")


def test_without_a_reason_nothing_of_the_list_is_withdrawn():
    page = press_release()
    answer = in_bulk("unpublish", page, told="nothing", reason=" ")
    assert answer.context["form"]["reason"].errors
    assert "This field is required" in answer.text
    assert now(page).live
    assert "withdrawn" not in events(page)


def test_all_of_the_list_is_withdrawn_or_nothing(monkeypatch):
    first, second = press_release(), press_release()

    def not_the_second(page, **given):
        if page.pk == second.pk:
            raise UnpublishPagePermissionError("Somebody has taken the right away meanwhile.")
        return withdraw(page, **given)

    monkeypatch.setattr(withdrawing_several, "withdraw", not_the_second)
    in_bulk("unpublish", first, second, told="nothing", reason="The convictions were quashed.")
    assert now(first).live
    assert "withdrawn" not in events(first)


def test_a_list_may_hold_what_is_scheduled_and_what_cannot_be_withdrawn():
    waiting, unfinished = scheduled(), draft(slug="unfinished", title="Not finished")
    answer = in_bulk("unpublish", waiting, unfinished)
    assert "Nothing happens to these" in answer.text
    assert "Not finished" in answer.text
    in_bulk("unpublish", waiting, unfinished, told="nothing", reason="The hearing was put off.")
    assert events(waiting)[-1] == "withdrawn"
    assert events(unfinished) == []


def test_what_is_public_below_goes_with_the_list_when_it_is_asked_for():
    below = press_release()
    news = newsroom()
    assert "one public page below it" in in_bulk("unpublish", news).text
    in_bulk("unpublish", news, told="nothing", reason="The site moves.", include_descendants="on")
    assert not now(below).live
    assert ReleaseLog.objects.get(event="withdrawn", page_id=below.pk).note == "The site moves."


def scheduled():
    page = cleared(**in_two_days(10))
    edit("duty.editor", page, **in_two_days(10), **PUBLISH)
    return now(page)


def unscheduled_by(username, page, revision):
    there = reverse("wagtailadmin_pages:revisions_unschedule", args=[page.pk, revision.pk])
    return at_desk(username).post(there, follow=True)


def test_whoever_cancels_an_embargo_stands_in_the_log_with_the_time_it_was_for():
    page = scheduled()
    ends = timezone.localtime(page.scheduled_revision.approved_go_live_at)
    answer = unscheduled_by("second.editor", page, page.scheduled_revision)
    assert f"does not go out on {ends:%A %-d %B}" in told(answer)
    assert now(page).scheduled_revision is None
    row = ReleaseLog.objects.get(event="unscheduled")
    assert (row.page_id, row.username, row.channel) == (page.pk, "second.editor", "admin")
    assert row.revision_id == page.latest_revision_id
    assert row.note == f"It was to go out on {ends:%A %-d %B %Y at %H:%M}."


def test_the_words_need_no_second_clearance_after_their_embargo_was_cancelled():
    page = scheduled()
    unscheduled_by("duty.editor", page, page.scheduled_revision)
    # Nor does whoever cancelled it release them before the time that the lawyer knew of.
    answer = edit("duty.editor", page, **PUBLISH)
    assert "Embargo: duty.editor" in told(answer)
    assert not now(page).live
    edit("second.editor", page, **PUBLISH)
    assert now(page).live


@pytest.mark.parametrize("username", ["press.officer", "reviewing.lawyer"])
def test_who_may_not_publish_cancels_no_embargo(username):
    page = scheduled()
    unscheduled_by(username, page, page.scheduled_revision)
    assert now(page).scheduled_revision is not None
    assert "unscheduled" not in events(page)
    with pytest.raises(PermissionDenied):
        cancel_schedule(page, page.scheduled_revision.pk, person(username))


def test_an_embargo_is_cancelled_once():
    page = scheduled()
    unscheduled_by("duty.editor", page, page.scheduled_revision)
    answer = unscheduled_by("second.editor", page, page.scheduled_revision or page.latest_revision)
    assert "was not scheduled any more" in told(answer)
    assert events(page).count("unscheduled") == 1
