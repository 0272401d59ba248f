"""The screens of users: as Wagtail's, within the guard of rights."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views import users

from newsroom.accounts.rights_changes import above
from newsroom.desk.accounts.guarded_views import GuardedDeleteMixin, GuardedFormMixin


class _SuperuserFieldMixin(forms.Form):
    """The tick “Administrator” is called what it is, and is a superuser's to give."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("is_superuser"):
            field.label = gettext_lazy("Superuser")
            field.help_text = gettext_lazy(
                "May do everything, whatever the roles say. Only a superuser can give or take this."
            )


class PersonCreationForm(_SuperuserFieldMixin, UserCreationForm):
    """A new account."""


class PersonEditForm(_SuperuserFieldMixin, UserEditForm):
    """An account."""


class PersonCreateView(GuardedFormMixin, users.CreateView):
    """Makes an account with rights of which its author has each."""


class _NotAboveMixin:
    """Turns away whoever has fewer rights than the account that is shown."""

    object: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if above(request.user, self.object):
            words = _("“%s” holds rights that you do not have. Ask a superuser to change this.")
            messages.error(request, words % self.object.get_username())
            return HttpResponseRedirect(reverse("wagtailusers_users:index"))
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class PersonEditView(_NotAboveMixin, GuardedFormMixin, users.EditView):
    """Changes an account that holds no rights above those of its editor."""

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        buttons: list[Any] = super().header_more_buttons
        if not self.editing_self:
            url = reverse("desk_account_log_in", args=[self.object.pk])
            buttons.append(Button(_("Log-in and security"), url=url, icon_name="key", priority=5))
        return buttons


class PersonDeleteView(_NotAboveMixin, GuardedDeleteMixin, users.DeleteView):
    """Deletes an account that holds no rights above those of who deletes it."""


class PeopleViewSet(users.UserViewSet):
    """All screens of users. Accounts are not copied: each is one person's."""

    add_view_class = PersonCreateView
    edit_view_class = PersonEditView
    delete_view_class = PersonDeleteView
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> Any:
        return PersonEditForm if for_update else PersonCreationForm
