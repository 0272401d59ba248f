"""Requests that no browser sends: 400, with the error in the log, instead of 500.

Wagtail 8.0.1 trusts the shape of what the forms of the admin send: the count of the blocks of a
text, the management fields of formsets, keys in the query string. What is missing there, or no
number, raises within its code, or in what that calls. An error in this project's code, or in what
that calls, stays a 500.
"""

import logging
import traceback

from django.core.exceptions import ObjectDoesNotExist
from django.db import DataError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from newsroom.desk.accounts.refused_requests import wants_page

TEMPLATE = "newsroom/desk/malformed_request.html"
SAID = _("The desk could not read what was sent. Look at what is stored before you send it again.")
_KINDS = (LookupError, ValueError, TypeError, AttributeError, OverflowError, DataError)
_CALLERS = ("wagtail", "newsroom", "cps_news")

log = logging.getLogger(__name__)


def is_malformed(request: HttpRequest, error: Exception) -> bool:
    """Whether Wagtail could not read what this request sent."""
    if not (request.GET or request.method == "POST"):
        return False
    return isinstance(error, (*_KINDS, ObjectDoesNotExist)) and _caller(error) == "wagtail"


def respond(request: HttpRequest, error: Exception) -> HttpResponse:
    """The answer: a page, or JSON for a script."""
    log.warning("Malformed request to %s", request.path, exc_info=error)
    if wants_page(request):
        return render(request, TEMPLATE, {"said": SAID}, status=400)
    body = {"success": False, "error_code": "malformed", "error_message": str(SAID)}
    return JsonResponse(body, status=400)


def _caller(error: Exception) -> str:
    """Whose code raised the error, or called the library that did: one of `_CALLERS`, or ""."""
    frames = reversed([frame for frame, _line in traceback.walk_tb(error.__traceback__)])
    packages = (frame.f_globals.get("__name__", "").partition(".")[0] for frame in frames)
    return next((package for package in packages if package in _CALLERS), "")
