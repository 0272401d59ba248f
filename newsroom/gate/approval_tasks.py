"""The two tasks of the release workflow: a lawyer clears a digest, a duty editor approves it.

Wagtail's `AbstractGroupApprovalTask` lets every member of the group approve, including the author,
and lets them edit during the task. Here whoever changed the page cannot approve, nobody takes both
steps, and a changed digest invalidates the clearance.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.locks import WorkflowLock
from wagtail.models import AbstractGroupApprovalTask, Page, TaskState, WorkflowState

from newsroom.gate.locking import lock_page
from newsroom.gate.outside_facts import changes_since_shown
from newsroom.gate.record_form import ChangesForm, CommentForm
from newsroom.gate.release_gate import Examination, ReleaseRefused
from newsroom.gate.sign_off import Version, latest, note_schedule, sign
from newsroom.records.approvals import Clearance
from newsroom.records.log_context import Channel, log_context
from newsroom.records.release_bundles import bundle_of
from newsroom.records.release_log import ReleaseLog, record
from newsroom.records.submission_deadlines import keep_deadline
from newsroom.rules.findings import Remedy

type Action = tuple[str, Any, bool]

CLEAR_AGAIN = "clear-again"
APPROVE, REJECT = "approve", "reject"
SAY_WHAT_TO_CHANGE = gettext_lazy(
    "Say what has to be changed, and why: nothing was sent back. Choose “Request changes” again."
)


def goes_out(page: Page) -> str:
    """When a page that is approved now goes out, as part of a sentence.

    `page` is the version to be approved: its bundle says when, or else its own embargo.
    """
    if held := bundle_of(page.pk):
        return _("goes out with the bundle “%(name)s”") % {"name": held.bundle.name}
    embargo = page.go_live_at
    if embargo is None or embargo <= timezone.now():
        return _("goes out now")
    ends = timezone.localtime(embargo)
    return _("goes out %(when)s") % {"when": date_format(ends, "l j F H:i")}


class ApprovalRefused(ValidationError):
    """The user may not approve this version. The message says why, and what to do next."""

    def __init__(self, page: Page, why: str) -> None:
        self.page = page
        super().__init__(why)


class NotReady(ReleaseRefused):
    """The workflow cannot start: the version has findings that only an edit settles."""


class ApprovalLock(WorkflowLock):
    """Shows above the page form why the user cannot approve."""

    def get_message(self, user: Any) -> Any:
        if self.for_user(user):
            return super().get_message(user)
        why = self.task.specific.objection(latest(self.object), user)
        return format_html("{}", why) if why else None


class ApprovalTask(AbstractGroupApprovalTask):
    """A workflow task that nobody can approve who changed the page since its last release."""

    step: Clearance.Step
    lock_class = ApprovalLock
    changed_since_shown = gettext_lazy(
        "Since you opened this, this was changed: %(facts)s. Read the page and its checks again."
    )

    class Meta:
        abstract = True

    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        """Start this task.

        Raises NotReady when the page has just been submitted and needs another edit.
        """
        # No current task state: the page has just been submitted or resubmitted.
        if workflow_state.current_task_state is None:
            _check_before_start(workflow_state, user)
            # Before the reviewers are mailed, so that the mail says it.
            keep_deadline(workflow_state, user)
        return super().start(workflow_state, user=user)

    def get_form_for_action(self, action: str) -> type[CommentForm]:
        """Wagtail's comment form, with validation against protected names."""
        return ChangesForm if action == REJECT else CommentForm

    def approval_label(self, page: Page, with_comment: bool) -> str:
        """What the button of an approval says. `page` is the version to be approved."""
        raise NotImplementedError

    def get_actions(self, obj: Page, user: Any) -> Sequence[Action]:
        """The actions that Wagtail offers this user, without an approval that they may not give."""
        actions = super().get_actions(obj, user)
        if not actions:
            return actions
        version = latest(obj)
        named = [
            (name, self.approval_label(version.page, modal) if name == APPROVE else label, modal)
            for name, label, modal in actions
        ]
        return self.offered(named, version, user)

    def offered(self, actions: Sequence[Action], version: Version, user: Any) -> Sequence[Action]:
        """Those of the actions of this task that the user may take on this version."""
        if self.objection(version, user):
            return [action for action in actions if action[0] != APPROVE]
        return actions

    def objection(self, version: Version, user: Any) -> str:
        """Why this user may not approve this version; empty when they may."""
        return str(self.own_changes) if version.is_by(user) else ""

    @transaction.atomic
    def on_action(
        self, task_state: TaskState, user: Any, action_name: str, facts: str = "", **kwargs: Any
    ) -> None:
        """Take the action in one transaction.

        `facts` are what the user was shown (`outside_facts.on_screen`); empty for a program, and
        for a list that shows nothing of the page. An approval is refused when they have changed.

        Raises PermissionDenied when the user is not in the groups of the task, ApprovalRefused when
        they may not approve, the task has ended, or changes are requested without saying
        which, and ReleaseRefused when the gate blocks the release that would follow.
        """
        page = task_state.workflow_state.content_object
        lock_page(page.pk)
        version = latest(page)
        # Of two concurrent requests the second is refused, so that the action happens once.
        if TaskState.objects.get(pk=task_state.pk).status != TaskState.STATUS_IN_PROGRESS:
            raise ApprovalRefused(
                version.page, _("Somebody else has dealt with this step already.")
            )
        if not (user.is_superuser or self._user_in_groups(user)):
            raise PermissionDenied
        with log_context(user, Channel.WORKFLOW, kwargs.get("comment", "")):
            if action_name == APPROVE:
                if why := self.objection(version, user):
                    raise ApprovalRefused(version.page, why)
                if facts and (changed := changes_since_shown(facts, version.outside)):
                    why = self.changed_since_shown % {"facts": "; ".join(changed)}
                    raise ApprovalRefused(version.page, why)
                self._approve(task_state, version, user, **kwargs)
            elif action_name == REJECT:
                if not kwargs.get("comment", "").strip():
                    raise ApprovalRefused(version.page, str(SAY_WHAT_TO_CHANGE))
                task_state.reject(user=user, **kwargs)
                note = kwargs.get("comment", "")
                record(ReleaseLog.Event.RETURNED, version.page, **version.columns, note=note)

    def _approve(
        self, task_state: TaskState, version: Version, user: Any, comment: str = "", **kwargs: Any
    ) -> None:
        sign(self.step, version, user, comment)
        task_state.approve(user=user, comment=comment, **kwargs)


