"""A step of the workflow that somebody else has taken while its button was still on the screen."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.admin import messages


class TakesStepShown:
    """The edit screen, acting on the step that it has looked at; Wagtail asks for it three times.

    When it is over by then, the step itself refuses (see pages/approval_tasks.py).
    """

    request: HttpRequest
    page: Any

    def workflow_action_is_valid(self) -> bool:
        """Whether the step may be taken; without one, say why the words are only saved."""
        state = self.page.current_workflow_state
        if state is None:
            messages.warning(self.request, _("Somebody else has dealt with this step already."))
            return False
        # Where Wagtail keeps what it has fetched of a page's workflow.
        self.page._current_workflow_states = [state]
        return bool(super().workflow_action_is_valid())  # type: ignore[misc]

    def perform_workflow_action(self) -> HttpResponse:
        """Take it; what is said afterwards is asked anew."""
        try:
            return super().perform_workflow_action()  # type: ignore[misc]
        finally:
            vars(self.page).pop("_current_workflow_states", None)
