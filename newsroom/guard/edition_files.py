"""The files that an edition shows: each document it offers, each rendition of its pictures.

Renditions are made when the edition opens, not at the first reader's visit. A file that cannot be
read is left out and the desk is told: it stops neither a release nor a withdrawal.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from django.db import models, transaction
from django.db.models.functions import Left, Length
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.models import Filter
from wagtail.models import CollectionViewRestriction

from newsroom.documents.document import Document
from newsroom.documents.files import files
from newsroom.documents.renditions import FILTERS
from newsroom.editions.models import Edition, EditionFile
from newsroom.editorial.release_log import DeskNotice

log = logging.getLogger(__name__)

FORMATS = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
UNKNOWN = "application/octet-stream"
PICTURES = "images/"
"""Where renditions lie in the storage; addresses leave it out."""


type Render = Callable[[Any, list[str]], Iterable[Any]]
"""Gives the renditions of a picture for these filters."""


def files_of(edition: Edition, document: Document) -> list[EditionFile]:
    """A row for each file, none of them saved yet. Renditions that are not there are made."""
    return _rows(document, lambda image, specs: _renditions(image, specs, edition))


def known_files_of(document: Document) -> list[EditionFile]:
    """A row for each file that is there, none of them saved; nothing is made."""
    return _rows(document, _known_renditions)


def _rows(document: Document, render: Render) -> list[EditionFile]:
    wanted: dict[int, list[str]] = {}
    offered: list[int] = []
    for use in files(document):
        if use.kind == "picture":
            wanted.setdefault(use.file, []).extend(FILTERS[use.use])
        else:
            offered.append(use.file)
    return [*_pictures(wanted, render), *_documents(offered)]


def without_closed(document: Document) -> Document:
    """The document without the files that lie in a collection closed to readers.

    Their places stay, with nothing in them: the name of such a file is not told either.
    """
    pictures = _open_among(get_image_model(), [file.id for file in document.pictures])
    documents = _open_among(get_document_model(), [file.id for file in document.documents])
    return replace(
        document,
        pictures=tuple(file for file in document.pictures if file.id in pictures),
        documents=tuple(file for file in document.documents if file.id in documents),
    )


def in_open_collections(model: type[models.Model], ids: Sequence[Any]) -> models.QuerySet[Any]:
    """Those of these pictures or documents whose collection readers are not kept from: ids."""
    closed = CollectionViewRestriction.objects.filter(
        # A collection's path begins with the paths of all above it.
        collection__path=Left(models.OuterRef("collection__path"), Length("collection__path"))
    )
    return model._default_manager.filter(~models.Exists(closed), pk__in=ids).values("pk")


def _open_among(model: type[models.Model], ids: Sequence[int]) -> set[int]:
    return {row["pk"] for row in in_open_collections(model, ids)} if ids else set()


def _pictures(wanted: dict[int, list[str]], render: Render) -> Iterator[EditionFile]:
    if not wanted:
        return
    images = get_image_model()._default_manager.filter(pk__in=wanted).order_by("pk")
    # Rows say what is there. Wagtail's cache also knows those that went with a transaction.
    for image in images.prefetch_related("renditions"):
        specs = list(dict.fromkeys(wanted[image.pk]))
        for rendition in render(image, specs):
            stored = rendition.file.name
            yield EditionFile(
                kind=EditionFile.Kind.PICTURE,
                file_id=image.pk,
                name=stored.removeprefix(PICTURES),
                stored=stored,
                hash=image.file_hash,
                content_type=FORMATS.get(PurePath(stored).suffix.lower(), UNKNOWN),
            )


def _renditions(image: Any, specs: list[str], edition: Edition) -> list[Any]:
    try:
        with transaction.atomic():
            made = list(image.get_renditions(*specs).values())
    except Exception:
        # Whatever Willow, Pillow or the storage says of a file that is lost or damaged.
        log.exception("Picture %s of page %s cannot be shown", image.pk, edition.page_id)
        _tell(edition, image)
        return []
    return made


def _known_renditions(image: Any, specs: list[str]) -> Iterable[Any]:
    return image.find_existing_renditions(*map(Filter, specs)).values()


def _documents(offered: list[int]) -> Iterator[EditionFile]:
    if not offered:
        return
    for file in get_document_model()._default_manager.filter(pk__in=offered).order_by("pk"):
        yield EditionFile(
            kind=EditionFile.Kind.DOCUMENT,
            file_id=file.pk,
            name=file.filename,
            stored=file.file.name,
            hash=file.file_hash,
            content_type=file.content_type,
        )


def _tell(edition: Edition, image: Any) -> None:
    DeskNotice.objects.get_or_create(
        key=f"picture-lost:{image.pk}:{edition.page_id}",
        defaults={
            "page_id": edition.page_id,
            "subject": _("A picture cannot be shown"),
            "body": _(
                "The file of picture %(picture)s is lost or damaged. Page %(page)s is public "
                "without it. Choose another picture, or upload this one again."
            )
            % {"picture": image.pk, "page": edition.page_id},
        },
    )
