"""The page for whoever builds on the news: feeds, the API and files, with examples."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from newsroom.archive.views import must_be_asked_again
from newsroom.editions.open_rows import open_rows
from newsroom.readers.frame import language_links

TEMPLATE = "newsroom/developers.html"
ADDRESSES = {"en": "/news/developers/", "cy": "/cy/news/developers/"}


@require_safe
def developers(request: HttpRequest) -> HttpResponse:
    """The page; its example of one item is the newest. Needs one query."""
    newest = open_rows(
        ("page_id",), "kind <> '' AND language = %s", [get_language()], "ORDER BY date DESC LIMIT 1"
    )
    context = {
        "item": newest[0][0] if newest else None,
        "translations": language_links(ADDRESSES),
    }
    response = TemplateResponse(request, TEMPLATE, context)
    must_be_asked_again(response)
    return response
