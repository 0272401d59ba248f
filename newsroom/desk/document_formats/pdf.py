"""Reads PDF files, and makes the copy without metadata, notes of programs and earlier revisions.

Pure. The copy has the objects that the newest revision uses, and no others.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    StreamObject,
    TextStringObject,
)

from newsroom.desk.document_formats import pdf_text
from newsroom.desk.document_formats.embedded_pictures import without_metadata
from newsroom.desk.document_formats.reading import (
    DocumentRefused,
    ReadDocument,
    Refusal,
    Unread,
)

_RUNNING = ("/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Movie", "/Sound", "/GoToE")
_RUNNING_KEYS = ("/JS", "/JavaScript", "/XFA", "/RichMediaContent")
_ATTACHED_KEYS = ("/EF", "/EmbeddedFiles")
_ATTACHED = ("/FileAttachment", "/RichMedia", "/3D", "/Movie", "/Sound", "/Screen")
_REVIEW = ("/Text", "/Caret", "/StrikeOut", "/Highlight", "/Underline", "/Squiggly")
_SAYING = (
    *("/Contents", "/RC", "/T", "/TU", "/V", "/DV", "/Title", "/Author", "/Subject", "/Keywords"),
    *("/Creator", "/Producer", "/Alt", "/ActualText", "/E", "/Subj", "/URI", "/F", "/UF", "/Desc"),
    *("/Opt", "/CA", "/Name", "/Company", "/Manager", "/Comments", "/P"),
)
"""Keys of texts that are not drawn on a page."""
_METADATA = ("/Metadata", "/PieceInfo", "/Thumb", "/LastModified")
_OF_NOTES = ("/T", "/Subj", "/NM", "/M", "/CreationDate")
"""The author and the times of an annotation. In a field of a form, /T is the name of the field."""
_RAW_PROGRAM = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|FileAttachment)\b"
)
_RAW_UNSEEN = re.compile(rb"/(?:ObjStm|Info|Metadata|Author)\b")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_TAG = re.compile(r"<[^>]*>")


def read_pdf(data: bytes) -> ReadDocument:
    """Raises DocumentRefused.

    A damaged PDF, and one with a password, are stored as they are when nothing in them looks like
    a program: a person has to read them.
    """
    found = ReadDocument(content=data)
    try:
        reader = PdfReader(BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return _unread(found, Unread.ENCRYPTED)
        writer = PdfWriter(clone_from=reader)
        pages = len(writer.pages)
    except MemoryError:
        raise
    except Exception:
        # pypdf has many errors, and raises those of Python for what it does not expect.
        return _unread(found, Unread.DAMAGED)
    if not pages:
        return _unread(found, Unread.DAMAGED)
    return _read(writer, reader, found)


def _unread(found: ReadDocument, why: Unread) -> ReadDocument:
    # A name may be written with the numbers of its letters.
    raw = _ESCAPE.sub(lambda match: bytes.fromhex(match[1].decode()), found.content)
    if _RAW_PROGRAM.search(raw):
        raise DocumentRefused(Refusal.PROGRAM)
    if why == Unread.DAMAGED and _RAW_UNSEEN.search(raw):
        # It has metadata, or may have them where nobody can see.
        raise DocumentRefused(Refusal.DAMAGED)
    found.not_read(why)
    return found


def _read(writer: PdfWriter, reader: PdfReader, found: ReadDocument) -> ReadDocument:
    try:
        for one in _objects(writer.root_object):
            _refuse(one)
        found.add("its properties", _properties(reader))
        pdf_text.read_pages(reader, found)
        found.add("its notes, fields and links", _texts(writer.root_object))
        pdf_text.read_earlier(found.content, found)
        found.content = _without_metadata(writer)
        PdfReader(BytesIO(found.content)).pages[0]
    except (DocumentRefused, MemoryError):
        raise
    except Exception as error:
        raise DocumentRefused(Refusal.DAMAGED) from error
    return found


def _objects(root: Any) -> Iterator[DictionaryObject]:
    """Every dictionary and stream that can be reached from the root."""
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            if one.idnum in seen:
                continue
            seen.add(one.idnum)
            one = one.get_object()
        if isinstance(one, DictionaryObject):
            yield one
            waiting.extend(one.values())
        elif isinstance(one, ArrayObject):
            waiting.extend(one)


def _value(one: DictionaryObject, key: str) -> Any:
    """The value of a key, also when it is a reference to another object; None without one."""
    return _resolved(one.get(key))


def _refuse(one: DictionaryObject) -> None:
    kind = _value(one, "/Subtype")
    if _value(one, "/S") in _RUNNING or any(key in one for key in _RUNNING_KEYS):
        raise DocumentRefused(Refusal.PROGRAM)
    if kind in _ATTACHED or any(key in one for key in _ATTACHED_KEYS):
        raise DocumentRefused(Refusal.ATTACHMENT)
    if kind == "/Redact":
        raise DocumentRefused(Refusal.REDACTION)
    if kind in _REVIEW and "/Rect" in one and str(_value(one, "/Contents") or "").strip():
        raise DocumentRefused(Refusal.COMMENTS)


def _properties(reader: PdfReader) -> Iterator[str]:
    for value in (reader.metadata or {}).values():
        yield str(value)
    described = _value(reader.root_object, "/Metadata")
    if isinstance(described, StreamObject):
        yield from _TAG.sub("\n", described.get_data().decode("utf-8", "replace")).splitlines()


def _texts(root: Any) -> Iterator[str]:
    for one in _objects(root):
        for key in _SAYING:
            value = _value(one, key)
            for text in map(_resolved, value) if isinstance(value, ArrayObject) else (value,):
                if isinstance(text, TextStringObject):
                    yield text


def _resolved(value: Any) -> Any:
    return value.get_object() if isinstance(value, IndirectObject) else value


def _without_metadata(writer: PdfWriter) -> bytes:
    writer.metadata = None
    root = writer.root_object
    root.pop("/Perms", None)
    for one in _objects(root):
        for key in _METADATA:
            one.pop(key, None)
        if "/Rect" in one and _value(one, "/Subtype") != "/Widget":
            for key in _OF_NOTES:
                one.pop(key, None)
        if _value(one, "/FT") == "/Sig":
            # A signature names who signed, and holds no longer for the copy.
            one.pop("/V", None)
        if isinstance(one, StreamObject) and _value(one, "/Filter") in (
            "/DCTDecode",
            ["/DCTDecode"],
        ):
            one._data = without_metadata(one._data)
    writer.compress_identical_objects(remove_duplicates=False, remove_unreferenced=True)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()
