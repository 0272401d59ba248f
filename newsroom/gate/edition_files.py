"""The files of an edition: its documents, and the renditions of its pictures.

Renditions are generated when the edition opens, not at the first request. A file that cannot be
read is left out and the desk is notified. It blocks neither a release nor a withdrawal.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.models import Filter

from newsroom.documents.document import Document
from newsroom.documents.file_uses import files
from newsroom.documents.renditions import FILTERS
from newsroom.editions.models import Edition, EditionFile
from newsroom.gate.cleared_files import with_unchanged_bytes
from newsroom.gate.rendition_bytes import any_is_replaced, made_of_original, with_kept_bytes
from newsroom.records.desk_notices import DeskNotice

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
"""The folder of renditions in the storage. URLs do not contain it."""


type Made = tuple[Any, dict[str, Any]]
"""A picture, and its renditions by filter spec."""


def files_of(edition: Edition, document: Document) -> list[EditionFile]:
    """A row for each file of the document, unsaved. Generates missing renditions.

    A file whose stored bytes are not those of the document has a row without a name.
    """
    cleared = with_unchanged_bytes(document)
    return _rows(
        cleared, made_renditions(cleared, lambda image: _notify_lost_picture(edition, image))
    )


def known_files_of(document: Document) -> list[EditionFile]:
    """A row for each existing file of the document, unsaved. Generates no renditions."""
    cleared = with_unchanged_bytes(document)
    return _rows(cleared, ((image, _known(image, specs)) for image, specs in _needed(cleared)))


def has_unverified_renditions(document: Document) -> bool:
    """Whether there is a rendition whose bytes are not known to be made of the original."""
    return any(
        len(image.find_existing_renditions(*map(Filter, specs))) > len(_known(image, specs))
        for image, specs in _needed(document)
    )


def has_replaced_files(edition: Edition, document: Document) -> bool:
    """Whether the stored bytes of a public file are not those that were cleared, or made of them.

    `document` is that of the edition.
    """
    pictures = edition.files.filter(kind=EditionFile.Kind.PICTURE).exclude(name="")
    return with_unchanged_bytes(document) != document or any_is_replaced(
        pictures.values_list("stored", flat=True)
    )


def _rows(document: Document, renditions: Iterable[Made]) -> list[EditionFile]:
    shown = {("picture", file.id) for file in document.pictures}
    shown.update(("document", file.id) for file in document.documents)
    used = dict.fromkeys((use.kind, use.file) for use in files(document))
    offered = [file for kind, file in used if kind == "document" and (kind, file) in shown]
    return [
        *_pictures(renditions),
        *_documents(offered),
        *(EditionFile(kind=kind, file_id=file) for kind, file in used if (kind, file) not in shown),
    ]


def made_renditions(document: Document, lost: Callable[[Any], None]) -> Iterator[Made]:
    """Each picture of the document with its renditions. Generates missing and replaced ones.

    A picture whose file cannot be read is left out, and `lost` is called with it.
    """
    for image, specs in _needed(document):
        try:
            with transaction.atomic():
                made = made_of_original(image, specs)
        except Exception:
            # Willow, Pillow and storages raise different errors for a lost or damaged file.
            log.exception("Picture %s cannot be shown", image.pk)
            lost(image)
        else:
            yield image, made


def _needed(document: Document) -> Iterator[tuple[Any, list[str]]]:
    """Each picture of the document, with the filter specs that its uses need."""
    wanted: dict[int, dict[str, None]] = {file.id: {} for file in document.pictures}
    for use in files(document):
        if use.kind == "picture" and use.file in wanted:
            wanted[use.file].update(dict.fromkeys(FILTERS[use.use]))
    if not wanted:
        return
    # Prefetched from the table: Wagtail's cache also holds renditions that were rolled back.
    images = get_image_model()._default_manager.filter(pk__in=wanted).prefetch_related("renditions")
    for image in images.order_by("pk"):
        yield image, list(wanted[image.pk])


def _known(image: Any, specs: list[str]) -> dict[str, Any]:
    """The existing renditions of a picture by filter spec, unless their bytes were replaced."""
    found = image.find_existing_renditions(*map(Filter, specs))
    kept = with_kept_bytes(found.values())
    return {filter.spec: each for filter, each in found.items() if each.file.name in kept}


def _pictures(renditions: Iterable[Made]) -> Iterator[EditionFile]:
    for image, made in renditions:
        for spec, rendition in made.items():
            stored = rendition.file.name
            yield EditionFile(
                kind=EditionFile.Kind.PICTURE,
                file_id=image.pk,
                name=stored.removeprefix(PICTURES),
                stored=stored,
                hash=image.file_hash,
                content_type=FORMATS.get(PurePath(stored).suffix.lower(), UNKNOWN),
                filter_spec=spec,
                width=rendition.width,
                height=rendition.height,
            )


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


def _notify_lost_picture(edition: Edition, image: Any) -> None:
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
