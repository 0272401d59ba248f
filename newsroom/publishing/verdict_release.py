"""Releases the outcome of a verdict on which two people agree: one at the desk, one at court.

Neither is shown what the other said. Whoever comes second releases it, within their own request.
If they differ, nothing is released, and both have to say it again.
"""

import logging
import secrets
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from wagtail.models import Page

from newsroom.accounts import tries
from newsroom.editions.locks import lock_releases_shared
from newsroom.gate.locking import lock_page
from newsroom.gate.release_gate import Examination, ReleaseRefused
from newsroom.models import HeldOutcome, VerdictHold
from newsroom.publishing.held_destruction import destroy_doomed
from newsroom.publishing.holds import (
    Event,
    HoldRefused,
    State,
    check_outcome,
    delete_box,
    lock_open,
    may_decide,
    note,
    take_out,
)
from newsroom.records.log_context import Channel, log_context, name_for_record
from newsroom.records.release_log import record
from newsroom.records.verdict_holds import CODES_LAST
from newsroom.rules.findings import Finding

log = logging.getLogger(__name__)

DIGITS = 8
NOT_THE_SAME = "They did not say the same outcome, so nothing was released."


class TooManyCodes(Exception):
    """Too many wrong codes were typed for a hold. `wait` says until when none is tried."""

    def __init__(self, wait: Any) -> None:
        super().__init__()
        self.wait = wait


@dataclass(frozen=True)
class Said:
    """What became of what somebody said of the verdict."""

    is_released: bool = False
    page_id: int | None = None
    is_waiting: bool = False
    """Whether the other person has not said it yet."""
    blockers: tuple[Finding, ...] = ()
    """Why the gate refused the outcome on which both agree."""
    differ: bool = False


@dataclass(frozen=True)
class Verdict:
    """An outcome on which two people agree."""

    verdict: str
    chosen_by: Any
    confirmed_by: Any
    how: str
    """How it was confirmed, for the log."""

    @property
    def note(self) -> str:
        label = HeldOutcome.Verdict(self.verdict).label
        return (
            f"Outcome “{label}”. Chosen by {name_for_record(self.chosen_by)}. "
            f"Confirmed by {name_for_record(self.confirmed_by)}, at court, {self.how}."
        )


def choose(hold_id: int, verdict: str, user: Any) -> Said:
    """Say at the desk which outcome is to be released."""
    with transaction.atomic():
        hold = lock_open(hold_id)
        if not may_decide(user, hold):
            raise HoldRefused(_("A duty editor named on the hold chooses the outcome."))
        outcome = _outcome(hold, verdict)
        if hold.is_heard() and hold.heard_by_id == user.pk:
            raise HoldRefused(_("You said the verdict at court: another person chooses."))
        hold.chosen, hold.chosen_by, hold.chosen_at = outcome.verdict, user, timezone.now()
        hold.save()
        note(hold, user, Event.VERDICT, "An outcome was chosen at the desk.")
        if not hold.is_heard():
            return Said(is_waiting=True)
        agreed = _agreed(hold, user, "with their own log-in")
    return _release(hold_id, agreed, user) if agreed else Said(differ=True)


def hear(hold_id: int, verdict: str, user: Any) -> Said:
    """Say at court, with one's own log-in, which outcome the jury returned."""
    with transaction.atomic():
        hold = lock_open(hold_id)
        if not hold.members.filter(user=user, is_at_court=True).exists():
            raise HoldRefused(_("Somebody named as being at court confirms the verdict."))
        outcome = _outcome(hold, verdict)
        if hold.is_chosen() and hold.chosen_by_id == user.pk:
            raise HoldRefused(_("You chose the outcome: another person confirms it."))
        hold.heard, hold.heard_by, hold.heard_at = outcome.verdict, user, timezone.now()
        hold.save()
        note(hold, user, Event.VERDICT, "A verdict was said at court.")
        if not hold.is_chosen():
            return Said(is_waiting=True)
        agreed = _agreed(hold, user, "with their own log-in")
    return _release(hold_id, agreed, user) if agreed else Said(differ=True)


