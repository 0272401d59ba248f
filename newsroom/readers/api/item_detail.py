"""One item with everything that readers get of it."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from newsroom.archive.terms import Terms, read_terms
from newsroom.choices import StageKind, label
from newsroom.documents.document import Document, DocumentFile, Speech
from newsroom.documents.shown import as_shown
from newsroom.readers.api.answers import Problem, api_view
from newsroom.readers.earlier.earlier_changes import changes_since
from newsroom.readers.earlier.earlier_editions import all_words_of, earlier_editions_of
from newsroom.readers.feed_entries import content_html, with_full_addresses
from newsroom.readers.frame import Frame
from newsroom.readers.place import OpenEdition, Place, open_editions, place_of
from newsroom.readers.text import absolute, document_url

LONGEST_ID = 18
"""In digits: a longer one is that of no row."""


@api_view()
def item_detail(request: HttpRequest, number: str) -> dict[str, Any]:
    """The item with this id. Raises Problem if there is none, or none that is public."""
    found = []
    if len(number) <= LONGEST_ID:
        found = open_editions("page_id = %s AND kind <> ''", [int(number)])
    if not found:
        raise Problem(404, _("There is no item with this id."))
    edition = found[0]
    # An item has one language, whichever was asked for.
    with translation.override(edition.language):
        return _item(edition, as_shown(Document.from_json(edition.document), timezone.now()))


def _item(edition: OpenEdition, document: Document) -> dict[str, Any]:
    frame = Frame(document, place_of(edition))
    pages, picture = frame.pages, frame.social
    terms = read_terms({"crime_type": document.crime_types, "area": document.areas})
    published = document.published_at or edition.opens_at
    return {
        "id": edition.page_id,
        "url": absolute(edition.address),
        "api_url": absolute(reverse("api_item", args=[edition.page_id])),
        "language": edition.language,
        "kind": document.kind,
        "title": document.title,
        "summary": document.summary,
        "teaser": document.teaser,
        "published_at": published.isoformat(),
        "updated_at": max(published, edition.opens_at).isoformat(),
        "stage": document.stage or None,
        "court": document.court,
        "crime_types": [term.slug for term in Terms(terms.get("crime_type", ())).by_id.values()],
        "areas": [term.slug for term in Terms(terms.get("area", ())).by_id.values()],
        "case": _linked(document.case, pages),
        "topics": [linked for pk in document.topics if (linked := _linked(pk, pages))],
        "content_html": content_html(document, frame.drawing),
        "notes_to_editors_html": with_full_addresses(frame.drawing.html(document.notes_to_editors)),
        "updates": [
            {
                "at": update.at.isoformat(),
                "stage": update.stage,
                "label": label(StageKind, update.stage),
                "note": update.note,
            }
            for update in document.updates
        ],
        "corrections": [
            {"at": one.at.isoformat(), "note": one.note} for one in document.corrections if one.at
        ],
        "earlier_editions": _earlier(document, frame.place),
        "picture": picture
        and {"url": picture.full_url, "width": picture.width, "height": picture.height},
        "documents": [_file(file) for file in document.documents],
        "speech": _speech(document.speech) if document.speech else None,
        "translations": [
            {"language": each["code"], "url": absolute(each["url"])} for each in frame.translations
        ],
    }


def _earlier(document: Document, place: Place) -> list[dict[str, Any]]:
    """What the item said before; of what is withheld, only from when until when."""
    known = earlier_editions_of(place)
    readable = any(one.is_readable for one in known)
    words = all_words_of(place, document) if readable else {}
    return [
        {
            "number": one.number,
            "from": one.since.isoformat(),
            "until": one.until.isoformat(),
            "is_readable": one.number in words,
            "url": absolute(one.url),
            "changes": _changes(words[one.number], document) if one.number in words else [],
        }
        for one in known
    ]


def _changes(earlier: Document, current: Document) -> list[dict[str, str]]:
    return [
        {"field": text.name, "kind": one.change.kind, "was": one.old, "is": one.new}
        for text in changes_since(earlier, current).texts
        for one in text.changes
    ]


def _linked(page: int | None, pages: dict[int, Any]) -> dict[str, str] | None:
    """A page that is public; nothing for another, whose name may not be told."""
    link = pages[page].link if page in pages else None
    return link and {"title": link.label, "url": absolute(link.url)}


def _file(file: DocumentFile) -> dict[str, Any]:
    return {
        "title": file.title,
        "url": absolute(document_url(file)),
        "bytes": file.size,
        "extension": file.extension,
    }


def _speech(speech: Speech) -> dict[str, Any]:
    speaker = speech.speaker
    return {
        "speaker": speaker and {"name": speaker.name, "role": speaker.role},
        "event": speech.event,
        "place": speech.place,
        "delivered_on": speech.delivered_on.isoformat() if speech.delivered_on else None,
        "is_verbatim": speech.is_verbatim,
        "video_url": speech.video_url,
    }
