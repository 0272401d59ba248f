"""A version that has been agreed is never edited: a new one supersedes it, and one is in force."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Revision

from newsroom.choices import VersionStatus as Status
from newsroom.models import MediaProtocolVersionPage
from newsroom.pages.versions.version_rules import FIXED
from tests.desk import at_desk
from tests.factories import welsh
from tests.version_factories import (
    clause,
    filled,
    in_force,
    policy,
    policy_version,
    protocol,
    superseded,
    version,
)

pytestmark = pytest.mark.django_db

CHANGES = {
    "title": "Another title",
    "slug": "another-slug",
    "version_label": "Another label",
    "agreed_by": "Somebody else",
    "body": [clause("Other words")],
}


def stored(page):
    return MediaProtocolVersionPage.objects.get(pk=page.pk)


def save(page):
    page.save()


def save_unchecked(page):
    page.save(clean=False)


def save_unpublished(page):
    page.live = False
    page.save(clean=False)


def publish(page):
    page.save_revision(clean=False).publish()


@pytest.mark.parametrize("way", [save, save_unchecked, save_unpublished, publish])
@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("make", [in_force, superseded])
def test_words_that_have_been_in_force_stay(make, name, way):
    page = make(agreed_by="The CPS")
    setattr(page, name, CHANGES[name])
    with pytest.raises(ValidationError, match="cannot be changed"):
        way(page)
    assert getattr(stored(page), name) != CHANGES[name]


def test_every_fixed_field_is_tried():
    assert {*CHANGES, "document"} == set(FIXED)


def test_what_was_left_empty_can_be_added():
    page = in_force()
    page.agreed_by = "The CPS and the police"
    publish(page)
    page = stored(page)
    page.agreed_by = "The CPS"
    with pytest.raises(ValidationError, match="cannot be changed"):
        publish(page)


def test_a_draft_written_earlier_cannot_bring_other_words():
    page = version("draft")
    page.body = [clause("Earlier words")]
    earlier = page.save_revision()
    page = stored(page)
    page.status, page.in_force_from = Status.IN_FORCE, date(2020, 1, 1)
    publish(page)
    page, earlier = stored(page), Revision.objects.get(pk=earlier.pk)
    # What belongs to the version is not taken from a draft, which was written without it.
    draft = earlier.as_object()
    assert page.fixed_at is not None
    assert (draft.fixed_at, draft.anchors) == (page.fixed_at, page.anchors)
    with pytest.raises(ValidationError):
        earlier.publish()
    assert stored(page).status == Status.IN_FORCE
    assert stored(page).body[0].value["heading"] == "Purpose"


def test_what_was_in_force_cannot_be_changed_by_way_of_unpublishing_or_a_draft():
    page = in_force()
    page.unpublish()
    page = stored(page)
    page.status, page.in_force_from = Status.CONSULTATION, None
    with pytest.raises(ValidationError, match="cannot become a draft again"):
        page.save(clean=False)
    page.body = [clause("Other words")]
    with pytest.raises(ValidationError, match="cannot be changed"):
        publish(page)


def test_a_version_in_force_can_be_saved_as_it_is():
    page = in_force()
    page.summary = "Another teaser"
    publish(page)
    page = stored(page)
    list(page.body)
    page.save()
    assert stored(page).summary == "Another teaser"


def test_a_draft_for_consultation_is_edited_freely():
    page = version("draft")
    page.body, page.title = [clause("Other words")], "Another title"
    publish(page)
    assert stored(page).title == "Another title"


def test_a_new_version_ends_the_one_before_it():
    old, new = in_force("2020"), version("draft", live=False)
    new.status, new.in_force_from = Status.IN_FORCE, date(2025, 12, 17)
    publish(new)
    old = stored(old)
    assert (old.status, old.in_force_to) == (Status.SUPERSEDED, date(2025, 12, 16))
    assert old.live
    # Its form begins with the same facts.
    draft = old.get_latest_revision_as_object()
    assert (draft.status, draft.in_force_to) == (Status.SUPERSEDED, date(2025, 12, 16))
    assert stored(new).in_force_to is None


def test_neither_is_done_when_the_other_cannot_be():
    old, new = in_force("2020"), version("draft", live=False)
    # Refused last of all, by Wagtail.
    new.status, new.in_force_from, new.title = Status.IN_FORCE, date(2025, 12, 17), ""
    with pytest.raises(ValidationError, match="title"):
        publish(new)
    assert stored(old).in_force_to is None
    assert not stored(new).live


@pytest.mark.parametrize(
    ("dates", "field"),
    [
        ({"in_force_from": None}, "in_force_from"),
        ({"in_force_from": date(2020, 1, 1)}, "in_force_from"),
        ({"in_force_from": date(2019, 1, 1)}, "in_force_to"),
        (
            {"in_force_from": date(2019, 1, 1), "in_force_to": date(2020, 1, 1)},
            "in_force_to",
        ),
        (
            {"in_force_from": date(2026, 1, 1), "in_force_to": date(2025, 12, 31)},
            "in_force_to",
        ),
        ({"in_force_from": date(2010, 1, 1), "in_force_to": date(2011, 1, 1)}, "in_force_from"),
    ],
)
def test_two_are_never_in_force_at_once(dates, field):
    superseded("2005", until=date(2015, 1, 1))
    old, new = in_force("2020"), version("draft", live=False)
    new.status = Status.IN_FORCE
    for name, value in dates.items():
        setattr(new, name, value)
    revision = new.save_revision(clean=False)
    with pytest.raises(ValidationError) as refused:
        revision.publish()
    assert list(refused.value.message_dict) == [field]
    assert stored(old).in_force_to is None


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"status": Status.SUPERSEDED, "in_force_from": date(2005, 1, 1)}, "in_force_to"),
        ({"status": Status.CONSULTATION, "in_force_from": date(2005, 1, 1)}, "in_force_from"),
        ({"status": Status.CONSULTATION, "in_force_to": date(2005, 1, 1)}, "in_force_to"),
    ],
)
def test_a_status_asks_for_its_dates(fields, field):
    with pytest.raises(ValidationError) as refused:
        version("other", **fields)
    assert list(refused.value.message_dict) == [field]


def test_a_version_cannot_be_reopened_while_another_is_in_force():
    old = superseded("2005")
    in_force("2020")
    old.status, old.in_force_to = Status.IN_FORCE, None
    with pytest.raises(ValidationError, match="from 1 January 2020"):
        publish(old)


def test_the_first_day_of_what_has_begun_stays():
    page = in_force(since=date(2020, 1, 1))
    page.in_force_from = date(2021, 1, 1)
    with pytest.raises(ValidationError, match="came into force cannot be changed"):
        publish(page)


def test_what_has_not_begun_can_be_put_off():
    page = in_force(since=date(2090, 1, 1))
    page.in_force_from = date(2091, 1, 1)
    publish(page)
    assert stored(page).in_force_from == date(2091, 1, 1)


def test_documents_do_not_get_in_each_others_way(client):
    in_force("2020")
    page = policy_version(status=Status.IN_FORCE, in_force_from=date(2020, 1, 1))
    assert page.live
    listed = client.get(policy().url).context["versions"]
    assert [version.pk for version in listed] == [page.pk]


@pytest.mark.parametrize("slug", ["compare", "in-force-on"])
def test_no_version_takes_the_address_of_a_question(slug):
    with pytest.raises(ValidationError, match="address is taken"):
        version(slug)


def test_a_copy_is_a_draft_with_the_same_anchors():
    page = in_force("2020")
    copy = page.copy(update_attrs={"slug": "2030"}, keep_live=False)
    draft = copy.get_latest_revision_as_object()
    assert (draft.status, draft.in_force_from, draft.fixed_at) == (Status.CONSULTATION, None, None)
    assert (draft.anchors, draft.numbers) == (page.anchors, {})
    draft.body = [clause("New"), *draft.body.raw_data]
    draft.status, draft.in_force_from = Status.IN_FORCE, date(2030, 1, 1)
    publish(draft)
    assert stored(page).in_force_to == date(2029, 12, 31)
    assert [place.anchor for place in stored(draft).places.values()] == ["new", "purpose"]


def test_a_translation_is_in_force_when_what_it_translates_is():
    page = in_force("2020")
    for above in (protocol().get_parent().get_parent(), protocol().get_parent(), protocol()):
        above.specific.copy_for_translation(welsh()).save_revision().publish()
    translated = page.copy_for_translation(welsh())
    translated.get_latest_revision().publish()
    translated.refresh_from_db()
    assert (translated.status, translated.in_force_from) == (Status.IN_FORCE, date(2020, 1, 1))
    assert translated.anchors == page.anchors
    assert stored(page).in_force_to is None


# The form


def add(editor, **fields):
    address = reverse(
        "wagtailadmin_pages:add", args=["newsroom", "mediaprotocolversionpage", protocol().pk]
    )
    return editor.post(address, filled(**fields))


def test_an_editor_supersedes_a_version(editor):
    old = in_force("2020")
    assert add(editor).status_code == 302
    new = MediaProtocolVersionPage.objects.get(slug="2025")
    edit = reverse("wagtailadmin_pages:edit", args=[new.pk])
    sent = filled(**{"action-publish": "1"})
    # Not by whoever wrote it.
    editor.post(edit, sent)
    assert not stored(new).live
    assert at_desk("duty.editor").post(edit, sent).status_code == 302
    assert stored(new).live
    assert stored(old).in_force_to == date(2025, 12, 16)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"in_force_from": "1/1/2020"}, "in_force_from"),
        ({"in_force_from": ""}, "in_force_from"),
        ({"in_force_to": "1/1/2025"}, "in_force_to"),
        ({"body-count": "0"}, "body"),
    ],
)
def test_what_would_be_refused_is_said_beside_the_field(editor, fields, field):
    in_force("2020")
    response = add(editor, **fields, **{"action-publish": "1"})
    assert field in response.context["form"].errors
    assert MediaProtocolVersionPage.objects.count() == 1
    # A draft may wait for it, and is told when it is to be published.
    assert add(editor, **fields).status_code == 302
    draft = MediaProtocolVersionPage.objects.get(slug="2025")
    assert not draft.live
    edit = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    response = editor.post(edit, filled(**fields, **{"action-publish": "1"}))
    assert field in response.context["form"].errors
    assert not stored(draft).live


def test_a_draft_of_a_public_draft_may_be_unfinished(editor):
    page = version("2025")
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert editor.post(edit, filled(in_force_from="")).status_code == 302
    assert stored(page).status == Status.CONSULTATION


def test_the_form_of_a_version_in_force_does_not_offer_its_words(editor):
    page = in_force("2020", agreed_by="The CPS")
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    response = editor.get(edit)
    assert "The words of this version are fixed." in response.text
    assert reverse("wagtailadmin_pages:copy", args=[page.pk]) in response.text
    fields = set(response.context["form"].fields)
    assert not fields & (set(FIXED) - {"document"})
    assert {"status", "in_force_from", "in_force_to", "summary", "document"} <= fields
    # What is sent for them all the same is not heard.
    sent = filled(in_force_from="1/1/2020", in_force_to="31/12/2024", status="superseded")
    response = editor.post(edit, {**sent, "action-publish": "1"})
    assert response.status_code == 302
    page = stored(page)
    assert (page.title, page.in_force_to) == ("2020", date(2024, 12, 31))


def test_a_draft_with_other_words_is_told_in_the_form_of_what_is_in_force(editor):
    page = version("2025")
    page.body = [clause("Other words")]
    page.save_revision()
    MediaProtocolVersionPage.objects.filter(pk=page.pk).update(
        status=Status.IN_FORCE, in_force_from=date(2025, 1, 1)
    )
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    sent = filled(in_force_from="1/1/2025")
    response = editor.post(edit, {**sent, "action-publish": "1"})
    assert "cannot be changed" in str(response.context["form"].non_field_errors())


def test_a_version_is_previewed_before_it_is_saved(editor):
    in_force("2020")
    new = reverse(
        "wagtailadmin_pages:preview_on_add",
        args=["newsroom", "mediaprotocolversionpage", protocol().pk],
    )
    edit = reverse("wagtailadmin_pages:preview_on_edit", args=[version("draft").pk])
    for address in (new, edit):
        assert editor.post(address, filled()).json()["is_valid"]
        response = editor.get(address)
        assert response.status_code == 200
        assert "Open justice." in response.text
        assert 'id="purpose"' in response.text
    document = protocol()
    document.introduction = "<p>Words that nobody has saved yet.</p>"
    assert "nobody has saved yet" in document.make_preview_request().text


def test_the_form_of_a_draft_says_what_publishing_does(editor):
    in_force("2020")
    draft = version("2025")
    response = editor.get(reverse("wagtailadmin_pages:edit", args=[draft.pk]))
    assert "the version in force now (2020) ends the day before" in response.text
    new = editor.get(
        reverse(
            "wagtailadmin_pages:add", args=["newsroom", "mediaprotocolversionpage", protocol().pk]
        )
    )
    assert "the version in force now (2020) ends the day before" in new.text
