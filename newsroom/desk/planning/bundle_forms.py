"""Forms of release bundles. Their texts go into the log, so they may repeat no protected name."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput, AdminPageChooser
from wagtail.models import Page

from newsroom.gate.record_form import RecordForm
from newsroom.pages.clock_changes import LondonTimes
from newsroom.publishing.bundles import problems_of_moment
from newsroom.years import sensible_year


class BundleForm(LondonTimes, RecordForm):
    """The name and the moment of a bundle."""

    name = forms.CharField(
        label=_("Name"), max_length=150, help_text=_("For the desk alone, for example: Budget day")
    )
    goes_out_at = forms.DateTimeField(
        label=_("Goes out at"),
        widget=AdminDateTimeInput,
        validators=[sensible_year],
        help_text=_("Day and time in London, within the hours of the publishing desk."),
    )

    def clean_goes_out_at(self) -> datetime:
        """Refuse a moment in the past or outside the hours of the desk."""
        moment: datetime = self.cleaned_data["goes_out_at"]
        if problems := problems_of_moment(moment):
            raise ValidationError(problems)
        return moment


class ItemForm(forms.Form):
    """The draft that is put into a bundle."""

    page = forms.ModelChoiceField(
        Page.objects.all(),
        label=_("Draft to put in"),
        widget=AdminPageChooser,
    )


class TakeOutForm(RecordForm):
    """The reason why an item leaves its bundle."""

    reason = forms.CharField(
        label=_("Why it is taken out"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is kept in the release log under your name."),
    )
