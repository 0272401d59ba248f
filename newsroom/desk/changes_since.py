"""What changed in a page since a lawyer last cleared it, and since readers got it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from newsroom.desk.differences import FieldDifference, differences, public_side, side_of
from newsroom.models import Clearance


@dataclass(frozen=True)
class ChangesSince:
    """The differences from an earlier version; `clearance` is None for what readers have."""

    clearance: Clearance | None
    differences: list[FieldDifference]


def changes_since(page: Any, digest: str) -> Iterator[ChangesSince]:
    """From the last clearance of other content, unless this is cleared, and from what is public.

    `digest` is that of the page as it is in memory.
    """
    given = Clearance.objects.filter(page_id=page.pk, step=Clearance.Step.LEGAL)
    cleared = given.select_related("by", "revision").exclude(revision=None).first()
    now = side_of(page)
    if cleared and cleared.revision and cleared.digest != digest:
        earlier = side_of(cleared.revision.as_object())
        if found := differences(page, earlier, now):
            yield ChangesSince(cleared, found)
    public = public_side(page)
    if public and (found := differences(page, public, now)):
        yield ChangesSince(None, found)
