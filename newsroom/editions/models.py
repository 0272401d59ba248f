"""Editions: what readers get of a page, and when. The one answer to "is this public?".

An edition is a copy of one page as plain data, exactly as the gate let it through. A row is never
changed but to close it, and never deleted: the database refuses both (migration 0008).
"""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.encoding import uri_to_iri
from django.utils.translation import gettext_lazy as _

from newsroom.documents.document import Document


class EditionQuerySet(models.QuerySet):
    """Editions, by whether they are public and of what."""

    def open(self, now: datetime | None = None) -> "EditionQuerySet":
        """Those that are public at this moment, or were at another one: `opens_at <= now`, and
        `now < closes_at`.
        """
        moment = now or timezone.now()
        begun = self.filter(opens_at__lte=moment)
        return begun.filter(models.Q(closes_at__isnull=True) | models.Q(closes_at__gt=moment))

    def at(self, address: str) -> "EditionQuerySet":
        """Those that are, or were, at this address."""
        return self.filter(address=address)

    def of_page(self, page_id: int) -> "EditionQuerySet":
        """Those of one page, newest first."""
        return self.filter(page_id=page_id).order_by("-number")

    def in_language(self, code: str) -> "EditionQuerySet":
        """Those in one language."""
        return self.filter(language=code)

    def of_items(self) -> "EditionQuerySet":
        """Those that the archive lists: of dated items."""
        return self.exclude(kind="").filter(date__isnull=False)

    def let_through(self) -> "EditionQuerySet":
        """The last edition of each page that is still let through by the gate.

        Nobody has closed it; or it waits for the end of a view restriction, or for its first
        document.
        """
        later: models.QuerySet = EditionQuerySet(self.model).filter(
            page_id=models.OuterRef("page_id"), number__gt=models.OuterRef("number")
        )
        return self.filter(~models.Exists(later), closed_why__in=LET_THROUGH)


class Edition(models.Model):
    """One page as readers get it, from `opens_at` until just before `closes_at`.

    It has no foreign key to its page, which it outlives. While `closed_why` is empty the edition is
    the page's current one, even when `closes_at` is already set: by an expiry, or by an order that
    begins later. The clock alone closes it then, and `closed_why` is written afterwards.
    """

    class Closed(models.TextChoices):
        REPLACED = "replaced", _("Replaced by a later edition")
        EXPIRED = "expired", _("Expired")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        ORDER = "order", _("Taken down by an order")
        DELETED = "deleted", _("Page deleted")
        RESTRICTED = "restricted", _("Hidden by a view restriction")
        MOVED = "moved", _("Moved to another address")
        UNOPENED = "unopened", _("Let through before there were editions")

    page_id = models.BigIntegerField()
    number = models.PositiveIntegerField()
    """1, 2, 3 … of the page."""
    language = models.CharField(max_length=12)
    translation_key = models.UUIDField()
    address = models.TextField(blank=True)
    """The path under which readers find it; empty for a page that no site shows."""
    page_type = models.CharField(max_length=40)
    kind = models.CharField(max_length=16, blank=True)
    """Of items: one of the archive's kinds."""
    title = models.TextField()
    teaser = models.TextField(blank=True)
    date = models.DateTimeField(null=True)
    """Of items: when they say that they were published."""
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField(null=True)
    """None: until further notice."""
    closed_why = models.CharField(max_length=16, choices=Closed, blank=True)
    changes_at = models.DateTimeField(null=True)
    """When the page's document has more to show than this one: see `documents.shown`."""
    above = models.JSONField(default=list)
    """Ids of the pages above, below the language's root, nearest last."""
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    """Of the words that the gate let through."""
    revision_id = models.BigIntegerField(null=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["page_id", "opens_at", "closes_at"], name="edition_of_page"),
            models.Index(fields=["address", "opens_at", "closes_at"], name="edition_at_address"),
            models.Index(
                fields=["changes_at"],
                condition=models.Q(changes_at__isnull=False, closed_why=""),
                name="edition_changing",
            ),
            models.Index(
                fields=["page_id"],
                condition=models.Q(closed_why="moved"),
                name="edition_moved",
            ),
            models.Index(fields=["translation_key"], name="edition_of_translation"),
            # Items are many; of the other types there are few, and lists are made of them.
            models.Index(
                fields=["page_type", "language"],
                condition=models.Q(kind=""),
                name="edition_of_type",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["page_id", "number"], name="edition_number"),
            models.UniqueConstraint(
                fields=["page_id"],
                condition=models.Q(closed_why=""),
                name="edition_one_open_of_page",
            ),
            models.UniqueConstraint(
                fields=["address", "language"],
                condition=models.Q(closed_why="") & ~models.Q(address=""),
                name="edition_one_open_at_address",
            ),
        ]

    def __str__(self) -> str:
        return f"Edition {self.number} of page {self.page_id}"

    def as_document(self) -> Document:
        """What readers get. Raises UnknownSchema for data of another schema."""
        return Document.from_json(self.document)

    def is_open(self, now: datetime) -> bool:
        """Whether it is public at this moment."""
        return self.opens_at <= now and (self.closes_at is None or now < self.closes_at)

    def is_closed_by(self, now: datetime) -> bool:
        """Whether its time is over, be that written down or not."""
        return bool(self.closed_why) or (self.closes_at is not None and self.closes_at <= now)


