"""What an open screen asks of its session: how long it lasts, whose it is, and its keys."""

import base64
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from newsroom.accounts.sessions import most_seconds_left, seconds_left

SESSION = "session/"
"""The address of `session`, below that of the admin."""


@require_http_methods(["GET", "POST"])
@csrf_protect
def session(request: HttpRequest) -> HttpResponse:
    """JSON about the session. GET does not keep the session, POST does.

    The middleware answers 401 where nobody is logged in. A log-in renews the token for forms, so
    screens that are open already ask for it here.
    """
    return JsonResponse(
        {
            "person": request.user.pk,
            "name": request.user.get_username(),
            "seconds": seconds_left(request),
            "most_seconds": most_seconds_left(request),
            "token": get_token(request),
            "key": words_key(request.user),
        }
    )


@require_safe
def logged_in_again(request: HttpRequest) -> HttpResponse:
    """Where the log-in leads that stands in a dialog: the screen around it takes over."""
    return render(request, "newsroom/desk/accounts/logged_in_again.html")


def words_key(user: Any) -> str:
    """The key, in Base64, with which this person's unsaved words are encrypted in a browser."""
    keyed = salted_hmac("newsroom.desk.unsaved-words", str(user.pk), algorithm="sha256")
    return base64.b64encode(keyed.digest()).decode()
