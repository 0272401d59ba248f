"""The blocks of a body with what their template needs: addresses, files, renditions."""

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
    """A document that can be fetched."""

    url: str
    title: str
    size: int
    extension: str
    description: str = ""


@dataclass(frozen=True)
class Part:
    """One block as it is drawn; the template takes the rest from `block`."""

    block: Block
    html: SafeString = field(default_factory=SafeString)
    points: Sequence[SafeString] = ()
    offer: Offer | None = None
    links: Sequence[Link] = ()
    place: Place | None = None
    """Where it stands in a text of clauses, and where that can be linked to."""
    url: str = ""

    @property
    def name(self) -> str:
        return self.block.name


def offer(file: DocumentFile | None, description: str = "") -> Offer | None:
    """A document as it is offered; None when its file is gone."""
    if file is None:
        return None
    return Offer(document_url(file), file.title, file.size, file.extension, description)


class Drawing:
    """Draws what a document holds, given which targets are public and which renditions exist."""

    def __init__(self, document: Document, targets: LinkTargets, renditions: Renditions) -> None:
        self.document, self.targets, self.renditions = document, targets, renditions

    def html(self, markup: str) -> SafeString:
        """A text with the editor's markup."""
        return as_html(markup, self.targets)

    def offer(self, document: int | None, description: str = "") -> Offer | None:
        """A document by its id."""
        return offer(self.document.document_file(document), description)

    def parts(self) -> list[Part]:
        """The body, block by block."""
        return [self.part(block) for block in self.document.body]

    def placed(self, places: Sequence[Place], address: str) -> Iterator[Part]:
        """The body of a version at this address, with the places of its blocks."""
        at = {place.block: place for place in places}
        for number, part in enumerate(self.parts()):
            place = at.get(number)
            url = f"{address}#{place.anchor}" if place else ""
            yield replace(part, place=place, url=url)

    def part(self, block: Block) -> Part:
        """One block."""
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
        """The links a reader can follow: a page that is not public is neither named nor linked."""
        for link in block.links:
            target = self.targets.pages.get(link.page) if link.page else Link("", link.url)
            if target and target.url and (text := link.text or target.label):
                yield Link(text, target.url)

    def picture(self, block: Picture) -> SafeString:
        """A picture in a text."""
        made = self.renditions.get(block.image or 0, {})
        return picture_tag(made, IN_TEXT, block.alt, sizes=IN_TEXT_SIZES, loading="lazy")
