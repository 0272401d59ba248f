"""Withdraws public or scheduled pages: with a reason, and with their schedule and workflow."""

from collections.abc import Collection, Iterable, Mapping
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
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from newsroom.gate.record_form import RecordForm
from newsroom.models import Edition, WithdrawalNotice
from newsroom.publishing.release import withdraw

WITHDRAW = gettext_lazy("Withdraw…")


NOTHING = "nothing"
"""The answer with which readers are told nothing at the address."""
TOLD = [
    *WithdrawalNotice.Kind.choices,
    (NOTHING, gettext_lazy("Nothing: the address is not found, as if it had never been.")),
]
FOLLOWS = gettext_lazy("Choose the page that readers are led to.")
NOT_PUBLIC = gettext_lazy("Readers cannot open this page. Choose one that is public.")
IS_WITHDRAWN = gettext_lazy("You are withdrawing this page. Choose another one.")


class ReasonForm(RecordForm):
    """The reason for a withdrawal, and what readers are told at the address."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is withdrawn"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "It is kept in the release log under your name. Readers do not see it."
        ),
    )
    told = forms.ChoiceField(
        label=gettext_lazy("What readers are told at its address"),
        choices=TOLD,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "With the day, and without a word of the page. “Nothing” is for an address that itself "
            "says what must not be said."
        ),
    )
    replacement = forms.ModelChoiceField(
        Page.objects.all(),
        label=gettext_lazy("The page that replaces it"),
        required=False,
        widget=AdminPageChooser,
        help_text=gettext_lazy("Only if it has been replaced: the address leads there."),
    )

    def __init__(
        self, *args: Any, about: Page | None = None, chosen: Collection[Page] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, about=about, **kwargs)
        self.chosen = chosen if about is None else [about]
        if about is not None and not about.live:
            # Readers have never been at its address, or have been told already.
            del self.fields["told"], self.fields["replacement"]

    def clean(self) -> dict[str, Any]:
        """Require a public page for what was replaced, and forget one that is not asked for."""
        data = super().clean()
        replaced = data.get("told") == WithdrawalNotice.Kind.REPLACED
        data["replacement"] = target = data.get("replacement") if replaced else None
        if replaced and not self.has_error("replacement"):
            if target is None:
                self.add_error("replacement", FOLLOWS)
            elif self._withdraws(target):
                self.add_error("replacement", IS_WITHDRAWN)
            elif not _has_address(target):
                self.add_error("replacement", NOT_PUBLIC)
        return data

    def _withdraws(self, target: Page) -> bool:
        """Whether the page is one of the chosen, or below one with which all below it go."""
        if target.pk in {page.pk for page in self.chosen}:
            return True
        return bool(self.data.get("include_descendants")) and any(
            target.is_descendant_of(page) for page in self.chosen
        )


def answers(form_data: Mapping[str, Any]) -> dict[str, Any]:
    """What a valid form says, as arguments of `withdraw`."""
    told = form_data.get("told", NOTHING)
    return {
        "reason": form_data["reason"],
        "told": "" if told == NOTHING else told,
        "replacement": form_data.get("replacement"),
    }


def _has_address(page: Page) -> bool:
    """Whether readers can open the page."""
    return Edition.objects.open().filter(page_id=page.pk).exclude(address="").exists()


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
                        withdraw(going, user=self.request.user, **answers(self.form.cleaned_data))

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
