"""The gate's side panel on the edit form, and the views that check an unsaved form."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

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

from newsroom.desk.changes_since import ChangesSince, since_clearance
from newsroom.documents.texts import PLACES
from newsroom.gate import release_gate
from newsroom.gate.outside_facts import Facts, on_screen, outside_facts, stands
from newsroom.models import Clearance, ReportingRestriction, UrgentRelease
from newsroom.records.orders_in_force import orders_binding
from newsroom.records.verdict_holds import is_in_vault

TEMPLATE = "newsroom/desk/checks.html"

SETTLED_BY = {
    release_gate.Remedy.EDIT: _("Settled by changing it."),
    release_gate.Remedy.CONFIRM: _("Settled by a named person who confirms to have checked it."),
    release_gate.Remedy.REASON: _(
        "Settled by a reason, which is kept with the name of who gives it."
    ),
    release_gate.Remedy.CLEAR: _("Settled by somebody else’s clearance or approval."),
    release_gate.Remedy.WAIT: _("Settled by nothing but time: an order’s end, or another hour."),
    release_gate.Remedy.BUNDLE: _("It goes out when its bundle does."),
    release_gate.Remedy.HOLD: _("It goes out at the verdict, on the screen of its hold."),
}


@dataclass(frozen=True)
class PanelFinding:
    """A finding with the labels that the panel shows."""

    finding: release_gate.Finding

    @property
    def settled_by(self) -> Any:
        return SETTLED_BY[self.finding.remedy]

    @property
    def can_be_answered(self) -> bool:
        return self.finding.remedy in (release_gate.Remedy.CONFIRM, release_gate.Remedy.REASON)


@dataclass(frozen=True)
class Problem:
    """A reason why the form is invalid, with the field that it belongs to."""

    field: str
    label: str
    message: str


@dataclass(frozen=True)
class PageChecks:
    """Everything that the panel shows about a page."""

    page: Page
    examination: release_gate.Examination
    orders: list[ReportingRestriction]
    clearances: list[Clearance]
    urgent: UrgentRelease | None
    outside: Facts
    """What the checks were told besides the document."""
    problems: list[Problem] = field(default_factory=list)
    since: ChangesSince | None = None
    """What changed since a lawyer last cleared it."""

    @property
    def blockers(self) -> list[PanelFinding]:
        return [PanelFinding(finding) for finding in self.examination.blockers]

    @property
    def warnings(self) -> list[PanelFinding]:
        return [PanelFinding(finding) for finding in self.examination.warnings]

    @property
    def answered(self) -> list[tuple[release_gate.Finding, str]]:
        """The questions that somebody has answered, each with the name and the words."""
        given = self.examination.answers
        return [(finding, given[finding.code]) for finding in self.examination.answered]

    @property
    def facts_shown(self) -> str:
        """`outside` as the form sends it back, so that an approval is about what was shown."""
        return on_screen(self.outside)

    @property
    def embargo(self) -> datetime | None:
        """The release time set for the page, or None if it is unset or has passed."""
        return self.page.go_live_at if release_time(self.page)[1] else None

    @property
    def is_scheduled(self) -> bool:
        """Whether the page will be published at that time without a further step."""
        return bool(self.page.pk and self.page.scheduled_revision)

    @property
    def is_bundled(self) -> bool:
        """Whether the page goes out with its release bundle alone."""
        return any(
            found.remedy == release_gate.Remedy.BUNDLE for found in self.examination.blockers
        )

    @property
    def count(self) -> int:
        """The number shown on the panel's toggle."""
        return len(self.problems) + len(self.examination.findings)


def release_time(page: Any) -> tuple[datetime, bool]:
    """The time from which the page would be public, and whether that is a pending embargo."""
    now = timezone.now()
    ends = page.go_live_at
    if ends is None or (page.live and ends <= now):
        return now, False
    return max(ends, now), True


