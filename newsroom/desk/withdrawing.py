"""Withdrawing what is public: with a reason, and with everything that would bring it back."""

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
    """Why readers may no longer have it."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is withdrawn"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("It is kept in the release log under your name."),
    )


class WithdrawItem(UnpublishMenuItem):
    """Offers to withdraw a page that is public or scheduled; no lock holds it back."""

    label = WITHDRAW

    def is_shown(self, context: dict[str, Any]) -> bool:
        return context["view"] == "edit" and may_withdraw(context["page"], context["request"].user)


class WithdrawView(UnpublishView):
    """Asks for the reason, where Wagtail would unpublish without one."""

    page_title = gettext_lazy("Withdraw")
    success_message = gettext_lazy("“%(page_title)s” is withdrawn.")
    template_name = "newsroom/desk/withdraw.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Wagtail 8.0 refuses a locked page; what must not be public goes, locked or not."""
        if not may_withdraw(self.object, request.user):
            raise PermissionDenied
        sent = request.POST if request.method == "POST" else None
        self.form = ReasonForm(sent, about=self.object)
        return GenericUnpublishView.dispatch(self, request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Withdraw it, or ask again for the reason."""
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data())
        return super().post(request, *args, **kwargs)

    def unpublish(self) -> None:
        """Called by Wagtail once the reason is known: all of it is withdrawn, or nothing."""
        below = bool(self.request.POST.get("include_descendants"))
        with transaction.atomic():
            for page in self.objects_to_unpublish:
                for going in with_public_below(page, below):
                    if going.permissions_for_user(self.request.user).can_publish():
                        withdraw(going, self.form.cleaned_data["reason"], self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Also the form for the reason."""
        below = self.request.POST.get("include_descendants")
        return super().get_context_data(form=self.form, include_descendants=below, **kwargs)


def add_menu_items(
    items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]
) -> None:
    """Put the withdrawal in the place of Wagtail's unpublishing."""
    items[:] = [item for item in items if not isinstance(item, UnpublishMenuItem)]
    withdrawal = WithdrawItem()
    if withdrawal.is_shown(context):
        items.append(withdrawal)


def rename_in_lists() -> None:
    """Call it a withdrawal in the lists of pages too, where Wagtail 8.0 has no hook to do so."""
    PageListingUnpublishButton.label = WITHDRAW


def may_withdraw(page: Page, user: Any) -> bool:
    """Whether it is or will be public, and this person may end that."""
    would_be_public = page.live or page.scheduled_revision is not None
    return bool(would_be_public and page.permissions_for_user(user).can_publish())


def with_public_below(page: Page, below: bool) -> Iterable[Page]:
    """The page, and the public pages below it where those were asked for."""
    return (page, *(page.get_descendants().live() if below else ()))
