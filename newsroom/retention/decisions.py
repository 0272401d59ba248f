"""Deciding about an item: one person keeps it, two people have words of it erased."""

import json
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from newsroom.models import NewsItemPage, ReleaseLog, RetentionDecision, RetentionReview
from newsroom.records.log_context import Channel, log_context
from newsroom.records.release_log import record
from newsroom.records.verdict_holds import held_outcome, is_in_vault
from newsroom.retention import anonymising, removal, review_dates
from newsroom.retention.replacement import Replacement

MAY_PROPOSE = "newsroom.add_retentiondecision"
MAY_CONFIRM = "newsroom.change_retentiondecision"
MAY_READ = "newsroom.view_retentionreview"

Kind = RetentionDecision.Kind

HAS_ALIASES = _(
    "The same words stand at other addresses, as aliases of this page. Decide about each of those "
    "first: %s"
)
IS_ALIAS = _("It shows the words of page %s: remove it, and anonymise that one.")
IS_WAITING = _("A decision about this item waits for a second person already.")
IS_HELD = _("Nothing is decided about an item that is held for a verdict.")
NO_WORDS = _("Say at least one name that must go: it is what proves that nothing remains.")


def is_held(page: Page) -> bool:
    """Whether an item is held for a verdict: only those named on its hold may know of it."""
    return is_in_vault(page) or held_outcome(page.pk) is not None


def keep(page: Page, user: Any, reason: str, next_review: date) -> RetentionDecision:
    """Keep an item until its next review. It changes nothing, so one person decides it.

    Raises ValidationError for an item that is held for a verdict.
    """
    _check_not_held(page)
    with transaction.atomic(), log_context(user, Channel.ADMIN, reason):
        now = timezone.now()
        decision = RetentionDecision.objects.create(
            page_id=page.pk,
            kind=Kind.KEEP,
            reason=reason,
            next_review=next_review,
            proposed_by=user,
            proposed_at=now,
            finished_at=now,
        )
        review_dates.refresh([page.pk])
        review = RetentionReview.objects.get(pk=page.pk)
        RetentionReview.objects.filter(pk=page.pk).update(
            kept_until=next_review, kept_of=review.event
        )
        review_dates.refresh([page.pk])
        record(ReleaseLog.Event.KEPT, page, note=f"{reason}\nNext review: {next_review:%Y-%m-%d}")
    return decision


def propose(
    page: Page,
    kind: str,
    user: Any,
    *,
    legal_reason: str,
    reason: str,
    words: list[tuple[str, str]],
) -> RetentionDecision:
    """Propose to have words erased: nothing changes until a second person confirms it.

    `words` are pairs of what must go and, to anonymise, of what is to stand in its place. Raises
    ValidationError if something stands in the way.
    """
    _check_not_held(page)
    if not words:
        raise ValidationError(NO_WORDS)
    with transaction.atomic(), log_context(user, Channel.ADMIN):
        if RetentionDecision.objects.waiting().filter(page_id=page.pk).exists():
            raise ValidationError(IS_WAITING)
        check_no_aliases(page.pk)
        if page.alias_of_id and kind == Kind.ANONYMISE:
            raise ValidationError(IS_ALIAS % page.alias_of_id)
        decision = _waiting(
            page_id=page.pk,
            kind=kind,
            legal_reason=legal_reason,
            reason=reason,
            proposed_by=user,
            words=json.dumps(words),
        )
        note = f"{decision.get_kind_display()}. {decision.get_legal_reason_display()}"
        record(ReleaseLog.Event.ERASURE_ASKED, page, note=note)
    return decision


def _waiting(**values: Any) -> RetentionDecision:
    """A new proposal. Raises ValidationError if somebody else has made one at the same time."""
    try:
        with transaction.atomic():
            return RetentionDecision.objects.create(**values)
    except IntegrityError as error:
        raise ValidationError(IS_WAITING) from error


def _check_not_held(page: Page | None) -> None:
    if page is not None and is_held(page):
        raise ValidationError(IS_HELD)


def may_confirm(decision: RetentionDecision, user: Any) -> bool:
    """Whether the user is the second person: a duty editor or lawyer who did not propose it."""
    return bool(user.has_perm(MAY_CONFIRM)) and user.pk != decision.proposed_by_id


def confirm(decision: RetentionDecision, user: Any) -> RetentionDecision:
    """Confirm a proposal and carry it out, in one transaction: all of it, or nothing.

    Raises PermissionDenied unless `may_confirm`, and what `remove` and `anonymise` raise.
    """
    with transaction.atomic():
        waiting = RetentionDecision.objects.waiting().select_for_update(of=("self",))
        current = waiting.filter(pk=decision.pk).first()
        if current is None:
            raise ValidationError(_("Somebody has confirmed or declined this meanwhile."))
        if not may_confirm(current, user):
            raise PermissionDenied("Whoever proposes to erase words does not confirm it.")
        _check_not_held(Page.objects.filter(pk=current.page_id).first())
        check_no_aliases(current.page_id)
        current.confirmed_by, current.confirmed_at = user, timezone.now()
        current.save(update_fields=["confirmed_by", "confirmed_at"])
        words = words_of(current)
        if current.kind == Kind.REMOVE:
            return removal.remove(current, [old for old, _new in words])
        return anonymising.anonymise(current, [Replacement(*pair) for pair in words])


def decline(decision: RetentionDecision, user: Any) -> None:
    """Decline a proposal, or take one's own back. Its words are forgotten."""
    with transaction.atomic(), log_context(user, Channel.ADMIN):
        waiting = RetentionDecision.objects.waiting().filter(pk=decision.pk)
        if waiting.update(declined_by=user, declined_at=timezone.now(), words=""):
            page = Page.objects.filter(pk=decision.page_id).first()
            facts = {} if page else {"page_id": decision.page_id}
            record(ReleaseLog.Event.NOT_ERASED, page and page.specific, **facts)


def words_of(decision: RetentionDecision) -> list[tuple[str, str]]:
    """What a waiting proposal would have replaced, as pairs."""
    return [(old, new) for old, new in json.loads(decision.words or "[]")]


def places_of(decision: RetentionDecision) -> list[tuple[str, int]]:
    """What a waiting proposal would change: labels of tables, and how many rows of each."""
    if decision.kind == Kind.REMOVE:
        return removal.places_of(decision.page_id)
    pairs = [Replacement(*pair) for pair in words_of(decision)]
    return anonymising.places_with(decision.page_id, pairs)


def check_no_aliases(page_id: int) -> None:
    """Raise ValidationError if the item has aliases, which hold the same words."""
    aliases = NewsItemPage.objects.filter(alias_of=page_id).values_list("pk", flat=True)
    if listed := ", ".join(str(pk) for pk in aliases):
        raise ValidationError(HAS_ALIASES % listed)
