"""The workflow of a draft: a lawyer clears its text, then a duty editor approves it."""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowTask

from newsroom.desk.roles import DUTY_EDITOR, LAWYER
from newsroom.models import EditorialApprovalTask, LegalClearanceTask

WORKFLOW = "Clearance and approval"
STEPS = (
    (LegalClearanceTask, "Legal clearance", LAWYER),
    (EditorialApprovalTask, "Editorial approval", DUTY_EDITOR),
)


def set_up_workflow(news: Iterable[Page]) -> None:
    """Create the workflow if it is missing, and assign it to these front pages. Idempotent."""
    workflow, _made = Workflow.objects.get_or_create(name=WORKFLOW)
    for place, (kind, name, group) in enumerate(STEPS):
        task, _made = kind.objects.get_or_create(name=name)
        task.groups.set(Group.objects.filter(name=group))
        WorkflowTask.objects.update_or_create(
            workflow=workflow, task=task, defaults={"sort_order": place}
        )
    for page in news:
        WorkflowPage.objects.update_or_create(page=page, defaults={"workflow": workflow})
