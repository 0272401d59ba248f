"""Pictures and documents are public while a public page uses them, and at no other time."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Page

from newsroom.editions.models import Edition, EditionFile
from newsroom.editorial.acting import actor
from newsroom.guard.edition_files import in_open_collections
from newsroom.guard.visibility import PublishedQuerySet

KINDS: dict[type[models.Model], str] = {
    get_image_model(): EditionFile.Kind.PICTURE,
    get_document_model(): EditionFile.Kind.DOCUMENT,
}


def is_public(file: Any) -> bool:
    """Whether any reader may have this picture or document at this moment: one query.

    What no page uses is private, and so is what lies in a collection that is closed to readers.
    """
    return str(file.pk) in public_among(type(file), [file.pk])


def shown_by(file: Any) -> list[int]:
    """The pages of which a current edition shows this picture or document."""
    shown = EditionFile.objects.filter(
        kind=KINDS[type(file)], file_id=file.pk, edition__closed_why=""
    )
    return sorted(set(shown.values_list("edition__page_id", flat=True)))


def shown_from(collection: Collection) -> list[int]:
    """The pages of which a current edition shows a file of this collection, or of one below."""
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
    if actor().user and is_public(instance):
        raise PermissionDenied


def public_among(model: type[models.Model], ids: Iterable[Any]) -> set[str]:
    """Those of these pictures or documents that readers may have, by their ids as text: one query.

    An open edition says which files it shows. `published()` is asked of its page besides, and the
    collection of the file, which may be closed to readers at any time.
    """
    page = PublishedQuerySet(Page).published().filter(pk=models.OuterRef("edition__page_id"))
    shown = EditionFile.objects.filter(
        models.Exists(page),
        edition__in=Edition.objects.open(),
        kind=KINDS[model],
        file_id__in=in_open_collections(model, list(ids)),
    )
    return {str(pk) for pk in shown.order_by().values_list("file_id", flat=True).distinct()}
