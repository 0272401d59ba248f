"""The archive index: denormalised tables of public items, for queries in constant time.

`ArchiveEntry` has a row for each combination of filters that finds an item, so that a page of the
archive is one index range. `ArchiveTally` counts these rows by month, so that totals, the counts of
filter options and deep pages need small sums only. `ArchiveText` contains the text of items for
search. `ArchiveListing` assigns items to topics, cases and speakers. All four tables are derived
from open editions and can be rebuilt at any time (`archive/rebuild_index.py`).

`sync_item` is the only function that updates a single item. It must be called, in the same
transaction, after every change that may affect an item's visibility, date, kind, terms or text.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date as day_of_calendar
from datetime import datetime
from itertools import product
from zoneinfo import ZoneInfo

from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

ANY = 0
"""Means "any crime type", "any area" or "all months" in the index."""

LONDON = ZoneInfo("Europe/London")


class Kind(models.TextChoices):
    """The kind of an item as readers see it; the values are part of the archive's addresses."""

    PRESS_RELEASE = "press-release", _("Press release")
    CPS_SAYS = "cps-says", _("CPS says")
    SPEECH = "speech", _("Speech")
    ARTICLE = "article", _("Article")
    NEWS_ITEM = "news-item", _("News item")


@dataclass(frozen=True)
class IndexRow:
    """The data of one public item from which its index rows are made."""

    item_id: int
    language: str
    kind: str
    date: datetime
    crime_types: tuple[int, ...]
    areas: tuple[int, ...]
    title: str
    summary: str
    body: str
    closes_at: datetime | None = None
    lists: tuple[tuple[str, int], ...] = ()
    """Name and key of each list that contains the item: see `ArchiveListing`."""
    said_on: day_of_calendar | None = None
    """The day of a speech, if it is not that of publication."""

    @property
    def day(self) -> day_of_calendar:
        """The day, in London, that orders lists of speeches."""
        return self.said_on or self.date.astimezone(LONDON).date()

    @property
    def month(self) -> int:
        """The month in London as a number, such as 202611."""
        local = self.date.astimezone(LONDON)
        return local.year * 100 + local.month

    @property
    def combinations(self) -> list[tuple[int, int]]:
        """Every pair of (crime type or any, area or any) that finds the item."""
        return list(product((ANY, *self.crime_types), (ANY, *self.areas)))


class EntryQuerySet(models.QuerySet):
    """A queryset of index rows that can exclude expired ones."""

    def not_over(self) -> "EntryQuerySet":
        """Exclude items whose edition has expired but whose rows have not been deleted yet."""
        later = models.Q(closes_at__gt=timezone.now())
        return self.filter(models.Q(closes_at__isnull=True) | later)


class ArchiveEntry(models.Model):
    """One public item under one combination of crime type (or any) and area (or any)."""

    item = models.ForeignKey(Page, models.CASCADE, related_name="+", db_index=False)
    language = models.CharField(max_length=12)
    crime_type = models.PositiveIntegerField()
    area = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=Kind)
    date = models.DateTimeField()
    month = models.PositiveIntegerField()
    closes_at = models.DateTimeField(null=True)
    """When the item's edition expires; None if no end is set."""

    objects = EntryQuerySet.as_manager()

    class Meta:
        # Kind and month are trailing columns to allow an index-only scan of the range.
        indexes = [
            models.Index(
                fields=["language", "crime_type", "area", "-date", "-item", "kind", "month"],
                name="archive_entry_range",
            ),
            models.Index(
                fields=["language", "closes_at"],
                condition=models.Q(closes_at__isnull=False),
                name="archive_entry_closing",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "crime_type", "area"], name="archive_entry_once"
            )
        ]

    def __str__(self) -> str:
        return f"item {self.item_id} under crime type {self.crime_type}, area {self.area}"


