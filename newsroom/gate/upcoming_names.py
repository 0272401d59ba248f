"""Until when an edition may be public because of names that later orders protect.

An order that begins by the clock binds at that second, whether or not a timer runs: the edition of
a page that holds one of its names has closed by then. orders/taking_down.py unpublishes it later.
"""

from datetime import datetime

from newsroom.documents.document import Document
from newsroom.documents.passages import Passage, passages
from newsroom.gate.checked_page import CheckedPage
from newsroom.gate.document_texts import document_texts
from newsroom.gate.name_answers import NAME_RULES, finds, is_answered
from newsroom.gate.page_facts import address_passages
from newsroom.gate.update_answers import without_settled_notes
from newsroom.records.encrypted_field import DecryptionError
from newsroom.records.orders_in_force import orders_binding
from newsroom.records.restrictions import ProtectedName, ReportingRestriction
from newsroom.rules.facts import Name


def names_begin(
    page: CheckedPage,
    document: Document,
    digest: str,
    now: datetime,
    *,
    also_in_force: bool = False,
) -> datetime | None:
    """When the first order begins that protects a name in this document of the page.

    None if no order that is still to begin does, nor one in force if these are asked for. A name
    that cannot be decrypted counts as found.
    """
    upcoming = ReportingRestriction.objects.current_or_upcoming(now)
    if not also_in_force:
        upcoming = upcoming.filter(starts_at__gt=now)
    with_names = upcoming.filter(names__isnull=False).order_by("starts_at")
    moments = list(with_names.values_list("starts_at", flat=True).distinct())
    if not moments:
        return None
    own = (*passages(document), *address_passages(page))
    read = (*own, *document_texts(document).passages)
    for begins in moments:
        covering = orders_binding(page, max(begins, now)).keys()
        names = ProtectedName.objects.filter(restriction__in=upcoming.filter(starts_at=begins))
        try:
            protected = {
                name: Name(name.words, name.restriction.source, name.restriction_id in covering)
                for name in names.select_related("restriction")
            }
        except DecryptionError:
            return begins
        if _keep_back(page, document, digest, read, protected):
            return begins
    return None


def _keep_back(
    page: CheckedPage,
    document: Document,
    digest: str,
    read: tuple[Passage, ...],
    protected: dict[ProtectedName, Name],
) -> bool:
    unsettled = without_settled_notes(read, page, document, digest, protected)
    return any(
        finds(rule, unsettled, tuple(protected.values()))
        and not is_answered(rule, page, digest, unsettled, protected)
        for rule in NAME_RULES
    )
