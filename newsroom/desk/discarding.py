"""The screen that discards a draft: what it says, who wrote it, and a confirmation."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.models import Page

from newsroom.desk.differences import differences, public_side, side_of
from newsroom.desk.row_numbers import row_number
from newsroom.pages.base import NewsroomPage
from newsroom.publishing.discarding import discard_draft, may_discard
from newsroom.records.redaction import title_for_record

DISCARD = "desk_discard_draft"


class DiscardItem(ActionMenuItem):
    """Offers to go back to what is public."""

    label = gettext_lazy("Discard draft: back to what is public…")
    name = "action-discard-draft"
    icon_name = "undo"

    def is_shown(self, context: dict[str, Any]) -> bool:
        page = context.get("page")
        is_ours = context["view"] == "edit" and isinstance(page, NewsroomPage)
        return is_ours and may_discard(page, context["request"].user)

    def get_url(self, context: dict[str, Any]) -> str:
        return reverse(DISCARD, args=[context["page"].pk])


def add_menu_items(
    items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]
) -> None:
    """Hook `construct_page_action_menu`: offer to discard the draft, last."""
    item = DiscardItem()
    if item.is_shown(context):
        items.append(item)


def discard(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show what would be discarded, and discard it when that is confirmed."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not (isinstance(page, NewsroomPage) and may_discard(page, request.user)):
        raise PermissionDenied
    edit_url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    if request.method == "POST":
        sent = row_number(request.POST.get("draft", ""))
        done = discard_draft(page, sent, request.user) if sent else None
        if done is None:
            said = _("Somebody has saved the page meanwhile. Look at it again.")
            messages.error(request, said)
            return HttpResponseRedirect(request.path)
        said = _("The draft of “%(title)s” is discarded. It stays in the history.")
        messages.success(request, said % {"title": title_for_record(page)})
        return HttpResponseRedirect(edit_url)
    draft = page.get_latest_revision_as_object()
    public = public_side(page) or side_of(page)
    context = {
        "page": page,
        "revision": page.latest_revision,
        "differences": differences(page, public, side_of(draft)),
        "edit_url": edit_url,
        "header_title": _("Discard draft"),
        "page_title": _("Discard draft"),
        "page_subtitle": draft.get_admin_display_title(),
        "header_icon": "undo",
    }
    return TemplateResponse(request, "newsroom/desk/discard_draft.html", context)


def admin_urls() -> list[URLPattern]:
    return [path("pages/<int:page_id>/discard-draft/", discard, name=DISCARD)]
