"""Where the mail provider tells of addresses that bounce for good, or whose owners complain.

The provider proves itself by a secret in the Authorization header. A letter is all that comes of
it: the worker stops the address.
"""

import json

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from newsroom.alerts.answers import sealed
from newsroom.alerts.letters import post
from newsroom.alerts.models import AlertLetter

EVENTS = ("bounce", "complaint")


@csrf_exempt
@require_POST
def undeliverable(request: HttpRequest) -> HttpResponse:
    """Take `{"address": "…", "event": "bounce"}`, or "complaint", as JSON.

    Raises Http404 if no secret is set. Whether the address is known is not told.
    """
    if not settings.ALERTS_BOUNCE_SECRET:
        raise Http404
    given = request.headers.get("Authorization", "")
    if not constant_time_compare(given, f"Bearer {settings.ALERTS_BOUNCE_SECRET}"):
        return sealed(_error(401, "The Authorization header must be: Bearer, and the secret."))
    try:
        told = json.loads(request.body)
    except (ValueError, RecursionError):
        told = None
    address = told.get("address") if isinstance(told, dict) else None
    if not isinstance(address, str) or not 3 <= len(address) <= 254 or not address.isprintable():
        return sealed(_error(400, "Send a JSON object with an address of at most 254 letters."))
    if told.get("event") not in EVENTS:
        return sealed(_error(400, "The event must be bounce or complaint."))
    post(AlertLetter.Kind.UNDELIVERABLE, address=address)
    return sealed(HttpResponse(status=204))


def _error(status: int, words: str) -> JsonResponse:
    return JsonResponse({"error": words}, status=status)
