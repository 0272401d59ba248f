"""Admin list of the hearings of cases that are still to come."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList, PageChooserPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from newsroom.gate.record_form import REPEATS_NAME
from newsroom.models import CaseHearing
from newsroom.records.redaction import says_name


class CaseHearingForm(WagtailAdminModelForm):
    """A hearing. Everybody at the desk reads it, so it repeats no protected name."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("court", "what"):
            if data.get(name) and says_name(data[name], data.get("case")):
                self.add_error(name, REPEATS_NAME)
        return data


class CaseHearingViewSet(SnippetViewSet):
    """Hearings of high-profile cases."""

    model = CaseHearing
    icon = "date"
    list_display = ["what", "case", "date", "time", "court"]
    list_filter = {"case": ["exact"], "date": ["gte", "lte"]}
    search_fields = ["what", "court"]
    ordering = ["-date"]
    edit_handler = ObjectList(
        [
            PageChooserPanel("case"),
            FieldRowPanel([FieldPanel("date"), FieldPanel("time")]),
            FieldPanel("court"),
            FieldPanel("what", help_text=_("For the calendar of the desk: readers do not see it.")),
        ],
        base_form_class=CaseHearingForm,
    )
