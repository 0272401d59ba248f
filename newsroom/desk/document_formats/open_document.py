"""Reads OpenDocument files (ODT, ODS), and makes the copy without metadata. Pure."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from newsroom.desk.document_formats.archive import attribute, local, packed, parsed, unpacked
from newsroom.desk.document_formats.embedded_pictures import (
    ENDINGS,
    without_metadata,
    words_in,
)
from newsroom.desk.document_formats.reading import (
    FEW_LETTERS,
    DocumentRefused,
    ReadDocument,
    Refusal,
    Unread,
)

MANIFEST = "META-INF/manifest.xml"
_META = (
    b'<?xml version="1.0" encoding="UTF-8"?><office:document-meta '
    b'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2">'
    b"<office:meta/></office:document-meta>"
)
_DROPPED = re.compile(r"^Thumbnails/|^META-INF/(?!manifest\.xml$)")
_ENTRY = re.compile(rb"<(?:\w+:)?file-entry\b[^>]*full-path=\"(?:Thumbnails/|META-INF/)[^>]*/>")
_PROGRAM = re.compile(r"^(?:Basic|Scripts|Dialogs)/", re.IGNORECASE)
_KNOWN = re.compile(
    r"(?:^mimetype|^layout-cache|/|\.(?:xml|rdf|svg|svm|emf|wmf|bmp|ttf|otf|jpe?g|png|gif|webp"
    r"|tiff?)|ObjectReplacements/[^/]+)$",
    re.IGNORECASE,
)
_PRINTER = re.compile(rb"(<(?:\w+:)?config-item\b[^>]*\bname=\"Printer(?:Name|Setup)\"[^>]*>)[^<]*")
_LOADING = ("image", "object", "object-ole", "section-source", "cell-range-source", "plugin")
_RUNNING = ("vnd.sun.star.script:", "macro:", "service:", "javascript:")
_SAYING = ("name", "title", "description", "help-message", "display-name", "author")


def read_open_document(data: bytes) -> ReadDocument:
    """Raises DocumentRefused."""
    parts = unpacked(data)
    if MANIFEST not in parts or "content.xml" not in parts:
        raise DocumentRefused(Refusal.DAMAGED)
    if b"encryption-data" in parts[MANIFEST]:
        raise DocumentRefused(Refusal.ENCRYPTED)
    for name in parts:
        if _PROGRAM.search(name):
            raise DocumentRefused(Refusal.PROGRAM)
        if name.startswith(("Versions/", "VersionList.xml")):
            raise DocumentRefused(Refusal.VERSIONS)
        if not _KNOWN.search(name):
            raise DocumentRefused(Refusal.ATTACHMENT)
    found = ReadDocument()
    for name, content in parts.items():
        if name.endswith(".xml"):
            tree = parsed(content)
            _refuse_hidden(tree)
            place = "its properties" if name.endswith("meta.xml") else "its text"
            found.add(place, _lines_of(tree))
    pictures = [name for name in parts if name.lower().endswith(ENDINGS)]
    for name in pictures:
        found.add("a picture in it", words_in(parts[name]))
    shown = [name for name in pictures if not name.startswith("Thumbnails/")]
    if shown and found.length_of_text < FEW_LETTERS:
        found.not_read(Unread.SCAN)
    found.content = packed(dict(_without_metadata(parts)))
    return found


def _without_metadata(parts: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    for name, content in parts.items():
        if _DROPPED.search(name):
            continue
        if name.endswith("meta.xml"):
            content = _META
        elif name == MANIFEST:
            content = _ENTRY.sub(b"", content)
        elif name.endswith("settings.xml"):
            content = _PRINTER.sub(rb"\1", content)
        elif name.lower().endswith(ENDINGS):
            content = without_metadata(content)
        yield name, content


def _refuse_hidden(tree: Element) -> None:
    for element in tree.iter():
        tag = local(element.tag)
        if tag in ("changed-region", "tracked-changes") and len(element):
            raise DocumentRefused(Refusal.CHANGES)
        if tag == "annotation":
            raise DocumentRefused(Refusal.COMMENTS)
        if tag in ("event-listener", "dde-source", "dde-link", "dde-connection-decl", "script"):
            raise DocumentRefused(Refusal.PROGRAM)
        if attribute(element, "href").startswith(_RUNNING):
            raise DocumentRefused(Refusal.PROGRAM)
        if tag in _LOADING and ":" in attribute(element, "href"):
            raise DocumentRefused(Refusal.EXTERNAL)
        if _is_hidden(element, tag):
            raise DocumentRefused(Refusal.HIDDEN)


def _is_hidden(element: Element, tag: str) -> bool:
    if tag in ("hidden-text", "hidden-paragraph"):
        return True
    if tag in ("table-row", "table-column"):
        hidden = attribute(element, "visibility") in ("collapse", "filter")
        is_empty = tag == "table-row" and not "".join(element.itertext()).strip()
        return hidden and not is_empty
    if tag == "table-properties":
        return attribute(element, "display") == "false"
    return tag in ("text-properties", "section") and attribute(element, "display") == "none"


def _lines_of(tree: Element) -> Iterator[str]:
    """A line for each paragraph, each row and each other text or attribute with words."""
    for element in tree.iter():
        tag = local(element.tag)
        if tag in ("s", "tab", "line-break"):
            element.text = " "
    within: set[Element] = set()
    for element in tree.iter():
        tag = local(element.tag)
        yield from (value for name, value in element.items() if local(name) in _SAYING)
        if tag == "table-row":
            within.update(element.iter())
            yield " ".join("".join(cell.itertext()) for cell in element)
        elif element in within:
            continue
        elif tag in ("p", "h"):
            within.update(element.iter())
            yield "".join(element.itertext())
        elif element.text and element.text.strip():
            yield element.text
