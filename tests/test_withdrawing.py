"""Withdrawal: with a reason, from wherever the page is on its way."""

from datetime import timedelta

import pytest
from django.utils import timezone

from newsroom.models import (
    ReleaseLog,
)
from tests.desk import (
    at_desk,
    edit,
    events,
    now,
    set_up_desk,
    step,
)
from tests.factories import press_release
from tests.test_releasing import (
    PUBLISH,
    address,
    cleared,
    in_two_days,
    withdrawn_by,
)

pytestmark = [
    pytest.mark.django_db,
    # Wagtail 8.0 still sends its mails in the way that Django 6.1 is about to leave.
    pytest.mark.filterwarnings("ignore:get_connection"),
]


@pytest.fixture(autouse=True)
def _desk():
    set_up_desk()


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
    edit("press.officer", page, text="An update.", **{"action-submit": "1"})
    assert step(page) == "Legal clearance"
    revision = now(page).latest_revision
    revision.approved_go_live_at = timezone.now() + timedelta(days=1)
    revision.save()
    # The lawyer's step locks it for the duty editor; that holds no withdrawal back.
    withdrawn_by("duty.editor", page)
    assert not now(page).live
    assert step(page) == ""
    assert now(page).scheduled_revision is None


def test_a_scheduled_page_is_withdrawn_before_it_goes_out():
    page = cleared(**in_two_days(10))
    edit("duty.editor", page, **in_two_days(10), **PUBLISH)
    withdrawn_by("duty.editor", page)
    assert now(page).scheduled_revision is None
    assert events(page)[-1] == "withdrawn"
