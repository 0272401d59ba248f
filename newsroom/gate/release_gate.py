"""The gate: checks every write that would make content public, and refuses it or opens an edition.

`NewsroomPage.save()` calls it, because every way to publish ends there. A write that bypasses it,
such as `QuerySet.update()`, opens no edition and so makes nothing public (see gate/visibility.py).
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Page

from newsroom.documents.document import Document
from newsroom.documents.passages import Passage
from newsroom.documents.texts import PLACES
from newsroom.editions.close import close_current
from newsroom.editions.locks import lock_releases_shared
from newsroom.editions.models import Edition, current_edition
from newsroom.gate.approval import approval_of, needs_clearance, second_person_for
from newsroom.gate.checked_page import CheckedPage, PlacedPage
from newsroom.gate.earlier_words import check_earlier_words
from newsroom.gate.name_answers import NAME_RULES, finds
from newsroom.gate.opening import open_edition
from newsroom.gate.outside_facts import outside_facts
from newsroom.gate.page_changes import UNDECLARED, change_of, keep_change, nobody_to_ask
from newsroom.gate.page_facts import digest_of, facts_of
from newsroom.gate.reinstating import not_accepted
from newsroom.gate.remembered import remembered, remembering
from newsroom.gate.replacing_words import still_asked
from newsroom.records.desk_settings import DeskSettings
from newsroom.records.law import laws
from newsroom.records.log_context import Channel, current_context
from newsroom.records.orders_in_force import names_in_force, orders_binding
from newsroom.records.release_log import ReleaseLog, record
from newsroom.rules.check import Finding, Level, Remedy, RuleContext, answered, check

log = logging.getLogger(__name__)

WITH_NOTE = (Channel.UNDO, Channel.BUNDLE, Channel.VERDICT)
"""Channels whose note is about the operation, and is logged with the release."""

BOOKKEEPING = frozenset(
    {
        "pk",
        "path",
        "depth",
        "numchild",
        "url_path",
        "translation_key",
        "locale",
        "content_type",
        "draft_title",
        "live",
        "has_unpublished_changes",
        "owner",
        "go_live_at",
        "expire_at",
        "expired",
        "locked",
        "locked_at",
        "locked_by",
        "first_published_at",
        "last_published_at",
        "latest_revision_created_at",
        "latest_revision",
        "live_revision",
        "alias_of",
        "wagtail_admin_comments",
        # Set on first publication when no editor has entered a date.
        "published_at",
    }
)
"""Columns that hold no content. A save of these alone is not checked."""

UNCHECKED = Finding(
    code="unchecked",
    level=Level.BLOCKER,
    message="The checks could not be completed, so nothing is released. Tell an administrator.",
    remedy=Remedy.WAIT,
)

NAME_IN_ADDRESS = Finding(
    code="protected-name",
    level=Level.BLOCKER,
    message="The new address holds a protected name: the slug of a page above says it. Change that "
    "slug, or move the page elsewhere.",
    remedy=Remedy.EDIT,
    place=PLACES["slug"],
    field="slug",
)


@dataclass(frozen=True)
class Examination:
    """The result of checking one digest."""

    digest: str
    """The digest of the document (documents/digest.py); empty when it could not be computed."""
    findings: Sequence[Finding]
    answers: Mapping[str, str] = field(default_factory=dict)
    needs_clearance: bool = True
    """Whether a release needs a lawyer and a duty editor, by the page's type or by what it says."""
    answered: Sequence[Finding] = ()
    """What would be found if nobody had answered it. The answers are in `answers`, by code."""

    @property
    def blockers(self) -> list[Finding]:
        """The findings that block a release."""
        return [finding for finding in self.findings if finding.level == Level.BLOCKER]

    @property
    def warnings(self) -> list[Finding]:
        """The findings that do not block a release."""
        return [finding for finding in self.findings if finding.level == Level.WARNING]

    def as_facts(self) -> dict[str, Any]:
        """The examination as columns of the release log, by name."""
        rows = [finding.as_row() for finding in self.findings]
        return {"digest": self.digest, "findings": rows, "answers": dict(self.answers)}


class ReleaseRefused(ValidationError):
    """The gate refused a release. `examination` has the blockers."""

    def __init__(self, page: Page, examination: Examination) -> None:
        self.page = page
        self.examination = examination
        super().__init__([finding.message for finding in examination.blockers])


def examine(
    page: CheckedPage, at: datetime | None = None, releasing: Any = None, scheduling: bool = False
) -> Examination:
    """Check the page, as it is in memory, for release.

    - `at`: when it would be public, aware; now by default.
    - `releasing`: the user who would release it.
    - `scheduling`: True when its embargo is being set, False when it ends.

    Never raises: an error in a check becomes the blocker `UNCHECKED`.
    """
    with remembering():
        digest = ""
        try:
            document = page.as_document()
            digest = digest_of(page, document)
        except Exception:
            log.exception("The gate could not read page %s", page.pk)
            return Examination(digest, [UNCHECKED])
        key = ("examination", page.pk, digest, releasing and releasing.pk, scheduling and at)
        return remembered(key, lambda: _examine(page, document, digest, at, releasing, scheduling))


def _examine(
    page: CheckedPage,
    document: Document,
    digest: str,
    at: datetime | None,
    releasing: Any,
    scheduling: bool,
) -> Examination:
    now = timezone.now()
    try:
        outside = outside_facts(page, document)
        facts = facts_of(page, document, digest, at or now, scheduling, outside=outside)
        hours = DeskSettings.load().hours()
        setting = RuleContext(at=at or now, now=now, laws=laws(), hours=hours)
        needed = needs_clearance(page, facts, setting)
        given = second_person_for(page, document, digest, releasing)
        if needed:
            own = approval_of(page, document, digest, outside, releasing)
            given = replace(own, enters_force=given.enters_force)
        facts = replace(facts, approval=given, change=change_of(page, document))
        findings, settled = check(facts, setting), answered(facts, setting)
    except Exception:
        # Fail closed: unchecked content is never released.
        log.exception("The gate could not check page %s", page.pk)
        return Examination(digest, [UNCHECKED])
    return Examination(digest, findings, facts.answers, needed, settled)


