"""Messages for editors when the gate refuses: the blockers, and how to proceed."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from newsroom.gate.approval_tasks import ApprovalRefused, NotReady
from newsroom.gate.release_gate import Examination, ReleaseRefused
from newsroom.records.redaction import title_for_record
from newsroom.records.release_log import ReleaseLog, record
from newsroom.rules.findings import Finding, Remedy

CHECKS = "release-checks"
"""The id of the element on the edit view that lists the findings."""


def listed(findings: Iterable[Finding]) -> str:
    """The findings as an HTML list, each with its place and the law or rule behind it."""
    return render_to_string("newsroom/desk/findings_list.html", {"findings": findings})


def respond(request: HttpRequest, refusal: ValidationError) -> HttpResponse | None:
    """Log a refusal, show it as a message, and redirect the editor to the page.

    Returns None if the error is not a refusal. Must be called outside the transaction that was
    rolled back.
    """
    if isinstance(refusal, ReleaseRefused):
        ready = not isinstance(refusal, NotReady)
        refuse(request, refusal.page, refusal.examination, released=ready)
    elif isinstance(refusal, ApprovalRefused):
        messages.error(request, " ".join([*refusal.messages, _("What you wrote is saved.")]))
    else:
        return None
    return _redirect(request, _address(request, refusal.page), refusal)


def refuse(
    request: HttpRequest, page: Page, examination: Examination, *, released: bool = True
) -> None:
    """Log a refusal and show it as a message; `released` is False if it was only submitted."""
    note = "" if released else "Refused when it was submitted."
    record(ReleaseLog.Event.REFUSED, page, note=note, **examination.as_facts())
    said = (
        _("“%(title)s” was not released. What was written is kept. These stand in the way:")
        if released
        else _("“%(title)s” was not submitted. What was written is kept. Please settle first:")
    )
    text = format_html(
        "{}{}{}",
        said % {"title": title_for_record(page)},
        listed(examination.blockers),
        _how_to_go_on(page, examination),
    )
    messages.error(request, text, buttons=_buttons(page))


def _how_to_go_on(page: Page, examination: Examination) -> str:
    waits = any(finding.remedy == Remedy.CLEAR for finding in examination.blockers)
    if waits and page.pk and page.workflow_in_progress:
        return _(
            "The workflow is where it was. If the words have changed since they were cleared, "
            "choose “Send back for legal clearance”, or restart the workflow."
        )
    return ""


def _exists(page: Page) -> bool:
    # If creating the page was refused, the page has been rolled back.
    return bool(page.pk) and Page.objects.filter(pk=page.pk).exists()


def edit_address(page: Page) -> str:
    """The address of the page's edit view, at the list of findings."""
    return f"{reverse('wagtailadmin_pages:edit', args=[page.pk])}#{CHECKS}"


def _buttons(page: Page) -> list[Any]:
    return [messages.button(edit_address(page), _("See the checks"))] if _exists(page) else []


def _address(request: HttpRequest, page: Page) -> str:
    if _exists(page):
        # Without the fragment, because the message is shown above the form.
        return reverse("wagtailadmin_pages:edit", args=[page.pk])
    match = request.resolver_match
    page_id = match.kwargs.get("page_id") if match else None
    if page_id:
        return reverse("wagtailadmin_pages:edit", args=[page_id])
    return reverse("wagtailadmin_home")


def _redirect(request: HttpRequest, address: str, refusal: ValidationError) -> HttpResponse:
    if not request.accepts("text/html"):
        # The format of Wagtail's response to a failed autosave.
        text = " ".join(refusal.messages)
        body = {"success": False, "error_code": "release_refused", "error_message": text}
        return JsonResponse(body, status=400)
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        # The format that the dialog of a workflow action expects for a redirect.
        return JsonResponse({"step": "success", "redirect": address})
    return HttpResponseRedirect(address)
