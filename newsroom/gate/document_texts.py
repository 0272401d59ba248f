"""What the documents that a page offers say, as it was stored when they were uploaded.

No file is read here: a release costs the same for a document of a thousand pages.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from newsroom.documents.document import Document
from newsroom.documents.file_uses import FileUse, files
from newsroom.documents.passages import Passage
from newsroom.records.document_records import DocumentRecord
from newsroom.rules.facts import UnreadDocument

_NOT_PROSE = ("its properties", "its links", "a picture in it")
"""Places in a document whose texts are no sentences: an author, an address."""


@dataclass(frozen=True)
class DocumentTexts:
    """The texts of the documents, and the documents that nobody could read."""

    passages: tuple[Passage, ...] = ()
    unread: tuple[UnreadDocument, ...] = ()


def document_texts(document: Document) -> DocumentTexts:
    """The texts of the files that a page offers or links to; one query if there are any.

    A file is known by its content. One that has never been read counts as unread.
    """
    uses: dict[int, FileUse] = {}
    for use in files(document):
        if use.kind == "document":
            uses.setdefault(use.file, use)
    offered = [(file, uses[file.id]) for file in document.documents if file.id in uses]
    if not offered:
        return DocumentTexts()
    records = DocumentRecord.objects.in_bulk([file.hash for file, _use in offered])
    passages: list[Passage] = []
    unread: list[UnreadDocument] = []
    for file, use in offered:
        record = records.get(file.hash) or DocumentRecord(unread=DocumentRecord.Unread.UNKNOWN)
        passages += _passages(record, use)
        if record.unread:
            why, part = str(record.get_unread_display()), record.unread_where
            unread.append(UnreadDocument(use.field, use.place, file.title, why, part, use.block))
    return DocumentTexts(tuple(passages), tuple(unread))


def _passages(record: DocumentRecord, use: FileUse) -> Iterator[Passage]:
    for place, text in record.texts:
        where = f"{use.place}, in the file: {place}"
        yield Passage(use.field, where, text, place not in _NOT_PROSE, False, use.block)
