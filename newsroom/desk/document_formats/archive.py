"""Zip archives, and the XML in them, within limits on size and number. Pure."""

from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element, ParseError
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from newsroom.desk.document_formats.reading import DocumentRefused, Refusal

MOST_ENTRIES = 3_000
MOST_BYTES = 120 * 1024 * 1024
"""Bytes of all entries, unpacked."""
MOST_XML = 24 * 1024 * 1024
"""Bytes of one XML part: in memory it takes about ten times as many."""
_IS_ENCRYPTED = 0x1
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def unpacked(data: bytes) -> dict[str, bytes]:
    """The entries of an archive by name. Raises DocumentRefused.

    Sizes are counted while unpacking, because an archive can state others.
    """
    entries: dict[str, bytes] = {}
    left = MOST_BYTES
    try:
        with ZipFile(BytesIO(data)) as archive:
            for number, info in enumerate(archive.infolist()):
                if info.flag_bits & _IS_ENCRYPTED:
                    raise DocumentRefused(Refusal.ENCRYPTED)
                if info.filename in entries:
                    raise DocumentRefused(Refusal.DAMAGED)
                with archive.open(info) as entry:
                    content = entry.read(left + 1)
                left -= len(content)
                if left < 0 or number >= MOST_ENTRIES:
                    raise DocumentRefused(Refusal.TOO_LARGE)
                entries[info.filename] = content
    except (BadZipFile, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise DocumentRefused(Refusal.DAMAGED) from error
    except Exception as error:
        # zlib and lzma have errors of their own.
        if isinstance(error, DocumentRefused):
            raise
        raise DocumentRefused(Refusal.DAMAGED) from error
    return entries


def packed(entries: dict[str, bytes]) -> bytes:
    """An archive of these entries, in their order, without times and comments."""
    output = BytesIO()
    with ZipFile(output, "w") as archive:
        for name, content in entries.items():
            info = ZipInfo(name, _LONG_AGO)
            # The type of an OpenDocument file must be readable at its beginning.
            info.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            archive.writestr(info, content)
    return output.getvalue()


def parsed(content: bytes) -> Element:
    """The root of an XML part. Entities are refused. Raises DocumentRefused."""
    if len(content) > MOST_XML:
        raise DocumentRefused(Refusal.TOO_LARGE)
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise DocumentRefused(Refusal.DAMAGED) from error
    return root


def local(name: Any) -> str:
    """A tag or an attribute without its namespace; empty for a comment."""
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def attribute(element: Element, name: str) -> str:
    """The value of an attribute, whatever its namespace; empty without one."""
    return next((value for key, value in element.items() if local(key) == name), "")
