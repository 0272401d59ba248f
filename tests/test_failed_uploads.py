"""A failed upload leaves nothing behind, neither in the storage nor in the database."""

import resource
import signal
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.images.models import Image

from cps_news.media_storage import WholeFileStorage
from newsroom.models import PictureRecord
from tests.files_on_disk import media_folder
from tests.test_uploads import picture

pytestmark = pytest.mark.django_db

PAPER = b"A summary of the case, in plain words."


@pytest.fixture
def media(settings, tmp_path):
    """The folder of a storage as it is deployed."""
    with media_folder(settings, tmp_path, WholeFileStorage) as folder:
        yield folder


def stored(folder: Path):
    return [path.name for path in folder.rglob("*") if path.is_file()]


def fail(*args, **kwargs):
    raise RuntimeError("The database is full")


def add_picture(editor):
    file = SimpleUploadedFile("court.jpg", picture())
    fields = {"title": "Court", "collection": "1", "release_class": "place", "file": file}
    return editor.post(reverse("wagtailimages:add"), fields)


def add_document(editor):
    fields = {"title": "Paper", "file": SimpleUploadedFile("paper.txt", PAPER), "collection": "1"}
    return editor.post(reverse("wagtaildocs:add"), fields)


def add_several_documents(editor):
    fields = {"title": "Paper", "files[]": SimpleUploadedFile("paper.txt", PAPER)}
    return editor.post(reverse("wagtaildocs:add_multiple"), {**fields, "collection": "1"})


@pytest.mark.parametrize(
    ("add", "model"),
    [
        (add_picture, Image),
        (add_picture, PictureRecord),
        (add_document, Document),
        # Outside a transaction, as Wagtail 8.0 has it: a test within one could ask no further.
        pytest.param(
            add_several_documents, Document, marks=pytest.mark.django_db(transaction=True)
        ),
    ],
)
def test_an_upload_that_fails_leaves_no_file_and_no_row(editor, media, monkeypatch, add, model):
    editor.raise_request_exception = False
    with monkeypatch.context() as patch:
        patch.setattr(model, "_do_insert", fail)
        assert add(editor).status_code == 500
    assert not model._default_manager.exists()
    assert not Image.objects.exists()
    assert stored(media) == []
    assert add(editor).status_code < 400
    assert stored(media)


def test_an_upload_that_succeeds_keeps_its_file(editor, media):
    add_document(editor)
    assert stored(media) == ["paper.txt"]


@pytest.fixture
def small_disk():
    """Files of this process cannot become larger than 10 kB."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, ignored)


def test_a_file_for_which_there_is_no_room_leaves_no_part_of_it(small_disk, tmp_path):
    storage = WholeFileStorage(tmp_path)
    with pytest.raises(OSError, match="File too large"):
        storage.save("paper.txt", ContentFile(b"x" * 50_000))
    assert stored(tmp_path) == []
    assert storage.save("paper.txt", ContentFile(b"x")) == "paper.txt"


def test_a_file_takes_a_free_name_and_is_stored_whole(tmp_path):
    storage = WholeFileStorage(tmp_path, file_permissions_mode=0o640)
    names = [storage.save("a/paper.txt", ContentFile(text)) for text in ("one", b"two")]
    assert names[0] == "a/paper.txt"
    assert names[0] != names[1]
    assert [(tmp_path / name).read_bytes() for name in names] == [b"one", b"two"]
    assert (tmp_path / names[1]).stat().st_mode & 0o777 == 0o640
