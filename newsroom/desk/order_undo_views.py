"""Undoing an order that was entered in error: asked for by one person, confirmed by another."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from newsroom.gate.record_form import RecordForm
from newsroom.models import OrderUndo, ReportingRestriction, TakenDownPage
from newsroom.orders import undoing
from newsroom.records.take_downs import pages_taken_down_by

MOST_LISTED = 100
"""How many pages are listed; the rest are counted."""

ASKED = _("You have asked for the undo. A duty editor who did not enter the order confirms it.")

State = TakenDownPage.State


class UndoForm(RecordForm):
    """Why the order should not have been entered."""

    reason = forms.CharField(
        label=_("Why it was entered in error"),
        max_length=250,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: the name of a court was entered as a protected name."),
    )


class UndoView(WagtailAdminTemplateMixin, FormView):
    """Asks for the undo of an order, confirms it, or declines it; lists what comes back."""

    template_name = "newsroom/desk/undo_order.html"
    form_class = UndoForm
    page_title = _("Undo an order entered in error")
    header_icon = "undo"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.order = get_object_or_404(ReportingRestriction, pk=kwargs["pk"])
        if not request.user.has_perm("newsroom.change_reportingrestriction"):
            raise PermissionDenied
        self.undo = OrderUndo.objects.filter(restriction=self.order).first()
        self.may_confirm = undoing.may_confirm(self.order, request.user)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.undo is not None and self.undo.confirmed_at is not None:
            messages.warning(request, _("This order has been undone already."))
            return redirect(self._address)
        if "decline" in request.POST:
            if not self._may_decline:
                raise PermissionDenied
            undoing.decline(self.order, request.user)
            messages.success(request, _("The order stands. Nothing was published."))
            return redirect(_edit_address(self.order))
        return super().post(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"reason": self.undo.reason if self.undo else ""}

    def get_page_subtitle(self) -> str:
        return self.order.label

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        orders = reverse("wagtailsnippets_newsroom_reportingrestriction:list")
        return [
            *super().get_breadcrumbs_items(),
            {"url": orders, "label": _("Reporting restrictions")},
            {"url": _edit_address(self.order), "label": self.order.label},
            {"url": "", "label": self.get_page_title(), "sublabel": self.order.label},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = pages_taken_down_by(self.order)
        waiting = rows.filter(state__in=(State.CLOSED, State.DOWN)).values("page_id")
        pages = Page.objects.filter(pk__in=waiting).order_by("title")
        reasons = dict(rows.filter(state=State.REFUSED).values_list("page_id", "reason"))
        refused = Page.objects.filter(pk__in=reasons).order_by("title")[:MOST_LISTED]
        number = pages.count()
        return {
            **super().get_context_data(**kwargs),
            "order": self.order,
            "undo": self.undo,
            "may_confirm": self.may_confirm,
            "may_decline": self._may_decline,
            "number": number,
            "pages": pages[:MOST_LISTED],
            "more": max(0, number - MOST_LISTED),
            "refused": [(page, reasons[page.pk]) for page in refused],
            "restored": rows.filter(state=State.RESTORED).count(),
            "back": _edit_address(self.order),
        }

    def form_valid(self, form: UndoForm) -> HttpResponse:
        reason = form.cleaned_data["reason"]
        if not self.may_confirm:
            undoing.ask(self.order, self.request.user, reason)
            messages.success(self.request, ASKED)
            return redirect(self._address)
        undo = undoing.confirm(self.order, self.request.user, reason)
        undoing.proceed(undo)
        undo.refresh_from_db()
        rows = pages_taken_down_by(self.order)
        back = rows.filter(state=State.RESTORED).count()
        said = ngettext(
            "The order is undone. %(number)s page is public again.",
            "The order is undone. %(number)s pages are public again.",
            back,
        )
        messages.success(self.request, said % {"number": f"{back:,}"})
        if undo.finished_at is None:
            messages.warning(self.request, _("The others follow in the background, one by one."))
        if rows.filter(state=State.REFUSED).exists():
            messages.warning(self.request, _("Some stay down: the reasons are below."))
        return redirect(self._address)

    @property
    def _may_decline(self) -> bool:
        undo = self.undo
        if undo is None or undo.confirmed_at is not None:
            return False
        return self.may_confirm or undo.asked_by_id == self.request.user.pk

    @property
    def _address(self) -> str:
        return reverse("desk_undo_order", args=[self.order.pk])


def admin_urls() -> list[URLPattern]:
    """The address of the view that undoes an order."""
    return [path("orders/<int:pk>/undo/", UndoView.as_view(), name="desk_undo_order")]


def _edit_address(order: ReportingRestriction) -> str:
    return reverse("wagtailsnippets_newsroom_reportingrestriction:edit", args=[order.pk])
