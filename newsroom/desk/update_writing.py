"""Where the writing of an update begins: the form of its item, and the first screen."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.action_menu import ActionMenuItem

from newsroom.models import NewsItemPage

ITEM = "item"
"""The parameter that names the item to which an update is written."""
MAY_WRITE = "newsroom.add_updatedraft"


def update_url(page: NewsItemPage | None = None) -> str:
    """The form of a new update, of this item or of one that is still to be chosen."""
    form = reverse("wagtailsnippets_newsroom_updatedraft:add")
    return f"{form}?{urlencode({ITEM: page.pk})}" if page else form


class WriteUpdateItem(ActionMenuItem):
    """Leads from an item that is public to the form of its next update."""

    label = _("Write an update…")
    name = "action-write-update"
    icon_name = "history"

    def is_shown(self, context: dict[str, Any]) -> bool:
        page = context.get("page")
        is_public = isinstance(page, NewsItemPage) and page.live and context["view"] == "edit"
        return bool(is_public and context["request"].user.has_perm(MAY_WRITE))

    def get_url(self, context: dict[str, Any]) -> str:
        return update_url(context["page"])


def add_menu_items(
    items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]
) -> None:
    """Hook `construct_page_action_menu`: offer it while readers have the item."""
    item = WriteUpdateItem()
    if item.is_shown(context):
        items.append(item)
