"""Writing down that a version was not published, once for each reason, and telling the desk."""

from datetime import datetime

from django.utils import timezone
from wagtail.models import Page, Revision

from newsroom.gate.release_gate import Examination
from newsroom.publishing.outbox import edit_address, notify_desk
from newsroom.records.log_context import current_context
from newsroom.records.redaction import title_for_record
from newsroom.records.release_log import ReleaseLog, record
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
    """What is said of a version that could not be published for want of something else.

    The kind of error only: its words may be those of the page.
    """
    message = (
        f"It could not be published because of an error ({type(error).__name__}). It is tried "
        "again each minute. Tell an administrator."
    )
    return Examination("", [Finding("failed", Level.BLOCKER, message, Remedy.WAIT)])


def refuse(revision_id: int, examination: Examination, now: datetime) -> bool:
    """Log the refusal and tell the desk, unless just that was said of this version; whether it was.

    Belongs in a transaction of its own, after that of the release has been rolled back.
    """
    revision = Revision.page_revisions.filter(pk=revision_id, approved_go_live_at__lte=now).first()
    if revision is None:
        return False
    # Only one at a time may look whether it has been said.
    page = Page.objects.select_for_update(no_key=True).get(pk=revision.object_id).specific
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
