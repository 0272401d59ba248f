"""A disk without room: what an upload is told, and that nothing of it is left."""

import errno
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from newsroom.desk.full_disk import FULL
from tests.files_on_disk import media_folder
from tests.test_uploads import picture, upload_document, upload_picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def media(tmp_path, settings):
    with media_folder(settings, tmp_path, FileSystemStorage) as folder:
        yield folder


@pytest.fixture
def full(media, monkeypatch):
    """A disk on which there is room for some bytes of a file, and no more."""

    def save(self, name, content):
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"some")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", save)
    return media


def nothing_is_left(folder):
    files = [path for path in folder.rglob("*") if path.is_file()]
    rows = get_image_model().objects.count() + get_document_model().objects.count()
    return files == [] and rows == 0


@pytest.mark.parametrize(
    "upload",
    [
        lambda client: upload_picture(client, "court.jpg", picture()),
        lambda client: upload_document(client, "words.txt", b"Words of a document."),
    ],
    ids=["picture", "document"],
)
def test_a_full_disk_is_said_beside_the_field(admin_client, full, upload):
    answer = upload(admin_client)
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"] == [FULL]
    assert nothing_is_left(full)


# A row that is not saved spoils the transaction of a test, and there is none at work.
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["wagtailimages", "wagtaildocs"])
def test_several_uploads_at_once_are_told_too(admin_client, full, kind):
    name, content = {
        "wagtailimages": ("court.jpg", picture()),
        "wagtaildocs": ("words.txt", b"Words of a document."),
    }[kind]
    sent = {"files[]": SimpleUploadedFile(name, content), "title": "Court", "collection": "1"}
    answer = admin_client.post(reverse(f"{kind}:add_multiple"), sent)
    assert answer.status_code == 200
    assert answer.json() == {"success": False, "error_message": str(FULL)}
    assert get_image_model().objects.count() + get_document_model().objects.count() == 0


@pytest.mark.parametrize("at_the_end", [False, True], ids=["while it comes", "at its end"])
def test_a_large_upload_that_cannot_be_spooled_is_told_so(
    admin_client, media, monkeypatch, settings, at_the_end
):
    settings.FILE_UPLOAD_HANDLERS = ["newsroom.desk.full_disk.SpoolHandler"]

    def fails(*_args):
        raise OSError(errno.ENOSPC, "No space left on device")

    made = TemporaryUploadedFile.__init__

    def make(self, *args, **kwargs):
        made(self, *args, **kwargs)
        # Names of the file that the handler calls.
        setattr(self.file, "seek" if at_the_end else "write", fails)

    monkeypatch.setattr(TemporaryUploadedFile, "__init__", make)
    answer = upload_picture(admin_client, "court.jpg", picture())
    assert answer.context["form"].errors["file"] == [FULL]
    assert nothing_is_left(media)


def test_another_error_of_the_disk_is_not_called_full(admin_client, full, monkeypatch):
    def save(self, name, content):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(FileSystemStorage, "_save", save)
    with pytest.raises(OSError, match="Input/output"):
        upload_picture(admin_client, "court.jpg", picture())
