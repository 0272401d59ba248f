"""Pictures and documents are public while a public page uses them, and at no other time."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models.functions import Cast, Left, Length
from wagtail.models import CollectionViewRestriction, Page, ReferenceIndex

from newsroom.editorial.acting import actor
from newsroom.guard.visibility import PublishedQuerySet
from newsroom.pages.cases import released_by_cases

MATERIALS = "materials."
"""How Wagtail's index begins the path to a case's material."""


def is_public(file: Any) -> bool:
    """Whether any reader may have this picture or document at this moment: one query.

    What no page uses is private, and so is what lies in a collection that is closed to readers.
    """
    return str(file.pk) in public_among(type(file), [file.pk])


def keep_while_public(instance: Any, **kwargs: Any) -> None:
    """Called before a file is deleted, from whichever screen; commands may delete any.

    Raises PermissionDenied while readers have it.
    """
    if actor().user and is_public(instance):
        raise PermissionDenied


def public_among(model: type[models.Model], ids: Iterable[Any]) -> set[str]:
    """Those of these pictures or documents that readers may have, by their ids as text.

    One query; more only for material of high-profile cases, which is shown once it is released.
    """
    uses = _public_uses(model, list(ids)).order_by()
    public: set[str] = set()
    cases: set[int] = set()
    for number, page_id, path in uses.values_list("to_object_id", "object_id", "model_path"):
        if path.startswith(MATERIALS):
            cases.add(int(page_id))
        else:
            public.add(number)
    return public | released_by_cases(model, cases) if cases else public


def _public_uses(model: type[models.Model], ids: Sequence[Any]) -> models.QuerySet[ReferenceIndex]:
    """Each place in which a public page shows one of these files.

    Wagtail's index says which pages use a file as they are stored, never as a draft would have
    them; `published()` says which of those are public. From the file to its users and not the
    other way round, so that the cost does not grow with the archive.
    """
    user = models.OuterRef("object_id")
    public = PublishedQuerySet(Page).published().filter(pk=Cast(user, models.BigIntegerField()))
    return ReferenceIndex.objects.filter(
        models.Exists(public),
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=ReferenceIndex._get_base_content_type(model),
        to_object_id__in=_in_open_collections(model, ids),
    )


def _in_open_collections(model: type[models.Model], ids: Sequence[Any]) -> models.QuerySet[Any]:
    closed = CollectionViewRestriction.objects.filter(
        # A collection's path begins with the paths of all above it.
        collection__path=Left(models.OuterRef("collection__path"), Length("collection__path"))
    )
    files = model._default_manager.filter(~models.Exists(closed), pk__in=ids)
    return files.annotate(number=Cast("pk", models.CharField())).values("number")
