"""A new version of a document at the desk: it goes out by a duty editor, or nothing happens."""

from datetime import date

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry

from newsroom.choices import VersionStatus as Status
from newsroom.gate.page_facts import digest_of
from newsroom.models import (
    Edition,
    MediaProtocolVersionPage,
    ProtectedName,
    ReleaseLog,
    ReportingRestriction,
)
from tests.desk import at_desk, events, told
from tests.factories import person
from tests.version_factories import clause, filled, in_force, protocol

pytestmark = pytest.mark.django_db


def publish_new(username, **fields):
    """Publish what somebody else wrote: a version comes into force by two people."""
    parent = ["newsroom", "mediaprotocolversionpage", protocol().pk]
    address = reverse("wagtailadmin_pages:add", args=parent)
    at_desk("second.editor").post(address, filled(**fields))
    new = MediaProtocolVersionPage.objects.get(slug="2025")
    address = reverse("wagtailadmin_pages:edit", args=[new.pk])
    sent = filled(**fields, **{"action-publish": "1"})
    return at_desk(username).post(address, sent, follow=True)


def state(page):
    now = MediaProtocolVersionPage.objects.get(pk=page.pk)
    return now.live, now.status, now.in_force_to, digest_of(now), now.latest_revision_id


def protect(name):
    restriction = ReportingRestriction.objects.create(
        kind=ReportingRestriction.Kind.OTHER,
        effect=ReportingRestriction.Effect.NAMES,
        covers="A witness",
    )
    ProtectedName.objects.create(restriction=restriction, words=name)


def test_a_duty_editor_publishes_a_version_without_clearance():
    old, editor = in_force("2020"), person("duty.editor")
    response = publish_new("duty.editor")
    assert response.status_code == 200
    new = MediaProtocolVersionPage.objects.get(slug="2025")
    assert new.live
    live, status, until, words, _revision = state(old)
    assert (live, status, until) == (True, Status.SUPERSEDED, date(2025, 12, 16))
    for page in (old, new):
        row = ReleaseLog.objects.filter(page_id=page.pk).latest("pk")
        assert (row.event, row.username) == (ReleaseLog.Event.RELEASED, "duty.editor")
        assert PageLogEntry.objects.filter(
            page_id=page.pk, action="wagtail.publish", user=editor
        ).exists()
        assert page.revisions.latest("pk").user == editor
    assert Edition.objects.open().get(page_id=old.pk).digest == words


@pytest.mark.parametrize("whose", ["new", "old"])
def test_a_refusal_leaves_both_versions_as_they_were(whose):
    text = "<p>Ottoline Braithwaite-Quill agreed to this.</p>"
    old = in_force("2020", body=[clause("Purpose", text if whose == "old" else "<p>Words.</p>")])
    before = state(old)
    protect("Ottoline Braithwaite-Quill")
    passed = Edition.objects.open().get(page_id=old.pk).digest
    response = publish_new("duty.editor", summary="Quill" * (whose == "old") or text)
    assert response.status_code == 200
    assert state(old) == before
    assert Edition.objects.open().get(page_id=old.pk).digest == passed
    new = MediaProtocolVersionPage.objects.get(slug="2025")
    assert not new.live
    # Of whichever words stood in the way.
    refused = ["refused"]
    assert (events(old), events(new)) == (
        (["released", *refused], []) if whose == "old" else (["released"], refused)
    )
    assert "is protected" in told(response)


def test_a_press_officer_cannot_publish_a_version():
    old = in_force("2020")
    before = state(old)
    publish_new("press.officer")
    assert state(old) == before
    assert not MediaProtocolVersionPage.objects.filter(live=True).exclude(pk=old.pk).exists()
