"""What somebody without an account gets at a preview link: the draft, its pictures, a comment form.

The token in the address is all that is asked for. So no cookie is read or set, and a comment needs
no CSRF token: who does not know the address cannot send one.
"""

from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any
from urllib.parse import unquote

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from newsroom.accounts.log_in_limits import network_of
from newsroom.accounts.visitors import address_of
from newsroom.documents.document import Document
from newsroom.documents.shown import as_if_released
from newsroom.gate.edition_files import FORMATS, PICTURES, UNKNOWN
from newsroom.models import PreviewLink
from newsroom.pages.document_files import renditions_for
from newsroom.publishing import disclosure
from newsroom.readers import files
from newsroom.readers import page as readers
from newsroom.readers.pictures import Renditions

PAGE = "preview_link"
PICTURE = "preview_link_picture"
CLOSED = "newsroom/preview_link_closed.html"
MOST_LETTERS = 5000
HEADERS = {
    "Cache-Control": "no-store, private",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
"""Of every answer below this address, whatever it says."""


class ReplyForm(forms.Form):
    """A comment on the draft."""

    words = forms.CharField(
        label=_("Your comment"),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write your comment.")},
    )


@dataclass(frozen=True)
class Frame:
    """What stands around the draft: for whom it is, and the form."""

    link: PreviewLink
    form: ReplyForm
    is_newest: bool
    is_sent: bool
    is_full: bool


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def preview_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """The draft of a link as readers would see it; POST sends a comment."""
    try:
        link = disclosure.find_link(token, network_of(address_of(request)))
    except disclosure.TooManyWrong:
        return _closed(request, "limited", 429)
    if link is None:
        return _closed(request, "unknown", 404)
    shown = disclosure.disclose(link)
    if request.method == "GET":
        disclosure.note_opening(shown)
    if shown.document is None:
        return _closed(request, "withheld", 200)
    form = ReplyForm(request.POST if request.method == "POST" else None)
    is_full = False
    if request.method == "POST" and form.is_valid():
        if disclosure.keep_comment(link, form.cleaned_data["words"]):
            sent = HttpResponseRedirect(f"{reverse(PAGE, args=[token])}?sent=1#comment")
            return _sealed(sent)
        is_full = True
    frame = Frame(link, form, shown.is_newest, "sent" in request.GET, is_full)
    return _sealed(_draft(request, token, shown.page, shown.document, frame))


@require_safe
def picture(request: HttpRequest, token: str, name: str) -> HttpResponseBase:
    """A picture of the draft of a link; otherwise raises Http404."""
    try:
        link = disclosure.find_link(token, network_of(address_of(request)))
    except disclosure.TooManyWrong:
        return _closed(request, "limited", 429)
    shown = disclosure.disclose(link) if link else None
    if shown is None or shown.document is None:
        return _closed(request, "unknown", 404)
    made = renditions_for(shown.document).values()
    if name not in {_name(one.url) for by_filter in made for one in by_filter.values()}:
        return _closed(request, "unknown", 404)
    kind = FORMATS.get(PurePath(name).suffix.lower(), UNKNOWN)
    try:
        return _sealed(files.sent(request, f"{PICTURES}{name}", kind))
    except Http404:
        return _closed(request, "unknown", 404)


def _draft(
    request: HttpRequest, token: str, page: Any, document: Document, frame: Frame
) -> HttpResponse:
    """The page, drawn by the function that serves readers, with the frame around it."""
    place = replace(page.place_in_site, renditions=_by_link(token, document))
    # The base template of readers' pages asks for it.
    request.preview_link = frame  # type: ignore[attr-defined]
    with translation.override(document.language):
        released = as_if_released(document, timezone.now())
        response: Any = readers.respond(request, released, place)
        response.status_code = 400 if frame.form.errors else 200
        return response.render()


def _by_link(token: str, document: Document) -> Renditions:
    """The renditions of the document, at addresses below the link."""
    return {
        image: {
            spec: replace(one, url=reverse(PICTURE, args=[token, _name(one.url)]))
            for spec, one in made.items()
        }
        for image, made in renditions_for(document).items()
    }


def _name(url: str) -> str:
    return unquote(url.rpartition("/")[2])


def _closed(request: HttpRequest, why: str, status: int) -> HttpResponse:
    response = TemplateResponse(request, CLOSED, {"why": why}, status=status)
    if status == 429:
        response["Retry-After"] = str(int(disclosure.MEMORY.total_seconds()))
    return _sealed(response)


def _sealed(response: Any) -> Any:
    for name, value in HEADERS.items():
        response[name] = value
    return response


urlpatterns: list[URLPattern] = [
    path("<str:token>/", preview_link, name=PAGE),
    path("<str:token>/pictures/<str:name>", picture, name=PICTURE),
]
