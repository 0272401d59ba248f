"""Compares two documents field by field: everything that differs is told.

    changes = compare_documents(old, new)          # () if they are equal
    changes = compare_documents(old, new, old_facts, new_facts)

The automatic teaser and the anchors of clauses follow from other fields and are not compared.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from newsroom.documents.blocks import Paragraph, Picture
from newsroom.documents.comparison.facts import (
    FILE_FIELDS,
    facts_of_blocks,
    facts_of_record,
    shown_file,
)
from newsroom.documents.comparison.parts import Change, Part, compare
from newsroom.documents.document import Document
from newsroom.documents.file_uses import files
from newsroom.documents.words import said

FILES = "files"
"""The name under which files are compared that no field shows."""

_DERIVED = frozenset({"teaser", "version.places"})
_TOLD_ELSEWHERE = frozenset({"body", "pictures", "documents"})
_RECORDS = frozenset({"lead_picture", "speech", "case_record", "version", "front_page"})
"""Fields whose own fields are fields of the edit form."""
_HTML = frozenset(
    {"introduction", "latest_news", "working_with_media", "public_notice", "notes_to_editors"}
)
_CHOICES = frozenset(
    {
        *("page_type", "language", "kind", "stage", "text_type", "captions", "transcript"),
        *("protocol_class", "unit", "sections"),
    }
)
"""Texts that are chosen and not written."""
_ALSO_CHOSEN = {"version": frozenset({"status"})}
_FORM_FIELDS = {
    "lead_picture.image": "image",
    "lead_picture.alt": "image_alt",
    "lead_picture.caption": "image_caption",
    "lead_picture.credit": "image_credit",
    "version.label": "version_label",
    "related": "related_links",
    "front_page.featured": "featured_items",
}
"""The names of fields in the edit form, where they differ."""


@dataclass(frozen=True)
class FieldChange:
    """What changed in one field of the edit form, `field`: its blocks, its rows or its value."""

    field: str
    changes: tuple[Change, ...]


def compare_documents(
    old: Document,
    new: Document,
    old_facts: Mapping[str, Hashable] | None = None,
    new_facts: Mapping[str, Hashable] | None = None,
) -> tuple[FieldChange, ...]:
    """The fields that differ, in the order of the document; facts are compared after them.

    Facts are values that belong to a page and that no document has.
    """
    before, after = _fields(old, old_facts or {}), _fields(new, new_facts or {})
    _add_other_files(old, new, before, after)
    found = []
    for name in dict.fromkeys((*after, *before)):
        was, now = before.get(name, ()), after.get(name, ())
        if was == now:
            continue
        changed = [one for one in compare(was, now).changes if one.moved or one.kind != "same"]
        # HTML that is written in another way is no change.
        if changed:
            found.append(FieldChange(name, tuple(changed)))
    return tuple(found)


def _fields(document: Document, facts: Mapping[str, Hashable]) -> dict[str, tuple[Part, ...]]:
    found = {"body": _body(document)}
    for path, value in _values(document, ""):
        found[_FORM_FIELDS.get(path, path.rpartition(".")[2])] = _parts(document, path, value)
    for name, value in facts.items():
        found[name] = (_value(name, value),)
    return {name: found[name] for name in _in_order(found)}


def _in_order(found: Mapping[str, Any]) -> list[str]:
    """The headline and what stands above the text first, then the text, then the rest."""
    first = [name for name in ("title", "summary", "introduction") if name in found]
    return list(dict.fromkeys((*first, "body", *found)))


def _values(record: Any, above: str) -> Iterator[tuple[str, Any]]:
    """The fields of a record and of the records in it, each with its path."""
    for each in fields(record):
        value, path = getattr(record, each.name), f"{above}{each.name}"
        if path == "lead_picture" and value is None:
            value = Picture()
        if path in _RECORDS:
            yield from _values(value, f"{path}.") if value else ()
        elif path not in _DERIVED | _TOLD_ELSEWHERE:
            yield path, value


def _body(document: Document) -> tuple[Part, ...]:
    return tuple(
        Part(
            "",
            "",
            tuple(said((block,))),
            number,
            blocks=(block,),
            facts=facts_of_blocks(document, (block,)),
        )
        for number, block in enumerate(document.body, 1)
    )


def _parts(document: Document, path: str, value: Any) -> tuple[Part, ...]:
    """The parts of one field: its rows, its HTML, its text, or its value."""
    above, _dot, name = path.rpartition(".")
    if isinstance(value, tuple) and any(is_dataclass(row) for row in value):
        return tuple(_row(document, row, number) for number, row in enumerate(value, 1))
    if name in _HTML:
        blocks = (Paragraph(value),) if value else ()
        facts = facts_of_blocks(document, blocks)
        return (Part(name, "", tuple(said(blocks)), blocks=blocks, facts=facts),)
    chosen = name in _CHOICES or name in _ALSO_CHOSEN.get(above, ())
    if isinstance(value, str) and not chosen:
        return (Part(name, "", (value,), content=value),)
    if value and name in FILE_FIELDS:
        return (_value(name, shown_file(document, FILE_FIELDS[name], value)),)
    return (_value(name, value),)


def _value(name: str, value: Any) -> Part:
    empty = value in (None, "", ())
    return Part(name, "", (), facts=() if empty else ((name, value),), content=(value,))


def _row(document: Document, row: Any, number: int) -> Part:
    texts = tuple(
        text
        for each in fields(row)
        if isinstance(text := getattr(row, each.name), str) and text and each.name not in _CHOICES
    )
    facts = facts_of_record(document, row, _CHOICES)
    return Part("", "", texts, number, facts=facts, content=row)


def _add_other_files(
    old: Document,
    new: Document,
    before: dict[str, tuple[Part, ...]],
    after: dict[str, tuple[Part, ...]],
) -> None:
    """Compare the files that neither document uses in any field."""
    used = {(use.kind, use.file) for document in (old, new) for use in files(document)}
    for document, found in ((old, before), (new, after)):
        there = [("picture", file.id) for file in document.pictures]
        there += [("document", file.id) for file in document.documents]
        found[FILES] = tuple(
            _value(f"{kind} {file}", shown_file(document, kind, file))
            for kind, file in there
            if (kind, file) not in used
        )
