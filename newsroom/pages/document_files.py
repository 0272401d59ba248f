"""The file details that a document contains, and the renditions that a preview shows."""

from dataclasses import replace
from typing import Any

from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from newsroom.documents.document import Document, DocumentFile, PictureFile
from newsroom.documents.file_uses import files
from newsroom.gate.edition_files import made_renditions
from newsroom.readers.pictures import Rendition, Renditions


def with_files(document: Document) -> Document:
    """The document with the details of its files; one query for each kind of file."""
    named: dict[str, set[int]] = {"picture": set(), "document": set()}
    for use in files(document):
        named[use.kind].add(use.file)
    return replace(
        document,
        pictures=tuple(map(_picture, _rows(get_image_model(), named["picture"]))),
        documents=tuple(map(_document, _rows(get_document_model(), named["document"]))),
    )


def renditions_for(document: Document) -> Renditions:
    """The renditions of the document's images, created now; unreadable images are left out."""
    return {
        image.pk: {spec: Rendition(one.url, one.width, one.height) for spec, one in made.items()}
        for image, made in made_renditions(document, lambda _image: None)
    }


def _rows(model: Any, ids: set[int]) -> Any:
    return model._default_manager.filter(pk__in=ids).order_by("pk") if ids else ()


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
