"""The HTML of images. Only the renditions that exist for the edition are used."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from newsroom.documents.document import Document
from newsroom.documents.renditions import FORMATS, FULL_SIZE, SOCIAL
from newsroom.editions.models import EditionFile
from newsroom.readers.text import absolute
from newsroom.rows import rows, slots

IN_TEXT_SIZES = "(min-width: 56rem) 672px, calc(100vw - 30px)"
LEAD_SIZES = "(min-width: 70rem) 720px, (min-width: 56rem) 62vw, calc(100vw - 30px)"


@dataclass(frozen=True)
class Rendition:
    """One rendition of an image; sizes are in pixels."""

    url: str
    width: int
    height: int

    @property
    def full_url(self) -> str:
        return absolute(self.url)


type Renditions = Mapping[int, Mapping[str, Rendition]]
"""Renditions by image id and Wagtail filter specification."""


def renditions_of(edition: int) -> Renditions:
    """The renditions of an edition; needs one query."""
    return renditions_of_each([edition])[edition]


def renditions_of_each(editions: Sequence[int]) -> Mapping[int, Renditions]:
    """The renditions of several editions, by their ids; needs one query."""
    found: dict[int, dict[int, dict[str, Rendition]]] = {edition: {} for edition in editions}
    columns = ("edition_id", "file_id", "filter_spec", "name", "width", "height")
    condition = f"edition_id IN ({slots(editions)}) AND kind = %s AND name <> ''"
    values = [*editions, EditionFile.Kind.PICTURE.value]
    for edition, image, spec, name, width, height in rows(EditionFile, columns, condition, values):
        made = Rendition(reverse("picture", args=[name]), width, height)
        found[edition].setdefault(image, {})[spec] = made
    return found


def social(document: Document, renditions: Renditions) -> Rendition | None:
    """The image for links on social media; an item's lead image if no other is chosen."""
    lead = document.lead_picture.image if document.lead_picture else None
    return renditions.get(document.social_image or lead or 0, {}).get(SOCIAL)


def full_size(image: int, renditions: Renditions) -> Rendition | None:
    """The full-size rendition, for print."""
    return renditions.get(image, {}).get(FULL_SIZE)


def picture_tag(
    made: Mapping[str, Rendition],
    filters: Iterable[str],
    alt: str,
    *,
    sizes: str = "",
    **attrs: str,
) -> SafeString:
    """A `<picture>` element with a source for each format; empty if there are no renditions."""
    by_format: dict[str, list[Rendition]] = {kind: [] for kind in FORMATS}
    for spec in filters:
        if rendition := made.get(spec):
            by_format[next(kind for kind in FORMATS if f"format-{kind}" in spec)].append(rendition)
    shown = {kind: renditions for kind, renditions in by_format.items() if renditions}
    if not shown:
        return SafeString()
    fallback = list(shown)[-1]
    first = shown[fallback][0]
    if sizes:
        attrs["sizes"] = sizes
    sources = format_html_join(
        "",
        '<source srcset="{}"{} type="image/{}">',
        (
            (_srcset(shown[kind]), format_html(' sizes="{}"', sizes) if sizes else "", kind)
            for kind in shown
            if kind != fallback
        ),
    )
    if len(shown[fallback]) > 1:
        attrs["srcset"] = _srcset(shown[fallback])
    more = format_html_join("", ' {}="{}"', sorted(attrs.items()))
    return format_html(
        '<picture>{}<img alt="{}" src="{}" width="{}" height="{}"{}></picture>',
        sources,
        alt,
        first.url,
        first.width,
        first.height,
        more,
    )


def _srcset(renditions: list[Rendition]) -> str:
    if len(renditions) == 1:
        return renditions[0].url
    return ", ".join(f"{one.url} {one.width}w" for one in renditions)
