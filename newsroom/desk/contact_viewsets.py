"""Admin views of the press office: press desks with their opening hours, and closures."""

from collections.abc import Iterator
from itertools import pairwise
from operator import itemgetter
from typing import Any

from django.forms import ModelForm
from django.utils.translation import gettext_lazy as _
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.snippets.views.snippets import SnippetViewSet

from newsroom.desk.reader_record_form import REASON_PANEL, ReaderRecordForm
from newsroom.models import DeskClosure, PressContact
from newsroom.press_office.hours import MIDNIGHT

OVERLAP = _("The desk is still open then: these hours overlap with others of the same day.")


class HoursFormSet(BaseChildFormSet):
    """The opening hours of a week; refuses overlapping rows."""

    def clean(self) -> None:
        """Report an overlap on the opening time of the later row."""
        super().clean()
        spans = [(span, form) for form in self._valid_rows() for span in form.instance.spans]
        spans.sort(key=itemgetter(0))
        for (before, _form), (after, later) in pairwise(spans):
            still_open = before.closes > after.opens or before.closes == MIDNIGHT
            # A row for several days may overlap on each of them; one error is enough.
            reported = later.has_error("opens")
            if before.weekday == after.weekday and still_open and not reported:
                later.add_error("opens", OVERLAP)

    def _valid_rows(self) -> Iterator[ModelForm]:
        """The valid rows that are not marked for deletion."""
        for form in self.forms:
            kept = not self._should_delete_form(form) and not form.errors
            if kept and form.cleaned_data.get("opens") is not None:
                yield form


class HoursPanel(InlinePanel):
    """The inline panel of opening hours."""

    def get_form_options(self) -> dict[str, Any]:
        options = super().get_form_options()
        options["formsets"][self.relation_name]["formset"] = HoursFormSet
        return options


class PressContactViewSet(SnippetViewSet):
    """Press desks, which answer journalists."""

    model = PressContact
    icon = "mobile-alt"
    list_display = ["name", "area", "telephone", "email"]
    list_filter = ["area", "in_welsh"]
    search_fields = ["name", "telephone", "email"]
    ordering = ["order", "name"]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("area"), FieldPanel("in_welsh")]),
            FieldPanel("audience"),
            FieldRowPanel([FieldPanel("telephone"), FieldPanel("email")]),
            HoursPanel(
                "hours",
                panels=[
                    FieldRowPanel([FieldPanel("weekday"), FieldPanel("last_weekday")]),
                    FieldRowPanel([FieldPanel("opens"), FieldPanel("closes")]),
                ],
                heading=_("Opening hours"),
                label=_("Hours"),
                help_text=_(
                    "In London time; one row for each day, or for days in a row that have the "
                    "same hours. A day without hours is closed, and so are bank holidays; other "
                    "days are entered under “Closures of press desks”."
                ),
            ),
            MultiFieldPanel(
                [FieldPanel("duty_telephone"), FieldPanel("out_of_hours"), FieldPanel("note")],
                heading=_("Out of hours"),
            ),
            FieldPanel("order"),
            REASON_PANEL,
        ],
        base_form_class=ReaderRecordForm,
    )


class DeskClosureViewSet(SnippetViewSet):
    """Days on which a desk is closed, in addition to bank holidays."""

    model = DeskClosure
    icon = "date"
    list_display = ["reason", "first_day", "last_day", "contact"]
    list_filter = {"contact": ["exact"], "first_day": ["gte", "lte"]}
    search_fields = ["reason"]
    ordering = ["-first_day"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("first_day"), FieldPanel("closed_from")]),
            FieldRowPanel([FieldPanel("last_day"), FieldPanel("closed_until")]),
            FieldPanel("reason"),
            FieldPanel("contact"),
            REASON_PANEL,
        ],
        base_form_class=ReaderRecordForm,
    )
