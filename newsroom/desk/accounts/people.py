"""The screens of users: as Wagtail's, within the guard of rights."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
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


class _RoleMixin(forms.Form):
    """Groups are called roles here, and whoever works at the desk has one."""

    instance: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["groups"].label = gettext_lazy("Role")
        self.fields["groups"].help_text = gettext_lazy("What somebody may do at the desk.")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        may_all = data.get("is_superuser", self.instance.is_superuser)
        is_active = data.get("is_active", self.instance.is_active)
        if is_active and not (may_all or data.get("groups")):
            self.add_error("groups", _("Choose a role. Without one nobody can work at the desk."))
        return data


class PersonCreationForm(_RoleMixin, _SuperuserFieldMixin, UserCreationForm):
    """A new account."""


class PersonEditForm(_RoleMixin, _SuperuserFieldMixin, UserEditForm):
    """An account."""


class PeopleView(users.IndexView):
    """The list of users, with the role of each."""

    @cached_property
    def columns(self) -> list[Any]:
        role = Column("role", accessor=role_of, label=gettext_lazy("Role"), width="20%")
        return [role if column.name == "is_superuser" else column for column in super().columns]

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().prefetch_related("groups")


def role_of(user: Any) -> str:
    """The role of a user in words."""
    roles = sorted(group.name for group in user.groups.all())
    if user.is_superuser:
        roles.append(_("Superuser"))
    return ", ".join(roles) or _("None: give one")


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

    index_view_class = PeopleView
    add_view_class = PersonCreateView
    edit_view_class = PersonEditView
    delete_view_class = PersonDeleteView
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> Any:
        return PersonEditForm if for_update else PersonCreationForm
