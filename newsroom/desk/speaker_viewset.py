"""Admin views of speakers, with their dated titles. A person with speeches is not deleted."""

from datetime import date
from itertools import pairwise
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TitleFieldPanel,
)
from wagtail.snippets.views.snippets import DeleteView, SnippetViewSet

from newsroom.desk.conflicts.record_views import BothValuesPanel, RecordEditView
from newsroom.desk.reader_record_form import REASON_PANEL, ReaderRecordForm
from newsroom.models import Person, SpeechPage
from newsroom.pages.rows import kept_rows
from newsroom.records.redaction import title_for_record

MOST_NAMED = 5
"""How many speeches the refusal of a deletion lists; the rest are counted."""


class PersonForm(ReaderRecordForm):
    """The form of a person; refuses titles with overlapping periods."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        rows = sorted(
            kept_rows(self.formsets["titles"]),
            key=lambda row: row.cleaned_data["since"] or date.min,
        )
        for earlier, later in pairwise(rows):
            ends = earlier.cleaned_data["until"]
            begins = later.cleaned_data["since"]
            if ends is None:
                earlier.add_error(
                    "until", _("Another title begins later: say on which day this one ended.")
                )
            elif begins is None or begins <= ends:
                later.add_error(
                    "since",
                    _("The title before this one is held until %(day)s: periods cannot overlap.")
                    % {"day": date_format(ends, "j F Y")},
                )
        return cleaned


class PersonDeleteView(DeleteView):
    """Deletes a person, or refuses and lists the speeches that name the person."""

    def run_before_hook(self) -> HttpResponse | None:
        given = speeches_of(self.object)
        if not given.exists():
            return super().run_before_hook()
        messages.error(self.request, _named(self.object, given))
        return HttpResponseRedirect(reverse(self.edit_url_name, args=[self.object.pk]))


def speeches_of(person: Person) -> QuerySet[SpeechPage]:
    """The speeches whose page or latest draft names this person as the speaker.

    Drafts count because a draft whose speaker is deleted could not be published.
    """
    drafted = Q(latest_revision__content__speaker=person.pk)
    return SpeechPage.objects.filter(Q(speaker=person) | drafted).order_by("-listed_on", "-pk")


def _named(person: Person, speeches: QuerySet[SpeechPage]) -> str:
    refused = gettext(
        "%(name)s was not deleted: these speeches would have no speaker. "
        "Choose somebody else there first."
    )
    more = speeches.count() - MOST_NAMED
    said = [title_for_record(speech) for speech in speeches[:MOST_NAMED]]
    if more > 0:
        said.append(ngettext("and %(n)d more", "and %(n)d more", more) % {"n": more})
    rows = format_html_join("", "<li>{}</li>", ((words,) for words in said))
    return format_html("{}<ul>{}</ul>", refused % {"name": person.name}, rows)


class PersonViewSet(SnippetViewSet):
    """People who give speeches."""

    model = Person
    delete_view_class = PersonDeleteView
    edit_view_class = RecordEditView
    icon = "user"
    list_display = ["name", "slug"]
    search_fields = ["name", "aliases"]
    ordering = ["name"]
    edit_handler = ObjectList(
        [
            BothValuesPanel(),
            TitleFieldPanel("name", targets=["slug"], placeholder=_("Name")),
            FieldPanel("slug"),
            InlinePanel(
                "titles",
                heading=_("Titles"),
                label=_("Title"),
                help_text=_(
                    "One for each period: a speech shows its speaker as titled on the day "
                    "on which it was delivered."
                ),
                panels=[
                    FieldRowPanel([FieldPanel("name"), FieldPanel("post_nominals")]),
                    FieldPanel("role"),
                    FieldRowPanel([FieldPanel("since"), FieldPanel("until")]),
                ],
            ),
            MultiFieldPanel([FieldPanel("aliases")], heading=_("Old links"), classname="collapsed"),
            REASON_PANEL,
        ],
        base_form_class=PersonForm,
    )
