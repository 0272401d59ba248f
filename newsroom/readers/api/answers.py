"""Answers of the interface for programs, below /api/v1/: read only, see openapi.json.

They are JSON, which any page in any browser may read; faults have the form of RFC 9457. What is
here stays as long as the address has `v1` in it: fields are added, never changed or removed.
"""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.translation import gettext as _

from newsroom.archive.views import must_be_asked_again

LANGUAGE = "language"

type Data = Callable[..., dict[str, Any]]
"""Takes a request and what its address names, and returns what is answered. Raises Problem."""
type View = Callable[..., HttpResponse]


class Problem(Exception):
    """Why a request cannot be answered. The text is for whoever writes the program."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail


def api_view(*parameters: str) -> Callable[[Data], View]:
    """Make a view that answers with the JSON of this data, in the language that is asked for.

    Parameters that are neither named here nor `language` are refused: a misspelt filter must not
    give everything.
    """

    def decorate(data: Data) -> View:
        @wraps(data)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                _refuse_unknown(request, {*parameters, LANGUAGE})
                with translation.override(_language(request)):
                    return _answer(data(request, *args, **kwargs))
            except Problem as problem:
                return _problem_answer(problem)

        return answer

    return decorate


def _answer(data: dict[str, Any]) -> HttpResponse:
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False})
    _open_to_all(response)
    return response


def _refuse_unknown(request: HttpRequest, known: Collection[str]) -> None:
    if request.method not in ("GET", "HEAD"):
        raise Problem(405, _("This interface is read only."))
    if unknown := sorted(set(request.GET) - set(known)):
        names = {"unknown": ", ".join(unknown), "known": ", ".join(sorted(known))}
        raise Problem(400, _("Unknown parameter: %(unknown)s. Known are: %(known)s.") % names)


def _language(request: HttpRequest) -> str:
    asked = request.GET.get(LANGUAGE, settings.LANGUAGE_CODE)
    known = [code for code, _name in settings.LANGUAGES]
    if asked not in known:
        said = _("The language must be one of: %(known)s.")
        raise Problem(400, said % {"known": ", ".join(known)})
    return asked


def _problem_answer(problem: Problem) -> HttpResponse:
    data = {"status": problem.status, "title": _TITLES[problem.status], "detail": problem.detail}
    response = JsonResponse(
        data,
        status=problem.status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )
    if problem.status == 405:
        response["Allow"] = "GET, HEAD"
    _open_to_all(response)
    return response


_TITLES = {400: "Bad request", 404: "Not found", 405: "Method not allowed"}


def _open_to_all(response: HttpResponse) -> None:
    # Nothing here depends on who asks: there are no cookies and no log-in.
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    must_be_asked_again(response)
