"""Runs of the check that what is public is what was cleared (publishing/public_checks.py)."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PublicCheck(models.Model):
    """One run over all open editions, and how far it is. Whoever runs next goes on from there."""

    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    """Who asked for it; None for the nightly run and for commands."""
    begun_at = models.DateTimeField(_("begun"), default=timezone.now)
    reached = models.BigIntegerField(default=0)
    """The id of the last page that was compared."""
    pages = models.PositiveIntegerField(_("pages compared"), default=0)
    closed = models.PositiveIntegerField(_("taken from readers"), default=0)
    """Pages whose edition is not what was cleared."""
    files = models.PositiveIntegerField(_("files taken from readers"), default=0)
    """Files that no edition shows, or with another content than was cleared."""
    altered = models.PositiveIntegerField(_("stored otherwise than cleared"), default=0)
    """Pages whose stored words differ; readers have what was cleared."""
    failed = models.PositiveIntegerField(_("could not be compared"), default=0)
    finished_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        default_permissions = ("add", "view")
        ordering = ["-pk"]
        verbose_name = _("check of what is public")
        verbose_name_plural = _("checks of what is public")

    def __str__(self) -> str:
        return f"Check of {self.begun_at:%-d %B %Y %H:%M}"

    @property
    def has_found_nothing(self) -> bool:
        """Whether everything that is public is what was cleared, in this run so far."""
        return not (self.closed or self.files or self.altered or self.failed)
