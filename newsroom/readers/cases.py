"""A case's page with its timeline and register, and the list of all cases."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format

from newsroom.archive.index import ArchiveListing
from newsroom.documents.document import CaseRecord, Document
from newsroom.press_office.desks import desk_for
from newsroom.readers.cards import card, listed
from newsroom.readers.case_record import register, timeline
from newsroom.readers.frame import Frame
from newsroom.readers.news import newest_cases
from newsroom.readers.place import Place


@dataclass(frozen=True)
class Order:
    """An order of a court; `until` is a day, an event in words, or None while no end is set."""

    kind: str
    court: str
    since: date
    until: date | str | None
    wording: str

    @property
    def until_in_words(self) -> str:
        return (
            date_format(self.until, "j F Y") if isinstance(self.until, date) else self.until or ""
        )


type OrdersOf = Callable[[int], Sequence[Order]]


def _none(page_id: int) -> Sequence[Order]:
    return ()


class Told:
    """What readers are told of orders: asked of what is registered when the app starts.

    Orders are records of the desk, and readers know none of its tables by themselves.
    """

    orders_of: OrdersOf = staticmethod(_none)


def case_context(document: Document, place: Place, request: HttpRequest) -> dict[str, Any]:
    """A case with its items."""
    rows = ArchiveListing.objects.in_list(ArchiveListing.List.CASE, place.language)
    rows = rows.filter(key=place.page_id or 0)
    frame = Frame(document, place, list(rows.order_by().values_list("item_id", flat=True)))
    record = document.case_record or CaseRecord()
    items = listed(frame.pages.values(), place.language)
    # The pages above, links and translations are no items of the case.
    of_case = [items[pk] for pk in frame.also if pk in items]
    before, stages = timeline(record.stages, [card(item) for item in of_case])
    return {
        **frame.context(),
        "record": record,
        "before": before,
        "stages": stages,
        "orders": Told.orders_of(place.page_id) if place.page_id else (),
        "register": register(record, frame.drawing, timezone.localdate()),
        "desk": desk_for(document.contact),
    }


def case_index_context(document: Document, place: Place, request: HttpRequest) -> dict[str, Any]:
    """The list of all cases, the one that was published last first."""
    frame = Frame(document, place)
    cases = newest_cases(place.language)
    return {
        **frame.context(),
        "introduction": frame.drawing.html(document.introduction),
        "cases": cases,
    }
