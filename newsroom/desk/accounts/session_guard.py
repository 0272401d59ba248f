"""Middleware: sessions that were ended, and people who still need a second factor."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseForbidden,
    HttpResponseRedirect,
    JsonResponse,
)
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from wagtail.admin import messages

from newsroom.accounts import sessions
from newsroom.accounts.factors import VERIFIED, has_factor, must_have_factor
from newsroom.desk.accounts.refused_requests import wants_page, words_kept
from newsroom.desk.accounts.session_view import SESSION

OPEN = ("login/", "logout/", "password_reset/", "sprite/", "jsi18n/", "calendar/")
"""Below the admin's address: what is asked before anybody has logged in, or by everybody.

A calendar program cannot log in, and need not accept a page: its address is its key.
"""
BY_ITSELF = ("editing-sessions/",)
"""Below the admin's address: what an open form asks without anybody using it."""


class SessionGuardMiddleware:
    """Follows each session of the admin, and lets nobody work who lacks a second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _is_guarded(request):
            return self.get_response(request)
        if not request.user.is_authenticated:
            return _logged_out(request) or self.get_response(request)
        try:
            refused = self._refused(request)
            if refused is not None:
                return refused
            response = self.get_response(request)
            sessions.follow_key(request)
            return response
        finally:
            sessions.forget_current()

    def _refused(self, request: HttpRequest) -> HttpResponse | None:
        if not sessions.touch(request, in_use=_is_used(request)):
            logout(request)
            return _logged_out(request) or log_in_again(
                request, _("This session was ended. Log in again.")
            )
        # The screens on which a factor is added ask nothing of the session: it is refused here.
        request.lacks_factor = lacks_factor(request)  # type: ignore[attr-defined]
        if request.path.startswith(reverse("desk_security")) or not request.lacks_factor:  # type: ignore[attr-defined]
            return None
        if not wants_page(request):
            return HttpResponseForbidden()
        if has_factor(request.user):
            return log_in_again(request, _("Log in with your second factor."))
        messages.warning(
            request,
            _(
                "Your role needs a second factor: an authenticator app or a passkey. "
                "Add one, and you can go on."
            ),
        )
        return HttpResponseRedirect(reverse("desk_security"))


def lacks_factor(request: HttpRequest) -> bool:
    """Whether the person must show a second factor, and has not done so in this session."""
    return not request.session.get(VERIFIED) and must_have_factor(request.user)


def log_in_again(request: HttpRequest, words: str, next_address: str = "") -> HttpResponse:
    """End the session and lead to the log-in, and from there to where the person was."""
    logout(request)
    messages.warning(request, words)
    address = next_address or request.get_full_path()
    query = urlencode({"next": address if request.method == "GET" or next_address else ""})
    return HttpResponseRedirect(f"{reverse('wagtailadmin_login')}?{query}")


def _logged_out(request: HttpRequest) -> HttpResponse | None:
    """The answer to what cannot be sent again after a log-in; None if it can."""
    # At the address of the session there is no page, whatever is asked for.
    if not wants_page(request) or _below_admin(request) == SESSION:
        words = _("You are logged out.")
        body = {"success": False, "error_code": "logged_out", "error_message": words}
        return JsonResponse(body, status=401)
    if request.method != "POST":
        return None
    return words_kept(request, is_logged_out=True)


def _is_used(request: HttpRequest) -> bool:
    """Whether a person caused the request, and not a form that stands open."""
    path = _below_admin(request) or ""
    asks = path == SESSION and request.method == "GET"
    return not asks and not path.startswith(BY_ITSELF)


def _is_guarded(request: HttpRequest) -> bool:
    path = _below_admin(request)
    return path is not None and not path.startswith(OPEN)


def _below_admin(request: HttpRequest) -> str | None:
    """The address within the admin; None outside of it."""
    for admin in settings.ADMIN_PATHS:
        if request.path.startswith(admin):
            return request.path.removeprefix(admin)
    return None
