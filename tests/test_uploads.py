"""What an editor may put into the libraries of pictures and documents."""

from io import BytesIO

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Drawing
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from newsroom.models import PictureRecord
from tests.factories import draft, press_release
from tests.files_on_disk import media_folder

pytestmark = pytest.mark.django_db


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB") -> bytes:
    file = BytesIO()
    Drawing.new(mode, size).save(file, kind)
    return file.getvalue()


def upload_picture(client, name: str, content: bytes, **fields):
    file = SimpleUploadedFile(name, content)
    return client.post(
        reverse("wagtailimages:add"),
        {"title": "Court", "file": file, "collection": "1", "release_class": "place", **fields},
    )


def upload_document(client, name: str, content: bytes):
    file = SimpleUploadedFile(name, content)
    return client.post(
        reverse("wagtaildocs:add"), {"title": "Protocol", "file": file, "collection": "1"}
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_taken(admin_client, kind):
    assert upload_picture(admin_client, f"court.{kind.lower()}", picture(kind)).status_code == 302
    assert get_image_model().objects.count() == 1


def test_what_a_picture_shows_is_asked_and_kept(admin_client):
    response = upload_picture(admin_client, "court.jpg", picture(), release_class="")
    assert response.context["form"].errors["release_class"]
    upload_picture(admin_client, "court.jpg", picture())
    image = get_image_model().objects.get()
    assert image.record.release_class == "place"
    address = reverse("wagtailimages:edit", args=[image.pk])
    form = admin_client.get(address).context["form"]
    assert form["release_class"].value() == "place"
    changed = {"title": "Court", "collection": "1", "release_class": "custody"}
    assert admin_client.post(address, changed).status_code == 302
    assert PictureRecord.objects.get().release_class == "custody"


def test_many_pictures_at_once_wait_until_it_is_said_what_each_shows(admin_client):
    address = reverse("wagtailimages:add_multiple")
    file = SimpleUploadedFile("court.jpg", picture())
    sent = {"title": "Court", "files[]": file, "collection": "1"}
    said = admin_client.post(address, sent).json()
    assert said["success"]
    assert not get_image_model().objects.exists()
    assert "What it shows" in said["form"]
    create = reverse(
        "wagtailimages:create_multiple_from_uploaded_image", args=[said["uploaded_file_id"]]
    )
    name = f"uploaded-image-{said['uploaded_file_id']}"
    words = {f"{name}-title": "Court", f"{name}-collection": "1"}
    assert not admin_client.post(create, words).json()["success"]
    words[f"{name}-release_class"] = "exhibit"
    assert admin_client.post(create, words).json()["success"]
    assert get_image_model().objects.get().record.release_class == "exhibit"


def test_a_picture_uploaded_while_it_is_chosen_is_asked_the_same(admin_client):
    address = reverse("wagtailimages_chooser:create")
    name = "image-chooser-upload"
    file = SimpleUploadedFile("court.jpg", picture())
    words = {f"{name}-title": "Court", f"{name}-file": file, f"{name}-collection": "1"}
    assert "What it shows" in admin_client.post(address, words).json()["htmlFragment"]
    assert not get_image_model().objects.exists()
    file.seek(0)
    words[f"{name}-release_class"] = "staff"
    assert admin_client.post(address, words).json()["step"] == "chosen"
    assert get_image_model().objects.get().record.release_class == "staff"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("court.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("court.jpg", b""),
        ("court.jpg", b"not a picture"),
        ("court.jpg", picture("JPEG", (600, 400))[:400]),
        ("court.png", picture("PNG", (600, 400))[:-400]),
        ("court.jpg", picture("JPEG", (600, 400))[:-400]),
        ("court.jpg", picture("PNG")),
        ("court.png", picture("PNG", (8000, 8000), "1")),
        ("court.bmp", picture("BMP")),
        ("court.jpg", b"<html><script>alert(1)</script></html>"),
    ],
    ids=[
        "a drawing with a script",
        "nothing",
        "words",
        "a JPEG cut off",
        "a PNG cut off",
        "a JPEG cut off late",
        "a PNG called a JPEG",
        "64 million pixels",
        "another format",
        "a page",
    ],
)
def test_a_file_that_is_no_fit_picture_is_refused_beside_its_field(admin_client, name, content):
    response = upload_picture(admin_client, name, content)
    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert not get_image_model().objects.exists()


