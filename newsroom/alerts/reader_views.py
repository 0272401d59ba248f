"""The pages behind links in mails: confirm, see all alerts, change and stop them.

A GET changes nothing, since programs that scan mails open each link. POST puts a letter into the
box at once, also the one that a mail program sends by itself (RFC 8058).
"""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from newsroom.alerts.answers import answer, sealed
from newsroom.alerts.frequencies import Frequency
from newsroom.alerts.letters import post
from newsroom.alerts.models import Alert, AlertLetter
from newsroom.alerts.questions import Question
from newsroom.alerts.tokens import alerts_behind, hash_of, is_in_time

METHODS = ["GET", "HEAD", "POST"]
GONE = "alerts/gone.html"


@csrf_exempt
@require_http_methods(METHODS)
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A button that confirms the alert of a confirmation mail; POST presses it."""
    found = [one for one in alerts_behind(token) if one.confirm_hash == hash_of(token)]
    alert = found[0] if found else None
    if alert is None or not (alert.is_active or alert.is_pending):
        return answer(request, GONE, {}, 404)
    if alert.is_pending and not is_in_time(alert, timezone.now()):
        return answer(request, GONE, {"again_url": _subscribe_url(alert)}, 404)
    if request.method == "POST" and alert.is_pending:
        post(AlertLetter.Kind.CONFIRM, token=token)
    is_done = request.method == "POST" or alert.is_active
    return answer(request, "alerts/confirm.html", {**_shown(alert), "is_done": is_done})


@csrf_exempt
@require_http_methods(METHODS)
def yours(request: HttpRequest, token: str) -> HttpResponse:
    """All alerts of a reader; POST changes or stops one, or stops all."""
    alerts = [one for one in alerts_behind(token) if one.link_hash == hash_of(token)]
    if not alerts:
        return answer(request, GONE, {}, 404)
    active = [one for one in alerts if one.is_active]
    if request.method == "POST":
        done = _act(request, token, active)
        address = reverse("alerts_of_reader", args=[token])
        return sealed(HttpResponseRedirect(f"{address}?done={done}", status=303))
    context = {
        "alerts": [_shown(one) for one in active],
        "frequencies": Frequency.choices,
        "done": request.GET.get("done", ""),
        "token": token,
    }
    return answer(request, "alerts/yours.html", context)


@csrf_exempt
@require_http_methods(METHODS)
def stop(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """A button that stops one alert; POST presses it, with or without this page."""
    behind = alerts_behind(token)
    found = [one for one in behind if one.pk == pk and one.link_hash == hash_of(token)]
    if not found:
        return answer(request, GONE, {}, 404)
    alert = found[0]
    if request.method == "POST" and alert.stopped_at is None:
        post(AlertLetter.Kind.STOP, token=token, alert_id=alert.pk)
    is_done = request.method == "POST" or alert.stopped_at is not None
    context = {**_shown(alert), "token": token, "is_done": is_done}
    return answer(request, "alerts/stop.html", context)


def _act(request: HttpRequest, token: str, alerts: list[Alert]) -> str:
    """Post the letter for a button of the page; returns what was asked for.

    Raises Http404 for what no button of the page sends.
    """
    if request.POST.get("action") == "stop-all":
        post(AlertLetter.Kind.STOP_ALL, token=token)
        return "stopped"
    chosen = [one for one in alerts if str(one.pk) == request.POST.get("alert")]
    if not chosen:
        raise Http404
    (alert,) = chosen
    if request.POST.get("action") == "stop":
        post(AlertLetter.Kind.STOP, token=token, alert_id=alert.pk)
        return "stopped"
    frequency = request.POST.get("frequency", "")
    if frequency not in Frequency.values:
        raise Http404
    post(AlertLetter.Kind.CHANGE, token=token, alert_id=alert.pk, frequency=frequency)
    return "changed"


def _shown(alert: Alert) -> dict[str, object]:
    return {"alert": alert, "question": Question(alert.language, alert.query)}


def _subscribe_url(alert: Alert) -> str:
    return Question(alert.language, alert.query).address.url(reverse("alerts"))
