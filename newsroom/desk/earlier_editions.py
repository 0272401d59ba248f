"""The screen about what a page said earlier: what readers may still read, and a way to end that."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.models import Page

from newsroom.gate.earlier_words import withhold_for
from newsroom.models import EarlierEdition, NewsItemPage
from newsroom.records.log_context import Channel, log_context
from newsroom.records.redaction import title_for_record

EARLIER_EDITIONS = "desk_earlier_editions"
BY_HAND = "Withheld by hand."


class EarlierEditionsItem(ActionMenuItem):
    """Leads to the screen while readers may read something that the page said earlier."""

    label = gettext_lazy("What readers may read of earlier editions…")
    name = "action-earlier-editions"
    icon_name = "history"

    def is_shown(self, context: dict[str, Any]) -> bool:
        page = context.get("page")
        if context["view"] != "edit" or not isinstance(page, NewsItemPage):
            return False
        return _may_withhold(page, context["request"].user) and _kept(page).exists()

    def get_url(self, context: dict[str, Any]) -> str:
        return reverse(EARLIER_EDITIONS, args=[context["page"].pk])


def add_menu_items(
    items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]
) -> None:
    """Hook `construct_page_action_menu`: offer the screen, last."""
    item = EarlierEditionsItem()
    if item.is_shown(context):
        items.append(item)


def earlier_editions(request: HttpRequest, page_id: int) -> HttpResponse:
    """List the earlier editions of an item, and withhold all of them when that is asked."""
    page = get_object_or_404(NewsItemPage, pk=page_id).specific
    if not _may_withhold(page, request.user):
        raise PermissionDenied
    edit_url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    if request.method == "POST":
        with transaction.atomic(), log_context(request.user, Channel.ADMIN):
            withhold_for(page.pk, BY_HAND)
        said = _("Readers no longer get what “%(title)s” said earlier.")
        messages.success(request, said % {"title": title_for_record(page)})
        return HttpResponseRedirect(edit_url)
    now = timezone.now()
    rows = EarlierEdition.objects.of_page(page.pk)
    context = {
        "rows": [(row, row.is_readable(now)) for row in rows],
        "has_words": _kept(page).exists(),
        "edit_url": edit_url,
        "item_url": page.get_url(request),
        "header_title": _("Earlier editions"),
        "page_title": _("Earlier editions"),
        "page_subtitle": page.get_admin_display_title(),
        "header_icon": "history",
    }
    return TemplateResponse(request, "newsroom/desk/earlier_editions.html", context)


def _may_withhold(page: Page, user: Any) -> bool:
    return bool(page.permissions_for_user(user).can_publish())


def _kept(page: Page) -> Any:
    return EarlierEdition.objects.of_page(page.pk).with_words()


def admin_urls() -> list[URLPattern]:
    return [path("pages/<int:page_id>/earlier/", earlier_editions, name=EARLIER_EDITIONS)]
