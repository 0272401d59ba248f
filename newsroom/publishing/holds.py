"""Holds for a verdict: begun, filled, cleared, and abandoned. Releases are in verdict_release.py.

Locks are taken in this order, as everywhere: the release lock, the row of a page, the row of the
hold. No function here raises what quotes a held page.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.coreutils import find_available_slug
from wagtail.models import Page, Revision

from newsroom.gate.approval_tasks import EditorialApprovalTask, LegalClearanceTask
from newsroom.gate.locking import lock_page
from newsroom.gate.outside_facts import stands
from newsroom.gate.page_words import keep_draft_words
from newsroom.gate.release_gate import examine
from newsroom.gate.sign_off import Version, latest, sign
from newsroom.models import (
    Clearance,
    HeldOutcome,
    HoldMember,
    OutgoingMail,
    PressReleasePage,
    VerdictHold,
)
from newsroom.records.log_context import Channel, log_context
from newsroom.records.release_log import ReleaseLog, record
from newsroom.records.verdict_holds import SLUG, TITLE, VAULT, is_in_vault
from newsroom.rules.findings import Finding, Level, Remedy

MAY_CLEAR = "newsroom.add_clearance"
SAID = {
    "not-cleared": gettext_lazy(
        "No lawyer has cleared these words. A lawyer named here does it on this screen."
    ),
    "not-approved": gettext_lazy(
        "No duty editor has approved these words. One named here does it when a lawyer has."
    ),
}
"""What findings say of a held page, which is not submitted to anybody."""
SCREEN = "desk_hold"
"""The name of the address of a hold's screen."""
Event, State = ReleaseLog.Event, HeldOutcome.State
LEGAL, EDITORIAL = Clearance.Step.LEGAL, Clearance.Step.EDITORIAL


class HoldRefused(ValidationError):
    """Something that cannot be done with a hold. The message says why."""


@dataclass(frozen=True)
class OutcomeCheck:
    """One prepared outcome as it is now, and what stands in the way of its release."""

    outcome: HeldOutcome
    version: Version
    blockers: list[Finding]
    cleared_by: str = ""
    approved_by: str = ""

    @property
    def is_ready(self) -> bool:
        return not self.blockers


def may_begin(user: Any, section: Page) -> bool:
    """Whether this user may begin a hold whose release stands in this section."""
    return bool(section.permissions_for_user(user).can_add_subpage())


def may_decide(user: Any, hold: VerdictHold) -> bool:
    """Whether this user is a duty editor named on the hold: names people, chooses, abandons."""
    may = hold.section.permissions_for_user(user).can_publish_subpage()
    return bool(may) and hold.members.filter(user=user).exists()


@transaction.atomic
def begin(name: str, court: str, section: Page, user: Any, people: Iterable[Any]) -> VerdictHold:
    """Begin a hold, on which the user and these people are named, and tell them."""
    if not may_begin(user, section):
        raise HoldRefused(_("You may not write items in this section."))
    hold = VerdictHold.objects.create(name=name, court=court, section=section, made_by=user)
    HoldMember.objects.create(hold=hold, user=user)
    note(hold, user, Event.HELD, "Begun.")
    for person in people:
        if person != user:
            _name(hold, person, user, is_at_court=False)
    return hold


@transaction.atomic
def name_person(hold_id: int, person: Any, user: Any, *, is_at_court: bool) -> None:
    """Name somebody on an open hold, or change whether they are at court."""
    hold = lock_open(hold_id)
    if not (may_decide(user, hold) or (user.pk == hold.made_by_id)):
        raise HoldRefused(_("A duty editor, or who began the hold, names people."))
    known = hold.members.filter(user=person).first()
    if known is None:
        _name(hold, person, user, is_at_court=is_at_court)
        return
    known.is_at_court = is_at_court
    known.save()
    _forget_word_of(hold, person)
    where = "at court" if is_at_court else "not at court"
    note(hold, user, Event.HELD, f"{person.get_username()} is {where}.")


@transaction.atomic
def remove_person(hold_id: int, person_id: int, user: Any) -> None:
    """Take somebody's name off an open hold, with the codes that they made."""
    hold = lock_open(hold_id)
    if not may_decide(user, hold):
        raise HoldRefused(_("A duty editor named on the hold takes people off it."))
    member = hold.members.filter(user=person_id).select_related("user").first()
    if member is None:
        return
    if member.user == user:
        raise HoldRefused(_("Another duty editor takes you off it."))
    hold.outcomes.filter(code_by=member.user).update(code_hash="", code_expires_at=None)
    member.delete()
    _forget_word_of(hold, member.user)
    note(hold, user, Event.HELD, f"{member.user.get_username()} is not named any more.")


def _forget_word_of(hold: VerdictHold, person: Any) -> None:
    """What somebody said whose part in the hold has changed does not count any more."""
    if person.pk in (hold.chosen_by_id, hold.heard_by_id):
        hold.forget_words()
        hold.save()


