"""What the rules are told of an item that is kept in other records, for sign-offs."""

from typing import TYPE_CHECKING, Any

from newsroom.editions.models import current_edition
from newsroom.records.item_updates import ItemUpdate

if TYPE_CHECKING:
    from newsroom.pages.items import NewsItemPage


def facts_of_records(item: "NewsItemPage") -> dict[str, Any]:
    """Where the case of an item stands, and whom the law protects, as JSON data.

    The stages are given with their days, so that the data stays the same when a day begins that was
    entered before.
    """
    of_case = item.case.course if item.case and not getattr(item, "stage", "") else []
    updates = [[one.at.isoformat(), one.stage] for one in reversed(stages_of(item))]
    return {
        "stage": of_case,
        "updates": updates,
        "public_updates": _public_updates(item) if updates else [],
        "sexual_offence": item.has_complainant,
        "child_involved": item.involves_child,
    }


def stages_of(item: "NewsItemPage") -> list[ItemUpdate]:
    """The updates that moved the case, newest first. An alias has those of its source."""
    source = item.alias_of or item
    updates = source.updates.all() if source.pk else ()
    return [one for one in updates if one.stage != one.Stage.CORRECTION and one.has_passed]


def _public_updates(item: "NewsItemPage") -> list[list[str]]:
    """The stages of updates in the newest edition: they have passed the gate themselves."""
    edition = current_edition(item.alias_of_id or item.pk)
    # An edition that was migrated from before documents has none.
    public = edition.as_document().updates if edition and edition.document else ()
    return [[update.at.isoformat(), update.stage] for update in public]
