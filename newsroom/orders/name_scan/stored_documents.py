"""What the files of documents say, as it was stored when they were uploaded."""

from collections.abc import Iterator

from wagtail.documents import get_document_model

from newsroom.models import DocumentRecord

CHUNK = 50
"""How many documents are loaded into memory at a time. A long one has 600,000 characters."""


def texts_of_documents() -> Iterator[tuple[int, list[str]]]:
    """The id and the texts of every document in the library that has been read."""
    by_hash: dict[str, list[int]] = {}
    stored = get_document_model()._base_manager.exclude(file_hash="")
    for pk, hash in stored.values_list("pk", "file_hash"):
        by_hash.setdefault(hash, []).append(pk)
    records = DocumentRecord.objects.exclude(texts=[]).values_list("hash", "texts")
    for hash, texts in records.iterator(CHUNK):
        for pk in by_hash.get(hash, ()):
            yield pk, [text for _place, text in texts]
