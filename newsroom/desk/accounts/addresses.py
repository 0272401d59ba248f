"""The addresses of the screens of accounts, and where Wagtail is told of them."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from newsroom.desk.accounts import (
    guarded_views,
    log_report,
    others_log_in,
    security_page,
    session_view,
)
from newsroom.desk.accounts.log_in import LogInView, SecondStepView
from newsroom.desk.accounts.password_reset import PasswordResetConfirmView, PasswordResetView

# Not behind Wagtail's log-in. Some stand ahead of Wagtail's own, whose names they keep.
before_log_in: list[URLPattern] = [
    path("login/", LogInView.as_view()),
    path("login/second-step/", SecondStepView.as_view(), name="desk_second_step"),
    path(session_view.SESSION, session_view.session, name="desk_session"),
    path(
        f"{session_view.SESSION}again/", session_view.logged_in_again, name="desk_logged_in_again"
    ),
    path("password_reset/", PasswordResetView.as_view()),
    path("password_reset/confirm/<uidb64>/<token>/", PasswordResetConfirmView.as_view()),
]


def admin_urls() -> list[URLPattern]:
    """Hook `register_admin_urls`."""
    own, report = "account/security/", log_report.AccountLogView
    return [
        path(own, security_page.SecurityView.as_view(), name="desk_security"),
        path(f"{own}app/", security_page.AddAppView.as_view(), name="desk_add_app"),
        path(f"{own}passkey/", security_page.AddPasskeyView.as_view(), name="desk_add_passkey"),
        path(f"{own}recovery-codes/", security_page.recovery_codes, name="desk_recovery_codes"),
        path(f"{own}sessions/", security_page.end_sessions, name="desk_end_sessions"),
        *(
            path(f"{own}{kind}/<int:pk>/remove/", security_page.remove, {"kind": kind}, name=name)
            for kind, name in (("app", "desk_remove_app"), ("passkey", "desk_remove_passkey"))
        ),
        path("accounts/locks/", others_log_in.LocksView.as_view(), name="desk_log_in_locks"),
        path(
            "accounts/<int:pk>/log-in/",
            others_log_in.PersonLogInView.as_view(),
            name="desk_account_log_in",
        ),
        path("reports/account-log/", report.as_view(), name=report.index_url_name),
        path(
            "reports/account-log/results/",
            report.as_view(results_only=True),
            name=report.index_results_url_name,
        ),
    ]


def account_item(request: HttpRequest) -> dict[str, Any]:
    """Hook `register_account_menu_item`: the way to one's own log-in."""
    return {
        "url": reverse("desk_security"),
        "label": _("Log-in and security"),
        "help_text": _("Your second factors, recovery codes and sessions."),
    }


HOOKS: list[tuple[str, Callable[..., Any]]] = [
    ("register_admin_urls", admin_urls),
    ("register_account_menu_item", account_item),
    ("register_settings_menu_item", others_log_in.locks_item),
    ("register_user_listing_buttons", others_log_in.listing_buttons),
    ("register_reports_menu_item", log_report.account_log_item),
    ("before_bulk_action", guarded_views.before_bulk),
    ("after_bulk_action", guarded_views.after_bulk),
]
