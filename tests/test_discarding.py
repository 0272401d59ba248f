"""The draft of a public page can be discarded: back to what readers have."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from newsroom.gate.page_facts import digest_of
from newsroom.models import Edition, PressReleasePage, ReleaseLog
from newsroom.publishing.discarding import discard_draft
from newsroom.publishing.page_states import state_of
from tests.desk import at_desk, now, submitted, told
from tests.factories import (
    clear,
    declare_change,
    draft,
    embargoed,
    person,
    press_release,
    withdrawn,
)

pytestmark = [
    pytest.mark.django_db,
    # Wagtail 8.0 still sends its mails in the way that Django 6.1 is about to leave.
    pytest.mark.filterwarnings("ignore:get_connection"),
]


@pytest.fixture
def page():
    """A public page with a draft of other words beside it."""
    item = press_release(title="Public", live=False)
    item.save_revision(user=person("press.officer"))
    clear(item).latest_revision.publish()
    item = now(item)
    item.title = "Written later"
    item.save_revision(user=person("press.officer"))
    return now(item)


def address(page):
    return reverse("desk_discard_draft", args=[page.pk])


def test_the_newest_version_says_what_is_public_and_the_draft_stays_in_history(page):
    discarded, public = page.latest_revision, digest_of(page)
    desk = at_desk("duty.editor")
    assert address(page) in desk.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    asked = desk.get(address(page)).text
    assert "Written later" in asked
    answer = desk.post(address(page), {"draft": discarded.pk})
    assert "is discarded" in told(answer)
    page = now(page)
    newest = page.get_latest_revision_as_object()
    assert (newest.title, digest_of(newest)) == ("Public", public)
    assert not page.has_unpublished_changes
    assert not state_of(page).has_other_draft
    assert page.revisions.filter(pk=discarded.pk).exists()
    assert Edition.objects.open().of_page(page.pk).count() == 1
    row = ReleaseLog.objects.filter(event=ReleaseLog.Event.DISCARDED).get()
    assert (row.page_id, row.revision_id, row.username) == (page.pk, discarded.pk, "duty.editor")
    assert address(page) not in desk.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text


def test_what_was_saved_meanwhile_is_not_discarded_unread(page):
    before = page.latest_revision_id
    page.title = "Written last"
    page.save_revision(user=person("press.officer"))
    answer = at_desk("duty.editor").post(address(page), {"draft": before})
    assert "meanwhile" in told(answer)
    assert now(page).get_latest_revision_as_object().title == "Written last"


@pytest.mark.parametrize("make", [draft, press_release, embargoed, withdrawn, submitted])
def test_only_a_draft_beside_what_is_public_is_discarded(make):
    page = now(make())
    assert at_desk("duty.editor").post(address(page), {"draft": 1}).status_code in (302, 403)
    with pytest.raises(PermissionDenied):
        discard_draft(page, page.latest_revision_id, person("duty.editor"))
    assert ReleaseLog.Event.DISCARDED not in ReleaseLog.objects.values_list("event", flat=True)


def test_a_draft_in_review_is_not_discarded_under_the_lawyers(page):
    declare_change(page.get_latest_revision_as_object()).save_revision()
    page = now(page)
    page.get_workflow().start(page, person("press.officer"))
    with pytest.raises(PermissionDenied):
        discard_draft(now(page), page.latest_revision_id, person("duty.editor"))
    assert PressReleasePage.objects.get(pk=page.pk).workflow_in_progress
