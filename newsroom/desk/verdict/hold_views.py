"""The screens of holds for a verdict. Somebody who is not named on a hold finds none."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from wagtail.admin import messages

from newsroom.desk.row_numbers import row_number
from newsroom.desk.verdict.hold_forms import (
    AbandonForm,
    HoldForm,
    OutcomeForm,
    PersonForm,
    ReleaseForm,
    VerdictForm,
)
from newsroom.models import ReleaseLog, VerdictHold
from newsroom.publishing import holds, verdict_release
from newsroom.publishing.held_destruction import destroy_doomed
from newsroom.publishing.holds import SCREEN, HoldRefused
from newsroom.publishing.verdict_release import Said, TooManyCodes

HOLDS, ABANDON, CODES = "desk_holds", "desk_hold_abandon", "desk_hold_codes"
MOST_ROWS = 50


def list_holds(request: HttpRequest) -> HttpResponse:
    """The holds on which the user is named, and the form that begins one."""
    form = HoldForm(request.POST or None, user=request.user)
    if request.method == "POST":
        if not form.is_possible:
            raise PermissionDenied
        if form.is_valid():
            try:
                hold = holds.begin(**form.cleaned_data, user=request.user)
            except holds.HoldRefused as refusal:
                form.add_error(None, refusal)
            else:
                return HttpResponseRedirect(_address(hold.pk))
    own = VerdictHold.objects.of(request.user)
    context = {
        "open": own.open(),
        "ended": own.exclude(state=VerdictHold.State.OPEN)[:MOST_ROWS],
        "form": form if form.is_possible else None,
        **frame(_("Holds for a verdict")),
    }
    return _answer(request, "newsroom/desk/verdict/holds.html", context)


@sensitive_post_parameters("code")
def show_hold(request: HttpRequest, pk: int) -> HttpResponse:
    """One hold: the verdict first, then its outcomes, people and record."""
    hold = _own_hold(request, pk)
    sent = request.POST.get("action", "") if request.method == "POST" else ""

    def given(name: str) -> dict[str, Any]:
        # Several forms of this screen have a field of the same name.
        return {"data": request.POST if sent == name else None, "auto_id": f"{name}_%s"}

    forms = {
        "release": ReleaseForm(**given("release"), hold=hold),
        "hear": VerdictForm(**given("hear"), hold=hold),
        "add": OutcomeForm(**given("add"), hold=hold),
        "name": PersonForm(**given("name")),
    }
    if sent and (answer := _take(request, sent, hold, forms)):
        return answer
    hold.refresh_from_db()
    return _answer(request, "newsroom/desk/verdict/hold.html", _shown(request, hold, forms))


def _shown(request: HttpRequest, hold: VerdictHold, forms: dict[str, Any]) -> dict[str, Any]:
    user: Any = request.user
    checks = holds.check_outcomes(hold) if hold.is_open else []
    member = hold.members.filter(user=user).first()
    may_decide = hold.is_open and holds.may_decide(user, hold)
    pages = hold.outcomes.exclude(page_number=None).values("page_number")
    about = Q(title=hold.label) | Q(page_id__in=pages)
    return {
        "hold": hold,
        "checks": [(check, *holds.step_for(check, user)) for check in checks],
        "ended": () if hold.is_open else hold.outcomes.all(),
        "members": hold.members.select_related("user"),
        "forms": forms,
        "may_decide": may_decide,
        "may_write": hold.is_open and holds.may_begin(user, hold.section),
        "may_name": may_decide or (hold.is_open and hold.made_by_id == user.pk),
        "is_at_court": hold.is_open and bool(member and member.is_at_court),
        "has_chosen": hold.is_chosen() and hold.chosen_by_id == user.pk,
        "has_heard": hold.is_heard() and hold.heard_by_id == user.pk,
        "has_codes": any(check.outcome.has_code() for check in checks),
        "log": ReleaseLog.objects.filter(about)[:MOST_ROWS],
        **frame(hold.name, hold.court),
    }


def _take(
    request: HttpRequest, action: str, hold: VerdictHold, forms: dict[str, Any]
) -> HttpResponse | None:
    """Take the action of one of the forms; None if that form is not valid."""
    form, user, pk = forms.get(action), request.user, hold.pk
    if form is not None and not form.is_valid():
        return None
    typed = form.cleaned_data if form is not None else {}
    of = row_number(request.POST.get("of", ""))
    digest, step = request.POST.get("digest", ""), request.POST.get("step", "")
    actions: dict[str, Callable[[], Any]] = {
        "release": lambda: _choose(request, hold, **typed),
        "hear": lambda: _tell(request, verdict_release.hear(pk, typed["verdict"], user)),
        "add": lambda: holds.add_outcome(pk, typed["verdict"], user),
        "name": lambda: holds.name_person(
            pk, typed["person"], user, is_at_court=typed["is_at_court"]
        ),
        "remove": lambda: holds.remove_person(pk, of, user),
        "sign": lambda: holds.sign_outcome(of, step, user, digest),
    }
    if action not in actions:
        raise PermissionDenied
    try:
        actions[action]()
    except HoldRefused as refusal:
        messages.error(request, " ".join(refusal.messages))
    except TooManyCodes as refusal:
        until = date_format(timezone.localtime(refusal.wait.until), "H:i")
        said = _("Too many wrong codes. None is tried before %(until)s. Use a log-in at court.")
        messages.error(request, said % {"until": until})
    return HttpResponseRedirect(_address(pk))


def _choose(request: HttpRequest, hold: VerdictHold, verdict: str, code: str) -> None:
    if code:
        said = verdict_release.release_with_code(hold.pk, verdict, code, request.user)
    else:
        said = verdict_release.choose(hold.pk, verdict, request.user)
    _tell(request, said)


def _tell(request: HttpRequest, said: Said) -> None:
    """Say what became of it: nobody may believe in a release that did not happen."""
    if said.is_released:
        messages.success(request, _("Released. The other outcomes are destroyed."))
    elif said.is_waiting:
        text = _(
            "Kept. Nothing is released until the other person says the same, within 15 minutes."
        )
        messages.warning(request, text)
    elif said.differ:
        text = _("NOT released: the desk and the court did not say the same outcome. Ask again.")
        messages.error(request, text)
    else:
        why = " ".join(finding.message for finding in said.blockers)
        messages.error(request, _("NOT released. Nothing was changed. %(why)s") % {"why": why})


def make_codes(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the codes of who is at court, which are shown this once."""
    hold = _own_hold(request, pk)
    if request.method != "POST":
        return HttpResponseRedirect(_address(pk))
    try:
        made = verdict_release.make_codes(pk, request.user)
    except HoldRefused as refusal:
        messages.error(request, " ".join(refusal.messages))
        return HttpResponseRedirect(_address(pk))
    context = {
        "hold": hold,
        "hold_url": _address(pk),
        "codes": [(outcome.get_verdict_display(), code) for outcome, code in made],
        **frame(_("Your codes"), hold.name),
    }
    return _answer(request, "newsroom/desk/verdict/codes.html", context)


