"""Views of workflow actions: each is taken once, with one message, and restarts are checked."""

import json
from functools import partial
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.models import Page, TaskState, WorkflowState

from newsroom.gate.approval_tasks import (
    REJECT,
    SAY_WHAT_TO_CHANGE,
    refuse_what_needs_an_edit,
)
from newsroom.gate.outside_facts import on_screen
from newsroom.gate.sign_off import latest
from newsroom.records.redaction import title_for_record
from newsroom.records.release_bundles import bundle_of

_EXTRA = "workflow-action-extra-data"


class FrozenWorkflowStateMixin:
    """Edit view mixin that reads the workflow state once; Wagtail 8.0 reads it three times.

    If the state has changed by then, the task refuses the action (see gate/approval_tasks.py).
    """

    request: HttpRequest
    page: Any
    action_name: str
    workflow_state: WorkflowState | None

    def workflow_action_is_valid(self) -> bool:
        """Whether the action is valid; shows a message if the workflow has ended meanwhile."""
        state = self.page.current_workflow_state
        if state is None:
            messages.warning(self.request, _("Somebody else has dealt with this step already."))
            return False
        # Wagtail 8.0 caches the workflow states of a page in this attribute.
        self.page._current_workflow_states = [state]
        return bool(super().workflow_action_is_valid())  # type: ignore[misc]

    def perform_workflow_action(self) -> HttpResponse:
        """Perform the action on the facts that the form was opened with.

        Then clear the cache, so that messages show the new state.
        """
        sent = self.request.POST.copy()
        extra = json.loads(sent.get(_EXTRA) or "{}")
        sent[_EXTRA] = json.dumps({**extra, "facts": sent.get("facts_shown", "")})
        # Wagtail 8.0 reads the arguments of the action from here.
        self.request.POST = sent  # type: ignore[assignment]
        try:
            return super().perform_workflow_action()  # type: ignore[misc]
        finally:
            vars(self.page).pop("_current_workflow_states", None)

    def add_save_confirmation_message(self) -> None:
        """After an action, report its result; Wagtail only says that the page was updated."""
        if self.action_name == "perform_workflow_action":
            report_step(self.request, self.page)
        else:
            super().add_save_confirmation_message()  # type: ignore[misc]

    def restart_workflow_action(self) -> HttpResponse:
        """Restart the workflow. The old one continues if the gate would refuse the new one."""
        self.workflow_state = _ReplacedWorkflow(self.workflow_state)
        return super().restart_workflow_action()  # type: ignore[misc]


class _ReplacedWorkflow:
    """A workflow state that checks the page before Wagtail 8.0 cancels it to start another."""

    def __init__(self, state: WorkflowState) -> None:
        self.state = state

    def cancel(self, user: Any) -> None:
        refuse_what_needs_an_edit(self.state.content_object, user)
        self.state.cancel(user=user)


class StepView(WorkflowActionView):
    """Performs a workflow action from a list, without the page's form."""

    def get_form_class(self) -> Any:
        """The form of the action, which sends back the facts as they are when it is opened."""
        form_class = super().get_form_class()
        shown = on_screen(latest(self.object).outside)
        return form_class and partial(form_class, initial={"facts": shown})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Perform the action, and report the result unless the action's form is invalid."""
        answer = super().post(request, *args, **kwargs)
        if TaskState.objects.get(pk=self.task_state.pk).status != TaskState.STATUS_IN_PROGRESS:
            report_step(request, self.object)
        elif self.action_name == REJECT and answer.status_code == HTTPStatus.FOUND:
            messages.error(request, SAY_WHAT_TO_CHANGE)
        return answer


def report_step(request: HttpRequest, page: Page) -> None:
    """Show a message with the state of the page after a workflow action."""
    now = Page.objects.get(pk=page.pk)
    task = now.current_workflow_task
    if task:
        said = _("“%(title)s” now waits for: %(step)s.")
    elif now.current_workflow_state:
        said = _("“%(title)s” is sent back for changes.")
    elif now.scheduled_revision:
        said = _("“%(title)s” is scheduled.")
    elif bundle_of(now.pk):
        said = _("“%(title)s” is approved. It goes out with its release bundle.")
    else:
        said = _("“%(title)s” is published.")
    words = {"title": title_for_record(now), "step": task.name if task else ""}
    messages.success(request, said % words)
