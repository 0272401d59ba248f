"""The buttons with which the first screen begins: what somebody may write."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.models import Locale

from newsroom.models import NewsIndexPage, PressReleasePage, SpeechPage, StatementPage

KINDS = (
    (PressReleasePage, _("New press release")),
    (StatementPage, _("New statement")),
    (SpeechPage, _("New speech")),
)


class WritingPanel(Component):
    """A button for each kind of item, in the language of the desk."""

    name = "desk-writing"
    template_name = "newsroom/desk/home/writing.html"
    order = 0

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"buttons": buttons(parent_context["request"].user)}


def buttons(user: Any) -> list[tuple[str, Any]]:
    """Address and words of each button; none for a person who writes no items."""
    front_page = NewsIndexPage.objects.filter(locale=Locale.get_default()).first()
    if front_page is None or not front_page.permissions_for_user(user).can_add_subpage():
        return []
    return [
        (
            reverse(
                "wagtailadmin_pages:add",
                args=[kind._meta.app_label, kind._meta.model_name, front_page.pk],
            ),
            words,
        )
        for kind, words in KINDS
    ]
