"""The record of care as a PDF: tagged, so that it can be read aloud (PDF/UA-1)."""

from django.template.loader import render_to_string
from PIL import ImageFile

from newsroom.evidence.care_record import CareRecord

MOST_EDITIONS = 60
"""A page with more of them has its PDF made by the command: it takes longer than a request may."""


class NoPDF(Exception):
    """The machine lacks Pango, the library by which WeasyPrint sets text."""


def care_record_as_pdf(record: CareRecord) -> bytes:
    """The file. Nothing is fetched for it. Raises NoPDF."""
    accepts_damaged = ImageFile.LOAD_TRUNCATED_IMAGES
    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher
    except OSError as error:
        raise NoPDF("Pango is missing: install libpango-1.0-0 and libpangoft2-1.0-0") from error
    finally:
        # WeasyPrint has Pillow accept pictures that are cut off, in the whole process: uploads too.
        ImageFile.LOAD_TRUNCATED_IMAGES = accepts_damaged
    html = render_to_string("newsroom/desk/care_record_print.html", {"record": record})
    nothing = URLFetcher(allowed_protocols=())
    return HTML(string=html, url_fetcher=nothing).write_pdf(pdf_variant="pdf/ua-1")
