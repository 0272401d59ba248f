"""Four eyes are two people: who changed words, a file or a fact neither clears nor approves it."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.models import Collection

from newsroom.desk.document_formats.reading import ReadDocument
from newsroom.desk.uploaded_documents import keep_words
from newsroom.gate.contributors import changed_by
from newsroom.gate.release_gate import examine
from newsroom.gate.sign_off import latest
from newsroom.models import (
    CaseStage,
    CrimeType,
    FactChange,
    HighProfileCasePage,
    PictureRecord,
)
from newsroom.publishing import update_steps
from newsroom.records.log_context import Channel, log_context
from tests.blockers import AUTHOR, change, sound_draft, stood_up_for
from tests.desk import act, at_desk, edit, now, step, submitted
from tests.factories import case, clear, contact, crime_type, person, picture
from tests.test_uploads import picture as picture_file

pytestmark = [
    pytest.mark.django_db,
    # Wagtail 8.0 still sends its mails in the way that Django 6.1 is about to leave.
    pytest.mark.filterwarnings("ignore:get_connection"),
]

EDITOR = "duty.editor"


def people(item):
    return {user.username for user in changed_by(now(item).get_latest_revision_as_object())}


def codes(item, releasing=None):
    page = now(item).get_latest_revision_as_object()
    by = releasing and person(releasing)
    return {finding.code for finding in examine(page, releasing=by).blockers}


def as_user(username):
    return log_context(person(username), Channel.ADMIN)


def shown(**fields):
    image = picture(collection=Collection.get_first_root_node())
    PictureRecord.objects.create(image=image, release_class="place")
    return sound_draft(image=image, image_alt="A court", **fields)


@pytest.mark.parametrize("is_superuser", [True, False], ids=["superuser", "in-both-groups"])
def test_one_person_does_not_clear_and_approve(is_superuser):
    both = person("both", is_superuser=is_superuser)
    both.groups.set(person("reviewing.lawyer").groups.all() | person(EDITOR).groups.all())
    page = submitted()
    act("both", page)
    assert step(page) == "Editorial approval"
    screen = at_desk("both").get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert "You cleared this, so somebody else must approve it." in screen.text
    act("both", page)
    assert (step(page), now(page).live) == ("Editorial approval", False)
    edit("both", page, **{"action-publish": "1"})
    assert not now(page).live
    act(EDITOR, page)
    assert now(page).live


def test_who_cleared_it_approves_if_another_lawyer_cleared_it_as_well():
    item = stood_up_for(sound_draft(), legal="second.lawyer", editorial="second.lawyer")
    assert codes(item) == {"one-person"}
    stood_up_for(item, legal="reviewing.lawyer", editorial="")
    assert codes(item) == set()


def test_everybody_who_wrote_a_part_since_the_last_release_is_a_contributor():
    item = sound_draft()
    for number, username in enumerate((EDITOR, AUTHOR)):
        item.title = f"Man to appear in court {number}"
        item.save_revision(user=person(username))
    assert people(item) == {AUTHOR, EDITOR}
    stood_up_for(item)
    assert codes(item) == {"self-approved"}
    assert codes(item, releasing="second.editor") == set()


def test_the_versions_of_one_person_are_not_read_to_know_whose_they_are(
    django_assert_max_num_queries,
):
    item = sound_draft()
    author = now(item).latest_revision.user
    for number in range(8):
        item.title = f"Man to appear in court {number}"
        item.save_revision(user=author)
    page = now(item).get_latest_revision_as_object()
    with django_assert_max_num_queries(16):
        assert changed_by(page) == {author}
    # One more, by somebody else, and all are read.
    item.title = "Man to appear in court tomorrow"
    item.save_revision(user=person(EDITOR))
    assert people(item) == {author.username, EDITOR}


def test_what_was_released_makes_nobody_a_contributor_of_what_comes_after():
    item = sound_draft()
    item.title = "Man to stand trial"
    item.save_revision(user=person(EDITOR))
    stood_up_for(item, editorial="second.editor").latest_revision.publish()
    # Published again without a change, and then changed by somebody else.
    now(item).save_revision(user=person("second.editor")).publish()
    item = now(item)
    item.title = "Man stands trial"
    item.save_revision(user=person(AUTHOR))
    assert people(item) == {AUTHOR}


def test_an_urgent_release_that_nobody_cleared_is_no_new_beginning():
    page = submitted(username=EDITOR)
    address = reverse("desk_urgent_release", args=[page.pk])
    told = {"digest": latest(page).digest, "reason": "The court sits at two."}
    assert at_desk(EDITOR).post(address, told).status_code == 302
    assert now(page).live
    item = now(page)
    item.title = "Man jailed for life"
    item.save_revision(user=person(AUTHOR))
    assert people(page) == {EDITOR, AUTHOR}


def test_publishing_without_a_change_makes_nobody_a_contributor():
    item = sound_draft()
    item.save_revision(user=person(EDITOR))
    assert people(item) == {AUTHOR}


def replace_picture(item):
    sent = {"title": "Court", "collection": "1", "release_class": "place"}
    sent["file"] = SimpleUploadedFile("other.jpg", picture_file("JPEG", (90, 40)))
    return at_desk(EDITOR).post(reverse("wagtailimages:edit", args=[item.image_id]), sent)


def reclass_picture(item):
    sent = {"title": "Court", "collection": "1", "release_class": "illustration"}
    return at_desk(EDITOR).post(reverse("wagtailimages:edit", args=[item.image_id]), sent)


@pytest.mark.parametrize("swap", [replace_picture, reclass_picture])
def test_a_duty_editor_who_swaps_the_picture_of_a_draft_does_not_approve_it(swap):
    item = shown()
    assert swap(item).url == reverse("wagtailimages:index")
    assert people(item) == {AUTHOR, EDITOR}
    # The lawyer clears what there is now.
    stood_up_for(item, editorial="")
    assert codes(item, releasing=EDITOR) == {"self-approved"}
    assert codes(item, releasing="second.editor") == set()


def test_a_save_of_a_picture_that_changes_nothing_makes_nobody_a_contributor():
    item = shown()
    sent = {"title": "Another title", "collection": "1", "release_class": "place"}
    answer = at_desk(EDITOR).post(reverse("wagtailimages:edit", args=[item.image_id]), sent)
    assert answer.url == reverse("wagtailimages:index")
    assert people(item) == {AUTHOR}


def give_a_document(item):
    content = b"paper"
    paper = Document.objects.create(title="Paper", file=ContentFile(content, "paper.txt"))
    keep_words(content, ReadDocument(content))
    change(item, body=[("paragraph", f'<p><a linktype="document" id="{paper.pk}">it</a></p>')])
    with as_user(EDITOR):
        paper.title = "Another"
        paper.save()


def give_a_contact(item):
    whom = contact()
    change(item, contact=whom)
    with as_user(EDITOR):
        whom.telephone = "020 7946 0000"
        whom.save()


def give_a_crime_type(item):
    term = crime_type("Offences in private", protects="children")
    change(item, crime_types=[term])
    with as_user(EDITOR):
        term.protects = ""
        term.save()


def give_a_case(item):
    thread = case()
    change(item, case=thread)
    thread.stages = [CaseStage(date=timezone.localdate(), kind="trial")]
    thread.save_revision(user=person(EDITOR))
    clear(thread, editorial=False)
    with as_user("second.editor"):
        HighProfileCasePage.objects.get().latest_revision.publish()


@pytest.mark.parametrize("give", [give_a_document, give_a_contact, give_a_crime_type, give_a_case])
def test_who_changes_a_file_or_a_fact_has_a_hand_in_the_pages_that_use_it(give):
    item = sound_draft()
    give(item)
    assert people(item) == {AUTHOR, EDITOR}
    stood_up_for(item)
    assert "self-approved" in codes(item)


def test_who_publishes_an_update_has_a_hand_in_what_is_released_next():
    item = stood_up_for(sound_draft())
    item.latest_revision.publish()
    item = now(item)
    with as_user(EDITOR):
        item.updates.create(stage="correction", note="The town is Leeds.")
    assert people(item) == {AUTHOR, EDITOR}
    with as_user("second.editor"):
        update_steps.remove(item.updates.all(), person("second.editor"), "It was right before.")
    assert people(item) == {AUTHOR, EDITOR, "second.editor"}


def test_a_program_and_a_change_before_the_draft_make_nobody_a_contributor():
    image = picture()
    with as_user(EDITOR):
        PictureRecord.objects.create(image=image, release_class="place")
    FactChange.objects.update(at=timezone.now() - timedelta(hours=1))
    item = sound_draft(image=image, image_alt="A court")
    PictureRecord.objects.update(release_class="staff")
    CrimeType.objects.first().save()
    assert people(item) == {AUTHOR}
    assert FactChange.objects.count() == 1
