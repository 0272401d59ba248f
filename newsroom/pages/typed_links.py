"""Makes links to pages of the addresses that editors typed or pasted, when a draft is saved.

A link to a page by its id stays right when the page moves, and loses its address when readers
cannot open the page. An address that a mail scanner wrapped becomes the one within, and parameters
that track readers are left out.
"""

import html
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from newsroom.documents.addresses import map_hrefs, map_texts
from newsroom.documents.struck_out import without_struck_out
from newsroom.gate.own_addresses import Target, own_hosts, targets_of
from newsroom.pages.stream_blocks import ReadingLinkBlock
from newsroom.rules.address_kinds import OwnHosts
from newsroom.rules.address_parts import scheme_of, split
from newsroom.rules.wrapped_addresses import unwrapped, without_tracking

type MapMarkup = Callable[[str], str]
type MapLink = Callable[[Mapping[str, Any]], dict[str, Any]]


def tidy(page: Page) -> None:
    """Clean the rich texts of a page in memory and link the addresses of pages in them.

    What a word processor struck out, and its comments, is taken out. Nothing is saved.
    """
    collected: set[str] = set()
    _map(
        page,
        lambda markup: _collect(markup, collected),
        lambda link: _collect_link(link, collected),
    )
    if not collected:
        _map(page, without_struck_out, dict)
        return
    own = own_hosts()
    links = _Links(own, targets_of(collected, own))
    _map(page, lambda markup: links.in_markup(without_struck_out(markup)), links.of_reading)


def _collect(markup: str, found: set[str]) -> str:
    def note(address: str) -> str:
        found.add(_plain(address))
        return ""

    map_hrefs(markup, note)
    map_texts(markup, note)
    return markup


def _collect_link(link: Mapping[str, Any], found: set[str]) -> dict[str, Any]:
    if link.get("url"):
        found.add(_plain(link["url"]))
    return dict(link)


def _plain(address: str) -> str:
    """The address without what a mail scanner or a newsletter added, and with a scheme."""
    inner = unwrapped(address)
    parts = split(inner)
    has_host = parts is not None and parts.netloc and not inner.startswith(("/", "\\"))
    return without_tracking(f"https://{inner}" if has_host and not scheme_of(inner) else inner)


@dataclass(frozen=True)
class _Links:
    """Makes links of addresses, given what those of this site lead to."""

    own: OwnHosts
    targets: Mapping[str, Target]

    def in_markup(self, markup: str) -> str:
        """A rich text with its addresses of pages and documents as links by id."""
        return map_texts(map_hrefs(markup, self._of_href), self._of_text)

    def of_reading(self, link: Mapping[str, Any]) -> dict[str, Any]:
        """A link of further reading, to a page where its address is that of one."""
        address = link.get("url") or ""
        plain = _plain(address) if address else ""
        target = self._target(plain)
        if target and target.page and not link.get("page"):
            return {**link, "page": target.page, "url": ""}
        return {**link, "url": plain} if plain != address else dict(link)

    def _of_href(self, address: str) -> str:
        plain = _plain(address)
        if link := _by_id(self._target(plain)):
            return link
        return f' href="{html.escape(plain)}"' if plain != address else ""

    def _of_text(self, address: str) -> str:
        """The words keep the address, so only one that readers may read becomes a link."""
        target = self._target(_plain(address))
        return _by_id(target) if target and target.public else ""

    def _target(self, plain: str) -> Target | None:
        """The page or document at an address; None if the link would lose query or fragment."""
        target = self.targets.get(plain)
        parts = urlsplit(plain)
        return target if target and target.exact and not (parts.query or parts.fragment) else None


def _by_id(target: Target | None) -> str:
    if target and target.page:
        return f' id="{target.page}" linktype="page"'
    if target and target.document and target.public:
        return f' id="{target.document}" linktype="document"'
    return ""


def _map(page: Page, markup: MapMarkup, link: MapLink) -> None:
    """Replace the rich texts and the links of further reading of a page."""
    for field in page._meta.concrete_fields:
        if isinstance(field, RichTextField):
            before = getattr(page, field.attname) or ""
            if (after := markup(before)) != before:
                setattr(page, field.attname, after)
        elif isinstance(field, StreamField):
            value = getattr(page, field.attname)
            stored = value.get_prep_value()
            changed = _map_stored(field.stream_block, stored, markup, link)
            if changed != stored:
                setattr(page, field.attname, field.to_python(json.dumps(changed)))


def _map_stored(block: Any, value: Any, markup: MapMarkup, link: MapLink) -> Any:
    """The stored value of a block with its rich texts and links replaced."""

    def below(child: Any, inner: Any) -> Any:
        return _map_stored(child, inner, markup, link)

    match block:
        case blocks.RichTextBlock():
            return markup(value) if value else value
        case ReadingLinkBlock():
            return link(value)
        case blocks.StreamBlock():
            return [
                {**one, "value": below(block.child_blocks[one["type"]], one["value"])}
                for one in value or ()
            ]
        case blocks.ListBlock():
            return [
                {**one, "value": below(block.child_block, one["value"])}
                if isinstance(one, dict) and "value" in one
                else below(block.child_block, one)
                for one in value or ()
            ]
        case blocks.StructBlock():
            return {
                name: below(block.child_blocks[name], inner)
                if name in block.child_blocks
                else inner
                for name, inner in value.items()
            }
    return value
