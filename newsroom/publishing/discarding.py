"""Discards the draft of a public page, so that its newest version says what readers get."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.models import Page, Revision

from newsroom.gate.locking import lock_page
from newsroom.gate.page_facts import digest_of
from newsroom.models import ReleaseLog
from newsroom.publishing.page_states import Reach, state_of
from newsroom.records.log_context import Channel, log_context
from newsroom.records.release_log import record


def may_discard(page: Page, user: Any) -> bool:
    """Whether the user may discard the draft beside the public words of this page.

    Not while it is in review or scheduled: whoever submitted or scheduled it takes it back first.
    """
    if not page.live or not page.has_unpublished_changes or page.alias_of_id:
        return False
    lock = page.get_lock()
    is_locked = lock is not None and lock.for_user(user)
    may = page.permissions_for_user(user).can_edit()
    return may and not is_locked and not page.workflow_in_progress and not page.scheduled_revision


def discard_draft(page: Page, draft_id: int, user: Any) -> Revision | None:
    """Save what is public as the newest version, and log who discarded which draft.

    The discarded draft stays in the history. Returns the new version, or None if the newest draft
    is not that with `draft_id` any more. Raises PermissionDenied unless `may_discard`.
    """
    with transaction.atomic(), log_context(user, Channel.ADMIN):
        lock_page(page.pk)
        stored = Page.objects.get(pk=page.pk).specific
        if stored.latest_revision_id != draft_id:
            return None
        if not may_discard(stored, user) or state_of(stored).reach != Reach.PUBLIC:
            raise PermissionDenied("There is no draft that may be discarded.")
        if workflow := stored.current_workflow_state:
            workflow.cancel(user=user)
        discarded = stored.latest_revision
        before = stored.live_revision
        public = before.as_object() if before else stored
        revision = public.save_revision(
            user=user, changed=False, log_action=True, previous_revision=before, clean=False
        )
        current = Page.objects.get(pk=page.pk).specific
        current.has_unpublished_changes = False
        current.save(update_fields=["has_unpublished_changes"])
        facts = {"revision_id": discarded.pk, "digest": digest_of(discarded.as_object())}
        record(ReleaseLog.Event.DISCARDED, current, **facts)
        return revision
