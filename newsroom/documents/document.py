"""A document: what readers get of one page, as plain data.

`page.as_document()` makes one of any page in memory, saved or not. The gate reads it, a clearance
belongs to its digest, an edition stores it, and a reader's page is drawn from it and from nothing
else of the page:

    document = page.as_document()
    stored = document.to_json()             # plain data, for a JSON column
    again = Document.from_json(stored)      # equal to `document`

A document holds what is cleared, which is more than readers may see today: updates and orders that
are dated later, and files of a case's material before their release.
`newsroom.documents.shown.as_shown` takes away what is not to be seen at a moment: store and draw
only what it returns.

Ids stand for what is looked up when a page is drawn: terms, press contact, related items, the
targets of links. The walkers are modules of this package: `digest`, `passages`, `links`, `files`,
`words`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self

from newsroom.documents import canonical
from newsroom.documents.blocks import Block, Picture

SCHEMA = 1
"""Raise it with every change of the classes here or in blocks.py that old data does not fit."""


class UnknownSchema(ValueError):
    """Stored data of a schema that this code does not read."""


@dataclass(frozen=True)
class PictureFile:
    """The file of a picture. Renditions of it are named in renditions.py."""

    id: int
    title: str
    filename: str
    hash: str
    width: int
    height: int


@dataclass(frozen=True)
class DocumentFile:
    """The file of a document, as it is offered."""

    id: int
    title: str
    filename: str
    hash: str
    size: int
    extension: str


@dataclass(frozen=True)
class Update:
    """What happened after publication, or what was put right."""

    at: datetime
    stage: str
    """A `Stage`, or a correction."""
    note: str


@dataclass(frozen=True)
class Speaker:
    """Whoever gave a speech, as titled on the day of it."""

    id: int | None
    """Of the person; None when only a name was written."""
    name: str
    role: str


@dataclass(frozen=True)
class OfferedDocument:
    """A document that goes with a speech."""

    document: int | None
    description: str


@dataclass(frozen=True)
class Speech:
    """What a speech has besides its text."""

    speaker: Speaker | None = None
    titled_name: str = ""
    """What an editor wrote over the name and role of the list of people; part of `speaker` too."""
    titled_role: str = ""
    event: str = ""
    place: str = ""
    delivered_on: date | None = None
    text_type: str = ""
    """One of `SpeechPage.TextType`."""
    video_url: str = ""
    captions: str = ""
    transcript: str = ""
    documents: tuple[OfferedDocument, ...] = ()

    @property
    def is_verbatim(self) -> bool:
        """Whether the text is exactly what was said."""
        return self.text_type == "transcript"


@dataclass(frozen=True)
class CaseStage:
    """A dated step of a case; `label` are the words for it, where the kind's own do not fit."""

    day: date | None
    kind: str
    label: str
    text: str


@dataclass(frozen=True)
class CaseFact:
    """One thing that every journalist asks about a case."""

    label: str
    value: str


@dataclass(frozen=True)
class CaseMaterial:
    """A row of the register. Its file is there for readers once it is released: see shown.py."""

    what: str
    kind: str
    protocol_class: str
    released_on: date | None
    image: int | None
    image_alt: str
    document: int | None


@dataclass(frozen=True)
class CaseOrder:
    """What readers are told of a court's order about a case, while it is in force."""

    kind: str
    """One of `OrderKind`."""
    court: str
    since: datetime
    until: datetime | None
    """None while no end in time is set; then `until_event` may say what ends it."""
    until_event: str
    wording: str


@dataclass(frozen=True)
class CaseRecord:
    """What a case has besides its text, in the editors' order."""

    status: str = ""
    stages: tuple[CaseStage, ...] = ()
    facts: tuple[CaseFact, ...] = ()
    materials: tuple[CaseMaterial, ...] = ()
    orders: tuple[CaseOrder, ...] = ()
    """Those that begin later too; records of the desk, which no clearance covers."""