def _agreed(hold: VerdictHold, user: Any, how: str) -> Verdict | None:
    """What both said; None, with both forgotten, if they differ."""
    said = Verdict(hold.chosen, hold.chosen_by, hold.heard_by, how)
    same = hold.chosen == hold.heard and _still_count(hold)
    hold.forget_words()
    hold.save()
    if same:
        return said
    note(hold, user, Event.VERDICT, NOT_THE_SAME)
    return None


def _still_count(hold: VerdictHold) -> bool:
    """Whether both who said it are two people who may still say it."""
    by, at_court = hold.chosen_by, hold.heard_by
    if by is None or at_court is None or by == at_court:
        return False
    member = hold.members.filter(user=at_court, is_at_court=True, user__is_active=True)
    return by.is_active and may_decide(by, hold) and member.exists()


def make_codes(hold_id: int, user: Any) -> list[tuple[HeldOutcome, str]]:
    """A new code for each outcome, for the telephone of who is at court. They are not kept."""
    made = []
    with transaction.atomic():
        hold = lock_open(hold_id)
        if not hold.members.filter(user=user, is_at_court=True).exists():
            raise HoldRefused(_("Who is at court makes their own codes."))
        until = timezone.now() + CODES_LAST
        used: set[str] = set()
        for outcome in hold.outcomes.filter(state=State.HELD):
            code = _new_code(used)
            outcome.code_hash, outcome.code_by = _hash(outcome, code), user
            outcome.code_expires_at = until
            outcome.save()
            made.append((outcome, f"{code[:4]} {code[4:]}"))
        note(hold, user, Event.HELD, "Codes for the telephone were made.")
    return made


def release_with_code(hold_id: int, verdict: str, code: str, user: Any) -> Said:
    """Choose an outcome at the desk, with the code that somebody at court reads out for it.

    The code of another outcome releases nothing. Raises HoldRefused, and TooManyCodes.
    """
    hold = VerdictHold.objects.open().filter(pk=hold_id).first()
    if hold is None or not may_decide(user, hold):
        raise HoldRefused(_("A duty editor named on the hold chooses the outcome."))
    attempt = _begin_try(hold)
    with transaction.atomic():
        hold = lock_open(hold_id)
        outcome = _outcome(hold, verdict)
        owner, differ = _whose_code(hold, code), False
        if owner is None:
            note(hold, user, Event.VERDICT, "A wrong or expired code was typed.")
        elif owner != outcome or _is_contradicted(hold, verdict):
            differ = True
            hold.forget_words()
            hold.save()
            note(hold, user, Event.VERDICT, NOT_THE_SAME)
        elif owner.code_by_id == user.pk:
            note(hold, user, Event.VERDICT, "Who made the codes typed one.")
    if owner is None:
        raise HoldRefused(_("This is no code of this hold, or it has expired. Ask for it again."))
    if differ:
        return Said(differ=True)
    if owner.code_by is None or owner.code_by_id == user.pk:
        raise HoldRefused(_("You made the codes: another duty editor chooses the outcome."))
    tries.succeed(attempt)
    agreed = Verdict(outcome.verdict, user, owner.code_by, "by a code on the telephone")
    return _release(hold_id, agreed, user)


def _is_contradicted(hold: VerdictHold, verdict: str) -> bool:
    """Whether somebody has lately said another outcome, at the desk or at court."""
    chosen = hold.is_chosen() and hold.chosen != verdict
    heard = hold.is_heard() and hold.heard != verdict
    return chosen or heard


def _begin_try(hold: VerdictHold) -> Any:
    try:
        return tries.begin(tries.Visitor("", "", f"verdict-hold-{hold.pk}"))
    except tries.TooManyTries as refused:
        raise TooManyCodes(refused.wait) from None


