"""Documents as they are uploaded: what they say is kept, and readers get none of their metadata."""

import subprocess
import sys

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import UploadedFile

from newsroom.desk import uploaded_documents
from newsroom.desk.document_formats.reading import ReadDocument, Refusal
from newsroom.gate.release_gate import examine
from newsroom.models import (
    CaseMaterial,
    CheckResponse,
    DocumentRecord,
    PressReleasePage,
    SpeechDocument,
)
from newsroom.orders.enforcement import enforce
from tests import document_files as made
from tests.blockers import answered, name_order, sound_draft, stood_up_for
from tests.document_files import NAME, SOUND
from tests.factories import case, draft, press_release, release, speech
from tests.picture_files import encoded, exif
from tests.test_files import words_with
from tests.test_uploads import upload_document

pytestmark = pytest.mark.django_db

Document = get_document_model()
COMMENTED = made.docx(word__comments_0xml=made.comment_part("victim"))


def files_stored() -> set[str]:
    """The paths of all files below the folders that uploads reach."""
    storage, found = Document._meta.get_field("file").storage, set()
    for folder in ("documents", "wagtail_uploads", "uploaded_files"):
        try:
            found.update(f"{folder}/{name}" for name in storage.listdir(folder)[1])
        except FileNotFoundError:
            continue
    return found


def add(client, name, content):
    return upload_document(client, name, content).context["form"].errors


def add_one_of_many(client, name, content):
    sent = {"title": "One", "files[]": SimpleUploadedFile(name, content), "collection": "1"}
    said = client.post(reverse("wagtaildocs:add_multiple"), sent).json()
    return {} if said["success"] else {"file": [said["error_message"]]}


def add_in_chooser(client, name, content):
    prefix = "document-chooser-upload"
    fields = {"title": "One", "file": SimpleUploadedFile(name, content), "collection": "1"}
    sent = {f"{prefix}-{key}": value for key, value in fields.items()}
    said = client.post(reverse("wagtaildocs_chooser:create"), sent).json()
    return {} if said["step"] == "chosen" else {"file": [said["htmlFragment"]]}


def replace(client, name, content):
    known = Document.objects.create(title="One", file=ContentFile(SOUND.encode(), "one.txt"))
    sent = {"title": "One", "collection": "1", "file": SimpleUploadedFile(name, content)}
    answer = client.post(reverse("wagtaildocs:edit", args=[known.pk]), sent)
    return {} if answer.status_code == 302 else answer.context["form"].errors


WAYS_IN = [add_one_of_many, add_in_chooser, replace]


@pytest.mark.parametrize("way", [*WAYS_IN, add])
def test_a_refusal_is_told_beside_the_file_and_leaves_none_behind(admin_client, way):
    before = files_stored()
    errors = way(admin_client, "one.docx", COMMENTED)
    assert "There are comments or notes in this document" in str(errors["file"])
    assert "Inspect Document" in str(errors["file"])
    assert not Document.objects.filter(file__endswith=".docx").exists()
    assert not {path for path in files_stored() - before if path.endswith(".docx")}
    assert not UploadedFile.objects.exists()
    assert not DocumentRecord.objects.exists()


@pytest.mark.parametrize("way", WAYS_IN)
def test_what_an_upload_says_is_kept_and_its_author_taken_out(admin_client, way):
    assert not way(admin_client, "one.pdf", made.pdf_with_author(NAME))
    document = Document.objects.get()
    with document.open_file() as file:
        content = file.read()
    assert b"Quillfeather" not in content
    record = DocumentRecord.objects.get(pk=document.file_hash)
    assert document.file_size == len(content)
    assert NAME in str(record.texts)
    assert SOUND in str(record.texts)


def test_a_document_that_waited_for_its_title_is_stored_without_its_author(admin_client):
    before = files_stored()
    sent = {"title": "x" * 300, "files[]": SimpleUploadedFile("a.odt", made.odt(author=NAME))}
    said = admin_client.post(
        reverse("wagtaildocs:add_multiple"), {**sent, "collection": "1"}
    ).json()
    number = said["uploaded_file_id"]
    create = reverse("wagtaildocs:create_multiple_from_uploaded_document", args=[number])
    name = f"uploaded-document-{number}"
    words = {f"{name}-title": "One", f"{name}-collection": "1", f"{name}-tags": ""}
    assert admin_client.post(create, words).json()["success"]
    document = Document.objects.get()
    with document.open_file() as file:
        assert b"Quillfeather" not in file.read()
    assert NAME in str(DocumentRecord.objects.get(pk=document.file_hash).texts)
    assert files_stored() - before == {document.file.name}


