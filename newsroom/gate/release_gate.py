"""The gate: every write that makes words public passes here, or is refused.

It stands in `NewsroomPage.save()`, because every way to publish ends there. What gets around it,
such as an update of a queryset, opens no edition and is therefore not public (see visibility.py).
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Page

from newsroom.editions.close import close_current
from newsroom.editions.locks import lock_releases_shared
from newsroom.editions.models import Edition, current_edition
from newsroom.gate.checked_page import CheckedPage, PlacedPage
from newsroom.gate.opening import open_edition
from newsroom.gate.page_facts import digest_of, facts_of
from newsroom.records.desk_settings import DeskSettings
from newsroom.records.law import laws
from newsroom.records.log_context import Channel, current_context
from newsroom.records.release_log import ReleaseLog, record
from newsroom.rules.check import Finding, Level, Remedy, RuleContext, check

log = logging.getLogger(__name__)

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
        # Set at the moment of first publication, when nobody has named a day.
        "published_at",
    }
)
"""What is kept of a page besides its words: a save of these alone is not examined."""

UNCHECKED = Finding(
    code="unchecked",
    level=Level.BLOCKER,
    message="The checks could not be completed, so nothing is released. Tell an administrator.",
    remedy=Remedy.WAIT,
)


@dataclass(frozen=True)
class Examination:
    """What the gate found on exactly these words."""

    digest: str
    """Of the document: see documents/digest.py."""
    findings: Sequence[Finding]
    answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def blockers(self) -> list[Finding]:
        """What must be settled before the page may be public."""
        return [finding for finding in self.findings if finding.level == Level.BLOCKER]

    @property
    def warnings(self) -> list[Finding]:
        """What somebody should look at again."""
        return [finding for finding in self.findings if finding.level == Level.WARNING]

    def as_facts(self) -> dict[str, Any]:
        """The columns of the release log that tell of it."""
        rows = [finding.as_row() for finding in self.findings]
        return {"digest": self.digest, "findings": rows, "answers": dict(self.answers)}


class ReleaseRefused(ValidationError):
    """The gate did not let a page through; `examination` says why."""

    def __init__(self, page: Page, examination: Examination) -> None:
        self.page = page
        self.examination = examination
        super().__init__([finding.message for finding in examination.blockers])


def examine(
    page: CheckedPage, at: datetime | None = None, releasing: Any = None, scheduling: bool = False
) -> Examination:
    """What stands in the way of this page, as it is in memory, being public.

    `at` is the moment it would be, now unless told; `releasing` the person who would release it;
    `scheduling` says that its embargo is being set, and not ending. Never raises: a check that
    cannot be completed is a blocker.
    """
    now = timezone.now()
    digest = ""
    try:
        document = page.as_document()
        digest = digest_of(page, document)
        facts = facts_of(page, document, digest, at or now, releasing, scheduling)
        hours = DeskSettings.load().hours()
        findings = check(facts, RuleContext(at=at or now, now=now, laws=laws(), hours=hours))
    except Exception:
        # Whatever went wrong: words that were not checked do not go out.
        log.exception("The gate could not check page %s", page.pk)
        return Examination(digest, [UNCHECKED])
    return Examination(digest, findings, facts.answers)


def makes_public(page: CheckedPage, update_fields: Iterable[str] | None) -> bool:
    """Whether this save may make words public, and does not only keep Wagtail's books."""
    books = BOOKKEEPING - {"live"}
    return page.live and (update_fields is None or not books.issuperset(update_fields))


def check_or_raise(page: CheckedPage) -> Examination | None:
    """Let the page through as it is in memory, or raise ReleaseRefused.

    None when these very words are public already: nothing new goes out. Orders that are made
    meanwhile wait, or are waited for.
    """
    lock_releases_shared()
    if page.pk and _is_public_already(page):
        return None
    examination = examine(page, releasing=current_context().user)
    if examination.blockers:
        raise ReleaseRefused(page, examination)
    return examination


def _is_public_already(page: CheckedPage) -> bool:
    current = current_edition(page.pk)
    if current is None or not Page.objects.filter(pk=page.pk, live=True).exists():
        return False
    if not current.closed_why and current.is_closed_by(timezone.now()):
        # By the clock: nothing reopens unless the gate has looked at it.
        return False
    if page.alias_of_id and not Page.objects.filter(pk=page.pk, slug=page.slug).exists():
        # Its own address is no part of the fingerprint, which is its source's.
        return False
    # What was public before there was a gate has no fingerprint yet.
    public = current.digest or digest_of(_stored(page))
    return public == digest_of(page)


def verify_stored_matches(page: CheckedPage) -> None:
    """After a save of some columns: what readers get must be what was examined in memory.

    The rest of the row may hold other words, which somebody else has written and nobody has read.
    """
    digest = digest_of(page)
    if digest_of(_stored(page)) != digest:
        raise ReleaseRefused(page, Examination(digest, [UNCHECKED]))


def _stored(page: CheckedPage) -> Any:
    """The page as the database has it."""
    model: Any = type(page)
    return model._base_manager.get(pk=page.pk)


def check_plain_page_save(instance: Page, raw: bool = False, **kwargs: Any) -> None:
    """Called before a save as a plain page, which knows no gate: other words of a public page pass.

    Nothing else does: its own columns are all that such a save can change.
    """
    if raw or not instance.live or current_edition(instance.pk) is None:
        return
    words = [field.name for field in Page._meta.concrete_fields if field.name not in BOOKKEEPING]
    page = instance.specific_class._base_manager.get(pk=instance.pk)
    new = {name: getattr(instance, name) for name in words if name != "id"}
    if all(getattr(page, name) == value for name, value in new.items()):
        return
    vars(page).update(new, live=True, url_path=instance.url_path)
    if examination := check_or_raise(page):
        grant_pass(page, examination)


def grant_pass(page: CheckedPage, examination: Examination) -> None:
    """Give readers the page, now saved, that was let through, and write it down."""
    open_edition(page, page.as_document(), examination.digest)
    record(ReleaseLog.Event.RELEASED, page, **examination.as_facts())


def revoke_pass(page: PlacedPage) -> None:
    """Close the edition of a page that is no longer live, and write down why it went.

    Called after each save of a page; does nothing for one that had none.
    """
    current = current_edition(page.pk)
    # Asked of the database: whoever holds a page from before its release, and saves other columns,
    # takes nothing down.
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
