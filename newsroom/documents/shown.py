"""What readers may see of a document at a given moment, and when that changes next.

A document is cleared as a whole, with updates and orders that have later dates and with files of
case material before their release. Publishing a picture of a defendant before conviction cannot be
undone. In case of doubt, material is therefore removed here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time

from newsroom.documents.document import CaseMaterial, CaseRecord, Document
from newsroom.documents.file_uses import files
from newsroom.documents.stages import CONVICTIONS, Stage
from newsroom.time_zones import LONDON

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
    corrections = tuple(one for one in document.corrections if one.at and one.at <= now)
    if (updates, corrections) != (document.updates, document.corrections):
        document = replace(document, updates=updates, corrections=corrections)
    if record is None:
        # Updates and corrections refer to no files, so all files of the document are still used.
        return document
    return with_used_files(replace(document, case_record=_record_as_shown(record, now)))


def as_if_released(document: Document, now: datetime) -> Document:
    """The document as it would be if its words were released at `now`, for previews."""
    corrections = tuple(one if one.at else replace(one, at=now) for one in document.corrections)
    return replace(document, corrections=corrections)


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


def with_held_material(document: Document, known: Document, now: datetime) -> Document:
    """The document without the files of case material that the known one holds back, row by row.

    Left alone is material that is not to be seen at `now` in any case: its day is still to come.
    """
    record, before = document.case_record, known.case_record
    if record is None or before is None or len(record.materials) != len(before.materials):
        return document
    rows = zip(
        record.materials, _record_as_shown(record, now).materials, before.materials, strict=True
    )
    materials = tuple(held if shown != held == _held(row) else row for row, shown, held in rows)
    return with_used_files(replace(document, case_record=replace(record, materials=materials)))


def with_used_files(document: Document) -> Document:
    """The document without the details of files that it does not use."""
    used = {(use.kind, use.file) for use in files(document)}
    return replace(
        document,
        pictures=tuple(file for file in document.pictures if ("picture", file.id) in used),
        documents=tuple(file for file in document.documents if ("document", file.id) in used),
    )


def _material(row: CaseMaterial, guilty: bool, today: date) -> CaseMaterial:
    rule = (row.kind, row.protocol_class, row.released_on)
    return row if is_released(*rule, guilty=guilty, today=today) else _held(row)


def _held(row: CaseMaterial) -> CaseMaterial:
    """The row without what is not to be seen before its release."""
    return replace(row, released_on=None, image=None, image_alt="", document=None)
