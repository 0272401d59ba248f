"""Items that are written out word for word: those of the high-profile cases."""

from collections.abc import Iterator
from datetime import date, datetime, time
from random import Random
from typing import Any

from newsroom.archive.index import Kind
from newsroom.choices import MaterialKind
from newsroom.demo.body import Body
from newsroom.demo.drafts import Draft, Shelf
from newsroom.demo.vocabulary import corpus
from newsroom.documents.stages import Stage
from newsroom.time_zones import LONDON


def case_items(until: date) -> list[Draft]:
    """Every item of the cases up to that day, oldest first."""
    drafts = (_draft(case, item) for case in corpus("cases")["case"] for item in case["item"])
    return sorted(
        (draft for draft in drafts if draft.published_at.date() <= until),
        key=lambda draft: draft.published_at,
    )


def stages_until(case: dict[str, Any], until: date) -> Iterator[tuple[date, str, str, str]]:
    """What has happened in a case by that day: date, kind, other words for it, and text."""
    for day, kind, stage, text in case["stages"]:
        if date.fromisoformat(day) <= until:
            yield date.fromisoformat(day), kind, stage, text


def materials_until(case: dict[str, Any], until: date, shelf: Shelf) -> Iterator[dict[str, Any]]:
    """The register of a case as it stood on that day, in the fields of its rows."""
    for material in case.get("materials", []):
        released = material.get("released")
        image_id, image_alt = _image(material, shelf)
        yield {
            "what": material["what"],
            "kind": material["kind"],
            "protocol_class": material["class"],
            "released_on": released if released and released <= until else None,
            "image_id": image_id,
            "image_alt": image_alt,
            "document_id": shelf.documents.get(material.get("document", "")),
        }


def _image(material: dict[str, Any], shelf: Shelf) -> tuple[int | None, str]:
    """The picture of a row, and its description."""
    if material["kind"] == MaterialKind.CUSTODY_IMAGE:
        return shelf.custody_image
    if "picture" in material:
        number = material["picture"]
        return shelf.pictures[number], shelf.picture_words[number]
    return None, ""


def _draft(case: dict[str, Any], item: dict[str, Any]) -> Draft:
    body = Body(Random(item["title"]))
    body.paragraphs(item["text"])
    if "quote" in item:
        body.quote(item["quote"], item["speaker"], item["role"])
    return Draft(
        kind=Kind.PRESS_RELEASE,
        title=item["title"],
        published_at=datetime.combine(date.fromisoformat(item["date"]), time(14, 30), LONDON),
        body=body.blocks,
        crime_types=tuple(item["crime_types"]),
        areas=tuple(item["areas"]),
        summary=item["summary"],
        case=case["slug"],
        contact=case["contact"],
        court="" if item["stage"] == Stage.CHARGE else case["court"],
        stage=item["stage"],
        picture=item.get("picture"),
    )
