"""The text on the pages of a PDF, and of its earlier revisions. Pure."""

import re
from collections.abc import Iterator
from io import BytesIO
from time import process_time
from typing import Any

from pypdf import PageObject, PdfReader

from newsroom.desk.document_formats.reading import FEW_LETTERS, ReadDocument, Unread

MOST_SECONDS = 10
"""Processor time for the text of one document. What is left is not read."""
MOST_PAGES = 1_500
MOST_REVISIONS = 5
_LARGE = 500 * 500
"""Pixels of a picture that may be a scanned page."""
_END = re.compile(rb"%%EOF[\r\n]{0,2}")


def read_pages(reader: PdfReader, found: ReadDocument) -> None:
    """Add the text of each page, and say which pages could not be read."""
    ends, unread = process_time() + MOST_SECONDS, []
    for number, page in enumerate(reader.pages, 1):
        if number > MOST_PAGES or process_time() > ends:
            found.not_read(Unread.LONG, f"from page {number} on")
            break
        text = _text(page)
        found.add(f"page {number}", text.splitlines())
        if not _is_legible(text, page):
            unread.append(str(number))
    if unread:
        found.not_read(Unread.SCAN, _listed(unread))


def read_earlier(data: bytes, found: ReadDocument) -> None:
    """Add the text of pages as they were before the file was changed.

    A changed PDF may hold what it was at first, followed by what has changed.
    """
    ends = process_time() + MOST_SECONDS / 2
    known = {line for _place, text in found.texts for line in text.splitlines()}
    for end in reversed([match.end() for match in _END.finditer(data)][:-1][-MOST_REVISIONS:]):
        lines = [" ".join(line.split()) for line in _pages_until(data[:end], ends)]
        found.add("an earlier version of it", [line for line in lines if line not in known])
        known.update(lines)


def _pages_until(data: bytes, ends: float) -> Iterator[str]:
    try:
        reader = PdfReader(BytesIO(data), strict=False)
        if reader.is_encrypted:
            reader.decrypt("")
        yield from map(str, (reader.metadata or {}).values())
        for page in reader.pages:
            if process_time() > ends:
                return
            yield from page.extract_text().splitlines()
    except MemoryError:
        raise
    except Exception:
        # The first part of a file that is arranged for the web is no revision.
        return


def _text(page: PageObject) -> str:
    try:
        return page.extract_text()
    except MemoryError:
        raise
    except Exception:
        # pypdf raises many errors for fonts that are damaged. The page counts as unread.
        return ""


def _is_legible(text: str, page: Any) -> bool:
    """Whether the text is what the page shows, as far as that can be told.

    It is not for a page that shows a picture and hardly any text, and for fonts that do not say
    which letters they show.
    """
    signs = [sign for sign in text if not sign.isspace()]
    letters = sum(sign.isalnum() for sign in signs)
    if not letters:
        contents = page.get_contents()
        return contents is None or not contents.get_data().strip()
    if len(signs) > FEW_LETTERS and letters < len(signs) / 2:
        return False
    return letters >= FEW_LETTERS or not any(size >= _LARGE for size in _pictures(page))


def _pictures(page: Any) -> Iterator[int]:
    """The sizes of the pictures that the page names, in pixels."""
    named = (page.get("/Resources") or {}).get("/XObject") or {}
    for one in named.values():
        picture = one.get_object()
        if picture.get("/Subtype") == "/Image":
            yield int(picture.get("/Width", 0)) * int(picture.get("/Height", 0))


def _listed(pages: list[str]) -> str:
    more = f" and {len(pages) - 8} more" if len(pages) > 8 else ""
    return f"page {pages[0]}" if len(pages) == 1 else f"pages {', '.join(pages[:8])}{more}"
