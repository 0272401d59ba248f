"""The two steps of the desk's workflow: a lawyer clears exact words, a duty editor approves them.

Wagtail's own group task lets whoever is in the group approve, also what they wrote, and lets them
edit meanwhile. Here nobody approves what they last edited, and a change takes a clearance away.
"""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.locks import WorkflowLock
from wagtail.models import AbstractGroupApprovalTask, Page, TaskState, WorkflowState

from newsroom.gate.locking import lock_page
from newsroom.gate.record_form import CommentForm
from newsroom.gate.release_gate import Examination, ReleaseRefused
from newsroom.gate.sign_off import Version, latest, note_schedule, sign
from newsroom.records.approvals import Clearance
from newsroom.records.log_context import Channel, log_context
from newsroom.records.release_log import ReleaseLog, record
from newsroom.rules.findings import Remedy

type Action = tuple[str, Any, bool]

CLEAR_AGAIN = "clear-again"


class ApprovalRefused(ValidationError):
    """Whoever approves may not do so; the message says why and how to go on."""

    def __init__(self, page: Page, why: str) -> None:
        self.page = page
        super().__init__(why)


class NotReady(ReleaseRefused):
    """What was submitted needs another edit before anybody is asked to read it."""


class ApprovalLock(WorkflowLock):
    """Says above the form why its reader is offered no approval."""

    def get_message(self, user: Any) -> Any:
        if self.for_user(user):
            return super().get_message(user)
        why = self.task.specific.objection(latest(self.object), user)
        return format_html("{}", why) if why else None


class ApprovalTask(AbstractGroupApprovalTask):
    """A step that takes somebody else than whoever wrote the words."""

    step: Clearance.Step
    lock_class = ApprovalLock

    class Meta:
        abstract = True

    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        """Begin this step; whoever submits is told now what only another edit can settle."""
        # Without a step before it, somebody has just submitted the page, or submitted it again.
        if workflow_state.current_task_state is None:
            _refuse_to_begin(workflow_state, user)
        return super().start(workflow_state, user=user)

    def get_form_for_action(self, action: str) -> type[CommentForm]:
        """Wagtail's, which refuses a protected name in the comment."""
        return CommentForm

    def get_actions(self, obj: Page, user: Any) -> Sequence[Action]:
        """What this person may do; never to approve what they wrote."""
        actions = super().get_actions(obj, user)
        return self.offered(actions, latest(obj), user) if actions else actions

    def offered(self, actions: Sequence[Action], version: Version, user: Any) -> Sequence[Action]:
        """What they may do with this version, of all that the step knows."""
        if self.objection(version, user):
            return [action for action in actions if action[0] != "approve"]
        return actions

    def objection(self, version: Version, user: Any) -> str:
        """Why this person may not approve this version; empty when they may."""
        return str(self.own_words) if version.wrote(user) else ""

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        """Do it, all or nothing.

        Raises PermissionDenied for who is not asked, ApprovalRefused for their own words or a step
        that is over, and ReleaseRefused when the gate stops what the last approval would release.
        """
        page = task_state.workflow_state.content_object
        lock_page(page.pk)
        version = latest(page)
        # Two people who press the button at once: the second is told, nothing happens twice.
        if TaskState.objects.get(pk=task_state.pk).status != TaskState.STATUS_IN_PROGRESS:
            raise ApprovalRefused(
                version.page, _("Somebody else has dealt with this step already.")
            )
        if not (user.is_superuser or self._user_in_groups(user)):
            raise PermissionDenied
        with log_context(user, Channel.WORKFLOW, kwargs.get("comment", "")):
            if action_name == "approve":
                if why := self.objection(version, user):
                    raise ApprovalRefused(version.page, why)
                self._approve(task_state, version, user, **kwargs)
            elif action_name == "reject":
                task_state.reject(user=user, **kwargs)
                note = kwargs.get("comment", "")
                record(ReleaseLog.Event.RETURNED, version.page, **version.columns, note=note)

    def _approve(
        self, task_state: TaskState, version: Version, user: Any, comment: str = "", **kwargs: Any
    ) -> None:
        sign(self.step, version, user, comment)
        task_state.approve(user=user, comment=comment, **kwargs)


