"""Editions: the published content of pages. The one answer to "is this public?".

An edition is a copy of a page as plain data, exactly as it passed the gate. A row can only be
closed, and is otherwise immutable: database triggers refuse other changes and deletions (migration
0008).
"""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.encoding import uri_to_iri
from django.utils.translation import gettext_lazy as _

from newsroom.documents.document import Document


class EditionQuerySet(models.QuerySet):
    """Editions, with filters by time, page, address, language and type."""

    def open(self, now: datetime | None = None) -> "EditionQuerySet":
        """The editions that are public at `now`, an aware moment; by default the current time.

        These have `opens_at <= now < closes_at`, where an empty `closes_at` is never reached.
        """
        moment = now or timezone.now()
        begun = self.filter(opens_at__lte=moment)
        return begun.filter(models.Q(closes_at__isnull=True) | models.Q(closes_at__gt=moment))

    def at(self, address: str) -> "EditionQuerySet":
        """The editions at this address, closed ones included."""
        return self.filter(address=address)

    def of_page(self, page_id: int) -> "EditionQuerySet":
        """The editions of one page, newest first."""
        return self.filter(page_id=page_id).order_by("-number")

    def in_language(self, code: str) -> "EditionQuerySet":
        """The editions in one language, by language code."""
        return self.filter(language=code)

    def of_items(self) -> "EditionQuerySet":
        """The editions that the archive lists: those of items with a date."""
        return self.exclude(kind="").filter(date__isnull=False)

    def let_through(self) -> "EditionQuerySet":
        """The current edition of each page: the last one, if its pass of the gate is still valid.

        `closed_why` is then one of `LET_THROUGH`. The edition need not be open.
        """
        later: models.QuerySet = EditionQuerySet(self.model).filter(
            page_id=models.OuterRef("page_id"), number__gt=models.OuterRef("number")
        )
        return self.filter(~models.Exists(later), closed_why__in=LET_THROUGH)


class Edition(models.Model):
    """The content of one page that is public from `opens_at` until just before `closes_at`.

    It has no foreign key to its page, because it outlives the page. While `closed_why` is empty,
    the edition is the current one of its page. `closes_at` may then be set already, by an expiry or
    by an order that begins later. The edition stops being public at `closes_at` without a write,
    and a timer sets `closed_why` afterwards.
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
    """The number among the editions of its page, from 1."""
    language = models.CharField(max_length=12)
    translation_key = models.UUIDField()
    address = models.TextField(blank=True)
    """The URL path; empty for a page without a site."""
    page_type = models.CharField(max_length=40)
    kind = models.CharField(max_length=16, blank=True)
    """For items, the kind by which the archive filters; otherwise empty."""
    title = models.TextField()
    teaser = models.TextField(blank=True)
    date = models.DateTimeField(null=True)
    """For items, the date of publication that readers see."""
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField(null=True)
    """None when no end is known."""
    closed_why = models.CharField(max_length=16, choices=Closed, blank=True)
    changes_at = models.DateTimeField(null=True)
    """When the next edition is due because dated content becomes visible (documents/shown.py)."""
    above = models.JSONField(default=list)
    """Ids of the ancestor pages below the root page of the language, the parent last."""
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    """The digest that passed the gate (documents/digest.py)."""
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
            # Partial: what has just opened is asked for each second.
            models.Index(
                fields=["opens_at"], condition=models.Q(closed_why=""), name="edition_opened"
            ),
            models.Index(
                fields=["page_id"],
                condition=models.Q(closed_why="moved"),
                name="edition_moved",
            ),
            models.Index(fields=["translation_key"], name="edition_of_translation"),
            # Partial: it serves lists of pages that are not items, and items are many.
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
        """The stored document. Raises UnknownSchema for data of another schema number."""
        return Document.from_json(self.document)

    def is_open(self, now: datetime) -> bool:
        """Whether the edition is public at `now`, an aware moment."""
        return self.opens_at <= now and (self.closes_at is None or now < self.closes_at)

    def is_closed_by(self, now: datetime) -> bool:
        """Whether the edition is closed at `now`, by `closed_why` or by `closes_at`."""
        return bool(self.closed_why) or (self.closes_at is not None and self.closes_at <= now)


LET_THROUGH = ("", Edition.Closed.RESTRICTED, Edition.Closed.UNOPENED)
"""The values of `closed_why` with which the last edition of a page is its current one."""


class EditionFileQuerySet(models.QuerySet):
    """Files of editions, with a filter for public ones."""

    def public(self) -> "EditionFileQuerySet":
        """The named files of open editions."""
        shown = Edition.objects.open().filter(pk=models.OuterRef("edition_id"))
        return self.filter(models.Exists(shown)).exclude(name="")


class EditionFile(models.Model):
    """A file of an edition: a rendition of a picture, or a document.

    A file in a private collection has a row without a name. The file is not served, and the row
    says which pages need the next edition when the collection becomes public.
    """

    class Kind(models.TextChoices):
        PICTURE = "picture", _("Picture")
        DOCUMENT = "document", _("Document")

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="files")
    kind = models.CharField(max_length=8, choices=Kind)
    file_id = models.BigIntegerField()
    """The id of the picture or document."""
    name = models.TextField()
    """As in URLs: the path of a rendition below `images/`, or the file name of a document."""
    stored = models.TextField()
    """The path in the media storage."""
    hash = models.CharField(max_length=64, blank=True)
    content_type = models.CharField(max_length=100)
    filter_spec = models.TextField(blank=True)
    """For renditions, Wagtail's filter spec. `width` and `height` are in pixels."""
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
    """An address that redirects: one that a public page has left, or one entered as a redirect.

    An address that holds a protected name is not in this table (see gate/address_sync.py).
    """

    address = models.TextField()
    """In the form that `normal` returns."""
    language = models.CharField(max_length=12, blank=True)
    page_id = models.BigIntegerField(null=True, db_index=True)
    link = models.TextField(blank=True)
    """The target when it is not a page, such as a URL of another site."""
    since = models.DateTimeField()
    is_permanent = models.BooleanField(default=True)
    redirect_id = models.BigIntegerField(null=True, db_index=True)
    """The id of the redirect in Wagtail's table of which this row is a copy."""

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
        """The canonical form of a path with an optional query string.

        It has unquoted characters, one slash at both ends, and sorted query parameters.
        """
        path, _mark, query = uri_to_iri(address.strip()).partition("?")
        path = f"/{path.strip('/')}/".replace("//", "/")
        return f"{path}?{'&'.join(sorted(query.split('&')))}" if query else path


class Tombstone(models.Model):
    """Says that an item is no longer public, and since when: for those who hold a copy of it.

    It holds no word of the item and no reason. While the item is public again, it says nothing.
    """

    page_id = models.BigIntegerField(unique=True)
    language = models.CharField(max_length=12)
    since = models.DateTimeField()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["language", "-since"], name="tombstone_newest")]

    def __str__(self) -> str:
        return f"page {self.page_id} since {self.since:%Y-%m-%d}"


def current_edition(page_id: int) -> Edition | None:
    """The last edition of a page if `closed_why` is one of `LET_THROUGH`; otherwise None."""
    last = Edition.objects.of_page(page_id).first()
    return last if last is not None and last.closed_why in LET_THROUGH else None


def facts_to_keep(edition: Edition) -> dict[str, Any]:
    """The columns of an edition by name, without the primary key."""
    names = [field.attname for field in Edition._meta.concrete_fields if not field.primary_key]
    return {name: getattr(edition, name) for name in names}
