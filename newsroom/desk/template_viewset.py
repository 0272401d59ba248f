"""Admin views of release templates, and their form: what the gate would not stop is refused."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet

from newsroom.desk.conflicts.record_forms import SharedRecordForm
from newsroom.desk.conflicts.record_views import BothValuesPanel, RecordEditView
from newsroom.models import ReleaseTemplate
from newsroom.publishing.template_checks import problems_of


class ReleaseTemplateForm(SharedRecordForm):
    """Refuses, beside each field, words that a page begun with them should not go out with."""

    def _post_clean(self) -> None:
        super()._post_clean()
        for field, messages in problems_of(self.instance).items():
            if field in self.fields and not self.has_error(field):
                self.add_error(field, messages)


class ReleaseTemplateViewSet(SnippetViewSet):
    """Release templates."""

    model = ReleaseTemplate
    edit_view_class = RecordEditView
    icon = "doc-full-inverse"
    list_display = ["name", "language", "kind", "stage", "line"]
    list_filter = ["language", "kind"]
    search_fields = ["name", "line", "title"]
    ordering = ["-language", "place", "name"]
    list_per_page = 50
    edit_handler = ObjectList(
        [
            BothValuesPanel(),
            FieldPanel("name"),
            FieldPanel("line"),
            FieldRowPanel([FieldPanel("language"), FieldPanel("place")]),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("stage"), FieldPanel("court")]),
            MultiFieldPanel(
                [FieldPanel("title"), FieldPanel("summary")], heading=_("Headline and teaser")
            ),
            FieldPanel("body"),
            FieldPanel("notes_to_editors"),
            FieldPanel("questions"),
        ],
        base_form_class=ReleaseTemplateForm,
    )
