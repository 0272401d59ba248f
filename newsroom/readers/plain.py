"""Simple pages, the root page of a language, and the page of the press office."""

from typing import Any

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.template.response import TemplateResponse

from newsroom.archive.terms import Terms
from newsroom.documents.document import Document
from newsroom.press_office.contact_points import contact_points
from newsroom.press_office.desks import all_desks
from newsroom.press_office.finder import DeskFinder, all_places
from newsroom.readers.frame import Frame
from newsroom.readers.place import Place, editions_of_type
from newsroom.readers.structured_data import organisation


def content_context(document: Document, place: Place, request: HttpRequest) -> dict[str, Any]:
    """The context of a simple page."""
    return Frame(document, place).context()


def home(request: HttpRequest, document: Document, place: Place) -> HttpResponse:
    """Redirect to the news of this language."""
    news = editions_of_type("news-index", place.language)
    address = news.values_list("address", flat=True).first()
    if address is None:
        context = Frame(document, place).context()
        return TemplateResponse(request, "newsroom/home_page.html", context)
    return HttpResponseRedirect(address)


def press_office(request: HttpRequest, document: Document, place: Place) -> HttpResponse:
    """The press office's page, with the desk of the requested place or Area.

    The status is 404 for an Area that there is not. What somebody typed and nothing is known of is
    answered with the press office.
    """
    frame = Frame(document, place)
    everyone = all_desks()
    office = next((desk for desk in everyone if desk.is_national), None)
    asked = request.GET.get("place")
    places = () if asked is None else all_places()
    finder = DeskFinder(request.GET.get("area"), Terms.of("area"), everyone, asked, places)
    if finder.better_address:
        moved = HttpResponsePermanentRedirect if finder.has_moved else HttpResponseRedirect
        return moved(f"{request.path}?area={finder.better_address}")
    context = {
        **frame.context(organisation(contact_points(everyone))),
        "public_notice": frame.drawing.html(document.public_notice),
        "press_office": office,
        "desks": everyone,
        "finder": finder,
    }
    status = 404 if finder.is_unknown else 200
    return TemplateResponse(request, "newsroom/press_office_page.html", context, status=status)