def checks_of(page: Any, user: Any) -> PageChecks:
    """Examine the page as it is in memory, as if `user` were to release it."""
    at, scheduling = release_time(page)
    may_release = page.pk and page.permissions_for_user(user).can_publish()
    examination = release_gate.examine(
        page, at=at, releasing=user if may_release else None, scheduling=scheduling
    )
    given = {"page_id": page.pk, "digest": examination.digest}
    outside = outside_facts(page)
    cleared = Clearance.objects.valid().filter(**given).select_related("by")
    urgent = UrgentRelease.objects.valid().filter(**given).select_related("by")
    return PageChecks(
        page,
        examination,
        list(orders_binding(page, at).values()),
        [row for row in cleared if stands(row, outside)],
        next((row for row in urgent if stands(row, outside)), None),
        outside,
        since=since_clearance(page, examination.digest) if page.pk else None,
    )


def problems_of(form: Any) -> Iterator[Problem]:
    """The validation errors of the form and its formsets."""
    for name, errors in form.errors.as_data().items():
        known = name in form.fields
        label = PLACES.get(name) or str(capfirst(form[name].label)) if known else ""
        for error in errors:
            message = " ".join(dict.fromkeys(_messages_of(error)))
            yield Problem(name if known else "", label, message)
    for name, formset in form.formsets.items():
        for number, row in enumerate(formset.forms, 1):
            if row.errors:
                words = " ".join(word for errors in row.errors.values() for word in errors)
                yield Problem(name, f"{capfirst(name.replace('_', ' '))}, {number}", words)


def _messages_of(error: Any) -> Iterator[str]:
    """The messages of an error. Errors within a StreamField name the number of their block."""
    below = getattr(error, "block_errors", None)
    if below is None:
        yield from (str(word) for word in error.messages)
        return
    yield from (str(word) for word in error.non_block_errors)
    for place, inner in below.items():
        words = " ".join(dict.fromkeys(_messages_of(inner)))
        if isinstance(error, StreamBlockValidationError):
            words = str(_("Block %(number)s: %(words)s") % {"number": place + 1, "words": words})
        yield words


class GateSidePanel(BaseSidePanel):
    """Shows the findings of the last saved revision; a script updates them from the form."""

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

    problems: tuple[Problem, ...] = ()
    """Why the form that was sent was not saved."""

    name = "gate"
    title = _("Checks")
    template_name = "newsroom/desk/gate_panel.html"
    order = 50

    def __init__(self, object: Any, request: HttpRequest, form_key: UUID | None = None) -> None:
        super().__init__(object, request)
        self.form_key = form_key

    @cached_property
    def checks(self) -> PageChecks | None:
        """None for a page that is not created yet."""
        return checks_of(self.object, self.request.user) if self.object.pk else None

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context = super().get_context_data(parent_context)
        return {
            **context,
            "checks": self.checks,
            "form_key": self.form_key,
            "saved": True,
            "problems": self.problems,
            "is_held": is_in_vault(self.object),
        }

    @property
    def media(self) -> Media:
        script: Any = Script("desk/checks.js", type="module")
        return Media(js=[script])


class ChecksOnEdit(PreviewOnEditView):
    """Examines the submitted form and returns the panel's HTML as JSON. Saves nothing.

    Permissions are those of the page preview: the user must be able to edit the page.
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
        # Wagtail derives the slug from the headline if it is empty.
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
            checks = PageChecks(self.object, nothing, [], [], None, {}, list(problems_of(form)))
        context = {"checks": checks, "page": self.object}
        return JsonResponse(
            {"html": render_to_string(TEMPLATE, context, request), "count": checks.count}
        )


class ChecksOnCreate(ChecksOnEdit, PreviewOnCreateView):
    """The same for a page that is not created yet."""

    def get_object(self) -> Page:
        page = super().get_object()
        page.owner, page.locale = self.request.user, self.get_parent_page().locale
        return page

    def get_parent_page(self) -> Page:
        return Page.objects.get(pk=self.parent_object_id).specific
