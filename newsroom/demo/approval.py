"""The way of a draft to publication: a lawyer reads it, then a duty editor releases it."""

from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowTask

WORKFLOW = "Lawyer, then duty editor"
# Step: the group whose members take it. The last one's approval publishes.
STEPS = {"Legal check": "Reviewing lawyer", "Release": "Duty editor"}


def add_approval(news: Page) -> None:
    """Send what is written below `news` this way; steps that are there already are kept."""
    workflow, _made = Workflow.objects.get_or_create(name=WORKFLOW)
    for place, (step, group) in enumerate(STEPS.items()):
        task, _made = GroupApprovalTask.objects.get_or_create(name=step)
        task.groups.set(Group.objects.filter(name=group))
        WorkflowTask.objects.get_or_create(
            workflow=workflow, task=task, defaults={"sort_order": place}
        )
    WorkflowPage.objects.update_or_create(page=news, defaults={"workflow": workflow})
