"""What changed in a page since a lawyer last cleared it, and since readers got it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from newsroom.desk.differences import FieldDifference, differences, public_side, side_of
from newsroom.models import Clearance
from newsroom.publishing.cleared_versions import last_legal_clearance


@dataclass(frozen=True)
class ChangesSince:
    """The differences from an earlier version; `clearance` is None for what readers have."""

    clearance: Clearance | None
    differences: list[FieldDifference]


def changes_since(page: Any, digest: str) -> Iterator[ChangesSince]:
    """From the last clearance of other content, unless this is cleared, and from what is public.

    `digest` is that of the page as it is in memory.
    """
    if since := since_clearance(page, digest):
        yield since
    public = public_side(page)
    if public and (found := differences(page, public, side_of(page))):
        yield ChangesSince(None, found)


def since_clearance(page: Any, digest: str) -> ChangesSince | None:
    """From the last legal clearance, unless it was of this content or nothing differs."""
    cleared = last_legal_clearance(page)
    if cleared is None or cleared.revision is None or cleared.digest == digest:
        return None
    found = differences(page, side_of(cleared.revision.as_object()), side_of(page))
    return ChangesSince(cleared, found) if found else None
