"""A file replaced behind a public page: readers get what was cleared, or nothing."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.models import CollectionViewRestriction, PageViewRestriction

from newsroom.models import EditionFile, PressReleasePage, RenditionRecord
from newsroom.scheduler import run_once
from tests.factories import clear, draft, embargoed, person, press_release, release
from tests.test_files import close, document, words_with
from tests.test_uploads import picture

pytestmark = pytest.mark.django_db

UNSEEN = b"%PDF-1.7 nobody cleared this\n%%EOF"
WIDE = 90


@pytest.fixture
def desk(client):
    """The admin, at a client of its own: `client` is a reader."""
    officer = type(client)()
    officer.force_login(person("chief", is_superuser=True))
    return officer


@pytest.fixture
def paper():
    return document()


def open_collections():
    for restriction in CollectionViewRestriction.objects.all():
        restriction.delete()


def opening_tomorrow(**fields):
    """A press release whose edition is there already, and opens tomorrow."""
    return release(draft(**fields, go_live_at=timezone.now() + timedelta(days=1)))


def replaced(desk, file, name, **fields):
    """Replace the content of a picture or a document by its form in the admin."""
    if isinstance(file, Document):
        address, content = "wagtaildocs:edit", UNSEEN
    else:
        address, content = "wagtailimages:edit", picture("JPEG", (WIDE, 40))
        fields["release_class"] = "place"
    sent = {"title": file.title, "collection": "1", **fields}
    sent["file"] = SimpleUploadedFile(name, content)
    answer = desk.post(reverse(address, args=[file.pk]), sent)
    assert answer.status_code == 302, answer.context["form"].errors


def sent_to_readers(client, page):
    """The page of an item and the public files of its edition, by id, as readers get them."""
    files = {}
    rows = EditionFile.objects.public().filter(edition__page_id=page.pk)
    for row in rows:
        if row.kind == "picture":
            answer = client.get(reverse("picture", args=[row.name]))
        else:
            answer = client.get(reverse("wagtaildocs_serve", args=[row.file_id, row.name]))
        if answer.status_code == 200:
            files.setdefault((row.kind, row.file_id), []).append(answer.getvalue())
    return client.get(page.url).text, files


def shows_nothing_unseen(client, page, *names):
    text, files = sent_to_readers(client, page)
    assert not files
    assert "<picture>" not in text
    for name in names:
        assert name not in text
    return True


@pytest.mark.parametrize(
    "names", [("court.jpg", "summary.pdf"), ("unseen.jpg", "unseen.pdf")], ids=["same", "other"]
)
def test_files_replaced_while_their_collection_was_closed_stay_away(
    client, desk, image, paper, names
):
    item = press_release(image=image, image_alt="A court", body=words_with(paper))
    close(image.collection, paper.collection)
    replaced(desk, image, names[0])
    replaced(desk, paper, names[1])
    open_collections()
    assert shows_nothing_unseen(client, item, "unseen", "summary.pdf")
    item = PressReleasePage.objects.get(pk=item.pk)
    release(item)
    assert len(sent_to_readers(client, item)[1]) == 2


def test_what_was_not_replaced_returns_when_its_collection_is_opened(client, desk, image, paper):
    item = press_release(image=image, image_alt="A court", body=words_with(paper))
    close(image.collection, paper.collection)
    replaced(desk, paper, "summary.pdf")
    open_collections()
    assert set(sent_to_readers(client, item)[1]) == {("picture", image.pk)}


def test_a_title_given_while_the_collection_was_closed_is_not_shown(client, desk, paper):
    item = press_release(body=words_with(paper))
    close(paper.collection)
    address = reverse("wagtaildocs:edit", args=[paper.pk])
    assert desk.post(address, {"title": "Unseen", "collection": "1"}).status_code == 302
    open_collections()
    assert shows_nothing_unseen(client, item, "Unseen")


@pytest.mark.parametrize("made", [embargoed, opening_tomorrow])
def test_files_replaced_under_an_embargo_stay_away_when_it_ends(client, desk, image, paper, made):
    item = made(image=image, image_alt="A court", body=words_with(paper))
    replaced(desk, image, "court.jpg")
    replaced(desk, paper, "summary.pdf")
    with time_machine.travel(item.go_live_at + timedelta(seconds=1), tick=False):
        run_once()
        assert shows_nothing_unseen(client, item)


def test_a_file_at_the_path_of_one_deleted_under_an_embargo_is_not_sent(client, image, paper):
    item = opening_tomorrow(image=image, image_alt="A court", body=words_with(paper))
    stored = list(EditionFile.objects.filter(edition__page_id=item.pk).exclude(name=""))
    assert {row.kind for row in stored} == {"picture", "document"}
    image.refresh_from_db()
    image.delete()
    paper.delete()
    for row in stored:
        image.file.storage.delete(row.stored)
        image.file.storage.save(row.stored, ContentFile(UNSEEN))
    with time_machine.travel(item.go_live_at + timedelta(seconds=1), tick=False):
        assert shows_nothing_unseen(client, item)


def test_a_file_replaced_between_clearance_and_release_needs_another_clearance(desk, paper):
    item = clear(draft(body=words_with(paper)))
    replaced(desk, paper, "summary.pdf")
    with pytest.raises(ValidationError, match="clear"):
        PressReleasePage.objects.get(pk=item.pk).save_revision().publish()


def test_a_file_replaced_behind_a_hidden_page_stays_away_when_it_is_shown_again(
    client, desk, paper
):
    item = press_release(body=words_with(paper))
    hidden = PageViewRestriction.objects.create(
        page=item.page_ptr, restriction_type=PageViewRestriction.LOGIN
    )
    replaced(desk, paper, "summary.pdf")
    hidden.delete()
    assert not sent_to_readers(client, item)[1]


def write_past_wagtail(file, content):
    """Replace the bytes at the path of a file; its row, with the hash, stays as it was."""
    file.file.storage.delete(file.file.name)
    assert file.file.storage.save(file.file.name, ContentFile(content)) == file.file.name


def test_an_edition_takes_no_file_whose_bytes_are_others_than_were_cleared(client, image, paper):
    item = clear(draft(image=image, image_alt="A court", body=words_with(paper)))
    write_past_wagtail(image, picture("JPEG", (WIDE, 40)))
    write_past_wagtail(paper, UNSEEN)
    PressReleasePage.objects.get(pk=item.pk).save_revision().publish()
    assert shows_nothing_unseen(client, item)


def test_the_nightly_check_names_a_file_that_was_replaced_in_the_storage(paper):
    item = press_release(body=words_with(paper))
    call_command("rebuild_editions", "--check", verbosity=0)
    write_past_wagtail(paper, UNSEEN)
    with pytest.raises(CommandError, match=f"page {item.pk} .*files"):
        call_command("rebuild_editions", "--check", verbosity=0)
    # Nobody has to come for readers to be without it.
    assert not EditionFile.objects.public().filter(edition__page_id=item.pk).exists()
    call_command("rebuild_editions", verbosity=0)
    assert not EditionFile.objects.public().filter(edition__page_id=item.pk).exists()


def renditions_of(page):
    return list(EditionFile.objects.public().filter(edition__page_id=page.pk, kind="picture"))


def bytes_at(row, image):
    with image.file.storage.open(row.stored) as file:
        return file.read()


def write_over(row, image, content=UNSEEN):
    """Replace the bytes of a rendition at its path; the original stays as it was."""
    image.file.storage.delete(row.stored)
    assert image.file.storage.save(row.stored, ContentFile(content)) == row.stored


def test_a_rendition_that_was_replaced_in_the_storage_is_made_anew(image):
    item = press_release(image=image, image_alt="A court")
    row = renditions_of(item)[0]
    before = bytes_at(row, image)
    call_command("rebuild_editions", "--check", verbosity=0)
    write_over(row, image)
    with pytest.raises(CommandError, match=f"page {item.pk} .*files"):
        call_command("rebuild_editions", "--check", verbosity=0)
    assert UNSEEN not in {bytes_at(each, image) for each in renditions_of(item)}
    call_command("rebuild_editions", verbosity=0)
    call_command("rebuild_editions", "--check", verbosity=0)
    assert {bytes_at(each, image) for each in renditions_of(item) if each.name == row.name} == {
        before
    }


def test_a_lost_rendition_is_made_anew(image):
    item = press_release(image=image, image_alt="A court")
    row = renditions_of(item)[0]
    image.file.storage.delete(row.stored)
    with pytest.raises(CommandError, match="files"):
        call_command("rebuild_editions", "--check", verbosity=0)
    call_command("rebuild_editions", verbosity=0)
    assert bytes_at(row, image)


@pytest.mark.parametrize("is_known", [True, False])
def test_an_edition_shows_no_rendition_that_was_replaced_before_it_opened(image, is_known):
    """Whether a preview of ours had made it, or another part of Wagtail had."""
    item = clear(draft(image=image, image_alt="A court"))
    if is_known:
        assert item.make_preview_request().status_code == 200
    spec = "format-webp|width-360"
    path = image.get_rendition(spec).file.name
    assert RenditionRecord.objects.filter(stored=path).exists() == is_known
    image.file.storage.delete(path)
    image.file.storage.save(path, ContentFile(UNSEEN))
    PressReleasePage.objects.get(pk=item.pk).save_revision().publish()
    rows = renditions_of(item)
    assert path in {row.stored for row in rows}
    assert UNSEEN not in {bytes_at(row, image) for row in rows}


def test_all_renditions_of_an_edition_have_a_record_of_their_bytes(image):
    item = press_release(image=image, image_alt="A court", social_image=image)
    paths = {row.stored for row in renditions_of(item)}
    assert len(paths) > 5
    assert set(RenditionRecord.objects.values_list("stored", flat=True)) == paths
