"""The archive index: denormalised tables of public items, for queries in constant time.

`ArchiveEntry` has a row for each combination of filters that finds an item, so that a page of the
archive is one index range. `ArchiveTally` counts these rows by month, so that totals, the counts of
filter options and deep pages need small sums only. `ArchiveText` contains the text of items for
search. `ArchiveListing` assigns items to topics, cases and speakers, and `ArchiveListTally` counts
them. `ArchiveCorrection` has the corrections of items. All tables are derived from open editions
and can be rebuilt at any time (`archive/rebuild_index.py`).

`sync_item` (`archive/sync.py`) is the only function that updates a single item. It must be called,
in the same transaction, after every change that may affect an item's visibility, date, kind, terms
or text.
"""

from dataclasses import dataclass
from datetime import date as day_of_calendar
from datetime import datetime
from itertools import product

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from newsroom.archive.search_words import index_words, tag
from newsroom.time_zones import LONDON

ANY = 0
"""Means "any crime type", "any area" or "all months" in the index."""


TAGGED = ("topic", "case")
"""The lists whose names are found as words of their items."""


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
    facts: tuple[str, ...] = ()
    """Texts beside the body: court, speaker, event."""
    corrections: tuple[tuple[datetime, str], ...] = ()
    """When the item was corrected, and the note of each correction."""

    @property
    def tags(self) -> list[str]:
        """The words under which search knows the item's terms, kind, topics and case."""
        return [
            tag("kind", self.kind),
            *(tag("crimetype", key) for key in self.crime_types),
            *(tag("area", key) for key in self.areas),
            *(tag(name, key) for name, key in self.lists if name in TAGGED),
        ]

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
    # The folded words of these (see search_words.py). The database has the default, so that the
    # version before can still add rows.
    title_words = models.TextField(db_default="", editable=False)
    fact_words = models.TextField(db_default="", editable=False)
    """The teaser, the facts and the tags."""
    body_words = models.TextField(db_default="", editable=False)

    def __str__(self) -> str:
        return self.title


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


class ArchiveCorrection(models.Model):
    """One correction of a public item."""

    item = models.ForeignKey(Page, models.CASCADE, related_name="+")
    language = models.CharField(max_length=12)
    at = models.DateTimeField()
    note = models.TextField()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["language", "-at", "-id"], name="archive_correction_range")]

    def __str__(self) -> str:
        return f"item {self.item_id}, {self.at:%Y-%m-%d}"


class ArchiveListTally(models.Model):
    """The number of items of a list in one year, or in all years."""

    language = models.CharField(max_length=12)
    list = models.CharField(max_length=8, choices=ArchiveListing.List)
    key = models.BigIntegerField()
    year = models.PositiveIntegerField()
    """The year of `ArchiveListing.day`, or `ANY`."""
    items = models.IntegerField()

    class Meta:
        verbose_name_plural = "archive list tallies"
        constraints = [
            models.UniqueConstraint(
                fields=["language", "list", "key", "year"], name="archive_list_tally_cell"
            )
        ]

    def __str__(self) -> str:
        return f"{self.items} in {self.list} {self.key}, {self.year}"


TEXT_FIELDS = (
    *("item_id", "language", "title", "teaser", "body"),
    *("title_words", "fact_words", "body_words"),
)


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
    language = facts.language
    return ArchiveText(
        item_id=facts.item_id,
        language=facts.language,
        title=facts.title,
        teaser=facts.summary,
        body=facts.body,
        title_words=index_words([facts.title], language),
        fact_words=" ".join([index_words([facts.summary, *facts.facts], language), *facts.tags]),
        body_words=index_words(facts.body.split("\n\n"), language),
    )


def correction_rows(facts: IndexRow) -> list[ArchiveCorrection]:
    """The corrections of an item."""
    about = {"item_id": facts.item_id, "language": facts.language}
    return [ArchiveCorrection(**about, at=at, note=note) for at, note in facts.corrections]
