"""What an editor is told when the gate refuses: what stands in the way, and how to go on."""

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
"""The place on the edit screen that lists what the gate finds."""


def listed(findings: Iterable[Finding]) -> str:
    """The findings as a list, each with where it is and the law or rule behind it."""
    return render_to_string("newsroom/desk/findings_list.html", {"findings": findings})


def respond(request: HttpRequest, refusal: ValidationError) -> HttpResponse | None:
    """Log what the gate refused, tell the editor, and lead them to the page.

    None when the error is no refusal. To be called outside of the transaction that was rolled back.
    """
    if isinstance(refusal, ReleaseRefused):
        ready = not isinstance(refusal, NotReady)
        refuse(request, refusal.page, refusal.examination, released=ready)
    elif isinstance(refusal, ApprovalRefused):
        messages.error(request, " ".join([*refusal.messages, _("What you wrote is saved.")]))
    else:
        return None
    return _lead_to(request, _address(request, refusal.page), refusal)


def refuse(
    request: HttpRequest, page: Page, examination: Examination, *, released: bool = True
) -> None:
    """Log a refusal and tell of it; `released` is False for what was only submitted."""
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
    # A page whose making was refused has been rolled back.
    return bool(page.pk) and Page.objects.filter(pk=page.pk).exists()


def edit_address(page: Page) -> str:
    """Where a page is edited, at the list of what the gate finds."""
    return f"{reverse('wagtailadmin_pages:edit', args=[page.pk])}#{CHECKS}"


def _buttons(page: Page) -> list[Any]:
    return [messages.button(edit_address(page), _("See the checks"))] if _exists(page) else []


def _address(request: HttpRequest, page: Page) -> str:
    if _exists(page):
        # Not down at the checks: the message stands above the form.
        return reverse("wagtailadmin_pages:edit", args=[page.pk])
    match = request.resolver_match
    page_id = match.kwargs.get("page_id") if match else None
    if page_id:
        return reverse("wagtailadmin_pages:edit", args=[page_id])
    return reverse("wagtailadmin_home")


def _lead_to(request: HttpRequest, address: str, refusal: ValidationError) -> HttpResponse:
    if not request.accepts("text/html"):
        # As Wagtail answers its autosave.
        text = " ".join(refusal.messages)
        body = {"success": False, "error_code": "release_refused", "error_message": text}
        return JsonResponse(body, status=400)
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        # As the dialog of a workflow's step expects to be led on.
        return JsonResponse({"step": "success", "redirect": address})
    return HttpResponseRedirect(address)
