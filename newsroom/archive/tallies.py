"""Adds to the tallies of the archive index when its rows change."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import connection, models

from newsroom.archive.index import (
    ANY,
    ArchiveEntry,
    ArchiveListing,
    ArchiveListTally,
    ArchiveTally,
)

type Cell = tuple[str, int, int, str, int]
type ListCell = tuple[str, str, int, int]
CELL = "language, crime_type, area, kind, month"
LIST_CELL = "language, list, key, year"


def cells_of(entry: ArchiveEntry) -> tuple[Cell, Cell]:
    """The two tally cells that count an entry: that of its month, and that of all months."""
    start = (entry.language, entry.crime_type, entry.area, entry.kind)
    return (*start, entry.month), (*start, ANY)


def list_cells_of(row: ArchiveListing) -> tuple[ListCell, ListCell]:
    """The two tally cells that count a list row: that of its year, and that of all years."""
    start = (row.language, row.list, row.key)
    return (*start, row.day.year), (*start, ANY)


def count_entries(gone: Iterable[ArchiveEntry], new: Iterable[ArchiveEntry]) -> None:
    """Update the tally of entries after some rows were deleted and others added."""
    # All writers update the "any x any" cells. They come last, to shorten the time that their
    # rows are locked.
    changes = _changes(gone, new, cells_of)
    _add_to_cells(
        ArchiveTally, CELL, changes, lambda cell: ((cell[1] == ANY) + (cell[2] == ANY), cell)
    )


def count_listings(gone: Iterable[ArchiveListing], new: Iterable[ArchiveListing]) -> None:
    """Update the tally of lists after some rows were deleted and others added."""
    changes = _changes(gone, new, list_cells_of)
    _add_to_cells(ArchiveListTally, LIST_CELL, changes, lambda cell: (cell[3] == ANY, cell))


def _changes(
    gone: Iterable[Any], new: Iterable[Any], cells: Callable[[Any], tuple[Any, ...]]
) -> Counter[tuple[Any, ...]]:
    """By how much each cell changes."""
    changes: Counter[tuple[Any, ...]] = Counter()
    for row in new:
        changes.update(cells(row))
    for row in gone:
        changes.subtract(cells(row))
    return changes


def _add_to_cells(
    tally: type[models.Model],
    columns: str,
    changes: Mapping[tuple[Any, ...], int],
    order: Callable[[tuple[Any, ...]], Any],
) -> None:
    """Add to the cells of a tally, in a fixed order, so that two writers cannot deadlock.

    `columns` are those of a cell, separated by commas.
    """
    cells = sorted((cell for cell, change in changes.items() if change), key=order)
    if not cells:
        return
    table = connection.ops.quote_name(tally._meta.db_table)
    row = f"({', '.join(['%s'] * (len(cells[0]) + 1))})"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}, items) VALUES {', '.join([row] * len(cells))} "
            f"ON CONFLICT ({columns}) DO UPDATE SET items = {table}.items + EXCLUDED.items",
            [value for cell in cells for value in (*cell, changes[cell])],
        )
