"""Admin views of taxonomy terms, and the menu group of all the desk's lists."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from newsroom.desk.alert_viewset import SubscriberViewSet
from newsroom.desk.conflicts.record_forms import SharedRecordForm
from newsroom.desk.conflicts.record_views import BothValuesPanel, RecordEditView
from newsroom.desk.contact_viewsets import (
    DeskClosureViewSet,
    DeskOpeningViewSet,
    PressContactViewSet,
)
from newsroom.desk.legal_rules import LegalRuleViewSet
from newsroom.desk.name_report_view import NameReportItem
from newsroom.desk.place_viewset import AreaPlaceViewSet
from newsroom.desk.planning.hearing_viewset import CaseHearingViewSet
from newsroom.desk.reader_record_form import REASON_PANEL, ReaderRecordForm
from newsroom.desk.restriction_views import RestrictionViewSet
from newsroom.desk.speaker_viewset import PersonViewSet
from newsroom.desk.template_viewset import ReleaseTemplateViewSet
from newsroom.desk.update_viewsets import ItemUpdateViewSet, UpdateDraftViewSet
from newsroom.models import Area, CrimeType, DeskSettings, SearchSynonym

_TERM = [
    BothValuesPanel(),
    FieldPanel("name"),
    FieldPanel("slug"),
    FieldPanel("closed"),
    MultiFieldPanel(
        [FieldPanel("aliases"), FieldPanel("legacy_id")],
        heading=_("Old links"),
        classname="collapsed",
    ),
    REASON_PANEL,
]


class CrimeTypeViewSet(SnippetViewSet):
    """Crime types."""

    model = CrimeType
    edit_view_class = RecordEditView
    icon = "tag"
    list_display = ["name", "slug", BooleanColumn("closed", label=_("Closed"), sort_key="closed")]
    list_filter = ["closed"]
    search_fields = ["name", "aliases"]
    ordering = ["name"]
    list_per_page = 50
    # Which victims the law protects is a legal question, so it needs the permission for the rules.
    edit_handler = ObjectList(
        [
            *_TERM[:3],
            FieldPanel("protects", permission="newsroom.change_legalrule"),
            *_TERM[3:],
        ],
        base_form_class=ReaderRecordForm,
    )


class AreaViewSet(SnippetViewSet):
    """Areas."""

    model = Area
    edit_view_class = RecordEditView
    icon = "globe"
    list_display = [
        "name",
        "slug",
        BooleanColumn("national", label=_("National"), sort_key="national"),
        BooleanColumn("closed", label=_("Closed"), sort_key="closed"),
    ]
    list_filter = ["closed", "national"]
    search_fields = ["name", "aliases"]
    ordering = ["name"]
    list_per_page = 50
    edit_handler = ObjectList(
        [*_TERM[:3], FieldPanel("national"), *_TERM[3:]], base_form_class=ReaderRecordForm
    )


class SearchSynonymViewSet(SnippetViewSet):
    """Synonyms for search."""

    model = SearchSynonym
    edit_view_class = RecordEditView
    icon = "search"
    list_display = ["__str__", "finds"]
    search_fields = ["forms", "finds"]
    ordering = ["forms"]
    list_per_page = 50
    edit_handler = ObjectList(
        [BothValuesPanel(), FieldPanel("forms"), FieldPanel("finds"), REASON_PANEL],
        base_form_class=ReaderRecordForm,
    )


# Wagtail asks the model of a setting for its form, and the models are below the desk.
DeskSettings.edit_handler = ObjectList(
    [BothValuesPanel(), *map(FieldPanel, ("earliest", "latest", "also_at", "desk_email"))],
    base_form_class=SharedRecordForm,
)


class NewsroomGroup(SnippetViewSetGroup):
    """The menu that groups the newsroom's lists."""

    menu_label = _("Newsroom")
    menu_icon = "clipboard-list"
    menu_order = 150
    items = (
        ItemUpdateViewSet,
        UpdateDraftViewSet,
        RestrictionViewSet,
        ReleaseTemplateViewSet,
        PressContactViewSet,
        DeskClosureViewSet,
        DeskOpeningViewSet,
        CaseHearingViewSet,
        PersonViewSet,
        CrimeTypeViewSet,
        AreaViewSet,
        AreaPlaceViewSet,
        SearchSynonymViewSet,
        LegalRuleViewSet,
        SubscriberViewSet,
    )

    def get_submenu_items(self) -> list[MenuItem]:
        """The lists, and the search for a name."""
        return [*super().get_submenu_items(), NameReportItem()]
