"""Files of documents as programs make them: with metadata, comments, programs and earlier versions.

Each is as small as it can be, and has its words in the part that its name says.
"""

import re
import zlib
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from newsroom.demo.documents import pdf

NAME = "Zebedee Quillfeather"
SOUND = "The figures of the quarter are set out by Area and by month in the tables below."

_OFFICE = "http://schemas.openxmlformats.org"
_W = f'xmlns:w="{_OFFICE}/wordprocessingml/2006/main"'
_S = f'xmlns="{_OFFICE}/spreadsheetml/2006/main"'
_P = f'xmlns:p="{_OFFICE}/presentationml/2006/main" xmlns:a="{_OFFICE}/drawingml/2006/main"'
_LINKS = f"{_OFFICE}/package/2006/relationships"
_KINDS = f"{_OFFICE}/officeDocument/2006/relationships"
_OPEN = "urn:oasis:names:tc:opendocument:xmlns"
_SPACES = ("office", "text", "table", "style", "script")
_O = 'xmlns:dc="http://purl.org/dc/elements/1.1/" ' + " ".join(
    f'xmlns:{name}="{_OPEN}:{name}:1.0"' for name in _SPACES
)


def archive(parts: dict[str, str | bytes]) -> bytes:
    output = BytesIO()
    with ZipFile(output, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return output.getvalue()


def unpacked(content: bytes) -> bytes:
    """All bytes of a file, with those that are compressed in a zip archive or in a PDF."""
    if content.startswith(b"PK"):
        with ZipFile(BytesIO(content)) as file:
            return b"".join(file.read(name) for name in file.namelist())
    if not content.startswith(b"%PDF"):
        return content
    streams = re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL)
    return content + b"".join(
        zlib.decompressobj().decompress(each) for each in streams if each.startswith(b"x")
    )


def links(*rows: str) -> str:
    return f'<Relationships xmlns="{_LINKS}">{"".join(rows)}</Relationships>'


def link(kind: str, target: str, *, external: bool = False) -> str:
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="r{target}" Type="{_KINDS}/{kind}" Target="{target}"{mode}/>'


def _office(parts: dict[str, str | bytes], author: str = "") -> bytes:
    core = (
        f'<cp:coreProperties xmlns:cp="{_LINKS}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{author}</dc:creator>'
        "</cp:coreProperties>"
    )
    types = (
        f'<Types xmlns="{_OFFICE}/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/docProps/core.xml" ContentType="application/xml"/></Types>'
    )
    own = {
        "[Content_Types].xml": types,
        "_rels/.rels": links(
            link("officeDocument", "word/document.xml"),
            link("metadata/core-properties", "docProps/core.xml"),
            link("metadata/thumbnail", "docProps/thumbnail.jpeg"),
        ),
        "docProps/core.xml": core,
        "docProps/thumbnail.jpeg": author.encode(),
    }
    return archive({**own, **parts})


def docx(words: str = SOUND, *, author: str = "", inside: str = "", **parts: str | bytes) -> bytes:
    """A Word file, with XML in its paragraph. In names of parts `__` is a slash, `_0` a dot."""
    text = f'<w:p><w:r><w:t xml:space="preserve">{words}</w:t></w:r>{inside}</w:p>'
    more = {name.replace("__", "/").replace("_0", "."): each for name, each in parts.items()}
    body = f"<w:document {_W}><w:body>{text}</w:body></w:document>"
    return _office({"word/document.xml": body, **more}, author)


def comment_part(words: str) -> str:
    return (
        f'<w:comments {_W}><w:comment w:id="0" w:author="Jane"><w:p><w:r><w:t>{words}</w:t></w:r>'
        "</w:p></w:comment></w:comments>"
    )


def xlsx(*rows: tuple[str, ...], state: str = "visible", row: str = "", author: str = "") -> bytes:
    """An Excel file with these rows of shared texts. `row` are attributes of each row."""
    shared = [cell for each in rows for cell in each]
    sheet = f'<sheets><sheet name="Sheet" state="{state}"/></sheets>'
    texts = "".join(f"<si><t>{text}</t></si>" for text in shared)
    numbers = iter(range(len(shared)))
    cells = "".join(
        f"<row {row}>"
        + "".join(
            f'<c r="{column}1" t="s"><v>{next(numbers)}</v></c>' for column in "ABCDEF"[: len(one)]
        )
        + "</row>"
        for one in rows
    )
    return _office(
        {
            "xl/workbook.xml": f"<workbook {_S}>{sheet}</workbook>",
            "xl/sharedStrings.xml": f"<sst {_S}>{texts}</sst>",
            "xl/worksheets/sheet1.xml": f"<worksheet {_S}><sheetData>{cells}</sheetData>"
            "</worksheet>",
        },
        author,
    )


def sheet_part(root: str, author: str = "") -> str:
    """A part of an Excel file, perhaps with the start of an element in it."""
    inside = f"{author}</author>" if author else ""
    return f"<{root} {_S}>{inside}</{root}>"


