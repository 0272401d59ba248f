"""Every text of a document with its place. All other modules that read texts use this one.

Places are labels of the edit form, because findings name them. The order is that of the form.
"""

from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple

from newsroom.documents.blocks import (
    Block,
    Clause,
    Download,
    FurtherReading,
    Heading,
    Material,
    Paragraph,
    Picture,
    PointList,
    Quote,
    Statistic,
    Table,
)
from newsroom.documents.document import CaseRecord, Document, Speech

PLACES = {"title": "Headline", "slug": "Address", "summary": "Teaser", "body": "Text"}
"""The labels of these fields in the form, where they differ from the field name."""

_MATERIAL = {
    "released": "material that is normally released",
    "consultation": "material released after consultation",
    "withheld": "material that is not released",
}
_LABELS = {
    Paragraph: "paragraph",
    Heading: "heading",
    Quote: "quotation",
    PointList: "list",
    Table: "table",
    Picture: "picture",
    Download: "document",
    FurtherReading: "further reading",
    Statistic: "statistic",
    Clause: "numbered clause",
}


class Form(Enum):
    """The format of a text, which determines how it is read."""

    PROSE = auto()
    HTML = auto()
    ADDRESS = auto()
    """An external address."""
    SLUG = auto()


class Text(NamedTuple):
    """A text in one place; `field` is the form field that contains it.

    A tuple, because hundreds of them are made for one document.
    """

    field: str
    place: str
    text: str
    form: Form = Form.PROSE
    quoted: bool = False
    """Whether all of it is quoted."""
    block: int | None = None
    """The number of the block in the body that contains it, from 1."""
    gets_marks: bool = False
    """Whether the template adds quotation marks around it."""


def texts(document: Document) -> Iterator[Text]:
    """All texts that are not empty."""
    for text in _texts(document):
        if text.text:
            yield text


def block_place(number: int, block: Block) -> str:
    """The place of a block in the body; `number` counts from 1."""
    label = _MATERIAL[block.condition] if isinstance(block, Material) else _LABELS[type(block)]
    return f"Text, block {number} ({label})"


def _texts(document: Document) -> Iterator[Text]:
    # A transcript is a quotation: "[applause]" and "[he]" are correct in it.
    verbatim = document.speech is not None and document.speech.is_verbatim
    own = _own(document)
    yield from (text._replace(quoted=True) for text in own) if verbatim else own
    yield from _rows(document)


def _own(document: Document) -> Iterator[Text]:
    yield Text("title", PLACES["title"], document.title)
    yield Text("slug", PLACES["slug"], document.slug, Form.SLUG)
    yield Text("seo_title", "Title tag", document.seo_title)
    yield Text("search_description", "Meta description", document.search_description)
    yield Text("summary", PLACES["summary"], document.summary)
    yield Text("introduction", "Introduction", document.introduction, Form.HTML)
    if front := document.front_page:
        yield Text("latest_news", "About the list", front.latest_news, Form.HTML)
        media = front.working_with_media
        yield Text("working_with_media", "Working with the media", media, Form.HTML)
    if version := document.version:
        yield Text("version_label", "Version", version.label)
        yield Text("agreed_by", "Agreed by", version.agreed_by)
    for number, block in enumerate(document.body, 1):
        place = block_place(number, block)
        for text, form, quoted in _of_block(block):
            yield Text("body", place, text, form, quoted, number, gets_marks=quoted)
    yield Text("public_notice", "Notice to the public", document.public_notice, Form.HTML)
    yield Text("notes_to_editors", "Notes to editors", document.notes_to_editors, Form.HTML)
    if lead := document.lead_picture:
        yield Text("image_alt", "Description of the picture", lead.alt)
        yield Text("image_caption", "Caption", lead.caption)
        yield Text("image_credit", "Credit", lead.credit)
    yield Text("court", "Court", document.court)
    if document.case_record:
        yield Text("status", "Where the case stands", document.case_record.status)
    if document.speech:
        yield from _of_speech(document.speech)


def _of_speech(speech: Speech) -> Iterator[Text]:
    yield Text("titled_name", "Name as titled that day", speech.titled_name)
    yield Text("titled_role", "Role as titled that day", speech.titled_role)
    yield Text("event", "Event", speech.event)
    yield Text("place", "Place", speech.place)
    yield Text("video_url", "Address of the video", speech.video_url, Form.ADDRESS)


def _rows(document: Document) -> Iterator[Text]:
    for number, offered in enumerate(document.speech.documents if document.speech else (), 1):
        place = f"Document of a speech {number}, what it holds"
        yield Text("documents", place, offered.description)
    if document.case_record:
        yield from _of_case(document.case_record)
    for number, notice in enumerate(document.front_page.notices if document.front_page else (), 1):
        yield Text("notices", f"Notice for the press {number}", notice.text)
    for number, row in enumerate(document.statistics, 1):
        place = f"Figure of a topic {number}"
        yield Text("statistics", f"{place}, name", row.label)
        yield Text("statistics", f"{place}, year or period", row.period)
        yield Text("statistics", f"{place}, source", row.source)
        yield Text("statistics", f"{place}, note", row.note)
    for number, account in enumerate(document.accounts, 1):
        place = f"Social media account {number}"
        yield Text("accounts", f"{place}, platform", account.platform)
        yield Text("accounts", f"{place}, name there", account.handle)
        yield Text("accounts", f"{place}, address", account.url, Form.ADDRESS)


def _of_case(record: CaseRecord) -> Iterator[Text]:
    for number, stage in enumerate(record.stages, 1):
        yield Text("stages", f"Stage of a case {number}, words for it", stage.label)
        yield Text("stages", f"Stage of a case {number}, what happened", stage.text)
    for number, fact in enumerate(record.facts, 1):
        yield Text("facts", f"Fact about a case {number}, what", fact.label)
        yield Text("facts", f"Fact about a case {number}, fact", fact.value)
    for number, material in enumerate(record.materials, 1):
        place = f"Material of a case {number}"
        yield Text("materials", f"{place}, what it is", material.what)
        yield Text("materials", f"{place}, description of the picture", material.image_alt)


def _of_block(block: Block) -> Iterator[tuple[str, Form, bool]]:
    """The texts of a block with their format, and whether each is quoted."""
    match block:
        case Quote():
            for paragraph in block.paragraphs:
                yield paragraph, Form.PROSE, True
            yield block.speaker, Form.PROSE, False
            yield block.role, Form.PROSE, False
        case Clause():
            yield block.heading, Form.PROSE, False
            yield block.html, Form.HTML, False
        case FurtherReading():
            yield block.title, Form.PROSE, False
            for link in block.links:
                yield link.text, Form.PROSE, False
                yield link.url, Form.ADDRESS, False
        case Paragraph() | PointList():
            for item in (block.html,) if isinstance(block, Paragraph) else block.items:
                yield item, Form.HTML, False
        case _:
            for text in _lines(block):
                yield text, Form.PROSE, False


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield block.text
        case Table():
            yield block.caption
            yield from block.header
            for row in block.rows:
                yield from row
        case Picture():
            yield from (block.alt, block.caption, block.credit)
        case Download():
            yield block.description
        case Statistic():
            yield from (block.figure, block.description, block.source)
        case Material():
            yield block.heading
            yield from block.entries
        case _:
            # A new block type must be handled here, or its text would not be checked.
            raise TypeError(f"The texts of a {type(block).__name__} are not known")
