"""The context that all pages share: breadcrumbs, translations, and the image for social media."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language_info

from newsroom.archive.result import Link
from newsroom.documents.document import Document
from newsroom.documents.links import links
from newsroom.readers.body import Drawing
from newsroom.readers.pictures import Rendition, Renditions, renditions_of, social
from newsroom.readers.place import Place, PublicPage, public_pages
from newsroom.readers.structured_data import Node, as_script, breadcrumbs
from newsroom.readers.text import LinkTargets


def news_url(language: str) -> str:
    """The archive's address in a language; in a preview it differs from the editor's."""
    with translation.override(language):
        return reverse("news")


def language_links(addresses: Mapping[str, str]) -> list[dict[str, str]]:
    """Code, label and address of each language in which the page is available."""
    return [
        {"code": code, "label": get_language_info(code)["name_local"], "url": addresses[code]}
        for code, _name in settings.LANGUAGES
        if code in addresses
    ]


@dataclass
class Frame:
    """A document with its place, and all public pages that it refers to, read in one query."""

    document: Document
    place: Place
    also: Iterable[int] = ()
    """Ids of further pages to read."""
    page_types: Iterable[str] = ()
    """Page types of which all public pages are read."""
    with_stages: bool = False
    """Whether the stages of items and cases are read, too."""

    @cached_property
    def pages(self) -> dict[int, PublicPage]:
        """The public pages among all those referred to, by page id."""
        named = {link.page for link in links(self.document) if link.page}
        named.update(self.place.above, self.document.topics, self.also)
        if self.document.case:
            named.add(self.document.case)
        found = public_pages(
            named,
            translations_of=self.place.translation_key,
            page_types=self.page_types,
            with_stages=self.with_stages,
        )
        return {page.page_id: page for page in found}

    @cached_property
    def drawing(self) -> Drawing:
        """The renderer of the document's texts."""
        targets = LinkTargets(
            {page.page_id: page.link for page in self.pages.values()},
            {file.id: file for file in self.document.documents},
        )
        return Drawing(self.document, targets, self._renditions())

    def _renditions(self) -> Renditions:
        edition = self.place.edition_id
        if edition is None or not self.document.pictures:
            return self.place.renditions
        return renditions_of(edition)

    @property
    def trail(self) -> list[Link]:
        """The breadcrumbs: the page's public ancestors."""
        return [self.pages[pk].link for pk in self.place.above if pk in self.pages]

    @property
    def translations(self) -> list[dict[str, str]]:
        """Code, label and address of the page in each language in which it is public."""
        key = self.place.translation_key
        same = (page for page in self.pages.values() if page.translation_key == key)
        return language_links({page.language: page.address for page in same})

    @cached_property
    def social(self) -> Rendition | None:
        """The image for links on social media."""
        return social(self.document, self.drawing.renditions)

    def context(self, *described: Node) -> dict[str, Any]:
        """The template context that all pages share.

        `described` is what the page says of itself in structured data, besides where it is.
        """
        trail = self.trail
        return {
            "page": self.document,
            "place": self.place,
            "parts": self.drawing.parts(),
            "breadcrumbs": trail,
            "translations": self.translations,
            "social": self.social,
            "structured_data": as_script([*described, *breadcrumbs(trail, self.document.title)]),
        }
