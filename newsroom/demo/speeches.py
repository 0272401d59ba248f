"""Speeches by invented people who hold real offices."""

from datetime import date, timedelta
from random import Random
from typing import Any

from newsroom.demo.body import Body
from newsroom.demo.case_facts import area_named, day
from newsroom.demo.drafts import Draft, Shelf
from newsroom.demo.plan import REGIONS, Slot
from newsroom.demo.stories import headline
from newsroom.demo.vocabulary import Voice, corpus

TEXT_TYPES = ("transcript", "draft-text", "speaking-notes", "authored-article")
SHARE_OF_VIDEOS = 0.3
SHARE_WITH_SLIDES = 0.25


def speech(slot: Slot, shelf: Shelf) -> Draft:
    """A speech for this slot."""
    lots, words = slot.lots, corpus("speeches")
    speaker = lots.choice([s for s in words["speaker"] if s["from"] <= slot.at.year < s["to"]])
    delivered = slot.at.date() - timedelta(days=lots.choice((0, 0, 0, 1, 1, 2)))
    # On the first days of a new office its holder did not speak before it began.
    delivered = max(delivered, date(speaker["from"], 1, 1))
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
    text_type, video_url, captions, transcript = _form(lots)
    return Draft(
        kind=slot.kind,
        title=headline(voice, "title"),
        published_at=slot.at,
        body=body.blocks,
        crime_types=slot.crime_types,
        areas=slot.areas,
        summary=voice.one("summary") if lots.random() < 0.4 else "",
        topics=_topics(slot, voice.rules["about_title"][0], words["topics"]),
        picture=lots.randrange(len(shelf.pictures)) if lots.random() < 0.1 else None,
        speaker_id=shelf.speakers[speaker["slug"]],
        event=voice.facts["event"],
        place=voice.facts["place"],
        delivered_on=delivered,
        listed_on=delivered,
        text_type=text_type,
        video_url=video_url,
        captions=captions,
        transcript=transcript,
        slides=shelf.documents.get("slides") if lots.random() < SHARE_WITH_SLIDES else None,
    )


def _form(lots: Random) -> tuple[str, str, str, str]:
    """What the text is; and, of some, the address of a video, its captions and its transcript."""
    text_type = lots.choices(TEXT_TYPES, (5, 4, 3, 1))[0]
    number = lots.randrange(100_000, 1_000_000)
    if text_type == "authored-article" or lots.random() > SHARE_OF_VIDEOS:
        return text_type, "", "", ""
    captions = lots.choice(("switch", "switch", "always"))
    transcript = "this-page" if text_type == "transcript" else "with-video"
    return text_type, f"https://video.example/cps/{number}", captions, transcript


def _topics(slot: Slot, about: str, topics: dict[str, str]) -> tuple[str, ...]:
    if topic := topics.get(about):
        return (topic,)
    of_women = slot.crime_types[:1] == ("sexual-offences",)
    return ("violence-against-women-and-girls",) if of_women else ()


def title_on(speaker: dict[str, Any], on: date) -> dict[str, Any]:
    """How the words of this speaker's titles call them on that day."""
    return next(
        title
        for title in speaker["titles"]
        if title.get("since", date.min) <= on <= title.get("until", date.max)
    )


def _voice(
    slot: Slot, speaker: dict[str, Any], rules: dict[str, list[str]], delivered: date
) -> Voice:
    lots = slot.lots
    title = title_on(speaker, delivered)
    role = title["role"]
    facts = {
        "town": lots.choice(area_named(slot.region or lots.choice(REGIONS))["towns"]),
        "name": f"{speaker['name']} {title.get('post_nominals', '')}".strip(),
        "role": role,
        "short": "DPP" if role == "Director of Public Prosecutions" else speaker["name"],
        "date": day(delivered),
    }
    about = [lots.choice(rules["about_title"])]
    voice = Voice(lots, rules | {"about_title": about}, facts)
    voice.facts["event"] = voice.one("event")
    voice.facts["place"] = voice.one("place")
    return voice
