"""The timeline of a case with its items, and its material as far as it may be shown.

Publishing a picture of a defendant before conviction cannot be undone. In case of doubt, material
is therefore withheld here, even if the form accepted it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from newsroom.archive.result import Card
from newsroom.choices import MaterialKind, ProtocolClass, StageKind, label
from newsroom.documents.document import CaseMaterial, CaseRecord, CaseStage
from newsroom.documents.renditions import FULL_SIZE, IN_REGISTER
from newsroom.documents.shown import convicted
from newsroom.readers.body import Drawing, Offer
from newsroom.readers.pictures import Rendition, picture_tag
from newsroom.time_zones import LONDON


@dataclass(frozen=True)
class Stage:
    """One step of the timeline, with the items published from its day until the next step."""

    day: date
    label: str
    text: str
    cards: list[Card] = field(default_factory=list)


def timeline(stages: Iterable[CaseStage], cards: Iterable[Card]) -> tuple[list[Card], list[Stage]]:
    """The items from before the first step, and the steps by date, each with its items by date."""
    dated = [(stage.day, stage) for stage in stages if stage.day]
    steps = [
        Stage(day, stage.label or label(StageKind, stage.kind), stage.text)
        for day, stage in sorted(dated, key=lambda entry: entry[0])
    ]
    before: list[Card] = []
    shown = [(card.published_at, card) for card in cards if card.published_at]
    for moment, card in sorted(shown, key=lambda entry: entry[0]):
        day = moment.astimezone(LONDON).date()
        reached = [step for step in steps if step.day <= day]
        (reached[-1].cards if reached else before).append(card)
    return before, steps


@dataclass(frozen=True)
class Material:
    """A row of the register; it has files only if the material is released."""

    what: str
    kind: str
    released_on: date | None
    note: str
    picture: SafeString = field(default_factory=SafeString)
    full: Rendition | None = None
    offer: Offer | None = None


@dataclass(frozen=True)
class MaterialClass:
    """One class of the media protocol, with the case's material in it."""

    label: str
    rows: list[Material]


def register(record: CaseRecord, drawing: Drawing, today: date) -> list[MaterialClass]:
    """The register of a case by protocol class, without empty classes.

    `record` must have passed through `as_shown` (documents/shown.py).
    """
    guilty = convicted(((stage.day, stage.kind) for stage in record.stages if stage.day), today)
    by_class = {
        protocol_class: [
            _row(material, drawing, guilty)
            for material in record.materials
            if material.protocol_class == protocol_class
        ]
        for protocol_class in ProtocolClass
    }
    return [MaterialClass(str(key.label), rows) for key, rows in by_class.items() if rows]


def _row(material: CaseMaterial, drawing: Drawing, guilty: bool) -> Material:
    kind = label(MaterialKind, material.kind)
    if material.released_on is None:
        return Material(material.what, kind, None, _why_not(material, guilty))
    made = drawing.renditions.get(material.image or 0, {})
    return Material(
        what=material.what,
        kind=kind,
        released_on=material.released_on,
        note="",
        picture=picture_tag(made, IN_REGISTER, material.image_alt, loading="lazy"),
        full=made.get(FULL_SIZE),
        offer=drawing.offer(material.document),
    )


def _why_not(material: CaseMaterial, guilty: bool) -> str:
    if material.protocol_class == ProtocolClass.WITHHELD:
        return gettext("Not released")
    if material.kind == MaterialKind.CUSTODY_IMAGE and not guilty:
        return gettext("Not released: a custody image may be released only after conviction")
    if material.protocol_class == ProtocolClass.CONSULTATION:
        return gettext("Not released so far: those concerned have to be consulted")
    return gettext("Not released so far")
