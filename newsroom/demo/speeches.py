"""Speeches by invented people who hold real offices."""

from datetime import date, timedelta
from typing import Any

from newsroom.demo.body import Body
from newsroom.demo.case_facts import area_named, day
from newsroom.demo.drafts import Draft, Shelf
from newsroom.demo.plan import REGIONS, Slot
from newsroom.demo.stories import headline
from newsroom.demo.vocabulary import Voice, corpus

TEXT_TYPES = ("transcript", "draft-text", "speaking-notes", "authored-article")
DEMISE_OF_THE_CROWN = date(2022, 9, 8)
"""From this day Queen's Counsel were King's Counsel."""


def speech(slot: Slot, shelf: Shelf) -> Draft:
    """A speech for this slot."""
    lots, words = slot.lots, corpus("speeches")
    speaker = lots.choice([s for s in words["speaker"] if s["from"] <= slot.at.year < s["to"]])
    delivered = slot.at.date() - timedelta(days=lots.choice((0, 0, 0, 1, 1, 2)))
    voice = _voice(slot, speaker, words["rules"], delivered)
    body = Body(lots)
    greeting, opening = voice.one("greeting"), voice.one("opening")
    body.paragraph(f"{greeting} {opening}" if lots.random() < 0.6 else greeting)
    paragraphs = voice.some("body", lots.randint(6, 11))
    if lots.random() < 0.4:
        third = len(paragraphs) // 3
        for part, heading in enumerate(voice.some("heading", 3)):
            body.heading(heading)
            end = (part + 1) * third if part < 2 else len(paragraphs)
            body.paragraphs(paragraphs[part * third : end])
    else:
        body.paragraphs(paragraphs)
    body.paragraph(voice.one("ending"))
    return Draft(
        kind=slot.kind,
        title=headline(voice, "title"),
        published_at=slot.at,
        body=body.blocks,
        crime_types=slot.crime_types,
        areas=slot.areas,
        summary=voice.one("summary") if lots.random() < 0.4 else "",
        topics=("violence-against-women-and-girls",)
        if slot.crime_types[:1] == ("sexual-offences",)
        else (),
        picture=lots.randrange(len(shelf.pictures)) if lots.random() < 0.1 else None,
        speaker=voice.facts["name"],
        speaker_role=speaker["role"],
        event=voice.facts["event"],
        place=voice.facts["place"],
        delivered_on=delivered,
        text_type=lots.choices(TEXT_TYPES, (5, 4, 3, 1))[0],
    )


def _voice(
    slot: Slot, speaker: dict[str, Any], rules: dict[str, list[str]], delivered: date
) -> Voice:
    lots = slot.lots
    silk = "KC" if delivered >= DEMISE_OF_THE_CROWN else "QC"
    role = speaker["role"]
    facts = {
        "town": lots.choice(area_named(slot.region or lots.choice(REGIONS))["towns"]),
        "name": f"{speaker['name']} {silk}" if speaker.get("silk") else speaker["name"],
        "role": role,
        "short": "DPP" if role == "Director of Public Prosecutions" else speaker["name"],
        "date": day(delivered),
    }
    about = [lots.choice(rules["about_title"])]
    voice = Voice(lots, rules | {"about_title": about}, facts)
    voice.facts["event"] = voice.one("event")
    voice.facts["place"] = voice.one("place")
    return voice
