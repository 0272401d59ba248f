"""A document: the content of one page for readers, as plain data.

`page.as_document()` makes one from any page in memory, saved or not. The gate checks the document,
a clearance is valid for its digest, an edition stores it, and a reader's page is rendered from it
and from nothing else of the page:

    document = page.as_document()
    stored = document.to_json()             # plain data, for a JSON column
    again = Document.from_json(stored)      # equal to `document`

A document contains everything that is cleared, which is more than readers may see today: updates
and orders with later dates, and files of case material before their release.
`newsroom.documents.shown.as_shown` removes what must not be shown at a given moment. Store and
render only its result.

Data that is looked up while rendering is referred to by id: terms, the press contact, related items
and link targets. Other modules of this package read documents: `digest`, `passages`, `links`,
`file_uses`, `words`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self

from newsroom.documents import canonical
from newsroom.documents.blocks import Block, Picture

SCHEMA = 1
"""Increment it with every incompatible change of the classes here or in blocks.py."""


class UnknownSchema(ValueError):
    """Stored data has a schema number that this code cannot read."""


@dataclass(frozen=True)
class PictureFile:
    """The file of an image. renditions.py lists the renditions of it."""

    id: int
    title: str
    filename: str
    hash: str
    width: int
    height: int


@dataclass(frozen=True)
class DocumentFile:
    """The file of a document; `size` is in bytes."""

    id: int
    title: str
    filename: str
    hash: str
    size: int
    extension: str


@dataclass(frozen=True)
class Update:
    """What happened after publication, or a correction."""

    at: datetime
    stage: str
    """A `Stage`, or a correction."""
    note: str


@dataclass(frozen=True)
class Correction:
    """What was wrong in an earlier edition of an item, and what is right."""

    at: datetime | None
    """When it was released; None for that of words which have not been released yet."""
    note: str


@dataclass(frozen=True)
class Speaker:
    """The speaker of a speech, with the name and role of that day."""

    id: int | None
    """The id of the person; None if only a name was entered."""
    name: str
    role: str


@dataclass(frozen=True)
class OfferedDocument:
    """A document that belongs to a speech."""

    document: int | None
    description: str


@dataclass(frozen=True)
class Speech:
    """The fields of a speech besides its text."""

    speaker: Speaker | None = None
    titled_name: str = ""
    """The name entered for this speech, which overrides the person's; also part of `speaker`."""
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
        """Whether the text is a transcript of what was said."""
        return self.text_type == "transcript"


@dataclass(frozen=True)
class CaseStage:
    """A dated step of a case; `label` replaces the label of its kind."""

    day: date | None
    kind: str
    label: str
    text: str


@dataclass(frozen=True)
class CaseFact:
    """One key fact of a case, such as the next hearing."""

    label: str
    value: str


@dataclass(frozen=True)
class CaseMaterial:
    """A row of the register. Readers get its file once it is released: see shown.py."""

    what: str
    kind: str
    protocol_class: str
    released_on: date | None
    image: int | None
    image_alt: str
    document: int | None


@dataclass(frozen=True)
class CaseOrder:
    """What readers are shown of a reporting restriction while it is in force."""

    kind: str
    """One of `OrderKind`."""
    court: str
    since: datetime
    until: datetime | None
    """None if no end date is set; `until_event` may then name the event that ends it."""
    until_event: str
    wording: str


@dataclass(frozen=True)
class CaseRecord:
    """The fields of a case besides its text, in the editors' order."""

    status: str = ""
    stages: tuple[CaseStage, ...] = ()
    facts: tuple[CaseFact, ...] = ()
    materials: tuple[CaseMaterial, ...] = ()
    orders: tuple[CaseOrder, ...] = ()
    """Includes orders that start later. They are separate records and not part of the digest."""


@dataclass(frozen=True)
class TopicStatistic:
    """One figure of a topic; figures with the same label form one chart."""

    label: str
    period: str
    number: Decimal | None
    unit: str
    source: str
    note: str


