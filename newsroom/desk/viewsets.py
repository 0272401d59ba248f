"""Admin views of taxonomy terms, and the menu group of all the desk's lists."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from newsroom.desk.contact_viewsets import DeskClosureViewSet, PressContactViewSet
from newsroom.desk.legal_rules import LegalRuleViewSet
from newsroom.desk.reader_record_form import REASON_PANEL, ReaderRecordForm
from newsroom.desk.restriction_views import RestrictionViewSet
from newsroom.desk.speaker_viewset import PersonViewSet
from newsroom.desk.update_viewsets import ItemUpdateViewSet, UpdateDraftViewSet
from newsroom.models import Area, CrimeType

_TERM = [
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
    icon = "tag"
    list_display = ["name", "slug", BooleanColumn("closed", label=_("Closed"), sort_key="closed")]
    list_filter = ["closed"]
    search_fields = ["name", "aliases"]
    ordering = ["name"]
    list_per_page = 50
    # Which victims the law protects is a legal question, so it needs the permission for the rules.
    edit_handler = ObjectList(
        [
            *_TERM[:2],
            FieldPanel("protects", permission="newsroom.change_legalrule"),
            *_TERM[2:],
        ],
        base_form_class=ReaderRecordForm,
    )


class AreaViewSet(SnippetViewSet):
    """Areas."""

    model = Area
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
        [*_TERM[:2], FieldPanel("national"), *_TERM[2:]], base_form_class=ReaderRecordForm
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
        PressContactViewSet,
        DeskClosureViewSet,
        PersonViewSet,
        CrimeTypeViewSet,
        AreaViewSet,
        LegalRuleViewSet,
    )
