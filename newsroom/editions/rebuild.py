"""Compares open editions with those that should be open, and describes the differences."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import batched

from newsroom.editions.models import Edition, EditionFile
from newsroom.editions.publish import FILE_FACTS, SHOWN

BATCH = 200


@dataclass(frozen=True)
class Wanted:
    """A page id, and the unsaved edition that should be open now, with its files."""

    page_id: int
    edition: Edition | None = None
    files: Sequence[EditionFile] = ()


def differences(wanted: Iterable[Wanted]) -> Iterator[str]:
    """A sentence for each page whose open edition is wrong, missing or unexpected.

    `wanted` has to contain every page that should have an open edition, and may contain others.
    """
    known: set[int] = set()
    for batch in batched(wanted, BATCH):
        ids = [one.page_id for one in batch]
        known.update(ids)
        editions = Edition.objects.open().filter(page_id__in=ids).prefetch_related("files")
        found = {each.page_id: each for each in editions}
        for one in batch:
            yield from _differences_of(found.get(one.page_id), one)
    for orphaned in Edition.objects.open().order_by("page_id").iterator(chunk_size=BATCH):
        if orphaned.page_id not in known:
            yield f"{_named(orphaned)}: open, though there is no such page"


def has_files(edition: Edition, files: Iterable[EditionFile]) -> bool:
    """Whether the saved files of an edition equal these rows."""
    return _facts(edition.files.all()) == _facts(files)


def _facts(files: Iterable[EditionFile]) -> set[tuple[object, ...]]:
    return {tuple(getattr(file, name) for name in FILE_FACTS) for file in files}


def _differences_of(found: Edition | None, one: Wanted) -> Iterator[str]:
    wanted = one.edition
    if found is None and wanted is not None:
        yield f"{_named(wanted)}: no edition is open, though it should be public"
    elif found is not None and wanted is None:
        yield f"{_named(found)}: open, though it should not be public"
    elif found is not None and wanted is not None:
        other = [name for name in SHOWN if getattr(found, name) != getattr(wanted, name)]
        if found.closes_at != wanted.closes_at:
            other.append("closes_at")
        if not has_files(found, one.files):
            other.append("files")
        if other:
            yield f"{_named(found)}: other than its page ({', '.join(map(_label, other))})"


def _named(edition: Edition) -> str:
    return f"page {edition.page_id} at {edition.address or 'no address'}"


def _label(column: str) -> str:
    return column.replace("_", " ")
