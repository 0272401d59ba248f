"""Which files of a document readers may get: public ones whose content is what was cleared.

A file in the library can be replaced without a save of the pages that use it. The document of an
edition names each file by the hash of its content, and only that content is served.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.db import models
from django.db.models.functions import Left, Length
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import CollectionViewRestriction
from wagtail.utils.file import hash_filelike

from newsroom.documents.document import Document, DocumentFile, PictureFile
from newsroom.editions.models import Edition

log = logging.getLogger(__name__)

type AnyFile = PictureFile | DocumentFile
type Content = tuple[object, ...]


def with_available_files(document: Document) -> Document:
    """The document without files that are private, gone or replaced.

    The blocks that use such a file stay, and resolve to nothing. The name of the file is removed
    too.
    """
    return next(with_available_files_of_all([document]))


def with_available_files_of_all(documents: Sequence[Document]) -> Iterator[Document]:
    """The same for many documents; one query for each kind of file."""
    pictures = [file for document in documents for file in document.pictures]
    papers = [file for document in documents for file in document.documents]
    images = set(_in_library(get_image_model(), pictures))
    others = set(_in_library(get_document_model(), papers))
    for document in documents:
        yield _only(document, images, others)


def with_cleared_files(document: Document, current: Edition) -> Document:
    """The document without files whose content did not pass the gate with the current edition.

    An edition lacks the files of private collections. Earlier editions with the same digest have
    the same files, and may still name them.
    """
    own = Edition.objects.of_page(current.page_id)
    same = own.filter(digest=current.digest) if current.digest else own.filter(pk=current.pk)
    known = [edition.as_document() for edition in same]
    return _only(
        document,
        {_content(file) for each in known for file in each.pictures},
        {_content(file) for each in known for file in each.documents},
    )


def with_unchanged_bytes(document: Document) -> Document:
    """The document without files whose stored bytes have another hash. Reads every file.

    A file that cannot be read stays: it is reported as lost, and is not served.
    """
    return _only(
        document,
        set(_unchanged(get_image_model(), document.pictures)),
        set(_unchanged(get_document_model(), document.documents)),
    )


def _only(document: Document, pictures: set[Content], documents: set[Content]) -> Document:
    return replace(
        document,
        pictures=tuple(file for file in document.pictures if _content(file) in pictures),
        documents=tuple(file for file in document.documents if _content(file) in documents),
    )


def _content(file: Any) -> Content:
    """What readers get of a file: its bytes, and the name and title of a document."""
    if isinstance(file, PictureFile):
        return (file.id, file.hash)
    return (file.id, file.hash, file.title, file.filename)


def _in_library(model: type[models.Model], files: Sequence[AnyFile]) -> Iterator[Content]:
    """The content of those of these files that are in no private collection, as it is now."""
    if not files:
        return
    closed = CollectionViewRestriction.objects.filter(
        # The path of a collection begins with the path of each of its ancestors.
        collection__path=Left(models.OuterRef("collection__path"), Length("collection__path"))
    )
    shown = model._default_manager.filter(
        ~models.Exists(closed), pk__in=[file.id for file in files]
    )
    for row in shown:
        yield _stored_content(row)


def _stored_content(row: Any) -> Content:
    if isinstance(row, get_image_model()):
        return (row.pk, row.file_hash)
    return (row.pk, row.file_hash, row.title, row.filename)


def _unchanged(model: type[models.Model], files: Iterable[AnyFile]) -> Iterator[Content]:
    by_id = {file.id: file for file in files}
    if not by_id:
        return
    for row in model._default_manager.filter(pk__in=by_id).order_by("pk"):
        file = by_id[row.pk]
        if _hash_of(row) in (file.hash, ""):
            yield _content(file)
        else:
            log.error("The bytes of %s %s are not those that were cleared", model.__name__, row.pk)


def _hash_of(row: Any) -> str:
    """The hash of the stored bytes; empty when they cannot be read."""
    try:
        with row.open_file() as stored:
            return hash_filelike(stored)
    except Exception:
        # Storages raise different errors for a lost file.
        return ""
