"""Pictures as pages show them: in the renditions that were made of them, and in no other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from newsroom.documents.document import Document
from newsroom.documents.renditions import FORMATS, FULL_SIZE, SOCIAL
from newsroom.editions.models import EditionFile
from newsroom.rows import rows

IN_TEXT_SIZES = "(min-width: 56rem) 672px, calc(100vw - 30px)"
LEAD_SIZES = "(min-width: 70rem) 720px, (min-width: 56rem) 62vw, calc(100vw - 30px)"


@dataclass(frozen=True)
class Rendition:
    """One file of a picture."""

    url: str
    width: int
    height: int

    @property
    def full_url(self) -> str:
        return f"{settings.BASE_URL}{self.url}" if self.url.startswith("/") else self.url


type Renditions = Mapping[int, Mapping[str, Rendition]]
"""By the id of the picture and the filter as Wagtail writes it."""


def renditions_of(edition: int) -> Renditions:
    """The renditions that an edition shows: one query."""
    found: dict[int, dict[str, Rendition]] = {}
    columns = ("file_id", "filter_spec", "name", "width", "height")
    condition = "edition_id = %s AND kind = %s AND name <> ''"
    values = [edition, EditionFile.Kind.PICTURE.value]
    for image, spec, name, width, height in rows(EditionFile, columns, condition, values):
        made = Rendition(reverse("picture", args=[name]), width, height)
        found.setdefault(image, {})[spec] = made
    return found


def social(document: Document, renditions: Renditions) -> Rendition | None:
    """What stands beside a link to the page elsewhere; an item's picture if there is no other."""
    lead = document.lead_picture.image if document.lead_picture else None
    return renditions.get(document.social_image or lead or 0, {}).get(SOCIAL)


def full_size(image: int, renditions: Renditions) -> Rendition | None:
    """The picture for print."""
    return renditions.get(image, {}).get(FULL_SIZE)


def picture_tag(
    made: Mapping[str, Rendition],
    filters: Iterable[str],
    alt: str,
    *,
    sizes: str = "",
    **attrs: str,
) -> SafeString:
    """A `<picture>` of these renditions, with a choice of formats; empty if there is none."""
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
