"""Finds who is to be mailed what: queues deliveries for editions that have just opened.

An item is news while its date and its first moment in public lie within `NEWS`: what is imported,
or published again after a long time, is not. Each result that somebody follows is asked once which
of the new items it has. Its subscribers are queued by the database alone, in batches, so memory
does not grow with their number. Everything here may be repeated, and run twice at the same time: a
delivery is a unique row.
"""

import hashlib
import logging
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Min
from django.utils import timezone

from newsroom.alerts.frequencies import Frequency, next_mail
from newsroom.alerts.models import Alert, AlertDelivery, AlertedEdition
from newsroom.alerts.questions import Question
from newsroom.documents.document import Document, UnknownSchema, Update
from newsroom.documents.later_notes import later_notes
from newsroom.editions.models import Edition

log = logging.getLogger(__name__)

NEWS = timedelta(days=7)
"""For how long an item is news."""
MOST_EDITIONS = 500
"""How many editions a run looks at."""
BATCH = 5000
"""How many alerts or deliveries a statement reads."""

ALERT, DELIVERY = Alert._meta.db_table, AlertDelivery._meta.db_table
COLUMNS = (
    "subscriber_id, alert_id, kind, page_id, about, due_at, made_at, tries, outcome, edition_number"
)

OF_QUESTION = f"""
    INSERT INTO {DELIVERY} ({COLUMNS})
    SELECT subscriber_id, id, 'item', %(page)s, '', %(due)s, %(now)s, 0, '', 0
    FROM {ALERT}
    WHERE question = %(question)s AND frequency = %(frequency)s AND confirmed_at <= %(since)s
        AND stopped_at IS NULL AND id > %(after)s AND id <= %(last)s
    ORDER BY id
    ON CONFLICT DO NOTHING
"""
"""Subscribers who had confirmed when the item was first public."""

OF_UPDATE = f"""
    INSERT INTO {DELIVERY} ({COLUMNS})
    SELECT done.subscriber_id, done.alert_id, 'update', %(page)s, %(about)s, %(due)s, %(now)s,
        0, '', 0
    FROM {DELIVERY} done JOIN {ALERT} alert ON alert.id = done.alert_id
    WHERE done.page_id = %(page)s AND done.kind = 'item' AND done.claimed_at IS NOT NULL
        AND done.outcome <> 'refused' AND done.edition_number < %(number)s
        AND alert.frequency = %(frequency)s AND alert.confirmed_at IS NOT NULL
        AND alert.stopped_at IS NULL AND done.id > %(after)s AND done.id <= %(last)s
    ORDER BY done.id
    ON CONFLICT DO NOTHING
"""
"""Subscribers who were mailed an edition of the item that did not have the update yet."""


@dataclass(frozen=True)
class NewItem:
    """An item that is news, and since when it has been public."""

    page_id: int
    language: str
    since: datetime


def collect(now: datetime | None = None) -> int:
    """Queue deliveries for the open editions that nobody has looked at; returns how many editions.

    What no run has seen within `NEWS` is not news any more.
    """
    moment = now or timezone.now()
    seen = AlertedEdition.objects.values("edition_id")
    unseen = Edition.objects.open(moment).of_items()
    # That none of them is closed is said for the index.
    unseen = unseen.filter(opens_at__gt=moment - NEWS, closed_why="")
    unseen = unseen.exclude(pk__in=seen).order_by("opens_at", "pk").defer("document")
    editions = list(unseen[:MOST_EDITIONS])
    if not editions:
        return 0
    _queue_items(_news_among(editions, moment), moment)
    for edition in editions:
        try:
            _queue_updates(edition, moment)
        except UnknownSchema:
            log.error("Updates of page %s cannot be read: run rebuild_editions", edition.page_id)
    rows = [AlertedEdition(edition_id=edition.pk, made_at=moment) for edition in editions]
    AlertedEdition.objects.bulk_create(rows, ignore_conflicts=True)
    return len(editions)


