"""The release log: an append-only record of releases, refusals, withdrawals and responses.

It is the evidence of "all reasonable care", a defence under section 3 of the Contempt of Court Act
1981. Database triggers refuse changes and deletions of rows (migration 0003).
"""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.records.log_context import Channel, current_context
from newsroom.records.redaction import note_for_record, title_for_record
from newsroom.records.restrictions import ReportingRestriction
from newsroom.records.verdict_holds import is_in_vault


class ReleaseLog(models.Model):
    """One event of the release process.

    A row outlives its page and its order, so it has no database constraint on either.
    """

    # Not a use of the order, so Wagtail does not warn about it when the order is deleted.
    wagtail_reference_index_ignore = True

    class Event(models.TextChoices):
        RELEASED = "released", _("Released")
        UPDATE_WRITTEN = "update-written", _("Update written")
        UPDATE_CHECKED = "update-checked", _("Update checked")
        UPDATED = "updated", _("Update released")
        UPDATE_REMOVED = "update-removed", _("Update removed")
        REFUSED = "refused", _("Refused")
        SCHEDULED = "scheduled", _("Scheduled")
        UNSCHEDULED = "unscheduled", _("Schedule cancelled")
        DEADLINE = "deadline", _("Deadline set")
        HELD = "held", _("Held for a verdict")
        VERDICT = "verdict", _("Verdict chosen or confirmed")
        UNHELD = "unheld", _("Hold ended without a verdict")
        DESTROYED = "destroyed", _("Prepared outcome destroyed")
        BUNDLED = "bundled", _("Put into a release bundle")
        UNBUNDLED = "unbundled", _("Taken out of a release bundle")
        CLEARED = "cleared", _("Cleared")
        APPROVED = "approved", _("Approved")
        RETURNED = "returned", _("Sent back")
        ANSWERED = "answered", _("Answered")
        URGENT = "urgent", _("Urgent release")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        DISCARDED = "discarded", _("Draft discarded")
        EXPIRED = "expired", _("Expired")
        DELETED = "deleted", _("Deleted while it was public")
        WORDS_WITHHELD = "words-withheld", _("Earlier words withheld")
        TAKEN_DOWN = "taken-down", _("Taken down by an order")
        RESTRICTED = "restricted", _("Reporting restriction entered or changed")
        BOUND = "bound", _("Kept under a reporting restriction")
        UNBOUND = "unbound", _("Taken from under a reporting restriction")
        LINK_MADE = "link-made", _("Preview link made")
        LINK_RENEWED = "link-renewed", _("Preview link shows the newest words")
        LINK_REVOKED = "link-revoked", _("Preview link revoked")
        UNRESTRICTED = "unrestricted", _("Reporting restriction ended")
        LAW = "law", _("Rule of law changed")
        TAKEN_OUT = "taken-out", _("Record of care taken out")
        KEPT = "kept", _("Kept at its retention review")
        ERASURE_ASKED = "erasure-asked", _("Removal of words proposed")
        NOT_ERASED = "not-erased", _("Removal of words declined")
        ANONYMISED = "anonymised", _("Words replaced under retention")
        REMOVED = "removed", _("Removed under retention")

    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)
    event = models.CharField(_("what happened"), max_length=14, choices=Event)
    page_id = models.BigIntegerField(_("number of the page"), null=True, db_index=True)
    title = models.CharField(_("title"), max_length=255, blank=True)
    revision_id = models.BigIntegerField(_("number of the version"), null=True)
    digest = models.CharField(_("digest of the words"), max_length=64, blank=True)
    by = models.CharField(_("by"), max_length=200, blank=True)
    username = models.CharField(_("user name"), max_length=150, blank=True)
    channel = models.CharField(_("how"), max_length=40, choices=Channel)
    restriction = models.ForeignKey(
        ReportingRestriction,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        related_name="+",
        verbose_name=_("reporting restriction"),
    )
    findings = models.JSONField(_("what the gate found"), default=list)
    answers = models.JSONField(_("what was answered"), default=dict)
    note = models.TextField(_("reason or note"), blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)
        verbose_name = _("release log entry")
        verbose_name_plural = _("release log")

    def __str__(self) -> str:
        return f"{self.get_event_display()}: {self.title}"


def record(event: str, page: Any = None, **facts: Any) -> ReleaseLog:
    """Save one row with the user and channel of the current `LogContext`.

    `facts` are further columns of the row, by name. Protected names in the title and in the note
    are redacted. Of a page that is held for a verdict the row has no words, since it is kept.
    """
    context = current_context()
    if page is not None and is_in_vault(page):
        facts = _without_words(facts)
    facts = {**facts, "note": note_for_record(facts.get("note", ""), page)}
    if page is not None:
        facts = {
            "page_id": page.pk,
            "title": title_for_record(page),
            "revision_id": page.live_revision_id or page.latest_revision_id,
            **facts,
        }
    return ReleaseLog.objects.create(
        event=event,
        by=context.name,
        username=context.user.get_username() if context.user else "",
        channel=context.channel,
        restriction=context.restriction,
        **facts,
    )


def _without_words(facts: dict[str, Any]) -> dict[str, Any]:
    """The columns of a row without what may quote a page: of findings, code and level are left."""
    quoted = ("message", "place", "field", "source", "block")
    findings = [{**row, **dict.fromkeys(quoted, "")} for row in facts.get("findings", ())]
    codes = dict.fromkeys(facts.get("answers", {}), "")
    return {**facts, "findings": findings, "answers": codes, "note": ""}
