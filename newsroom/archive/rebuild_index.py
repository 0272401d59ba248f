"""Rebuilds the archive index from open editions, and finds differences between the two."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import batched
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Count, QuerySet

from newsroom.archive.index import (
    ANY,
    TEXT_FIELDS,
    ArchiveCorrection,
    ArchiveEntry,
    ArchiveListing,
    ArchiveListTally,
    ArchiveTally,
    ArchiveText,
    IndexRow,
    correction_rows,
    entries_of,
    listings_of,
    text_of,
)
from newsroom.archive.page_texts import page_text_differences, rebuild_page_texts
from newsroom.archive.sync import lock_index_exclusively
from newsroom.archive.tallies import Cell, ListCell, list_cells_of

BATCH = 1_000
TABLES: tuple[type[models.Model], ...] = (
    *(ArchiveEntry, ArchiveText, ArchiveListing, ArchiveCorrection),
)
TALLIES: tuple[type[models.Model], ...] = (ArchiveTally, ArchiveListTally)
LISTING_FIELDS = ("item_id", "language", "list", "key", "kind", "date", "day")
ENTRY_FIELDS = (
    *("item_id", "language", "crime_type", "area", "kind", "date", "month", "closes_at"),
)


def rebuild(
    facts: Iterable[IndexRow],
    progress: Callable[[int], object] | None = None,
    items: QuerySet[Any] | None = None,
) -> int:
    """Replace the index by rows for `facts`, in one transaction and in bounded memory.

    With `items`, a queryset of ids, only the rows of these items are replaced, and not those of
    pages that are no items. Until the commit, readers see the old index and publishing waits.
    Returns the number of items added. `progress` is called with the number of items in each batch.
    """
    added = 0
    with transaction.atomic():
        lock_index_exclusively()
        for rows in (table._default_manager.all() for table in TABLES):
            (rows if items is None else rows.filter(item__in=items)).delete()
        for tally in TALLIES:
            tally._default_manager.all().delete()
        for batch in batched(facts, BATCH):
            ArchiveEntry.objects.bulk_create(
                [entry for one in batch for entry in entries_of(one)], batch_size=5_000
            )
            ArchiveText.objects.bulk_create([text_of(one) for one in batch])
            ArchiveListing.objects.bulk_create([row for one in batch for row in listings_of(one)])
            ArchiveCorrection.objects.bulk_create(
                [row for one in batch for row in correction_rows(one)]
            )
            added += len(batch)
            if progress is not None:
                progress(len(batch))
        if items is None:
            rebuild_page_texts()
        _tally_all()
    return added


def _tally_all() -> None:
    quote = connection.ops.quote_name
    tally, entry = quote(ArchiveTally._meta.db_table), quote(ArchiveEntry._meta.db_table)
    lists, row = quote(ArchiveListTally._meta.db_table), quote(ArchiveListing._meta.db_table)
    # Days are text in SQLite, which begins with the year.
    year = "EXTRACT(YEAR FROM day)" if connection.vendor == "postgresql" else "substr(day, 1, 4)"
    with connection.cursor() as cursor:
        for month in ("month", str(ANY)):
            cursor.execute(
                f"INSERT INTO {tally} (language, crime_type, area, kind, month, items)"
                f" SELECT language, crime_type, area, kind, {month}, COUNT(*) FROM {entry}"
                " GROUP BY 1, 2, 3, 4, 5"
            )
        for part in (f"CAST({year} AS INTEGER)", str(ANY)):
            cursor.execute(
                f"INSERT INTO {lists} (language, list, key, year, items)"
                f" SELECT language, list, key, {part}, COUNT(*) FROM {row} GROUP BY 1, 2, 3, 4"
            )
        if connection.vendor == "postgresql":
            # A long list of pending GIN entries would slow down every search.
            cursor.execute("SELECT gin_clean_pending_list('newsroom_archivetext_vector')")
            for model in (*TABLES, *TALLIES):
                cursor.execute(f"ANALYZE {quote(model._meta.db_table)}")


def differences(facts: Iterable[IndexRow]) -> Iterator[str]:
    """Yield a sentence for each difference between the index and `facts`."""
    known: set[int] = set()
    for batch in batched(facts, BATCH):
        known.update(one.item_id for one in batch)
        yield from _differences_of(batch)
    for item_id in sorted(_indexed() - known):
        yield f"item {item_id} is in the index but not public"
    yield from _tally_differences()
    yield from _list_differences()
    yield from page_text_differences()


def _indexed() -> set[int]:
    """The ids of all items with any row in the index."""
    return {
        item_id
        for rows in (
            ArchiveEntry.objects.order_by(),
            ArchiveText.objects.order_by(),
            ArchiveListing.objects.order_by(),
            ArchiveCorrection.objects.order_by(),
        )
        for item_id in rows.values_list("item_id", flat=True).distinct().iterator()
    }


def _differences_of(batch: Iterable[IndexRow]) -> Iterator[str]:
    wanted_rows: dict[int, set[tuple[object, ...]]] = {}
    wanted_text: dict[int, tuple[object, ...]] = {}
    wanted_lists: dict[int, set[tuple[object, ...]]] = {}
    wanted_notes: dict[int, set[tuple[object, ...]]] = {}
    for one in batch:
        wanted_rows[one.item_id] = {
            tuple(getattr(entry, name) for name in ENTRY_FIELDS) for entry in entries_of(one)
        }
        wanted_lists[one.item_id] = {
            tuple(getattr(row, name) for name in LISTING_FIELDS) for row in listings_of(one)
        }
        wanted_notes[one.item_id] = {
            (row.language, row.at, row.note) for row in correction_rows(one)
        }
        text = text_of(one)
        wanted_text[one.item_id] = tuple(getattr(text, name) for name in TEXT_FIELDS)
    rows: dict[int, set[tuple[object, ...]]] = {}
    for row in ArchiveEntry.objects.filter(item__in=wanted_rows).values_list(*ENTRY_FIELDS):
        rows.setdefault(row[0], set()).add(row)
    texts = {
        row[0]: row
        for row in ArchiveText.objects.filter(item__in=wanted_rows).values_list(*TEXT_FIELDS)
    }
    lists: dict[int, set[tuple[object, ...]]] = {}
    for row in ArchiveListing.objects.filter(item__in=wanted_rows).values_list(*LISTING_FIELDS):
        lists.setdefault(row[0], set()).add(row)
    notes: dict[int, set[tuple[object, ...]]] = {}
    corrections = ArchiveCorrection.objects.filter(item__in=wanted_rows)
    for key, *row in corrections.values_list("item_id", "language", "at", "note"):
        notes.setdefault(key, set()).add(tuple(row))
    for item_id, expected in wanted_rows.items():
        found = rows.get(item_id, set())
        if not found:
            yield f"item {item_id} is public but not in the index"
        elif found != expected:
            missing, extra = len(expected - found), len(found - expected)
            yield f"item {item_id} lacks {missing} rows and has {extra} that it should not have"
        if found and texts.get(item_id) != wanted_text[item_id]:
            yield f"item {item_id} is indexed with other words than it has"
        if lists.get(item_id, set()) != wanted_lists[item_id]:
            yield f"item {item_id} stands in other lists than it belongs to"
        if notes.get(item_id, set()) != wanted_notes[item_id]:
            yield f"item {item_id} is listed with other corrections than it has"


def _tally_differences() -> Iterator[str]:
    counted: Counter[Cell] = Counter()
    cells = ("language", "crime_type", "area", "kind", "month")
    for *cell, items in ArchiveEntry.objects.values_list(*cells).annotate(n=Count("pk")).iterator():
        counted[(*cell,)] += items
        counted[(*cell[:4], ANY)] += items
    for *cell, items in ArchiveTally.objects.values_list(*cells, "items").iterator():
        expected = counted.pop((*cell,), 0)
        if items != expected:
            yield f"the tally says {items} where there are {expected}: {_named(cell)}"
    for cell, items in counted.items():
        yield f"the tally says nothing where there are {items}: {_named(cell)}"


def _list_differences() -> Iterator[str]:
    counted: Counter[ListCell] = Counter()
    for row in ArchiveListing.objects.order_by().iterator():
        counted.update(list_cells_of(row))
    cells = ("language", "list", "key", "year")
    for *cell, items in ArchiveListTally.objects.values_list(*cells, "items").iterator():
        expected = counted.pop((*cell,), 0)
        if items != expected:
            yield f"the tally of lists says {items} where there are {expected}: {cell}"
    for missing, items in counted.items():
        yield f"the tally of lists says nothing where there are {items}: {list(missing)}"


def _named(cell: Iterable[object]) -> str:
    names = ("language", "crime type", "area", "kind", "month")
    return ", ".join(f"{name} {value}" for name, value in zip(names, cell, strict=True))
