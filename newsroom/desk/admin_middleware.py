"""Middleware for the admin: sets the acting user for the log, and answers refused releases.

It also tells the browser when it need not keep the words of a form any more.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from newsroom.desk import full_disk, malformed_requests
from newsroom.desk.refusal_messages import respond
from newsroom.desk.unsaved_words import tell_saved
from newsroom.gate.remembered import remembering
from newsroom.records.log_context import Channel, log_context


class DeskMiddleware:
    """Runs each admin request in the log context of its user, and handles refused releases."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _is_admin(request):
            return self.get_response(request)
        with log_context(request.user, Channel.ADMIN), _reading(request):
            return tell_saved(request, self.get_response(request))

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer what a view refuses, and what it cannot do or read.

        An editor whose release is refused is redirected to the page, whichever view raised it.
        """
        if _is_admin(request) and isinstance(error, ValidationError):
            return respond(request, error)
        if _is_admin(request) and full_disk.is_full(error):
            return full_disk.respond(request)
        if _is_admin(request) and malformed_requests.is_malformed(request, error):
            return malformed_requests.respond(request, error)
        return None


def _reading(request: HttpRequest) -> AbstractContextManager[None]:
    """What a request that changes nothing asks of the gate several times is found once."""
    return remembering() if request.method in ("GET", "HEAD") else nullcontext()


def _is_admin(request: HttpRequest) -> bool:
    return request.path.startswith(settings.ADMIN_PATHS)
