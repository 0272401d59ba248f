"""What was changed in the words of an item that readers have had, and why: the rows are kept.

A row is bound to the edition that it ends and to the one that it begins. Database triggers refuse
changes and deletions (migration 0051).
"""

from dataclasses import dataclass

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class ChangeKind(models.TextChoices):
    """What a change is. What happened after publication is an update, and no change of words."""

    CORRECTION = "correction", _("Correction: readers were told something wrong")
    SMALL = "small", _("Small change, such as a typing error")


@dataclass(frozen=True)
class DeclaredChange:
    """What somebody says of the words that are to be released next."""

    number: int
    """The number that the row will have."""
    kind: str
    note: str
    reason: str
    keeps_earlier: bool = False
    """Whether readers may go on reading what the page said before."""


class PageChange(models.Model):
    """A released change of the words of an item."""

    Kind = ChangeKind

    # Not a use of the page, so Wagtail does not warn about it when the page is deleted.
    wagtail_reference_index_ignore = True

    page = models.ForeignKey(
        Page,
        models.DO_NOTHING,
        db_constraint=False,
        related_name="changes",
        verbose_name=_("page"),
    )
    """A row outlives its page, so it has no database constraint on it."""
    number = models.PositiveIntegerField()
    """The number among the changes of its page, from 1."""
    kind = models.CharField(_("kind"), max_length=10, choices=ChangeKind)
    note = models.TextField(_("note for readers"), blank=True)
    """Of a correction: what was wrong, and what is right."""
    reason = models.TextField(_("reason"), blank=True)
    """Of a small change. Readers do not see it."""
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.CharField(_("by"), max_length=200, blank=True)
    ends = models.PositiveIntegerField(_("edition that it ended"))
    begins = models.PositiveIntegerField(_("edition that it began"))
    digest = models.CharField(_("digest of the words"), max_length=64)

    class Meta:
        default_permissions = ("view",)
        ordering = ["-number"]
        indexes = [models.Index(fields=["kind", "-at"], name="page_change_newest")]
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="page_change_number")
        ]
        verbose_name = _("change of an item")
        verbose_name_plural = _("changes of items")

    def __str__(self) -> str:
        return f"Change {self.number} of page {self.page_id}"
