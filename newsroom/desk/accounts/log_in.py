"""Logging in: the password, then a second factor of those who have one."""

import logging
from datetime import timedelta
from math import ceil
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import dateformat, timezone
from django.utils.crypto import constant_time_compare
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView
from wagtail.admin.forms.auth import LoginForm
from wagtail.admin.views import account

from newsroom.accounts import tries
from newsroom.accounts.factors import VERIFIED, accept_code, has_factor
from newsroom.accounts.known_devices import device_of, remember_device
from newsroom.accounts.log_in_limits import Wait
from newsroom.accounts.models import AuthenticatorApp, Passkey
from newsroom.accounts.passkeys import accept_passkey, authentication_options
from newsroom.accounts.visitors import address_of

PENDING = "log_in_pending"
"""The key of a session in which somebody has typed the right password."""
MINUTES_FOR_SECOND_STEP = 10
BACKEND = "django.contrib.auth.backends.ModelBackend"

log = logging.getLogger(__name__)


class LogInForm(LoginForm):
    """User name and password; whoever has typed too many wrong ones waits."""

    wait: Wait | None = None

    def clean(self) -> dict[str, Any]:
        name = self.cleaned_data.get("username")
        if name is None or not self.cleaned_data.get("password"):
            return super().clean()
        visitor = visitor_of(self.request, name)
        try:
            attempt = tries.begin(visitor)
        except tries.TooManyTries as refused:
            _log_refusal(self.request, name, "must wait")
            raise self._must_wait(refused.wait) from None
        try:
            cleaned: dict[str, Any] = super().clean()
        except ValidationError:
            _log_refusal(self.request, name, "wrong password")
            if wait := visitor.wait():
                raise self._must_wait(wait) from None
            raise
        tries.succeed(attempt)
        return cleaned

    def _must_wait(self, wait: Wait) -> ValidationError:
        self.wait = wait
        return ValidationError(words_about(wait), code="wait")


class LogInView(account.LoginView):
    """The first step. Whoever has no second factor is logged in by it."""

    def get_form_class(self) -> type[LogInForm]:
        return LogInForm

    def form_invalid(self, form: Any) -> HttpResponse:
        return told_to_wait(super().form_invalid(form), form.wait)

    def form_valid(self, form: Any) -> HttpResponse:
        user, session = form.get_user(), self.request.session
        remember = form.cleaned_data.get("remember", False)
        if not has_factor(user):
            return complete(self.request, user, self.get_success_url(), remember=remember)
        session.cycle_key()
        session[PENDING] = {
            "user": user.pk,
            "password": user.get_session_auth_hash(),
            "at": timezone.now().timestamp(),
            "next": self.get_success_url(),
            "remember": remember,
        }
        return HttpResponseRedirect(reverse("desk_second_step"))


class CodeForm(forms.Form):
    """A code of an authenticator app, or a recovery code."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy(
            "Six digits from your authenticator app, or one of your recovery codes."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": ""}),
    )


@method_decorator([sensitive_post_parameters(), csrf_protect, never_cache], name="dispatch")
class SecondStepView(FormView):
    """The second step: a code, or a passkey."""

    template_name = "newsroom/desk/accounts/second_step.html"
    form_class = CodeForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.user = _pending_user(request)
        if self.user is None:
            request.session.pop(PENDING, None)
            return HttpResponseRedirect(reverse("wagtailadmin_login"))
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        credential = request.POST.get("credential", "")
        form = self.get_form()
        if not credential and not form.is_valid():
            return self.form_invalid(form)
        visitor = visitor_of(request, self.user.get_username())
        try:
            attempt = tries.begin(visitor)
        except tries.TooManyTries as refused:
            _log_refusal(request, self.user.get_username(), "must wait")
            return self._refuse(form, refused.wait)
        if credential:
            is_right = accept_passkey(request, self.user, credential)
        else:
            is_right = accept_code(self.user, form.cleaned_data["code"])
        if not is_right:
            why = "wrong passkey" if credential else "wrong code"
            _log_refusal(request, self.user.get_username(), why)
            return self._refuse(form, visitor.wait(), is_passkey=bool(credential))
        tries.succeed(attempt)
        pending = request.session.pop(PENDING)
        return complete(
            request, self.user, pending["next"], remember=pending["remember"], verified=True
        )

    def _refuse(self, form: Any, wait: Wait | None, *, is_passkey: bool = False) -> HttpResponse:
        words = _("That code is wrong, or was used already. Take the one that is shown now.")
        if is_passkey:
            words = _("That passkey was not accepted. Try again, or use a code.")
        form.full_clean()
        form.errors.clear()
        form.add_error(None, words_about(wait) if wait else words)
        return told_to_wait(self.form_invalid(form), wait)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["has_app"] = AuthenticatorApp.objects.filter(user=self.user).exists()
        if Passkey.objects.filter(user=self.user).exists():
            context["passkey_options"] = authentication_options(self.request, self.user)
        return context


def _pending_user(request: HttpRequest) -> Any:
    """Who has typed the right password a moment ago; None if nobody has."""
    pending = request.session.get(PENDING)
    if not pending or timezone.now().timestamp() - pending["at"] > MINUTES_FOR_SECOND_STEP * 60:
        return None
    users: Any = get_user_model()._default_manager
    user = users.filter(pk=pending["user"], is_active=True).first()
    if user and constant_time_compare(user.get_session_auth_hash(), pending["password"]):
        return user
    return None


def complete(
    request: HttpRequest, user: Any, address: str, *, remember: bool, verified: bool = False
) -> HttpResponse:
    """Log the person in, remember the device as theirs, and lead to the address."""
    visitor = visitor_of(request, user.get_username())
    login(request, user, backend=BACKEND)
    request.session.set_expiry(settings.SESSION_COOKIE_AGE if remember else 0)
    if verified:
        request.session[VERIFIED] = True
    tries.clear(visitor)
    factors = "password and second factor" if verified else "password"
    log.info("Log-in of account %s from %s: %s", user.pk, address_of(request), factors)
    response = HttpResponseRedirect(address)
    remember_device(request, response, user.pk)
    return response


def visitor_of(request: HttpRequest, username: str) -> tries.Visitor:
    """Who tries to log in under this name."""
    device = device_of(request, _account(username))
    return tries.Visitor.of(username, address_of(request), device)


def _account(username: str) -> int | None:
    users: Any = get_user_model()._default_manager
    found: int | None = users.filter(username=username).values_list("pk", flat=True).first()
    return found


def _log_refusal(request: HttpRequest, username: str, why: str) -> None:
    """Log the number of the account, if there is one: people type passwords in place of names."""
    account = _account(username) or "that does not exist"
    log.warning("Log-in of account %s from %s refused: %s", account, address_of(request), why)


def words_about(wait: Wait) -> str:
    """Until when the next try is refused, and what helps."""
    seconds = _seconds(wait)
    if seconds <= 60:
        return _("Too many wrong tries. Wait %s seconds, then try again.") % seconds
    until = timezone.localtime(wait.until + timedelta(seconds=59))
    return _(
        "Too many wrong tries: you can try again at %s. A new password by “Forgotten password?” "
        "ends the wait, and so can an administrator."
    ) % dateformat.format(until, "H:i T")


def told_to_wait(response: HttpResponse, wait: Wait | None) -> HttpResponse:
    """The answer as 429 with `Retry-After`, if there is a wait."""
    if wait is not None:
        response.status_code = 429
        response["Retry-After"] = str(_seconds(wait))
    return response


def _seconds(wait: Wait) -> int:
    return max(1, ceil((wait.until - timezone.now()).total_seconds()))
