"""Admin views of the press office: press desks with their opening hours, closures, openings."""

from collections.abc import Iterator
from itertools import pairwise
from operator import itemgetter
from typing import Any

from django.core.exceptions import ValidationError
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

from newsroom.desk.conflicts.record_views import BothValuesPanel, RecordEditView
from newsroom.desk.reader_record_form import REASON_PANEL, ReaderRecordForm
from newsroom.models import DeskClosure, DeskOpening, PressContact
from newsroom.press_office.hours import MIDNIGHT

NO_NUMBER = _("Say under which number this desk answers journalists.")
NO_HOURS = _("Say when this desk answers: one row at least.")
OVERLAP = _("The desk is still open then: these hours overlap with others of the same day.")


class HoursFormSet(BaseChildFormSet):
    """The opening hours of a week; refuses overlapping rows."""

    def clean(self) -> None:
        """Refuse a week without hours, and report an overlap at the opening of the later row."""
        super().clean()
        if all(self._should_delete_form(form) for form in self.initial_forms) and not any(
            form.has_changed() and not self._should_delete_form(form) for form in self.extra_forms
        ):
            raise ValidationError(NO_HOURS)
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


class PressContactForm(ReaderRecordForm):
    """Refuses a desk that nobody can reach."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not (data.get("telephone") or "").strip() and not self.has_error("telephone"):
            self.add_error("telephone", NO_NUMBER)
        return data


class PressContactViewSet(SnippetViewSet):
    """Press desks, which answer journalists."""

    model = PressContact
    edit_view_class = RecordEditView
    icon = "mobile-alt"
    list_display = ["name", "area", "telephone", "email"]
    list_filter = ["area", "in_welsh"]
    search_fields = ["name", "telephone", "email"]
    ordering = ["order", "name"]
    edit_handler = ObjectList(
        [
            BothValuesPanel(),
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
                    "days are entered under “Closures of press desks”, and times beyond these "
                    "hours under “Openings beyond the usual hours”."
                ),
            ),
            MultiFieldPanel(
                [FieldPanel("duty_telephone"), FieldPanel("out_of_hours"), FieldPanel("note")],
                heading=_("Out of hours"),
            ),
            FieldPanel("order"),
            REASON_PANEL,
        ],
        base_form_class=PressContactForm,
    )


class DeskClosureViewSet(SnippetViewSet):
    """Days on which a desk is closed, in addition to bank holidays."""

    model = DeskClosure
    edit_view_class = RecordEditView
    icon = "date"
    list_display = ["reason", "first_day", "last_day", "contact"]
    list_filter = {"contact": ["exact"], "first_day": ["gte", "lte"]}
    search_fields = ["reason"]
    ordering = ["-first_day"]
    edit_handler = ObjectList(
        [
            BothValuesPanel(),
            FieldRowPanel([FieldPanel("first_day"), FieldPanel("closed_from")]),
            FieldRowPanel([FieldPanel("last_day"), FieldPanel("closed_until")]),
            FieldPanel("reason"),
            FieldPanel("contact"),
            REASON_PANEL,
        ],
        base_form_class=ReaderRecordForm,
    )


class DeskOpeningViewSet(SnippetViewSet):
    """Days on which a desk answers beyond its hours: a bank holiday, a Saturday, a late evening."""

    model = DeskOpening
    edit_view_class = RecordEditView
    icon = "time"
    list_display = ["reason", "day", "opens", "closes", "contact"]
    list_filter = {"contact": ["exact"], "day": ["gte", "lte"]}
    search_fields = ["reason"]
    ordering = ["-day"]
    edit_handler = ObjectList(
        [
            BothValuesPanel(),
            FieldPanel("day"),
            FieldRowPanel([FieldPanel("opens"), FieldPanel("closes")]),
            FieldPanel("reason"),
            FieldPanel("contact"),
            REASON_PANEL,
        ],
        base_form_class=ReaderRecordForm,
    )
