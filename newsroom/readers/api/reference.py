"""What items are filtered by, whom to ring now, and the versions of protocol and policy."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language

from newsroom.archive.address import Address
from newsroom.archive.filters import ArchiveFilter
from newsroom.archive.result import ArchiveResult
from newsroom.press_office.desks import Desk, all_desks
from newsroom.press_office.telephone import international
from newsroom.readers.api.answers import api_view
from newsroom.readers.frame import news_url
from newsroom.readers.place import editions_of_type, place_of
from newsroom.readers.text import absolute
from newsroom.readers.versions.version import versions_below

VERSIONED = ("protocol", "social-media-policy")


@api_view()
def terms(request: HttpRequest) -> dict[str, Any]:
    """The values of each filter, with the number of items of each."""
    language = get_language() or ""
    filters = ArchiveFilter(QueryDict(), language=language)
    filters.is_valid()
    result = ArchiveResult(
        filters, Address(()), build_cards=lambda *_args: [], index_url=news_url(language)
    )
    return {
        facet.name: [
            {
                "slug": option.value,
                "name": option.label,
                "items": option.count or 0,
                "url": absolute(f"{news_url(language)}?{facet.name}={option.value}"),
            }
            for option in facet.options
        ]
        for facet in result.facets
    }


@api_view()
def press_office(request: HttpRequest) -> dict[str, Any]:
    """Each press desk at this moment."""
    return {"desks": [_desk(desk) for desk in all_desks()]}


def _desk(desk: Desk) -> dict[str, Any]:
    contact, line = desk.contact, desk.line
    return {
        "name": contact.name,
        "area": contact.area.name if contact.area else None,
        "is_national": desk.is_national,
        "answers_in_welsh": contact.in_welsh,
        "audience": contact.audience,
        "telephone": _number(contact.telephone),
        "email": contact.email or None,
        "duty_telephone": _number(contact.duty_telephone),
        "duty_telephone_is_for": contact.out_of_hours,
        "is_open": line.is_open if line else None,
        "sentence": line.text if line else "",
        "changes_at": line.until.isoformat() if line and line.until else None,
        "hours": list(desk.week),
        "closures": list(desk.closed),
        "openings": list(desk.opened),
        "telephone_now": _number(desk.number_now),
    }


def _number(telephone: str) -> str | None:
    return international(telephone) if telephone else None


@api_view()
def protocol_versions(request: HttpRequest) -> dict[str, Any]:
    """The public versions of the media protocol and the social media policy, newest first."""
    return {"versions": list(_versions(get_language() or ""))}


def _versions(language: str) -> Iterator[dict[str, Any]]:
    for page_type in VERSIONED:
        for document in editions_of_type(page_type, language):
            for version in versions_below(place_of(document), page_type):
                begins, ends = version.in_force_from, version.in_force_to
                yield {
                    "document": page_type,
                    "title": version.title,
                    "label": version.version_label,
                    "status": version.status_today[0],
                    "in_force_from": begins.isoformat() if begins else None,
                    "in_force_to": ends.isoformat() if ends else None,
                    "agreed_by": version.agreed_by,
                    "url": absolute(version.url),
                }
