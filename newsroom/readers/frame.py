"""What every page has around its own words: breadcrumbs, languages, a picture for elsewhere."""

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
from newsroom.readers.pictures import Renditions, renditions_of, social
from newsroom.readers.place import Place, PublicPage, public_pages
from newsroom.readers.text import LinkTargets


def news_url(language: str) -> str:
    """The address of the archive in a language: a preview is drawn in the editor's."""
    with translation.override(language):
        return reverse("news")


def language_links(addresses: Mapping[str, str]) -> list[dict[str, str]]:
    """Code, label and address of one page in these languages."""
    return [
        {"code": code, "label": get_language_info(code)["name_local"], "url": addresses[code]}
        for code, _name in settings.LANGUAGES
        if code in addresses
    ]


@dataclass
class Frame:
    """A document in its place, and the pages that it needs to know of, read once."""

    document: Document
    place: Place
    also: Iterable[int] = ()
    """Ids of pages that it does not name itself."""
    page_types: Iterable[str] = ()
    """Types of which all public pages are needed."""

    @cached_property
    def pages(self) -> dict[int, PublicPage]:
        """The public pages among those that are named, by id."""
        named = {link.page for link in links(self.document) if link.page}
        named.update(self.place.above, self.document.topics, self.also)
        if self.document.case:
            named.add(self.document.case)
        found = public_pages(
            named, translations_of=self.place.translation_key, page_types=self.page_types
        )
        return {page.page_id: page for page in found}

    @cached_property
    def drawing(self) -> Drawing:
        """What draws the texts."""
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
        """The public pages above this one."""
        return [self.pages[pk].link for pk in self.place.above if pk in self.pages]

    @property
    def translations(self) -> list[dict[str, str]]:
        """The page in every language in which it is public: code, label and address."""
        key = self.place.translation_key
        same = (page for page in self.pages.values() if page.translation_key == key)
        return language_links({page.language: page.address for page in same})

    def context(self) -> dict[str, Any]:
        """What the template of every page takes."""
        return {
            "page": self.document,
            "place": self.place,
            "parts": self.drawing.parts(),
            "breadcrumbs": self.trail,
            "translations": self.translations,
            "social": social(self.document, self.drawing.renditions),
        }
