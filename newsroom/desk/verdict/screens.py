"""The addresses and menu items of holds for a verdict, and the menu of a held page."""

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.action_menu import ActionMenuItem, SaveDraftMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.models import Page, PageQuerySet
from wagtail.permission_policies.pages import PagePermissionPolicy

from newsroom.desk.verdict import hold_views
from newsroom.models import VerdictHold
from newsroom.pages.held_pages import HoldablePage
from newsroom.publishing.holds import SCREEN
from newsroom.records.verdict_holds import held_outcome, is_in_vault, outside_vault


class HoldsItem(MenuItem):
    """The link to the holds: for who is named on one, and for who may begin one."""

    def is_shown(self, request: HttpRequest) -> bool:
        user: Any = request.user
        if PagePermissionPolicy().user_has_permission(user, "add"):
            return True
        return VerdictHold.objects.open().of(user).exists()


class HoldItem(ActionMenuItem):
    """Leads from the form of a held page to its hold."""

    label = _("To the hold…")
    name = "action-hold"
    icon_name = "lock"

    def is_shown(self, context: dict[str, Any]) -> bool:
        page = context.get("page")
        return context["view"] == "edit" and page is not None and is_in_vault(page)

    def get_url(self, context: dict[str, Any]) -> str | None:
        row = held_outcome(context["page"].pk)
        return reverse(SCREEN, args=[row.hold_id]) if row else None


def only_saving(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Hook `construct_page_action_menu`, the last: a held page is saved, and nothing else."""
    hold = HoldItem()
    if hold.is_shown(context):
        items[:] = [*(item for item in items if isinstance(item, SaveDraftMenuItem)), hold]


def not_below(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Hook `construct_page_chooser_queryset`: no list to choose from begins in the vault."""
    match = request.resolver_match
    above = match.kwargs.get("parent_page_id") if match else None
    if above and Page.objects.filter(~outside_vault(), pk=above).exists():
        raise Http404
    return pages


def keep_out(request: HttpRequest, page: Page, *args: Any) -> None:
    """Hooks `before_edit_page`, `before_delete_page` and their like, of the vault itself.

    Its pages are of no type of ours, so Wagtail asks the groups about them. Whoever moved or
    renamed one would open what stands below it. Raises Http404.
    """
    if is_in_vault(page) and not isinstance(page.specific, HoldablePage):
        raise Http404


def keep_out_all(request: HttpRequest, action_type: str, objects: Any, *args: Any) -> None:
    """Hook `before_bulk_action`: the same for several pages."""
    for chosen in objects:
        if isinstance(chosen, Page):
            keep_out(request, chosen)


def menu_item() -> MenuItem:
    """Hook `register_admin_menu_item`: after the bundles."""
    address = reverse(hold_views.HOLDS)
    return HoldsItem(_("Holds for a verdict"), address, name="holds", icon_name="lock", order=125)


def admin_urls() -> list[URLPattern]:
    """Hook `register_admin_urls`."""
    own = "newsroom/holds/"
    return [
        path(own, hold_views.list_holds, name=hold_views.HOLDS),
        path(f"{own}<int:pk>/", hold_views.show_hold, name=SCREEN),
        path(f"{own}<int:pk>/codes/", hold_views.make_codes, name=hold_views.CODES),
        path(f"{own}<int:pk>/abandon/", hold_views.abandon, name=hold_views.ABANDON),
    ]
