"""The people who give speeches, with their dated titles."""

from datetime import date
from itertools import pairwise
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    ObjectList,
    TitleFieldPanel,
)
from wagtail.snippets.views.snippets import SnippetViewSet

from newsroom.models import Person
from newsroom.pages.rows import kept_rows


class PersonForm(WagtailAdminModelForm):
    """A person's form: on any day there is one title at most."""

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


class PersonViewSet(SnippetViewSet):
    """People who give speeches."""

    model = Person
    icon = "user"
    list_display = ["name", "slug"]
    search_fields = ["name"]
    ordering = ["name"]
    edit_handler = ObjectList(
        [
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
        ],
        base_form_class=PersonForm,
    )
