"""Redirects an old address to the current address of its page, while that page is public.

At the address of a page that was withdrawn with a notice, the notice stands (see withdrawn.py).

The table is queried only if the response would be 404. Protected names are not checked here: an
address that contains one is not in the table (see gate/address_sync.py).
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.db.models import F, OuterRef, Subquery
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.utils.encoding import escape_uri_path

from newsroom.archive.address import requested_path
from newsroom.archive.views import must_be_asked_again
from newsroom.editions.models import Edition, OldAddress
from newsroom.readers.earlier.earlier_addresses import without_earlier
from newsroom.readers.withdrawn import withdrawn

type GetResponse = Callable[[HttpRequest], HttpResponse]


def old_addresses(get_response: GetResponse) -> GetResponse:
    """Middleware that turns a 404 into a redirect if the page has moved, or into a notice."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 404:
            return response
        if notice := withdrawn(request):
            return notice
        found = _find_target(request)
        if found is None:
            found = _find_earlier(request)
        if found is None:
            return response
        target, for_good = found
        moved = (HttpResponsePermanentRedirect if for_good else HttpResponseRedirect)(target)
        must_be_asked_again(moved)
        return moved

    return middleware


def _find_earlier(request: HttpRequest) -> tuple[str, bool] | None:
    """The address of what a page said earlier, below the one to which the page has moved."""
    item, view = without_earlier(request.path)
    if not view:
        return None
    known = OldAddress.objects.filter(address=OldAddress.normal(item), redirect_id__isnull=True)
    current = Edition.objects.open().filter(page_id__in=known.values("page_id"))
    target = current.exclude(address="").values_list("address", flat=True).first()
    return (f"{target}{view}", True) if target and target != item else None


def _find_target(request: HttpRequest) -> tuple[str, bool] | None:
    """The target of an old address, matched with and without query and case; and if permanent."""
    asked = OldAddress.normal(request.get_full_path())
    if "\x00" in asked:
        return None
    plain = asked.partition("?")[0]
    spellings = [asked, asked.lower(), plain, plain.lower()]
    current = Edition.objects.open().filter(page_id=OuterRef("page_id")).exclude(address="")
    known = OldAddress.objects.filter(address__in=spellings)
    rows = known.annotate(target=Subquery(current.values("address")[:1]))
    # The closest spelling first; for one address, entered redirects first, then the newest.
    rows = rows.order_by(F("redirect_id").desc(nulls_last=True), "-since")
    targets = list(rows.values_list("address", "target", "link", "is_permanent"))
    if targets and (own := _page_there(request)):
        return own, False
    for _address, page, link, for_good in sorted(targets, key=lambda row: spellings.index(row[0])):
        target = page or _external(link, request)
        # A page that is not found at its own address must not redirect to itself.
        if target and target != requested_path(request):
            return target, for_good
    return None


def _page_there(request: HttpRequest) -> str | None:
    """The address of a public page that was asked for without its slash or in other case."""
    path = f"{request.path.rstrip('/')}/"
    addresses = [escape_uri_path(spelling) for spelling in (path, path.lower())]
    found = Edition.objects.open().filter(address__in=addresses).values_list("address", flat=True)
    there = [address for address in found if address != requested_path(request)]
    return min(there, key=addresses.index, default=None)


def _external(link: str, request: HttpRequest) -> str:
    """The link if it is external; whether a typed internal address is public is not known here."""
    return link if urlsplit(link).netloc not in ("", request.get_host()) else ""
