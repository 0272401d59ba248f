"""The SHA-256 digest of everything that readers are shown: a clearance is valid for one digest."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from newsroom.documents import canonical
from newsroom.documents.document import Document


def digest(document: Document, unsaid: Mapping[str, bool] | None = None) -> str:
    """The hexadecimal digest: equal for two documents that show the same text and files.

    Files are included by the hash of their content, since a file can be replaced in storage, and
    documents also by title and file name, which readers see. `unsaid` are facts that a clearance
    depends on but that are not shown.

    Not included are: the language; the publication time, which is set automatically if nobody
    enters one; when a correction was released; derived values, such as anchors and an automatic
    teaser; and separate records, which are updates and orders.
    """
    version, record = document.version, document.case_record
    words = replace(
        document,
        language="",
        published_at=None,
        teaser="",
        updates=(),
        corrections=tuple(replace(one, at=None) for one in document.corrections),
        pictures=(),
        documents=(),
        version=version and replace(version, places=()),
        case_record=record and replace(record, orders=()),
    )
    data = {
        "words": canonical.encode(words),
        "pictures": [[file.id, file.hash] for file in document.pictures],
        "documents": [
            [file.id, file.hash, file.title, file.filename] for file in document.documents
        ],
        "unsaid": dict(unsaid or {}),
    }
    text = canonical.dumps(data)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