def makes_public(page: CheckedPage, update_fields: Iterable[str] | None) -> bool:
    """Whether this save may make content public: of a live page, and of content columns."""
    books = BOOKKEEPING - {"live"}
    return page.live and (update_fields is None or not books.issuperset(update_fields))


def check_or_raise(page: CheckedPage) -> Examination | None:
    """Check the page as it is in memory. Raises ReleaseRefused when there are blockers.

    Returns None when the same digest is already public. Takes the shared release lock first, so
    that releases and new orders wait for each other. Needs a transaction.
    """
    lock_releases_shared()
    with remembering():
        if page.pk and _is_public_already(page):
            return None
        examination = examine(page, releasing=current_context().user)
    blockers = [
        found
        for found in examination.blockers
        if not (found.code == UNDECLARED and nobody_to_ask())
    ]
    blockers = still_asked(page.pk, blockers, examination.warnings)
    if blocking := not_accepted(examination.digest, blockers):
        raise ReleaseRefused(
            page, replace(examination, findings=[*blocking, *examination.warnings])
        )
    return examination


def _is_public_already(page: CheckedPage) -> bool:
    current = current_edition(page.pk)
    if current is None or not Page.objects.filter(pk=page.pk, live=True).exists():
        return False
    if not current.closed_why and current.is_closed_by(timezone.now()):
        # Closed by time. A new edition needs a check.
        return False
    if page.alias_of_id and not Page.objects.filter(pk=page.pk, slug=page.slug).exists():
        # The slug of an alias is not part of its digest, which is that of its source.
        return False
    # An edition that was migrated from before the gate existed has no digest.
    public = current.digest or digest_of(_stored(page))
    return public == digest_of(page)


def verify_stored_matches(page: CheckedPage) -> None:
    """Raise ReleaseRefused when the stored page differs from the checked instance in memory.

    Called after a save with `update_fields`: the other columns may hold unchecked content from a
    concurrent write.
    """
    digest = digest_of(page)
    if digest_of(_stored(page)) != digest:
        raise ReleaseRefused(page, Examination(digest, [UNCHECKED]))


def _stored(page: CheckedPage) -> Any:
    """The page as stored."""
    model: Any = type(page)
    return model._base_manager.get(pk=page.pk)


def check_plain_page_save(instance: Page, raw: bool = False, **kwargs: Any) -> None:
    """Check a save as plain `Page`, which bypasses `NewsroomPage.save()`. Receiver of `pre_save`.

    Such a save can change only columns of `Page`. It is checked when the page is public and a
    content column changes. Raises ReleaseRefused.
    """
    if raw or not instance.live or current_edition(instance.pk) is None:
        return
    columns = [field.name for field in Page._meta.concrete_fields if field.name not in BOOKKEEPING]
    page = instance.specific_class._base_manager.get(pk=instance.pk)
    new = {name: getattr(instance, name) for name in columns if name != "id"}
    if all(getattr(page, name) == value for name, value in new.items()):
        return
    vars(page).update(new, live=True, url_path=instance.url_path)
    if examination := check_or_raise(page):
        grant_pass(page, examination)


def check_new_address(page: CheckedPage, before: str, now: str) -> None:
    """Check the address that a public page gets by a move, or by a new slug of a page above it.

    The words of the page are not checked again. Raises ReleaseRefused when the new address holds a
    protected name that the one before did not.
    """
    at = timezone.now()
    names = tuple(names_in_force(at, in_scope=orders_binding(page, at).keys()).values())
    for rule in NAME_RULES if names else ():
        old, new = (
            (Passage("slug", PLACES["slug"], address, prose=False),) for address in (before, now)
        )
        if finds(rule, new, names) and not finds(rule, old, names):
            raise ReleaseRefused(page, Examination(digest_of(page), [NAME_IN_ADDRESS]))


def grant_pass(page: CheckedPage, examination: Examination) -> None:
    """Open an edition of a saved page that has passed the gate, and log its release.

    What is said of the change of words is kept first: the edition has the correction, dated.
    """
    changed, has_earlier = keep_change(page, examination.digest)
    withheld = check_earlier_words(page, examination.findings) if has_earlier else ""
    open_edition(page, page.as_document(), examination.digest)
    context = current_context()
    note = context.note if context.channel in WITH_NOTE else ""
    notes = "\n".join(filter(None, (note, changed, withheld)))
    record(ReleaseLog.Event.RELEASED, page, **examination.as_facts(), note=notes)


def revoke_pass(page: PlacedPage) -> None:
    """Close the edition of a page that is no longer live, and log the reason.

    Called after each save of a page. Does nothing for a page without a current edition.
    """
    current = current_edition(page.pk)
    # Read from the database: an instance fetched before the release may have an outdated `live`.
    if current is None or not Page.objects.filter(pk=page.pk, live=False).exists():
        return
    if current_context().channel == Channel.ORDER:
        why, event = Edition.Closed.ORDER, ReleaseLog.Event.TAKEN_DOWN
    elif page.expired:
        why, event = Edition.Closed.EXPIRED, ReleaseLog.Event.EXPIRED
    else:
        why, event = Edition.Closed.WITHDRAWN, ReleaseLog.Event.WITHDRAWN
    close_current(current, why)
    record(event, page, note=current_context().note)
