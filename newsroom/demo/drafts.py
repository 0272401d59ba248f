"""What the writers hand over to be loaded: an item in plain values, before there is a page."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from newsroom.demo.body import Block


@dataclass(frozen=True)
class Shelf:
    """Ids of what is in the database before the items and may stand in their bodies."""

    pictures: tuple[int, ...]
    picture_words: tuple[str, ...]
    custody_image: tuple[int, str]
    documents: dict[str, int]
    pages: dict[str, int]
    speakers: dict[str, int]


class Update(NamedTuple):
    """A dated addition to an item."""

    stage: str
    at: datetime
    note: str


@dataclass
class Draft:
    """One item. Terms, topics, case and contact are named by slug."""

    kind: str
    title: str
    published_at: datetime
    body: list[Block]
    crime_types: tuple[str, ...]
    areas: tuple[str, ...]
    summary: str = ""
    notes_to_editors: str = ""
    topics: tuple[str, ...] = ()
    case: str | None = None
    contact: str = "cps"
    picture: int | None = None
    court: str = ""
    stage: str = ""
    speaker_id: int | None = None
    event: str = ""
    place: str = ""
    delivered_on: date | None = None
    listed_on: date | None = None
    text_type: str = "transcript"
    video_url: str = ""
    captions: str = ""
    transcript: str = ""
    slides: int | None = None
    """Of a speech: the id of a document that goes with it."""
    updates: list[Update] = field(default_factory=list)
