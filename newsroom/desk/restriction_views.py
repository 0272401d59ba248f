"""Reporting restrictions in the admin: entering, changing and ending an order."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from newsroom.desk.conflicts.record_views import BothValuesPanel, RecordEditView
from newsroom.desk.order_confirmation import ConfirmationPanel
from newsroom.desk.order_saving import EnforceOrderMixin, pages_in_words
from newsroom.desk.restriction_form import RestrictionForm
from newsroom.gate.record_form import RecordForm
from newsroom.models import ReportingRestriction
from newsroom.orders import enforcement
from newsroom.records.binding import pages_covered_by


class RestrictionCreateView(EnforceOrderMixin, CreateView):
    """Creates an order."""

    def save_instance(self) -> ReportingRestriction:
        self.form.instance.made_by = self.request.user
        return super().save_instance()


class RestrictionEditView(EnforceOrderMixin, RecordEditView):
    """Edits an order."""

    @property
    def header_more_buttons(self) -> list[Any]:
        buttons = [*super().header_more_buttons]
        if self.object.ended_at is None:
            address = reverse("desk_end_order", args=[self.object.pk])
            buttons.append(Button(_("End this order"), url=address, icon_name="lock-open"))
        if not self.object.entered_in_error:
            address = reverse("desk_undo_order", args=[self.object.pk])
            buttons.append(Button(_("Entered in error?"), url=address, icon_name="undo"))
        return buttons


class EndForm(RecordForm):
    """The reason why an order has ended."""

    reason = forms.CharField(
        label=_("Why it has ended"),
        max_length=250,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: lifted by Judge Marsh today, after the verdict."),
    )


class EndView(WagtailAdminTemplateMixin, FormView):
    """Ends an order with a reason, and lists the pages that may now be published."""

    template_name = "newsroom/desk/end_order.html"
    form_class = EndForm
    page_title = _("End this order")
    header_icon = "lock-open"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.order = get_object_or_404(ReportingRestriction, pk=kwargs["pk"])
        if not request.user.has_perm("newsroom.change_reportingrestriction"):
            raise PermissionDenied
        if self.order.ended_at is not None:
            messages.warning(request, _("This order has been ended already."))
            return redirect(_edit_address(self.order))
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.order.label

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": _list_address(), "label": _("Reporting restrictions")},
            {"url": _edit_address(self.order), "label": self.order.label},
            {"url": "", "label": self.get_page_title(), "sublabel": self.order.label},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        back = _edit_address(self.order)
        return {**context, "order": self.order, "back": back}

    def form_valid(self, form: EndForm) -> HttpResponse:
        enforcement.end(self.order, self.request.user, form.cleaned_data["reason"])
        held = list(pages_covered_by(self.order).filter(live=False).order_by("title"))
        said = str(_("The order has ended, and the desk has been told."))
        if held:
            more = _("You may now publish, once the checks are settled:")
            said = format_html("{} {}{}", said, more, pages_in_words(held))
        messages.success(self.request, said)
        return redirect(_list_address())


def end_instead_of_deleting(request: HttpRequest, things: list[Any]) -> HttpResponse | None:
    """Hook `before_delete_snippet`: refuse to delete an order that has not been ended."""
    not_ended = [
        thing
        for thing in things
        if isinstance(thing, ReportingRestriction) and thing.ended_at is None
    ]
    if not not_ended:
        return None
    messages.error(
        request, _("An order is not deleted while it stands. End it, and say why it has ended.")
    )
    if len(not_ended) == 1:
        return redirect("desk_end_order", not_ended[0].pk)
    return redirect(_list_address())


def say_copy_is_covered(request: HttpRequest, page: Page, copy: Page) -> None:
    """Hook `after_copy_page`: name the orders about a page that cover its copy as well."""
    current = ReportingRestriction.objects.current_or_upcoming(timezone.now())
    own = set(current.covering(page.specific).values_list("pk", flat=True))
    for order in current.covering(copy.specific):
        if order.pk in own:
            said = _("The copy is bound by the order about its original: %(order)s.")
            messages.warning(request, said % {"order": order.label})


def say_page_is_kept(request: HttpRequest, page: Page) -> None:
    """Hook `after_edit_page`: say that the page stays under an order though it left its case."""
    for order in getattr(page, "kept_under", ()):
        said = _(
            "The page stays bound by this order, though it has left the case: %(order)s. If the "
            "order is not about it, ask for it to be taken out of the order, with the reason."
        )
        messages.warning(request, said % {"order": order.label})


class RestrictionViewSet(SnippetViewSet):
    """Court orders and statutory anonymity."""

    model = ReportingRestriction
    icon = "lock"
    add_view_class = RestrictionCreateView
    edit_view_class = RestrictionEditView
    # It would save an order that nothing enforces.
    copy_view_enabled = False
    list_display = [
        *("label", "covers", "starts_at", "ends_at", "ended_at"),
        BooleanColumn("entered_in_error", label=_("Entered in error")),
    ]
    list_filter = ["kind", "effect"]
    search_fields = ["court", "covers", "until_event"]
    ordering = ["-starts_at"]
    edit_handler = ObjectList(
        [
            BothValuesPanel(),
            ConfirmationPanel(),
            FieldPanel("kind"),
            FieldPanel("court"),
            FieldPanel("covers"),
            FieldPanel("effect", widget=forms.RadioSelect),
            FieldPanel("items"),
            MultiFieldPanel(
                [FieldPanel("new_names"), FieldPanel("gone_names")],
                heading=_("Protected names"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                    FieldPanel("until_event"),
                ],
                heading=_("From when until when"),
            ),
            FieldPanel("public_wording"),
            FieldPanel("why_less"),
        ],
        base_form_class=RestrictionForm,
    )


def admin_urls() -> list[URLPattern]:
    """The address of the view that ends an order."""
    return [path("orders/<int:pk>/end/", EndView.as_view(), name="desk_end_order")]


def _edit_address(order: ReportingRestriction) -> str:
    return reverse("wagtailsnippets_newsroom_reportingrestriction:edit", args=[order.pk])


def _list_address() -> str:
    return reverse("wagtailsnippets_newsroom_reportingrestriction:list")
