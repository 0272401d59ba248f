"""Converts stored rich text to HTML for readers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from newsroom.archive.result import Link
from newsroom.documents.document import DocumentFile

_LINK = re.compile(r"<a\b(?P<attributes>[^>]*)>(?P<words>.*?)</a>", re.IGNORECASE | re.DOTALL)
_EMBED = re.compile(r"<embed\b[^>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*["']([^"']*)["']""")


@dataclass(frozen=True)
class LinkTargets:
    """The possible targets of links by id: public pages, and the document's own files."""

    pages: Mapping[int, Link]
    documents: Mapping[int, DocumentFile]


def absolute(address: str) -> str:
    """An address of this site in full; any other is left as it is."""
    return f"{settings.BASE_URL}{address}" if address.startswith("/") else address


def document_url(file: DocumentFile) -> str:
    """The address for downloading a document."""
    return reverse("wagtaildocs_serve", args=[file.id, file.filename])


def as_html(markup: str, targets: LinkTargets) -> SafeString:
    """Replace ids in links by addresses.

    A link to a page that is not public is reduced to its text: the slug of a draft or the name of
    its file often reveals its subject.
    """

    def link(found: re.Match[str]) -> str:
        attributes = dict(_ATTRIBUTE.findall(found["attributes"]))
        kind, number = attributes.get("linktype"), attributes.get("id", "")
        if kind is None:
            return found[0]
        url = _url(kind, int(number), targets) if number.isdecimal() else None
        return f'<a href="{escape(url)}">{found["words"]}</a>' if url else found["words"]

    if "<a" in markup or "<embed" in markup:
        markup = _EMBED.sub("", _LINK.sub(link, markup))
    # Safe: the editor's whitelist cleaned the markup when it was saved.
    return mark_safe(markup)  # noqa: S308


def _url(kind: str, number: int, targets: LinkTargets) -> str | None:
    if kind == "page" and (page := targets.pages.get(number)):
        return page.url
    if kind == "document" and (file := targets.documents.get(number)):
        return document_url(file)
    return None
