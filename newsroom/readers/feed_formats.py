"""Atom and RSS 2.0, with what Django's generators leave out: full text, pages, tombstones.

RFC 4287 (Atom), RFC 5005 (pages of a feed), RFC 6721 (tombstones), and the content module of RSS.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, rfc3339_date

CONTENT = "http://purl.org/rss/1.0/modules/content/"
DELETED = "http://purl.org/atompub/tombstones/1.0"


_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def xml_text(text: str) -> str:
    """The text without characters that no XML document may hold, such as pasted line tabs."""
    return _NOT_IN_XML.sub("", text)


@dataclass(frozen=True)
class DeletedEntry:
    """An entry that is no longer public: its id, and since when."""

    ref: str
    when: datetime


class Atom(Atom1Feed):
    """An Atom feed. It takes `pages` (addresses by relation) and `deleted` as further options."""

    content_type = "application/atom+xml; charset=utf-8"

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xmlns:at": DELETED}

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        pages: Mapping[str, str] = self.feed["pages"]
        for relation, address in pages.items():
            handler.addQuickElement("link", "", {"rel": relation, "href": address})

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})

    def write_items(self, handler: Any) -> None:
        super().write_items(handler)
        deleted: Sequence[DeletedEntry] = self.feed["deleted"]
        for entry in deleted:
            told = {"ref": entry.ref, "when": rfc3339_date(entry.when)}
            handler.addQuickElement("at:deleted-entry", "", told)

    def latest_post_date(self) -> datetime:
        """When the feed last changed: by an entry, or by one that is gone."""
        moments = [item["updateddate"] for item in self.items]
        moments += [entry.when for entry in self.feed["deleted"]]
        return max(moments, default=self.feed["begun"])


class Rss(Rss201rev2Feed):
    """An RSS 2.0 feed. An item has one enclosure at most, as RSS demands."""

    content_type = "application/rss+xml; charset=utf-8"

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:content": CONTENT}

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        pages: Mapping[str, str] = self.feed["pages"]
        for relation, address in pages.items():
            handler.addQuickElement("atom:link", None, {"rel": relation, "href": address})

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, {**item, "enclosures": item["enclosures"][:1]})
        handler.addQuickElement("content:encoded", item["content"])

    def latest_post_date(self) -> datetime:
        """When the newest entry of the feed was published."""
        return max((item["updateddate"] for item in self.items), default=self.feed["begun"])
