"""Notes in the release log that a record of care was taken out."""

from wagtail.models import Page

from newsroom.evidence.care_record import CareRecord
from newsroom.records.release_log import ReleaseLog, record


def note_taken_out(care: CareRecord, form: str) -> None:
    """Log who took the record out, as `log_context` says, and in which form: "pdf" or "json"."""
    page = Page.objects.filter(pk=care.page).first()
    facts = {} if page else {"page_id": care.page, "title": f"Page {care.page}"}
    record(ReleaseLog.Event.TAKEN_OUT, page, note=form.upper(), **facts)