class LegalClearanceTask(ApprovalTask):
    """A lawyer clears exactly the words that are there."""

    step = Clearance.Step.LEGAL
    own_words = gettext_lazy(
        "You were the last to edit these words, so another lawyer must clear them."
    )

    class Meta:
        verbose_name = gettext_lazy("legal clearance")
        verbose_name_plural = gettext_lazy("legal clearances")

    @classmethod
    def get_description(cls) -> str:
        """What the step is for, where Wagtail offers the kinds of step."""
        return _("Members of the chosen groups clear the exact words; nobody clears their own")


class EditorialApprovalTask(ApprovalTask):
    """A duty editor approves what a lawyer has cleared, which releases it."""

    step = Clearance.Step.EDITORIAL
    own_words = gettext_lazy(
        "You were the last to edit these words, so another duty editor must approve them."
    )
    lapsed = gettext_lazy(
        "The words have changed since legal clearance, so it no longer holds. Choose “Send back "
        "for legal clearance”: a lawyer is asked again, then a duty editor."
    )

    class Meta:
        verbose_name = gettext_lazy("editorial approval")
        verbose_name_plural = gettext_lazy("editorial approvals")

    @classmethod
    def get_description(cls) -> str:
        """What the step is for, where Wagtail offers the kinds of step."""
        return _("Members of the chosen groups approve the exact words; nobody approves their own")

    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        """Begin this step, or the lawyer's again when nobody has cleared what is there now."""
        legal = LegalClearanceTask.objects.filter(
            active=True, workflow_tasks__workflow=workflow_state.workflow
        ).first()
        if legal is None or not latest(workflow_state.content_object).lacks_clearance():
            return super().start(workflow_state, user=user)
        # What was cleared is no longer what is there.
        workflow_state.task_states.filter(task=legal, status=TaskState.STATUS_APPROVED).update(
            status=TaskState.STATUS_CANCELLED
        )
        return legal.start(workflow_state, user=user)

    def objection(self, version: Version, user: Any) -> str:
        """Their own words, or words that no lawyer has cleared."""
        said = [super().objection(version, user)]
        if version.lacks_clearance():
            said.append(str(self.lapsed))
        return " ".join(filter(None, said))

    def offered(self, actions: Sequence[Action], version: Version, user: Any) -> Sequence[Action]:
        """Also the way back to the lawyer, when a clearance has lapsed."""
        actions = super().offered(actions, version, user)
        if version.lacks_clearance():
            return [(CLEAR_AGAIN, _("Send back for legal clearance"), False), *actions]
        return actions

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        """As every step does; or send the page back to the lawyer."""
        super().on_action(task_state, user, action_name, **kwargs)
        if action_name == CLEAR_AGAIN:
            # The workflow goes on with this step, whose start asks the lawyer first.
            task_state.cancel(user=user, comment=kwargs.get("comment", ""))

    def _approve(
        self, task_state: TaskState, version: Version, user: Any, comment: str = "", **kwargs: Any
    ) -> None:
        # An embargo is only noted by what follows, and examined by nobody until it ends.
        examination = version.examine(releasing=user)
        if examination.blockers:
            raise ReleaseRefused(version.page, examination)
        super()._approve(task_state, version, user, comment, **kwargs)
        if version.embargo:
            note_schedule(version, user)


def refuse_what_needs_an_edit(page: Page, user: Any) -> None:
    """Raise NotReady while something of the newest version is left that only an edit settles."""
    version = latest(page)
    examination = version.examine(releasing=user)
    needed = [finding for finding in examination.blockers if finding.remedy == Remedy.EDIT]
    if needed:
        raise NotReady(version.page, Examination(version.digest, needed, examination.answers))


def _refuse_to_begin(workflow_state: WorkflowState, user: Any) -> None:
    try:
        refuse_what_needs_an_edit(workflow_state.content_object, user)
    except NotReady:
        # Wagtail 8.0 resumes a workflow in no transaction: leave it as it was, waiting for changes.
        before = workflow_state.task_states.order_by("-started_at", "-pk").first()
        if before:
            workflow_state.current_task_state = before
            workflow_state.status = WorkflowState.STATUS_NEEDS_CHANGES
            workflow_state.save()
        raise
