"""What is read of an uploaded document, what is refused, and what is left of it for readers."""

import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from pypdf import PdfReader

from newsroom.desk.document_formats import archive as archives
from newsroom.desk.document_formats.formats import read
from newsroom.desk.document_formats.reading import (
    MOST_CHARACTERS,
    DocumentRefused,
    ReadDocument,
    Refusal,
)
from tests import document_files as made
from tests.document_files import NAME, SOUND, unpacked
from tests.picture_files import encoded, exif

MARKS = (b"Quillfeather", "Quillfeather".encode("utf-16-be"))
HIDDEN_NAME = f"He met {NAME}."

WITH_AUTHOR = {
    "docx": made.docx(author=NAME, word__people_0xml=f'<people><a author="{NAME}"/></people>'),
    "xlsx": made.xlsx((SOUND,), author=NAME),
    "pptx": made.pptx(author=NAME),
    "odt": made.odt(author=NAME),
    "pdf": made.pdf_with_author(NAME),
}


def said(found: ReadDocument) -> str:
    return "\n".join(text for _place, text in found.texts)


@pytest.mark.parametrize("kind", WITH_AUTHOR)
def test_an_author_is_read_and_taken_out(kind):
    content = WITH_AUTHOR[kind]
    assert MARKS[0] in unpacked(content)
    found = read(kind, content)
    assert NAME in said(found)
    assert SOUND in said(found)
    assert found.unread == ""
    assert not any(mark in unpacked(found.content) for mark in MARKS)
    # The copy is a document as well, and the same.
    again = read(kind, found.content)
    assert SOUND in said(again)
    assert NAME not in said(again)
    assert "its properties" not in dict(again.texts)


TEXTS = {
    "docx": made.docx("He met Zebedee Quill</w:t></w:r><w:r><w:t>feather."),
    "xlsx": made.xlsx(("Zebedee", "Quillfeather")),
    "pptx": made.pptx(HIDDEN_NAME),
    "odt": made.odt("He met Zebedee <text:span>Quill</text:span>feather."),
    "ods": made.ods(("Zebedee", "Quillfeather")),
    "pdf": made.written(made.pdf_writer(HIDDEN_NAME)),
    "csv": b"first;last\r\nZebedee;Quillfeather\r\n",
    "txt": f"\ufeffHe met {NAME}.".encode(),
}


@pytest.mark.parametrize("kind", TEXTS)
def test_names_are_read_across_runs_cells_and_columns(kind):
    assert NAME in said(read(kind, TEXTS[kind]))


