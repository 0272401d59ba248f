"""The bulk action that withdraws several pages with one reason, all or none."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.views.pages.bulk_actions import UnpublishBulkAction
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import DefaultPageForm
from wagtail.models import Page

from newsroom.desk.withdrawing import (
    WITHDRAW,
    ReasonForm,
    answers,
    may_withdraw,
    with_public_below,
)
from newsroom.publishing.release import withdraw


class SeveralForm(ReasonForm, DefaultPageForm):
    """The reason, and whether to withdraw public pages below the chosen ones."""

    field_order = ["reason", "told", "replacement", "include_descendants"]


class WithdrawSeveral(UnpublishBulkAction):
    """Replaces Wagtail's bulk unpublish action with one that asks for a reason.

    Wagtail calls `execute_action` in a transaction, after the form has been validated.
    """

    display_name = WITHDRAW
    aria_label = _("Withdraw the chosen pages")
    template_name = "newsroom/desk/withdraw_several.html"
    form_class = SeveralForm

    def check_perm(self, page: Page) -> bool:
        """Page locks do not prevent a withdrawal."""
        return may_withdraw(page, self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        """The arguments of the form, with the pages that it withdraws."""
        chosen, _others = self.get_actionable_objects()
        return {**super().get_form_kwargs(), "chosen": chosen}

    def get_execution_context(self) -> dict[str, Any]:
        """The keyword arguments of `execute_action`."""
        return {"user": self.request.user, **self.cleaned_form.cleaned_data}

    @classmethod
    def execute_action(
        cls,
        objects: Iterable[Page],
        include_descendants: bool = False,
        user: Any = None,
        **given: Any,
    ) -> tuple[int, int]:
        """Withdraw the pages in order of their keys, so that concurrent calls cannot deadlock.

        `given` is what the form says of all of them.
        """
        chosen = {page.pk: page for page in objects}
        below = {
            page.pk: page
            for chosen_page in chosen.values()
            for page in with_public_below(chosen_page, include_descendants)
            if page.pk not in chosen and may_withdraw(page, user)
        }
        for _pk, page in sorted((chosen | below).items()):
            withdraw(page, user=user, **answers(given))
        return len(chosen), len(below)

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        """The number of pages withdrawn."""
        going = num_parent_objects + num_child_objects
        said = ngettext("%(pages)d page is withdrawn.", "%(pages)d pages are withdrawn.", going)
        return said % {"pages": going}
