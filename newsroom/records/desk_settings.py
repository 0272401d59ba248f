"""Settings of the publishing desk: hours for embargoes, and the address for notices."""

from datetime import time

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from newsroom.rules.facts import DeskHours


@register_setting(icon="time")
class DeskSettings(BaseGenericSetting):
    """The hours in which an embargo may end, in London time, and the address for notices."""

    earliest = models.TimeField(_("earliest"), default=time(6))
    latest = models.TimeField(_("latest"), default=time(22))
    also_at = models.TimeField(
        _("and also at"),
        null=True,
        blank=True,
        default=time(0, 1),
        help_text=_("One minute outside these hours, such as 00:01 for the morning papers."),
    )
    desk_email = models.EmailField(
        _("email of the desk"),
        blank=True,
        help_text=_("Told of every refused release. Empty: every duty editor is written to."),
    )

    class Meta:
        verbose_name = _("publishing desk")

    def clean(self) -> None:
        """Raise ValidationError when the latest time is not after the earliest."""
        super().clean()
        if self.earliest and self.latest and self.latest <= self.earliest:
            raise ValidationError({"latest": _("This must be later than the earliest.")})

    def hours(self) -> DeskHours:
        """The hours as input of the rules."""
        return DeskHours(self.earliest, self.latest, self.also_at)
