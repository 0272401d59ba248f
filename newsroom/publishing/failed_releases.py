"""Logs that a revision was not published, once for each reason, and notifies the desk."""

from datetime import datetime

from django.utils import timezone
from wagtail.models import Page, Revision

from newsroom.gate.release_gate import Examination
from newsroom.publishing.outbox import edit_address, notify_desk
from newsroom.records.log_context import current_context
from newsroom.records.redaction import title_for_record
from newsroom.records.release_log import ReleaseLog, record
from newsroom.records.verdict_holds import is_in_vault
from newsroom.rules.findings import Finding, Level, Remedy

EXPIRED_BEFORE = Examination(
    "",
    [
        Finding(
            code="expired-before",
            level=Level.BLOCKER,
            message="Its expiry had passed before it could go out. Set a later one, or none.",
            remedy=Remedy.EDIT,
            field="expire_at",
        )
    ],
)


def failed(error: Exception) -> Examination:
    """The findings for a revision that could not be published because of an unexpected error.

    Only the type of the error is reported, because its message may quote the page's text.
    """
    message = (
        f"It could not be published because of an error ({type(error).__name__}). It is tried "
        "again each minute. Tell an administrator."
    )
    return Examination("", [Finding("failed", Level.BLOCKER, message, Remedy.WAIT)])


def refuse(revision_id: int, examination: Examination, now: datetime) -> bool:
    """Log the refusal of a scheduled revision and notify the desk; returns whether it did.

    It does nothing if the revision is no longer due, if its last refusal had the same findings, or
    if the page is held for a verdict: a notice would tell the desk of it.
    Must run in a transaction of its own, after the transaction of the release was rolled back.
    """
    revision = Revision.page_revisions.filter(pk=revision_id, approved_go_live_at__lte=now).first()
    if revision is None:
        return False
    # The row lock keeps two concurrent runs from logging the same refusal.
    page = Page.objects.select_for_update(no_key=True).get(pk=revision.object_id).specific
    if is_in_vault(page):
        return False
    facts = examination.as_facts()
    said = ReleaseLog.objects.filter(
        event=ReleaseLog.Event.REFUSED, revision_id=revision_id, channel=current_context().channel
    ).first()
    if said is not None and said.findings == facts["findings"]:
        return False
    title = title_for_record(page)
    row = record(ReleaseLog.Event.REFUSED, page, **{**facts, "revision_id": revision_id})
    due = timezone.localtime(revision.approved_go_live_at)
    body = "\n".join(
        [
            f"“{title}” was due on {due:%A %-d %B %Y at %H:%M} and was not released.",
            "",
            *(f"- {_sentence(finding)}" for finding in examination.blockers),
            "",
            "It keeps its schedule and goes out as soon as this is settled.",
            edit_address(page),
        ]
    )
    return notify_desk(f"refused:{revision_id}:{row.pk}", f"Not released: {title}", body, page)


def _sentence(finding: Finding) -> str:
    return f"{finding.place}: {finding.message}" if finding.place else finding.message
