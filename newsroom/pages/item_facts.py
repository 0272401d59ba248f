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
    return {
        "stage": [*_stages_of_updates(item), *of_case],
        "sexual_offence": item.has_complainant,
        "child_involved": item.involves_child,
    }


def _stages_of_updates(item: "NewsItemPage") -> list[list[str]]:
    """The stages of updates that readers have not seen.

    An update that is in the item's edition has passed the gate itself, and is no new fact.
    """
    if not item.pk:
        return []
    updates = ItemUpdate.objects.filter(item_id=item.pk).exclude(stage=ItemUpdate.Stage.CORRECTION)
    rows = list(updates.order_by("at", "pk").values_list("at", "stage"))
    edition = current_edition(item.pk) if rows else None
    # An edition that was migrated from before documents has none.
    public = edition.as_document().updates if edition and edition.document else ()
    seen = {(one.at, one.stage) for one in public}
    return [[at.isoformat(), stage] for at, stage in rows if (at, stage) not in seen]
