"""Text with the editor's markup, as readers get it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

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
    """Where links by id may lead: the pages that are public now, and the documents offered."""

    pages: Mapping[int, Link]
    documents: Mapping[int, DocumentFile]


def document_url(file: DocumentFile) -> str:
    """The address under which a document is fetched."""
    return reverse("wagtaildocs_serve", args=[file.id, file.filename])


def as_html(markup: str, targets: LinkTargets) -> SafeString:
    """The text with addresses in place of ids.

    A link to what is not public keeps its words and loses its address: the address of a draft, or
    the name of its file, often says what it is about.
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
    # Cleaned by the editor's whitelist when it was saved, and cleared since.
    return mark_safe(markup)  # noqa: S308


def _url(kind: str, number: int, targets: LinkTargets) -> str | None:
    if kind == "page" and (page := targets.pages.get(number)):
        return page.url
    if kind == "document" and (file := targets.documents.get(number)):
        return document_url(file)
    return None
