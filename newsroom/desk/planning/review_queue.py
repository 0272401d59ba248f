"""What waits for the user's own clearance or approval, by deadline."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from wagtail.admin.views.home import WorkflowObjectsToModeratePanel

from newsroom.records.submission_deadlines import SubmissionDeadline

LAST = datetime.max.replace(tzinfo=UTC)


class ReviewQueuePanel(WorkflowObjectsToModeratePanel):
    """Wagtail's panel “Awaiting your review”, the soonest deadline first and said in words."""

    template_name = "newsroom/desk/home/review_queue.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        context = super().get_context_data(parent_context)
        states = context["states"]
        about = [row["task_state"].workflow_state_id for row in states]
        deadlines = SubmissionDeadline.objects.in_bulk(about, field_name="workflow_state_id")
        for row in states:
            row["deadline"] = deadlines.get(row["task_state"].workflow_state_id)
        return {**context, "states": sorted(states, key=_moment)}


def _moment(row: Mapping[str, Any]) -> tuple[datetime, datetime]:
    """As `soonest_first()` in records/submission_deadlines.py, for rows that are in memory."""
    since, deadline = row["task_state"].started_at, row["deadline"]
    if deadline is None:
        return LAST, since
    return deadline.needed_by or (since if deadline.is_urgent else LAST), since