class LegalClearanceTask(ApprovalTask):
    """A lawyer clears the digest of the submitted version."""

    step = Clearance.Step.LEGAL
    own_changes = gettext_lazy(
        "You have changed this since its last release: its words, a file or a fact. "
        "So another lawyer must clear it."
    )

    def approval_label(self, page: Page, with_comment: bool) -> str:
        return _("Clear these words, with a comment") if with_comment else _("Clear these words")

    class Meta:
        verbose_name = gettext_lazy("legal clearance")
        verbose_name_plural = gettext_lazy("legal clearances")

    @classmethod
    def get_description(cls) -> str:
        """The description in Wagtail's list of task types."""
        return _("Members of the chosen groups clear the exact words; nobody clears their own")


class EditorialApprovalTask(ApprovalTask):
    """A duty editor approves the version that a lawyer has cleared. The approval releases it."""

    step = Clearance.Step.EDITORIAL
    own_changes = gettext_lazy(
        "You have changed this since its last release: its words, a file or a fact. "
        "So another duty editor must approve it."
    )
    own_clearance = gettext_lazy("You cleared this, so somebody else must approve it.")
    new_facts = gettext_lazy("Since legal clearance this was changed: %(facts)s.")
    lapsed = gettext_lazy(
        "The words have changed since legal clearance, so it no longer holds. Choose “Send back "
        "for legal clearance”: a lawyer is asked again, then a duty editor."
    )

    def approval_label(self, page: Page, with_comment: bool) -> str:
        name = _("Approve with a comment: %(when)s") if with_comment else _("Approve: %(when)s")
        return name % {"when": goes_out(page)}

    class Meta:
        verbose_name = gettext_lazy("editorial approval")
        verbose_name_plural = gettext_lazy("editorial approvals")

    @classmethod
    def get_description(cls) -> str:
        """The description in Wagtail's list of task types."""
        return _("Members of the chosen groups approve the exact words; nobody approves their own")

    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        """Start this task, or legal clearance again when the current digest lacks one."""
        legal = LegalClearanceTask.objects.filter(
            active=True, workflow_tasks__workflow=workflow_state.workflow
        ).first()
        if legal is None or not latest(workflow_state.content_object).lacks_clearance():
            return super().start(workflow_state, user=user)
        # The clearance was given for another digest.
        workflow_state.task_states.filter(task=legal, status=TaskState.STATUS_APPROVED).update(
            status=TaskState.STATUS_CANCELLED
        )
        return legal.start(workflow_state, user=user)

    def objection(self, version: Version, user: Any) -> str:
        """Refuses who changed or cleared the content, and content without legal clearance."""
        reasons = [super().objection(version, user)]
        if version.needs_clearance and version.is_cleared_by(user):
            reasons.append(str(self.own_clearance))
        if version.lacks_clearance():
            changed = "; ".join(version.changed_facts())
            reasons.append(str(self.new_facts) % {"facts": changed} if changed else "")
            reasons.append(str(self.lapsed))
        return " ".join(filter(None, reasons))

    def offered(self, actions: Sequence[Action], version: Version, user: Any) -> Sequence[Action]:
        """Adds the action that restarts legal clearance, when the clearance has lapsed."""
        actions = super().offered(actions, version, user)
        if version.lacks_clearance():
            return [(CLEAR_AGAIN, _("Send back for legal clearance"), False), *actions]
        return actions

    @transaction.atomic
    def on_action(
        self, task_state: TaskState, user: Any, action_name: str, facts: str = "", **kwargs: Any
    ) -> None:
        """As in every task; `CLEAR_AGAIN` restarts legal clearance."""
        super().on_action(task_state, user, action_name, facts, **kwargs)
        if action_name == CLEAR_AGAIN:
            # The workflow starts this task again, and `start` begins with legal clearance.
            task_state.cancel(user=user, comment=kwargs.get("comment", ""))

    def _approve(
        self, task_state: TaskState, version: Version, user: Any, comment: str = "", **kwargs: Any
    ) -> None:
        # With an embargo, the calls below only schedule: the gate would not check before it ends.
        examination = version.examine(releasing=user)
        # The approval of an item of a bundle releases nothing.
        blockers = [found for found in examination.blockers if found.remedy != Remedy.BUNDLE]
        if blockers:
            raise ReleaseRefused(version.page, replace(examination, findings=blockers))
        super()._approve(task_state, version, user, comment, **kwargs)
        if version.embargo and not bundle_of(version.page.pk):
            note_schedule(version, user)


def refuse_what_needs_an_edit(page: Page, user: Any) -> None:
    """Raise NotReady when the newest version has blockers that only an edit settles."""
    version = latest(page)
    examination = version.examine(releasing=user)
    held = [found for found in examination.blockers if found.remedy == Remedy.HOLD]
    if held:
        raise NotReady(version.page, Examination(version.digest, held, examination.answers))
    needed = [finding for finding in examination.blockers if finding.remedy == Remedy.EDIT]
    if needed:
        raise NotReady(version.page, Examination(version.digest, needed, examination.answers))


def _check_before_start(workflow_state: WorkflowState, user: Any) -> None:
    """Raise NotReady, after restoring a workflow that Wagtail was resuming."""
    try:
        refuse_what_needs_an_edit(workflow_state.content_object, user)
    except NotReady:
        # Wagtail 8.0 resumes a workflow without a transaction, so its state is restored here.
        before = workflow_state.task_states.order_by("-started_at", "-pk").first()
        if before:
            workflow_state.current_task_state = before
            workflow_state.status = WorkflowState.STATUS_NEEDS_CHANGES
            workflow_state.save()
        raise
