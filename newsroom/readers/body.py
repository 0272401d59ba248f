"""Prepares the blocks of a document for their template: links, files and renditions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from django.utils.safestring import SafeString

from newsroom.archive.result import Link
from newsroom.documents.blocks import (
    Block,
    Clause,
    Download,
    FurtherReading,
    Paragraph,
    Picture,
    PointList,
)
from newsroom.documents.document import Document, DocumentFile, Place
from newsroom.documents.renditions import IN_TEXT
from newsroom.readers.pictures import IN_TEXT_SIZES, Renditions, picture_tag
from newsroom.readers.text import LinkTargets, as_html, document_url


@dataclass(frozen=True)
class Offer:
    """A document that readers can download; `size` is in bytes."""

    url: str
    title: str
    size: int
    extension: str
    description: str = ""


@dataclass(frozen=True)
class Part:
    """One block with its rendered parts; the template takes the rest from `block`."""

    block: Block
    html: SafeString = field(default_factory=SafeString)
    points: Sequence[SafeString] = ()
    offer: Offer | None = None
    links: Sequence[Link] = ()
    place: Place | None = None
    """The anchor and number of the block, in a text with clauses."""
    url: str = ""

    @property
    def name(self) -> str:
        return self.block.name


def offer(file: DocumentFile | None, description: str = "") -> Offer | None:
    """A document for download; None if its file is gone."""
    if file is None:
        return None
    return Offer(document_url(file), file.title, file.size, file.extension, description)


class Drawing:
    """Renders a document's blocks, given the public link targets and the existing renditions."""

    def __init__(self, document: Document, targets: LinkTargets, renditions: Renditions) -> None:
        self.document, self.targets, self.renditions = document, targets, renditions

    def html(self, markup: str) -> SafeString:
        """Rich text as safe HTML."""
        return as_html(markup, self.targets)

    def offer(self, document: int | None, description: str = "") -> Offer | None:
        """The document with this id, for download."""
        return offer(self.document.document_file(document), description)

    def parts(self) -> list[Part]:
        """The parts of the whole body."""
        return [self.part(block) for block in self.document.body]

    def placed(self, places: Sequence[Place], address: str) -> Iterator[Part]:
        """The parts of a version's body, with the places of its blocks and links to them."""
        at = {place.block: place for place in places}
        for number, part in enumerate(self.parts()):
            place = at.get(number)
            url = f"{address}#{place.anchor}" if place else ""
            yield replace(part, place=place, url=url)

    def part(self, block: Block) -> Part:
        """The part for one block."""
        match block:
            case Paragraph() | Clause():
                return Part(block, html=self.html(block.html))
            case PointList():
                return Part(block, points=[self.html(item) for item in block.items])
            case Picture():
                return Part(block, html=self.picture(block))
            case Download():
                return Part(block, offer=self.offer(block.document, block.description))
            case FurtherReading():
                return Part(block, links=list(self.reading_links(block)))
        return Part(block)

    def reading_links(self, block: FurtherReading) -> Iterator[Link]:
        """The links of the block, without those to pages that are not public."""
        for link in block.links:
            target = self.targets.pages.get(link.page) if link.page else Link("", link.url)
            if target and target.url and (text := link.text or target.label):
                yield Link(text, target.url)

    def picture(self, block: Picture) -> SafeString:
        """The HTML of an image in the body."""
        made = self.renditions.get(block.image or 0, {})
        return picture_tag(made, IN_TEXT, block.alt, sizes=IN_TEXT_SIZES, loading="lazy")
