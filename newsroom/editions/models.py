"""Editions: what readers get of a page, and from when to when."""

from datetime import datetime
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class EditionQuerySet(models.QuerySet["Edition"]):
    """Editions, with the question that every outlet asks."""

    def open(self, now: datetime | None = None) -> Self:
        """What is public at this moment."""
        now = now or timezone.now()
        until = models.Q(closes_at__isnull=True) | models.Q(closes_at__gt=now)
        return self.filter(until, opens_at__lte=now)

    def at(self, address: str) -> Self:
        return self.filter(address=address)

    def of_page(self, page_id: int) -> Self:
        return self.filter(page_id=page_id)

    def in_language(self, code: str) -> Self:
        return self.filter(language=code)


class Edition(models.Model):
    """One page exactly as it was cleared. A row is never changed, only closed."""

    class Closed(models.TextChoices):
        REPLACED = "replaced", _("Replaced by another edition")
        EXPIRED = "expired", _("Expired")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        ORDER = "order", _("Held back by an order of a court")
        DELETED = "deleted", _("Deleted")
        RESTRICTED = "restricted", _("No longer for all readers")
        MOVED = "moved", _("Moved to another address")

    page_id = models.BigIntegerField(db_index=True)
    number = models.PositiveIntegerField()
    language = models.CharField(max_length=12)
    translation_key = models.UUIDField(db_index=True)
    address = models.TextField(db_index=True)
    page_type = models.CharField(max_length=40)
    kind = models.CharField(max_length=16, blank=True)
    title = models.TextField()
    teaser = models.TextField(blank=True)
    date = models.DateTimeField(null=True)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField(null=True)
    closed_why = models.CharField(max_length=16, choices=Closed, blank=True)
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    revision_id = models.BigIntegerField(null=True)
    above = models.JSONField(default=list)
    """Ids of the pages above, below the language's root, nearest last."""

    objects = EditionQuerySet.as_manager()

    class Meta:
        indexes = [
            # Items are many; of the other types there are few, and lists are made of them.
            models.Index(
                fields=["page_type", "language"],
                condition=models.Q(kind=""),
                name="edition_of_type",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["page_id", "number"], name="edition_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.title}, edition {self.number}"


class EditionFile(models.Model):
    """A file that an edition shows."""

    class Kind(models.TextChoices):
        PICTURE = "picture", _("Picture")
        DOCUMENT = "document", _("Document")

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="files")
    kind = models.CharField(max_length=8, choices=Kind)
    file = models.BigIntegerField()
    """The id of the picture or document."""
    name = models.TextField(db_index=True)
    """The path in the storage, as addresses ask for it."""
    hash = models.CharField(max_length=40)
    content_type = models.CharField(max_length=100, blank=True)
    save_as = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class OldAddress(models.Model):
    """An address under which an edition of a page was open once."""

    address = models.TextField(db_index=True)
    page_id = models.BigIntegerField()
    language = models.CharField(max_length=12)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return self.address
