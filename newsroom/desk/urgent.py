"""Urgent release: a duty editor publishes without clearance, with a reason that is logged.

All other blockers still apply. The release stays flagged until somebody else has cleared the
published text.
"""

from typing import Any

from django import forms
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.models import Page

from newsroom.desk.refusal_messages import edit_address
from newsroom.gate.locking import lock_page
from newsroom.gate.outside_facts import stamp
from newsroom.gate.record_form import CommentForm, RecordForm
from newsroom.gate.release_gate import ReleaseRefused
from newsroom.gate.sign_off import Version, latest, note_schedule, released, sign
from newsroom.models import Clearance, UrgentRelease
from newsroom.pages.base import NewsroomPage
from newsroom.publishing.lawyers import notify_of_urgent_release
from newsroom.records.approvals import must_be_cleared_as_new
from newsroom.records.log_context import Channel, log_context
from newsroom.records.redaction import title_for_record
from newsroom.records.release_log import ReleaseLog, record
from newsroom.rules.findings import Finding, Remedy

RELEASE = "desk_urgent_release"
CLEAR = "desk_clear_after_release"
BY_TWO_PEOPLE = frozenset({"embargo-moved", "version-in-force"})
"""Findings that somebody else settles, and that no urgent release leaves out."""
SAVE_FIRST = "action-urgent-release"
MAY_CLEAR = "newsroom.add_clearance"
CHANGED = gettext_lazy(
    "Somebody has changed the words meanwhile, or what the checks are told: read it again."
)

AS_NEW = gettext_lazy(
    "This was withdrawn, or an order took it down. It must be cleared as new before it returns: "
    "there is no urgent release of it."
)


class ChangedMeanwhile(Exception):
    """The digest is no longer the one that the user was shown."""


class ReasonForm(RecordForm):
    """The reason why the release cannot wait."""

    reason = forms.CharField(
        label=gettext_lazy("Why it cannot wait"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "For example: whom you asked for clearance and could not reach, and what happens "
            "while this waits. It is kept in the release log under your name."
        ),
    )


class _PageItem(ActionMenuItem):
    """A menu item that links to a view of its own, for an existing page."""

    address: str

    def is_shown(self, context: dict[str, Any]) -> bool:
        page = context.get("page")
        return context["view"] == "edit" and isinstance(page, NewsroomPage) and bool(page.pk)

    def get_url(self, context: dict[str, Any]) -> str:
        return reverse(self.address, args=[context["page"].pk])


class UrgentReleaseItem(_PageItem):
    """Offers an urgent release if the page lacks nothing but clearance or approval."""

    label = gettext_lazy("Urgent release…")
    name = SAVE_FIRST
    icon_name = "warning"
    address = RELEASE

    def is_shown(self, context: dict[str, Any]) -> bool:
        user = context["request"].user
        if not super().is_shown(context) or not _may_publish(context["page"], user):
            return False
        if must_be_cleared_as_new(context["page"].pk):
            return False
        # A page that needs no clearance lacks none.
        lacking, _other = _split(latest(context["page"]).examine(releasing=user).blockers)
        return bool(lacking)


class SaveAndReleaseItem(ActionMenuItem):
    """Offers the same for a page that is being created: it is saved as a draft first."""

    label = UrgentReleaseItem.label
    name = SAVE_FIRST
    icon_name = UrgentReleaseItem.icon_name

    def is_shown(self, context: dict[str, Any]) -> bool:
        if context["view"] != "create":
            return False
        request = context["request"]
        asked = request.resolver_match.kwargs
        model = apps.get_model(asked["content_type_app_name"], asked["content_type_model_name"])
        may = context["parent_page"].permissions_for_user(request.user).can_publish_subpage()
        return bool(may and getattr(model, "needs_clearance", False))


class ClearAfterReleaseItem(_PageItem):
    """Offers to clear a page that was released without clearance."""

    label = gettext_lazy("Clear this after release…")
    name = "action-clear-after-release"
    icon_name = "success"
    address = CLEAR

    def is_shown(self, context: dict[str, Any]) -> bool:
        user = context["request"].user
        may = super().is_shown(context) and user.has_perm(MAY_CLEAR)
        return may and _flagged(context["page"]) is not None


def add_menu_items(
    items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]
) -> None:
    """Hook `construct_page_action_menu`: append them, so that none is the default action."""
    own = (UrgentReleaseItem(), SaveAndReleaseItem(), ClearAfterReleaseItem())
    items += [item for item in own if item.is_shown(context)]


