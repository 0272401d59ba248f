"""Where a page shows pictures, and with which words for those who cannot see them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wagtail.fields import StreamField

from newsroom.guard.references import Found


@dataclass(frozen=True)
class ShownPicture:
    """One picture in one place."""

    image_id: int
    field: str
    place: str
    alt: str
    decorative: bool = False


def shown_pictures(page: Any, found: Found) -> Iterator[ShownPicture]:
    """The pictures a page shows; `found` are all that it names, by the field that does."""
    told: set[int] = set()
    for shown in (*_lead(page), *_in_text(page)):
        told.add(shown.image_id)
        yield shown
    for image_id, field in found.items():
        # Named elsewhere, such as the picture for social media: shown without words of its own.
        if int(image_id) not in told:
            place = str(_verbose(page, field))
            yield ShownPicture(int(image_id), field, place, "", decorative=True)


def _lead(page: Any) -> Iterator[ShownPicture]:
    if getattr(page, "image_id", None):
        yield ShownPicture(page.image_id, "image", "Picture", page.image_alt)


def _in_text(page: Any) -> Iterator[ShownPicture]:
    for field in page._meta.fields:
        if isinstance(field, StreamField):
            for number, child in enumerate(field.value_from_object(page), 1):
                if child.block_type == "image" and (image := child.value.get("image")):
                    place = f"Text, block {number} (picture)"
                    yield ShownPicture(image.pk, field.name, place, child.value.get("alt") or "")


def _verbose(page: Any, name: str) -> Any:
    field = page._meta.get_field(name)
    return getattr(field, "verbose_name", name)
