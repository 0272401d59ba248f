"""What every answer of both services has in common, whichever view gives it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.csp import CSP, build_policy

type GetResponse = Callable[[HttpRequest], HttpResponse]

SAFE_METHODS = ("GET", "HEAD")


def _is_admin(request: HttpRequest) -> bool:
    return request.path.startswith(settings.ADMIN_PATHS)


def headers(get_response: GetResponse) -> GetResponse:
    """The headers that Django has no setting for, and the looser policy of the admin."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Cross-Origin-Resource-Policy", settings.CROSS_ORIGIN_RESOURCE_POLICY)
        if _is_admin(request):
            response.headers[str(CSP.HEADER_ENFORCE)] = build_policy(settings.ADMIN_CSP)
            response.headers["X-Frame-Options"] = settings.ADMIN_X_FRAME_OPTIONS
            response.setdefault("Cache-Control", "no-store, private")
        elif response.has_header("Vary"):
            # Public pages take their language from the address alone.
            varies = [name.strip() for name in response["Vary"].split(",")]
            kept = [name for name in varies if name.lower() != "accept-language"]
            if kept:
                response["Vary"] = ", ".join(kept)
            else:
                del response["Vary"]
        return response

    return middleware


def read_only(get_response: GetResponse) -> GetResponse:
    """Public pages are read and nothing else: only these addresses take what is sent."""

    def middleware(request: HttpRequest) -> HttpResponse:
        places = (*settings.FORM_PATHS, *settings.LETTER_PATHS)
        takes_forms = _is_admin(request) or request.path.startswith(places)
        if request.method not in SAFE_METHODS and not takes_forms:
            return HttpResponseNotAllowed(SAFE_METHODS)
        return get_response(request)

    return middleware
