"""When items are to be reviewed: computed after updates, and by the timer each day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import batched
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from newsroom.documents.stages import Stage
from newsroom.models import CaseStage, ItemUpdate, NewsItemPage, RetentionReview
from newsroom.rules.retention import Outcome, outcome_of, yardstick_for

BATCH = 500
_ORDER = [str(stage) for stage in Stage]
_FROM_RULES = ("outcome", "outcome_on", "event", "months", "source", "due_on")


@dataclass(frozen=True)
class CaseEvent:
    """What happened last in the case of an item, and on which day."""

    stage: str
    on: date
    key: str
    """The stage and its moment as text: another one means that something has happened since."""


def refresh_all() -> int:
    """Compute the reviews of all items anew; returns how many items there are."""
    ids = NewsItemPage.objects.order_by("pk").values_list("pk", flat=True)
    number = 0
    for some in batched(ids.iterator(BATCH), BATCH):
        number += len(refresh(some))
    return number


def refresh(item_ids: Iterable[int]) -> list[RetentionReview]:
    """Compute the reviews of these items anew, and save them. As many queries for many as for one.

    What the desk said of the outcome, and a decision to keep, count until something else happens.
    """
    items = list(_rows_of(item_ids))
    known = RetentionReview.objects.in_bulk([row["pk"] for row in items])
    reviews = []
    for row, event in _events_of(items):
        review = known.get(row["pk"]) or RetentionReview(page_id=row["pk"])
        reviews.append(_computed(review, event))
    with transaction.atomic():
        RetentionReview.objects.bulk_create(
            reviews, update_conflicts=True, unique_fields=["page"], update_fields=_FROM_RULES
        )
    return reviews


def review_of(page_id: int) -> RetentionReview | None:
    """The review of one item as it is now, unsaved; None for what is no item or has no day yet."""
    known = RetentionReview.objects.filter(pk=page_id).first()
    for row, event in _events_of(list(_rows_of([page_id]))):
        return _computed(known or RetentionReview(page_id=row["pk"]), event)
    return None


def update_changed(instance: ItemUpdate, raw: bool = False, **kwargs: Any) -> None:
    """After an update was saved or deleted: the review may be on another day. Receiver.

    When the item itself is being deleted, nothing is left to review.
    """
    origin = kwargs.get("origin")
    if not raw and (origin is None or origin is instance):
        refresh([instance.item_id])


def _computed(review: RetentionReview, event: CaseEvent) -> RetentionReview:
    if review.said and review.said_of == event.key:
        outcome = review.said
    else:
        outcome = outcome_of(event.stage)
    yardstick = yardstick_for(outcome, timezone.localdate())
    review.outcome, review.outcome_on, review.event = outcome, event.on, event.key
    review.months, review.source = yardstick.months, yardstick.source
    review.due_on = yardstick.due(event.on)
    if review.is_kept and review.kept_until:
        review.due_on = review.kept_until
    return review


def _rows_of(item_ids: Iterable[int]) -> Iterator[dict[str, Any]]:
    """The columns of these items that count; of those alone that have ever been public."""
    been_public = Q(live=True) | Q(first_published_at__isnull=False)
    items = NewsItemPage.objects.filter(been_public, pk__in=list(item_ids))
    columns = ("pk", "published_at", "first_published_at", "alias_of_id", "case_id")
    yield from items.order_by("pk").values(*columns, "pressreleasepage__stage")


def _events_of(items: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], CaseEvent]]:
    """Each item with the newest event of its case: an update, its own stage, or the case's."""
    updates = _newest_updates({row["alias_of_id"] or row["pk"] for row in items})
    stages = _newest_stages({row["case_id"] for row in items} - {None})
    for row in items:
        moment = row["published_at"] or row["first_published_at"] or timezone.now()
        own = row["pressreleasepage__stage"] or ""
        out = timezone.localtime(moment).date()
        if (event := updates.get(row["alias_of_id"] or row["pk"])) or (
            not own and (event := stages.get(row["case_id"]))
        ):
            yield row, event
        else:
            yield row, CaseEvent(own, out, f"{own}:{out.isoformat()}")


def _newest_updates(item_ids: Iterable[int]) -> dict[int, CaseEvent]:
    found = {}
    rows = ItemUpdate.objects.filter(item__in=item_ids, at__lte=timezone.now())
    for update in rows.exclude(stage=ItemUpdate.Stage.CORRECTION).order_by("at", "pk"):
        if update.has_passed:
            day = timezone.localtime(update.at).date()
            key = f"{update.stage}:{update.at.isoformat()}"
            found[update.item_id] = CaseEvent(update.stage, day, key)
    return found


def _newest_stages(case_ids: Iterable[Any]) -> dict[int, CaseEvent]:
    rows = CaseStage.objects.filter(page__in=case_ids, date__lte=timezone.localdate())
    found = {}
    for row in sorted(rows, key=lambda row: (row.date, _ORDER.index(row.kind))):
        found[row.page_id] = CaseEvent(row.kind, row.date, f"{row.kind}:{row.date.isoformat()}")
    return found


def said(review: RetentionReview, outcome: str) -> RetentionReview:
    """Save what the desk says of the outcome; empty to leave it to the stages of the case."""
    if outcome:
        Outcome(outcome)
    RetentionReview.objects.filter(pk=review.pk).update(
        said=outcome, said_of=review.event if outcome else ""
    )
    (current,) = refresh([review.pk])
    return current
