"""Updates and corrections of items. They are plain rows, outside the revisions of a page."""

from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from newsroom.choices import UPDATE_STAGES, StageKind
from newsroom.years import sensible_year


class ItemUpdate(models.Model):
    """An event in the case after its item was published, or a correction of the item."""

    Stage = StageKind

    item = models.ForeignKey(
        Page,
        models.CASCADE,
        related_name="updates",
        verbose_name=_("item"),
        help_text=_("The press release or statement this adds to. It keeps its address."),
    )
    stage = models.CharField(
        _("what happened"),
        max_length=16,
        choices=UPDATE_STAGES,
        help_text=_(
            "Readers see this as a badge, so “updated with sentence” is not typed in titles."
        ),
    )
    at = models.DateTimeField(
        _("date and time"),
        validators=[sensible_year],
        default=timezone.now,
        help_text=_("When this update was made public, in London time."),
    )
    note = models.TextField(
        _("note"),
        help_text=_(
            "One or two sentences, for example: “Sentenced to four years at Leeds Crown Court.” "
            "For a correction, say what was wrong and what is right."
        ),
    )

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("update to an item")
        verbose_name_plural = _("updates to items")

    def __str__(self) -> str:
        return f"{self.get_stage_display()}, {self.at:%-d %B %Y}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save in one transaction with the check of the note (see publishing/updates.py)."""
        with transaction.atomic():
            super().save(*args, **kwargs)
