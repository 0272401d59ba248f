"""A fingerprint of everything that readers would be shown: what a clearance belongs to."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from newsroom.documents import canonical
from newsroom.documents.document import Document


def digest(document: Document, unsaid: Mapping[str, bool] | None = None) -> str:
    """The fingerprint: equal for two documents that show the same words and files.

    Files are part of it by their content, since a file can be replaced behind its record; documents
    by their names too, under which they are offered. `unsaid` are facts on which a clearance rests
    though no reader is told.

    No part of it are the language, the moment of publication, which is set when nobody has named a
    day, what follows from the rest, such as anchors and a teaser cut from the text, and records of
    their own: updates and what is told of orders.
    """
    version, record = document.version, document.case_record
    words = replace(
        document,
        language="",
        published_at=None,
        teaser="",
        updates=(),
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
