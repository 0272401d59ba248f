"""The form that asks for one day: which version was in force, or what a page said."""

from django import forms
from django.utils.translation import gettext_lazy as _

from newsroom.archive.filters import DayField


class DayForm(forms.Form):
    """A day that a reader asks about."""

    day = DayField(
        error_messages={
            "required": _("Enter a date"),
            "invalid": _("Enter a real date, for example 21/11/2014"),
        }
    )
