"""Middleware: sessions that were ended, and people who still need a second factor."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from wagtail.admin import messages

from newsroom.accounts import sessions
from newsroom.accounts.factors import VERIFIED, has_factor, must_have_factor

OPEN = ("login/", "logout/", "password_reset/", "sprite/", "jsi18n/")
"""Below the admin's address: what is asked before anybody has logged in, or by everybody."""


class SessionGuardMiddleware:
    """Follows each session of the admin, and lets nobody work who lacks a second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _is_guarded(request) or not request.user.is_authenticated:
            return self.get_response(request)
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
        if not sessions.touch(request):
            return log_in_again(request, _("This session was ended. Log in again."))
        if request.path.startswith(reverse("desk_security")) or not lacks_factor(request):
            return None
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
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


def _is_guarded(request: HttpRequest) -> bool:
    for admin in settings.ADMIN_PATHS:
        if request.path.startswith(admin):
            return not request.path.removeprefix(admin).startswith(OPEN)
    return False
