"""The press office: its page, its desks with their hours, and when they are closed or open late."""

from datetime import date, time, timedelta
from random import Random
from typing import Any

from wagtail.models import Page

from newsroom.demo.body import Body
from newsroom.demo.vocabulary import corpus
from newsroom.models import (
    Area,
    DeskClosure,
    DeskOpening,
    NewsIndexPage,
    OpeningHours,
    PressContact,
    PressOfficePage,
)

# A few Areas keep hours of their own; one desk goes to lunch.
HALF_DAY = "wessex"
LUNCH = "north-east"
ENDS_EARLY = time(13)
LAST = 99
"""The place of the desk that is for every Area."""
LUNCH_FROM, LUNCH_TO = time(12, 30), time(13, 15)


def add_contacts(until: date) -> dict[str, int]:
    """The national desk, one for every Area that has courts, and the Welsh one.

    Gives their ids by the Area's slug, for the items.
    """
    words = corpus("press_desks")
    national = _add(words, words["national"], Area.objects.filter(national=True).first(), 0)
    contacts = {"cps": national}
    for place, area in enumerate(Area.objects.exclude(national=True).order_by("name"), start=1):
        if area.slug in corpus_regions():
            contacts[area.slug] = _add(words, _area_desk(words["area"], area, place), area, place)
    welsh = words["welsh"]
    _add(words, welsh, Area.objects.get(slug=welsh["area"]), LAST, in_welsh=True)
    for closure in words["closure"]:
        first, last = _days(closure, until)
        DeskClosure.objects.create(
            contact=contacts.get(closure.get("area", "")),
            first_day=first,
            closed_from=closure.get("closed_from"),
            last_day=last,
            reason=closure["reason"],
        )
    for opening in words["opening"]:
        month, day = opening["month_and_day"]
        DeskOpening.objects.create(
            contact=contacts.get(opening.get("area", "")),
            day=date(until.year, month, day),
            opens=opening["opens"],
            closes=opening["closes"],
            reason=opening["reason"],
        )
    return {slug: contact.pk for slug, contact in contacts.items()}


def _area_desk(words: dict[str, str], area: Area, place: int) -> dict[str, Any]:
    numbers = words["london_number" if area.slug.startswith("london") else "other_number"]
    return {
        "name": words["name"].format(area=area.name),
        "email": words["email"].format(slug=area.slug),
        "telephone": numbers.format(100 + place),
        "out_of_hours": words["out_of_hours"],
    }


def _add(
    words: dict[str, Any], desk: dict[str, Any], area: Area | None, place: int, **fields: Any
) -> PressContact:
    contact = PressContact.objects.create(
        name=desk["name"],
        area=area,
        telephone=desk["telephone"],
        email=desk["email"],
        audience=words["audience"],
        duty_telephone=words["duty_telephone"],
        out_of_hours=desk.get("out_of_hours", ""),
        note=desk.get("note", ""),
        order=place,
        **fields,
    )
    week = words["week"] | {key: desk[key] for key in ("opens", "closes") if key in desk}
    for first, last, opens, closes in _week(week, area.slug if area else ""):
        OpeningHours.objects.create(
            contact=contact, weekday=first, last_weekday=last, opens=opens, closes=closes
        )
    return contact


def _week(week: dict[str, Any], slug: str) -> list[tuple[int, int | None, time, time]]:
    first, last, opens, closes = (week[key] for key in ("first", "last", "opens", "closes"))
    if slug == LUNCH:
        return [(first, last, opens, LUNCH_FROM), (first, last, LUNCH_TO, closes)]
    if slug == HALF_DAY:
        return [(first, last - 1, opens, closes), (last, None, opens, ENDS_EARLY)]
    return [(first, last, opens, closes)]


def _days(closure: dict[str, Any], until: date) -> tuple[date, date]:
    if "month_and_day" in closure:
        month, day = closure["month_and_day"]
        return (date(until.year, month, day),) * 2
    first = until + timedelta(days=closure["after_days"])
    return first, first + timedelta(days=closure["for_days"] - 1)


def corpus_regions() -> set[str]:
    """Slugs of the Areas that have courts, towns and police forces."""
    return {area["slug"] for area in corpus("terms")["area"] if area.get("towns")}


def add_press_office(news: NewsIndexPage, protocol: Page) -> PressOfficePage:
    """The page of the press office, which leads to the media protocol."""
    words = corpus("pages")["press_office"]
    body = Body(Random("press-office"))
    body.paragraphs(words["text"])
    body.heading(words["heading"])
    body.markup(words["after"].format(protocol=protocol.pk))
    return news.add_child(
        instance=PressOfficePage(
            title="Press office",
            slug="press-office",
            summary=words["summary"],
            public_notice=words["public_notice"],
            body=body.blocks,
        )
    )
