"""Views of a document in versions: the version in force on a day, and comparisons."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom.archive.result import Link
from newsroom.documents.document import Document
from newsroom.readers.day_form import DayForm
from newsroom.readers.frame import Frame
from newsroom.readers.place import Place
from newsroom.readers.versions.in_force import in_force_now, in_force_on
from newsroom.readers.versions.version import (
    VersionView,
    WithText,
    version_of,
    versions_below,
    versions_of,
    with_text,
)
from newsroom.readers.versions.version_comparison import compared

TEMPLATES = {
    "protocol": "newsroom/document_page.html",
    "social-media-policy": "newsroom/social_media_policy_page.html",
}
LONGEST_ECHO = 60
"""How much of an unknown version's slug is repeated on the page."""


class CompareForm(forms.Form):
    """Selects the two versions to compare, by slug."""

    def __init__(self, versions: Sequence[VersionView], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(version.slug, _name_and_status(version)) for version in versions]
        needed = {"required": _("Choose a version")}
        # `from` is a keyword in Python.
        self.fields["from"] = forms.ChoiceField(choices=choices, error_messages=needed)
        self.fields["to"] = forms.ChoiceField(choices=choices, error_messages=needed)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "from" in cleaned and cleaned["from"] == cleaned.get("to"):
            self.add_error("to", _("You chose the same version twice. Choose another one."))
        return cleaned


@dataclass(frozen=True)
class DocumentView:
    """A further view of a document: its template, and the function that builds its context."""

    template: str
    context: Callable[[HttpRequest, list[VersionView]], dict[str, Any]]


def document_views(
    request: HttpRequest, document: Document, place: Place, view: str = ""
) -> HttpResponse:
    """The page of a document with the version in force, or one of its further views."""
    frame = Frame(document, place)
    versions = versions_below(place, document.page_type)
    context = frame.context() | _around(Link(document.title, place.address), versions)
    context["introduction"] = frame.drawing.html(document.introduction)
    if view:
        context["breadcrumbs"] = [*frame.trail, Link(document.title, place.address)]
        context |= VIEWS[view].context(request, versions)
        status = context.pop("status", 200)
        return TemplateResponse(request, VIEWS[view].template, context, status=status)
    current = in_force_now(versions)
    context |= {"current": current, "version": current, "full": current and with_text(current)}
    return TemplateResponse(request, TEMPLATES[document.page_type], context)


def version_context(document: Document, place: Place, request: HttpRequest) -> dict[str, Any]:
    """The context of one version's page."""
    frame = Frame(document, place)
    above = place.above[-1] if place.above else 0
    versions = versions_of(above, place.language, document.page_type)
    here = version_of(document, place)
    title, address = next(((link.label, link.url) for link in frame.trail[-1:]), ("", ""))
    around = _around(Link(title, address), versions, here)
    full = WithText(here, frame.drawing)
    current = in_force_now(versions)
    return {**frame.context(), **around, "current": current, "version": here, "full": full}


def _around(
    document: Link, versions: list[VersionView], here: VersionView | None = None
) -> dict[str, Any]:
    return {
        "document": document,
        "versions": versions,
        "day_form": DayForm(),
        "compare_form": CompareForm(versions, initial=_two_to_compare(versions, here)),
    }


def _two_to_compare(versions: list[VersionView], here: VersionView | None = None) -> dict[str, str]:
    """Initial values: the version in force, and the page's own version or the one before."""
    current = in_force_now(versions)
    here = next((version for version in versions if here and version.pk == here.pk), None)
    dated = [version for version in versions if version.in_force_from and version != current]
    before = here if here not in (None, current) else next(iter(dated or versions), None)
    return {name: version.slug for name, version in (("from", before), ("to", current)) if version}


def day_context(request: HttpRequest, versions: list[VersionView]) -> dict[str, Any]:
    """The context with the version that was in force on the requested day."""
    if "day" not in request.GET:
        return {"day_form": DayForm()}
    form = DayForm(request.GET)
    if not form.is_valid():
        return {"day_form": form, "invalid": True}
    day = date.fromisoformat(str(form.cleaned_data["day"]))
    found = in_force_on(versions, day)
    begun = [version.in_force_from for version in versions if version.in_force_from]
    return {
        "day_form": form,
        "day": day,
        "found": found,
        "full": found and with_text(found),
        "is_future": day > timezone.localdate(),
        "first_day": min(begun, default=None),
    }


def comparison_context(request: HttpRequest, versions: list[VersionView]) -> dict[str, Any]:
    """The context with the comparison of two versions; status 404 if one of them is not public."""
    if not {"from", "to"}.intersection(request.GET):
        return {}
    known = {version.slug: version for version in versions}
    asked = [request.GET[name] for name in ("from", "to") if request.GET.get(name)]
    if unknown := [name for name in asked if name not in known]:
        return {"status": 404, "unknown": [_echo(name) for name in unknown]}
    form = CompareForm(versions, request.GET)
    if not form.is_valid():
        return {"compare_form": form, "invalid": True}
    old, new = known[form.cleaned_data["from"]], known[form.cleaned_data["to"]]
    result = compared(old, new)
    return {
        "compare_form": form,
        "old": old,
        "new": new,
        "summary": result.summary,
        "changes": result.html,
    }


VIEWS = {
    "compare": DocumentView("newsroom/version_comparison.html", comparison_context),
    "in-force-on": DocumentView("newsroom/version_on_day.html", day_context),
}
"""Views by slug; no version may have one of these slugs."""


def _name_and_status(version: VersionView) -> str:
    names = {"version": version.version_label or version.title, "status": version.status_today[1]}
    return _("%(version)s (%(status)s)") % names


def _echo(name: str) -> str:
    return "".join(filter(str.isprintable, name))[:LONGEST_ECHO]
