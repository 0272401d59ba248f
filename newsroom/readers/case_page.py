"""Contexts for the page of a case, with its timeline and register, and for the list of cases."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format

from newsroom.archive.around import list_rows
from newsroom.archive.index import ArchiveListing
from newsroom.choices import OrderKind, label
from newsroom.documents.document import CaseOrder, CaseRecord, Document
from newsroom.press_office.desks import desk_for
from newsroom.readers.cards import card, listed
from newsroom.readers.case_record import register, timeline
from newsroom.readers.frame import Frame
from newsroom.readers.news import newest_cases
from newsroom.readers.place import Place


@dataclass(frozen=True)
class PublicOrder:
    """A reporting restriction as the page of a case shows it."""

    kind: str
    court: str
    since: date
    until_in_words: str
    """A date or an event; empty if no end is set."""
    wording: str


def public_order(order: CaseOrder) -> PublicOrder:
    """The restriction as shown; the caller passes only orders in force."""
    until = date_format(timezone.localdate(order.until), "j F Y") if order.until else ""
    return PublicOrder(
        kind=label(OrderKind, order.kind),
        court=order.court,
        since=timezone.localdate(order.since),
        until_in_words=until or order.until_event,
        wording=order.wording,
    )


def case_context(document: Document, place: Place, request: HttpRequest) -> dict[str, Any]:
    """The context of a case's page."""
    name, keys = ArchiveListing.List.CASE.value, [place.page_id or 0]
    listed_here = list_rows(name, keys, place.language, ("item_id",))
    frame = Frame(document, place, [item_id for (item_id,) in listed_here])
    record = document.case_record or CaseRecord()
    items = listed(frame.pages.values(), place.language)
    # `frame.pages` also contains ancestors, link targets and translations.
    of_case = [items[pk] for pk in frame.also if pk in items]
    before, stages = timeline(record.stages, [card(item) for item in of_case])
    return {
        **frame.context(),
        "record": record,
        "before": before,
        "stages": stages,
        "orders": [public_order(order) for order in record.orders],
        "register": register(record, frame.drawing, timezone.localdate()),
        "desk": desk_for(document.contact),
    }


def case_index_context(document: Document, place: Place, request: HttpRequest) -> dict[str, Any]:
    """The context of the list of cases, latest first publication first."""
    frame = Frame(document, place)
    cases = newest_cases(place.language)
    return {
        **frame.context(),
        "introduction": frame.drawing.html(document.introduction),
        "cases": cases,
    }
