"""Where a document stands among the others: its page, its address, what lies above it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q

from newsroom.archive.result import Link
from newsroom.editions.models import Edition, EditionQuerySet
from newsroom.readers.pictures import Renditions

COLUMNS = (
    "page_id",
    "language",
    "address",
    "page_type",
    "kind",
    "title",
    "teaser",
    "date",
    "translation_key",
)


@dataclass(frozen=True)
class Place:
    """Where one document stands. The page of a preview may be new, and then has no id."""

    page_id: int | None
    language: str
    address: str
    translation_key: Any
    above: tuple[int, ...] = ()
    edition_id: int | None = None
    """None for a preview, whose renditions are made for it."""
    renditions: Renditions = field(default_factory=dict)


@dataclass(frozen=True)
class PublicPage:
    """What lists and links say of a page that is public."""

    page_id: int
    language: str
    address: str
    page_type: str
    kind: str
    title: str
    teaser: str
    date: datetime | None
    translation_key: Any

    @property
    def link(self) -> Link:
        return Link(self.title, self.address)


def place_of(edition: Edition) -> Place:
    """Where an edition stands."""
    return Place(
        edition.page_id,
        edition.language,
        edition.address,
        edition.translation_key,
        tuple(edition.above),
        edition.pk,
    )


def public_pages(
    ids: Iterable[int], *, translations_of: Any = None, page_types: Iterable[str] = ()
) -> list[PublicPage]:
    """Those of these pages that are public now, and the translations of one: one query.

    With `page_types`, all pages of these types too, none of which may be of items.
    """
    wanted = Q(page_id__in=list(ids))
    if translations_of is not None:
        wanted |= Q(translation_key=translations_of)
    if of_types := list(page_types):
        wanted |= Q(page_type__in=of_types, kind="")
    return [PublicPage(*row) for row in Edition.objects.open().filter(wanted).values_list(*COLUMNS)]


def editions_of_type(page_type: str, language: str | None = None) -> EditionQuerySet:
    """The open editions of a type that is not one of items, by an index that holds no items."""
    found = Edition.objects.open().filter(page_type=page_type, kind="")
    return found.filter(language=language) if language else found
