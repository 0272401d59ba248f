"""The steps of an update: written, checked by a second person, published, removed.

Each is one transaction, and leaves a row in the release log under the name of whoever took it.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from newsroom.gate.locking import lock_page
from newsroom.gate.release_gate import Examination, ReleaseRefused
from newsroom.models import (
    CheckResponse,
    Clearance,
    ItemUpdate,
    ReleaseLog,
    UpdateDraft,
    UrgentRelease,
)
from newsroom.publishing.updates import (
    ANONYMITY,
    UNREAD,
    UpdateExamination,
    examine_update,
    in_words,
)
from newsroom.records.log_context import Channel, log_context
from newsroom.records.release_log import record

MAY_CLEAR = "newsroom.add_clearance"


class UpdateChanged(Exception):
    """The update or its page has changed since the user read it, or the draft is gone."""


def may_check(user: Any, page: Page) -> bool:
    """Whether this user may be the second person: a lawyer, or who may publish the item."""
    return bool(user.has_perm(MAY_CLEAR) or page.permissions_for_user(user).can_publish())


def may_publish(user: Any, draft: UpdateDraft) -> bool:
    """Whether this user may make the draft public."""
    right = "newsroom.change_itemupdate" if draft.changes_id else "newsroom.add_itemupdate"
    return bool(user.has_perm(right) and draft.item.permissions_for_user(user).can_publish())


def why_not_check(draft: UpdateDraft, user: Any) -> str:
    """Why this user may not be the second person for this draft; empty if they may."""
    if draft.written_by_id == user.pk:
        return _("You wrote these words, so somebody else must check them.")
    if not may_check(user, draft.item):
        return _("A lawyer or a duty editor checks them.")
    return ""


def why_not_publish(draft: UpdateDraft, user: Any) -> str:
    """Why this user may not publish the draft now, whatever the gate says; empty if they may."""
    if not may_publish(user, draft):
        return _("A duty editor publishes it.")
    if not draft.item.live:
        return _(
            "The item is not public. Write this into the item itself, or wait until it is public."
        )
    return ""


def write(draft: UpdateDraft, user: Any) -> None:
    """Save a draft whose words have changed, and log its writer."""
    with transaction.atomic(), log_context(user, Channel.ADMIN):
        draft.written_by, draft.written_at = user, timezone.now()
        draft.save()
        page = draft.item.specific
        digest = examine_update(draft, page).digest
        record(ReleaseLog.Event.UPDATE_WRITTEN, page, note=in_words(draft), digest=digest)


def sign_off(draft: UpdateDraft, user: Any, digest: str, comment: str) -> None:
    """Record that this user has read exactly these words on this page.

    Raises PermissionDenied, UpdateChanged, and ReleaseRefused when something else has to be settled
    first.
    """
    with transaction.atomic(), log_context(user, Channel.ADMIN):
        current, examination = _locked(draft, digest)
        if why_not_check(current, user):
            raise PermissionDenied
        page = current.item.specific
        open_still = [
            one for one in examination.blockers if one.code not in (UNREAD.code, ANONYMITY)
        ]
        if open_still:
            raise ReleaseRefused(page, Examination(digest, open_still))
        # Without the revision of the page: this is no clearance of the page's own words.
        about = {"page": page, "digest": digest, "by": user}
        step = Clearance.Step.LEGAL if user.has_perm(MAY_CLEAR) else Clearance.Step.EDITORIAL
        Clearance.objects.create(step=step, comment=comment, **about)
        if examination.asks_anonymity:
            CheckResponse.objects.create(code=ANONYMITY, words=comment, **about)
        facts = examine_update(current, page).as_facts()
        note = f"{in_words(current)}\n{comment}"
        record(ReleaseLog.Event.UPDATE_CHECKED, page, note=note, **facts)


def publish(draft: UpdateDraft, user: Any, digest: str) -> ItemUpdate:
    """Make a draft public, as the words with this digest.

    Raises PermissionDenied, UpdateChanged, and ReleaseRefused when the gate blocks it.
    """
    with transaction.atomic(), log_context(user, Channel.ADMIN):
        current, _examination = _locked(draft, digest)
        if why_not_publish(current, user):
            raise PermissionDenied
        return _make_public(current)


def publish_urgently(draft: UpdateDraft, user: Any, digest: str, reason: str) -> ItemUpdate:
    """Make a draft public, as the words with this digest, before a second person has read it.

    Its page stays flagged until somebody else has cleared it. Raises PermissionDenied,
    UpdateChanged, and ReleaseRefused when anything but the second person is missing.
    """
    with transaction.atomic(), log_context(user, Channel.URGENT, reason):
        current, examination = _locked(draft, digest)
        if why_not_publish(current, user):
            raise PermissionDenied
        page = current.item.specific
        if others := [one for one in examination.blockers if one.code != UNREAD.code]:
            raise ReleaseRefused(page, Examination(digest, others))
        if lacks_reader(examination):
            UrgentRelease.objects.create(page=page, digest=digest, by=user, reason=reason)
            note = f"{in_words(current)}\n{reason}"
            record(ReleaseLog.Event.URGENT, page, note=note, **examination.as_facts())
        return _make_public(current)


def lacks_reader(examination: UpdateExamination) -> bool:
    """Whether the only thing in the way of an update is that no second person has read it."""
    return [one.code for one in examination.blockers] == [UNREAD.code]


def remove(updates: Iterable[ItemUpdate], user: Any, reason: str) -> None:
    """Delete public updates for a reason."""
    with transaction.atomic(), log_context(user, Channel.ADMIN, reason):
        for update in updates:
            lock_page(update.item_id)
            update.delete()


def _make_public(draft: UpdateDraft) -> ItemUpdate:
    update = draft.as_update()
    update.save()
    draft.delete()
    return update


def _locked(draft: UpdateDraft, digest: str) -> tuple[UpdateDraft, UpdateExamination]:
    """The draft as stored, locked with its page, and what the gate finds in it."""
    lock_page(draft.item_id)
    current = UpdateDraft.objects.select_for_update(of=("self",)).filter(pk=draft.pk).first()
    if current is None or current.item_id != draft.item_id:
        raise UpdateChanged
    examination = examine_update(current, current.item.specific)
    if examination.digest != digest:
        raise UpdateChanged
    return current, examination