WORD = "word/document.xml"
REFUSED = {
    "comments": [
        ("docx", made.docx(word__comments_0xml=made.comment_part("Is it so?"))),
        ("pptx", made.pptx(notes="Say the name")),
        ("odt", made.odt(inside="<office:annotation/>")),
        ("pdf", made.pdf_with_annotation("Text", "Is it so?")),
    ],
    "changes": [
        ("docx", made.docx(inside="<w:del><w:r><w:delText>x</w:delText></w:r></w:del>")),
        ("docx", made.docx(inside="<w:ins><w:r><w:t>x</w:t></w:r></w:ins>")),
        ("docx", made.docx(inside="<w:r><w:rPr><w:rPrChange/></w:rPr></w:r>")),
        ("xlsx", made.docx(xl__revisions__log_0xml=made.sheet_part("revisions"))),
        ("odt", made.odt(inside="<text:tracked-changes><text:x/></text:tracked-changes>")),
    ],
    "hidden": [
        ("docx", made.docx(inside="<w:r><w:rPr><w:vanish/></w:rPr><w:t>victim</w:t></w:r>")),
        ("xlsx", made.xlsx((SOUND,), state="veryHidden")),
        ("xlsx", made.xlsx((SOUND,), row='hidden="1"')),
        ("xlsx", made.docx(xl__pivotCache__records_0xml=made.sheet_part("pivotCacheRecords"))),
        ("pptx", made.pptx(show="0")),
        ("ods", made.ods((SOUND,), row='table:visibility="collapse"')),
        ("odt", made.odt(inside='<style:text-properties text:display="none"/>')),
    ],
    "program": [
        ("docx", made.docx(word__vbaProject_0bin=b"x")),
        ("docx", made.docx(inside="<w:r><w:instrText>DDEAUTO c:\\\\cmd</w:instrText></w:r>")),
        (
            "docx",
            made.docx(word___rels__a_0xml_0rels=made.links(made.link("vbaProject", "media/a.png"))),
        ),
        ("odt", made.odt(inside='<text:a href="vnd.sun.star.script:x"/>')),
        ("odt", made.odt(Basic__Standard__Module1_0xml="<a/>")),
        ("odt", made.odt(inside="<script:event-listener/>")),
        ("pdf", made.pdf_with_action(S="/JavaScript", JS="app.alert(1)")),
        ("pdf", made.pdf_with_action(S="/Launch", F="cmd.exe")),
        ("pdf", made.pdf_with_references()),
        ("pdf", b"%PDF-1.7 damaged /JavaScript (app.alert(1))"),
        ("pdf", b"%PDF-1.7 damaged /J#61vaScript (app.alert(1))"),
        ("csv", b"name\r\n=cmd|' /C calc'!A0\r\n"),
    ],
    "attachment": [
        ("docx", made.docx(word__embeddings__oleObject1_0bin=b"x")),
        ("docx", made.docx(word__media__run_0exe=b"MZ")),
        ("odt", made.odt(Object_01=b"x")),
        ("pdf", made.pdf_with_annotation("FileAttachment", "")),
    ],
    "external": [
        (
            "docx",
            made.docx(
                word___rels__document_0xml_0rels=made.links(
                    made.link("oleObject2", "http://192.0.2.1/x", external=True)
                )
            ),
        ),
        ("xlsx", made.docx(xl__connections_0xml=made.sheet_part("connections"))),
    ],
    "encrypted": [("docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)],
    "redaction": [("pdf", made.pdf_with_annotation("Redact", ""))],
    "versions": [("odt", made.odt(Versions__Version1=b"PK"))],
    "damaged": [
        ("docx", made.docx()[:-30]),
        ("docx", made.archive({"a.xml": "<a/>"})),
        ("docx", made.docx(word__a_0xml='<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>')),
        ("docx", made.docx(word__a_0xml="<a>")),
        ("odt", made.archive({"mimetype": "x"})),
        ("pdf", b"%PDF-1.7 1 0 obj << /Author (Quillfeather) >>"),
    ],
}


@pytest.mark.parametrize("why", REFUSED)
def test_what_readers_must_not_get_is_refused(why):
    for kind, content in REFUSED[why]:
        with pytest.raises(DocumentRefused) as refused:
            read(kind, content)
        assert refused.value.why == why, (kind, why)


def test_every_refusal_is_tried():
    assert {*REFUSED, "too-large"} == set(Refusal)


def test_what_only_looks_like_it_is_accepted():
    template = made.link("attachedTemplate", "file:///C:/Users/Quillfeather/a.dotm", external=True)
    for kind, content in [
        ("docx", made.docx(word__comments_0xml="<comments/>", word__people_0xml="<people/>")),
        ("xlsx", made.docx(xl__comments1_0xml=made.sheet_part("comments", "<author>Quillfeather"))),
        ("docx", made.docx(word___rels__settings_0xml_0rels=made.links(template))),
        (
            "docx",
            made.docx(
                word___rels__document_0xml_0rels=made.links(
                    made.link("hyperlink", "https://example.org/", external=True)
                )
            ),
        ),
        ("docx", made.docx(inside='<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>x</w:t></w:r>')),
        ("docx", made.docx(inside="<w:r><w:rPr><w:vanish/></w:rPr></w:r>")),
        ("xlsx", made.xlsx(row='hidden="1"')),
        ("pptx", made.pptx()),
        ("odt", made.odt(inside="<text:tracked-changes/>")),
        ("pdf", made.pdf_with_annotation("Highlight", "")),
        ("csv", b"share,-3|4\r\n"),
    ]:
        assert b"Quillfeather" not in unpacked(read(kind, content).content)


def test_a_column_that_is_hidden_counts_if_it_holds_something():
    for columns, is_refused in (('min="1" max="1"', True), ('min="2" max="16384"', False)):
        hidden = f'<cols><col {columns} hidden="1"/></cols><sheetData>'
        sheet = made.xlsx((SOUND,))
        parts = archives.unpacked(sheet)
        name = "xl/worksheets/sheet1.xml"
        parts[name] = parts[name].replace(b"<sheetData>", hidden.encode())
        if is_refused:
            with pytest.raises(DocumentRefused, match="hidden"):
                read("xlsx", archives.packed(parts))
        else:
            read("xlsx", archives.packed(parts))


def test_an_earlier_revision_of_a_pdf_is_read_and_dropped():
    content = made.pdf_changed(HIDDEN_NAME, SOUND)
    assert b"Quillfeather" in content
    found = read("pdf", content)
    assert [place for place, text in found.texts if NAME in text] == ["an earlier version of it"]
    assert SOUND in said(found)
    assert b"Quillfeather" not in unpacked(found.content)


def test_the_author_of_a_note_on_a_page_is_taken_out():
    found = read("pdf", made.pdf_with_annotation("FreeText", "See page 2", author=NAME))
    assert NAME in said(found)
    assert "See page 2" in said(found)
    assert b"Quillfeather" not in found.content
    assert b"See page 2" in found.content


def test_a_signature_and_the_settings_of_a_printer_are_taken_out():
    content = made.docx(
        _xmlsignatures__sig1_0xml=f"<a>{NAME}</a>", word__printerSettings1_0bin=NAME.encode()
    )
    assert b"Quillfeather" not in unpacked(read("docx", content).content)


@pytest.mark.parametrize(
    ("kind", "content", "why", "where"),
    [
        ("pdf", made.pdf_scanned(), "scan", "page 1"),
        ("pdf", made.pdf_encrypted("secret"), "encrypted", ""),
        ("pdf", b"%PDF-1.7\n%%EOF", "damaged", ""),
        ("docx", made.docx("", word__media__a_0png=encoded("PNG")), "scan", ""),
        ("odt", made.odt("", Pictures__a_0png=encoded("PNG")), "scan", ""),
        ("txt", " ".join(map(str, range(MOST_CHARACTERS))).replace("1", "ab").encode(), "long", ""),
    ],
)
def test_what_cannot_be_read_says_so(kind, content, why, where):
    found = read(kind, content)
    assert (found.unread, found.unread_where) == (why, where)
    assert found.content


def test_a_pdf_that_only_forbids_printing_is_read():
    found = read("pdf", made.pdf_encrypted("", HIDDEN_NAME))
    assert NAME in said(found)
    assert not PdfReader(BytesIO(found.content)).is_encrypted


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_a_picture_in_a_document_keeps_its_pixels_and_nothing_else(kind):
    for name, picture in (
        ("a_0jpg", encoded("JPEG", exif=exif(orientation=6))),
        ("a_0png", encoded("PNG", exif=exif())),
    ):
        folder = {"docx": "word__media__", "odt": "Pictures__"}[kind]
        build = {"docx": made.docx, "odt": made.odt}[kind]
        found = read(kind, build(**{folder + name: picture}))
        assert NAME in said(found)
        path = (folder + name).replace("__", "/").replace("_0", ".")
        entry = archives.unpacked(found.content)[path]
        assert len(entry) < len(picture)
        assert not any(mark in entry for mark in (*MARKS, "Quillfeather".encode("utf-16-le")))


def test_a_picture_in_a_pdf_keeps_its_pixels_and_nothing_else():
    picture = encoded("JPEG", exif=exif())
    found = read("pdf", made.pdf_with_picture(picture))
    assert b"Artist" in picture
    assert MARKS[0] not in found.content
    shown = PdfReader(BytesIO(found.content)).pages[0].images[0].image
    assert shown.size == (60, 40)


def test_an_archive_that_unpacks_to_more_than_it_says_is_refused(monkeypatch):
    monkeypatch.setattr(archives, "MOST_BYTES", 100_000)
    output = BytesIO()
    with ZipFile(output, "w", ZIP_DEFLATED) as file:
        file.writestr("word/a.xml", b"0" * 200_000)
    content = output.getvalue().replace((200_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    for bomb in (output.getvalue(), content):
        with pytest.raises(DocumentRefused) as refused:
            read("docx", bomb)
        assert refused.value.why in ("too-large", "damaged")
    monkeypatch.setattr(archives, "MOST_ENTRIES", 3)
    with pytest.raises(DocumentRefused, match="too-large"):
        read("docx", made.docx())


def test_a_part_that_is_too_large_to_parse_is_refused(monkeypatch):
    monkeypatch.setattr(archives, "MOST_XML", 200)
    with pytest.raises(DocumentRefused, match="too-large"):
        read("docx", made.docx())


def test_a_damaged_stream_in_an_archive_is_refused():
    content = bytearray(made.archive({"a.xml": zlib.compress(b"x")}))
    content[40] ^= 0xFF
    with pytest.raises(DocumentRefused, match="damaged"):
        read("docx", bytes(content))
