"""Updates the archive index for one item."""

from collections.abc import Callable
from operator import attrgetter

from django.db import connection, transaction
from wagtail.models import Page

from newsroom.archive.index import (
    TEXT_FIELDS,
    ArchiveCorrection,
    ArchiveEntry,
    ArchiveListing,
    ArchiveText,
    IndexRow,
    correction_rows,
    entries_of,
    listings_of,
    text_of,
)
from newsroom.archive.tallies import count_entries, count_listings


def sync_item(item_id: int, read_facts: Callable[[], IndexRow | None]) -> None:
    """Update the index rows of one item to match its open edition. Idempotent.

    `read_facts` is called after the item's row has been locked, so that the later of two writers
    sees the changes of the earlier one. It returns None if the item is not public. Runs in the
    caller's transaction.
    """
    with transaction.atomic():
        # FOR NO KEY UPDATE, so that foreign-key checks do not block.
        own = Page.objects.select_for_update(of=("self",), no_key=True).filter(pk=item_id)
        list(own.values_list("pk"))
        _wait_for_rebuild()
        facts = read_facts()
        wanted = {_key(entry): entry for entry in (entries_of(facts) if facts else ())}
        present = {_key(entry): entry for entry in ArchiveEntry.objects.filter(item_id=item_id)}
        gone = [entry for key, entry in present.items() if key not in wanted]
        new = [entry for key, entry in wanted.items() if key not in present]
        if gone:
            ArchiveEntry.objects.filter(pk__in=[entry.pk for entry in gone]).delete()
        if new:
            ArchiveEntry.objects.bulk_create(new)
        _sync_text(item_id, text_of(facts) if facts else None)
        _sync_listings(item_id, listings_of(facts) if facts else [])
        _sync_corrections(item_id, correction_rows(facts) if facts else [])
        count_entries(gone, new)


def lock_index_exclusively() -> None:
    """Block `sync_item` until the end of the transaction; reads continue.

    SQLite needs no lock, because it allows one writer at a time.
    """
    _lock_entries("SHARE ROW EXCLUSIVE")


def _wait_for_rebuild() -> None:
    _lock_entries("ROW EXCLUSIVE")


def _lock_entries(mode: str) -> None:
    if connection.vendor == "postgresql":
        table = connection.ops.quote_name(ArchiveEntry._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN {mode} MODE")


def _key(entry: ArchiveEntry) -> tuple[object, ...]:
    names = ("language", "crime_type", "area", "kind", "date", "closes_at")
    return tuple(getattr(entry, name) for name in names)


def _sync_text(item_id: int, wanted: ArchiveText | None) -> None:
    present = ArchiveText.objects.filter(item_id=item_id).first()
    if wanted is None:
        if present is not None:
            present.delete()
    elif present is None:
        wanted.save(force_insert=True)
    elif any(getattr(present, field) != getattr(wanted, field) for field in TEXT_FIELDS):
        wanted.save(force_update=True)


def _sync_listings(item_id: int, wanted: list[ArchiveListing]) -> None:
    fields = ("language", "list", "key", "kind", "date", "day")
    read = attrgetter(*fields)
    present = list(ArchiveListing.objects.filter(item_id=item_id))
    if set(map(read, present)) != set(map(read, wanted)):
        ArchiveListing.objects.filter(item_id=item_id).delete()
        ArchiveListing.objects.bulk_create(wanted)
        count_listings(present, wanted)


def _sync_corrections(item_id: int, wanted: list[ArchiveCorrection]) -> None:
    read = attrgetter("language", "at", "note")
    present = list(ArchiveCorrection.objects.filter(item_id=item_id))
    if sorted(map(read, present)) != sorted(map(read, wanted)):
        ArchiveCorrection.objects.filter(item_id=item_id).delete()
        ArchiveCorrection.objects.bulk_create(wanted)
