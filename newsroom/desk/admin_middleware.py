"""What requests to the admin have in common: who acts, and the answer to a refused release."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from newsroom.desk.refusal_messages import respond
from newsroom.records.log_context import Channel, log_context


class DeskMiddleware:
    """Whatever is done in the admin is done in somebody's name; a refused release is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _is_admin(request):
            return self.get_response(request)
        with log_context(request.user, Channel.ADMIN):
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Lead the editor back to the page, from whichever view the gate refused it in."""
        if _is_admin(request) and isinstance(error, ValidationError):
            return respond(request, error)
        return None


def _is_admin(request: HttpRequest) -> bool:
    return request.path.startswith(settings.ADMIN_PATHS)
