"""Hooks that run the gate when an editor publishes, schedules or submits a page in the admin.

The gate also checks every save of a page. These hooks run before Wagtail publishes: the draft is
kept, and a schedule is checked, which a save does not do.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from newsroom.desk.refusal_messages import edit_address, listed, refuse
from newsroom.gate.sign_off import latest, note_schedule
from newsroom.pages.base import NewsroomPage
from newsroom.records.redaction import title_for_record
from newsroom.records.release_log import ReleaseLog, record
from newsroom.rules.findings import Remedy

PUBLISH = "publish"


def before_publish(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Hook `before_publish_page`: examine the saved draft, and refuse to publish or schedule it."""
    if not isinstance(page, NewsroomPage):
        return None
    examination = latest(page).examine(releasing=request.user)
    if not examination.blockers:
        return None
    refuse(request, page, examination)
    return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))


def after_publish(request: HttpRequest, page: Page) -> None:
    """Hook `after_publish_page`: log who set an embargo."""
    _note_schedule(page, request.user)


def before_bulk(
    request: HttpRequest, action_type: str, pages: Sequence[Page], view: Any
) -> HttpResponse | None:
    """Hook `before_bulk_action`: publish all chosen pages or none, and list the blockers."""
    if action_type != PUBLISH or view.model is not Page:
        return None
    view.versions = [latest(page) for page in _with_drafts_below(pages, view, request.user)]
    examined = [(version, version.examine(releasing=request.user)) for version in view.versions]
    refused = [(version, found) for version, found in examined if found.blockers]
    if not refused:
        return None
    for version, found in refused:
        record(ReleaseLog.Event.REFUSED, version.page, **found.as_facts())
    rows = format_html_join(
        "",
        '<li><a href="{}">{}</a>{}</li>',
        (
            (edit_address(version.page), title_for_record(version.page), listed(found.blockers))
            for version, found in refused
        ),
    )
    text = _("Nothing was published, because these pages are not ready:")
    messages.error(request, format_html("{}<ul>{}</ul>", text, rows))
    return HttpResponseRedirect(view.next_url)


def after_bulk(request: HttpRequest, action_type: str, pages: Sequence[Page], view: Any) -> None:
    """Hook `after_bulk_action`: log the embargoes that were set."""
    if action_type == PUBLISH and view.model is Page:
        for version in view.versions:
            _note_schedule(version.page, request.user)


def _with_drafts_below(pages: Sequence[Page], view: Any, user: Any) -> Iterator[Page]:
    """The chosen pages, and the drafts below them if the user asked to publish those as well."""
    below = view.cleaned_form.cleaned_data.get("include_descendants")
    for page in pages:
        yield page
        for draft in page.get_descendants().not_live() if below else ():
            if draft.permissions_for_user(user).can_publish():
                yield draft


def after_submit(request: HttpRequest, page: Page) -> None:
    """Warn the user who submitted a page of what must be settled before its release."""
    submitted = {"action-submit", "action-restart-workflow"} & request.POST.keys()
    if not submitted or not isinstance(page, NewsroomPage) or not page.workflow_in_progress:
        return
    found = latest(page).examine(releasing=None).blockers
    # A missing clearance is expected: the page was submitted in order to get it.
    open_still = [finding for finding in found if finding.remedy != Remedy.CLEAR]
    if open_still:
        text = _("Submitted. Before “%(title)s” can be released, these must be settled:")
        messages.warning(
            request,
            format_html("{}{}", text % {"title": title_for_record(page)}, listed(open_still)),
        )


def _note_schedule(page: Page, user: Any) -> None:
    version = latest(page)
    if isinstance(version.page, NewsroomPage) and version.embargo:
        note_schedule(version, user)