def pptx(words: str = SOUND, *, notes: str = "", show: str = "1", author: str = "") -> bytes:
    def slide(tag: str, text: str, more: str = "") -> str:
        said = f"<a:p><a:r><a:t>{text}</a:t></a:r><a:fld><a:t>7</a:t></a:fld></a:p>"
        return f"<p:{tag} {_P} {more}>{said}</p:{tag}>"

    return _office(
        {
            "ppt/slides/slide1.xml": slide("sld", words, f'show="{show}"'),
            "ppt/notesSlides/notesSlide1.xml": slide("notes", notes),
        },
        author,
    )


def odt(words: str = SOUND, *, author: str = "", inside: str = "", **parts: str | bytes) -> bytes:
    """An OpenDocument text. `inside` is XML before the paragraph."""
    return archive(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {_O}><office:body>{inside}<text:p>{words}"
            "</text:p></office:body></office:document-content>",
            "meta.xml": f"<office:document-meta {_O}><office:meta><dc:creator>{author}"
            "</dc:creator></office:meta></office:document-meta>",
            "Thumbnails/thumbnail.png": author.encode(),
            "META-INF/manifest.xml": f'<m:manifest xmlns:m="{_OPEN}:manifest:1.0">'
            '<m:file-entry m:full-path="Thumbnails/thumbnail.png"/></m:manifest>',
            **{name.replace("__", "/").replace("_0", "."): each for name, each in parts.items()},
        }
    )


def ods(*rows: tuple[str, ...], inside: str = "", row: str = "") -> bytes:
    cells = "".join(
        f"<table:table-row {row}>"
        + "".join(f"<table:table-cell><text:p>{one}</text:p></table:table-cell>" for one in each)
        + "</table:table-row>"
        for each in rows
    )
    return odt("", inside=f"{inside}<table:table>{cells}</table:table>")


def written(writer: PdfWriter) -> bytes:
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def pdf_writer(*words: str) -> PdfWriter:
    return PdfWriter(clone_from=BytesIO(pdf("", words or (SOUND,))))


def pdf_with_author(author: str) -> bytes:
    """With an author in its properties, in its XMP, and in the private data of a program."""
    writer = pdf_writer()
    writer.add_metadata({"/Author": author})
    described = StreamObject()
    described.set_data(f"<x:xmpmeta><dc:creator>{author}</dc:creator></x:xmpmeta>".encode())
    writer.root_object[NameObject("/Metadata")] = writer._add_object(described)
    writer.pages[0][NameObject("/PieceInfo")] = dictionary(Private=author)
    writer.pages[0][NameObject("/Thumb")] = writer._add_object(described)
    return written(writer)


def dictionary(**values: Any) -> DictionaryObject:
    """Strings that begin with a slash become names."""
    kept = DictionaryObject()
    for key, value in values.items():
        if isinstance(value, str):
            value = NameObject(value) if value.startswith("/") else TextStringObject(value)
        kept[NameObject(f"/{key}")] = value
    return kept


def pdf_with_action(**action: Any) -> bytes:
    writer = pdf_writer()
    writer.root_object[NameObject("/OpenAction")] = dictionary(**action)
    return written(writer)


def pdf_with_references() -> bytes:
    """A script whose type is an object of its own."""
    writer = pdf_writer()
    kind = writer._add_object(NameObject("/JavaScript"))
    writer.root_object[NameObject("/OpenAction")] = dictionary(S=kind, Next="x")
    return written(writer)


def pdf_with_annotation(kind: str, words: str, author: str = "") -> bytes:
    writer = pdf_writer()
    place = ArrayObject(NumberObject(each) for each in (10, 10, 50, 50))
    said = writer._add_object(TextStringObject(words))
    note = dictionary(Type="/Annot", Subtype=f"/{kind}", Contents=said, T=author, Rect=place)
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])
    return written(writer)


def pdf_changed(before: str, after: str) -> bytes:
    """A PDF to which other words were added at the end of the file; the first are in it still."""
    writer = PdfWriter(BytesIO(pdf("", [before])), incremental=True)
    page = StreamObject()
    page.set_data(f"BT /F1 11 Tf 56 740 Td ({after}) Tj ET".encode())
    writer.pages[0][NameObject("/Contents")] = writer._add_object(page)
    return written(writer)


def pdf_encrypted(password: str, words: str = SOUND) -> bytes:
    writer = pdf_writer(words)
    writer.encrypt(password, "owner", algorithm="RC4-128")
    return written(writer)


def pdf_scanned() -> bytes:
    """A page that draws something and has no text, as a scanner makes it."""
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    drawn = StreamObject()
    drawn.set_data(b"0 0 500 700 re f")
    page[NameObject("/Contents")] = writer._add_object(drawn)
    return written(writer)


def pdf_with_picture(jpeg: bytes) -> bytes:
    """A JPEG of 60 by 40 pixels on a page, as it is, below a line of text."""
    writer = pdf_writer()
    picture = StreamObject()
    picture.set_data(jpeg)
    number = NumberObject
    picture.update(
        dictionary(Type="/XObject", Subtype="/Image", Filter="/DCTDecode", ColorSpace="/DeviceRGB")
    )
    picture.update(dictionary(Width=number(60), Height=number(40), BitsPerComponent=number(8)))
    page = writer.pages[0]
    page["/Resources"][NameObject("/XObject")] = dictionary(P=writer._add_object(picture))
    return written(writer)
