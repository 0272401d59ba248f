"""The admin's list of people who get emails: for administrators, to be read and deleted from."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from newsroom.models import Subscriber


class ReadAndDelete(ModelPermissionPolicy):
    """The permissions of groups, without adding and changing, for superusers too.

    Only whoever reads mail at an address can subscribe it.
    """

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in ("view", "delete") and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


register_permission_policy(Subscriber, ReadAndDelete(Subscriber), exact_class=True)


class SubscriberIndexView(IndexView):
    """The list, with the number of alerts that are mailed."""

    def get_base_queryset(self) -> QuerySet[Subscriber]:
        active = Q(alerts__confirmed_at__isnull=False, alerts__stopped_at=None)
        return super().get_base_queryset().annotate(active_alerts=Count("alerts", filter=active))


class SubscriberViewSet(SnippetViewSet):
    """Subscribers. There is no search: what is searched for would be in logs of addresses."""

    model = Subscriber
    icon = "mail"
    menu_label = _("Subscribers")
    index_view_class = SubscriberIndexView
    list_display = [
        Column("address", label=_("Email address"), sort_key="address"),
        Column("active_alerts", label=_("Alerts"), sort_key="active_alerts"),
        DateColumn("made_at", label=_("Since"), sort_key="made_at"),
        DateColumn("stopped_at", label=_("Stopped by the mail server"), sort_key="stopped_at"),
    ]
    ordering = ["address"]
    list_per_page = 100
    list_export: list[str] = []
    copy_view_enabled = False
    inspect_view_enabled = False
    exclude_form_fields = ["secret"]
