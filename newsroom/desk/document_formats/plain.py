"""Reads text files and CSV files. Pure."""

import csv
import re
from io import StringIO

from newsroom.desk.document_formats.reading import DocumentRefused, ReadDocument, Refusal

_DYNAMIC_DATA_EXCHANGE = re.compile(r"\s*[=+\-@].*\|.*!")
"""A formula by which a spreadsheet program starts another program."""


def read_text(data: bytes) -> ReadDocument:
    found = ReadDocument(content=data)
    found.add("its text", _decoded(data).splitlines())
    return found


def read_csv(data: bytes) -> ReadDocument:
    """The cells of a row are joined: a first name and a surname may have a column each."""
    found = ReadDocument(content=data)
    text = _decoded(data)
    try:
        dialect = csv.Sniffer().sniff(text[:4000], ",;\t|")
    except csv.Error:
        dialect = csv.excel
    try:
        rows = list(csv.reader(StringIO(text), dialect))
    except csv.Error:
        rows = [line.split(",") for line in text.splitlines()]
    if any(_DYNAMIC_DATA_EXCHANGE.match(cell) for row in rows for cell in row):
        raise DocumentRefused(Refusal.PROGRAM)
    found.add("its rows", (" ".join(row) for row in rows))
    return found


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")
