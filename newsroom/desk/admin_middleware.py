"""Middleware for the admin: sets the acting user for the log, and answers refused releases."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from newsroom.desk.refusal_messages import respond
from newsroom.records.log_context import Channel, log_context


class DeskMiddleware:
    """Runs each admin request in the log context of its user, and handles refused releases."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _is_admin(request):
            return self.get_response(request)
        with log_context(request.user, Channel.ADMIN):
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Redirect the editor to the page, whichever view raised the refusal."""
        if _is_admin(request) and isinstance(error, ValidationError):
            return respond(request, error)
        return None


def _is_admin(request: HttpRequest) -> bool:
    return request.path.startswith(settings.ADMIN_PATHS)