class ArchiveTally(models.Model):
    """The number of entries with the same combination, kind and month (or all months)."""

    language = models.CharField(max_length=12)
    crime_type = models.PositiveIntegerField()
    area = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=Kind)
    month = models.PositiveIntegerField()
    # Not a positive field: the upsert may insert a negative row, which the conflict clause adds.
    items = models.IntegerField()

    class Meta:
        verbose_name_plural = "archive tallies"
        constraints = [
            models.UniqueConstraint(
                fields=["language", "crime_type", "area", "month", "kind"],
                name="archive_tally_cell",
            )
        ]

    def __str__(self) -> str:
        return f"{self.items} in {self.crime_type} x {self.area}, {self.kind}, {self.month}"


class ArchiveText(models.Model):
    """The text of an item. Each database has its own full-text index of it (see search.py)."""

    item = models.OneToOneField(Page, models.CASCADE, primary_key=True, related_name="+")
    language = models.CharField(max_length=12)
    title = models.TextField()
    teaser = models.TextField()
    body = models.TextField()

    def __str__(self) -> str:
        return self.title


class ListingQuerySet(models.QuerySet):
    """A queryset of list rows that can exclude expired items."""

    def in_list(self, name: str, language: str) -> "ListingQuerySet":
        """The rows of a list in a language, without items whose edition has expired."""
        over = ArchiveEntry.objects.filter(language=language, closes_at__lte=timezone.now())
        return self.filter(list=name, language=language).exclude(item__in=over.values("item"))


class ArchiveListing(models.Model):
    """One public item in a list: of a topic, of a case, of a speaker or of all speeches."""

    class List(models.TextChoices):
        TOPIC = "topic", _("Topic")
        CASE = "case", _("Case")
        SPEAKER = "speaker", _("Speaker")

    item = models.ForeignKey(Page, models.CASCADE, related_name="+", db_index=False)
    language = models.CharField(max_length=12)
    list = models.CharField(max_length=8, choices=List)
    key = models.BigIntegerField()
    """The id of the topic page, case page or person; `ANY` for all speeches."""
    kind = models.CharField(max_length=16, choices=Kind)
    date = models.DateTimeField()
    day = models.DateField()

    objects = ListingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["language", "list", "key", "-date", "-item"], name="archive_listing_by_date"
            ),
            models.Index(
                fields=["language", "list", "key", "kind", "-day", "-item"],
                name="archive_listing_by_day",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["item", "list", "key"], name="archive_listing_once")
        ]

    def __str__(self) -> str:
        return f"item {self.item_id} in {self.list} {self.key}"


type Cell = tuple[str, int, int, str, int]


def entries_of(facts: IndexRow) -> list[ArchiveEntry]:
    """The archive entries of an item."""
    return [
        ArchiveEntry(
            item_id=facts.item_id,
            language=facts.language,
            crime_type=crime_type,
            area=area,
            kind=facts.kind,
            date=facts.date,
            month=facts.month,
            closes_at=facts.closes_at,
        )
        for crime_type, area in facts.combinations
    ]


def listings_of(facts: IndexRow) -> list[ArchiveListing]:
    """The list rows of an item."""
    return [
        ArchiveListing(
            item_id=facts.item_id,
            language=facts.language,
            list=name,
            key=key,
            kind=facts.kind,
            date=facts.date,
            day=facts.day,
        )
        for name, key in facts.lists
    ]


def text_of(facts: IndexRow) -> ArchiveText:
    """The search row of an item."""
    return ArchiveText(
        item_id=facts.item_id,
        language=facts.language,
        title=facts.title,
        teaser=facts.summary,
        body=facts.body,
    )


