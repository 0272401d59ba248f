"""What administrators do for others: end a wait of the log-in, remove lost second factors."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from newsroom.accounts import factors, sessions, tries
from newsroom.accounts.audit import MANAGES_ACCOUNTS, Event, record
from newsroom.accounts.models import DeskSession
from newsroom.accounts.rights_changes import above
from newsroom.desk.accounts.security_page import KINDS


class _ForAdministrators(WagtailAdminTemplateMixin):
    """A screen for whoever may manage accounts."""

    header_icon = "key"
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(MANAGES_ACCOUNTS):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class ReasonForm(forms.Form):
    """Why all second factors of somebody are removed."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        help_text=gettext_lazy(
            "How you know that it is they who ask, and what was lost. It is logged, and mailed to "
            "them and to all administrators."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PersonLogInView(_ForAdministrators, FormView):
    """How somebody logs in, and what can be done for them."""

    template_name = "newsroom/desk/accounts/person.html"
    page_title = gettext_lazy("Log-in and security")
    form_class = ReasonForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.person: Any = get_object_or_404(get_user_model(), pk=kwargs["pk"])
        if request.user.pk == self.person.pk:
            return HttpResponseRedirect(reverse("desk_security"))
        if request.user.has_perm(MANAGES_ACCOUNTS) and above(request.user, self.person):
            words = _("“%s” holds rights that you do not have. Ask a superuser to do this.")
            messages.error(request, words % self.person.get_username())
            return HttpResponseRedirect(reverse("wagtailusers_users:index"))
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        match request.POST.get("do"):
            case "lift":
                _lift(request, self.person, name=self.person.get_username())
            case "end":
                with transaction.atomic():
                    ended = sessions.end(DeskSession.objects.filter(user=self.person))
                    words = _("Sessions ended by an administrator: %s.") % ended
                    record(Event.SESSIONS, self.person, words)
                messages.success(request, words)
            case _:
                return super().post(request, *args, **kwargs)
        return HttpResponseRedirect(request.path)

    def form_valid(self, form: ReasonForm) -> HttpResponse:
        factors.reset_factors(self.person, form.cleaned_data["reason"])
        messages.success(
            self.request,
            _("All second factors of “%s” were removed. Their password lets them add new ones.")
            % self.person.get_username(),
        )
        return HttpResponseRedirect(self.request.path)

    def get_page_subtitle(self) -> str:
        return str(self.person.get_full_name() or self.person.get_username())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        edit = reverse("wagtailusers_users:edit", args=[self.person.pk])
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("wagtailusers_users:index"), "label": _("Users")},
            {"url": edit, "label": self.get_page_subtitle()},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        name = tries.folded(self.person.get_username())
        return {
            **super().get_context_data(**kwargs),
            "person": self.person,
            "factors": [
                factor
                for model in KINDS.values()
                for factor in model.objects.filter(user=self.person).order_by("made_at")
            ],
            "codes_left": factors.recovery_codes_left(self.person),
            "sessions": DeskSession.objects.filter(user=self.person).order_by("-seen_at"),
            "locks": [lock for lock in tries.locks() if lock.name == name],
        }


class LocksView(_ForAdministrators, TemplateView):
    """Who must wait before the next try to log in, by name and by address."""

    template_name = "newsroom/desk/accounts/locks.html"
    page_title = gettext_lazy("Locked log-ins")
    header_icon = "lock"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def post(self, request: HttpRequest) -> HttpResponse:
        typed = (request.POST.get(field, "").replace("\x00", "") for field in ("name", "network"))
        name, network = typed
        users: Any = get_user_model()._default_manager
        person = users.filter(username__iexact=name).first() if name else None
        _lift(request, person or name or network, name=name, network=network)
        return HttpResponseRedirect(request.path)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "locks": tries.locks()}


def _lift(request: HttpRequest, subject: Any, *, name: str = "", network: str = "") -> None:
    with transaction.atomic():
        if not tries.lift(name=name, network=network):
            messages.success(request, _("There is no wait any more."))
            return
        words = _("An administrator ended the wait of the log-in.")
        if network:
            words = _("An administrator ended the wait for tries from %s.") % network
        record(Event.LIFTED, subject, words)
    messages.success(request, _("The wait is ended. They can log in now."))


class LocksItem(MenuItem):
    """The entry of the settings menu."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MANAGES_ACCOUNTS)


def locks_item() -> LocksItem:
    """Hook `register_settings_menu_item`."""
    address = reverse("desk_log_in_locks")
    return LocksItem(
        _("Locked log-ins"), address, icon_name="lock", order=602, name="locked-log-ins"
    )


def listing_buttons(user: Any, request_user: Any) -> list[Button]:
    """Hook `register_user_listing_buttons`: the way to somebody's log-in."""
    if user.pk == request_user.pk:
        return []
    address = reverse("desk_account_log_in", args=[user.pk])
    return [Button(_("Log-in and security"), url=address, icon_name="key", priority=15)]
