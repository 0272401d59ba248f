"""Hearings of high-profile cases that are still to come, for the calendar of the desk.

A row of its own and not a field of the page: dates of hearings move, which changes no words that
readers are shown and voids no clearance.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from newsroom.years import sensible_year


class CaseHearing(models.Model):
    """One hearing. Readers do not see it: what happens there becomes a stage of the case."""

    case = models.ForeignKey(
        "newsroom.HighProfileCasePage",
        models.CASCADE,
        related_name="hearings",
        verbose_name=_("high-profile case"),
    )
    date = models.DateField(_("date"), validators=[sensible_year], db_index=True)
    time = models.TimeField(_("time"), null=True, blank=True, help_text=_("If it is known."))
    court = models.CharField(
        _("court"), max_length=150, help_text=_("For example: Leeds Crown Court")
    )
    what = models.CharField(
        _("what is heard"), max_length=150, help_text=_("For example: Plea, or Sentence")
    )

    class Meta:
        ordering = ["date", "time", "pk"]
        verbose_name = _("hearing of a case")
        verbose_name_plural = _("hearings of cases")

    def __str__(self) -> str:
        return f"{self.what}, {self.court}, {self.date:%-d %B %Y}"
