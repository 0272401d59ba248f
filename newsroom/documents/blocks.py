"""The blocks of a document's body: one frozen dataclass for each block type of the editor.

A text marked HTML is a fragment as the editor stores it, without the editor's own keys. Its links
stay ids, `<a linktype="page" id="3">` and `<a linktype="document" id="5">`, until a reader's page
is drawn: only then is it known whether the target is public. Pictures and documents stand here by
id as well; what is known of the file is in `Document.pictures` and `Document.documents`. A file
whose id is not there is gone, and is not shown.

Any text may be empty, and any id None: a draft may be unfinished.
"""

from dataclasses import dataclass
from typing import ClassVar, Literal


@dataclass(frozen=True)
class Paragraph:
    """One paragraph or more."""

    name: ClassVar[str] = "paragraph"
    html: str = ""


@dataclass(frozen=True)
class Heading:
    """A heading; `level` is "h2" or "h3"."""

    name: ClassVar[str] = "heading"
    text: str = ""
    level: str = "h2"


@dataclass(frozen=True)
class Quote:
    """The words of a named person; quotation marks are drawn, not typed."""

    name: ClassVar[str] = "quote"
    paragraphs: tuple[str, ...] = ()
    speaker: str = ""
    role: str = ""


@dataclass(frozen=True)
class PointList:
    """Points or steps, each of them HTML; `style` is "bulleted" or "numbered"."""

    name: ClassVar[str] = "list"
    items: tuple[str, ...] = ()
    style: str = "bulleted"


@dataclass(frozen=True)
class Table:
    """Figures in rows of plain cells."""

    name: ClassVar[str] = "table"
    caption: str = ""
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    header_column: bool = True
    """Whether the first cell names its row."""


@dataclass(frozen=True)
class Picture:
    """A picture in one place, described for those who do not see it."""

    name: ClassVar[str] = "image"
    image: int | None = None
    alt: str = ""
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True)
class Download:
    """A document that is offered."""

    name: ClassVar[str] = "document"
    document: int | None = None
    description: str = ""


@dataclass(frozen=True)
class ReadingLink:
    """A link to a page by id, or to an address elsewhere. Its text may be the page's title."""

    text: str = ""
    page: int | None = None
    url: str = ""


@dataclass(frozen=True)
class FurtherReading:
    """Where to read on."""

    name: ClassVar[str] = "further_reading"
    title: str = ""
    links: tuple[ReadingLink, ...] = ()


@dataclass(frozen=True)
class Statistic:
    """One figure that carries the story, and where it comes from."""

    name: ClassVar[str] = "statistic"
    figure: str = ""
    description: str = ""
    source: str = ""


@dataclass(frozen=True)
class Clause:
    """A numbered clause; its number and its anchor are in `Version.places`."""

    name: ClassVar[str] = "clause"
    heading: str = ""
    html: str = ""


@dataclass(frozen=True)
class Material:
    """What the prosecution gives to the media under one condition."""

    name: ClassVar[str] = "material"
    condition: Literal["released", "consultation", "withheld"] = "released"
    heading: str = ""
    entries: tuple[str, ...] = ()


type Block = (
    Paragraph
    | Heading
    | Quote
    | PointList
    | Table
    | Picture
    | Download
    | FurtherReading
    | Statistic
    | Clause
    | Material
)

BLOCKS: dict[str, type[Block]] = {
    block.name: block
    for block in (
        Paragraph,
        Heading,
        Quote,
        PointList,
        Table,
        Picture,
        Download,
        FurtherReading,
        Statistic,
        Clause,
        Material,
    )
}
"""Each block by its name in the canonical form."""
