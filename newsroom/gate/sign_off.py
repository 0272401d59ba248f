"""Standing up for a version of a page: a clearance or an approval of exactly its words."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils import timezone
from wagtail.models import Page, Revision

from newsroom.gate.checked_page import CheckedPage
from newsroom.gate.name_answers import NAME_RULES, found_by
from newsroom.gate.page_facts import digest_of, last_editor, words_and_names
from newsroom.gate.release_gate import Examination, examine
from newsroom.records.approvals import CheckResponse, Clearance, UrgentRelease
from newsroom.records.release_log import ReleaseLog, record

_EVENTS = {
    Clearance.Step.LEGAL: ReleaseLog.Event.CLEARED,
    Clearance.Step.EDITORIAL: ReleaseLog.Event.APPROVED,
}


@dataclass(frozen=True)
class Version:
    """A page as one version has it."""

    page: CheckedPage
    revision: Revision | None
    digest: str
    """Of the document: see documents/digest.py."""

    @property
    def embargo(self) -> datetime | None:
        """When it would go out, if that still lies ahead."""
        ends = self.page.go_live_at
        return ends if ends and ends > timezone.now() else None

    @property
    def columns(self) -> dict[str, Any]:
        """What the release log writes down of it."""
        return {"revision_id": self.revision and self.revision.pk, "digest": self.digest}

    @cached_property
    def editor(self) -> Any:
        """Who was the last to edit these very words: every version of the page may be read."""
        return last_editor(self.page, self.digest)

    def wrote(self, user: Any) -> bool:
        """Whether this person was the last to edit these very words."""
        return bool(self.editor == user)

    def lacks_clearance(self) -> bool:
        """Whether a lawyer, who did not write these words, has yet to clear them."""
        if not self.page.needs_clearance:
            return False
        about = {"page_id": self.page.pk, "digest": self.digest}
        given = Clearance.objects.valid().filter(step=Clearance.Step.LEGAL, **about)
        urgent = UrgentRelease.objects.valid().filter(**about)
        return not (given.exclude(by=self.editor).exists() or urgent.exists())

    def examine(self, releasing: Any) -> Examination:
        """What would stop it, were this person to release it now, or at the end of its embargo."""
        embargo = self.embargo
        return examine(self.page, at=embargo, releasing=releasing, scheduling=bool(embargo))


def latest(page: Page) -> Version:
    """The newest version: what would be released."""
    # Asked anew: the page at hand may have been fetched before somebody saved another version.
    revision = Page.objects.select_related("latest_revision").get(pk=page.pk).latest_revision
    if revision is None:
        return _in_database(page)
    shown = revision.as_object()
    return Version(shown, revision, digest_of(shown))


def released(page: Page, digest: str) -> Version:
    """What readers get; or what waits to go out, if it says these words."""
    scheduled = page.scheduled_revision
    if scheduled is not None:
        shown = scheduled.as_object()
        if digest_of(shown) == digest:
            return Version(shown, scheduled, digest)
    return _in_database(page)


def record_names_answered(instance: CheckResponse, **kwargs: Any) -> None:
    """Called before an answer is saved: it is about the names that stand in these very words.

    Those of the moment for which was asked, which is the embargo's end if one is set. An answer
    for words that no version holds is about no name.
    """
    rules = [rule for rule in NAME_RULES if rule.code == instance.code]
    if instance.pk or not rules:
        return
    for version in (latest(instance.page), released(instance.page, instance.digest)):
        if version.digest == instance.digest:
            instance.names = found_by(rules[0], *words_and_names(version.page, version.embargo))
            return


def sign(step: Clearance.Step, version: Version, user: Any, comment: str = "") -> None:
    """Write down that this person stands up for exactly this version."""
    _clear(step, version, user, comment)
    record(_EVENTS[step], version.page, **version.columns, note=comment)


def note_schedule(version: Version, user: Any) -> None:
    """Write down who set an embargo, and that they stand up for the words when it ends.

    No person acts then, and nobody approves their own words, whether now or later.
    """
    mine = Clearance.objects.filter(
        page_id=version.page.pk, digest=version.digest, step=Clearance.Step.EDITORIAL, by=user
    )
    if version.page.needs_clearance and not mine.exists() and not version.wrote(user):
        _clear(Clearance.Step.EDITORIAL, version, user)
    ends = timezone.localtime(version.page.go_live_at)
    note = f"Goes out on {ends:%A %-d %B %Y at %H:%M}."
    record(ReleaseLog.Event.SCHEDULED, version.page, **version.columns, note=note)


def _clear(step: Clearance.Step, version: Version, user: Any, comment: str = "") -> None:
    Clearance.objects.create(
        page_id=version.page.pk,
        revision=version.revision,
        digest=version.digest,
        step=step,
        by=user,
        comment=comment,
    )


def _in_database(page: Page) -> Version:
    # Not the object of an editor's form, which may hold words that were never saved.
    shown = Page.objects.get(pk=page.pk).specific
    return Version(shown, shown.live_revision, digest_of(shown))