def _whose_code(hold: VerdictHold, code: str) -> HeldOutcome | None:
    """The outcome whose code this is, if it can still be used."""
    typed = "".join(digit for digit in code if digit.isdecimal())
    found = None
    for outcome in hold.outcomes.filter(state=State.HELD).select_related("code_by"):
        same = constant_time_compare(outcome.code_hash, _hash(outcome, typed))
        if same and outcome.has_code():
            member = hold.members.filter(user=outcome.code_by_id, is_at_court=True)
            found = outcome if member.filter(user__is_active=True).exists() else found
    return found


def _new_code(used: set[str]) -> str:
    """Digits that share no half with another code, so that two cannot be mixed up."""
    while True:
        code = "".join(secrets.choice("0123456789") for _digit in range(DIGITS))
        halves = {code[:4], code[4:]}
        if len(halves) == 2 and not halves & used:
            used |= halves
            return code


def _hash(outcome: HeldOutcome, code: str) -> str:
    # Keyed, since there are few enough codes to try them all against a stolen table.
    value = f"{outcome.hold_id}:{outcome.pk}:{outcome.verdict}:{code}"
    return salted_hmac("newsroom.verdict-code", value, algorithm="sha256").hexdigest()


def _outcome(hold: VerdictHold, verdict: str) -> HeldOutcome:
    held = hold.outcomes.filter(state=State.HELD, verdict=verdict, page__isnull=False)
    if outcome := held.select_related("page").first():
        return outcome
    raise HoldRefused(_("Nothing is prepared for this outcome. Nothing was released."))


def _release(hold_id: int, agreed: Verdict, user: Any) -> Said:
    """Release the outcome, then destroy the others. A refusal of the gate changes nothing."""
    try:
        with transaction.atomic(), log_context(agreed.chosen_by, Channel.VERDICT, agreed.note):
            page_id = _publish(hold_id, agreed)
    except ReleaseRefused as refusal:
        with transaction.atomic():
            hold = lock_open(hold_id)
            codes = ", ".join(sorted({found.code for found in refusal.examination.blockers}))
            note(hold, user, Event.VERDICT, f"The gate refused the release: {codes}.")
        return Said(blockers=tuple(refusal.examination.blockers))
    except DatabaseError as error:
        # Not its text, which may quote the page.
        log.error("Hold %s was not released: %s", hold_id, type(error).__name__)
        raise HoldRefused(_("It was NOT released. Both say the outcome again.")) from None
    destroy_doomed()
    return Said(is_released=True, page_id=page_id)


def _publish(hold_id: int, agreed: Verdict) -> int:
    """Publish one outcome and doom the others, in one transaction. Raises ReleaseRefused."""
    lock_releases_shared()
    wanted = HeldOutcome.objects.filter(hold=hold_id, state=State.HELD, verdict=agreed.verdict)
    lock_page(wanted.values_list("page_number", flat=True).first() or 0)
    hold = lock_open(hold_id)
    outcome = _outcome(hold, agreed.verdict)
    check = check_outcome(outcome)
    if check.blockers:
        raise ReleaseRefused(check.version.page, Examination(check.version.digest, check.blockers))
    held: Any = outcome.page
    box = held.get_parent().pk
    hold.outcomes.exclude(pk=outcome.pk).filter(state=State.HELD).update(state=State.DOOMED)
    hold.outcomes.update(code_hash="", code_expires_at=None)
    hold.outcomes.filter(pk=outcome.pk).update(state=State.RELEASED)
    hold.state, hold.ended_at = VerdictHold.State.RELEASED, timezone.now()
    hold.forget_words()
    hold.save()
    read: Any = check.version.page
    take_out(outcome, hold.section, read.slug, read.title)
    delete_box(box)
    page = Page.objects.get(pk=outcome.page_number).specific
    revision = page.latest_revision or page.save_revision()
    revision.publish(user=agreed.chosen_by)
    record(Event.VERDICT, page_id=page.pk, title=hold.label, note=agreed.note)
    return int(page.pk)
