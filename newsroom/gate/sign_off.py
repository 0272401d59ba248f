"""Sign-off: legal clearance or editorial approval of exactly one digest of a page."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Page, Revision

from newsroom.gate.checked_page import CheckedPage
from newsroom.gate.name_answers import NAME_RULES, found_by
from newsroom.gate.outside_facts import Facts, changes, outside_facts, stands
from newsroom.gate.page_facts import digest_of, last_editor, words_and_names
from newsroom.gate.release_gate import Examination, examine
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
    def editor(self) -> Any:
        """The last editor of this content. May read every revision of the page."""
        return last_editor(self.page, self.digest)

    @cached_property
    def needs_clearance(self) -> bool:
        """Whether its release needs a lawyer and a duty editor."""
        return self.page.needs_clearance or self.examine(releasing=None).needs_clearance

    @cached_property
    def outside(self) -> Facts:
        """What the rules are told of it besides its document."""
        return outside_facts(self.page)

    def wrote(self, user: Any) -> bool:
        """Whether this user was the last editor of this content."""
        return bool(self.editor == user)

    def lacks_clearance(self) -> bool:
        """Whether legal clearance by another user than the last editor is still needed."""
        if not self.needs_clearance:
            return False
        given = [*self._cleared().exclude(by=self.editor), *self._rows(UrgentRelease)]
        return not any(stands(row, self.outside) for row in given)

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
    # Fetched again: a revision may have been saved since this instance was fetched.
    revision = Page.objects.select_related("latest_revision").get(pk=page.pk).latest_revision
    if revision is None:
        return _in_database(page)
    shown = revision.as_object()
    return Version(shown, revision, digest_of(shown))


def released(page: Page, digest: str) -> Version:
    """The scheduled version if it has this digest, otherwise the stored page."""
    scheduled = page.scheduled_revision
    if scheduled is not None:
        shown = scheduled.as_object()
        if digest_of(shown) == digest:
            return Version(shown, scheduled, digest)
    return _in_database(page)


def record_names_answered(instance: CheckResponse, **kwargs: Any) -> None:
    """Store in a new check response which protected names it is about. Receiver of `pre_save`.

    These are the names that the rule finds in the content with the digest of the response, when the
    embargo ends, or now without one. None when no version has that digest.
    """
    rules = [rule for rule in NAME_RULES if rule.code == instance.code]
    if instance.pk or not rules:
        return
    for version in (latest(instance.page), released(instance.page, instance.digest)):
        if version.digest == instance.digest:
            instance.names = found_by(rules[0], *words_and_names(version.page, version.embargo))
            return


def record_facts(instance: SignOffRecord, **kwargs: Any) -> None:
    """Store in a new sign-off what the rules were told. Receiver of `pre_save`.

    They are those of the version with its digest. None, which never stands, when no version has it.
    """
    if instance.pk or instance.facts is not None:
        return
    for version in (latest(instance.page), released(instance.page, instance.digest)):
        if version.digest == instance.digest:
            instance.facts = version.outside
            return


def sign(step: Clearance.Step, version: Version, user: Any, comment: str = "") -> None:
    """Save a clearance of this version by this user, and log it."""
    _clear(step, version, user, comment)
    record(_EVENTS[step], version.page, **version.columns, note=comment)


def note_schedule(version: Version, user: Any) -> None:
    """Log who set an embargo, and save their approval for the release at its end.

    The release is made by a timer, without a user who could approve. No approval is saved for the
    last editor of the content.
    """
    own = {"page_id": version.page.pk, "digest": version.digest, "by": user}
    mine = Clearance.objects.filter(step=Clearance.Step.EDITORIAL, **own)
    is_given = any(stands(row, version.outside) for row in mine)
    if version.needs_clearance and not is_given and not version.wrote(user):
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
    return Version(shown, shown.live_revision, digest_of(shown))