def test_a_picture_of_a_multiple_upload_is_not_taken_by_its_class_alone(admin_client):
    file = SimpleUploadedFile("a.jpg", encoded("JPEG", exif=exif()))
    sent = {"title": "A", "files[]": file, "collection": "1", "release_class": "place"}
    said = admin_client.post(reverse("wagtailimages:add_multiple"), sent).json()
    # The view asks for the class once more, and the form then keeps what the file said.
    assert "uploaded_file_id" in said


def test_every_refusal_has_its_sentence():
    assert set(uploaded_documents.REFUSALS) == set(Refusal)


def test_a_file_that_takes_too_long_is_refused(admin_client, monkeypatch):
    monkeypatch.setattr(uploaded_documents, "SECONDS", 0.01)
    errors = add(admin_client, "one.pdf", made.written(made.pdf_writer()))
    assert "too much time or memory" in str(errors["file"])


def test_the_process_that_reads_has_limits_and_no_settings():
    script = (
        "import resource, runpy, sys; sys.argv = ['x', 'txt']; "
        "runpy.run_module('newsroom.desk.document_formats', run_name='__main__'); "
        "kinds = (resource.RLIMIT_CPU, resource.RLIMIT_AS); "
        "limits = [resource.getrlimit(each)[1] for each in kinds]; "
        "print(*limits, any(name.startswith('django') for name in sys.modules))"
    )
    said = subprocess.run(  # noqa: S603
        [sys.executable, "-c", script], input=b"", capture_output=True, check=True, env={}
    )
    assert said.stdout.split()[-3:] == [b"20", str(2**30).encode(), b"False"]


# What the gate says of it.


def stored(content: bytes, name: str = "paper.txt", **read) -> Document:
    """A document in the library, and what an upload of it has said."""
    document = Document.objects.create(title="Summary", file=ContentFile(content, name=name))
    document.get_file_hash()
    uploaded_documents.keep_words(content, ReadDocument(content, **read))
    return document


def saying(text: str, place: str = "page 3") -> Document:
    return stored(text.encode(), texts=[(place, text)])


def offered(document: Document) -> list:
    return [("document", {"document": document, "description": "The figures"})]


def codes(page) -> set[str]:
    return {each.code for each in examine(page).findings}


def found(page, code: str):
    return next(each for each in examine(page).findings if each.code == code)


@pytest.mark.parametrize("place", ["page 3", "its properties", "an earlier version of it"])
@pytest.mark.parametrize("shown", [words_with, offered])
def test_a_protected_name_in_a_document_blocks(place, shown):
    item = sound_draft(body=shown(saying(NAME, place)))
    assert not any(code.startswith("protected") for code in codes(item))
    name_order(NAME, item)
    finding = found(item, "protected-name")
    assert finding.place.endswith(f"in the file: {place}")
    assert finding.field == "body"
    assert NAME not in finding.message


def test_documents_of_speeches_and_cases_are_read():
    document = saying(NAME)
    rule = {"protocol_class": "released", "released_on": timezone.now().date()}
    material = CaseMaterial(what="A letter", kind="document", document=document, **rule)
    pages = {
        "documents": speech(live=False, documents=[SpeechDocument(document=document)]),
        "materials": case(live=False, materials=[material]),
    }
    for field, page in pages.items():
        name_order(NAME, page)
        assert found(page, "protected-name").field == field


def test_what_nobody_could_read_needs_an_answer_for_exactly_this_file():
    document = stored(b"scan", unread="scan", unread_where="pages 2, 3")
    item = sound_draft(body=words_with(document))
    finding = found(item, "unread-document")
    assert "In the document “Summary”, pages 2, 3 could not be read here" in finding.message
    answered(item, "unread-document")
    assert "unread-document" not in codes(item)
    document.file.save("paper.txt", ContentFile(b"another scan"), save=False)
    document._set_file_hash()
    document.save()
    # Nothing is known of the new file.
    changed = PressReleasePage.objects.get(pk=item.pk)
    assert "nobody has read this kind of file" in found(changed, "unread-document").message


