"""The texts in a part of an OOXML file. Pure."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from newsroom.desk.document_formats.archive import attribute, local

_RUNS = ("t", "delText", "instrText")
"""Pieces of a paragraph: a word may be spread over several."""
_PARAGRAPHS = ("p", "si", "is")
_GAPS = ("tab", "br", "cr", "ptab")
_SAYING = (
    *("author", "initials", "descr", "title", "alt", "tooltip", "displayName", "displayText"),
    *("userId", "name", "caption", "prompt", "error", "promptTitle", "errorTitle"),
)
"""Attributes with words of people."""
_VALUES_OF = ("alias", "tag", "docVar", "lastModifiedBy", "documentProtection")


def lines_of(tree: Element, without: tuple[str, ...] = ()) -> Iterator[str]:
    """A line for each paragraph, each other text and each attribute with words."""
    said: list[str] = []
    for element in tree.iter():
        tag = local(element.tag)
        yield from _attributes(element, tag)
        if tag in _PARAGRAPHS:
            yield "".join(said)
            said = []
        elif tag in _GAPS:
            said.append(" ")
        elif tag == "noBreakHyphen":
            said.append("-")
        if not element.text or tag in without:
            continue
        if tag in _RUNS:
            said.append(element.text)
        elif element.text.strip():
            yield element.text
    yield "".join(said)


def says_something(tree: Element) -> bool:
    """Whether a run has text. Fields, such as the number of a slide, do not count."""
    fields = {each for field in tree.iter() if local(field.tag) == "fld" for each in field.iter()}
    return any(
        local(each.tag) == "t" and (each.text or "").strip()
        for each in tree.iter()
        if each not in fields
    )


def _attributes(element: Element, tag: str) -> Iterator[str]:
    if tag in _VALUES_OF:
        yield attribute(element, "val")
    for name, value in element.items():
        if local(name) in _SAYING:
            yield value
