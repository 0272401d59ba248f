"""Log entries and desk notices about an order. They never contain a protected name."""

from collections.abc import Sequence
from typing import Any

from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Page, Revision

from newsroom.models import (
    DeskNotice,
    OrderUndo,
    ReleaseLog,
    ReportingRestriction,
    TakenDownPage,
)
from newsroom.publishing.outbox import edit_address, notify_desk, notify_of_order
from newsroom.records.log_context import name_for_record
from newsroom.records.redaction import note_for_record, title_for_record
from newsroom.records.release_log import record
from newsroom.records.take_downs import pages_taken_down_by

Occasion = DeskNotice.Occasion

MOST_LISTED = 50
"""How many pages a notice lists; the rest are counted."""
KEPT = (
    "It is no longer in the case, or an alias of the page, by which the order covers it. It stays "
    "under the order. If the order is not about it, take it out of the order, and say why."
)


def note(restriction: ReportingRestriction) -> str:
    """The note for the log entry of each page that the order takes down: its number and source."""
    return f"Reporting restriction {restriction.pk}: {restriction.source}"


def log_order(restriction: ReportingRestriction, why: str = "") -> None:
    """Log that an order was entered or changed; `why` is the reason if it is less restrictive."""
    titles = [title_for_record(page.specific) for page in restriction.pages.all()]
    names = restriction.names.count()
    sentences = (
        f"{note(restriction)}.",
        f"{restriction.get_effect_display()}.",
        f"About: {', '.join(titles)}." if titles else "",
        f"Protected names: {names}." if names else "",
        why,
    )
    record(
        ReleaseLog.Event.RESTRICTED,
        title=restriction.label[:255],
        note=" ".join(filter(None, sentences)),
    )


def notify_started(restriction: ReportingRestriction, down: QuerySet[Page]) -> None:
    """Notify the desk that an order is in force, or that a change of it took down more pages."""
    if number := down.count():
        count = "1 public page" if number == 1 else f"{number:,} public pages"
        subject = f"Taken down by an order: {count}"
        said = ["These were public and have been taken down:", "", *_listed(down)]
    else:
        subject, said = "A reporting restriction is in force", ["Nothing public had to go."]
    body = "\n".join([restriction.label, restriction.source, "", *said])
    first = notify_of_order(restriction, Occasion.BEGUN, subject, body)
    if not first and number:
        notify_of_order(restriction, Occasion.CHANGED, subject, body)


def notify_ended(restriction: ReportingRestriction, reason: str, held: QuerySet[Page]) -> None:
    """Log that an order has ended, and notify the desk which pages it held back."""
    record(
        ReleaseLog.Event.UNRESTRICTED,
        title=restriction.label[:255],
        note=f"{note(restriction)}. {reason}",
    )
    lines = [restriction.label, restriction.source, "", note_for_record(reason), ""]
    due = Revision.page_revisions.filter(
        approved_go_live_at__lte=timezone.now(),
        object_id__in=held.values_list(Cast("pk", CharField()), flat=True),
    )
    by_itself = [int(pk) for pk in due.values_list("object_id", flat=True)]
    waiting, going = held.exclude(pk__in=by_itself), held.filter(pk__in=by_itself)
    if waiting.exists():
        lines += ["You may now publish what it held back:", "", *_listed(waiting), ""]
    if by_itself:
        lines += ["Still scheduled, and going out by itself now:", "", *_listed(going), ""]
    if not held.exists():
        lines += ["It held nothing back."]
    subject = "A reporting restriction has ended: you may now publish"
    notify_of_order(restriction, Occasion.ENDED, subject, "\n".join(lines))


def notify_kept(restriction: ReportingRestriction, page: Page, row_id: int) -> None:
    """Notify the desk that a page left its case, or its source, and stays under the order."""
    title = title_for_record(page)
    lines = [restriction.label, restriction.source, "", KEPT, "", *_entries([page])]
    notify_desk(f"bound:{row_id}", f"Still under an order: {title}", "\n".join(lines), page)


def notify_unbound(
    restriction: ReportingRestriction, pages: Sequence[Page], reason: str, row_id: int
) -> None:
    """Notify the desk which pages were taken from under an order, and why."""
    count = "1 page" if len(pages) == 1 else f"{len(pages)} pages"
    more = len(pages) - MOST_LISTED
    lines = [
        *(restriction.label, restriction.source, ""),
        f"The order is in force or begins later, and covers these no longer: {count}.",
        f"The reason given: {note_for_record(reason, pages[0])}",
        "Earlier clearances of them do not hold any more.",
        "",
        *_entries(pages[:MOST_LISTED]),
        *([f"- and {more} more, in the release log"] if more > 0 else []),
    ]
    subject = f"Taken from under an order: {count}"
    notify_desk(f"unbound:{row_id}", subject, "\n".join(lines), pages[0])


def _entries(pages: Sequence[Page]) -> list[str]:
    return [f"- {title_for_record(page)}\n  {edit_address(page)}" for page in pages]


def undo_note(undo: OrderUndo) -> str:
    """The note for the log entry of each page that is public again: the order and both people."""
    order = undo.restriction
    people = [
        f"entered by {name_for_record(order.made_by) or 'somebody unknown'}",
        *([f"undo asked for by {name_for_record(undo.asked_by)}"] if _is_another(undo) else []),
        f"undone by {name_for_record(undo.confirmed_by)}",
    ]
    return f"{note(order)}. Entered in error: {', '.join(people)}. {undo.reason}"


def _is_another(undo: OrderUndo) -> bool:
    return undo.asked_by_id not in (None, undo.confirmed_by_id)


def log_undo(undo: OrderUndo) -> None:
    """Log that an order was entered in error and has ended."""
    record(
        ReleaseLog.Event.UNRESTRICTED,
        title=undo.restriction.label[:255],
        note=undo_note(undo),
    )


def notify_undone(undo: OrderUndo) -> None:
    """Notify the desk which pages are public again, and which stay down and why."""
    order = undo.restriction
    rows = pages_taken_down_by(order)
    back = rows.filter(state=TakenDownPage.State.RESTORED).count()
    refused = rows.filter(state=TakenDownPage.State.REFUSED)
    lines = [order.label, order.source, "", note_for_record(undo_note(undo)), ""]
    lines.append(f"{back:,} of {back + refused.count():,} pages are public again.")
    if refused.exists():
        lines += ["", "These stay down:", ""]
        reasons = dict(refused.values_list("page_id", "reason")[:MOST_LISTED])
        for page in Page.objects.filter(pk__in=reasons).order_by("title").specific():
            words = note_for_record(reasons[page.pk], page)
            lines.append(f"- {title_for_record(page)}\n  {edit_address(page)}\n  {words}")
        if (more := refused.count() - MOST_LISTED) > 0:
            lines.append(f"and {more:,} more (see the release log)")
    subject = f"An order entered in error was undone: {back:,} pages are public again"
    notify_desk(f"undo:{undo.pk}", subject, "\n".join(lines))


def _listed(pages: Any) -> list[str]:
    more = pages.count() - MOST_LISTED
    lines = [
        f"- {title_for_record(page)}\n  {edit_address(page)}"
        for page in pages[:MOST_LISTED].specific()
    ]
    return [*lines, f"and {more:,} more (see the release log)"] if more > 0 else lines


def reset_notification(occasion: DeskNotice.Occasion, restriction: ReportingRestriction) -> None:
    """Mark the current notice as superseded, so that the desk is notified again."""
    told = DeskNotice.objects.filter(restriction=restriction, occasion=occasion, superseded_at=None)
    told.update(superseded_at=timezone.now())
