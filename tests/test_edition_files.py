"""The rows of an edition's files: renditions, and files whose collection is closed or opened."""

import pytest
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction

from newsroom.models import EditionFile
from tests.factories import draft, person, press_release
from tests.test_files import close, document, words_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer_of_all(client):
    """The admin, at a client of its own: `client` is a reader."""
    desk = type(client)()
    desk.force_login(person("chief", is_superuser=True))
    return desk


def test_only_renditions_that_a_page_shows_are_public(client, image, rendition):
    press_release(image=image, image_alt="A court")
    thumbnail = image.get_rendition("max-165x165")
    assert client.get(rendition.url).status_code == 200
    assert client.get(thumbnail.url).status_code == 404


def test_files_go_and_come_with_their_collection(
    client, officer_of_all, image, rendition, django_capture_on_commit_callbacks
):
    paper = document()
    press_release(image=image, image_alt="A court", body=words_with(paper))

    def sent() -> set[int]:
        return {client.get(file.url).status_code for file in (rendition, paper)}

    def moved_below(parent: Collection) -> None:
        address = reverse("wagtailadmin_collections:edit", args=[kept.pk])
        with django_capture_on_commit_callbacks(execute=True):
            officer_of_all.post(address, {"name": "Kept", "parent": parent.pk})

    root = Collection.get_first_root_node()
    closed, kept = (root.add_child(name=name) for name in ("Closed", "Kept"))
    close(closed)
    assert sent() == {200}
    for file, action in ((image, "wagtailimages/image"), (paper, "wagtaildocs/document")):
        officer_of_all.post(
            f"/admin/bulk/{action}/add_to_collection/?id={file.pk}", {"collection": kept.pk}
        )
    assert sent() == {200}
    moved_below(closed)
    assert sent() == {404}
    moved_below(root)
    assert sent() == {200}
    for file, action in ((image, "wagtailimages/image"), (paper, "wagtaildocs/document")):
        officer_of_all.post(
            f"/admin/bulk/{action}/add_to_collection/?id={file.pk}", {"collection": closed.pk}
        )
    assert sent() == {404}
    CollectionViewRestriction.objects.get().delete()
    assert sent() == {200}


def test_a_row_of_a_file_in_a_closed_collection_says_nothing_of_it(client, image):
    paper = document("secret-name.pdf")
    close(image.collection, paper.collection)
    item = press_release(image=image, image_alt="A court", body=words_with(paper))
    rows = EditionFile.objects.filter(edition__page_id=item.pk)
    kept = rows.values_list("kind", "file_id", "name", "stored", "filter_spec", "hash")
    assert sorted(kept) == [
        ("document", paper.pk, "", "", "", ""),
        ("picture", image.pk, "", "", "", ""),
    ]
    assert client.get("/media/images/").status_code == 404
    assert client.get(f"/documents/{paper.pk}/").status_code == 404


def test_a_page_leaves_out_a_picture_that_has_no_rendition(client, image):
    image.get_file_hash()
    image.file.storage.delete(image.file.name)
    item = press_release(image=image, image_alt="A court")
    page = client.get(item.url)
    assert page.status_code == 200
    assert "<picture>" not in page.text


def test_a_preview_shows_pictures_that_no_edition_has(client, image):
    item = draft(image=image, image_alt="A court")
    assert "<picture>" in item.make_preview_request().rendered_content
    for made in image.renditions.all():
        assert client.get(made.url).status_code == 404
    image.renditions.all().delete()
    image.file.storage.delete(image.file.name)
    assert "<picture>" not in item.make_preview_request().rendered_content


def test_a_link_to_a_document_that_is_not_public_has_no_address(client):
    paper = document("secret-name.pdf")
    shown = press_release(body=words_with(paper))
    assert "secret-name" in client.get(shown.url).text
    close(paper.collection)
    page = client.get(shown.url).text
    assert "secret-name" not in page
    assert "the figures" in page
    CollectionViewRestriction.objects.get().delete()
    assert "secret-name" in client.get(shown.url).text
