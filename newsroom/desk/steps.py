"""A step of the workflow: taken once, told once, and nothing ended that cannot begin again."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.models import Page, TaskState, WorkflowState

from newsroom.gate.approval_tasks import refuse_what_needs_an_edit
from newsroom.records.redaction import title_for_record


class FrozenWorkflowStateMixin:
    """The edit screen, acting on the step it has looked at; Wagtail 8.0 asks for it three times.

    When it is over by then, the step itself refuses (see gate/approval_tasks.py).
    """

    request: HttpRequest
    page: Any
    action_name: str
    workflow_state: WorkflowState | None

    def workflow_action_is_valid(self) -> bool:
        """Whether the step may be taken; without one, say why the words are only saved."""
        state = self.page.current_workflow_state
        if state is None:
            messages.warning(self.request, _("Somebody else has dealt with this step already."))
            return False
        # Where Wagtail 8.0 keeps what it has fetched of a page's workflow.
        self.page._current_workflow_states = [state]
        return bool(super().workflow_action_is_valid())  # type: ignore[misc]

    def perform_workflow_action(self) -> HttpResponse:
        """Take it; what is said afterwards is asked anew."""
        try:
            return super().perform_workflow_action()  # type: ignore[misc]
        finally:
            vars(self.page).pop("_current_workflow_states", None)

    def add_save_confirmation_message(self) -> None:
        """After a step, say what it led to; Wagtail only says that the page was updated."""
        if self.action_name == "perform_workflow_action":
            report_step(self.request, self.page)
        else:
            super().add_save_confirmation_message()  # type: ignore[misc]

    def restart_workflow_action(self) -> HttpResponse:
        """Begin again; the old workflow goes on where the new one would be refused."""
        self.workflow_state = _ReplacedWorkflow(self.workflow_state)
        return super().restart_workflow_action()  # type: ignore[misc]


class _ReplacedWorkflow:
    """A workflow that Wagtail 8.0 cancels, once it has saved the words, to start another."""

    def __init__(self, state: WorkflowState) -> None:
        self.state = state

    def cancel(self, user: Any) -> None:
        refuse_what_needs_an_edit(self.state.content_object, user)
        self.state.cancel(user=user)


class StepView(WorkflowActionView):
    """A step that is taken from a list, without the form of the page."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take it, and say what it led to, unless something is still to be filled in."""
        answer = super().post(request, *args, **kwargs)
        if TaskState.objects.get(pk=self.task_state.pk).status != TaskState.STATUS_IN_PROGRESS:
            report_step(request, self.object)
        return answer


def report_step(request: HttpRequest, page: Page) -> None:
    """Say where the page is after a step of its workflow."""
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
