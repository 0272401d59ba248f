"""What pages say of themselves in the words of schema.org, for search engines and assistants.

It is JSON-LD in a script element, which holds data and is never run. Each part repeats what the
page shows; nothing is told here alone.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from newsroom.archive.result import Link
from newsroom.documents.document import Document, Speech
from newsroom.documents.later_notes import corrections_of
from newsroom.readers.pictures import Rendition
from newsroom.readers.place import Place
from newsroom.readers.text import absolute

VOCABULARY = "https://schema.org"
# Nothing within a script element may look like markup.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}

type Node = dict[str, Any]

ORGANISATION: Node = {
    "@type": "GovernmentOrganization",
    "name": "Crown Prosecution Service",
    "url": "https://www.cps.gov.uk/",
}


def as_script(nodes: Sequence[Node]) -> SafeString:
    """The content of the script element; empty without nodes."""
    if not nodes:
        return SafeString()
    graph = {"@context": VOCABULARY, "@graph": nodes}
    return mark_safe(json.dumps(graph).translate(ESCAPES))  # noqa: S308 - escaped


def organisation(contact_points: Sequence[Node]) -> Node:
    """The Crown Prosecution Service, with its press desks."""
    return {**ORGANISATION, "contactPoint": contact_points}


def breadcrumbs(trail: Sequence[Link], title: str) -> list[Node]:
    """The page's ancestors and the page, as a list; nothing for a page without ancestors."""
    if not trail:
        return []
    places = [
        {"@type": "ListItem", "position": number, "name": link.label, "item": absolute(link.url)}
        for number, link in enumerate(trail, 1)
    ]
    # The last is the page itself, whose address is left out (Google, "Breadcrumb").
    here = {"@type": "ListItem", "position": len(trail) + 1, "name": title}
    return [{"@type": "BreadcrumbList", "itemListElement": [*places, here]}]


def article(
    document: Document,
    place: Place,
    image: Rendition | None,
    terms: Sequence[Link],
    case: Link | None,
) -> Node:
    """An item as a NewsArticle, with its corrections and the case that it is about."""
    address = absolute(place.address)
    published = document.published_at
    corrected = corrections_of(document)
    moments = [*(update.at for update in document.updates), *(at for at, _note in corrected)]
    changed = max([published, *moments]) if published else None
    return _without_nothing(
        {
            "@type": "NewsArticle",
            "@id": address,
            "url": address,
            "mainEntityOfPage": address,
            "headline": document.title,
            "description": document.teaser,
            "inLanguage": document.language,
            "datePublished": _moment(published),
            "dateModified": _moment(changed),
            "image": _image(image),
            "author": ORGANISATION,
            "publisher": ORGANISATION,
            "keywords": [link.label for link in terms],
            "about": case and {"@type": "Thing", "name": case.label, "url": absolute(case.url)},
            "correction": [
                {
                    "@type": "CorrectionComment",
                    "text": note,
                    "datePublished": _moment(at),
                }
                for at, note in corrected
            ],
        }
    )


def speech_event(speech: Speech) -> list[Node]:
    """The occasion of a speech; nothing unless its name, its day and its place are known."""
    if not (speech.event and speech.delivered_on and speech.place):
        return []
    speaker = speech.speaker
    return [
        _without_nothing(
            {
                "@type": "Event",
                "name": speech.event,
                "startDate": speech.delivered_on.isoformat(),
                "location": {"@type": "Place", "name": speech.place, "address": speech.place},
                "performer": speaker
                and _without_nothing(
                    {"@type": "Person", "name": speaker.name, "jobTitle": speaker.role}
                ),
            }
        )
    ]


def _image(image: Rendition | None) -> Node | None:
    if image is None:
        return None
    return {
        "@type": "ImageObject",
        "url": image.full_url,
        "width": image.width,
        "height": image.height,
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None


def _without_nothing(node: Mapping[str, Any]) -> Node:
    return {name: value for name, value in node.items() if value}
