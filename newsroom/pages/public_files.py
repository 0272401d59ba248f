"""Which files are public: images and documents that an open edition shows."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection

from newsroom.editions.models import EditionFile
from newsroom.records.log_context import current_context

KINDS: dict[type[models.Model], str] = {
    get_image_model(): EditionFile.Kind.PICTURE,
    get_document_model(): EditionFile.Kind.DOCUMENT,
}


def is_public(file: Any) -> bool:
    """Whether readers can get this image or document now; needs one query.

    A file in a collection with view restrictions is private, even if an open edition shows it.
    """
    shown = EditionFile.objects.public()
    return shown.filter(kind=KINDS[type(file)], file_id=file.pk).exists()


def shown_by(file: Any) -> list[int]:
    """The ids of pages whose current edition uses this file, public or not."""
    shown = EditionFile.objects.filter(
        kind=KINDS[type(file)], file_id=file.pk, edition__closed_why=""
    )
    return sorted(set(shown.values_list("edition__page_id", flat=True)))


def shown_from(collection: Collection) -> list[int]:
    """The ids of pages whose current edition uses a file of this collection or one below it.

    Files that readers cannot get are included.
    """
    pages: set[int] = set()
    below = collection.get_descendants(inclusive=True).values("pk")
    for model, kind in KINDS.items():
        within = model._default_manager.filter(collection__in=below).values("pk")
        shown = EditionFile.objects.filter(kind=kind, file_id__in=within, edition__closed_why="")
        pages.update(shown.values_list("edition__page_id", flat=True))
    return sorted(pages)


def keep_while_public(instance: Any, **kwargs: Any) -> None:
    """Before a file is deleted: raise PermissionDenied if it is public and a user deletes it.

    Management commands may delete any file.
    """
    if current_context().user and is_public(instance):
        raise PermissionDenied
