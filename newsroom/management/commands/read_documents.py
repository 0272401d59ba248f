"""`manage.py read_documents` reads the documents in the library that nothing is known of."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from wagtail.documents import get_document_model

from newsroom.desk.document_formats.reading import ABOUT_THE_FILE, ReadDocument
from newsroom.desk.uploaded_documents import keep_words, kind_of, read
from newsroom.models import DocumentRecord


class Command(BaseCommand):
    help = (
        "Read the documents that were stored without an upload, or before documents were read, so "
        "that orders and checks find what they say. No file is changed. Says which documents hold "
        "what an upload would refuse or take out, and exits with 1 if there are any."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--again", action="store_true", help="read those that have been read, too"
        )

    def handle(self, *args: Any, again: bool, **options: Any) -> None:
        read_before = set() if again else set(DocumentRecord.objects.values_list("pk", flat=True))
        number, wrong = 0, []
        documents = get_document_model()._default_manager.order_by("pk")
        for document in documents.iterator(chunk_size=200):
            try:
                if document.get_file_hash() in read_before:
                    continue
                with document.open_file() as file:
                    data = file.read()
            except OSError:
                wrong.append(f"document {document.pk}: its file is lost")
                continue
            number += 1
            if fault := _read(data, kind_of(document.filename)):
                wrong.append(f"document {document.pk}: {fault}")
        self.stdout.write(f"{number:,} documents read.")
        if wrong:
            raise CommandError("\n".join(["Upload these anew:", *wrong]))


def _read(data: bytes, kind: str) -> str:
    """Keep what the document says, and return what is wrong with it; empty if nothing is."""
    try:
        found = read(data, kind)
    except ValidationError as refused:
        # Nothing of it is known, so a person has to answer for it at each release.
        keep_words(data, ReadDocument(unread=DocumentRecord.Unread.UNKNOWN))
        return " ".join(refused.messages)
    keep_words(data, found)
    places = {place for place, _text in found.texts}
    hidden = [place for place in ABOUT_THE_FILE if place in places and place != "its links"]
    return f"readers get {', '.join(hidden)}." if hidden else ""
