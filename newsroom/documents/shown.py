"""What readers may see of a document at a given moment, and when that changes next.

A document is cleared as a whole, with updates and orders that have later dates and with files of
case material before their release. Publishing a picture of a defendant before conviction cannot be
undone. In case of doubt, material is therefore removed here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from newsroom.documents.document import CaseMaterial, CaseRecord, Document
from newsroom.documents.file_uses import files
from newsroom.documents.stages import CONVICTIONS, Stage

LONDON = ZoneInfo("Europe/London")

RELEASABLE = ("released", "consultation")
"""The classes of the media protocol whose material can be released."""
CUSTODY_IMAGE = "custody-image"


def convicted(stages: Iterable[tuple[date, str]], day: date) -> bool:
    """Whether a conviction is in effect on that day, given the dates and kinds of a case's stages.

    Once a conviction is quashed, there is none for any defendant until a new conviction.
    """
    stands = False
    past = (stage for stage in stages if stage[0] <= day)
    # If both are on the same day, the conviction counts as quashed.
    for _day, kind in sorted(past, key=lambda stage: (stage[0], stage[1] == Stage.QUASHED)):
        stands = (stands or kind in CONVICTIONS) and kind != Stage.QUASHED
    return stands


def is_released(
    kind: str, protocol_class: str, released_on: date | None, *, guilty: bool, today: date
) -> bool:
    """Whether case material may be shown; `guilty` says whether a conviction is in effect."""
    return (
        released_on is not None
        and released_on <= today
        and protocol_class in RELEASABLE
        and (guilty or kind != CUSTODY_IMAGE)
    )


def as_shown(document: Document, now: datetime) -> Document:
    """The document without what must not be shown yet, including files. `now` must be aware."""
    record = document.case_record
    updates = tuple(update for update in document.updates if update.at <= now)
    if record is None:
        # Updates refer to no files, so all files of the document are still used.
        return document if updates == document.updates else replace(document, updates=updates)
    shown = replace(document, updates=updates, case_record=_record_as_shown(record, now))
    used = {(use.kind, use.file) for use in files(shown)}
    return replace(
        shown,
        pictures=tuple(file for file in shown.pictures if ("picture", file.id) in used),
        documents=tuple(file for file in shown.documents if ("document", file.id) in used),
    )


def next_change(document: Document, now: datetime) -> datetime | None:
    """The next moment at which `as_shown` may return something else; None if there is none."""
    return min((moment for moment in _changes(document) if moment > now), default=None)


def _changes(document: Document) -> Iterator[datetime]:
    for update in document.updates:
        yield update.at
    if record := document.case_record:
        for order in record.orders:
            yield from filter(None, (order.since, order.until))
        days = [stage.day for stage in record.stages]
        for day in (*days, *(material.released_on for material in record.materials)):
            if day:
                yield datetime.combine(day, time(), LONDON)


def _record_as_shown(record: CaseRecord, now: datetime) -> CaseRecord:
    today = now.astimezone(LONDON).date()
    guilty = convicted(((stage.day, stage.kind) for stage in record.stages if stage.day), today)
    return replace(
        record,
        materials=tuple(_material(row, guilty, today) for row in record.materials),
        orders=tuple(
            order
            for order in record.orders
            if order.since <= now and (order.until is None or now < order.until)
        ),
    )


def _material(row: CaseMaterial, guilty: bool, today: date) -> CaseMaterial:
    rule = (row.kind, row.protocol_class, row.released_on)
    if is_released(*rule, guilty=guilty, today=today):
        return row
    return replace(row, released_on=None, image=None, image_alt="", document=None)
