"""What a page said before its words were changed, as far as readers may still read it.

Readers never get a closed edition. Where a duty editor has said so at the release of a change, the
words that it ended are copied into a row of this table, which readers get besides open editions.
The copy goes as soon as anything speaks against it: the words are withheld from then on, and never
return. Database triggers refuse both to put words into a row again and to change anything else of
it (migration 0055).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models

from newsroom.documents.document import Document


class EarlierEditionQuerySet(models.QuerySet):
    """Earlier editions, with a filter for those that have words."""

    def of_page(self, page_id: int) -> "EarlierEditionQuerySet":
        """The earlier editions of one page, newest first."""
        return self.filter(page_id=page_id).order_by("-number")

    def with_words(self) -> "EarlierEditionQuerySet":
        """Those that are not withheld for good."""
        return self.filter(document__isnull=False)

    def readable(self, now: datetime) -> "EarlierEditionQuerySet":
        """Those that readers of an open page may read at `now`, an aware moment."""
        open_still = models.Q(closes_at__isnull=True) | models.Q(closes_at__gt=now)
        return self.with_words().filter(open_still)


class EarlierEdition(models.Model):
    """What one page said from `since` until just before `until`.

    Whether readers may read it depends on the page too: it must be public now.
    """

    page_id = models.BigIntegerField()
    number = models.PositiveIntegerField()
    """The number among the earlier editions of its page, from 1. It is in the address."""
    since = models.DateTimeField()
    until = models.DateTimeField()
    changed_at = models.DateTimeField()
    """When the words began that replaced it: later than `until` if the page was not public."""
    document = models.JSONField(null=True)
    """The words; None if they are withheld."""
    digest = models.CharField(max_length=64)
    """The digest with which the words passed the gate, to which answers to findings belong."""
    closes_at = models.DateTimeField(null=True)
    """When an order begins that protects a name in the words. They are withheld from then on."""

    objects = EarlierEditionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["page_id", "number"], name="earlier_edition_number")
        ]

    def __str__(self) -> str:
        return f"Earlier edition {self.number} of page {self.page_id}"

    def is_readable(self, now: datetime) -> bool:
        """Whether readers of an open page may read it at `now`, an aware moment."""
        is_open = self.closes_at is None or now < self.closes_at
        return self.document is not None and is_open

    def as_document(self) -> Document:
        """The stored words. Raises UnknownSchema for data of another schema number, or for none."""
        return Document.from_json(self.document or {})


def withhold(page_ids: Iterable[int] | models.QuerySet[Any]) -> int:
    """Withhold all earlier editions of these pages, for good; returns how many had words."""
    rows = EarlierEdition.objects.with_words().filter(page_id__in=page_ids)
    return rows.update(document=None)