def _name(hold: VerdictHold, person: Any, user: Any, *, is_at_court: bool) -> None:
    HoldMember.objects.create(hold=hold, user=person, is_at_court=is_at_court)
    where = ", at court" if is_at_court else ""
    note(hold, user, Event.HELD, f"{person.get_username()} is named{where}.")
    if person.email:
        address = settings.WAGTAILADMIN_BASE_URL + reverse(SCREEN, args=[hold.pk])
        words = _("A held item waits for you at the desk. Log in to see it:")
        OutgoingMail.objects.create(
            to=person.email, subject=_("A held item waits for you"), body=f"{words}\n{address}"
        )


@transaction.atomic
def add_outcome(hold_id: int, verdict: str, user: Any) -> HeldOutcome:
    """Begin the page of one outcome, in the vault. It has never stood anywhere else."""
    hold = lock_open(hold_id)
    if not (hold.members.filter(user=user).exists() and may_begin(user, hold.section)):
        raise HoldRefused(_("You may not write items of this hold."))
    if hold.outcomes.filter(verdict=verdict).exists():
        raise HoldRefused(_("This outcome is prepared already."))
    outcome = HeldOutcome.objects.create(hold=hold, verdict=verdict)
    # No owner: who merely begins it has written no word, and may approve it.
    page = PressReleasePage(title=TITLE, slug=SLUG, live=False, locale=hold.section.locale)
    box_for(outcome).add_child(instance=page)
    outcome.page, outcome.page_number = page, page.pk
    outcome.save()
    note(hold, user, Event.HELD, "A prepared outcome was begun.", page.pk)
    return outcome


def box_for(outcome: HeldOutcome) -> Page:
    """A place in the vault for one page, so that no two outcomes share a list of addresses."""
    vault = Page.objects.filter(depth=2, slug=VAULT).first()
    if vault is None:
        # Locked, so that two people who begin the first ones make one vault.
        root = Page.objects.select_for_update(of=("self",)).get(depth=1)
        vault = Page.objects.filter(depth=2, slug=VAULT).first()
        vault = vault or root.add_child(instance=Page(title="-", slug=VAULT, live=False))
    slug = f"hold-{outcome.hold_id}-{outcome.pk}"
    return vault.add_child(instance=Page(title="-", slug=slug, live=False))


def check_outcomes(hold: VerdictHold) -> list[OutcomeCheck]:
    """Examine each held outcome as it is now, as if the verdict were released."""
    held = hold.outcomes.filter(state=State.HELD, page__isnull=False).select_related("page")
    return [check_outcome(outcome) for outcome in held]


def check_outcome(outcome: HeldOutcome) -> OutcomeCheck:
    """Examine one outcome. That it is held stands not in its own way."""
    version = latest(outcome.page)
    found = examine(version.page, at=timezone.now(), releasing=None)
    blockers = [
        replace(finding, message=str(SAID.get(finding.code, finding.message)))
        for finding in found.blockers
        if finding.remedy != Remedy.HOLD
    ]
    given = Clearance.objects.valid().filter(page_id=version.page.pk, digest=version.digest)
    standing = [row for row in given.select_related("by") if stands(row, version.outside)]
    by = {row.step: row.by.get_full_name() or row.by.get_username() for row in standing}
    return OutcomeCheck(
        outcome,
        version,
        [*_own(outcome, version), *blockers],
        by.get(LEGAL, ""),
        by.get(EDITORIAL, ""),
    )


def _own(outcome: HeldOutcome, version: Version) -> list[Finding]:
    """What the hold itself has against an outcome, besides the gate."""
    page: Any = version.page
    said = []
    if page.slug == SLUG or page.title == TITLE:
        said.append(_("Write its headline, and its address: the slug, under “Promote”."))
    others = Page.objects.child_of(outcome.hold.section).exclude(pk=page.pk)
    if others.filter(slug=page.slug).exists():
        said.append(_("Its address is taken by another item. Give it another slug."))
    if page.go_live_at:
        said.append(_("It has an embargo. Take that off."))
    return [Finding("hold", Level.BLOCKER, words, Remedy.EDIT) for words in said]


def step_for(check: OutcomeCheck, user: Any) -> tuple[Clearance.Step | None, str]:
    """The step that this user may take on an outcome now, and why not if it is not possible."""
    hold, version = check.outcome.hold, check.version
    if user.has_perm(MAY_CLEAR) and not check.cleared_by:
        return _unless(LEGAL, LegalClearanceTask().objection(version, user))
    if may_decide(user, hold) and check.cleared_by and not check.approved_by:
        return _unless(EDITORIAL, EditorialApprovalTask().objection(version, user))
    return None, ""


def _unless(step: Clearance.Step, objection: str) -> tuple[Clearance.Step | None, str]:
    return (None, objection) if objection else (step, "")


