"""The gate beside the form: what stands in the way of a page, told while it is being written."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.forms import Media
from django.forms.widgets import Script
from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.views.pages.preview import PreviewOnCreateView, PreviewOnEditView
from wagtail.blocks import StreamBlockValidationError
from wagtail.models import Page

from newsroom.documents.texts import PLACES
from newsroom.gate import release_gate
from newsroom.models import Clearance, ReportingRestriction, UrgentRelease
from newsroom.records.orders_in_force import orders_covering

TEMPLATE = "newsroom/desk/checks.html"

SETTLED_BY = {
    release_gate.Remedy.EDIT: _("Settled by changing it."),
    release_gate.Remedy.CONFIRM: _("Settled by a named person who confirms to have checked it."),
    release_gate.Remedy.REASON: _(
        "Settled by a reason, which is kept with the name of who gives it."
    ),
    release_gate.Remedy.CLEAR: _("Settled by somebody else’s clearance or approval."),
    release_gate.Remedy.WAIT: _("Settled by nothing but time: an order’s end, or another hour."),
}


@dataclass(frozen=True)
class PanelFinding:
    """A finding as editors see it."""

    finding: release_gate.Finding

    @property
    def settled_by(self) -> Any:
        return SETTLED_BY[self.finding.remedy]

    @property
    def can_be_answered(self) -> bool:
        return self.finding.remedy in (release_gate.Remedy.CONFIRM, release_gate.Remedy.REASON)


@dataclass(frozen=True)
class Problem:
    """Why the form could not be read as a page, in words."""

    field: str
    label: str
    message: str


@dataclass(frozen=True)
class PageChecks:
    """Everything that the panel says of a page."""

    page: Page
    examination: release_gate.Examination
    orders: list[ReportingRestriction]
    clearances: list[Clearance]
    urgent: UrgentRelease | None
    problems: list[Problem] = field(default_factory=list)

    @property
    def blockers(self) -> list[PanelFinding]:
        return [PanelFinding(finding) for finding in self.examination.blockers]

    @property
    def warnings(self) -> list[PanelFinding]:
        return [PanelFinding(finding) for finding in self.examination.warnings]

    @property
    def embargo(self) -> datetime | None:
        """When these words may go out, if somebody has set a time and it is not over for them."""
        return self.page.go_live_at if release_time(self.page)[1] else None

    @property
    def is_scheduled(self) -> bool:
        """Whether it goes out then by itself, and not only once it is released."""
        return bool(self.page.pk and self.page.scheduled_revision)

    @property
    def count(self) -> int:
        """For the mark on the panel's toggle."""
        return len(self.problems) + len(self.examination.findings)


def release_time(page: Any) -> tuple[datetime, bool]:
    """When the page would be public, and whether that is an embargo still to be set."""
    now = timezone.now()
    ends = page.go_live_at
    if ends is None or (page.live and ends <= now):
        return now, False
    return max(ends, now), True


def checks_of(page: Any, user: Any) -> PageChecks:
    """What stands in the way of the page as it is in memory, if `user` were to release it."""
    at, scheduling = release_time(page)
    may_release = page.pk and page.permissions_for_user(user).can_publish()
    examination = release_gate.examine(
        page, at=at, releasing=user if may_release else None, scheduling=scheduling
    )
    given = {"page_id": page.pk, "digest": examination.digest}
    return PageChecks(
        page,
        examination,
        list(orders_covering(page, at)),
        list(Clearance.objects.valid().filter(**given).select_related("by")),
        UrgentRelease.objects.valid().filter(**given).select_related("by").first(),
    )


def problems_of(form: Any) -> Iterator[Problem]:
    """What keeps the form from being read as a page."""
    for name, errors in form.errors.as_data().items():
        known = name in form.fields
        label = PLACES.get(name) or str(capfirst(form[name].label)) if known else ""
        for error in errors:
            message = " ".join(dict.fromkeys(_in_words(error)))
            yield Problem(name if known else "", label, message)
    for name, formset in form.formsets.items():
        for number, row in enumerate(formset.forms, 1):
            if row.errors:
                words = " ".join(word for errors in row.errors.values() for word in errors)
                yield Problem(name, f"{capfirst(name.replace('_', ' '))}, {number}", words)


def _in_words(error: Any) -> Iterator[str]:
    """A block's error names no place of its own: the number of the block stands for it."""
    below = getattr(error, "block_errors", None)
    if below is None:
        yield from (str(word) for word in error.messages)
        return
    yield from (str(word) for word in error.non_block_errors)
    for place, inner in below.items():
        words = " ".join(dict.fromkeys(_in_words(inner)))
        if isinstance(error, StreamBlockValidationError):
            words = str(_("Block %(number)s: %(words)s") % {"number": place + 1, "words": words})
        yield words


class GateSidePanel(BaseSidePanel):
    """The findings of the version last saved; a script keeps them in line with the form."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle checks")
        icon_name = "clipboard-list"
        counter_classname = "w-bg-critical-200"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            checks = self.panel.checks
            return {
                **super().get_context_data(parent_context),
                "count": checks.count if checks else 0,
            }

    name = "gate"
    title = _("Checks")
    template_name = "newsroom/desk/gate_panel.html"
    order = 50

    @cached_property
    def checks(self) -> PageChecks | None:
        """None for a page that is still to be created: there is nothing to look at."""
        return checks_of(self.object, self.request.user) if self.object.pk else None

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context = super().get_context_data(parent_context)
        return {**context, "checks": self.checks, "saved": True}

    @property
    def media(self) -> Media:
        script: Any = Script("desk/checks.js", type="module")
        return Media(js=[script])


class ChecksOnEdit(PreviewOnEditView):
    """Reads the form as it is being filled in, and tells what the gate finds. Saves nothing.

    Whoever may edit the page may ask.
    """

    http_method_names = ("post",)

    def get_form(self, query_dict: Any) -> Any:
        form_class = self.object.get_edit_handler().get_form_class()
        form = form_class(
            query_dict,
            instance=self.object,
            parent_page=self.get_parent_page(),
            for_user=self.request.user,
        )
        # Made from the headline when there is none yet.
        form.fields["slug"].required = False
        return form

    def get_parent_page(self) -> Page:
        return self.object.get_parent().specific

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        form = self.get_form(request.POST)
        if self.validate_form(form):
            page = form.save(commit=False)
            checks = checks_of(page, request.user)
        else:
            nothing = release_gate.Examination("", ())
            checks = PageChecks(self.object, nothing, [], [], None, list(problems_of(form)))
        context = {"checks": checks, "page": self.object}
        return JsonResponse(
            {"html": render_to_string(TEMPLATE, context, request), "count": checks.count}
        )


class ChecksOnCreate(ChecksOnEdit, PreviewOnCreateView):
    """The same for a page that is still to be created."""

    def get_object(self) -> Page:
        page = super().get_object()
        page.owner, page.locale = self.request.user, self.get_parent_page().locale
        return page

    def get_parent_page(self) -> Page:
        return Page.objects.get(pk=self.parent_object_id).specific
