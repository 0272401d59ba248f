"""The answer at the address of a page that was withdrawn: 410 and a dated notice, or a redirect.

It repeats no word of the page. It is asked for only if the response would be 404.
"""

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.encoding import escape_uri_path

from newsroom.archive.views import must_be_asked_again
from newsroom.editions.hidden_addresses import hidden_address
from newsroom.editions.models import Edition
from newsroom.editions.withdrawal_notices import WithdrawalNotice
from newsroom.readers.earlier.earlier_addresses import without_earlier

TEMPLATE = "newsroom/withdrawn.html"
GONE = 410


def withdrawn(request: HttpRequest) -> HttpResponse | None:
    """The answer for this address; None if there is no notice at it. Needs one query.

    The address is matched with and without its last slash and in lower case. One that was replaced
    leads on while the page that replaces it is public, and then to a notice like the others. Files
    have no notices.
    """
    if "\x00" in request.path or request.path.startswith(settings.MEDIA_URL):
        return None
    path = f"{request.path.rstrip('/')}/"
    # What the page said earlier is answered as the page is.
    item, _view = without_earlier(path)
    paths = dict.fromkeys((path, path.lower(), item, item.lower()))
    plain = [escape_uri_path(spelling) for spelling in paths]
    spellings = [*plain, *map(hidden_address, plain)]
    current = Edition.objects.open().filter(page_id=OuterRef("replacement_id")).exclude(address="")
    notices = WithdrawalNotice.objects.filter(address__in=spellings)
    found = list(notices.annotate(target=Subquery(current.values("address")[:1])))
    if not found:
        return None
    notice = min(found, key=lambda one: spellings.index(one.address))
    if notice.target:
        response: HttpResponse = HttpResponseRedirect(notice.target)
    else:
        with translation.override(notice.language or settings.LANGUAGE_CODE):
            context = {"since": notice.since, "why": notice.get_kind_display()}
            response = TemplateResponse(request, TEMPLATE, context, status=GONE).render()
    must_be_asked_again(response)
    return response
