"""Cards of speeches for lists; one query reads all that they show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from newsroom.documents import canonical
from newsroom.documents.document import Speaker, Speech
from newsroom.editions.open_rows import open_rows
from newsroom.rows import slots

COLUMNS = ("page_id", "title", "address", "teaser", "document__speech")


@dataclass(frozen=True)
class SpeechCard:
    """The card of a speech."""

    title: str
    url: str
    teaser: str
    day: date
    spoken_by: Speaker | None
    event: str
    place: str


def speech_cards(listed: Sequence[tuple[int, date]], language: str) -> list[SpeechCard]:
    """The cards of those speeches, given by page id and day, that are public in this language."""
    if not listed:
        return []
    ids = [pk for pk, _day in listed]
    condition = f"page_id IN ({slots(ids)}) AND language = %s AND kind <> '' AND date IS NOT NULL"
    shown = {pk: row for pk, *row in open_rows(COLUMNS, condition, [*ids, language])}
    return [_card(day, *shown[pk]) for pk, day in listed if pk in shown]


def _card(
    day: date, title: str, address: str, teaser: str, stored: dict[str, Any] | None
) -> SpeechCard:
    speech: Speech = canonical.decode(Speech, stored or {})
    return SpeechCard(
        title=title,
        url=address,
        teaser=teaser,
        day=day,
        spoken_by=speech.speaker,
        event=speech.event,
        place=speech.place,
    )
