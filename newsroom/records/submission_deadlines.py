"""By when a submission is needed and whether it is urgent, as its writer says.

The row belongs to the workflow state and not to a revision: it is about the work of the desk, so a
change of it changes no words and voids no clearance.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, F, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import WorkflowState

from newsroom.records.release_log import ReleaseLog, record
from newsroom.years import sensible_year


class SubmissionDeadline(models.Model):
    """The deadline and urgency of one submission to clearance."""

    workflow_state = models.OneToOneField(
        WorkflowState, models.CASCADE, related_name="deadline", verbose_name=_("workflow")
    )
    needed_by = models.DateTimeField(
        _("needed by"), null=True, blank=True, validators=[sensible_year]
    )
    is_urgent = models.BooleanField(_("urgent"), default=False)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    set_at = models.DateTimeField(auto_now=True)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["needed_by"], name="submission_needed_by")]
        verbose_name = _("deadline of a submission")
        verbose_name_plural = _("deadlines of submissions")

    def __str__(self) -> str:
        return note_of(self.needed_by, self.is_urgent)

    @property
    def is_overdue(self) -> bool:
        """Whether the deadline has passed. A submission without one is never overdue."""
        return self.needed_by is not None and self.needed_by < timezone.now()


@dataclass(frozen=True)
class DeadlineAsked:
    """What the writer says while they submit a page."""

    needed_by: datetime | None = None
    is_urgent: bool = False

    def __bool__(self) -> bool:
        return bool(self.needed_by or self.is_urgent)


_ASKED: ContextVar[DeadlineAsked | None] = ContextVar("deadline_asked", default=None)


@contextmanager
def submitting(asked: DeadlineAsked) -> Iterator[None]:
    """Give submissions within the block this deadline.

    Wagtail's `Workflow.start()` takes no further arguments, and mails reviewers before it returns.
    """
    token = _ASKED.set(asked)
    try:
        yield
    finally:
        _ASKED.reset(token)


def keep_deadline(workflow_state: WorkflowState, user: Any) -> None:
    """Save the deadline of the submission that is being started, if its writer gave one.

    A submission that is resumed keeps the deadline that it had if the writer gives no other.
    """
    if asked := _ASKED.get():
        set_deadline(workflow_state, asked, user)


def set_deadline(workflow_state: WorkflowState, asked: DeadlineAsked, user: Any) -> bool:
    """Save and log a deadline, and return whether that changed anything."""
    row = deadline_of(workflow_state) or SubmissionDeadline(workflow_state=workflow_state)
    if (row.needed_by, row.is_urgent) == (asked.needed_by, asked.is_urgent):
        return False
    row.needed_by, row.is_urgent, row.set_by = asked.needed_by, asked.is_urgent, user
    row.save()
    record(ReleaseLog.Event.DEADLINE, workflow_state.content_object, note=str(row))
    return True


def deadline_of(workflow_state: WorkflowState) -> SubmissionDeadline | None:
    """The deadline of the submission, or None without one."""
    return SubmissionDeadline.objects.filter(workflow_state=workflow_state).first()


def note_of(needed_by: datetime | None, is_urgent: bool) -> str:
    """The deadline as a note of the log: "Urgent. Needed by Monday 30 November 2026 at 17:00."."""
    urgent = "Urgent." if is_urgent else ""
    if needed_by is None:
        return urgent or "No deadline."
    by = f"Needed by {timezone.localtime(needed_by):%A %-d %B %Y at %H:%M}."
    return f"{urgent} {by}".strip()


def soonest_first() -> tuple[Any, ...]:
    """The order of task states: by deadline, and what is urgent without one ahead of all.

    Task states without either come last, the oldest first.
    """
    since, ends = F("started_at"), "workflow_state__deadline__needed_by"
    urgent = Case(When(workflow_state__deadline__is_urgent=True, then=since))
    moment = models.functions.Coalesce(ends, urgent)
    return (moment.asc(nulls_last=True), since.asc(), F("pk").asc())