@dataclass(frozen=True)
class TopicStatistic:
    """One figure of a topic; those of the same name stand in one chart."""

    label: str
    period: str
    number: Decimal | None
    unit: str
    source: str
    note: str


@dataclass(frozen=True)
class Place:
    """Where a block of a version stands that can be linked to."""

    block: int
    """The number of the block in the body, from 0."""
    anchor: str
    number: int
    """Of the clause; 0 for what is no clause."""
    numbers: tuple[int, ...]
    """All numbers under which it was ever public, for addresses such as `#clause-3`."""
    heading: str

    @property
    def former(self) -> list[int]:
        """Numbers that this clause had in public and has no longer."""
        return [number for number in self.numbers if number != self.number]


@dataclass(frozen=True)
class Version:
    """What a version of a protocol or policy has besides its text."""

    label: str = ""
    status: str = ""
    in_force_from: date | None = None
    in_force_to: date | None = None
    agreed_by: str = ""
    document: int | None = None
    places: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Account:
    """An account of ours elsewhere."""

    platform: str
    handle: str
    url: str


@dataclass(frozen=True)
class FrontPage:
    """What the front page of the news has besides its introduction. The texts are HTML."""

    latest_news: str = ""
    working_with_media: str = ""
    featured: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Document:
    """What readers get of a page. Types differ by which parts are filled."""

    page_type: str
    """For example "press-release"; each page class names its own in `document_type`."""
    language: str
    slug: str
    title: str

    kind: str = ""
    """Of items: one of `Kind`."""
    summary: str = ""
    """The teaser as it was written by hand; empty when it was not."""
    teaser: str = ""
    """What lists say of the page: the summary, or the first sentences of the text."""
    seo_title: str = ""
    search_description: str = ""
    social_image: int | None = None
    published_at: datetime | None = None
    reviewed_on: date | None = None

    crime_types: tuple[int, ...] = ()
    """Ids of terms, of topic pages and of the case's page, in no order but their own."""
    areas: tuple[int, ...] = ()
    topics: tuple[int, ...] = ()
    case: int | None = None
    contact: int | None = None
    related: tuple[int, ...] = ()
    """Ids of the items that an editor named, in the editor's order."""

    court: str = ""
    stage: str = ""
    """Where the case stood, for a press release: a `Stage`."""
    lead_picture: Picture | None = None
    """Its `image` may be None when only its words are there."""
    introduction: str = ""
    """HTML, on lists and on documents in versions."""
    public_notice: str = ""
    """HTML, on the press office's page."""
    body: tuple[Block, ...] = ()
    notes_to_editors: str = ""
    """HTML."""
    updates: tuple[Update, ...] = ()
    """Newest first; those dated later too."""

    speech: Speech | None = None
    case_record: CaseRecord | None = None
    statistics: tuple[TopicStatistic, ...] = ()
    version: Version | None = None
    accounts: tuple[Account, ...] = ()
    front_page: FrontPage | None = None

    pictures: tuple[PictureFile, ...] = ()
    """Every picture that is named anywhere above, by id. What is not here is gone."""
    documents: tuple[DocumentFile, ...] = ()
    """Every document that is named anywhere above, links within texts included, by id."""

    def picture_file(self, image: int | None) -> PictureFile | None:
        """The file of a picture; None when there is none."""
        return next((file for file in self.pictures if file.id == image), None)

    def document_file(self, document: int | None) -> DocumentFile | None:
        """The file of a document; None when there is none."""
        return next((file for file in self.documents if file.id == document), None)

    def to_json(self) -> dict[str, Any]:
        """The canonical form: plain data with its schema number; what is empty is left out."""
        return {"schema": SCHEMA, **canonical.encode(self)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """The document of a canonical form. Raises UnknownSchema for one of another schema."""
        if data.get("schema") != SCHEMA:
            raise UnknownSchema(f"Cannot read a document of schema {data.get('schema')!r}")
        values = {key: data[key] for key in data if key != "schema"}
        document: Self = canonical.decode(cls, values)
        return document
