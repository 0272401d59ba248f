"""The desk's screens of preview links: the menu item of a page, its links, and what came back."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.models import Page

from newsroom.desk.preview_link_page import PAGE
from newsroom.desk.refusal_messages import edit_address
from newsroom.desk.row_numbers import row_number
from newsroom.gate.record_form import RecordForm
from newsroom.gate.sign_off import latest
from newsroom.models import NewsItemPage, PreviewComment, PreviewLink
from newsroom.publishing import disclosure
from newsroom.records.verdict_holds import is_in_vault

LINKS = "desk_preview_links"
DAYS = ((1, gettext_lazy("1 day")), (3, gettext_lazy("3 days")), (7, gettext_lazy("7 days")))
WITHHELD = gettext_lazy(
    "This draft is shown to nobody outside the desk: a reporting restriction is about it, a "
    "protected name may stand in it, or somebody still has to confirm that nobody with anonymity "
    "is identified. See the checks."
)


HELD = gettext_lazy(
    "It is held for a verdict: only the people named on its hold read it. There are no links to it."
)


class LinkForm(RecordForm):
    """For whom a link is, and how long it works."""

    recipient = forms.CharField(label=gettext_lazy("Name of who gets it"), max_length=100)
    organisation = forms.CharField(
        label=gettext_lazy("Organisation"),
        max_length=100,
        help_text=gettext_lazy("For example: West Yorkshire Police. Both stand across the page."),
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("It works for"), choices=DAYS, coerce=int, initial=3
    )


class PreviewLinksItem(ActionMenuItem):
    """Leads to the preview links of an item."""

    label = gettext_lazy("Preview links…")
    name = "action-preview-links"
    icon_name = "link"

    def is_shown(self, context: dict[str, Any]) -> bool:
        page = context.get("page")
        return context["view"] == "edit" and isinstance(page, NewsItemPage) and bool(page.pk)

    def get_url(self, context: dict[str, Any]) -> str:
        return reverse(LINKS, args=[context["page"].pk])


class PreviewCommentsPanel(BaseSidePanel):
    """Shows, on the edit form, what the recipients of preview links wrote back."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = gettext_lazy("Toggle comments from preview links")
        icon_name = "mail"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            count = len(self.panel.comments)
            return {**super().get_context_data(parent_context), "count": count}

    name = "preview-comments"
    title = gettext_lazy("From preview links")
    template_name = "newsroom/desk/preview_comments.html"
    order = 350

    @cached_property
    def comments(self) -> list[PreviewComment]:
        if not self.object.pk:
            return []
        of_page = PreviewComment.objects.filter(link__page_id=self.object.pk)
        return list(of_page.select_related("link"))

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {**super().get_context_data(parent_context), "comments": self.comments}


def add_menu_items(
    items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]
) -> None:
    """Hook `construct_page_action_menu`: append the item, so that it is not the default action."""
    item = PreviewLinksItem()
    if item.is_shown(context):
        items.append(item)


def admin_urls() -> list[URLPattern]:
    """The address of the screen."""
    return [path("pages/<int:page_id>/preview-links/", preview_links, name=LINKS)]


def preview_links(request: HttpRequest, page_id: int) -> HttpResponse:
    """The links of an item, with what the desk does with them; a new one is shown once."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not isinstance(page, NewsItemPage):
        raise Http404
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    version = latest(page)
    if {"revoke", "renew"} & set(request.POST):
        return _act(request, page, version)
    form = LinkForm(request.POST or None, about=page)
    made = ""
    is_withheld = version.revision is None or disclosure.is_withheld(version.page)
    if request.method == "POST" and form.is_valid() and not is_withheld:
        until = timezone.now() + timedelta(days=form.cleaned_data["days"])
        who = form.cleaned_data["recipient"], form.cleaned_data["organisation"]
        link, token = disclosure.make_link(version, request.user, *who, until)
        made = f"{settings.WAGTAILADMIN_BASE_URL}{reverse(PAGE, args=[token])}"
        messages.success(request, _("The link for %(who)s is made.") % {"who": link})
        form = LinkForm(about=page)
    title = _("Preview links")
    links = PreviewLink.objects.filter(page_id=page_id).select_related("made_by", "revoked_by")
    context = {
        "page": version.page,
        "form": form,
        "made": made,
        "newest": version.digest,
        "why_not": _why_not(page) if is_withheld else "",
        "links": links.prefetch_related("openings"),
        "edit_url": edit_address(page),
        "header_title": title,
        "page_title": title,
        "page_subtitle": version.page.get_admin_display_title(),
        "header_icon": "link",
    }
    response = TemplateResponse(request, "newsroom/desk/preview_links.html", context)
    # The new link stands here.
    response["Cache-Control"] = "no-store, private"
    return response


def _why_not(page: Page) -> Any:
    return HELD if is_in_vault(page) else WITHHELD


def _act(request: HttpRequest, page: Page, version: Any) -> HttpResponse:
    """Revoke a link, or let it show the newest words."""
    chosen = request.POST.get("revoke") or request.POST.get("renew") or ""
    link = get_object_or_404(PreviewLink, pk=row_number(chosen), page=page)
    if "revoke" in request.POST:
        disclosure.revoke(link, version, request.user)
        messages.success(request, _("The link for %(who)s opens nothing more.") % {"who": link})
    elif version.revision is None or disclosure.is_withheld(version.page):
        messages.error(request, _why_not(page))
    elif link.state == PreviewLink.State.OPEN:
        disclosure.show_newest(link, version)
        said = _("The link for %(who)s shows the newest words.")
        messages.success(request, said % {"who": link})
    return HttpResponseRedirect(reverse(LINKS, args=[page.pk]))
