"""By when a submission is needed: typed at submission, seen by reviewers, changed and logged."""

from datetime import datetime, timedelta
from http import HTTPStatus

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

from newsroom.desk.dashboard import WorkflowPanel
from newsroom.models import ReleaseLog, SubmissionDeadline
from newsroom.time_zones import LONDON
from tests.desk import act, at_desk, edit, events, now, submitted, told, write

pytestmark = [
    pytest.mark.django_db,
    # Wagtail asks Django for its mail in the former way.
    pytest.mark.filterwarnings("ignore:get_connection"),
]

NOON = datetime(2026, 12, 1, 12, 0, tzinfo=LONDON)
BY_THREE = {"needed_by": "01/12/2026 15:00"}
OVERDUE = "Overdue: it was needed by Tuesday 1 December 2026 at 3pm GMT"


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


def queue(username="reviewing.lawyer"):
    """What the person reads below “Awaiting your review”, row by row."""
    panels = at_desk(username).get(reverse("wagtailadmin_home")).context["panels"]
    panel = next(panel for panel in panels if type(panel).__name__ == "ReviewQueuePanel")
    request = at_desk(username).get(reverse("wagtailadmin_home")).wsgi_request
    context = panel.get_context_data({"request": request, "csrf_token": ""})
    return [row["obj"].title for row in context["states"]]


def change(username, page, **typed):
    return at_desk(username).post(reverse("desk_deadline", args=[page.pk]), typed)


def test_the_soonest_stands_first_and_what_is_urgent_without_a_time_before_it():
    for title, typed in {
        "Some day": {},
        "Tomorrow": {"needed_by": "02/12/2026 09:00"},
        "At three": BY_THREE,
        "At once": {"is_urgent": "on"},
    }.items():
        submitted(title=title, slug=title.lower().replace(" ", "-"), **typed)
    ordered = ["At once", "At three", "Tomorrow", "Some day"]
    assert queue() == ordered
    assert [row.title for row in WorkflowPanel().rows()] == ordered


def test_reviewers_read_it_in_their_list_and_in_their_mail(mailoutbox):
    get_user_model().objects.filter(username="reviewing.lawyer").update(email="law@cps.example")
    submitted(**BY_THREE, is_urgent="on")
    sentence = "Urgent. Needed by Tuesday 1 December 2026 at 3pm GMT"
    home = at_desk("reviewing.lawyer").get(reverse("wagtailadmin_home")).text
    assert home.count(sentence) == 2  # In their own list, and in that of all.
    mail = next(mail for mail in mailoutbox if mail.to == ["law@cps.example"])
    assert mail.subject.startswith("Urgent: Legal clearance")
    assert sentence in mail.body


def test_what_is_overdue_says_so_in_words():
    submitted(**BY_THREE)
    with time_machine.travel(NOON + timedelta(hours=4), tick=False):
        assert OVERDUE in at_desk("reviewing.lawyer").get(reverse("wagtailadmin_home")).text


def test_it_goes_with_the_page_to_the_duty_editor():
    page = submitted(**BY_THREE)
    act("reviewing.lawyer", page)
    assert queue("duty.editor") == [page.title]
    assert SubmissionDeadline.objects.get().workflow_state.current_task_state.task.name


def test_nothing_is_kept_of_a_draft_and_a_past_time_is_refused():
    page = write(**BY_THREE)
    assert not SubmissionDeadline.objects.exists()
    response = edit("press.officer", page, needed_by="01/12/2026 11:00", **{"action-submit": "1"})
    assert "This has passed." in response.text
    assert not now(page).workflow_in_progress


@pytest.mark.parametrize("username", ["press.officer", "duty.editor"])
def test_who_submitted_it_and_a_duty_editor_may_change_it_and_it_is_logged(username):
    page = submitted(**BY_THREE)
    response = change(username, page, needed_by="01/12/2026 17:30", is_urgent="on")
    assert response.status_code == HTTPStatus.FOUND, told(response)
    row = SubmissionDeadline.objects.get()
    assert timezone.localtime(row.needed_by).hour == 17
    assert row.is_urgent
    entry = ReleaseLog.objects.filter(event=ReleaseLog.Event.DEADLINE).latest("pk")
    assert entry.username == username
    assert entry.note == "Urgent. Needed by Tuesday 1 December 2026 at 17:30."
    change(username, page, needed_by="01/12/2026 17:30", is_urgent="on")
    assert events(page).count("deadline") == 2


def test_nobody_else_changes_it_and_nobody_when_nothing_waits():
    page = submitted(**BY_THREE)
    assert change("reviewing.lawyer", page).status_code == HTTPStatus.FOUND
    assert change("duty.editor", write(slug="alone")).status_code == HTTPStatus.FOUND
    assert SubmissionDeadline.objects.get().needed_by is not None


def test_a_page_that_was_sent_back_keeps_it():
    page = submitted(**BY_THREE, is_urgent="on")
    act("reviewing.lawyer", page, "reject", comment="Which court?")
    edit("press.officer", page, **{"action-submit": "1"})
    assert SubmissionDeadline.objects.get().is_urgent
    act("reviewing.lawyer", page, "reject", comment="Which court?")
    edit("press.officer", page, **{"action-restart-workflow": "1"})
    assert SubmissionDeadline.objects.latest("pk").is_urgent


def test_the_form_asks_for_it_until_the_page_is_submitted():
    page = write()
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert 'name="needed_by"' in at_desk("press.officer").get(address).text
    edit("press.officer", page, **{"action-submit": "1"})
    form = at_desk("duty.editor").get(address).text
    assert 'name="needed_by"' not in form
    assert reverse("desk_deadline", args=[page.pk]) in form
