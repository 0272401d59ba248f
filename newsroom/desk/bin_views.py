"""The bin at the desk: what was deleted, by whom and until when it is kept; restoring a page."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import ListView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page, PageQuerySet
from wagtail.permission_policies.pages import PagePermissionPolicy

from newsroom.desk.row_numbers import row_number
from newsroom.models import BinnedPage
from newsroom.publishing import bin as desk_bin
from newsroom.records.redaction import title_for_record
from newsroom.records.verdict_holds import without_vault

BIN = "desk_bin"


def may_restore(user: Any) -> bool:
    """Whether somebody sees the bin: whoever may publish some page."""
    return bool(PagePermissionPolicy().user_has_permission(user, "publish"))


class BinView(WagtailAdminTemplateMixin, ListView):
    """Lists the pages in the bin, the last deleted first; a POST request restores one."""

    template_name = "newsroom/desk/bin.html"
    page_title = _("Bin")
    header_icon = "bin"
    paginate_by = 50
    queryset = BinnedPage.objects.select_related("page", "parent", "deleted_by")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_restore(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        number = request.POST.get("page", "")
        row = get_object_or_404(self.queryset, pk=row_number(number))
        title = title_for_record(row.page.specific)
        if row.parent and not row.parent.permissions_for_user(request.user).can_publish_subpage():
            raise PermissionDenied
        try:
            page = desk_bin.restore(row, request.user)
        except desk_bin.CannotRestore:
            said = _("“%(title)s” was not restored: restore the section first in which it stood.")
            messages.error(request, said % {"title": title})
            return redirect(BIN)
        edit = messages.button(reverse("wagtailadmin_pages:edit", args=[page.pk]), _("Edit"))
        said = _("“%(title)s” is a draft again, where it stood.")
        messages.success(request, said % {"title": title}, buttons=[edit])
        return redirect(BIN)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows = [
            (row, title_for_record(row.page.specific), row.page.get_descendant_count())
            for row in context["object_list"]
        ]
        return {**context, "rows": rows}


def put_into_bin(request: HttpRequest, pages: Iterable[Page]) -> None:
    """Move pages into the bin, the uppermost of each branch, and say so."""
    uppermost: list[Page] = []
    for page in sorted(pages, key=lambda one: one.path):
        if not any(page.is_descendant_of(above) for above in uppermost):
            uppermost.append(page)
    titles = [title_for_record(page.specific) for page in uppermost]
    for page in uppermost:
        desk_bin.put(page.specific, request.user)
    said = ngettext(
        "In the bin, with its versions. A duty editor can restore it for 30 days:",
        "In the bin, with their versions. A duty editor can restore them for 30 days:",
        len(titles),
    )
    rows = format_html_join("", "<li>{}</li>", ((title,) for title in titles))
    messages.success(request, format_html("{}<ul>{}</ul>", said, rows))


def keep_out(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Hook `before_edit_page`: what is in the bin is restored first."""
    if not desk_bin.pages_in_bin().filter(pk=page.pk).exists():
        return None
    messages.warning(request, _("This page is in the bin. Restore it, and then edit it."))
    return redirect(BIN if may_restore(request.user) else "wagtailadmin_home")


def leave_out(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Leave the bin, and what is held for a verdict, out of a list to choose pages from."""
    return without_vault(pages).exclude(pk__in=desk_bin.pages_in_bin().values("pk"))


def leave_out_of_lists(parent: Page, pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Hook `construct_explorer_page_queryset`: bin and holds have screens of their own."""
    return leave_out(pages, request)


class BinItem(MenuItem):
    """The link in the menu of reports."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_restore(request.user)


def menu_item() -> BinItem:
    return BinItem(_("Bin"), reverse(BIN), icon_name="bin", order=1000)


def log_actions(actions: Any) -> None:
    """Hook `register_log_actions`."""
    actions.register_action(desk_bin.DELETED, _("Delete"), _("Deleted: in the bin for 30 days"))
    actions.register_action(desk_bin.RESTORED, _("Restore"), _("Restored from the bin"))


def admin_urls() -> list[URLPattern]:
    return [path("bin/", BinView.as_view(), name=BIN)]
