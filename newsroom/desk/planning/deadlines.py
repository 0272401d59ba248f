"""By when a submission is needed: said when it is submitted, and changed later."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.models import Page, WorkflowState

from newsroom.pages.base import NewsroomPage
from newsroom.pages.clock_changes import LondonTimes
from newsroom.records.log_context import Channel, log_context
from newsroom.records.redaction import title_for_record
from newsroom.records.submission_deadlines import (
    DeadlineAsked,
    deadline_of,
    set_deadline,
    submitting,
)
from newsroom.years import sensible_year

DEADLINE = "desk_deadline"


class DeadlineMixin:
    """Page form view mixin: a submission gets the deadline that was typed beside the page."""

    form: Any
    workflow_state: Any

    def submit_action(self) -> HttpResponse:
        """Submit the page with the deadline, which the mails to reviewers then say."""
        with submitting(self._asked()):
            return super().submit_action()  # type: ignore[misc]

    def restart_workflow_action(self) -> HttpResponse:
        """Restart the workflow with a new deadline, or with the one that it had."""
        before = deadline_of(self.workflow_state)
        kept = DeadlineAsked(before.needed_by, before.is_urgent) if before else DeadlineAsked()
        with submitting(self._asked() or kept):
            return super().restart_workflow_action()  # type: ignore[misc]

    def _asked(self) -> DeadlineAsked:
        data = self.form.cleaned_data
        return DeadlineAsked(data.get("needed_by"), data.get("is_urgent", False))


class DeadlineForm(LondonTimes, forms.Form):
    """The deadline of a submission. It may be in the past: what is overdue stays so."""

    needed_by = forms.DateTimeField(
        label=gettext_lazy("Needed by"),
        required=False,
        widget=AdminDateTimeInput,
        validators=[sensible_year],
        help_text=gettext_lazy("Day and time in London. Empty: there is no deadline."),
    )
    is_urgent = forms.BooleanField(label=gettext_lazy("Urgent"), required=False)


class DeadlineItem(ActionMenuItem):
    """Offers to change the deadline of a page that waits for clearance or approval."""

    label = gettext_lazy("Deadline…")
    name = "action-deadline"
    icon_name = "time"

    def is_shown(self, context: dict[str, Any]) -> bool:
        page = context.get("page")
        if context["view"] != "edit" or not isinstance(page, NewsroomPage):
            return False
        return may_set(page, page.current_workflow_state, context["request"].user)

    def get_url(self, context: dict[str, Any]) -> str:
        return reverse(DEADLINE, args=[context["page"].pk])


def may_set(page: Any, state: WorkflowState | None, user: Any) -> bool:
    """Whether the page is submitted, and the user is who submitted it or a duty editor."""
    if state is None:
        return False
    return bool(state.requested_by == user or page.permissions_for_user(user).can_publish())


def change_deadline(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show and change the deadline of the submission that is under way."""
    page: Any = get_object_or_404(Page, pk=page_id).specific
    state = page.current_workflow_state
    if not may_set(page, state, request.user):
        raise PermissionDenied
    row = deadline_of(state)
    now = {"needed_by": row.needed_by, "is_urgent": row.is_urgent} if row else {}
    form = DeadlineForm(request.POST or None, initial=now)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    if request.method == "POST" and form.is_valid():
        with transaction.atomic(), log_context(request.user, Channel.ADMIN):
            set_deadline(state, DeadlineAsked(**form.cleaned_data), request.user)
        said = _("The deadline of “%(title)s” is kept: reviewers see it in their lists.")
        messages.success(request, said % {"title": title_for_record(page)})
        return HttpResponseRedirect(address)
    context = {
        "form": form,
        "edit_url": address,
        "header_title": _("Deadline"),
        "page_title": _("Deadline"),
        "page_subtitle": page.get_admin_display_title(),
        "header_icon": "time",
    }
    return TemplateResponse(request, "newsroom/desk/planning/change_deadline.html", context)
