"""The report on checks of what is public, with a button that asks for another one."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from newsroom.models import PublicCheck
from newsroom.publishing import public_checks

ADDRESS = "newsroom_public_checks"
MAY_ASK = "newsroom.add_publiccheck"
MAY_READ = "newsroom.view_publiccheck"
MOST = 30


class PublicChecksView(WagtailAdminTemplateMixin, TemplateView):
    """The newest runs. A run that is asked for here is done by the timer, in steps."""

    template_name = "newsroom/desk/public_checks.html"
    page_title = _("What is public was cleared")
    header_icon = "check"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(MAY_READ):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Begin a run, unless one is under way."""
        if not request.user.has_perm(MAY_ASK):
            raise PermissionDenied
        public_checks.begin(request.user)
        messages.success(
            request, _("The check has begun. It goes on in the background: come back in a minute.")
        )
        return redirect(ADDRESS)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "checks": PublicCheck.objects.select_related("asked_by")[:MOST],
            "may_ask": self.request.user.has_perm(MAY_ASK) and not public_checks.unfinished(),
        }


def admin_urls() -> list[URLPattern]:
    """The address of the report."""
    return [path("reports/public-checks/", PublicChecksView.as_view(), name=ADDRESS)]


class _ReportItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MAY_READ)


def menu_item() -> MenuItem:
    """The item in the menu of reports."""
    title = PublicChecksView.page_title
    icon = PublicChecksView.header_icon
    return _ReportItem(title, reverse(ADDRESS), name="public-checks", icon_name=icon, order=120)
