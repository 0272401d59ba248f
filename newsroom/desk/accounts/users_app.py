"""Wagtail's app of users and groups, with our screens in place of its own."""

from wagtail.users.apps import WagtailUsersAppConfig


class UsersApp(WagtailUsersAppConfig):
    """Named in `INSTALLED_APPS` of the desk, as Wagtail documents it."""

    user_viewset = "newsroom.desk.accounts.people.PeopleViewSet"
    group_viewset = "newsroom.desk.accounts.groups.GroupsViewSet"
