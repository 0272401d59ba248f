"""What templates of the desk say of a page outside of its own screens."""

from typing import Any

from django import template
from wagtail.models import Page

from newsroom.gate.sign_off import latest
from newsroom.publishing.cleared_versions import fields_changed_since, last_legal_clearance
from newsroom.records.redaction import title_for_record
from newsroom.records.submission_deadlines import SubmissionDeadline
from newsroom.records.submission_deadlines import deadline_of as deadline_of_state

register = template.Library()


@register.filter
def redacted_title(page: Page) -> str:
    """The title of a page, for mail: without a protected name in it."""
    return title_for_record(page)


@register.simple_tag
def changed_since_clearance(page: Page) -> dict[str, Any] | None:
    """Who last cleared the page and the fields that changed since, for mail: no word of them.

    None if no lawyer has cleared it, or nothing has changed since.
    """
    clearance = last_legal_clearance(page)
    if clearance is None:
        return None
    fields = fields_changed_since(clearance, latest(page).page)
    return {"clearance": clearance, "fields": fields} if fields else None


@register.simple_tag
def deadline_of(page: Page) -> SubmissionDeadline | None:
    """The deadline of the submission of this page that is under way, or None without one."""
    state = page.current_workflow_state
    return deadline_of_state(state) if state else None
