"""The blocks of a document's body: one frozen dataclass for each block type of the editor.

A field with HTML holds a fragment as stored by the editor, without the editor's own attributes. Its
links refer to ids, `<a linktype="page" id="3">` and `<a linktype="document" id="5">`, because only
rendering knows whether the target is public. Images and documents are referred to by id as well;
`Document.pictures` and `Document.documents` have the details of the files. A file that is missing
there does not exist any more and is not shown.

Any text may be empty and any id may be None, because a draft may be incomplete.
"""

from dataclasses import dataclass
from typing import ClassVar, Literal


@dataclass(frozen=True)
class Paragraph:
    """One or more paragraphs of HTML."""

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
    """A quotation of a named person. The template adds the quotation marks."""

    name: ClassVar[str] = "quote"
    paragraphs: tuple[str, ...] = ()
    speaker: str = ""
    role: str = ""


@dataclass(frozen=True)
class PointList:
    """A list of points in HTML; `style` is "bulleted" or "numbered"."""

    name: ClassVar[str] = "list"
    items: tuple[str, ...] = ()
    style: str = "bulleted"


@dataclass(frozen=True)
class Table:
    """A table of plain-text cells."""

    name: ClassVar[str] = "table"
    caption: str = ""
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    header_column: bool = True
    """Whether the first cell of each row is its header."""


@dataclass(frozen=True)
class Picture:
    """An image with its alternative text in this place."""

    name: ClassVar[str] = "image"
    image: int | None = None
    alt: str = ""
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True)
class Download:
    """A document to download."""

    name: ClassVar[str] = "document"
    document: int | None = None
    description: str = ""


@dataclass(frozen=True)
class ReadingLink:
    """A link to a page by id or to an external address; an empty text means the page's title."""

    text: str = ""
    page: int | None = None
    url: str = ""


@dataclass(frozen=True)
class FurtherReading:
    """A titled list of links."""

    name: ClassVar[str] = "further_reading"
    title: str = ""
    links: tuple[ReadingLink, ...] = ()


@dataclass(frozen=True)
class Statistic:
    """A single prominent figure with its source."""

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
    """A list of material that the prosecution gives to the media under one condition."""

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
"""Block classes by their name in the canonical form."""
