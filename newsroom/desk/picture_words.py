"""What the file of a picture says in words: EXIF, XMP, IPTC, comments and the text of a PNG."""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from PIL import ExifTags, Image, ImageFile, IptcImagePlugin

MOST = 20_000
"""Characters that are kept of one picture."""
CREDIT_LENGTH = 150
ARTIST, COPYRIGHT, USER_COMMENT = 0x013B, 0x8298, 0x9286
WINDOWS = range(0x9C9B, 0x9CA0)
"""The tags of Windows, such as XPComment, in UTF-16."""
IPTC_BYLINE, IPTC_CREDIT = (2, 80), (2, 110)
EXTENDED_XMP = b"http://ns.adobe.com/xmp/extension/\0"
_XMP_CREDIT = re.compile(
    r"<(photoshop:Credit|dc:creator)\b[^>]*>(.*?)</\1>|photoshop:Credit=\"([^\"]*)\"", re.S
)
_NAMESPACE = re.compile(r"\bxmlns(:\w+)?\s*=\s*(\"[^\"]*\"|'[^']*')")
_VALUE = re.compile(r"=\s*(?:\"([^\"]*)\"|'([^']*)')")
_TAG = re.compile(r"<[^>]*>")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_ENCODED = re.compile(r"\S{120,}")
"""A thumbnail in Base64, for example."""


@dataclass(frozen=True)
class FileWords:
    """The lines of text in a file, and whom it names as its author."""

    lines: tuple[str, ...] = ()
    credit: str = ""


def words_of(picture: ImageFile.ImageFile) -> FileWords:
    """What the file of a picture says. The picture must be loaded: a PNG may end with text."""
    exif, iptc, xmp = dict(_exif(picture)), _iptc(picture), list(_xmp(picture))
    said = [*exif.values(), *iptc.values(), *_comments(picture), *map(_without_tags, xmp)]
    credits = (
        iptc.get(IPTC_CREDIT),
        iptc.get(IPTC_BYLINE),
        *(
            _without_tags("".join(found.groups("")[1:]))
            for one in xmp
            for found in _XMP_CREDIT.finditer(one)
        ),
        exif.get(("IFD0", ARTIST)),
        exif.get(("IFD0", COPYRIGHT)),
    )
    credit = next((line for one in credits for line in _lines([one or ""])), "")
    lines, length = [], 0
    for line in dict.fromkeys(_lines(said)):
        length += len(line)
        if length <= MOST:
            lines.append(line)
    return FileWords(tuple(lines), credit[:CREDIT_LENGTH])


def _lines(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for line in _ENCODED.sub(" ", text).replace("\x00", "\n").splitlines():
            words = " ".join(line.split())
            if _LETTERS.search(words):
                yield words


def _exif(picture: Image.Image) -> Iterator[tuple[tuple[str, int], str]]:
    exif = picture.getexif()
    blocks: dict[str, Any] = {"IFD0": exif}
    blocks.update({ifd.name: exif.get_ifd(ifd) for ifd in ExifTags.IFD})
    for name, block in blocks.items():
        for tag, value in block.items():
            values = value if isinstance(value, tuple) else (value,)
            yield (name, tag), "\n".join(_text(one, tag) for one in values)


def _text(value: Any, tag: int) -> str:
    if isinstance(value, str):
        return value
    if not isinstance(value, bytes):
        return ""
    if tag == USER_COMMENT:
        # Eight bytes name the encoding; which end of UTF-16 comes first is that of the file.
        kind, value = value[:8], value[8:]
        if kind.startswith(b"UNICODE"):
            return "\n".join(value.decode(code, "ignore") for code in ("utf-16-le", "utf-16-be"))
    return value.decode("utf-16-le", "ignore") if tag in WINDOWS else _decoded(value)


def _decoded(value: bytes) -> str:
    try:
        text = value.decode()
    except UnicodeDecodeError:
        text = value.decode("latin-1")
    return "".join(sign if sign.isprintable() else "\n" for sign in text)


def _iptc(picture: ImageFile.ImageFile) -> dict[tuple[int, int], str]:
    found = IptcImagePlugin.getiptcinfo(picture) or {}
    return {
        key: "\n".join(map(_decoded, value if isinstance(value, list) else [value]))
        for key, value in found.items()
    }


def _comments(picture: Image.Image) -> Iterator[str]:
    segments = [data for name, data in getattr(picture, "applist", ()) if name == "COM"]
    for comment in [*segments, picture.info.get("comment", b"")]:
        yield _decoded(comment) if isinstance(comment, bytes) else str(comment)
    for key, text in getattr(picture, "text", {}).items():
        yield _without_tags(text) if "xmp" in key.lower() else text


def _xmp(picture: Image.Image) -> Iterator[str]:
    whole = picture.info.get("xmp", b"")
    yield whole.decode("utf-8", "replace") if isinstance(whole, bytes) else whole
    # A large XMP is split at any byte. Each part follows a header of 40 bytes.
    parts = [data for _name, data in getattr(picture, "applist", ())]
    start = len(EXTENDED_XMP) + 40
    yield b"".join(part[start:] for part in parts if part.startswith(EXTENDED_XMP)).decode(
        "utf-8", "replace"
    )


def _without_tags(markup: str) -> str:
    """The texts and the values of attributes of an XML text, which may be cut off."""
    plain = _NAMESPACE.sub("", markup)
    values = ("\n".join(found.groups("")) for found in _VALUE.finditer(plain))
    return html.unescape("\n".join([_TAG.sub("\n", plain), *values]))
