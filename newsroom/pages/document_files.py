"""The file details that a document contains, and the renditions that a preview shows."""

from collections.abc import Iterable, Iterator
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
    return next(with_files_of_all([document]))


def with_files_of_all(documents: Iterable[Document]) -> Iterator[Document]:
    """The documents with the details of their files; one query for each kind of file."""
    bare = [(document, _named(document)) for document in documents]
    pictures = _rows(get_image_model(), {pk for _one, named in bare for pk in named["picture"]})
    papers = _rows(get_document_model(), {pk for _one, named in bare for pk in named["document"]})
    for document, named in bare:
        yield replace(
            document,
            pictures=tuple(pictures[pk] for pk in sorted(named["picture"] & pictures.keys())),
            documents=tuple(papers[pk] for pk in sorted(named["document"] & papers.keys())),
        )


def _named(document: Document) -> dict[str, set[int]]:
    """The ids of the files that a document names, by kind."""
    named: dict[str, set[int]] = {"picture": set(), "document": set()}
    for use in files(document):
        named[use.kind].add(use.file)
    return named


def renditions_for(document: Document) -> Renditions:
    """The renditions of the document's images, created now; unreadable images are left out."""
    return {
        image.pk: {spec: Rendition(one.url, one.width, one.height) for spec, one in made.items()}
        for image, made in made_renditions(document, lambda _image: None)
    }


def _rows(model: Any, ids: set[int]) -> dict[int, Any]:
    """The details of these files by id, without those that are gone."""
    make = _picture if model is get_image_model() else _document
    found = model._default_manager.filter(pk__in=ids) if ids else ()
    return {row.pk: make(row) for row in found}


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
