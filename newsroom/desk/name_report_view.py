"""The screen that shows everything about a name, for those who enter orders.

The name may be protected. It is sent in a POST and answered in place, so that no address, history
or log of requests holds it.
"""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from newsroom.desk.name_report import report_on
from newsroom.rules.names.word_index import queries_for

ADDRESS = "newsroom_name_report"
MAY_SEARCH = "newsroom.add_reportingrestriction"
LEAST_LETTERS = 3


class NameForm(forms.Form):
    """The name that is looked for."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_(
            "First name and surname find every way of writing them that an order would find. "
            "The name is stored nowhere."
        ),
    )

    def clean_name(self) -> str:
        """Require something that can be looked for."""
        name: str = self.cleaned_data["name"]
        if sum(map(str.isalpha, name)) < LEAST_LETTERS or not queries_for(name):
            raise ValidationError(_("Enter a name of at least three letters."))
        return name


@method_decorator([sensitive_post_parameters(), never_cache], name="dispatch")
class NameReportView(WagtailAdminTemplateMixin, FormView):
    """Asks for a name, and lists what holds it below the form."""

    template_name = "newsroom/desk/name_report.html"
    form_class = NameForm
    page_title = _("Everything about a name")
    header_icon = "search"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(MAY_SEARCH):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def form_valid(self, form: NameForm) -> HttpResponse:
        """Show what was found; nothing leads away from the answer."""
        report = report_on(form.cleaned_data["name"], self.request.user)
        withdraw = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
        return self.render_to_response(
            self.get_context_data(
                form=form,
                report=report,
                withdraw_url=withdraw,
                may_withdraw=any(one.can_be_withdrawn for one in report.found),
                back=reverse(ADDRESS),
            )
        )


class NameReportItem(MenuItem):
    """The menu item of the screen."""

    def __init__(self) -> None:
        super().__init__(
            NameReportView.page_title, reverse(ADDRESS), icon_name="search", order=900, name=ADDRESS
        )

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MAY_SEARCH)


def admin_urls() -> list[URLPattern]:
    """The address of the screen."""
    return [path("everything-about-a-name/", NameReportView.as_view(), name=ADDRESS)]
