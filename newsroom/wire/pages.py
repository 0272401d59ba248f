"""Which answers an address: an edition, or Wagtail for types that are not drawn from them yet."""

from django.http import HttpRequest, HttpResponseBase
from wagtail.views import serve

from newsroom.readers.page import NoEdition
from newsroom.readers.page import page as edition


def page(request: HttpRequest, path: str) -> HttpResponseBase:
    """What is public at this address."""
    try:
        return edition(request)
    except NoEdition:
        return serve(request, path)
