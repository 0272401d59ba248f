"""The place of a document among the public pages: page, address and ancestors."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from newsroom.archive.result import Link
from newsroom.editions.models import Edition, EditionQuerySet
from newsroom.editions.open_rows import open_rows
from newsroom.readers.pictures import Renditions
from newsroom.rows import slots

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
STAGES = ("document__stage", "document__updates", "document__case_record__stages")


@dataclass(frozen=True)
class Place:
    """The place of one document. In a preview of a new page there is no page id yet."""

    page_id: int | None
    language: str
    address: str
    translation_key: Any
    above: tuple[int, ...] = ()
    edition_id: int | None = None
    """None for a preview, whose renditions are created on demand."""
    renditions: Renditions = field(default_factory=dict)


class OpenEdition(NamedTuple):
    """The columns of an open edition from which its page is rendered."""

    pk: int
    page_id: int
    language: str
    address: str
    page_type: str
    translation_key: Any
    above: list[int]
    document: dict[str, Any]
    opens_at: datetime


@dataclass(frozen=True)
class PublicPage:
    """The columns of an open edition that lists and links need."""

    page_id: int
    language: str
    address: str
    page_type: str
    kind: str
    title: str
    teaser: str
    date: datetime | None
    translation_key: Any
    stage: str | None = None
    updates: Any = None
    case_stages: Any = None
    """An item's stage and updates, and a case's timeline, as documents store them.

    Read only with `with_stages`."""

    @property
    def link(self) -> Link:
        return Link(self.title, self.address)

    @property
    def newest_update(self) -> str:
        """The stage of the newest update, or a correction; empty without any, or if not read."""
        return str(self.updates[0].get("stage", "")) if self.updates else ""


def open_editions(condition: str, values: Sequence[Any]) -> list[OpenEdition]:
    """The open editions that meet a condition, in SQL; needs one query."""
    columns = ("id", *OpenEdition._fields[1:])
    return [OpenEdition._make(row) for row in open_rows(columns, condition, values)]


def place_of(edition: Edition | OpenEdition) -> Place:
    """The place of an edition."""
    return Place(
        edition.page_id,
        edition.language,
        edition.address,
        edition.translation_key,
        tuple(edition.above),
        edition.pk,
    )


def public_pages(
    ids: Iterable[int],
    *,
    translations_of: Any = None,
    page_types: Iterable[str] = (),
    with_stages: bool = False,
) -> list[PublicPage]:
    """Those of these pages that are public now, and the translations of one; needs one query.

    With `page_types`, all public pages of these types as well. They must not be types of items.
    """
    wanted: list[tuple[str, list[Any]]] = []
    if pages := list(ids):
        wanted.append((f"page_id IN ({slots(pages)})", pages))
    if translations_of is not None:
        wanted.append(("translation_key = %s", [translations_of]))
    if of_types := list(page_types):
        wanted.append((f"(kind = '' AND page_type IN ({slots(of_types)}))", of_types))
    if not wanted:
        return []
    condition = " OR ".join(condition for condition, _values in wanted)
    values = [value for _condition, these in wanted for value in these]
    columns = (*COLUMNS, *STAGES) if with_stages else COLUMNS
    return [PublicPage(*row) for row in open_rows(columns, condition, values)]


def editions_of_type(page_type: str, language: str | None = None) -> EditionQuerySet:
    """The open editions of a type other than items, found by an index that contains no items."""
    found = Edition.objects.open().filter(page_type=page_type, kind="")
    return found.filter(language=language) if language else found
