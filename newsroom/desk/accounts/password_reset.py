"""A forgotten password: the request, and the new password."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from wagtail.admin.views import account

from newsroom.accounts.audit import ask_for_reset
from newsroom.accounts.known_devices import remember_device

RETRY_AFTER_SECONDS = 120


class PasswordResetView(account.PasswordResetView):
    """Keeps the request; the link is sent by the next run of the outbox.

    No account is looked up here, so neither words nor time tell whether there is one.
    """

    def form_valid(self, form: Any) -> HttpResponse:
        if ask_for_reset(form.cleaned_data["email"]):
            return HttpResponseRedirect(self.get_success_url())
        form.add_error(None, _("Too many requests are waiting. Try again in two minutes."))
        response: HttpResponse = self.form_invalid(form)
        response.status_code = 429
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response


class PasswordResetConfirmView(account.PasswordResetConfirmView):
    """Sets the new password, which ends every wait. The device counts as the person's own.

    So whoever reads the mail of an account can always log in to it, however many wrong passwords
    others type.
    """

    def form_valid(self, form: Any) -> HttpResponse:
        user = self.user
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)
        remember_device(self.request, response, user.pk)
        return response
