"""The plain pages: accessibility statement, cookies, privacy."""

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Any

from newsroom.demo.body import Block, Body
from newsroom.demo.vocabulary import corpus
from newsroom.models import (
    ContentPage,
    HomePage,
)


def add_plain_pages(home: HomePage, reviewed_on: date) -> None:
    """Accessibility statement, cookies, privacy."""
    for words in corpus("pages")["content"]:
        home.add_child(
            instance=ContentPage(
                title=words["title"],
                slug=words["slug"],
                summary=words["summary"],
                body=_sections(words["slug"], words["section"]),
                reviewed_on=reviewed_on,
            )
        )


def _sections(slug: str, sections: Sequence[dict[str, Any]]) -> list[Block]:
    body = Body(Random(slug))
    for section in sections:
        if "heading" in section:
            body.heading(section["heading"])
        body.paragraphs(section["text"])
        if "points" in section:
            body.points(section["points"])
    return body.blocks