def _news_among(editions: list[Edition], now: datetime) -> list[NewItem]:
    start = now - NEWS
    dated = [edition for edition in editions if edition.date and edition.date > start]
    pages = {edition.page_id: edition.language for edition in dated}
    first = (
        Edition.objects.filter(page_id__in=pages)
        .values("page_id")
        .annotate(since=Min("opens_at"))
        .filter(since__gt=start)
        .order_by("since", "page_id")
    )
    return [NewItem(row["page_id"], pages[row["page_id"]], row["since"]) for row in first]


def _queue_items(items: list[NewItem], now: datetime) -> None:
    """Queue the items for whoever follows a result that has them.

    Who follows two such results is mailed by the more frequent one: it is queued first.
    """
    if not items:
        return
    found = [
        (question, [item for item in items if item.page_id in matched])
        for question, matched in _followed(items)
    ]
    for frequency in Frequency:
        for question, matching in found:
            for item in matching:
                values = {
                    "question": question,
                    "page": item.page_id,
                    "since": _stored(item.since),
                    **_when(frequency, now),
                }
                followers = Alert.objects.active().filter(question=question, frequency=frequency)
                _insert(OF_QUESTION, values, followers)


def _followed(items: list[NewItem]) -> Iterator[tuple[str, set[int]]]:
    """Each result that somebody follows, with those of the items that the archive finds in it."""
    languages = {item.language for item in items}
    asked = Alert.objects.active().filter(language__in=languages)
    for hashed, language, query in asked.values_list("question", "language", "query").distinct():
        own = [item.page_id for item in items if item.language == language]
        if matched := Question(language, query).matching(own):
            yield hashed, matched


def _queue_updates(edition: Edition, now: datetime) -> None:
    """Queue the updates and corrections of an item for whoever was mailed it without them."""
    mailed = AlertDelivery.objects.filter(
        page_id=edition.page_id, kind=AlertDelivery.Kind.ITEM, claimed_at__isnull=False
    )
    if not mailed.exists():
        return
    for key, number in _first_shown(edition.page_id, edition.number).items():
        for frequency in Frequency:
            values = {
                "page": edition.page_id,
                "about": key,
                "number": number,
                **_when(frequency, now),
            }
            _insert(OF_UPDATE, values, mailed)


def _first_shown(page_id: int, last: int) -> dict[str, int]:
    """The keys of the later notes in the last of these editions, with the first that has each."""
    shown = Edition.objects.filter(page_id=page_id, number__lte=last).order_by("number")
    first: dict[str, int] = {}
    keys: set[str] = set()
    for number, data in shown.values_list("number", "document").iterator(chunk_size=20):
        keys = {update_key(update) for update in later_notes(Document.from_json(data))}
        for key in keys:
            first.setdefault(key, number)
    return {key: first[key] for key in keys}


def update_key(update: Update) -> str:
    """What makes an update or a correction one that was not mailed yet: its moment and kind.

    A note that is put into other words stays the same update.
    """
    return hashlib.sha256(f"{update.at.isoformat()} {update.stage}".encode()).hexdigest()


def _when(frequency: Frequency, now: datetime) -> dict[str, Any]:
    due = next_mail(frequency, now)
    return {"frequency": frequency.value, "due": _stored(due), "now": _stored(now)}


def _insert(statement: str, values: dict[str, Any], sources: Any) -> None:
    """Run an INSERT for ranges of the keys of its source rows, each in a transaction of its own."""
    for after, last in _ranges(sources):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, {**values, "after": after, "last": last})


def _ranges(sources: Any) -> Iterator[tuple[int, int]]:
    """Ranges of keys with at most `BATCH` rows each."""
    after = 0
    while True:
        keys: Collection[int] = (
            sources.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:BATCH]
        )
        last = max(keys, default=None)
        if last is None:
            return
        yield after, last
        after = last


def _stored(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)
