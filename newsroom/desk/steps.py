"""Views of workflow actions: each is taken once, with one message, and restarts are checked."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.models import Page, TaskState, WorkflowState

from newsroom.gate.approval_tasks import refuse_what_needs_an_edit
from newsroom.records.redaction import title_for_record


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
        """Perform the action, then clear the cache so that messages show the new state."""
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

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Perform the action, and report the result unless the action's form is invalid."""
        answer = super().post(request, *args, **kwargs)
        if TaskState.objects.get(pk=self.task_state.pk).status != TaskState.STATUS_IN_PROGRESS:
            report_step(request, self.object)
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
    else:
        said = _("“%(title)s” is published.")
    words = {"title": title_for_record(now), "step": task.name if task else ""}
    messages.success(request, said % words)
