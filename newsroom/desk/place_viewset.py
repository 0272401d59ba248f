"""Admin views of courts, police forces and places, by which journalists find a press desk."""

from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet

from newsroom.desk.conflicts.record_views import BothValuesPanel, RecordEditView
from newsroom.desk.reader_record_form import REASON_PANEL, ReaderRecordForm
from newsroom.former_names import lines_of, slugs_of
from newsroom.models import Area, AreaPlace
from newsroom.press_office.place_names import is_postcode_area, keys_of
from newsroom.taxonomy import in_default_language

NO_AREA = _("There is no Area “%(area)s”. Write its name as under “Areas”.")
NOTHING_SAID = _("Name an Area, or say in the note whom to ask instead.")
NO_POSTCODE = _("Write the letters at the beginning of a postcode, or its first half: LS or LS29.")
NO_NAME = _("Write a name: “Crown Court” or “Police” alone says too little.")
KNOWN = _("There is one already of this kind and name. Change that one.")


class AreaPlaceForm(ReaderRecordForm):
    """Refuses what the finder could not answer from: an unknown Area, a name that says nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._stored = self.instance.area_names

    def clean_areas(self) -> str:
        """The Areas by names under which the finder knows them; what stood here already stays."""
        known = {}
        for area in Area.objects.filter(in_default_language()):
            name = area.name if slugify(area.name) == area.slug else area.slug
            slugs = {slugify(area.name), area.slug, *slugs_of(area.aliases)}
            known.update(dict.fromkeys(slugs, name))
        lines = lines_of(self.cleaned_data["areas"])
        for line in lines:
            if slugify(line) not in known and line not in self._stored:
                self.add_error("areas", NO_AREA % {"area": line})
        return "\n".join(dict.fromkeys(known.get(slugify(line), line) for line in lines))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        kind, name = data.get("kind"), data.get("name") or ""
        if not data.get("areas") and not data.get("note") and not self.has_error("areas"):
            self.add_error("areas", NOTHING_SAID)
        if kind == AreaPlace.Kind.POSTCODE:
            names = [name, *lines_of(data.get("aliases") or "")]
            if name and not all(map(is_postcode_area, names)):
                self.add_error("name", NO_POSTCODE)
        elif name and not (keys := keys_of(name)):
            self.add_error("name", NO_NAME)
        elif name and kind:
            others = AreaPlace.objects.filter(kind=kind).exclude(pk=self.instance.pk)
            if any(keys & keys_of(other) for other in others.values_list("name", flat=True)):
                self.add_error("name", KNOWN)
        return data


class AreaPlaceViewSet(SnippetViewSet):
    """Courts, police forces and places."""

    model = AreaPlace
    edit_view_class = RecordEditView
    icon = "site"
    list_display = ["name", "kind", "areas", "aliases"]
    list_filter = ["kind"]
    search_fields = ["name", "welsh_name", "aliases", "areas"]
    ordering = ["name"]
    list_per_page = 50
    edit_handler = ObjectList(
        [
            BothValuesPanel(),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("name")]),
            FieldPanel("areas"),
            FieldPanel("aliases"),
            FieldPanel("welsh_name"),
            FieldPanel("note"),
            REASON_PANEL,
        ],
        base_form_class=AreaPlaceForm,
    )
