"""Makes the file that is stored of an uploaded picture: upright, in sRGB, without metadata.

The picture is encoded anew from its pixels, so that nothing else of the upload is kept: no EXIF,
XMP, IPTC, comments, thumbnails, colour profiles or bytes after the end.
"""

import hashlib
import logging
import struct
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps
from wagtail.images import get_image_model
from wagtail.images.models import Filter

from newsroom.desk.picture_words import FileWords, words_of
from newsroom.documents.renditions import FULL_SIZE, IN_REGISTER, SOCIAL

log = logging.getLogger(__name__)

UNREADABLE = (OSError, EOFError, SyntaxError, ValueError, struct.error)
SAVED: dict[str, tuple[str, str, dict[str, Any]]] = {
    "AVIF": ("AVIF", "", {"quality": 90}),
    # A GIF has at most 256 colours, which a PNG keeps as they are.
    "GIF": ("PNG", ".png", {}),
    "JPEG": ("JPEG", "", {"quality": 95, "subsampling": 0}),
    # A JPEG followed by further ones, as some cameras make them: the first is the picture.
    "MPO": ("JPEG", "", {"quality": 95, "subsampling": 0}),
    "PNG": ("PNG", "", {}),
    "WEBP": ("WEBP", "", {"quality": 95}),
}
"""By format of the upload: the format that is stored, its ending if it changes, and options."""
DAMAGED = _("This picture cannot be read: the file may be damaged or cut off.")
MOVING = _("This picture moves. Upload a still picture: save one of its frames as a file.")
NOT_SHOWN = _("This picture cannot be shown in the sizes that pages need. Save it as JPEG or PNG.")


@dataclass(frozen=True)
class StoredPicture:
    """The content and name to store, and what the upload said."""

    content: bytes
    name: str
    words: FileWords

    def as_file(self) -> ContentFile:
        return ContentFile(self.content, name=self.name)


def stored_picture(file: Any, name: str) -> StoredPicture:
    """Raises ValidationError, in words for editors, for what readers could not be shown."""
    try:
        file.seek(0)
        with Image.open(file) as picture:
            if getattr(picture, "is_animated", False) and picture.format != "MPO":
                raise ValidationError(MOVING)
            picture.load()
            words = words_of(picture)
            content, ending = _encoded(picture)
    except UNREADABLE:
        raise ValidationError(DAMAGED) from None
    finally:
        file.seek(0)
    path = PurePath(name)
    # The name follows from the content: the path of another picture's rendition is never reused.
    mark = hashlib.sha256(content).hexdigest()[:8]
    stored = StoredPicture(content, f"{path.stem}-{mark}{ending or path.suffix}", words)
    _try_renditions(stored)
    return stored


def _encoded(picture: Image.Image) -> tuple[bytes, str]:
    kind, ending, options = SAVED[picture.format or ""]
    shown = _in_srgb(ImageOps.exif_transpose(picture))
    # A new image, since a copy keeps metadata, which several formats would write.
    plain = Image.frombytes(shown.mode, shown.size, shown.tobytes())
    output = BytesIO()
    plain.save(output, kind, **options)
    return output.getvalue(), ending


def _in_srgb(picture: Image.Image) -> Image.Image:
    """The picture in mode L, RGB or RGBA, with eight bits a channel."""
    profile: bytes | None = picture.info.get("icc_profile")
    if picture.mode.startswith("I"):
        # Without scaling, all that is not black would be white.
        return picture.convert("I").point(lambda level: level * (1 / 256)).convert("L")
    if picture.mode != "CMYK":
        picture = _in_plain_mode(picture)
    if profile:
        try:
            converted = ImageCms.profileToProfile(
                picture,
                ImageCms.ImageCmsProfile(BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGBA" if picture.mode == "RGBA" else "RGB",
            )
            picture = converted or picture
        except (ImageCms.PyCMSError, OSError, ValueError):
            log.warning("A colour profile is damaged, or is one for another mode")
    return _in_plain_mode(picture)


def _in_plain_mode(picture: Image.Image) -> Image.Image:
    if picture.has_transparency_data:
        return picture.convert("RGBA")
    return picture.convert("L" if picture.mode in ("1", "L") else "RGB")


def _try_renditions(stored: StoredPicture) -> None:
    """Make a rendition of each format and shape. Raises ValidationError if one fails."""
    # Without a collection, whose default is a query.
    picture = get_image_model()(file=stored.as_file(), collection_id=None)
    for spec in (*IN_REGISTER, FULL_SIZE, SOCIAL):
        try:
            Filter(spec=spec).run(picture, BytesIO(), source=BytesIO(stored.content))
        except Exception as failed:
            # Willow and Pillow raise different errors.
            raise ValidationError(NOT_SHOWN) from failed
