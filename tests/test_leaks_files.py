"""Uploads of every kind with metadata in them: nothing of it reaches readers, at no address."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from newsroom.models import EditionFile
from tests import document_files
from tests.document_files import NAME as METADATA_NAME
from tests.document_files import unpacked
from tests.factories import press_release
from tests.leak_answers import Question, crawl
from tests.leaks import NAME
from tests.picture_files import encoded, exif, png_text, xmp
from tests.test_uploads import upload_document, upload_picture

pytestmark = pytest.mark.django_db

WITH_METADATA = {
    "words.docx": document_files.docx(
        author=METADATA_NAME, word__people_0xml=f'<people><a author="{METADATA_NAME}"/></people>'
    ),
    "rows.xlsx": document_files.xlsx(("Words",), author=METADATA_NAME),
    "slides.pptx": document_files.pptx(author=METADATA_NAME),
    "words.odt": document_files.odt(author=METADATA_NAME),
    "properties.pdf": document_files.pdf_with_author(METADATA_NAME),
    "earlier.pdf": document_files.pdf_changed(METADATA_NAME, "Other words"),
    "drawn.pdf": document_files.pdf_with_picture(encoded("JPEG", exif=exif())),
    "picture-1.jpg": encoded("JPEG", exif=exif(), xmp=xmp()),
    "picture-2.png": encoded("PNG", exif=exif(), pnginfo=png_text()),
    "picture-3.webp": encoded("WEBP", exif=exif()),
    "picture-4.avif": encoded("AVIF", exif=exif()),
    "picture-5.gif": encoded("GIF", "P", comment=METADATA_NAME.encode()),
}
"""By name of the upload: files that name somebody, and show nobody."""
# A text has no metadata; ODS is read and written by what reads ODT, JPEG is JPG.
WITHOUT_METADATA = {"csv", "txt", "ods", "jpeg"}


def test_every_kind_of_upload_is_tried_with_metadata(settings):
    kinds = {name.rpartition(".")[2] for name in WITH_METADATA}
    allowed = {*settings.WAGTAILDOCS_EXTENSIONS, *settings.WAGTAILIMAGES_EXTENSIONS}
    unknown = allowed - kinds - WITHOUT_METADATA
    assert not unknown, f"Add a file of this kind that names somebody to WITH_METADATA: {unknown}"


def test_no_file_that_readers_get_says_what_its_metadata_said(admin_client, client):
    """All kinds of files on one page, and the text inside documents at no address but their own."""
    for name, content in WITH_METADATA.items():
        said = [NAME.title().encode(mark) in unpacked(content) for mark in ("utf-8", "utf-16-be")]
        assert any(said), name
        upload = upload_picture if name.startswith("picture") else upload_document
        assert upload(admin_client, name, content).status_code == 302, name
    offered = [("document", {"document": each, "description": "A"}) for each in papers()]
    shown = [
        ("image", {"image": image, "alt": "A court", "caption": "", "credit": "CPS"})
        for image in get_image_model().objects.all()
    ]
    item = press_release(body=[("paragraph", "<p>A man was jailed.</p>"), *offered, *shown])
    rows = EditionFile.objects.public().filter(edition__page_id=item.pk)
    assert {row.file_id for row in rows if row.kind == "document"} == {each.pk for each in papers()}
    reader = Client()
    for row in rows:
        is_picture = row.kind == "picture"
        address = (
            reverse("picture", args=[row.name])
            if is_picture
            else reverse("wagtaildocs_serve", args=[row.file_id, row.name])
        )
        sent = reader.get(address).getvalue()
        assert sent
        for mark in ("utf-8", "utf-16-be", "utf-16-le"):
            assert NAME.title().encode(mark) not in unpacked(sent), row.name
    answers = crawl(
        reader, [Question(each) for each in (item.url, "/news/", "/news/?q=Quillfeather")]
    )
    for question, answer in answers.items():
        assert "quillfeather" in question.address.lower() or not answer.says(NAME), question


def papers() -> list[Any]:
    return list(get_document_model().objects.all())
