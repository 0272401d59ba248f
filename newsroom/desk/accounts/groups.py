"""The screens of groups: as Wagtail's, within the guard of rights."""

from typing import Any

from django.http import HttpResponse
from wagtail.users.views import groups

from newsroom.accounts.rights_changes import RightsRefused, change_of_rights
from newsroom.desk.accounts.guarded_views import (
    KEPT_GROUPS,
    GuardedDeleteMixin,
    GuardedFormMixin,
)


class _GuardedGroupMixin(GuardedFormMixin):
    """Saves a group with its rights on pages and collections, or nothing of it."""

    permission_panel_forms: list[Any]

    def process_form(self) -> HttpResponse:
        """Wagtail 8.0 saves the panels after the form, so both are within the guard here."""
        view: Any = self
        form = view.get_form()
        if not view.is_valid(form):
            return view.form_invalid(form)
        is_new = form.instance.pk is None
        view.form = form
        try:
            with change_of_rights(self.request.user, KEPT_GROUPS):
                self.object = super(GuardedFormMixin, self).save_instance()  # type: ignore[misc]
                for panel in self.permission_panel_forms:
                    panel.save()
        except RightsRefused as refused:
            return self.refused(form, refused, is_new=is_new)
        response: HttpResponse = view.save_action()
        return view.run_after_hook() or response


class GroupCreateView(_GuardedGroupMixin, groups.CreateView):
    """Makes a group with rights of which its author has each."""


class GroupEditView(_GuardedGroupMixin, groups.EditView):
    """Changes a group, neither from nor to rights above those of its editor."""


class GroupDeleteView(GuardedDeleteMixin, groups.DeleteView):
    """Deletes a group that holds no rights above those of who deletes it."""


class GroupsViewSet(groups.GroupViewSet):
    """All screens of groups."""

    add_view_class = GroupCreateView
    edit_view_class = GroupEditView
    delete_view_class = GroupDeleteView
