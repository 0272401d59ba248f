"""Makes the file that is stored of an uploaded document, and keeps what the upload said.

The file is read in a process of its own: see newsroom/desk/document_formats/__main__.py.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from hashlib import sha1
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model

import newsroom
from newsroom.desk.document_formats import formats
from newsroom.desk.document_formats.plain import read_csv, read_text
from newsroom.desk.document_formats.reading import DocumentRefused, ReadDocument, Refusal
from newsroom.gate.edition_words import forget_words_with
from newsroom.records.document_records import DocumentRecord

SECONDS = 25
"""Wall-clock time for one document. The process ends itself sooner, by its processor time."""
_PROJECT = Path(newsroom.__file__).parent.parent
_MODULE = formats.__package__

REFUSALS = {
    Refusal.ATTACHMENT: _(
        "There is another file or an embedded object inside this document, and readers would get "
        "it too. Take it out: delete attachments, and paste charts and objects as pictures."
    ),
    Refusal.CHANGES: _(
        "There are tracked changes in this document, and readers could see what was deleted. In "
        "Word: Review, Accept, Accept All Changes and Stop Tracking. Then save it and upload it "
        "again."
    ),
    Refusal.COMMENTS: _(
        "There are comments or notes in this document, and readers could see them. In Word, Excel "
        "or PowerPoint: File, Info, Check for Issues, Inspect Document, Remove All. In a PDF: "
        "delete the comments. Then save it and upload it again."
    ),
    Refusal.DAMAGED: _(
        "This file cannot be read: it may be damaged or cut off. Open it, save it again or print "
        "it to a PDF, and upload that."
    ),
    Refusal.ENCRYPTED: _(
        "This file is protected by a password, so it cannot be checked and readers could not open "
        "it. Take the password out, and upload it again."
    ),
    Refusal.EXTERNAL: _(
        "This document loads something from elsewhere when it is opened. Break the links (in "
        "Word: File, Info, Edit Links to Files; in Excel: Data, Edit Links), and upload it again."
    ),
    Refusal.HIDDEN: _(
        "Something in this document is hidden, and readers could show it: text, a slide, a sheet, "
        "rows, columns, or the data of a pivot table. In Word, Excel or PowerPoint: File, Info, "
        "Check for Issues, Inspect Document, Remove All. Then save it and upload it again."
    ),
    Refusal.PROGRAM: _(
        "There is a script or a program inside this document (a macro, for example). Save it "
        "without: as a Word or Excel document without macros, or print it to a PDF."
    ),
    Refusal.REDACTION: _(
        "Words in this PDF are marked for redaction, but still in it. Apply the redactions, save "
        "it, and upload it again."
    ),
    Refusal.TOO_LARGE: _(
        "This document takes too much time or memory to read. Save it again with smaller "
        "pictures, or in parts."
    ),
    Refusal.VERSIONS: _(
        "This document keeps earlier versions of itself. In LibreOffice: File, Versions, and "
        "delete them. Then save it and upload it again."
    ),
}
"""What editors are told, beside the field."""


@dataclass(frozen=True)
class StoredDocument:
    """The content and name to store, and what the upload said."""

    content: bytes
    name: str
    read: ReadDocument

    def as_file(self) -> ContentFile:
        return ContentFile(self.content, name=self.name)

    def keep_words(self) -> None:
        """Save what the upload said, for everything with the same content."""
        keep_words(self.content, self.read)


def stored_document(file: Any, name: str) -> StoredDocument:
    """Raises ValidationError, in words for editors, for what readers must not get."""
    file.seek(0)
    data = file.read()
    file.seek(0)
    found = read(data, kind_of(name))
    return StoredDocument(found.content, Path(name).name, found)


def kind_of(name: str) -> str:
    """The ending of a file name in lower case."""
    return Path(name).suffix.lower().removeprefix(".")


def read(data: bytes, kind: str) -> ReadDocument:
    """What a document says, and its content without metadata.

    A kind that no reader knows is not read. Raises ValidationError.
    """
    if kind not in formats.READERS:
        return ReadDocument(data, unread=DocumentRecord.Unread.UNKNOWN)
    try:
        if formats.READERS[kind] in (read_csv, read_text):
            return formats.read(kind, data)
        return _read_apart(data, kind)
    except DocumentRefused as refused:
        raise ValidationError(REFUSALS[refused.why], code=refused.why) from None


def keep_words(content: bytes, found: ReadDocument) -> None:
    """Save what a document with this stored content says, also for the index of words."""
    # The hash that Wagtail has of a file.
    hash = sha1(content).hexdigest()  # noqa: S324
    same = get_document_model()._default_manager.filter(file_hash=hash)
    forget_words_with(same.values("pk"))
    DocumentRecord.objects.update_or_create(
        hash=hash,
        defaults={
            "texts": [list(each) for each in found.texts],
            "unread": found.unread,
            "unread_where": found.unread_where,
        },
    )


def _read_apart(data: bytes, kind: str) -> ReadDocument:
    """Read in another process, which has no settings. Raises DocumentRefused."""
    try:
        # The module is ours, and `kind` is a key of READERS.
        ended = subprocess.run(  # noqa: S603
            [sys.executable, "-E", "-s", "-m", _MODULE, kind],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_PROJECT,
            env={},
            timeout=SECONDS,
            check=True,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise DocumentRefused(Refusal.TOO_LARGE) from error
    line, _newline, content = ended.stdout.partition(b"\n")
    said = json.loads(line)
    if "refusal" in said:
        raise DocumentRefused(Refusal(said["refusal"]))
    texts = [(place, text) for place, text in said["texts"]]
    return ReadDocument(content, texts, said["unread"], said["unread_where"])
