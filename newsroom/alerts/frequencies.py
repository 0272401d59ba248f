"""How often an alert is mailed, and when the next mail is due."""

from datetime import datetime, time, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from newsroom.time_zones import LONDON

MORNING = time(8)
MONDAY = 0


class Frequency(models.TextChoices):
    """The choices of a reader, the most frequent first."""

    AT_ONCE = "now", _("At once")
    DAILY = "daily", _("Every day at 8am")
    WEEKLY = "weekly", _("Every Monday at 8am")


def next_mail(frequency: str, after: datetime) -> datetime:
    """When news of this moment is mailed: at once, or on the next morning in London."""
    if frequency == Frequency.AT_ONCE:
        return after
    local = after.astimezone(LONDON)
    day = local.date()
    if local.time() >= MORNING:
        day += timedelta(days=1)
    if frequency == Frequency.WEEKLY:
        day += timedelta(days=(MONDAY - day.weekday()) % 7)
    return datetime.combine(day, MORNING, tzinfo=LONDON)
