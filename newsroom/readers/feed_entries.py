"""The entries of a feed: items in full, with their pictures and documents."""

import mimetypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.feedgenerator import Enclosure

from newsroom.archive.result import Card
from newsroom.choices import StageKind, label
from newsroom.documents.document import Document
from newsroom.documents.links import links
from newsroom.documents.renditions import IN_TEXT, SOCIAL
from newsroom.documents.shown import as_shown
from newsroom.editions.models import EditionFile
from newsroom.readers.body import Drawing
from newsroom.readers.item_page import Update
from newsroom.readers.pictures import Renditions, picture_tag, renditions_of_each
from newsroom.readers.place import OpenEdition, open_editions, public_pages
from newsroom.readers.text import LinkTargets, absolute, document_url
from newsroom.rows import rows, slots

FIRST_OF_IDS = "2026"
"""The year in which the ids of entries were first given out. It never changes (RFC 4151)."""

_ADDRESS = re.compile(r'\b(href|src)="/(?!/)')
_SOURCES = re.compile(r'\bsrcset="([^"]*)"')


@dataclass(frozen=True)
class Entry:
    """One item as a feed tells it."""

    id: str
    title: str
    address: str
    teaser: str
    content: str
    """Safe HTML with absolute addresses."""
    published_at: datetime
    updated_at: datetime
    categories: Sequence[str]
    enclosures: Sequence[Enclosure]


def entry_id(page_id: int) -> str:
    """The id of an item in every feed, as long as the site keeps its host: a tag URI."""
    return f"tag:{urlsplit(settings.BASE_URL).hostname},{FIRST_OF_IDS}:item/{page_id}"


def entries(cards: Sequence[Card]) -> list[Entry]:
    """The entries of these items, in this order; four queries, however many items there are.

    An item whose edition has closed since its card was made is left out.
    """
    addresses = [card.url for card in cards]
    if not addresses:
        return []
    editions = open_editions(f"address IN ({slots(addresses)}) AND kind <> ''", addresses)
    now = timezone.now()
    documents = {
        edition.pk: as_shown(Document.from_json(edition.document), now) for edition in editions
    }
    linked = {link.page for document in documents.values() for link in links(document) if link.page}
    pages = {page.page_id: page.link for page in public_pages(linked)}
    renditions = renditions_of_each([*documents])
    stored = _stored([*documents])
    by_address = {edition.address: edition for edition in editions}
    return [
        _entry(card, edition, documents[edition.pk], renditions[edition.pk], pages, stored)
        for card in cards
        if (edition := by_address.get(card.url))
    ]


def _entry(
    card: Card,
    edition: OpenEdition,
    document: Document,
    renditions: Renditions,
    pages: dict,
    stored: dict[str, str],
) -> Entry:
    targets = LinkTargets(pages, {file.id: file for file in document.documents})
    drawing = Drawing(document, targets, renditions)
    published_at = card.published_at or edition.opens_at
    return Entry(
        id=entry_id(edition.page_id),
        title=document.title,
        address=absolute(edition.address),
        teaser=document.teaser,
        content=content_html(document, drawing),
        published_at=published_at,
        updated_at=max(published_at, edition.opens_at),
        categories=[card.kind_label, *(term.label for term in card.terms)],
        enclosures=list(_enclosures(document, renditions, stored)),
    )


def content_html(document: Document, drawing: Drawing) -> str:
    """The whole item as HTML that can be read elsewhere."""
    lead = document.lead_picture
    made = drawing.renditions.get(lead.image or 0, {}) if lead else {}
    drawn = render_to_string(
        "feeds/entry.html",
        {
            "page": document,
            "picture": picture_tag(made, IN_TEXT, lead.alt) if lead else "",
            "parts": drawing.parts(),
            "notes": drawing.html(document.notes_to_editors),
            "corrections": document.corrections,
            "updates": [
                Update(one.at, one.stage, label(StageKind, one.stage), one.note)
                for one in document.updates
            ],
        },
    )
    return with_full_addresses(drawn)


def with_full_addresses(html: str) -> str:
    """HTML of this site, to be read elsewhere."""
    html = _ADDRESS.sub(rf'\1="{settings.BASE_URL}/', html)
    return _SOURCES.sub(lambda found: f'srcset="{_full_sources(found[1])}"', html)


def _full_sources(sources: str) -> str:
    return ", ".join(absolute(source.strip()) for source in sources.split(","))


def _enclosures(
    document: Document, renditions: Renditions, stored: dict[str, str]
) -> Iterator[Enclosure]:
    """The picture for social media, and the documents, with their sizes in bytes."""
    lead = document.lead_picture.image if document.lead_picture else None
    if picture := renditions.get(document.social_image or lead or 0, {}).get(SOCIAL):
        size = _size(stored.get(picture.url.rpartition("/")[2], ""))
        yield Enclosure(picture.full_url, str(size), "image/jpeg")
    for file in document.documents:
        kind = mimetypes.guess_type(file.filename)[0] or "application/octet-stream"
        yield Enclosure(absolute(document_url(file)), str(file.size), kind)


def _stored(editions: Sequence[int]) -> dict[str, str]:
    """Where the pictures for social media are stored, by file name; one query."""
    condition = f"edition_id IN ({slots(editions)}) AND filter_spec = %s"
    return dict(rows(EditionFile, ("name", "stored"), condition, [*editions, SOCIAL]))


def _size(stored: str) -> int:
    try:
        return default_storage.size(stored) if stored else 0
    except OSError:
        return 0
