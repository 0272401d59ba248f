"""The answer to a form that is refused before any view sees it: nothing of its words is lost."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

TEMPLATE = "newsroom/desk/accounts/refused_request.html"
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of the field


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: the form was opened before the latest log-in, or comes from elsewhere."""
    if not wants_page(request):
        words = _("This screen was opened before you last logged in.")
        body = {"success": False, "error_code": "token_refused", "error_message": words}
        return JsonResponse(body, status=403)
    return words_kept(request, is_logged_out=False)


def words_kept(request: HttpRequest, *, is_logged_out: bool) -> HttpResponse:
    """A page that has what was sent, to be sent again.

    What another site sent is not offered: a press of its button would do what that site wants.
    """
    is_own = request.headers.get("Sec-Fetch-Site") == "same-origin"
    kept = [
        (name, value) for name, values in request.POST.lists() if name != TOKEN for value in values
    ]
    is_log_in = request.path.startswith(tuple(f"{at}login/" for at in settings.ADMIN_PATHS))
    has_password = any("password" in name for name, _value in kept)
    context = {
        "is_logged_out": is_logged_out,
        "is_log_in": is_log_in,
        "kept": kept if is_own and not (is_log_in or has_password) else [],
        "has_files": bool(request.FILES),
        "address": request.get_full_path(),
    }
    return render(request, TEMPLATE, context, status=403)


def wants_page(request: HttpRequest) -> bool:
    """Whether the answer is shown as a page, and not read by a script."""
    is_script = request.headers.get("x-requested-with") == "XMLHttpRequest"
    return request.accepts("text/html") and not is_script
