"""Release bundles: items that go out at one moment, all or none.

While an item is in an open bundle, nothing but the release of the bundle makes it public
(rules/embargo.py). Items are put in and taken out in publishing/bundles.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from newsroom.records.redaction import says_name
from newsroom.years import sensible_year


class ReleaseBundleQuerySet(models.QuerySet):
    """Release bundles, with filters for their state."""

    def open(self) -> Self:
        """The bundles that have not gone out."""
        return self.filter(released_at=None)

    def approved(self) -> Self:
        """The open bundles that go out at their moment."""
        return self.open().filter(approved_at__isnull=False)


class ReleaseBundle(models.Model):
    """Items that go out together."""

    name = models.CharField(
        _("name"), max_length=150, help_text=_("For the desk alone, for example: Budget day")
    )
    goes_out_at = models.DateTimeField(
        _("goes out at"),
        validators=[sensible_year],
        db_index=True,
        help_text=_("Day and time in London."),
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)
    approved_digests = models.JSONField(default=dict, editable=False)
    """What was approved: the digest of each item by the id of its page, as text."""
    released_at = models.DateTimeField(null=True)

    objects = ReleaseBundleQuerySet.as_manager()

    class Meta:
        default_permissions = ("change", "view")
        ordering = ["goes_out_at", "pk"]
        verbose_name = _("release bundle")
        verbose_name_plural = _("release bundles")

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The bundle in records and messages: its number, and its name unless that is protected."""
        if says_name(self.name, None):
            return _now("release bundle %(number)s (its name is withheld)") % {"number": self.pk}
        return _now("release bundle %(number)s, “%(name)s”") % {
            "number": self.pk,
            "name": self.name,
        }

    @property
    def is_approved(self) -> bool:
        """Whether it goes out at its moment, or has gone out."""
        return self.approved_at is not None

    @property
    def is_late(self) -> bool:
        """Whether its moment has passed and it has not gone out."""
        return self.released_at is None and self.goes_out_at <= timezone.now()


class BundledItem(models.Model):
    """An item of a bundle. The row is kept when the bundle has gone out."""

    # Not a use of the page, so Wagtail does not warn about it: desk/deleting.py refuses.
    wagtail_reference_index_ignore = True

    bundle = models.ForeignKey(ReleaseBundle, models.CASCADE, related_name="items")
    page = models.ForeignKey(Page, models.CASCADE, related_name="+", verbose_name=_("page"))
    is_open = models.BooleanField(default=True)
    """Whether the bundle is still to go out."""
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        verbose_name = _("item of a release bundle")
        verbose_name_plural = _("items of release bundles")
        constraints = [
            models.UniqueConstraint(
                fields=["page"], condition=models.Q(is_open=True), name="in_one_open_bundle"
            )
        ]

    def __str__(self) -> str:
        return f"Page {self.page_id} in release bundle {self.bundle_id}"


@dataclass(frozen=True)
class OpenBundle:
    """The open bundle of a page."""

    bundle: ReleaseBundle
    pages: frozenset[int]
    """The ids of all pages in it, which become public at the same moment."""


def bundle_of(*page_ids: Any) -> OpenBundle | None:
    """The open bundle that holds one of these pages, or None. Ids may be None."""
    wanted = [pk for pk in page_ids if pk]
    if not wanted:
        return None
    held = BundledItem.objects.filter(is_open=True, page__in=wanted).values("bundle")
    rows = BundledItem.objects.filter(bundle__in=held).select_related("bundle")
    items = list(rows.order_by("pk"))
    if not items:
        return None
    return OpenBundle(items[0].bundle, frozenset(item.page_id for item in items))


def are_bundled(pages: Iterable[Any]) -> bool:
    """Whether any of these pages, a queryset or ids, is in an open bundle."""
    return BundledItem.objects.filter(is_open=True, page__in=pages).exists()
