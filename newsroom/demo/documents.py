"""Small files for download: valid PDFs of a page or two, written by hand."""

from collections.abc import Sequence
from itertools import batched

LINES_A_PAGE = 42
LINE_LENGTH = 88
HEAD = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"


def pdf(title: str, paragraphs: Sequence[str]) -> bytes:
    """A tagged-free, plain PDF with this title and these words."""
    lines = [line for paragraph in paragraphs for line in (*_wrapped(paragraph), "")]
    pages = list(batched(lines, LINES_A_PAGE)) or [()]
    first_page = 4
    kids = " ".join(f"{first_page + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(pages):
        content = first_page + 2 * number + 1
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            + f"/Resources << /Font << /F1 3 0 R >> >> /Contents {content} 0 R >>".encode()
        )
        words = _text(title if number == 0 else "", page)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(words), words))
    objects.append(b"<< /Title (%s) /Producer (CPS News) >>" % _escaped(title))
    return _assembled(objects)


def _assembled(objects: list[bytes]) -> bytes:
    file, offsets = bytearray(HEAD), []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(file)
    file += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for offset in offsets:
        file += b"%010d 00000 n \n" % offset
    file += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\n" % (len(objects) + 1, len(objects))
    return bytes(file + b"startxref\n%d\n%%%%EOF\n" % start)


def _text(title: str, lines: Sequence[str]) -> bytes:
    parts = [b"BT /F1 18 Tf 56 780 Td (%s) Tj ET" % _escaped(title)] if title else []
    parts.append(b"BT /F1 11 Tf 16 TL 56 740 Td")
    parts += [b"(%s) '" % _escaped(line) for line in lines]
    return b"\n".join([*parts, b"ET"])


def _escaped(text: str) -> bytes:
    encoded = text.encode("cp1252", "replace")
    return encoded.replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")


def _wrapped(paragraph: str) -> list[str]:
    lines, line = [], ""
    for word in paragraph.split():
        if line and len(line) + len(word) + 1 > LINE_LENGTH:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]
