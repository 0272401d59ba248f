"""An old address leads to where its page is now, as long as that is public.

Only what would be "not found" costs a query. No name is asked of here: an address that holds one
which an order protects is not in the table (see gate/address_sync.py).
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

from newsroom.archive.address import requested_path
from newsroom.archive.views import must_be_asked_again
from newsroom.editions.models import Edition, OldAddress

type GetResponse = Callable[[HttpRequest], HttpResponse]


def old_addresses(get_response: GetResponse) -> GetResponse:
    """Middleware: for an address that is not found, the place to which its page has gone."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        found = _led_from(request) if response.status_code == 404 else None
        if found is None:
            return response
        target, for_good = found
        led = (HttpResponsePermanentRedirect if for_good else HttpResponseRedirect)(target)
        must_be_asked_again(led)
        return led

    return middleware


def _led_from(request: HttpRequest) -> tuple[str, bool] | None:
    """Where this address leads, with its query or without, in capitals or not; and if for good."""
    asked = OldAddress.normal(request.get_full_path())
    if "\x00" in asked:
        return None
    plain = asked.partition("?")[0]
    spellings = [asked, asked.lower(), plain, plain.lower()]
    current = Edition.objects.open().filter(page_id=OuterRef("page_id")).exclude(address="")
    known = OldAddress.objects.filter(address__in=spellings)
    rows = known.annotate(target=Subquery(current.values("address")[:1]))
    # The closest spelling first; of one address what somebody entered, then what was there last.
    rows = rows.order_by(F("redirect_id").desc(nulls_last=True), "-since")
    leads = rows.values_list("address", "target", "link", "is_permanent")
    for _address, page, link, for_good in sorted(leads, key=lambda row: spellings.index(row[0])):
        target = page or _elsewhere(link, request)
        # A page that is not found at its very own address must not lead to itself.
        if target and target != requested_path(request):
            return target, for_good
    return None


def _elsewhere(link: str, request: HttpRequest) -> str:
    """An address of another site; of one on this site nobody could say whether it is public."""
    return link if urlsplit(link).netloc not in ("", request.get_host()) else ""
