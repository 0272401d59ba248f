"""Error pages. They need no database: it may be what is missing."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader

RETRY_AFTER_SECONDS = 60


def server_error(request: HttpRequest) -> HttpResponse:
    """500; but 503 and "try again" while the database is away."""
    # Django 6.1 calls this while it handles the exception.
    away = isinstance(sys.exception(), OperationalError | InterfaceError)
    status = 503 if away else 500
    response = HttpResponse(loader.render_to_string(f"{status}.html"), status=status)
    response["Cache-Control"] = "no-store"
    if away:
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
