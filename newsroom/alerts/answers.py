"""What the answers at addresses of alerts have in common."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import translation

from newsroom.editions.open_rows import open_rows
from newsroom.readers.frame import language_links

HEADERS = {
    "Cache-Control": "no-store, private",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}
"""An address may be the secret of a reader."""


def answer(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page that no cache keeps, no search engine lists and no other site is told of."""
    return sealed(TemplateResponse(request, template, context, status=status))


def sealed(response: Any) -> Any:
    """The response with `HEADERS`."""
    for name, value in HEADERS.items():
        response[name] = value
    return response


def languages_of_news() -> set[str]:
    """The languages that have a public front page of news; one query."""
    return {code for (code,) in open_rows(("language",), "page_type = %s", ["news-index"])}


def same_in(languages: set[str], address_in: Callable[[], str]) -> list[dict[str, str]]:
    """Links to the same page in these languages. `address_in` is called in each language."""
    addresses = {}
    for code, _name in settings.LANGUAGES:
        if code in languages:
            with translation.override(code):
                addresses[code] = address_in()
    return language_links(addresses)
