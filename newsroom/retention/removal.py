"""Removes an item: its page and versions, and its words from all records, files and caches.

What stays is the skeleton of the records: when, what and who, without a word of the item. Readers
are told at each of its addresses that it is gone, and not what it was.
"""

from collections import Counter
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import F, Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, PageLogEntry

from newsroom.documents.document import Document
from newsroom.editions.hidden_addresses import hidden_address
from newsroom.gate import address_sync
from newsroom.gate.edition_words import EditionWords
from newsroom.gate.locking import lock_page
from newsroom.models import (
    AlertDelivery,
    AlertedEdition,
    CheckResponse,
    Clearance,
    DeskNotice,
    EarlierEdition,
    Edition,
    EditionFile,
    FactChange,
    OldAddress,
    PageChange,
    PageText,
    PreviewLink,
    ReleaseLog,
    RetentionDecision,
    TakenDownPage,
    Tombstone,
    UrgentRelease,
    WithdrawalNotice,
)
from newsroom.publishing.release import withdraw
from newsroom.records.log_context import Channel, log_context, name_for_record
from newsroom.records.release_log import record
from newsroom.retention import removed_files
from newsroom.retention.bound_rows import PageRows
from newsroom.retention.marks import Marks, marks_of
from newsroom.retention.passing import INSTEAD, sweep
from newsroom.retention.permit import permitted
from newsroom.retention.replacement import Replacement
from newsroom.retention.stored_texts import name_of

SKELETONS = frozenset(
    {
        *(Edition, ReleaseLog, Clearance, UrgentRelease, CheckResponse, PageChange),
        *(Tombstone, WithdrawalNotice, RetentionDecision, TakenDownPage, PageLogEntry),
    }
)
"""Records of which the row stays, without words."""


class StillThere(Exception):
    """Something of the item would remain: nothing was removed."""


def placeholder(page_id: int) -> str:
    """What stands in the place of a title."""
    return f"Page {page_id} (words removed under retention)"


def titles_of(page_id: int, page: Any) -> set[str]:
    """All titles and addresses under which the item was known."""
    own = Edition.objects.filter(page_id=page_id)
    found = set(own.values_list("title", flat=True))
    found |= {address.strip("/").rpartition("/")[2] for address in _addresses(page_id)}
    if page is not None:
        found |= {page.title, page.draft_title, page.slug}
        found |= set(page.revisions.values_list("object_str", flat=True))
    return found


def places_of(page_id: int) -> list[tuple[str, int]]:
    """How many rows of each table are about the page: what a removal changes or deletes."""
    counted: Counter[str] = Counter()
    for model, keys in PageRows(page_id).by_table().items():
        counted[name_of(model)] += len(keys)
    page = Page.objects.filter(pk=page_id).specific().first()
    files = removed_files.unused_elsewhere(page_id, removed_files.files_of(page_id, page))
    if files:
        counted[_("pictures and documents that nothing else uses")] += len(files)
    return sorted(counted.items())


def remove(decision: RetentionDecision, names: list[str]) -> RetentionDecision:
    """Carry out a confirmed removal in one transaction. Raises StillThere.

    `names` must not remain anywhere. They are kept as marks, by which a trace is found.
    """
    page_id = decision.page_id
    with transaction.atomic(), log_context(decision.confirmed_by, Channel.ADMIN):
        # Before the files are deleted: what fails after the commit does not undo it.
        transaction.on_commit(cache.clear, robust=True)
        locked = lock_page(page_id)
        page = locked.specific if locked is not None else None
        places = places_of(page_id)
        titles = titles_of(page_id, page)
        marks = marks_of(titles, names)
        addresses = _addresses(page_id)
        if page is not None:
            withdraw(page, placeholder(page_id))
            page = Page.objects.get(pk=page_id).specific
        files = removed_files.files_of(page_id, page)
        _delete_beside(page_id)
        with permitted(decision):
            _blank_records(page_id, decision.pk)
        if page is not None:
            page.delete()
        for file in removed_files.unused_elsewhere(page_id, files):
            for path in removed_files.paths_of(file):
                marks.add_file(path)
            removed_files.delete(file)
        PageRows(page_id).delete_generic()
        # The deletion of its updates has been noted as a change of the page.
        FactChange.objects.filter(subject=FactChange.Subject.PAGE, subject_id=page_id).delete()
        _blank_page_log(page_id)
        sweep(
            page_id,
            marks_of(titles, ()),
            marks,
            [Replacement(name, INSTEAD) for name in names],
            goes=True,
        )
        _leave_notices(page_id, addresses)
        record(
            ReleaseLog.Event.REMOVED,
            page_id=page_id,
            title=placeholder(page_id),
            note=note_of(decision, places),
        )
        _check_nothing_is_left(page_id)
        finish(decision, marks, places)
    return decision


