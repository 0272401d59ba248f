"""What an editor may put into the libraries of pictures and documents."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Drawing
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

pytestmark = pytest.mark.django_db


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB") -> bytes:
    file = BytesIO()
    Drawing.new(mode, size).save(file, kind)
    return file.getvalue()


def upload_picture(client, name: str, content: bytes):
    file = SimpleUploadedFile(name, content)
    return client.post(
        reverse("wagtailimages:add"), {"title": "Court", "file": file, "collection": "1"}
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


def test_a_document_is_saved_by_the_browser_and_not_opened(
    admin_client, client, settings, tmp_path
):
    on_disk = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "default": on_disk}
    upload_document(admin_client, "notes.txt", b"<script>alert(1)</script>")
    response = client.get(get_document_model().objects.get().url)
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    response.close()