def go_on_from_form(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Hooks `after_create_page` and `after_edit_page`: the draft is saved, now ask for the reason.

    The menu of a page that was just created stays on the screen when the page has been saved.
    """
    if SAVE_FIRST in request.POST and isinstance(page, NewsroomPage):
        return HttpResponseRedirect(reverse(RELEASE, args=[page.pk]))
    return None


def admin_urls() -> list[URLPattern]:
    """The addresses of the two views."""
    return [
        path("pages/<int:page_id>/urgent-release/", urgent_release, name=RELEASE),
        path("pages/<int:page_id>/clear-after-release/", clear_after_release, name=CLEAR),
    ]


def urgent_release(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show the findings, ask for the reason, and release the page."""
    page = _page(page_id)
    version = latest(page)
    if not (_may_publish(page, request.user) and version.needs_clearance):
        raise PermissionDenied
    if must_be_cleared_as_new(page.pk):
        messages.error(request, AS_NEW)
        return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    form = ReasonForm(request.POST or None, about=page)
    if request.method == "POST" and form.is_valid():
        try:
            _check_that_read(request, version)
            release_urgently(version, request.user, form.cleaned_data["reason"])
        except ChangedMeanwhile:
            form.add_error(None, CHANGED)
            version = latest(page)
        except ReleaseRefused as refusal:
            record(ReleaseLog.Event.REFUSED, refusal.page, **refusal.examination.as_facts())
            form.add_error(None, _("It was not released: see what stands in the way."))
        else:
            _report_release(request, version)
            return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    examination = version.examine(releasing=request.user)
    lacking, other = _split(examination.blockers)
    context = {
        "form": form,
        "lacking": lacking,
        "other": other,
        "warnings": examination.warnings,
        **_frame(version, _("Urgent release"), "warning"),
    }
    return TemplateResponse(request, "newsroom/desk/urgent_release.html", context)


@transaction.atomic
def release_urgently(version: Version, user: Any, reason: str) -> None:
    """Release exactly this version without clearance, or schedule it for its embargo.

    Raises ReleaseRefused if anything but clearance and approval is missing, and ChangedMeanwhile
    if the page was changed before its row was locked.
    """
    lock_page(version.page.pk)
    if latest(version.page).digest != version.digest:
        raise ChangedMeanwhile
    with log_context(user, Channel.URGENT, reason):
        urgent = UrgentRelease.objects.create(
            page_id=version.page.pk,
            revision=version.revision,
            digest=version.digest,
            facts=version.outside,
            by=user,
            reason=reason,
        )
        record(ReleaseLog.Event.URGENT, version.page, **version.columns, note=reason)
        notify_of_urgent_release(urgent)
        examination = version.examine(releasing=user)
        if examination.blockers:
            raise ReleaseRefused(version.page, examination)
        revision = version.revision or version.page.save_revision(user=user)
        revision.publish(user=user)
        if version.embargo:
            note_schedule(version, user)


def clear_after_release(request: HttpRequest, page_id: int) -> HttpResponse:
    """Let a second person clear the published text of a page that was released urgently."""
    page = _page(page_id)
    if not request.user.has_perm(MAY_CLEAR):
        raise PermissionDenied
    flagged = _flagged(page)
    if flagged is None:
        messages.success(request, _("Nothing of this page waits for clearance after release."))
        return HttpResponseRedirect(reverse("wagtailadmin_home"))
    version = released(page, flagged.digest)
    why_not = _why_not_clear(version, request.user)
    form = CommentForm(request.POST or None, about=page)
    if request.method == "POST" and not why_not and form.is_valid():
        try:
            _check_that_read(request, version)
        except ChangedMeanwhile:
            form.add_error(None, CHANGED)
        else:
            sign(Clearance.Step.LEGAL, version, request.user, form.cleaned_data["comment"])
            said = _("“%(title)s” is cleared after its urgent release.")
            messages.success(request, said % {"title": title_for_record(version.page)})
            return HttpResponseRedirect(reverse("wagtailadmin_home"))
    context = {
        "form": form,
        "why_not": why_not,
        "releases": UrgentRelease.objects.unsettled().filter(page=page),
        "findings": version.examine(releasing=None).findings,
        **_frame(version, _("Clear after release"), "success"),
    }
    return TemplateResponse(request, "newsroom/desk/clear_after_release.html", context)


def _page(page_id: int) -> Any:
    page = get_object_or_404(Page, pk=page_id).specific
    if not isinstance(page, NewsroomPage):
        raise Http404
    return page


def _may_publish(page: Any, user: Any) -> bool:
    return bool(page.permissions_for_user(user).can_publish())


def _flagged(page: Page) -> UrgentRelease | None:
    """The newest uncleared urgent release of a page that is public or scheduled."""
    now = Page.objects.get(pk=page.pk)
    is_out = now.live or now.scheduled_revision is not None
    return UrgentRelease.objects.unsettled().filter(page=page).first() if is_out else None


def _split(blockers: list[Finding]) -> tuple[list[Finding], list[Finding]]:
    """The blockers that an urgent release overrides, and those that it does not."""
    lacking = [
        finding
        for finding in blockers
        if finding.remedy == Remedy.CLEAR and finding.code not in BY_TWO_PEOPLE
    ]
    return lacking, [finding for finding in blockers if finding not in lacking]


def _check_that_read(request: HttpRequest, version: Version) -> None:
    told = stamp(version.outside)
    if request.POST.get("digest") != version.digest or request.POST.get("facts", told) != told:
        raise ChangedMeanwhile


def _why_not_clear(version: Version, user: Any) -> str:
    if UrgentRelease.objects.unsettled().filter(page_id=version.page.pk, by=user).exists():
        return _("You released this urgently, so somebody else must clear it.")
    if version.is_by(user):
        return _(
            "You have changed this since its last release: its words, a file or a fact. "
            "So another lawyer must clear it."
        )
    return ""


def _report_release(request: HttpRequest, version: Version) -> None:
    said = (
        _("“%(title)s” is scheduled by urgent release. Ask a lawyer to clear it now.")
        if version.embargo
        else _("“%(title)s” is published by urgent release. Ask a lawyer to clear it now.")
    )
    messages.warning(request, said % {"title": title_for_record(version.page)})


def _frame(version: Version, title: str, icon: str) -> dict[str, Any]:
    """The template context that is common to both views."""
    return {
        "page": version.page,
        "revision": version.revision,
        "embargo": version.embargo,
        "digest": version.digest,
        "facts": stamp(version.outside),
        "edit_url": edit_address(version.page),
        "header_title": title,
        "page_title": title,
        "page_subtitle": version.page.get_admin_display_title(),
        "header_icon": icon,
    }