def finish(decision: RetentionDecision, marks: Marks, places: list[tuple[str, int]]) -> None:
    """Save the decision as carried out, without the words, and empty the caches afterwards.

    Again after a removal, since a request may have filled them in between.
    """
    decision.words, decision.finished_at = "", timezone.now()
    decision.marks, decision.places = marks.as_data(), [list(place) for place in places]
    decision.save()
    transaction.on_commit(cache.clear, robust=True)


def note_of(decision: RetentionDecision, places: list[tuple[str, int]]) -> str:
    """Who decided, why, and how many rows: what the log says, without a word of the item."""
    rows = sum(number for _label, number in places)
    lines = [
        f"Retention decision {decision.pk}. {decision.get_legal_reason_display()}",
        f"Proposed by {name_for_record(decision.proposed_by)}, confirmed by "
        f"{name_for_record(decision.confirmed_by)}. Rows concerned: {rows}.",
    ]
    return "\n".join(lines)


def _addresses(page_id: int) -> dict[str, str]:
    """Each address under which readers could open the item, with its language."""
    public = Edition.objects.filter(page_id=page_id, opens_at__lte=timezone.now())
    read = public.exclude(address="").exclude(closes_at=F("opens_at"))
    return dict(read.values_list("address", "language"))


def _delete_beside(page_id: int) -> None:
    """Delete what is about the page and would outlive it."""
    editions = Edition.objects.filter(page_id=page_id)
    EditionFile.objects.filter(edition__in=editions).delete()
    PageText.objects.filter(edition__in=editions).delete()
    AlertedEdition.objects.filter(edition_id__in=editions.values("pk")).delete()
    for model in (EditionWords, EarlierEdition, OldAddress, AlertDelivery, WithdrawalNotice):
        model._base_manager.filter(page_id=page_id).delete()
    WithdrawalNotice.objects.filter(replacement_id=page_id).update(replacement_id=None)
    for row in (DeskNotice, PreviewLink):
        row._base_manager.filter(page=page_id).delete()


def _blank_records(page_id: int, decision_id: int) -> None:
    """Take the words out of the records of the page. Needs a permit.

    Other decisions about it lose their reasons: they may say anything. This one's has been checked.
    """
    for edition in Edition.objects.filter(page_id=page_id).exclude(closed_why=""):
        emptied = Document(
            page_type=edition.page_type,
            language=edition.language,
            slug="",
            title=placeholder(page_id),
            # An order may cover the item through its case: the record of care goes on telling it.
            case=edition.document.get("case"),
        )
        _only(edition).update(
            title=placeholder(page_id), teaser="", address="", document=emptied.to_json()
        )
    log = ReleaseLog.objects.filter(page_id=page_id)
    log.update(title=placeholder(page_id), findings=[], answers={}, note="")
    Clearance.objects.filter(page_id=page_id).update(comment="", facts=None)
    UrgentRelease.objects.filter(page_id=page_id).update(reason="", facts=None)
    CheckResponse.objects.filter(page_id=page_id).update(words="", facts=None)
    PageChange.objects.filter(page_id=page_id).update(note="", reason="")
    TakenDownPage.objects.filter(page_id=page_id).update(reason="")
    RetentionDecision.objects.filter(page_id=page_id).exclude(pk=decision_id).update(reason="")


def _only(row: Model) -> QuerySet[Any]:
    return type(row)._base_manager.filter(pk=row.pk)


def _blank_page_log(page_id: int) -> None:
    """Take titles and changes out of Wagtail's log of the page, after its deletion is in it."""
    rows = PageLogEntry.objects.filter(page=page_id)
    rows.update(label=placeholder(page_id), data={})


def _leave_notices(page_id: int, addresses: dict[str, str]) -> None:
    """Leave a notice at a digest of each address, which says since when the item is gone."""
    for address, language in addresses.items():
        notice = WithdrawalNotice(
            address=hidden_address(address),
            language=language,
            page_id=page_id,
            since=timezone.now(),
            kind=WithdrawalNotice.Kind.RETENTION,
        )
        address_sync.leave_notice(notice)


def _check_nothing_is_left(page_id: int) -> None:
    left = {
        f"{model._meta.label} ({len(keys)})"
        for model, keys in PageRows(page_id).by_table().items()
        if model not in SKELETONS
    }
    if left:
        raise StillThere(", ".join(sorted(left)))
