"""Pages that somebody deleted at the desk, and that a duty editor can still restore."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

KEPT_FOR = timedelta(days=30)
"""How long a page stays in the bin."""


class BinnedPage(models.Model):
    """A deleted page, with all below it. The page stands below the bin meanwhile."""

    # Not a use of the page, so Wagtail does not warn about it when the page is deleted.
    wagtail_reference_index_ignore = True

    page = models.OneToOneField(
        Page, models.CASCADE, primary_key=True, related_name="+", verbose_name=_("page")
    )
    parent = models.ForeignKey(
        Page, models.SET_NULL, null=True, related_name="+", verbose_name=_("where it stood")
    )
    slug = models.SlugField(_("slug"), max_length=255, allow_unicode=True)
    deleted_at = models.DateTimeField(_("deleted"), default=timezone.now, db_index=True)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )

    class Meta:
        default_permissions = ()
        ordering = ("-deleted_at",)
        verbose_name = _("deleted page")
        verbose_name_plural = _("deleted pages")

    def __str__(self) -> str:
        return f"{self.page_id}: {self.slug}"

    @property
    def goes_at(self) -> datetime:
        """When it is removed for good."""
        return self.deleted_at + KEPT_FOR
