"""Sign-off: legal clearance or editorial approval of exactly one digest of a page."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Page, Revision

from newsroom.documents.document import Document
from newsroom.gate.checked_page import CheckedPage
from newsroom.gate.contributors import People, changed_by
from newsroom.gate.moved_embargo import agrees_to_embargo
from newsroom.gate.name_answers import NAME_RULES, found_by
from newsroom.gate.outside_facts import Facts, changes, outside_facts, stands
from newsroom.gate.page_facts import digest_of, words_and_names
from newsroom.gate.release_gate import Examination, examine
from newsroom.gate.remembered import remembered
from newsroom.records.approvals import CheckResponse, Clearance, SignOffRecord, UrgentRelease
from newsroom.records.release_log import ReleaseLog, record

_EVENTS = {
    Clearance.Step.LEGAL: ReleaseLog.Event.CLEARED,
    Clearance.Step.EDITORIAL: ReleaseLog.Event.APPROVED,
}


@dataclass(frozen=True)
class Version:
    """A page with the content of one revision, or of its row when it has none."""

    page: CheckedPage
    revision: Revision | None
    digest: str
    """The digest of the document: see documents/digest.py."""
    document: Document | None = None
    """The content, where it has been read already."""

    @property
    def embargo(self) -> datetime | None:
        """When the embargo ends, aware; None without an embargo in the future."""
        ends = self.page.go_live_at
        return ends if ends and ends > timezone.now() else None

    @property
    def columns(self) -> dict[str, Any]:
        """The version as columns of the release log, by name."""
        return {"revision_id": self.revision and self.revision.pk, "digest": self.digest}

    @cached_property
    def contributors(self) -> People:
        """Who changed it, its files or its facts since the last release of the page."""
        if not hasattr(self.page, "as_document"):
            return frozenset()
        return changed_by(self.page)

    @cached_property
    def needs_clearance(self) -> bool:
        """Whether its release needs a lawyer and a duty editor."""
        return self.page.needs_clearance or self.examine(releasing=None).needs_clearance

    @cached_property
    def outside(self) -> Facts:
        """What the rules are told of it besides its document."""
        return outside_facts(self.page, self.document)

    def is_by(self, user: Any) -> bool:
        """Whether this user changed it, a file or a fact of it since the last release."""
        return user in self.contributors

    def is_cleared_by(self, user: Any) -> bool:
        """Whether this user gave the only legal clearance that stands: another one approves."""
        lawyers = {row.by_id for row in self._standing_clearances()}
        return lawyers == {user.pk}

    def lacks_clearance(self) -> bool:
        """Whether legal clearance by somebody who changed nothing is still needed."""
        if not self.needs_clearance or self._standing_clearances():
            return False
        return not any(stands(row, self.outside) for row in self._rows(UrgentRelease))

    def _standing_clearances(self) -> list[Clearance]:
        others = self._cleared().exclude(by__in=self.contributors)
        return [row for row in others if stands(row, self.outside)]

    def changed_facts(self) -> tuple[str, ...]:
        """What has changed since the newest legal clearance of these words; empty if it stands."""
        newest = self._cleared().order_by("-at", "-pk").first()
        return changes(newest, self.outside) if newest else ()

    def _cleared(self) -> QuerySet[Clearance]:
        return self._rows(Clearance).filter(step=Clearance.Step.LEGAL)

    def _rows(self, model: Any) -> QuerySet[Any]:
        return model.objects.valid().filter(page_id=self.page.pk, digest=self.digest)

    def examine(self, releasing: Any) -> Examination:
        """Check a release by this user, now or at the end of the embargo."""
        embargo = self.embargo
        return examine(self.page, at=embargo, releasing=releasing, scheduling=bool(embargo))


def latest(page: Page) -> Version:
    """The newest version, which a release would publish."""
    return remembered(("latest version", page.pk), lambda: _latest(page))


def _latest(page: Page) -> Version:
    # Fetched again: a revision may have been saved since this instance was fetched.
    revision = Page.objects.select_related("latest_revision").get(pk=page.pk).latest_revision
    if revision is None:
        return _in_database(page)
    return _version(revision.as_object(), revision)


def released(page: Page, digest: str) -> Version:
    """The scheduled version if it has this digest, otherwise the stored page."""
    scheduled = page.scheduled_revision
    if scheduled is not None:
        version = _version(scheduled.as_object(), scheduled)
        if version.digest == digest:
            return version
    return _in_database(page)


def record_names_answered(instance: CheckResponse, **kwargs: Any) -> None:
    """Store in a new check response which protected names it is about. Receiver of `pre_save`.

    These are the names that the rule finds in the content with the digest of the response, when the
    embargo ends, or now without one. None when no version has that digest.
    """
    rules = [rule for rule in NAME_RULES if rule.code == instance.code]
    if instance.pk or not rules:
        return
    if version := _with_digest(instance.page, instance.digest):
        instance.names = found_by(rules[0], *words_and_names(version.page, version.embargo))


def record_facts(instance: SignOffRecord, **kwargs: Any) -> None:
    """Store in a new sign-off what the rules were told. Receiver of `pre_save`.

    They are those of the version with its digest. None, which never stands, when no version has it.
    """
    if instance.pk or instance.facts is not None:
        return
    if version := _with_digest(instance.page, instance.digest):
        instance.facts = version.outside


def sign(step: Clearance.Step, version: Version, user: Any, comment: str = "") -> None:
    """Save a clearance of this version by this user, and log it."""
    _clear(step, version, user, comment)
    record(_EVENTS[step], version.page, **version.columns, note=comment)


def note_schedule(version: Version, user: Any) -> None:
    """Log who set an embargo, and save their approval for the release at its end.

    The release is made by a timer, without a user who could approve. No approval is saved for
    somebody who changed the page or cleared it.
    """
    own = {"page_id": version.page.pk, "digest": version.digest, "by": user}
    mine = Clearance.objects.filter(step=Clearance.Step.EDITORIAL, **own)
    is_given = any(
        stands(row, version.outside) and agrees_to_embargo(row, version.page) for row in mine
    )
    needs_one = version.needs_clearance or version.page.enters_force
    may_approve = not (version.is_by(user) or version.is_cleared_by(user))
    if needs_one and not is_given and may_approve:
        _clear(Clearance.Step.EDITORIAL, version, user)
    ends = timezone.localtime(version.page.go_live_at)
    note = f"Goes out on {ends:%A %-d %B %Y at %H:%M}."
    record(ReleaseLog.Event.SCHEDULED, version.page, **version.columns, note=note)


def _clear(step: Clearance.Step, version: Version, user: Any, comment: str = "") -> None:
    Clearance.objects.create(
        page_id=version.page.pk,
        revision=version.revision,
        digest=version.digest,
        facts=version.outside,
        step=step,
        by=user,
        comment=comment,
    )


def _in_database(page: Page) -> Version:
    # Fetched again: the instance of an edit form may hold unsaved content.
    shown = Page.objects.get(pk=page.pk).specific
    return _version(shown, shown.live_revision)


def _version(page: Any, revision: Revision | None) -> Version:
    document = page.as_document() if isinstance(page, CheckedPage) else None
    return Version(page, revision, digest_of(page, document), document)


def _with_digest(page: Page, digest: str) -> Version | None:
    """The newest version or the released one, whichever has this digest; None if neither has."""
    found = latest(page)
    if found.digest != digest:
        found = released(page, digest)
    return found if found.digest == digest else None
