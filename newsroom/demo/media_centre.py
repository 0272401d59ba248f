"""The press office, its contacts, and the plain pages."""

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Any

from newsroom.demo.body import Block, Body
from newsroom.demo.vocabulary import corpus
from newsroom.models import (
    Area,
    ContentPage,
    HomePage,
    NewsIndexPage,
    PressContact,
    PressOfficePage,
)

HOURS = "Monday to Friday, 9am to 5pm (closed on bank holidays)"
AUDIENCE = "For accredited journalists only"
TELEPHONE = "020 3357 0906"
# Numbers that Ofcom keeps free for fiction.
LONDON_NUMBER = "020 7946 0{:03}"
OTHER_NUMBER = "01632 960{:03}"


def add_contacts() -> dict[str, int]:
    """The national desk and one for every Area that has courts; ids by the Area's slug."""
    contacts = {"cps": _national_desk()}
    for place, area in enumerate(Area.objects.exclude(national=True).order_by("name"), start=1):
        if area.slug in corpus_regions():
            numbers = LONDON_NUMBER if area.slug.startswith("london") else OTHER_NUMBER
            desk = PressContact.objects.create(
                name=f"CPS {area.name} press desk",
                area=area,
                telephone=numbers.format(100 + place),
                email=f"press.{area.slug}@cps-news.example",
                hours=HOURS,
                out_of_hours=f"Duty press officer, {TELEPHONE}",
                audience=AUDIENCE,
                order=place,
            )
            contacts[area.slug] = desk.pk
    return contacts


def _national_desk() -> int:
    return PressContact.objects.create(
        name="CPS Press Office",
        area=Area.objects.filter(national=True).first(),
        telephone=TELEPHONE,
        email="press.office@cps-news.example",
        hours=HOURS,
        out_of_hours=f"The same number, {TELEPHONE}, reaches the duty press officer",
        audience=AUDIENCE,
        order=0,
    ).pk


def corpus_regions() -> set[str]:
    """Slugs of the Areas that have courts, towns and police forces."""
    return {area["slug"] for area in corpus("terms")["area"] if area.get("towns")}


def add_press_office(news: NewsIndexPage) -> PressOfficePage:
    words = corpus("pages")["press_office"]
    body = Body(Random("press-office"))
    body.paragraphs(words["text"])
    body.heading(words["heading"])
    body.paragraphs(words["after"])
    return news.add_child(
        instance=PressOfficePage(
            title="Press office",
            slug="press-office",
            summary=words["summary"],
            public_notice=words["public_notice"],
            body=body.blocks,
        )
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
