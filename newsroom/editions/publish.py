"""Builds and saves editions.

gate/opening.py decides where a page is and when it may be public, and passes both in.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from newsroom.documents.document import Document
from newsroom.documents.shown import as_shown, next_change
from newsroom.editions.close import close
from newsroom.editions.models import Edition, EditionFile, OldAddress


@dataclass(frozen=True)
class EditionPlace:
    """The identity and address of a page, as columns of `Edition` by the same names."""

    page_id: int
    language: str
    translation_key: UUID
    address: str
    above: tuple[int, ...]


@dataclass(frozen=True)
class EditionTimes:
    """When a page is public, in aware moments. `hidden`: whether a view restriction hides it."""

    opens_at: datetime
    closes_at: datetime | None
    hidden: bool = False


def edition_of(
    place: EditionPlace,
    document: Document,
    times: EditionTimes,
    *,
    now: datetime,
    digest: str,
    revision_id: int | None,
    number: int = 1,
) -> Edition:
    """An unsaved edition with the part of the document that is visible at `now` or `opens_at`."""
    shown = as_shown(document, max(now, times.opens_at))
    hidden = Edition.Closed.RESTRICTED if times.hidden else ""
    return Edition(
        page_id=place.page_id,
        number=number,
        language=place.language,
        translation_key=place.translation_key,
        address=place.address,
        page_type=document.page_type,
        kind=document.kind,
        title=document.title,
        teaser=document.teaser,
        date=document.published_at,
        opens_at=times.opens_at,
        closes_at=times.opens_at if times.hidden else times.closes_at,
        closed_why=hidden,
        changes_at=next_change(document, max(now, times.opens_at)),
        above=list(place.above),
        document=shown.to_json(),
        digest=digest,
        revision_id=revision_id,
    )


def publish(edition: Edition, now: datetime) -> Edition:
    """Save an edition as the newest of its page and close the one before, in one transaction."""
    with transaction.atomic():
        own = Edition.objects.filter(page_id=edition.page_id)
        before = own.order_by("-number").first()
        if before is not None:
            edition.number = before.number + 1
            moved = before.address != edition.address
            close(own, Edition.Closed.MOVED if moved else Edition.Closed.REPLACED, now)
            if moved and before.address and not before.closed_why and before.opens_at <= now:
                _save_old_address(before)
        edition.save(force_insert=True)
    return edition


def keep_files(edition: Edition, files: Iterable[EditionFile]) -> None:
    """Save copies of these rows as the files of an edition."""
    EditionFile.objects.bulk_create(rows_of_files([(edition, files)]))


def rows_of_files(shown: Iterable[tuple[Edition, Iterable[EditionFile]]]) -> list[EditionFile]:
    """Unsaved rows for the files of each edition. Editions may share the same input rows."""
    return [
        EditionFile(edition=edition, **{name: getattr(file, name) for name in FILE_FACTS})
        for edition, files in shown
        for file in files
    ]


FILE_FACTS = (
    *("kind", "file_id", "name", "stored", "hash", "content_type"),
    *("filter_spec", "width", "height"),
)
"""The columns of `EditionFile` without its edition."""


def differs(edition: Edition, other: Edition) -> bool:
    """Whether two editions differ in a column of `SHOWN`."""
    return any(getattr(edition, name) != getattr(other, name) for name in SHOWN)


SHOWN = (
    *("language", "translation_key", "address", "page_type", "kind", "title", "teaser", "date"),
    *("above", "document", "changes_at"),
)
"""The columns that determine what readers see, now and at `changes_at`."""


def _save_old_address(edition: Edition) -> None:
    """Save the address of an edition whose page has moved. Idempotent."""
    row = OldAddress(
        address=OldAddress.normal(edition.address),
        language=edition.language,
        page_id=edition.page_id,
        since=edition.opens_at,
    )
    OldAddress.objects.bulk_create([row], ignore_conflicts=True)