def abandon(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why, and end a hold without a release."""
    hold = _own_hold(request, pk)
    if not (hold.is_open and holds.may_decide(request.user, hold)):
        raise PermissionDenied
    form = AbandonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        keep = form.cleaned_data["became"] == AbandonForm.KEEP
        try:
            holds.abandon(pk, request.user, form.cleaned_data["reason"], keep=keep)
        except HoldRefused as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            destroy_doomed()
            said = _("The hold has ended. Its items are ordinary drafts.")
            gone = _("The hold has ended. Its items are destroyed.")
            messages.success(request, said if keep else gone)
        return HttpResponseRedirect(_address(pk))
    context = {
        "hold": hold,
        "form": form,
        "hold_url": _address(pk),
        **frame(_("Abandon the hold"), hold.name),
    }
    return _answer(request, "newsroom/desk/verdict/abandon.html", context)


def _own_hold(request: HttpRequest, pk: int) -> VerdictHold:
    """A hold on which the user is named. Raises Http404 for all others, as if there were none."""
    user: Any = request.user
    if not user.is_active:
        raise Http404
    return get_object_or_404(VerdictHold.objects.of(user).select_related("section"), pk=pk)


def _address(pk: int) -> str:
    return reverse(SCREEN, args=[pk])


def frame(title: str, subtitle: str = "") -> dict[str, Any]:
    """The template context that is common to all screens."""
    return {
        "header_title": title,
        "page_title": title,
        "page_subtitle": subtitle,
        "header_icon": "lock",
    }


def _answer(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    response = TemplateResponse(request, template, context)
    response["Cache-Control"] = "no-store, private"
    return response
