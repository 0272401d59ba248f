"""Holding the open editions against the pages: what differs, in words."""

from collections.abc import Iterable, Iterator
from itertools import batched

from newsroom.editions.models import Edition
from newsroom.editions.publish import SHOWN

BATCH = 200

type Wanted = tuple[int, Edition | None]
"""A page, and the edition that should be open of it now."""


def differences(wanted: Iterable[Wanted]) -> Iterator[str]:
    """A sentence for each page whose open edition is not the one it should be.

    `wanted` names every page of which an edition should be open, and any others.
    """
    known: set[int] = set()
    for batch in batched(wanted, BATCH):
        ids = [page_id for page_id, _edition in batch]
        known.update(ids)
        found = {each.page_id: each for each in Edition.objects.open().filter(page_id__in=ids)}
        for page_id, edition in batch:
            yield from _differences_of(page_id, found.get(page_id), edition)
    for stray in Edition.objects.open().order_by("page_id").iterator(chunk_size=BATCH):
        if stray.page_id not in known:
            yield f"{_named(stray)}: open, though there is no such page"


def _differences_of(page_id: int, found: Edition | None, wanted: Edition | None) -> Iterator[str]:
    if found is None and wanted is not None:
        yield f"{_named(wanted)}: no edition is open, though it should be public"
    elif found is not None and wanted is None:
        yield f"{_named(found)}: open, though it should not be public"
    elif found is not None and wanted is not None:
        other = [name for name in SHOWN if getattr(found, name) != getattr(wanted, name)]
        if found.closes_at != wanted.closes_at:
            other.append("closes_at")
        if other:
            yield f"{_named(found)}: other than its page ({', '.join(map(_told, other))})"


def _named(edition: Edition) -> str:
    return f"page {edition.page_id} at {edition.address or 'no address'}"


def _told(column: str) -> str:
    return column.replace("_", " ")