@transaction.atomic
def sign_outcome(outcome_id: int, step: str, user: Any, read: str) -> None:
    """Clear or approve exactly the words that this user has read: `read` is their digest."""
    outcome = held(outcome_id)
    lock_page(outcome.page_number or 0)
    if not lock_open(outcome.hold_id).members.filter(user=user).exists():
        raise HoldRefused(_("You are not named on this hold."))
    check = check_outcome(outcome)
    if check.version.digest != read:
        raise HoldRefused(_("Somebody has changed it meanwhile: read it again."))
    now, objection = step_for(check, user)
    if objection or now != step:
        raise HoldRefused(objection or _("This step is not yours, or somebody has taken it."))
    lacking = [finding for finding in check.blockers if finding.remedy != Remedy.CLEAR]
    if lacking:
        raise HoldRefused(_("Settle first what the checks find."))
    with log_context(user, Channel.ADMIN):
        sign(now, check.version, user)


@transaction.atomic
def abandon(hold_id: int, user: Any, reason: str, *, keep: bool) -> None:
    """End a hold without a release: its pages become ordinary drafts, or are to be destroyed."""
    waiting = HeldOutcome.objects.filter(hold=hold_id, state=State.HELD)
    for number in waiting.order_by("page_number").values_list("page_number", flat=True):
        lock_page(number or 0)
    hold = lock_open(hold_id)
    if not may_decide(user, hold):
        raise HoldRefused(_("A duty editor named on the hold abandons it."))
    for outcome in hold.outcomes.filter(state=State.HELD).select_related("page"):
        outcome.state = State.RETURNED if keep else State.DOOMED
        outcome.code_hash = ""
        outcome.save()
        if keep and outcome.page is not None:
            _return(outcome, hold, user)
    hold.state, hold.ended_at = VerdictHold.State.ABANDONED, timezone.now()
    hold.forget_words()
    hold.save()
    became = "Its items are ordinary drafts." if keep else "Its items are destroyed."
    note(hold, user, Event.UNHELD, f"{became} {reason}")


def _return(outcome: HeldOutcome, hold: VerdictHold, user: Any) -> None:
    """Move a page out of the vault, under a free address."""
    page: Any = outcome.page
    draft: Any = latest(page).page
    box = page.get_parent()
    slug = find_available_slug(hold.section, draft.slug)
    take_out(outcome, hold.section, slug, draft.title)
    page = Page.objects.get(pk=outcome.page_number).specific
    if page.latest_revision_id:
        newest = page.get_latest_revision_as_object()
        if slug != newest.slug:
            newest.slug = slug
            newest.save_revision(user=user, clean=False)
        else:
            keep_draft_words(newest, page.latest_revision_id)
    else:
        keep_draft_words(page, None)
    delete_box(box.pk)


def delete_box(box_id: int) -> None:
    """Delete the empty place of a page that has left the vault; nothing if it is another place."""
    box = Page.objects.filter(pk=box_id).first()
    if box and is_in_vault(box) and box.slug != VAULT and not box.get_children().exists():
        box.delete()


def take_out(outcome: HeldOutcome, section: Page, slug: str, title: str) -> None:
    """Move the page of an outcome that is not held any more into its section."""
    number = outcome.page_number
    # Locked, as by whoever adds a page there: two pages must not get the same place in the tree.
    section = Page.objects.select_for_update(of=("self",)).get(pk=section.pk)
    Page.objects.filter(pk=number).update(slug=slug, title=title, draft_title=title)
    Revision.page_revisions.filter(object_id=str(number)).update(object_str=title)
    # Fetched again: its place in the tree and that of the section may have changed.
    page = Page.objects.get(pk=number).specific
    page.move(section, pos="last-child")


def lock_open(hold_id: int) -> VerdictHold:
    """Lock the row of an open hold. Raises HoldRefused when it has ended."""
    rows = VerdictHold.objects.open().select_for_update(of=("self",), no_key=True)
    hold = rows.filter(pk=hold_id).first()
    if hold is None:
        raise HoldRefused(_("This hold has ended."))
    return hold


def held(outcome_id: int) -> HeldOutcome:
    """A held outcome with its hold. Raises HoldRefused when it is held no more."""
    rows = HeldOutcome.objects.filter(state=State.HELD, page__isnull=False)
    outcome = rows.select_related("hold", "page").filter(pk=outcome_id).first()
    if outcome is None:
        raise HoldRefused(_("This hold has ended."))
    return outcome


def note(hold: VerdictHold, user: Any, event: str, words: str, page_id: int | None = None) -> None:
    """Log something that happened to a hold, under its number."""
    about = {"page_id": page_id, "title": hold.label} if page_id else {"title": hold.label}
    with log_context(user, Channel.ADMIN):
        record(event, note=words, **about)
