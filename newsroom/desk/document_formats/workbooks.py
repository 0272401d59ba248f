"""The rows of an Excel file, and what is hidden in it. Pure."""

import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from newsroom.desk.document_formats.archive import attribute, local
from newsroom.desk.document_formats.reading import DocumentRefused, Refusal

_YES = ("1", "true")
_COLUMN = re.compile(r"[A-Z]+")


def shared_texts(table: Element | None) -> list[str]:
    """The texts that cells refer to by number."""
    return [_text(each) for each in table] if table is not None else []


def rows(sheet: Element, shared: list[str]) -> Iterator[str]:
    """The words of each row. A first name and a surname may have a column each."""
    for row in sheet.iter():
        if local(row.tag) == "row":
            yield " ".join(filter(None, (_of_cell(cell, shared) for cell in row)))


def refuse_hidden(trees: Mapping[str, Element]) -> None:
    """Refuse hidden sheets, and hidden rows and columns with something in them.

    Raises DocumentRefused.
    """
    for tree in trees.values():
        root = local(tree.tag)
        if root == "workbook":
            sheets = (each for each in tree.iter() if local(each.tag) == "sheet")
            if any(attribute(each, "state") in ("hidden", "veryHidden") for each in sheets):
                raise DocumentRefused(Refusal.HIDDEN)
        elif root == "worksheet" and next(_hidden_cells(tree), None) is not None:
            raise DocumentRefused(Refusal.HIDDEN)


def _hidden_cells(sheet: Element) -> Iterator[Element]:
    """Cells that hold something and are not shown."""
    hidden = [
        range(int(attribute(each, "min") or 0), int(attribute(each, "max") or 0) + 1)
        for each in sheet.iter()
        if local(each.tag) == "col" and attribute(each, "hidden") in _YES
    ]
    for row in sheet.iter():
        if local(row.tag) != "row":
            continue
        is_hidden = attribute(row, "hidden") in _YES
        for cell in row:
            column = _number(attribute(cell, "r"))
            if len(cell) and (is_hidden or any(column in each for each in hidden)):
                yield cell


def _number(reference: str) -> int:
    """The number of the column in a reference such as "AB12", from 1; 0 without one."""
    number = 0
    found = _COLUMN.match(reference)
    for letter in found[0] if found else "":
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _of_cell(cell: Element, shared: list[str]) -> str:
    kind = attribute(cell, "t")
    if kind == "inlineStr":
        return _text(cell)
    value = next((each.text or "" for each in cell if local(each.tag) == "v"), "")
    if kind != "s":
        return value
    number = int(value) if value.isdigit() else -1
    return shared[number] if 0 <= number < len(shared) else ""


def _text(element: Element) -> str:
    return "".join(each.text or "" for each in element.iter() if local(each.tag) == "t")