def test_the_answer_is_asked_for_by_name(admin_client, admin_user):
    item = sound_draft(body=words_with(stored(b"scan", unread="scan")))
    address = reverse("desk_answers", args=[item.pk])
    page = admin_client.get(address)
    assert "have opened it and read every word" in page.text
    sent = {
        "digest": page.context["form"]["digest"].value(),
        "confirm-unread-document": "on",
        "words-unread-document": "Read on paper.",
    }
    assert admin_client.post(address, sent).status_code == 302
    assert CheckResponse.objects.get().code == "unread-document"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("DRAFT v3", "document-mark"),
        ("EMBARGOED UNTIL 00:01", "document-mark"),
        ("Comment by Jane: is it so?", "document-mark"),
        ("A man was convicted of raping a girl, 12, at Leeds Crown Court.", "anonymity"),
        ("Cafodd dyn ei gyhuddo o dreisio.", "anonymity"),
        ("The court heard that the victim, 15, was attacked.", "anonymity"),
    ],
)
def test_marks_and_words_of_anonymity_in_a_document_are_asked_about(text, code):
    item = sound_draft(body=words_with(saying(text)))
    assert code in codes(item)
    answered(item, code)
    assert code not in codes(item)


def test_a_sound_document_asks_nothing():
    assert examine(stood_up_for(sound_draft(body=words_with(saying(SOUND))))).blockers == []


# What an order finds that is entered later.


@pytest.mark.parametrize("covers_page", [True, False])
def test_an_order_entered_later_takes_down_what_a_document_says(covers_page, admin_user):
    item = press_release(body=words_with(saying(f"He met {NAME}.")))
    other = press_release(body=words_with(saying(SOUND)))
    assert item.live
    restriction = name_order(NAME, *([item] if covers_page else []))
    assert {page.pk for page in enforce(restriction, admin_user)} == {item.pk}
    assert other.live


def test_a_surname_in_a_document_takes_down_only_what_the_order_is_about(admin_user):
    about = press_release(body=words_with(saying("Quillfeather was there.")))
    press_release(body=words_with(saying("Quillfeather was here.")))
    assert {page.pk for page in enforce(name_order(NAME, about), admin_user)} == {about.pk}


def test_a_reason_given_for_a_name_in_a_document_holds_when_another_order_comes(admin_user):
    item = sound_draft(body=words_with(saying(f"He met {NAME}.")))
    restriction = name_order(NAME)
    answered(item, "protected-name-elsewhere")
    release(PressReleasePage.objects.get(pk=item.pk))
    assert enforce(restriction, admin_user) == []
    assert "protected-name-elsewhere" not in codes(item)
    later = name_order(NAME)
    assert "protected-name-elsewhere" in codes(item)
    assert [page.pk for page in enforce(later, admin_user)] == [item.pk]


# Files that were stored without an upload.


def test_documents_without_a_record_are_read_by_the_command(capsys):
    plain = Document.objects.create(title="A", file=ContentFile(NAME.encode(), "a.txt"))
    call_command("read_documents")
    assert "1 documents read." in capsys.readouterr().out
    plain.refresh_from_db()
    assert NAME in str(DocumentRecord.objects.get(pk=plain.file_hash).texts)
    call_command("read_documents")
    assert "0 documents read." in capsys.readouterr().out
    for name, content in {"b.docx": COMMENTED, "c.pdf": made.pdf_with_author("Jane")}.items():
        Document.objects.create(title="B", file=ContentFile(content, name))
    with pytest.raises(CommandError, match=r"(?s)There are comments.*readers get its properties"):
        call_command("read_documents")
    assert DocumentRecord.objects.filter(unread="unknown").count() == 1


def test_a_release_reads_no_file(monkeypatch):
    item = draft(body=words_with(saying(SOUND)))
    monkeypatch.setattr(uploaded_documents.subprocess, "run", None)
    assert release(item).live


def test_an_upload_is_refused_in_words_where_code_asks_for_it():
    with pytest.raises(ValidationError, match="tracked changes"):
        uploaded_documents.read(made.docx(inside="<w:ins/>"), "docx")