@dataclass(frozen=True)
class Place:
    """The position of a linkable block in a version's text."""

    block: int
    """The index of the block in the body, from 0."""
    anchor: str
    number: int
    """The number of the clause; 0 if the block is not a clause."""
    numbers: tuple[int, ...]
    """All numbers that it has had in public, for addresses such as `#clause-3`."""
    heading: str

    @property
    def former(self) -> list[int]:
        """Numbers that this clause had in public and no longer has."""
        return [number for number in self.numbers if number != self.number]


@dataclass(frozen=True)
class Version:
    """The fields of a version of a protocol or policy besides its text."""

    label: str = ""
    status: str = ""
    in_force_from: date | None = None
    in_force_to: date | None = None
    agreed_by: str = ""
    document: int | None = None
    places: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Account:
    """A social media account of the CPS."""

    platform: str
    handle: str
    url: str


@dataclass(frozen=True)
class PressNotice:
    """A line for journalists on the front page, which readers get until the end of a day."""

    text: str
    until: date | None


@dataclass(frozen=True)
class FrontPage:
    """The fields of the news front page besides its introduction. The texts are HTML."""

    latest_news: str = ""
    working_with_media: str = ""
    featured: tuple[int, ...] = ()
    """The chosen stories in the editors' order; the first one that may lead is the lead story."""
    lead_days: int = 7
    """For how many days after its publication a chosen story stays at the top."""
    notices: tuple[PressNotice, ...] = ()
    sections: tuple[str, ...] = ()
    """Each a `FrontSection`, in the editors' order; empty for all of them in the usual order."""


@dataclass(frozen=True, kw_only=True)
class Document:
    """The content of one page for readers. Page types use different fields."""

    page_type: str
    """For example "press-release": the `document_type` of the page class."""
    language: str
    slug: str
    title: str

    kind: str = ""
    """One of `Kind`; empty if the page is not an item."""
    summary: str = ""
    """The teaser entered by an editor; may be empty."""
    teaser: str = ""
    """The text for lists: the summary, or the first sentences of the body."""
    seo_title: str = ""
    search_description: str = ""
    social_image: int | None = None
    published_at: datetime | None = None
    reviewed_on: date | None = None

    crime_types: tuple[int, ...] = ()
    """Ids of terms, sorted."""
    areas: tuple[int, ...] = ()
    topics: tuple[int, ...] = ()
    case: int | None = None
    contact: int | None = None
    related: tuple[int, ...] = ()
    """Ids of the items that an editor chose, in the editor's order."""

    court: str = ""
    stage: str = ""
    """The `Stage` of the case at the time of a press release."""
    lead_picture: Picture | None = None
    """Its `image` may be None if only its texts are entered."""
    introduction: str = ""
    """HTML; used by lists and by documents in versions."""
    public_notice: str = ""
    """HTML; used by the press office's page."""
    body: tuple[Block, ...] = ()
    notes_to_editors: str = ""
    """HTML."""
    updates: tuple[Update, ...] = ()
    """Newest first, including those with later dates."""

    corrections: tuple[Correction, ...] = ()
    """Newest first. Their notes are part of the digest, their moments are not."""

    speech: Speech | None = None
    case_record: CaseRecord | None = None
    statistics: tuple[TopicStatistic, ...] = ()
    version: Version | None = None
    accounts: tuple[Account, ...] = ()
    front_page: FrontPage | None = None

    pictures: tuple[PictureFile, ...] = ()
    """Every existing image that any field refers to, by id."""
    documents: tuple[DocumentFile, ...] = ()
    """Every existing document that any field refers to, including links in texts, by id."""

    def picture_file(self, image: int | None) -> PictureFile | None:
        """The file of an image; None if it does not exist."""
        return next((file for file in self.pictures if file.id == image), None)

    def document_file(self, document: int | None) -> DocumentFile | None:
        """The file of a document; None if it does not exist."""
        return next((file for file in self.documents if file.id == document), None)

    def to_json(self) -> dict[str, Any]:
        """The canonical form with its schema number; default values are omitted."""
        return {"schema": SCHEMA, **canonical.encode(self)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Decode a canonical form. Raises UnknownSchema if its schema number differs."""
        if data.get("schema") != SCHEMA:
            raise UnknownSchema(f"Cannot read a document of schema {data.get('schema')!r}")
        values = {key: data[key] for key in data if key != "schema"}
        document: Self = canonical.decode(cls, values)
        return document