LET_THROUGH = ("", Edition.Closed.RESTRICTED, Edition.Closed.UNOPENED)
"""What `closed_why` says of an edition that the gate still stands by."""


class EditionFileQuerySet(models.QuerySet):
    """Files of editions, by whether readers may have them."""

    def public(self) -> "EditionFileQuerySet":
        """Those that an edition which is open shows."""
        shown = Edition.objects.open().filter(pk=models.OuterRef("edition_id"))
        return self.filter(models.Exists(shown)).exclude(name="")


class EditionFile(models.Model):
    """A file that an edition shows: a picture's rendition, or a document.

    A file whose collection is closed to readers has a row without a name: nothing is sent of it,
    and the pages that are to show it once the collection is open are known.
    """

    class Kind(models.TextChoices):
        PICTURE = "picture", _("Picture")
        DOCUMENT = "document", _("Document")

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="files")
    kind = models.CharField(max_length=8, choices=Kind)
    file_id = models.BigIntegerField()
    """Of the picture or document."""
    name = models.TextField()
    """As addresses have it: a rendition's path below `images/`, a document's file name."""
    stored = models.TextField()
    """The path in the storage."""
    hash = models.CharField(max_length=64, blank=True)
    content_type = models.CharField(max_length=100)
    filter_spec = models.TextField(blank=True)
    """Of renditions: the filter as Wagtail writes it, and the size in pixels."""
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)

    objects = EditionFileQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["kind", "name"], name="edition_file_name"),
            models.Index(fields=["kind", "file_id"], name="edition_file_of"),
        ]

    def __str__(self) -> str:
        return self.name


class OldAddress(models.Model):
    """An address that leads on: one from which a public page has moved, or one by hand.

    What holds a protected name is not in this table (see gate/address_sync.py).
    """

    address = models.TextField()
    """As `normal` writes it."""
    language = models.CharField(max_length=12, blank=True)
    page_id = models.BigIntegerField(null=True, db_index=True)
    link = models.TextField(blank=True)
    """Where it leads if to no page: to another site."""
    since = models.DateTimeField()
    is_permanent = models.BooleanField(default=True)
    redirect_id = models.BigIntegerField(null=True, db_index=True)
    """Of the redirect in Wagtail's table that somebody entered by hand."""

    class Meta:
        default_permissions = ()
        verbose_name_plural = "old addresses"
        constraints = [
            models.UniqueConstraint(
                fields=["address", "language", "page_id"],
                condition=models.Q(redirect_id__isnull=True),
                name="old_address_once",
            )
        ]
        indexes = [models.Index(fields=["address"], name="old_address")]

    def __str__(self) -> str:
        return self.address

    @staticmethod
    def normal(address: str) -> str:
        """An address in the one form for all its spellings, with its query but without its host."""
        path, _mark, query = uri_to_iri(address.strip()).partition("?")
        path = f"/{path.strip('/')}/".replace("//", "/")
        return f"{path}?{'&'.join(sorted(query.split('&')))}" if query else path


def current_edition(page_id: int) -> Edition | None:
    """The edition of a page that the gate still stands by; None when there is none."""
    last = Edition.objects.of_page(page_id).first()
    return last if last is not None and last.closed_why in LET_THROUGH else None


def facts_to_keep(edition: Edition) -> dict[str, Any]:
    """The columns of an edition by name, without those of the row itself."""
    names = [field.attname for field in Edition._meta.concrete_fields if not field.primary_key]
    return {name: getattr(edition, name) for name in names}
