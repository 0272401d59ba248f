"""Withdraws public or scheduled pages: with a reason, and with their schedule and workflow."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from wagtail.admin.action_menu import ActionMenuItem, UnpublishMenuItem
from wagtail.admin.views.generic.models import UnpublishView as GenericUnpublishView
from wagtail.admin.views.pages.unpublish import UnpublishView
from wagtail.admin.wagtail_hooks import PageListingUnpublishButton
from wagtail.models import Page

from newsroom.gate.record_form import RecordForm
from newsroom.publishing.release import withdraw

WITHDRAW = gettext_lazy("Withdraw…")


class ReasonForm(RecordForm):
    """The reason for a withdrawal."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is withdrawn"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("It is kept in the release log under your name."),
    )


class WithdrawItem(UnpublishMenuItem):
    """Offers to withdraw a page that is public or scheduled, whether or not it is locked."""

    label = WITHDRAW

    def is_shown(self, context: dict[str, Any]) -> bool:
        return context["view"] == "edit" and may_withdraw(context["page"], context["request"].user)


class WithdrawView(UnpublishView):
    """Replaces Wagtail's unpublish view with one that asks for a reason."""

    page_title = gettext_lazy("Withdraw")
    success_message = gettext_lazy("“%(page_title)s” is withdrawn.")
    template_name = "newsroom/desk/withdraw.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Check the permission only: Wagtail 8.0 would refuse a page that is locked."""
        if not may_withdraw(self.object, request.user):
            raise PermissionDenied
        sent = request.POST if request.method == "POST" else None
        self.form = ReasonForm(sent, about=self.object)
        return GenericUnpublishView.dispatch(self, request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Withdraw the page, or show the form again if it has no reason."""
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data())
        return super().post(request, *args, **kwargs)

    def unpublish(self) -> None:
        """Called by Wagtail with a valid form: withdraw all the pages in one transaction."""
        below = bool(self.request.POST.get("include_descendants"))
        with transaction.atomic():
            for page in self.objects_to_unpublish:
                for going in with_public_below(page, below):
                    if going.permissions_for_user(self.request.user).can_publish():
                        withdraw(going, self.form.cleaned_data["reason"], self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form with the reason to the context."""
        below = self.request.POST.get("include_descendants")
        return super().get_context_data(form=self.form, include_descendants=below, **kwargs)


def add_menu_items(
    items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]
) -> None:
    """Hook `construct_page_action_menu`: replace Wagtail's unpublish action by the withdrawal."""
    items[:] = [item for item in items if not isinstance(item, UnpublishMenuItem)]
    withdrawal = WithdrawItem()
    if withdrawal.is_shown(context):
        items.append(withdrawal)


def rename_in_lists() -> None:
    """Rename the action in page listings too, for which Wagtail 8.0 has no hook."""
    PageListingUnpublishButton.label = WITHDRAW


def may_withdraw(page: Page, user: Any) -> bool:
    """Whether the page is public or scheduled, and the user may publish it."""
    would_be_public = page.live or page.scheduled_revision is not None
    return bool(would_be_public and page.permissions_for_user(user).can_publish())


def with_public_below(page: Page, below: bool) -> Iterable[Page]:
    """The page and, with `below`, the public pages below it."""
    return (page, *(page.get_descendants().live() if below else ()))
