"""Pictures and documents are public while an open edition shows them, and at no other time."""

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
    """Whether any reader may have this picture or document at this moment: one query.

    What no open edition shows is private, and so is what lies in a collection closed to readers.
    """
    shown = EditionFile.objects.public()
    return shown.filter(kind=KINDS[type(file)], file_id=file.pk).exists()


def shown_by(file: Any) -> list[int]:
    """The pages of which a current edition shows this picture or document, or would if it could."""
    shown = EditionFile.objects.filter(
        kind=KINDS[type(file)], file_id=file.pk, edition__closed_why=""
    )
    return sorted(set(shown.values_list("edition__page_id", flat=True)))


def shown_from(collection: Collection) -> list[int]:
    """The pages of which a current edition shows a file of this collection, or of one below.

    Or would show it, if the collection were open to readers.
    """
    pages: set[int] = set()
    below = collection.get_descendants(inclusive=True).values("pk")
    for model, kind in KINDS.items():
        within = model._default_manager.filter(collection__in=below).values("pk")
        shown = EditionFile.objects.filter(kind=kind, file_id__in=within, edition__closed_why="")
        pages.update(shown.values_list("edition__page_id", flat=True))
    return sorted(pages)


def keep_while_public(instance: Any, **kwargs: Any) -> None:
    """Called before a file is deleted, from whichever screen; commands may delete any.

    Raises PermissionDenied while readers have it.
    """
    if current_context().user and is_public(instance):
        raise PermissionDenied
