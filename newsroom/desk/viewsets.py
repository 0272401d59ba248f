"""The editors' lists outside the page tree: terms, press contacts, updates to items."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from newsroom.desk.people import PersonViewSet
from newsroom.models import Area, CrimeType, ItemUpdate, PressContact

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
    panels = _TERM


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


class PressContactViewSet(SnippetViewSet):
    """Desks that answer journalists."""

    model = PressContact
    icon = "mobile-alt"
    list_display = ["name", "area", "telephone", "email"]
    list_filter = ["area"]
    search_fields = ["name", "telephone", "email"]
    ordering = ["order", "name"]
    panels = [
        FieldPanel("name"),
        FieldPanel("area"),
        FieldRowPanel([FieldPanel("telephone"), FieldPanel("email")]),
        MultiFieldPanel(
            [FieldPanel("hours"), FieldPanel("out_of_hours"), FieldPanel("audience")],
            heading=_("When, and for whom"),
        ),
        FieldPanel("order"),
    ]


class ItemUpdateViewSet(SnippetViewSet):
    """What happened after an item was published. Kept apart from the item's drafts."""

    model = ItemUpdate
    icon = "history"
    list_display = ["item", "stage", "at"]
    list_filter = {"stage": ["exact"], "at": ["date__gte", "date__lte"]}
    search_fields = ["note", "item__title"]
    ordering = ["-at"]
    panels = [
        PageChooserPanel("item", "newsroom.NewsItemPage"),
        FieldRowPanel([FieldPanel("stage"), FieldPanel("at")]),
        FieldPanel("note"),
    ]


class NewsroomGroup(SnippetViewSetGroup):
    """One menu for the lists of the newsroom."""

    menu_label = _("Newsroom")
    menu_icon = "clipboard-list"
    menu_order = 150
    items = (ItemUpdateViewSet, PressContactViewSet, PersonViewSet, CrimeTypeViewSet, AreaViewSet)
