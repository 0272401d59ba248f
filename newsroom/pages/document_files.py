"""What documents hold of the files that they name, and the renditions that pages show."""

from dataclasses import replace
from typing import Any

from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from newsroom.documents.document import Document, DocumentFile, PictureFile
from newsroom.documents.files import files
from newsroom.documents.renditions import FILTERS


def with_files(document: Document) -> Document:
    """The document with the files that it names: one query for each of the two kinds."""
    named: dict[str, set[int]] = {"picture": set(), "document": set()}
    for use in files(document):
        named[use.kind].add(use.file)
    return replace(
        document,
        pictures=tuple(map(_picture, _rows(get_image_model(), named["picture"]))),
        documents=tuple(map(_document, _rows(get_document_model(), named["document"]))),
    )


def make_renditions(document: Document) -> None:
    """Make what pages show of the document's pictures, as far as it is not there yet.

    Rows say what is there, as they do to readers. Wagtail 8.0's cache would also know of those that
    went with a transaction.
    """
    wanted: dict[int, set[str]] = {}
    for use in files(document):
        if use.kind == "picture":
            wanted.setdefault(use.file, set()).update(FILTERS[use.use])
    for image in _rows(get_image_model(), set(wanted), "renditions"):
        image.get_renditions(*sorted(wanted[image.pk]))


def _rows(model: Any, ids: set[int], *with_their: str) -> Any:
    if not ids:
        return ()
    rows = model._default_manager.filter(pk__in=ids).order_by("pk")
    return rows.prefetch_related(*with_their)


def _picture(image: Any) -> PictureFile:
    return PictureFile(
        id=image.pk,
        title=image.title,
        filename=image.filename,
        hash=image.get_file_hash(),
        width=image.width,
        height=image.height,
    )


def _document(file: Any) -> DocumentFile:
    return DocumentFile(
        id=file.pk,
        title=file.title,
        filename=file.filename,
        hash=file.get_file_hash(),
        size=file.get_file_size() or 0,
        extension=file.file_extension,
    )
