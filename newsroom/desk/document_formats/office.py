"""Reads Word, Excel and PowerPoint files (OOXML), and makes the copy without metadata. Pure.

Only whole parts are left out or emptied; the others stay as they are, to the byte. A part that
holds what readers must not get among what they should get is refused: comments, tracked changes,
hidden rows. The editor removes these with "Inspect Document" in the program that wrote them.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from newsroom.desk.document_formats import workbooks
from newsroom.desk.document_formats.archive import attribute, local, packed, parsed, unpacked
from newsroom.desk.document_formats.embedded_pictures import (
    ENDINGS,
    without_metadata,
    words_in,
)
from newsroom.desk.document_formats.office_text import lines_of, says_something
from newsroom.desk.document_formats.reading import (
    FEW_LETTERS,
    DocumentRefused,
    ReadDocument,
    Refusal,
    Unread,
)

TYPES, ROOT_LINKS = "[Content_Types].xml", "_rels/.rels"
_TYPES_NAMESPACE = "http://schemas.openxmlformats.org/package/2006/content-types"
_LINKS_NAMESPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
_METADATA_LINKS = re.compile(
    r"/(?:core-properties|extended-properties|custom-properties|thumbnail|origin)$"
)
_PROGRAM = re.compile(r"vba|activex|macrosheets?/|dialogsheets?/|(?:^|/)customui", re.IGNORECASE)
_KNOWN = re.compile(
    r"\.(?:xml|rels|vml|emf|wmf|bmp|svg|wdp|odttf|fntdata|jpe?g|png|gif|webp|tiff?)$"
    r"|printerSettings\d*\.bin$|/$|\.xml\.rels$",
    re.IGNORECASE,
)
"""What a document consists of. Everything else is a file within the file."""
_OF_AUTHORS = ("people", "personList", "cmAuthorLst", "authorLst", "users", "comments")
"""Roots of parts that name authors. Comments in them are refused first."""
_OF_HIDDEN_DATA = {
    "pivotCacheDefinition": Refusal.HIDDEN,
    "pivotCacheRecords": Refusal.HIDDEN,
    "externalLink": Refusal.HIDDEN,
    "connections": Refusal.EXTERNAL,
    "queryTable": Refusal.EXTERNAL,
    "headers": Refusal.CHANGES,
    "revisions": Refusal.CHANGES,
}
"""Roots of parts with data that no sheet shows, and what an editor is told of them."""
_PROGRAM_LINKS = (
    "vbaProject",
    "wordVbaData",
    "control",
    "activeXControlBinary",
    "attachedToolbars",
)
_CHANGES = ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge")
_TEMPLATE = re.compile(rb"<(?:\w+:)?attachedTemplate\b[^>]*/>")
_PATHS = re.compile(rb"(<(?:\w+:)?(?:absPath|fileSharing)\b[^>]*?\b(?:url|userName)=\")[^\"]*")


def read_office(data: bytes) -> ReadDocument:
    """Raises DocumentRefused."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        # The older container of Microsoft, which now holds only encrypted documents.
        raise DocumentRefused(Refusal.ENCRYPTED)
    parts = unpacked(data)
    if TYPES not in parts or ROOT_LINKS not in parts:
        raise DocumentRefused(Refusal.DAMAGED)
    _refuse_programs(parts)
    found = ReadDocument()
    trees = {
        name: parsed(content)
        for name, content in parts.items()
        if name.lower().endswith((".xml", ".rels", ".vml", ".svg"))
    }
    for name, tree in trees.items():
        _refuse_links(tree) if name.endswith(".rels") else _refuse_hidden(tree)
    workbooks.refuse_hidden(trees)
    _read(trees, parts, found)
    found.content = packed(_without_metadata(parts, trees))
    return found


def _refuse_programs(parts: dict[str, bytes]) -> None:
    types = parts[TYPES].lower()
    if b"macroenabled" in types or b"vba" in types or any(_PROGRAM.search(name) for name in parts):
        raise DocumentRefused(Refusal.PROGRAM)
    for name in parts:
        if "/embeddings/" in name or "/afchunk" in name.lower() or not _KNOWN.search(name):
            raise DocumentRefused(Refusal.ATTACHMENT)


def _refuse_links(links: Element) -> None:
    """Refuse what is loaded from elsewhere when the document is opened."""
    for link in links:
        kind = attribute(link, "Type").rpartition("/")[2]
        if kind in _PROGRAM_LINKS:
            raise DocumentRefused(Refusal.PROGRAM)
        if kind in ("oleObject", "package", "aFChunk"):
            raise DocumentRefused(Refusal.ATTACHMENT)
        if attribute(link, "TargetMode") == "External" and kind not in (
            "hyperlink",
            "attachedTemplate",
        ):
            raise DocumentRefused(Refusal.EXTERNAL)


