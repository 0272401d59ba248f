"""Admin views of taxonomy terms and item updates, and the menu group of all the desk's lists."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
)
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from newsroom.desk.contact_viewsets import DeskClosureViewSet, PressContactViewSet
from newsroom.desk.legal_rules import LegalRuleViewSet
from newsroom.desk.restriction_views import RestrictionViewSet
from newsroom.desk.speaker_viewset import PersonViewSet
from newsroom.desk.update_form import ItemUpdateForm, UpdateCreateView, UpdateEditView
from newsroom.models import Area, CrimeType, ItemUpdate

_TERM = [
    FieldPanel("name"),
    FieldPanel("slug"),
    FieldPanel("closed"),
    MultiFieldPanel(
        [FieldPanel("aliases"), FieldPanel("legacy_id")],
        heading=_("Old links"),
        classname="collapsed",
    ),
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
    panels = [
        *_TERM[:2],
        FieldPanel("protects", permission="newsroom.change_legalrule"),
        *_TERM[2:],
    ]


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
    panels = [*_TERM[:2], FieldPanel("national"), *_TERM[2:]]


class ItemUpdateViewSet(SnippetViewSet):
    """What happened after an item was published. Updates are not part of the item's revisions."""

    model = ItemUpdate
    add_view_class = UpdateCreateView
    edit_view_class = UpdateEditView
    icon = "history"
    list_display = ["item", "stage", "at"]
    list_filter = {"stage": ["exact"], "at": ["date__gte", "date__lte"]}
    search_fields = ["note", "item__title"]
    ordering = ["-at"]
    edit_handler = ObjectList(
        [
            PageChooserPanel("item", "newsroom.NewsItemPage"),
            FieldRowPanel([FieldPanel("stage"), FieldPanel("at")]),
            FieldPanel("note"),
            FieldPanel("reason"),
        ],
        base_form_class=ItemUpdateForm,
    )


class NewsroomGroup(SnippetViewSetGroup):
    """The menu that groups the newsroom's lists."""

    menu_label = _("Newsroom")
    menu_icon = "clipboard-list"
    menu_order = 150
    items = (
        ItemUpdateViewSet,
        RestrictionViewSet,
        PressContactViewSet,
        DeskClosureViewSet,
        PersonViewSet,
        CrimeTypeViewSet,
        AreaViewSet,
        LegalRuleViewSet,
    )
