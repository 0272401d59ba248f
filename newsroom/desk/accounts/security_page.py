"""A person's own second factors, recovery codes and sessions."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

import segno
from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from newsroom.accounts import factors, sessions
from newsroom.accounts.audit import Event, record
from newsroom.accounts.factors import VERIFIED, has_factor
from newsroom.accounts.models import AuthenticatorApp, DeskSession, Passkey
from newsroom.accounts.passkeys import add_passkey, registration_options
from newsroom.desk.accounts.session_guard import log_in_again
from newsroom.desk.row_numbers import row_number

SECRET = "authenticator_secret"  # noqa: S105 - the key, not the secret
"""The key of a session in which an app is being added."""
FRESH = timedelta(minutes=15)
"""How long ago somebody may have logged in who changes how they log in."""
KINDS: dict[str, type[AuthenticatorApp] | type[Passkey]] = {
    "app": AuthenticatorApp,
    "passkey": Passkey,
}

type View = Callable[..., HttpResponseBase]


def freshly_logged_in(view: View) -> View:
    """Let in whoever has logged in a moment ago, as the person they are; others do so again."""

    @wraps(view)
    def fresh(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        row = DeskSession.objects.filter(pk=sessions.current()).first()
        is_fresh = row is not None and row.since > timezone.now() - FRESH
        if is_fresh and (request.session.get(VERIFIED) or not has_factor(request.user)):
            return view(request, *args, **kwargs)
        words = _("Log in again to change how you log in.")
        return log_in_again(request, words, reverse("desk_security"))

    return fresh


class _Screen(WagtailAdminTemplateMixin):
    """What the screens have in common."""

    header_icon = "key"
    page_title: Any = gettext_lazy("Log-in and security")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = [
            *super().get_breadcrumbs_items(),
            {"url": reverse("wagtailadmin_account"), "label": _("Account")},
        ]
        return [*above, {"url": "", "label": self.get_page_title()}]


class SecurityView(_Screen, TemplateView):
    """All that the person can log in with, and where they are logged in."""

    template_name = "newsroom/desk/accounts/security.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        return {
            **super().get_context_data(**kwargs),
            "factors": [
                (kind, factor)
                for kind, model in KINDS.items()
                for factor in model.objects.filter(user=user).order_by("made_at")
            ],
            "codes_left": factors.recovery_codes_left(user),
            "must_have": factors.must_have_factor(user),
            "sessions": DeskSession.objects.filter(user=user).order_by("-seen_at"),
            "current": sessions.current(),
        }


class AppForm(forms.Form):
    """The code that proves that the app has the secret."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=10,
        help_text=gettext_lazy("The six digits that the app shows now."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=60,
        initial=gettext_lazy("Authenticator app"),
        help_text=gettext_lazy("So that you know it again, such as “Work phone”."),
    )


@method_decorator(freshly_logged_in, name="dispatch")
class AddAppView(_Screen, FormView):
    """Adds an authenticator app by a QR code that is drawn here."""

    template_name = "newsroom/desk/accounts/add_app.html"
    page_title = gettext_lazy("Add an authenticator app")
    form_class = AppForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.session[SECRET] = factors.new_secret()
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: AppForm) -> HttpResponse:
        secret, data = self.request.session.get(SECRET, ""), form.cleaned_data
        if not secret:
            return HttpResponseRedirect(self.request.path)
        if not factors.add_app(self.request.user, secret, data["code"], data["name"]):
            form.add_error(
                "code", _("That is not the code of this moment. Take the one that is shown now.")
            )
            return self.form_invalid(form)
        del self.request.session[SECRET]
        return added(self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        secret = self.request.session.get(SECRET, "")
        groups = [secret[start : start + 4] for start in range(0, len(secret), 4)]
        return {
            **super().get_context_data(**kwargs),
            "picture": qr_code(factors.address_for_app(secret, self.request.user)),
            "secret": " ".join(groups),
        }


class PasskeyForm(forms.Form):
    """What the browser answers, and what the person calls it."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=60,
        initial=gettext_lazy("Passkey"),
        help_text=gettext_lazy("So that you know it again, such as “Blue security key”."),
    )
    credential = forms.CharField(widget=forms.HiddenInput, required=False)


@method_decorator(freshly_logged_in, name="dispatch")
class AddPasskeyView(_Screen, FormView):
    """Adds a passkey: a fingerprint reader, a phone, a security key."""

    template_name = "newsroom/desk/accounts/add_passkey.html"
    page_title = gettext_lazy("Add a passkey")
    form_class = PasskeyForm

    def form_valid(self, form: PasskeyForm) -> HttpResponse:
        data = form.cleaned_data
        if not add_passkey(self.request, data["credential"], data["name"]):
            form.data = {**dict(form.data.items()), "credential": ""}
            form.add_error(None, _("The passkey could not be added. Try again."))
            return self.form_invalid(form)
        return added(self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        options = registration_options(self.request)
        return {**super().get_context_data(**kwargs), "passkey_options": options}


def added(request: HttpRequest) -> HttpResponse:
    """After a factor was added: this session has shown it; with the first come recovery codes."""
    request.session[VERIFIED] = True
    if factors.recovery_codes_left(request.user):
        messages.success(request, _("Added. Your other sessions were ended."))
        return HttpResponseRedirect(reverse("desk_security"))
    return _codes(request)


@require_POST
@freshly_logged_in
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes in place of the old ones, and show them once."""
    if not has_factor(request.user):
        return HttpResponseRedirect(reverse("desk_security"))
    return _codes(request)


def _codes(request: HttpRequest) -> HttpResponse:
    codes = factors.new_recovery_codes(request.user)
    context = {"codes": codes, "page_title": _("Your recovery codes"), "header_icon": "key"}
    return TemplateResponse(request, "newsroom/desk/accounts/recovery_codes.html", context)


@require_POST
@freshly_logged_in
def remove(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Remove an app or a passkey."""
    if factors.remove_factor(request.user, KINDS[kind], pk):
        messages.success(request, _("Removed. Your other sessions were ended."))
    else:
        messages.error(
            request,
            _("This is your only second factor, and your role needs one. Add another first."),
        )
    return HttpResponseRedirect(reverse("desk_security"))


@require_POST
@freshly_logged_in
def end_sessions(request: HttpRequest) -> HttpResponse:
    """End one session of the person's own, or all but this one."""
    user: Any = request.user
    rows = DeskSession.objects.filter(user=user).exclude(pk=sessions.current())
    if (number := request.POST.get("session")) is not None:
        rows = rows.filter(pk=row_number(number))
    with transaction.atomic():
        if ended := sessions.end(rows):
            words = _("Sessions ended by their owner: %s.") % ended
            record(Event.SESSIONS, user, words, tell_administrators=False)
            messages.success(request, words)
    return HttpResponseRedirect(reverse("desk_security"))


def qr_code(text: str) -> SafeString:
    """The text as a QR code in SVG, drawn here: no other site learns the secret."""
    code = segno.make(text, error="m", micro=False)
    drawn = code.svg_inline(scale=5, border=4, dark="#000", light="#fff", omitsize=False)
    return mark_safe(drawn)  # noqa: S308 - made of squares, none of it typed
