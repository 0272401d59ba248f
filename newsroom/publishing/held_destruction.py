"""Destroys the prepared outcomes that a verdict has ruled out, or whose hold was abandoned.

Nothing with their words is kept: not in the bin, not in an index, a log or a queue. Each is
destroyed in a transaction of its own, after the release: if that fails, the release stands, and the
timer tries again. Idempotent. Backups that were made before keep what they have.
"""

import logging
from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from wagtail.admin.models import FormState
from wagtail.models import (
    Page,
    PageLogEntry,
    ReferenceIndex,
    Revision,
    WorkflowState,
    get_page_models,
)

from newsroom.gate.locking import lock_page
from newsroom.models import DeskNotice, HeldOutcome, PageWords, PreviewLink, ReleaseLog
from newsroom.publishing.holds import delete_box
from newsroom.publishing.release import ClockReport, raise_if_disconnected
from newsroom.records.log_context import Channel, log_context
from newsroom.records.release_log import record

log = logging.getLogger(__name__)

SWEPT_FOR = timedelta(days=1)
"""How long after the end of a hold late words are looked for."""


def destroy_doomed(skip: Any = ()) -> ClockReport:
    """Destroy each outcome that is to be destroyed; what fails is tried by the next run."""
    report = ClockReport()
    doomed = HeldOutcome.objects.filter(state=HeldOutcome.State.DOOMED).order_by("pk")
    for pk in list(doomed.values_list("pk", flat=True)):
        what = f"destruction of outcome {pk}"
        if what in skip:
            continue
        try:
            with transaction.atomic(), log_context(None, Channel.VERDICT):
                _destroy(pk)
        except Exception as error:
            raise_if_disconnected(error)
            # Without the error's text, which may quote the page.
            log.error("Outcome %s could not be destroyed: %s", pk, type(error).__name__)
            report.failed.append(what)
    _sweep_again()
    return report


def _sweep_again() -> None:
    """Delete what a request has written that was on its way while its page was destroyed."""
    lately = HeldOutcome.objects.filter(
        state=HeldOutcome.State.DESTROYED, hold__ended_at__gt=timezone.now() - SWEPT_FOR
    )
    for number in lately.values_list("page_number", flat=True):
        if number is not None:
            with transaction.atomic():
                _sweep(number)


def _destroy(outcome_id: int) -> None:
    lock_page(_page_of(outcome_id))
    rows = HeldOutcome.objects.select_for_update(of=("self",), no_key=True)
    outcome = rows.filter(pk=outcome_id, state=HeldOutcome.State.DOOMED).first()
    if outcome is None:
        return
    number = outcome.page_number
    page = Page.objects.filter(pk=number).first()
    if page is not None:
        box = page.get_parent()
        page.specific.delete()
        delete_box(box.pk)
    if number is not None:
        _sweep(number)
    outcome.page, outcome.state = None, HeldOutcome.State.DESTROYED
    outcome.code_hash, outcome.code_by, outcome.code_expires_at = "", None, None
    outcome.save()
    record(ReleaseLog.Event.DESTROYED, page_id=number, title=outcome.hold.label)


def _page_of(outcome_id: int) -> int:
    found = HeldOutcome.objects.filter(pk=outcome_id).values_list("page_number", flat=True)
    return found.first() or 0


def _sweep(number: int) -> None:
    """Delete what refers to the page by its number alone, so that no cascade reaches it."""
    kinds = list(ContentType.objects.get_for_models(*get_page_models()).values())
    own = {"object_id": str(number), "base_content_type": ContentType.objects.get_for_model(Page)}
    for rows in (Revision, WorkflowState, ReferenceIndex):
        rows.objects.filter(**own).delete()
    FormState.objects.filter(object_id=str(number), content_type__in=kinds).delete()
    PageLogEntry.objects.filter(page=number).delete()
    PageWords.objects.filter(page=number).delete()
    PreviewLink.objects.filter(page=number).delete()
    DeskNotice.objects.filter(page=number).delete()