def _refuse_hidden(tree: Element) -> None:
    """Refuse comments, tracked changes, hidden text and slides, notes, and fields that start
    another program.
    """
    root, fields = local(tree.tag), ""
    if root in _OF_HIDDEN_DATA and "spreadsheetml" in tree.tag:
        raise DocumentRefused(_OF_HIDDEN_DATA[root])
    if root == "sld" and attribute(tree, "show") in ("0", "false"):
        raise DocumentRefused(Refusal.HIDDEN)
    if root == "notes" and says_something(tree):
        raise DocumentRefused(Refusal.COMMENTS)
    for element in tree.iter():
        tag = local(element.tag)
        is_word = "wordprocessingml" in str(element.tag)
        if tag in ("comment", "threadedComment") or (tag == "cm" and root in ("cmLst", "cm")):
            raise DocumentRefused(Refusal.COMMENTS)
        if is_word and (tag in _CHANGES or tag.endswith("PrChange")):
            raise DocumentRefused(Refusal.CHANGES)
        if is_word and tag == "r" and _is_hidden(element):
            raise DocumentRefused(Refusal.HIDDEN)
        if tag == "instrText":
            fields += element.text or ""
        elif tag == "fldSimple":
            fields += attribute(element, "instr")
    if re.search(r"\bDDE(?:AUTO)?\b", fields, re.IGNORECASE):
        raise DocumentRefused(Refusal.PROGRAM)


def _is_hidden(run: Element) -> bool:
    marks = [each for each in run.iter() if local(each.tag) == "vanish"]
    shown = ("0", "false", "off")
    return any(attribute(mark, "val") not in shown for mark in marks) and says_something(run)


def _read(trees: dict[str, Element], parts: dict[str, bytes], found: ReadDocument) -> None:
    tables = (tree for tree in trees.values() if local(tree.tag) == "sst")
    shared = workbooks.shared_texts(next(tables, None))
    for name, tree in trees.items():
        if name == TYPES or name.endswith((".rels", "fontTable.xml")) or "/theme/" in name:
            targets = (attribute(link, "Target") for link in tree)
            found.add("its links", (each for each in targets if "/" in each and ":" in each))
        elif local(tree.tag) == "worksheet":
            found.add("its rows", workbooks.rows(tree, shared))
            found.add("its sheets", lines_of(tree, without=("v", "t")))
        elif local(tree.tag) != "sst":
            found.add(_place(name), lines_of(tree))
    pictures = list(_pictures(parts))
    for name in pictures:
        found.add("a picture in it", words_in(parts[name]))
    shown = [name for name in pictures if not name.startswith("docProps/")]
    if shown and found.length_of_text < FEW_LETTERS:
        found.not_read(Unread.SCAN)


def _place(name: str) -> str:
    if name.startswith("docProps/"):
        return "its properties"
    number = re.search(r"slides/slide(\d+)\.xml", name)
    return f"slide {number[1]}" if number else "its text"


def _pictures(parts: dict[str, bytes]) -> Iterator[str]:
    return (name for name in parts if name.lower().endswith(tuple(f".{one}" for one in ENDINGS)))


def _without_metadata(parts: dict[str, bytes], trees: dict[str, Element]) -> dict[str, bytes]:
    dropped = _drop_links(trees[ROOT_LINKS])
    dropped |= {name for name in parts if name.startswith("_xmlsignatures/")}
    kept = {}
    for name, content in parts.items():
        if name in dropped:
            continue
        if name == TYPES:
            _drop_types(trees[name], dropped)
            content = _written(trees[name], _TYPES_NAMESPACE)
        elif name == ROOT_LINKS:
            content = _written(trees[name], _LINKS_NAMESPACE)
        elif name in trees and local(trees[name].tag) in _OF_AUTHORS:
            content = _without_authors(trees[name])
        elif name.endswith("settings.xml.rels"):
            _drop_templates(trees[name])
            content = _written(trees[name], _LINKS_NAMESPACE)
        elif name == "word/settings.xml":
            content = _TEMPLATE.sub(b"", content)
        elif name == "xl/workbook.xml":
            content = _PATHS.sub(rb"\1", content)
        elif name.endswith(".bin"):
            # The settings of a printer, with its name. Programs do without.
            content = b""
        kept[name] = content
    kept.update((name, without_metadata(kept[name])) for name in _pictures(kept))
    return kept


def _without_authors(root: Element) -> bytes:
    """The part without its content. A part for comments keeps the two lists that Excel expects."""
    empty = Element(root.tag)
    space, _brace, tag = root.tag.rpartition("}")
    if tag == "comments" and "spreadsheetml" in space:
        authors = SubElement(empty, f"{space}}}authors")
        SubElement(authors, f"{space}}}author")
        SubElement(empty, f"{space}}}commentList")
    written: bytes = tostring(empty, encoding="UTF-8", xml_declaration=True)
    return written


def _drop_links(links: Element) -> set[str]:
    """Take the links to metadata out, and return the names of the parts."""
    dropped = set()
    for link in list(links):
        if _METADATA_LINKS.search(attribute(link, "Type")):
            dropped.add(attribute(link, "Target").lstrip("/"))
            links.remove(link)
    return dropped


def _drop_types(types: Element, dropped: set[str]) -> None:
    for each in list(types):
        name = attribute(each, "PartName").lstrip("/")
        if name in dropped or name.startswith("_xmlsignatures/"):
            types.remove(each)


def _drop_templates(links: Element) -> None:
    for link in list(links):
        if attribute(link, "Type").endswith("/attachedTemplate"):
            links.remove(link)


def _written(tree: Element, namespace: str) -> bytes:
    register_namespace("", namespace)
    written: bytes = tostring(tree, encoding="UTF-8", xml_declaration=True)
    return written
