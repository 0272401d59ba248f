"""Legal rules in the admin: when Parliament changes a date, an administrator edits a row."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet

from newsroom.desk.conflicts.record_forms import SharedRecordForm
from newsroom.desk.conflicts.record_views import BothValuesPanel, RecordEditView
from newsroom.models import LegalRule


class LegalRuleViewSet(SnippetViewSet):
    """Rules of law, with the period in which each applies."""

    model = LegalRule
    icon = "doc-full"
    menu_label = _("Rules of law")
    list_display = ["code", "source", "since", "until", "active_from"]
    list_filter = ["code"]
    ordering = ["code", "since"]
    edit_view_class = RecordEditView
    edit_handler = ObjectList(
        [
            BothValuesPanel(),
            FieldPanel("code"),
            FieldPanel("source"),
            FieldRowPanel([FieldPanel("since"), FieldPanel("until")]),
            FieldPanel("active_from"),
        ],
        base_form_class=SharedRecordForm,
    )
