"""The view of the archive: canonical redirect, page, or a 404 with suggestions."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.template.response import TemplateResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from newsroom.archive.address import CHOSEN, FACETS, Address, Reading, read, requested_path
from newsroom.archive.facets import facets, uncounted
from newsroom.archive.filters import ArchiveFilter
from newsroom.archive.paging import PageOutOfRange
from newsroom.archive.parameter_names import UNNAMED
from newsroom.archive.result import ArchiveResult, CardBuilder, Link, anchor

TEMPLATE = "newsroom/archive.html"
NOT_FOUND_TEMPLATE = "newsroom/archive_not_found.html"
MOST_PARAMETERS = 100


def archive(
    request: HttpRequest,
    around: dict[str, Any],
    *,
    build_cards: CardBuilder,
    landing: Callable[[ArchiveResult], dict[str, Any]],
    index_url: str,
    language: str,
) -> HttpResponse:
    """One page of the archive.

    `around` is the context of every page, and `landing` builds that of the first one. Redirects to
    the canonical address, which names what was not understood; the page says it. An unknown value
    or page number gets status 404. An invalid date is reported at its field, without items.
    """
    filters = ArchiveFilter(request.GET, language=language)
    reading = read(request.GET, filters.crime_types, filters.areas).without_unknown_ids()
    if redirect := to_canonical(request, filters, reading, index_url):
        return redirect
    address = reading.address
    context = {
        **around,
        "breadcrumbs": [],
        "form": filters.form,
        "left_out": sentences_left_out(reading.left_out, filters),
    }
    if names_unknown_value(filters):
        return unknown_value(request, context, filters, address, index_url)
    if not filters.is_valid():
        shown = facets(filters, address, uncounted)
        return _respond(
            request,
            TEMPLATE,
            {**context, "invalid": True, "facets": shown, "clear_url": index_url},
        )
    result = ArchiveResult(filters, address, build_cards=build_cards, index_url=index_url)
    try:
        first_view = result.page == 1 and not result.is_filtered
    except PageOutOfRange as missing:
        return no_such_page(request, context, missing, address, index_url)
    return _respond(
        request,
        TEMPLATE,
        {
            **context,
            "result": result,
            "facets": result.facets,
            "invalid": False,
            "landing": landing(result) if first_view else None,
            "page_title_suffix": result.title_suffix,
        },
    )


def to_canonical(
    request: HttpRequest, filters: ArchiveFilter, reading: Reading, index_url: str
) -> HttpResponse | None:
    """A redirect to the canonical address of a list; None for a request at that address.

    It is permanent for addresses of the former CPS site and for former names of terms.
    """
    asked = (requested_path(request), request.META.get("QUERY_STRING", ""))
    if asked == (index_url, str(reading.canonical)):
        return None
    for_good = reading.is_legacy or reading.unknown_ids or _names_former_slug(request, filters)
    redirect = HttpResponsePermanentRedirect if for_good else HttpResponseRedirect
    response = redirect(reading.canonical.url(index_url))
    if for_good:
        must_be_asked_again(response)
    return response


def sentences_left_out(left_out: Iterable[str], filters: ArchiveFilter | None = None) -> list[str]:
    """What the page says of those parts of an address that were not understood."""
    sentences = []
    for part in left_out:
        name, _colon, value = part.partition(":")
        if filters and value and name in FACETS:
            words = _("There is no %(filter)s “%(value)s”. It was left out.")
            label = str(filters.form.fields[name].label).lower()
            sentences.append(words % {"filter": label, "value": value})
        elif part == UNNAMED:
            sentences.append(_("A part of the address was not understood. It was left out."))
        else:
            words = _("“%(name)s” is not a filter of this list. It was left out.")
            sentences.append(words % {"name": part})
    return sentences


def names_unknown_value(filters: ArchiveFilter) -> bool:
    """Whether the address chooses a crime type, an Area, a kind or an order that does not exist."""
    return not filters.is_valid() and bool(set(filters.form.errors) & set(CHOSEN))


def _names_former_slug(request: HttpRequest, filters: ArchiveFilter) -> bool:
    """Whether the address has the former slug of a term that was given another one."""
    named = (("crime_type", filters.crime_types), ("area", filters.areas))
    return any(
        terms.is_former_slug(value) for name, terms in named for value in request.GET.getlist(name)
    )


def unknown_value(
    request: HttpRequest,
    context: dict[str, Any],
    filters: ArchiveFilter,
    address: Address,
    index_url: str,
    template: str = NOT_FOUND_TEMPLATE,
) -> HttpResponse:
    """A 404 that names the unknown values, and offers the same search without them."""
    messages, kept = [], address
    for name in CHOSEN:
        known = {value for value, _label in filters.form.fields[name].choices}
        for value in address.values(name):
            if value not in known:
                label = str(filters.form.fields[name].label).lower()
                messages.append(
                    _("There is no %(filter)s “%(value)s”.") % {"filter": label, "value": value}
                )
                kept = kept.without(name, value)
    suggestions = [Link(_("Search again without it"), kept.url(index_url))] if kept.pairs else []
    return _not_found(request, context, messages, suggestions, index_url, template)


def no_such_page(
    request: HttpRequest,
    context: dict[str, Any],
    missing: PageOutOfRange,
    address: Address,
    index_url: str,
    template: str = NOT_FOUND_TEMPLATE,
) -> HttpResponse:
    """A 404 that offers the first and the last page."""
    suggestions = [Link(_("First page of these results"), address.at_page(1).url(index_url))]
    if missing.pages > 1:
        last = address.at_page(missing.pages).url(index_url)
        suggestions.append(Link(_("Last page of these results"), last))
    return _not_found(request, context, [missing.message], suggestions, index_url, template)


def _not_found(
    request: HttpRequest,
    context: dict[str, Any],
    messages: list[str],
    suggestions: list[Link],
    index_url: str,
    template: str,
) -> HttpResponse:
    context = {
        **context,
        "message": messages,
        "suggestions": suggestions,
        "clear_url": index_url,
    }
    return _respond(request, template, context, status=404)


def _respond(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    response = TemplateResponse(request, template, context, status=status)
    must_be_asked_again(response)
    return response


def must_be_asked_again(response: HttpResponseBase) -> None:
    """Let caches store the page but revalidate it each time: withdrawal must be immediate."""
    patch_cache_control(response, public=True, no_cache=True)


def back_link(request: HttpRequest, index_url: str, item_id: int | None = None) -> Link:
    """A link to the item's place in the result that the reader came from, or else to all news.

    The result is taken from the Referer header, if it is an address of this archive, so that the
    item's own address needs no parameters. A page with this link must send `Vary: Referer`.
    """
    try:
        came_from = urlsplit(request.META.get("HTTP_REFERER", ""))
        pairs = parse_qsl(came_from.query, max_num_fields=MOST_PARAMETERS)
    except ValueError:
        return Link(_("All news"), index_url)
    if pairs and came_from.netloc == request.get_host() and came_from.path == index_url:
        place = f"#{anchor(item_id)}" if item_id else ""
        return Link(_("Back to your results"), f"{Address(tuple(pairs)).url(index_url)}{place}")
    return Link(_("All news"), index_url)
