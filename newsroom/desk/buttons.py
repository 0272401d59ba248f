"""The buttons below a page's form: each says what it does; a reviewer's own step comes first."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.action_menu import (
    ActionMenuItem,
    CancelWorkflowMenuItem,
    PublishMenuItem,
    RestartWorkflowMenuItem,
    WorkflowMenuItem,
)

from newsroom.gate.approval_tasks import APPROVE, ApprovalTask, goes_out

NAMES = {
    CancelWorkflowMenuItem: gettext_lazy("Take back from review"),
    RestartWorkflowMenuItem: gettext_lazy("Start the review again"),
}


class ReleaseItem(PublishMenuItem):
    """Wagtail's action "Publish", which says when the page goes out."""

    template_name = "newsroom/desk/release_button.html"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        context = super().get_context_data(parent_context)
        page = context.get("page")
        name = (
            _("Publish this version: %(when)s")
            if context["is_revision"]
            else _("Publish: %(when)s")
        )
        return {**context, "label": name % {"when": goes_out(page) if page else _("goes out now")}}


def say_what_they_do(
    items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]
) -> None:
    """Hook `construct_page_action_menu`: name each action; the approval comes first.

    What ends a review is never the default action.
    """
    for place, item in enumerate(items):
        if isinstance(item, PublishMenuItem):
            items[place] = ReleaseItem(item.order)
        elif isinstance(item, WorkflowMenuItem) and item.name == APPROVE:
            _name_approval(item, context["page"])
        elif type(item) in NAMES:
            items[place] = type(item)(item.order)
            items[place].label = NAMES[type(item)]
    items.sort(key=_rank)


def _name_approval(item: WorkflowMenuItem, page: Any) -> None:
    # Wagtail 8.0 adds "and Publish" to the name of the last step.
    task = page.current_workflow_task
    if isinstance(task, ApprovalTask):
        item.label = task.approval_label(page, item.launch_modal)


def _rank(item: ActionMenuItem) -> int:
    """0 for the approval that asks for nothing more, 2 for what ends a review, 1 for the rest."""
    if isinstance(item, WorkflowMenuItem) and item.name == APPROVE and not item.launch_modal:
        return 0
    return 2 if type(item) in NAMES else 1
