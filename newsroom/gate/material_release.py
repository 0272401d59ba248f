"""The release of a case's material on its day: the gate looks at the page once more.

The page was cleared as a whole, with this material. By its day an order may have been made, or the
file replaced, or somebody may have said that the picture shows something else. What the gate
refuses is held back, and the desk is told. It goes out with the next release of the page.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from newsroom.documents.document import Document
from newsroom.documents.shown import with_held_material
from newsroom.editions.models import Edition
from newsroom.gate import release_gate
from newsroom.gate.checked_page import CheckedPage
from newsroom.records.desk_notices import DeskNotice
from newsroom.records.redaction import title_for_record
from newsroom.records.release_log import ReleaseLog, record
from newsroom.rules.findings import Finding


def with_material_let_through(
    page: CheckedPage, document: Document, current: Edition, now: datetime
) -> Document:
    """The document, without material that is due and that the gate does not let through."""
    held = with_held_material(document, current.as_document(), now)
    if held == document:
        return document
    examination = release_gate.examine(page)
    if blockers := _blocking(examination, current):
        _refuse(page, current, blockers)
        return held
    note = _("Material of the case was due.")
    record(ReleaseLog.Event.RELEASED, page, **examination.as_facts(), note=note)
    return document


def _blocking(examination: release_gate.Examination, current: Edition) -> list[Finding]:
    """What keeps the material back.

    Whoever published the page approved it. This approval is in no record, and holds for the content
    that is public already. A clearance has to stand.
    """
    codes = {finding.code for finding in examination.blockers}
    is_approved = examination.digest == current.digest and "not-cleared" not in codes
    accepted = {"not-approved"} if is_approved else set()
    return [finding for finding in examination.blockers if finding.code not in accepted]


def _refuse(page: CheckedPage, current: Edition, blockers: list[Finding]) -> None:
    """Log the refusal and tell the desk, once for each edition of the page."""
    title = title_for_record(page)
    said = [finding.message for finding in blockers]
    what = _("Material of this case was to be released today. The gate holds it back:")
    rest = _("Settle this, have the page cleared and publish it again. Then the material is shown.")
    _notice, is_new = DeskNotice.objects.get_or_create(
        key=f"material-held:{current.page_id}:{current.digest[:16]}:{current.changes_at or ''}",
        defaults={
            "page_id": page.pk,
            "subject": (_("Not released: material of %(title)s") % {"title": title})[:250],
            "body": "\n".join([what, *said, rest]),
        },
    )
    if is_new:
        rows = [finding.as_row() for finding in blockers]
        record(ReleaseLog.Event.REFUSED, page, digest=current.digest, findings=rows)
