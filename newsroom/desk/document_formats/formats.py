"""Which reader reads which kind of document. Pure: no Django, no database."""

from collections.abc import Callable

from newsroom.desk.document_formats.office import read_office
from newsroom.desk.document_formats.open_document import read_open_document
from newsroom.desk.document_formats.pdf import read_pdf
from newsroom.desk.document_formats.plain import read_csv, read_text
from newsroom.desk.document_formats.reading import ReadDocument

READERS: dict[str, Callable[[bytes], ReadDocument]] = {
    "csv": read_csv,
    "docx": read_office,
    "odt": read_open_document,
    "ods": read_open_document,
    "pdf": read_pdf,
    "pptx": read_office,
    "txt": read_text,
    "xlsx": read_office,
}
"""By ending, in lower case."""


def read(kind: str, data: bytes) -> ReadDocument:
    """Read a document of this kind, and make the copy without metadata.

    Raises DocumentRefused for a document that must not be stored, and KeyError for another kind.
    """
    return READERS[kind](data)
