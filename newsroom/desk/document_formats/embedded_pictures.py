"""Pictures within documents: what their metadata say, and the same picture without metadata. Pure.

The pixels stay as they are, to the byte.
"""

import struct
from collections.abc import Iterator
from io import BytesIO

from PIL import Image

from newsroom.desk.picture_words import words_of

_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_START_OF_SCAN, _COMMENT = 0xDA, 0xFE
_KEPT_SEGMENTS = (0xE0, 0xE2, 0xEE)
"""APP0, APP2 and APP14: the density, the colour profile and the colours of a JPEG."""
_EXIF = 0xE1
_ORIENTATION = 0x0112
_TEXT_CHUNKS = (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME")
ENDINGS = ("jpg", "jpeg", "png", "gif", "webp", "tif", "tiff")


def words_in(content: bytes) -> tuple[str, ...]:
    """The lines of text in the metadata of a picture; none for an unreadable one."""
    try:
        with Image.open(BytesIO(content)) as picture:
            picture.load()
            return words_of(picture).lines
    except MemoryError:
        raise
    except Exception:
        # Pillow has many errors for damaged files.
        return ()


def without_metadata(content: bytes) -> bytes:
    """The picture without metadata. Formats other than JPEG and PNG are returned unchanged."""
    try:
        if content.startswith(_JPEG):
            return b"".join(_jpeg(content))
        if content.startswith(_PNG):
            return b"".join(_png(content))
    except (struct.error, IndexError, ValueError):
        return content
    return content


def _jpeg(content: bytes) -> Iterator[bytes]:
    yield content[:2]
    position = 2
    while content[position] == 0xFF and content[position + 1] != _START_OF_SCAN:
        marker = content[position + 1]
        (length,) = struct.unpack(">H", content[position + 2 : position + 4])
        end = position + 2 + length
        if marker == _EXIF:
            yield _turned(content[position + 4 : end])
        elif marker in _KEPT_SEGMENTS or not (0xE0 <= marker <= 0xEF or marker == _COMMENT):
            yield content[position:end]
        position = end
    # What follows the picture, such as another one, is dropped.
    yield content[position : content.rindex(b"\xff\xd9") + 2]


def _turned(exif: bytes) -> bytes:
    """A segment with the orientation alone; empty for an upright picture."""
    known = Image.Exif()
    if not exif.startswith(b"Exif\0\0"):
        return b""
    known.load(exif)
    turned = known.get(_ORIENTATION, 1)
    if turned == 1:
        return b""
    only = Image.Exif()
    only[_ORIENTATION] = turned
    data = only.tobytes()
    return b"\xff\xe1" + struct.pack(">H", len(data) + 2) + data


def _png(content: bytes) -> Iterator[bytes]:
    yield content[:8]
    position = 8
    while position < len(content):
        (length,) = struct.unpack(">I", content[position : position + 4])
        kind = content[position + 4 : position + 8]
        end = position + 12 + length
        if kind not in _TEXT_CHUNKS:
            yield content[position:end]
        position = end
        if kind == b"IEND":
            return
