"""The years that dates of the newsroom may lie in: others are slips of the keyboard."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

FIRST, LAST = 1900, 2100


def sensible_year(day: date) -> None:
    """Validator of dates and of moments. Raises ValidationError for the years 1, 206 or 9999."""
    if not FIRST <= day.year <= LAST:
        raise ValidationError(
            _("Check the year: %(year)s is not between %(first)s and %(last)s."),
            "sensible_year",
            {"year": day.year, "first": FIRST, "last": LAST},
        )
