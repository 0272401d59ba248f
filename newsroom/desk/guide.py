"""The guide for editors inside the admin: docs/editors.md as a page, with its pictures."""

from functools import cache
from pathlib import Path
from typing import Any

import markdown
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from newsroom.desk.roles import ADMINISTRATOR, DUTY_EDITOR, LAWYER, PRESS_OFFICER

PICTURES = "screenshots"
# Where the part for each role begins: the guide's headings, in the form of addresses.
PARTS = {
    PRESS_OFFICER: "i-am-a-press-officer-and-have-a-release-to-write",
    LAWYER: "i-am-a-lawyer-and-am-asked-to-clear-one",
    DUTY_EDITOR: "i-am-a-duty-editor",
    ADMINISTRATOR: "i-am-an-administrator",
}


def guide(request: HttpRequest) -> HttpResponse:
    """The guide, with a way to the part for each role of who reads it."""
    html, contents = _rendered(settings.EDITORS_GUIDE)
    roles = request.user.groups.filter(name__in=PARTS).values_list("name", flat=True)
    context = {
        "header_title": _("Guide for editors"),
        "page_title": _("Guide for editors"),
        "header_icon": "help",
        "guide": html,
        "contents": contents,
        "own": {PARTS[role] for role in roles},
    }
    return render(request, "newsroom/desk/guide.html", context)


def picture(request: HttpRequest, name: str) -> HttpResponse:
    """A picture of the guide."""
    file = Path(settings.EDITORS_GUIDE).parent / PICTURES / f"{name}.png"
    if not file.is_file():
        raise Http404
    return HttpResponse(file.read_bytes(), content_type="image/png")


@cache
def _rendered(file: Path) -> tuple[SafeString, list[dict[str, Any]]]:
    """The guide as HTML below a heading of the first level, and its parts."""
    text = file.read_text(encoding="utf-8").partition("\n")[2]
    address = reverse("desk_guide")
    text = text.replace(f"]({PICTURES}/", f"]({address}{PICTURES}/")
    converter = markdown.Markdown(extensions=["toc", "sane_lists"])
    # It is a file of the release, and written by nobody else.
    return mark_safe(converter.convert(text)), converter.toc_tokens  # noqa: S308


def admin_urls() -> list[URLPattern]:
    """Hook `register_admin_urls`."""
    return [
        path("guide/", guide, name="desk_guide"),
        path(f"guide/{PICTURES}/<slug:name>.png", picture, name="desk_guide_picture"),
    ]


def menu_item() -> MenuItem:
    """Hook `register_help_menu_item`."""
    return MenuItem(
        _("Guide for editors"), reverse("desk_guide"), name="guide", icon_name="help", order=10
    )
