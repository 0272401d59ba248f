"""The gate for updates: checks the note of an update before it is public.

A plain note needs one person who may publish. A note that the gate warns of, or that is about
somebody whom the law protects, needs a second person, who reads exactly these words on this page.
If nobody can be reached, an urgent release leaves out that person and nothing else.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, Model, OuterRef, QuerySet
from django.utils import timezone
from wagtail.models import Page

from newsroom.documents.document import Document
from newsroom.documents.passages import Passage, passages
from newsroom.documents.stages import stage_for_gate
from newsroom.editions.locks import lock_releases_shared
from newsroom.gate.name_answers import NAME_RULES, found_by, is_outdated
from newsroom.gate.page_facts import digest_of, facts_of
from newsroom.gate.release_gate import UNCHECKED, Examination, ReleaseRefused
from newsroom.models import CheckResponse, Clearance, ItemUpdate, ProtectedName, UrgentRelease
from newsroom.publishing.lawyers import notify_of_update
from newsroom.records.desk_settings import DeskSettings
from newsroom.records.item_updates import UpdateWords
from newsroom.records.law import laws
from newsroom.records.log_context import current_context, name_for_record
from newsroom.records.orders_in_force import names_in_force, orders_covering
from newsroom.records.release_log import ReleaseLog, record
from newsroom.rules.check import RULES, RuleContext, check
from newsroom.rules.facts import Approval, Name, PageFacts
from newsroom.rules.findings import Finding, Level, Remedy
from newsroom.rules.four_eyes import FOUR_EYES

log = logging.getLogger(__name__)

NOTE, ORDER = "note", "order"
ANONYMITY = "anonymity"
OF_THE_WHOLE_PAGE = (ANONYMITY, "jigsaw")
"""Rules that read the note together with the page: who is protected is said by both."""
UNREAD = Finding(
    code="update-unread",
    level=Level.BLOCKER,
    message="A second person has to read these words before they are public: a lawyer or a duty "
    "editor who did not write them. Any change after that needs a new check.",
    remedy=Remedy.CLEAR,
    source=FOUR_EYES,
)
_ANSWERABLE = frozenset(rule.code for rule in RULES if rule.can_be_answered)
_OF_NAMES = frozenset(rule.code for rule in NAME_RULES)


@dataclass(frozen=True)
class UpdateExamination(Examination):
    """What the gate found in an update; `digest` is that of the update on its page."""

    needs_second: bool = False
    """Whether a second person has to read it."""
    asks_anonymity: bool = False
    """Whether that person has to confirm that nobody is identified."""


def check_update_or_raise(instance: ItemUpdate, raw: bool = False, **kwargs: Any) -> None:
    """Signal receiver for `pre_save`: raise ReleaseRefused if the gate blocks the update.

    Must run in the transaction that saves the update. With `raw` (a fixture) nothing is checked,
    because the item may not be loaded yet. Words that have passed already are not checked again.
    """
    if raw:
        return
    lock_releases_shared()
    item = Page.objects.filter(pk=instance.item_id).first()
    if item is None:
        # The foreign-key constraint refuses the row.
        return
    stored = ItemUpdate.objects.filter(pk=instance.pk).first() if instance.pk else None
    if stored and stored.has_passed and stored.fingerprint == instance.fingerprint:
        instance.passed = stored.passed
        return
    page = item.specific
    examination = examine_update(instance, page)
    if examination.blockers:
        raise ReleaseRefused(page, examination)
    instance.passed = instance.fingerprint
    row = record(ReleaseLog.Event.UPDATED, page, note=in_words(instance), **examination.as_facts())
    notify_of_update(row, page)


def log_removal(instance: ItemUpdate, origin: Any = None, **kwargs: Any) -> None:
    """Signal receiver for `post_delete`: log who removed an update, and the reason given.

    An update that is deleted because its page is deleted is not logged.
    """
    model = origin.model if isinstance(origin, QuerySet) else type(origin)
    if not (isinstance(origin, Model | QuerySet) and issubclass(model, ItemUpdate)):
        return
    page = Page.objects.filter(pk=instance.item_id).first()
    if page is not None:
        reason = current_context().note or "No reason was given."
        page = page.specific
        digest = instance.digest_on(digest_of(page))
        note = f"{in_words(instance)}\n{reason}"
        record(ReleaseLog.Event.UPDATE_REMOVED, page, note=note, digest=digest)


def record_reasons(update: UpdateWords, reasons: Mapping[str, str], user: Any) -> None:
    """Record the reasons, by finding code, why names found in the note may be published.

    They hold for this update alone, as it is now on its page.
    """
    page = update.item.specific
    examination = examine_update(update, page)
    names = _names(page)
    for rule in NAME_RULES:
        if rule.code in reasons:
            CheckResponse.objects.create(
                page_id=page.pk,
                revision=page.live_revision,
                digest=examination.digest,
                code=rule.code,
                by=user,
                words=reasons[rule.code],
                names=found_by(rule, _passages(update), names),
            )
    rows = [one.as_row() for one in examination.findings if one.code in reasons]
    facts = {"digest": examination.digest, "findings": rows, "answers": dict(reasons)}
    record(ReleaseLog.Event.ANSWERED, page, **facts)


def examine_update(update: Any, page: Any) -> UpdateExamination:
    """Check a draft, or a public update in memory, against the gate's rules.

    Never raises: a check that fails with an error is reported as a blocker.
    """
    now = timezone.now()
    try:
        document = page.as_document()
        page_digest = digest_of(page, document)
        digest = update.digest_on(page_digest)
        facts = _facts(update, page, document, page_digest)
        at = max(now, update.at)
        setting = RuleContext(at=at, now=now, laws=laws(), hours=DeskSettings.load().hours())
        # Checked as if nobody had answered yet: an answer settles a finding, but somebody still
        # has to read it.
        asked = [
            finding
            for finding in check(replace(facts, answers={}), setting)
            # If the item is not public, an order about it blocks the item and all its updates.
            if finding.field == NOTE
            or finding.code in OF_THE_WHOLE_PAGE
            or (finding.code == ORDER and page.live)
        ]
        needs_second = any(one.level == Level.WARNING or one.code in _ANSWERABLE for one in asked)
        is_read = _is_read(page.pk, digest, update.written_by)
        answers = _answers(update, page, digest, facts)
        if not is_read:
            # The second person answers this together with the check.
            answers.pop(ANONYMITY, None)
        found = [one for one in asked if one.code not in answers]
        is_urgent = _unremoved(UrgentRelease.objects, page.pk, digest).exists()
        if needs_second and not (is_read or is_urgent):
            found.insert(0, UNREAD)
    except Exception:
        log.exception("The gate could not check an update of page %s", page.pk)
        return UpdateExamination("", [UNCHECKED])
    asks = any(one.code == ANONYMITY for one in asked)
    return UpdateExamination(digest, found, answers, needs_second=needs_second, asks_anonymity=asks)


def checks_of(page_id: int, digest: str) -> QuerySet[Clearance]:
    """The valid checks of exactly this update on this page, newest first.

    Words that have been removed from the page since are checked anew before they return.
    """
    return _unremoved(Clearance.objects, page_id, digest)


def in_words(update: UpdateWords) -> str:
    """The update as text for the log, with the label of its stage."""
    return f"{update.get_stage_display()}: {update.note}"


def _facts(update: Any, page: Any, document: Document, page_digest: str) -> PageFacts:
    """The facts of the page with this update in it.

    The item itself has passed the gate, so its pictures, links and approval are not checked again.
    The answers are those that its own digest has.
    """
    stored = ItemUpdate.objects.filter(pk=_public_row(update)).first()
    before = stored.shown if stored else None
    others = tuple(one for one in document.updates if one != before)
    read = (*passages(replace(document, updates=others)), *_passages(update))
    at = max(timezone.now(), update.at)
    facts = facts_of(page, document, page_digest, at, reading=read)
    stage = _stage_with(update, page)
    return replace(facts, pictures=(), links=(), approval=Approval(), stage=stage)


def _public_row(update: Any) -> int:
    """The id of the public update that this one takes the place of; 0 for a new one."""
    pk = update.pk if isinstance(update, ItemUpdate) else update.changes_id
    return int(pk or 0)


def _stage_with(update: Any, page: Any) -> str:
    """The stage of the case once this update is public: what ends proceedings is no prejudice."""
    correction = ItemUpdate.Stage.CORRECTION
    if update.stage == correction:
        return str(page.stage_of_case)
    others = ItemUpdate.objects.filter(item_id=page.pk).exclude(pk=_public_row(update))
    later = others.exclude(stage=correction).filter(at__gt=update.at, at__lte=timezone.now())
    return stage_for_gate(next((one.stage for one in later if one.has_passed), update.stage))


def _answers(update: Any, page: Any, digest: str, facts: PageFacts) -> dict[str, str]:
    """The answers about names that hold for the page, and those given for this very update.

    An answer about names holds for those that were found when it was given.
    """
    of_page = {code: words for code, words in facts.answers.items() if code in _OF_NAMES}
    rows = CheckResponse.objects.filter(page_id=page.pk, digest=digest).select_related("by")
    given = {one.code: one for one in rows.order_by("at", "pk")}
    names = _names(page) if _OF_NAMES.intersection(given) else {}
    for rule in NAME_RULES:
        answer = given.get(rule.code)
        if answer and is_outdated(rule, _passages(update), names, answer):
            del given[rule.code]
    own = {one.code: f"{name_for_record(one.by)}: {one.words}" for one in given.values()}
    return {**of_page, **own}


def _names(page: Any) -> dict[ProtectedName, Name]:
    """The names that are protected now, and whether their orders cover the page."""
    now = timezone.now()
    return names_in_force(now, in_scope={order.pk for order in orders_covering(page, now)})


def _unremoved(rows: Any, page_id: int, digest: str) -> QuerySet[Any]:
    """The valid sign-offs of exactly this update that are younger than its last removal."""
    removed = ReleaseLog.objects.filter(
        event=ReleaseLog.Event.UPDATE_REMOVED,
        page_id=page_id,
        digest=digest,
        at__gte=OuterRef("at"),
    )
    return rows.valid().filter(~Exists(removed), page_id=page_id, digest=digest)


def _is_read(page_id: int, digest: str, writer: Any) -> bool:
    checks = checks_of(page_id, digest)
    return (checks.exclude(by=writer) if writer else checks).exists()


def _passages(update: Any) -> tuple[Passage, ...]:
    return (Passage(NOTE, "Note", update.note),)
