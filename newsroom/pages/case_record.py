"""A case as its page tells it: the timeline with its items, and what may be shown of its material.

Showing a picture of a defendant before conviction cannot be undone, so whatever is in doubt is
withheld here, whatever the form let through.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from newsroom.archive.index import LONDON
from newsroom.archive.result import Card
from newsroom.choices import MaterialKind, ProtocolClass
from newsroom.documents.shown import convicted, is_released

if TYPE_CHECKING:
    from newsroom.pages.cases import CaseMaterial, CaseStage


@dataclass(frozen=True)
class Stage:
    """One step of the timeline, with what was published from then until the next one."""

    day: date
    label: str
    text: str
    cards: list[Card] = field(default_factory=list)


def timeline(
    stages: Iterable["CaseStage"], cards: Iterable[Card]
) -> tuple[list[Card], list[Stage]]:
    """The stages by date, each with its items oldest first; and the items from before them all."""
    steps = [
        Stage(stage.date, stage.stage or stage.get_kind_display(), stage.text)
        for stage in sorted(stages, key=lambda stage: stage.date)
    ]
    before: list[Card] = []
    for card in sorted(cards, key=lambda card: card.published_at):
        day = card.published_at.astimezone(LONDON).date()
        reached = [step for step in steps if step.day <= day]
        (reached[-1].cards if reached else before).append(card)
    return before, steps


@dataclass(frozen=True)
class Material:
    """A row of the register as readers see it: files only of what is released."""

    what: str
    kind: str
    released_on: date | None
    note: str
    image: Any = None
    image_alt: str = ""
    document: Any = None


@dataclass(frozen=True)
class MaterialClass:
    """One of the protocol's lists, with what of this case is on it."""

    label: str
    rows: list[Material]


def register(
    materials: Sequence["CaseMaterial"], stages: Iterable[tuple[date, str]], today: date
) -> list[MaterialClass]:
    """The register of a case by protocol class; classes that have no rows are left out."""
    guilty = convicted(stages, today)
    by_class = {
        protocol_class: [
            _as_shown(material, guilty, today)
            for material in materials
            if material.protocol_class == protocol_class
        ]
        for protocol_class in ProtocolClass
    }
    return [MaterialClass(str(key.label), rows) for key, rows in by_class.items() if rows]


def _as_shown(material: "CaseMaterial", guilty: bool, today: date) -> Material:
    custody = material.kind == MaterialKind.CUSTODY_IMAGE
    rule = (material.kind, material.protocol_class, material.released_on)
    if is_released(*rule, guilty=guilty, today=today):
        return Material(
            material.what,
            material.get_kind_display(),
            material.released_on,
            "",
            material.image,
            material.image_alt,
            material.document,
        )
    return Material(
        material.what, material.get_kind_display(), None, _why_not(material, custody, guilty)
    )


def _why_not(material: "CaseMaterial", custody: bool, guilty: bool) -> str:
    if material.protocol_class == ProtocolClass.WITHHELD:
        return str(_("Not released"))
    if custody and not guilty:
        return str(_("Not released: a custody image may be released only after conviction"))
    if material.protocol_class == ProtocolClass.CONSULTATION:
        return str(_("Not released so far: those concerned have to be consulted"))
    return str(_("Not released so far"))
