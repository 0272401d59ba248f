"""The form "Get emails about this news", and what follows it.

The public service answers here, and has no right but to put a letter into the letter box (decision
0044). There is no cookie, so there is nothing that another site could make a browser forge: whoever
can send these forms for somebody else could type them, too.
"""

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from newsroom.accounts.log_in_limits import network_of
from newsroom.accounts.visitors import address_of
from newsroom.alerts.answers import answer, languages_of_news, same_in, sealed
from newsroom.alerts.frequencies import Frequency
from newsroom.alerts.letters import post
from newsroom.alerts.models import AlertLetter
from newsroom.alerts.questions import Question
from newsroom.time_zones import LONDON


class SubscribeForm(forms.Form):
    """Where to, and how often."""

    address = forms.EmailField(
        label=_("Email address"),
        max_length=254,
        error_messages={
            "required": _("Enter an email address"),
            "invalid": _("Enter an email address in the right format, like name@example.com"),
            "max_length": _("Enter an email address of at most 254 characters"),
        },
    )
    frequency = forms.ChoiceField(
        label=_("How often"),
        choices=Frequency.choices,
        initial=Frequency.DAILY,
        error_messages={
            "required": _("Choose how often you want emails"),
            "invalid_choice": _("Choose how often you want emails"),
        },
    )


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """The form, for the result that the query string names; POST puts a letter into the box.

    Redirects to the canonical address. If a filter is wrong, leads to the page of the result,
    which says so; if there is no news in this language, to the form in English. What is answered to
    a valid form does not depend on the address.
    """
    language = get_language() or settings.LANGUAGE_CODE
    languages = languages_of_news()
    if language not in languages:
        if language == settings.LANGUAGE_CODE:
            raise Http404
        with override(settings.LANGUAGE_CODE):
            return HttpResponseRedirect(reverse("alerts"))
    question = Question(language, request.GET.urlencode())
    query, path = str(question.address), reverse("alerts")
    if question.has_ended:
        return HttpResponseRedirect(question.url)
    if request.method != "POST" and request.META.get("QUERY_STRING", "") != query:
        return HttpResponseRedirect(question.address.url(path))
    form = SubscribeForm(request.POST if request.method == "POST" else None)
    is_over = _is_over(question, timezone.now())
    if form.is_valid() and not is_over:
        post(
            AlertLetter.Kind.SUBSCRIBE,
            address=form.cleaned_data["address"],
            frequency=form.cleaned_data["frequency"],
            language=language,
            query=query,
            network=network_of(address_of(request)),
        )
        return sealed(HttpResponseRedirect(reverse("alerts_sent"), status=303))
    context: dict[str, Any] = {
        "form": form,
        "question": question,
        "action": question.address.url(path),
        "is_over": is_over,
        "translations": same_in(languages, lambda: question.address.url(reverse("alerts"))),
    }
    return answer(request, "alerts/subscribe.html", context)


def _is_over(question: Question, now: datetime) -> bool:
    """Whether the result ends on a day before today, so that nothing will be added to it."""
    last = question.filters.selection.end
    return last is not None and last < now.astimezone(LONDON).date()


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """The page after the form: the same for every address."""
    links = same_in(languages_of_news(), lambda: reverse("alerts_sent"))
    return answer(request, "alerts/sent.html", {"translations": links})