def test_a_document_is_taken(admin_client):
    assert upload_document(admin_client, "protocol.pdf", b"%PDF-1.7\n%%EOF").status_code == 302
    assert get_document_model().objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("run.exe", b"MZ"),
        ("page.html", b"<script>alert(1)</script>"),
        ("drawing.svg", b"<svg/>"),
        ("protocol.pdf.js", b"alert(1)"),
        ("none", b"text"),
        ("protocol.pdf", b"<html><script>alert(1)</script></html>"),
        ("large.pdf", b"%PDF-1.7" + b"0" * (20 * 1024 * 1024)),
    ],
    ids=["a program", "a page", "a drawing", "a script", "no ending", "a page as PDF", "too large"],
)
def test_a_file_that_is_no_fit_document_is_refused_beside_its_field(admin_client, name, content):
    response = upload_document(admin_client, name, content)
    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert not get_document_model().objects.exists()


def test_a_document_is_saved_by_the_browser_and_not_opened(admin_client, settings, tmp_path):
    with media_folder(settings, tmp_path, FileSystemStorage):
        upload_document(admin_client, "notes.txt", b"<script>alert(1)</script>")
        # No page uses it yet: only the desk may have it.
        response = admin_client.get(get_document_model().objects.get().url)
        assert response.status_code == 200
        assert response["Content-Disposition"].startswith("attachment")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in response["Content-Security-Policy"]
        response.close()


@pytest.mark.parametrize(("made", "is_kept"), [(press_release, True), (draft, False)])
def test_a_picture_that_readers_see_is_not_replaced_behind_its_page(admin_client, made, is_kept):
    upload_picture(admin_client, "court.jpg", picture())
    image = get_image_model().objects.get()
    made(image=image, image_alt="A court")
    address = reverse("wagtailimages:edit", args=[image.pk])
    fields = {"title": "Court house", "collection": "1", "release_class": "place"}
    # What readers do not see of it may be put right.
    assert admin_client.post(address, fields).status_code == 302
    other = SimpleUploadedFile("other.jpg", picture(size=(80, 40)))
    response = admin_client.post(address, {**fields, "file": other})
    assert (response.status_code == 200) == is_kept
    if is_kept:
        assert "Upload the new one" in str(response.context["form"].errors["file"])
    assert get_image_model().objects.get().width == (60 if is_kept else 80)


@pytest.mark.parametrize(("made", "is_kept"), [(press_release, True), (draft, False)])
def test_neither_is_a_document_or_the_title_under_which_it_is_offered(admin_client, made, is_kept):
    upload_document(admin_client, "protocol.txt", b"The protocol")
    document = get_document_model().objects.get()
    made(body=[("paragraph", f'<p><a linktype="document" id="{document.pk}">Protocol</a></p>')])
    address = reverse("wagtaildocs:edit", args=[document.pk])
    other = SimpleUploadedFile("other.txt", b"Other words")
    for change in ({"title": "Other words"}, {"title": "Protocol", "file": other}):
        admin_client.post(address, {"collection": "1", **change})
        kept = get_document_model().objects.get()
        assert ((kept.title, kept.filename) == ("Protocol", "protocol.txt")) == is_kept


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.pdf", b""),
        ("disguised.pdf", b"PK\x03\x04 no PDF"),
        ("disguised.txt", b"MZ\x00\x00 a program"),
        ("program.exe", b"MZ"),
        ("no-ending", b"words"),
    ],
)
def test_a_document_that_is_refused_is_told_one_thing(editor, name, content):
    """A file that was refused is not there, and so not of a wrong type besides."""
    data = {"title": "Judgment", "file": SimpleUploadedFile(name, content)}
    response = editor.post(reverse("wagtaildocs:add"), data)
    assert len(response.context["form"].errors["file"]) == 1
    assert not get_document_model().objects.exists()
    assert "“” is not allowed" not in response.text or name == "no-ending"
