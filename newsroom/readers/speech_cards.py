"""Cards of speeches for lists; one query reads the fields that other items do not have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from newsroom.documents import canonical
from newsroom.documents.document import Speaker, Speech
from newsroom.editions.models import Edition
from newsroom.readers.place import PublicPage


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


def speech_cards(
    listed: Sequence[tuple[int, date]], items: Mapping[int, PublicPage]
) -> list[SpeechCard]:
    """The cards of those speeches, given by page id and day, that are among the public items."""
    shown = [pk for pk, _day in listed if pk in items]
    rows = Edition.objects.open().filter(page_id__in=shown) if shown else Edition.objects.none()
    said: dict[int, Speech] = {
        pk: canonical.decode(Speech, speech or {})
        for pk, speech in rows.values_list("page_id", "document__speech")
    }
    return [
        SpeechCard(
            title=items[pk].title,
            url=items[pk].address,
            teaser=items[pk].teaser,
            day=day,
            spoken_by=said[pk].speaker,
            event=said[pk].event,
            place=said[pk].place,
        )
        for pk, day in listed
        # An edition may have closed after the items were read.
        if pk in items and pk in said
    ]
