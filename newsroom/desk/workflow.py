"""The way of a draft to release: a lawyer clears its words, then a duty editor approves them."""

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
    """Send what is written below these front pages this way; what is there already is kept."""
    workflow, _made = Workflow.objects.get_or_create(name=WORKFLOW)
    for place, (kind, name, group) in enumerate(STEPS):
        task, _made = kind.objects.get_or_create(name=name)
        task.groups.set(Group.objects.filter(name=group))
        WorkflowTask.objects.update_or_create(
            workflow=workflow, task=task, defaults={"sort_order": place}
        )
    for page in news:
        WorkflowPage.objects.update_or_create(page=page, defaults={"workflow": workflow})
