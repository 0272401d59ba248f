"""Files of pictures as cameras and programs make them: odd modes, and metadata of every kind."""

from io import BytesIO
from typing import Any

from PIL import Image, PngImagePlugin
from PIL.ExifTags import IFD

NAME = "Zebedee Quillfeather"
"""What each metadatum says, with its own mark before it."""


def encoded(
    kind: str, mode: str = "RGB", size: tuple[int, int] = (60, 40), **options: Any
) -> bytes:
    file = BytesIO()
    picture = options.pop("picture", None) or Image.new(mode, size)
    picture.save(file, kind, **options)
    return file.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    """EXIF with an artist, a comment, an XPComment, a place and an orientation."""
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x013B] = f"Artist {NAME}"
    data[0x9C9C] = f"XPComment {NAME}".encode("utf-16-le")
    data.get_ifd(IFD.Exif)[0x9286] = b"UNICODE\0" + f"UserComment {NAME}".encode("utf-16-be")
    data.get_ifd(IFD.GPSInfo)[1] = "N"
    data.get_ifd(IFD.GPSInfo)[2] = (53.0, 47.0, 59.0)
    return data


def xmp(words: str = f"XMP {NAME}") -> bytes:
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/rdf#">'
        '<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f'photoshop:Headline="Headline {words}"><dc:description><rdf:Alt>'
        f'<rdf:li xml:lang="x-default">{words} &amp; mother</rdf:li></rdf:Alt></dc:description>'
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
    ).encode()


def _segment(marker: int, data: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(data) + 2).to_bytes(2, "big") + data


def iptc(**records: str) -> bytes:
    """A segment of a JPEG with IPTC records: `caption`, `byline`, `credit`."""
    numbers = {"byline": 80, "credit": 110, "caption": 120}
    rows = b"".join(
        bytes([0x1C, 2, numbers[name]]) + len(text.encode()).to_bytes(2, "big") + text.encode()
        for name, text in records.items()
    )
    block = b"8BIM\x04\x04\0\0" + len(rows).to_bytes(4, "big") + rows + b"\0" * (len(rows) % 2)
    return _segment(0xED, b"Photoshop 3.0\0" + block)


def comment(words: str) -> bytes:
    return _segment(0xFE, words.encode())


def with_segments(jpeg: bytes, *segments: bytes) -> bytes:
    """A JPEG with these segments after its first two bytes."""
    return jpeg[:2] + b"".join(segments) + jpeg[2:]


def png_text() -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", f"tEXt {NAME}")
    info.add_text("Author", f"zTXt {NAME}", zip=True)
    info.add_itxt("Description", f"iTXt {NAME}")
    return info
