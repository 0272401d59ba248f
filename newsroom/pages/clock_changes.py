"""Form errors for times that are skipped or repeated when London's clocks change."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.forms.utils import ErrorList
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from newsroom.time_zones import LONDON

UNKNOWN_TO_CLOCKS = "ambiguous_timezone"
"""Django 6.1's error code for both cases."""

SKIPPED = _(
    "%(time)s does not exist on %(day)s: the clocks go forward from 1am to 2am. "
    "Choose a time before 1am, or from 2am."
)
TWICE = _(
    "%(time)s comes twice on %(day)s: the clocks go back from 2am to 1am. "
    "Choose a time before 1am, or from 2am."
)


class LondonTimes:
    """Form mixin that replaces Django's time zone errors by helpful ones."""

    errors: Any
    _errors: Any

    def full_clean(self) -> None:
        super().full_clean()  # type: ignore[misc]
        for errors in self._errors.values():
            explain(errors)


def explain(errors: ErrorList) -> None:
    """Replace Django's time zone errors in the list."""
    errors.data = [_explained(error) for error in errors.as_data()]


def _explained(error: ValidationError) -> ValidationError:
    if error.code != UNKNOWN_TO_CLOCKS or not error.params:
        return error
    moment: datetime = error.params["datetime"]
    words = SKIPPED if _is_skipped(moment) else TWICE
    shown = {"time": date_format(moment, "H:i"), "day": date_format(moment, "l j F Y")}
    return ValidationError(words % shown, code=error.code)


def _is_skipped(moment: datetime) -> bool:
    """Whether the time is skipped: the UTC offset grows from before the time to after it."""
    before, after = (
        (moment + step).replace(tzinfo=LONDON).utcoffset()
        for step in (timedelta(hours=-2), timedelta(hours=2))
    )
    return bool(before is not None and after is not None and after > before)
