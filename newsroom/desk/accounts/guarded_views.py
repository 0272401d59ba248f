"""What the screens of users and of groups have in common: nobody acts above their own rights."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from wagtail.admin import messages

from newsroom.accounts.rights import snapshot
from newsroom.accounts.rights_changes import RightsRefused, change_of_rights, settle
from newsroom.desk.roles import ROLES

KEPT_GROUPS = tuple(ROLES)


class GuardedFormMixin:
    """Saves within the guard; a refusal is told beside its field, and the form is kept."""

    request: HttpRequest
    object: Any
    produced_error_code: str
    produced_error_message: Any

    def save_instance(self) -> Any:
        with change_of_rights(self.request.user, KEPT_GROUPS):
            return super().save_instance()  # type: ignore[misc]

    def form_valid(self, form: Any) -> HttpResponse:
        is_new = form.instance.pk is None
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except RightsRefused as refused:
            return self.refused(form, refused, is_new=is_new)

    def refused(self, form: Any, refused: RightsRefused, *, is_new: bool) -> HttpResponse:
        """Show the form again, with what was typed and why it was not saved."""
        if is_new:
            form.instance.pk, form.instance._state.adding = None, True
        for refusal in refused.refusals:
            field = refusal.field if refusal.field in form.fields else None
            form.add_error(field, refusal.message)
        self.produced_error_code = "validation_error"
        self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
        return self.form_invalid(form)  # type: ignore[attr-defined]


class GuardedDeleteMixin:
    """Deletes within the guard; a refusal leads back to the form."""

    request: HttpRequest
    object: Any

    def delete_action(self) -> None:
        with change_of_rights(self.request.user, KEPT_GROUPS):
            super().delete_action()  # type: ignore[misc]

    def form_valid(self, form: Any) -> HttpResponse:
        pk = self.object.pk
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except RightsRefused as refused:
            self.object.pk = pk
            messages.error(self.request, str(refused))
            return HttpResponseRedirect(self.get_success_url())  # type: ignore[attr-defined]


def before_bulk(request: HttpRequest, action_type: str, things: Any, view: Any) -> None:
    """Hook `before_bulk_action`: note the rights before an action on accounts."""
    if view.model is get_user_model():
        view.rights_before = snapshot()


def after_bulk(
    request: HttpRequest, action_type: str, things: Any, view: Any
) -> HttpResponse | None:
    """Hook `after_bulk_action`, in the action's transaction: log the changes, or undo them all."""
    if view.model is not get_user_model():
        return None
    try:
        settle(request.user, view.rights_before, KEPT_GROUPS)
    except RightsRefused as refused:
        transaction.set_rollback(True)
        messages.error(request, str(refused))
        return HttpResponseRedirect(view.next_url)
    return None
