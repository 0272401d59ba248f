"""What the first screen begins with: what somebody may write, empty or begun from a template."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.models import Locale

from newsroom.desk.beginning import choices_below
from newsroom.desk.update_writing import MAY_WRITE, update_url
from newsroom.models import NewsIndexPage, PressReleasePage, SpeechPage, StatementPage

KINDS = (
    (PressReleasePage, _("New press release")),
    (StatementPage, _("New statement")),
    (SpeechPage, _("New speech")),
)


class WritingPanel(Component):
    """A button for each kind of item, in the language of the desk; templates in each language."""

    name = "desk-writing"
    template_name = "newsroom/desk/home/writing.html"
    order = 0

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        user = parent_context["request"].user
        front_pages = front_pages_for(user)
        shown = buttons(front_pages)
        if user.has_perm(MAY_WRITE):
            shown.append((update_url(), _("New update")))
        return {"buttons": shown, "choices": list(choices_below(front_pages))}


def front_pages_for(user: Any) -> list[NewsIndexPage]:
    """The front pages below which somebody writes items, that in the desk's language first."""
    desk = Locale.get_default().pk
    pages = NewsIndexPage.objects.select_related("locale").order_by("path")
    may = [page for page in pages if page.permissions_for_user(user).can_add_subpage()]
    return sorted(may, key=lambda page: page.locale_id != desk)


def buttons(front_pages: list[NewsIndexPage]) -> list[tuple[str, Any]]:
    """Address and words of each button; none for a person who writes no items."""
    if not front_pages or front_pages[0].locale_id != Locale.get_default().pk:
        return []
    return [
        (
            reverse(
                "wagtailadmin_pages:add",
                args=[kind._meta.app_label, kind._meta.model_name, front_pages[0].pk],
            ),
            words,
        )
        for kind, words in KINDS
    ]
