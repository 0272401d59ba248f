"""The index of what is public: plain tables that answer the archive in constant time.

`ArchiveEntry` has one row for every combination an item can be asked for by, so that a page of
the archive is one index range. `ArchiveTally` counts those rows by month, so that totals, counts
beside filter options and deep pages are small sums. `ArchiveText` holds an item's words.
`ArchiveListing` says under which topics, case and speaker an item stands. All four are derived
from the pages and can be rebuilt at any time (`archive/rebuild_index.py`).

`sync_item` is the only way in for a single item. It is called for whatever may have changed
an item's being public, its date, kind, terms or words, in the transaction of that change.
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
"""Stands for "any crime type", "any area" and "all months" in the index."""

LONDON = ZoneInfo("Europe/London")


class Kind(models.TextChoices):
    """What an item calls itself to its readers; the value stands in the archive's addresses."""

    PRESS_RELEASE = "press-release", _("Press release")
    CPS_SAYS = "cps-says", _("CPS says")
    SPEECH = "speech", _("Speech")
    ARTICLE = "article", _("Article")
    NEWS_ITEM = "news-item", _("News item")


@dataclass(frozen=True)
class IndexRow:
    """What the archive needs to know of one public item."""

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
    """Name and key of each list that the item stands in: see `ArchiveListing`."""
    said_on: day_of_calendar | None = None
    """The day of a speech, where it is not that of publication."""

    @property
    def day(self) -> day_of_calendar:
        """The day, in London, by which lists of speeches know the item."""
        return self.said_on or self.date.astimezone(LONDON).date()

    @property
    def month(self) -> int:
        """The month in London, as 202611: the archive's days are London's days."""
        local = self.date.astimezone(LONDON)
        return local.year * 100 + local.month

    @property
    def combinations(self) -> list[tuple[int, int]]:
        """Every (crime type or any, area or any) that finds this item."""
        return list(product((ANY, *self.crime_types), (ANY, *self.areas)))


class EntryQuerySet(models.QuerySet):
    """Rows of the index, by the clock."""

    def not_over(self) -> "EntryQuerySet":
        """Without items whose time is over, though no timer has taken them out yet."""
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
    """When the item's edition is over by the clock; None: until further notice."""

    objects = EntryQuerySet.as_manager()

    class Meta:
        # Kind and month trail the key so that the range is answered from the index alone.
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
    """How many entries share a combination, a kind and a month (or all months)."""

    language = models.CharField(max_length=12)
    crime_type = models.PositiveIntegerField()
    area = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=Kind)
    month = models.PositiveIntegerField()
    # Not "positive": the upsert proposes a negative row before it adds it to the one that stands.
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
    """An item's words. Each database keeps its own full-text index of them (see search.py)."""

    item = models.OneToOneField(Page, models.CASCADE, primary_key=True, related_name="+")
    language = models.CharField(max_length=12)
    title = models.TextField()
    teaser = models.TextField()
    body = models.TextField()

    def __str__(self) -> str:
        return self.title


class ListingQuerySet(models.QuerySet):
    """Rows of lists, by the clock."""

    def in_list(self, name: str, language: str) -> "ListingQuerySet":
        """Those of a list in a language, without items whose time is over."""
        over = ArchiveEntry.objects.filter(language=language, closes_at__lte=timezone.now())
        return self.filter(list=name, language=language).exclude(item__in=over.values("item"))


class ArchiveListing(models.Model):
    """One public item in a list: of a topic, of a case, or of a speaker's or all speeches."""

    class List(models.TextChoices):
        TOPIC = "topic", _("Topic")
        CASE = "case", _("Case")
        SPEAKER = "speaker", _("Speaker")

    item = models.ForeignKey(Page, models.CASCADE, related_name="+", db_index=False)
    language = models.CharField(max_length=12)
    list = models.CharField(max_length=8, choices=List)
    key = models.BigIntegerField()
    """The id of the topic page, case page or person; `ANY` for the speeches of everybody."""
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
    """The rows by which the archive finds this item."""
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
    """The rows by which topics, cases and lists of speeches find this item."""
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
    """The row by which the archive finds this item's words."""
    return ArchiveText(
        item_id=facts.item_id,
        language=facts.language,
        title=facts.title,
        teaser=facts.summary,
        body=facts.body,
    )


def sync_item(item_id: int, read_facts: Callable[[], IndexRow | None]) -> None:
    """Make the index say of one item what the pages say of it.

    `read_facts` is asked after the item's row is locked, so that of two writers the later one
    sees what the earlier one did; it returns None for an item that is not public. Joins the
    transaction it is called in. Calling it again changes nothing.
    """
    with transaction.atomic():
        # Without the key: a rebuild that waits for nobody must still be able to refer to the row.
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
    """Let nobody bring an item in line until the transaction ends; readers go on.

    SQLite has one writer at a time already.
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
    """The two tally cells an entry counts in: its month, and all months."""
    start = (entry.language, entry.crime_type, entry.area, entry.kind)
    return (*start, entry.month), (*start, ANY)


def _add_to_tally(gone: Iterable[ArchiveEntry], new: Iterable[ArchiveEntry]) -> None:
    changes: Counter[Cell] = Counter()
    for entry in new:
        changes.update(cells_of(entry))
    for entry in gone:
        changes.subtract(cells_of(entry))
    # Every publisher meets in the cells of "any x any": they come last, so that they are held
    # for the shortest time, and all in one fixed order, so that two publishers cannot deadlock.
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