def sync_item(item_id: int, read_facts: Callable[[], IndexRow | None]) -> None:
    """Update the index rows of one item to match its open edition. Idempotent.

    `read_facts` is called after the item's row has been locked, so that the later of two writers
    sees the changes of the earlier one. It returns None if the item is not public. Runs in the
    caller's transaction.
    """
    with transaction.atomic():
        # FOR NO KEY UPDATE, so that foreign-key checks do not block.
        own = Page.objects.select_for_update(of=("self",), no_key=True).filter(pk=item_id)
        list(own.values_list("pk"))
        _wait_for_rebuild()
        facts = read_facts()
        wanted = {_key(entry): entry for entry in (entries_of(facts) if facts else ())}
        present = {_key(entry): entry for entry in ArchiveEntry.objects.filter(item_id=item_id)}
        gone = [entry for key, entry in present.items() if key not in wanted]
        new = [entry for key, entry in wanted.items() if key not in present]
        if gone:
            ArchiveEntry.objects.filter(pk__in=[entry.pk for entry in gone]).delete()
        if new:
            ArchiveEntry.objects.bulk_create(new)
        _sync_text(item_id, text_of(facts) if facts else None)
        _sync_listings(item_id, listings_of(facts) if facts else [])
        _add_to_tally(gone, new)


def lock_index_exclusively() -> None:
    """Block `sync_item` until the end of the transaction; reads continue.

    SQLite needs no lock, because it allows one writer at a time.
    """
    _lock_entries("SHARE ROW EXCLUSIVE")


def _wait_for_rebuild() -> None:
    _lock_entries("ROW EXCLUSIVE")


def _lock_entries(mode: str) -> None:
    if connection.vendor == "postgresql":
        table = connection.ops.quote_name(ArchiveEntry._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN {mode} MODE")


def _key(entry: ArchiveEntry) -> tuple[object, ...]:
    names = ("language", "crime_type", "area", "kind", "date", "closes_at")
    return tuple(getattr(entry, name) for name in names)


def _sync_text(item_id: int, wanted: ArchiveText | None) -> None:
    fields = ("language", "title", "teaser", "body")
    present = ArchiveText.objects.filter(item_id=item_id).first()
    if wanted is None:
        if present is not None:
            present.delete()
    elif present is None:
        wanted.save(force_insert=True)
    elif any(getattr(present, field) != getattr(wanted, field) for field in fields):
        wanted.save(force_update=True)


def _sync_listings(item_id: int, wanted: list[ArchiveListing]) -> None:
    fields = ("language", "list", "key", "kind", "date", "day")
    present = ArchiveListing.objects.filter(item_id=item_id)
    if set(present.values_list(*fields)) != {
        tuple(getattr(row, field) for field in fields) for row in wanted
    }:
        present.delete()
        ArchiveListing.objects.bulk_create(wanted)


def cells_of(entry: ArchiveEntry) -> tuple[Cell, Cell]:
    """The two tally cells that count an entry: that of its month, and that of all months."""
    start = (entry.language, entry.crime_type, entry.area, entry.kind)
    return (*start, entry.month), (*start, ANY)


def _add_to_tally(gone: Iterable[ArchiveEntry], new: Iterable[ArchiveEntry]) -> None:
    changes: Counter[Cell] = Counter()
    for entry in new:
        changes.update(cells_of(entry))
    for entry in gone:
        changes.subtract(cells_of(entry))
    # All writers update the "any x any" cells. They come last, to shorten the time that their
    # rows are locked. The order is fixed, so that two writers cannot deadlock.
    rows = sorted(
        ((*cell, change) for cell, change in changes.items() if change),
        key=lambda row: ((row[1] == ANY) + (row[2] == ANY), row),
    )
    if not rows:
        return
    table = connection.ops.quote_name(ArchiveTally._meta.db_table)
    values = ", ".join(["(%s, %s, %s, %s, %s, %s)"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (language, crime_type, area, kind, month, items) "
            f"VALUES {values} "
            "ON CONFLICT (language, crime_type, area, month, kind) "
            f"DO UPDATE SET items = {table}.items + EXCLUDED.items",
            [value for row in rows for value in row],
        )
