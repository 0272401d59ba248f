"""The press office as its editors keep it: desks with their hours, and days they are closed."""

from itertools import pairwise
from typing import Any

from django.utils.translation import gettext_lazy as _
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from newsroom.models import DeskClosure, PressContact
from newsroom.pages.office_hours import MIDNIGHT

OVERLAP = _("The desk is still open then: these hours overlap with others of the same day.")


class HoursFormSet(BaseChildFormSet):
    """The hours of a week, which may not overlap."""

    def clean(self) -> None:
        """Tell the later of two that overlap beside its opening time."""
        super().clean()
        whole = [
            form
            for form in self.forms
            if not self._should_delete_form(form)
            and not form.errors
            and form.cleaned_data.get("opens") is not None
        ]
        whole.sort(key=lambda form: (form.cleaned_data["weekday"], form.cleaned_data["opens"]))
        for earlier, later in pairwise(whole):
            before, after = earlier.cleaned_data, later.cleaned_data
            still_open = before["closes"] > after["opens"] or before["closes"] == MIDNIGHT
            if before["weekday"] == after["weekday"] and still_open:
                later.add_error("opens", OVERLAP)


class HoursPanel(InlinePanel):
    """The rows in which the hours of a week are written."""

    def get_form_options(self) -> dict[str, Any]:
        options = super().get_form_options()
        options["formsets"][self.relation_name]["formset"] = HoursFormSet
        return options


class PressContactViewSet(SnippetViewSet):
    """Desks that answer journalists."""

    model = PressContact
    icon = "mobile-alt"
    list_display = ["name", "area", "telephone", "email"]
    list_filter = ["area", "in_welsh"]
    search_fields = ["name", "telephone", "email"]
    ordering = ["order", "name"]
    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("area"), FieldPanel("in_welsh")]),
        FieldPanel("audience"),
        FieldRowPanel([FieldPanel("telephone"), FieldPanel("email")]),
        HoursPanel(
            "hours",
            panels=[
                FieldRowPanel([FieldPanel("weekday"), FieldPanel("opens"), FieldPanel("closes")])
            ],
            heading=_("Opening hours"),
            label=_("Hours of a day"),
            help_text=_(
                "In London time. A day without hours is closed, and so are bank holidays; other "
                "days are entered under “Closures of press desks”."
            ),
        ),
        MultiFieldPanel(
            [FieldPanel("duty_telephone"), FieldPanel("out_of_hours"), FieldPanel("note")],
            heading=_("Out of hours"),
        ),
        FieldPanel("order"),
    ]


class DeskClosureViewSet(SnippetViewSet):
    """Days on which a desk is closed beside the bank holidays."""

    model = DeskClosure
    icon = "date"
    list_display = ["reason", "first_day", "last_day", "contact"]
    list_filter = {"contact": ["exact"], "first_day": ["gte", "lte"]}
    search_fields = ["reason"]
    ordering = ["-first_day"]
    panels = [
        FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day")]),
        FieldPanel("reason"),
        FieldPanel("contact"),
    ]
