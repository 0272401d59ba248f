"""Log entries and desk notices about an order. They never contain a protected name."""

from collections.abc import Sequence

from django.utils import timezone
from wagtail.models import Page, Revision

from newsroom.models import DeskNotice, ReleaseLog, ReportingRestriction
from newsroom.publishing.outbox import edit_address, notify_desk, notify_of_order
from newsroom.records.redaction import note_for_record, title_for_record
from newsroom.records.release_log import record

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


def notify_started(restriction: ReportingRestriction, down: Sequence[Page]) -> None:
    """Notify the desk that an order is in force, or that a change of it took down more pages."""
    if down:
        count = "1 public page" if len(down) == 1 else f"{len(down)} public pages"
        subject = f"Taken down by an order: {count}"
        said = ["These were public and have been taken down:", "", *_listed(down)]
    else:
        subject, said = "A reporting restriction is in force", ["Nothing public had to go."]
    body = "\n".join([restriction.label, restriction.source, "", *said])
    first = notify_of_order(restriction, Occasion.BEGUN, subject, body)
    if not first and down:
        notify_of_order(restriction, Occasion.CHANGED, subject, body)


def notify_ended(restriction: ReportingRestriction, reason: str, held: Sequence[Page]) -> None:
    """Log that an order has ended, and notify the desk which pages it held back."""
    record(
        ReleaseLog.Event.UNRESTRICTED,
        title=restriction.label[:255],
        note=f"{note(restriction)}. {reason}",
    )
    lines = [restriction.label, restriction.source, "", note_for_record(reason), ""]
    due = Revision.page_revisions.filter(
        approved_go_live_at__lte=timezone.now(), object_id__in=[str(page.pk) for page in held]
    )
    by_itself = {int(pk) for pk in due.values_list("object_id", flat=True)}
    waiting = [page for page in held if page.pk not in by_itself]
    going = [page for page in held if page.pk in by_itself]
    if waiting:
        lines += ["You may now publish what it held back:", "", *_listed(waiting), ""]
    if going:
        lines += ["Still scheduled, and going out by itself now:", "", *_listed(going), ""]
    if not held:
        lines += ["It held nothing back."]
    subject = "A reporting restriction has ended: you may now publish"
    notify_of_order(restriction, Occasion.ENDED, subject, "\n".join(lines))


def notify_kept(restriction: ReportingRestriction, page: Page, row_id: int) -> None:
    """Notify the desk that a page left its case, or its source, and stays under the order."""
    title = title_for_record(page)
    lines = [restriction.label, restriction.source, "", KEPT, "", *_listed([page])]
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
        *_listed(pages[:MOST_LISTED]),
        *([f"- and {more} more, in the release log"] if more > 0 else []),
    ]
    subject = f"Taken from under an order: {count}"
    notify_desk(f"unbound:{row_id}", subject, "\n".join(lines), pages[0])


def _listed(pages: Sequence[Page]) -> list[str]:
    return [f"- {title_for_record(page)}\n  {edit_address(page)}" for page in pages]


def reset_notification(occasion: DeskNotice.Occasion, restriction: ReportingRestriction) -> None:
    """Mark the current notice as superseded, so that the desk is notified again."""
    told = DeskNotice.objects.filter(restriction=restriction, occasion=occasion, superseded_at=None)
    told.update(superseded_at=timezone.now())
