"""The earlier editions of a public item, as far as readers may read them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils import timezone

from newsroom.documents.document import Document, UnknownSchema
from newsroom.documents.shown import as_shown, with_used_files
from newsroom.editions.earlier_editions import EarlierEdition
from newsroom.readers.earlier.earlier_addresses import CHANGES, EARLIER
from newsroom.readers.place import Place

_IS_KEPT = ExpressionWrapper(Q(document__isnull=False), output_field=BooleanField())


@dataclass(frozen=True)
class EarlierView:
    """An earlier edition without its words; it ended when the words of `changed_at` began."""

    number: int
    since: datetime
    until: datetime
    changed_at: datetime
    is_readable: bool
    index_url: str
    """The address of the list of all earlier editions of the item."""

    @property
    def url(self) -> str:
        return f"{self.index_url}{self.number}/"

    @property
    def changes_url(self) -> str:
        return f"{self.url}{CHANGES}/"


def earlier_editions_of(place: Place) -> list[EarlierView]:
    """All earlier editions of a public item, newest first; needs one query."""
    now = timezone.now()
    rows = EarlierEdition.objects.of_page(place.page_id or 0).values_list(
        "number", "since", "until", "changed_at", "closes_at", _IS_KEPT
    )
    return [
        EarlierView(
            number,
            since,
            until,
            changed_at,
            kept and (closes is None or now < closes),
            index_url=f"{place.address}{EARLIER}/",
        )
        for number, since, until, changed_at, closes, kept in rows
    ]


def words_of(earlier: EarlierView, current: Document, page_id: int) -> Document | None:
    """The words of an earlier edition, next to the `current` ones; None if they are withheld."""
    rows = EarlierEdition.objects.of_page(page_id).readable(timezone.now())
    row = rows.filter(number=earlier.number).first()
    return as_readable(row, current) if row else None


def all_words_of(place: Place, current: Document) -> Mapping[int, Document]:
    """The words of all earlier editions that readers may read, by number; needs one query."""
    rows = EarlierEdition.objects.of_page(place.page_id or 0).readable(timezone.now())
    found = {row.number: as_readable(row, current) for row in rows}
    return {number: words for number, words in found.items() if words}


def as_readable(row: EarlierEdition, current: Document) -> Document | None:
    """Earlier words without what the page shows no more besides: files, updates, corrections.

    A file that the open edition has not is served to nobody. An update may have been removed
    because of what it said. None for words of another schema, which count as withheld.
    """
    try:
        earlier = as_shown(row.as_document(), row.until)
    except UnknownSchema:
        return None
    shown = replace(
        earlier,
        pictures=tuple(file for file in earlier.pictures if file in current.pictures),
        documents=tuple(file for file in earlier.documents if file in current.documents),
        updates=tuple(one for one in earlier.updates if one in current.updates),
        corrections=tuple(one for one in earlier.corrections if one in current.corrections),
    )
    return with_used_files(shown)
