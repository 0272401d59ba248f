"""The facts of an invented case: who, what, where, and how it ended."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from newsroom.demo.invented_people import JOBS, InventedPerson, defendant
from newsroom.demo.plan import CRIME_WEIGHTS, REGIONS, Slot, pick
from newsroom.demo.vocabulary import (
    corpus,
    length_of_sentence,
    listed,
    number,
    sentence_as_adjective,
    with_article,
)
from newsroom.documents.stages import Stage

STAGES: dict[str, int] = {
    Stage.SENTENCE: 48,
    Stage.CHARGE: 22,
    Stage.VERDICT: 11,
    Stage.PLEA: 9,
    Stage.APPEAL: 5,
    Stage.TRIAL: 5,
}
LIFE_FROM_YEARS = 15


@dataclass(frozen=True)
class Case:
    """An invented case at one stage."""

    stage: str
    crime_type: str
    offence: dict[str, Any]
    people: tuple[InventedPerson, ...]
    months: tuple[int, ...]
    area: dict[str, Any]
    words: dict[str, str]

    @property
    def group(self) -> bool:
        return len(self.people) > 1


def invent(slot: Slot) -> Case:
    """A case that fits the slot's terms, Area and date."""
    lots = slot.lots
    crime_type = slot.crime_types[0] if slot.crime_types else pick(lots, CRIME_WEIGHTS)
    crimes = corpus(f"crimes/{crime_type}")
    year = slot.at.year
    offence = lots.choice(
        [o for o in crimes["offence"] if o.get("since", 0) <= year <= o.get("until", 9999)]
    )
    area = area_named(slot.region or lots.choice(REGIONS))
    stage = "confiscation" if offence.get("confiscation") else pick(lots, STAGES)
    alone = offence.get("sex") or offence.get("single") or stage not in _GROUP_STAGES
    size = lots.randint(3, 9) if crimes.get("group") and not alone and lots.random() < 0.45 else 1
    ages = (14, 17) if crime_type == "youth-crime" else (58, 81) if offence.get("older") else None
    people = tuple(
        defendant(lots, offence.get("sex"), *([ages] if ages else [])) for _ in range(size)
    )
    low, high = offence["months"]
    months = tuple(_rounded(lots.triangular(low, high)) for _ in people)
    words = _words(slot, stage, crimes, offence, people, months, area)
    return Case(stage, crime_type, offence, people, months, area, words)


_GROUP_STAGES = (Stage.SENTENCE, Stage.VERDICT, Stage.CHARGE)


def area_named(slug: str) -> dict[str, Any]:
    """An Area's towns, courts and police forces."""
    return next(area for area in corpus("terms")["area"] if area["slug"] == slug)


def day(of: date) -> str:
    """For example "15 March 2021"."""
    return f"{of.day} {of:%B %Y}"


def _rounded(months: float) -> int:
    whole = round(months)
    return whole if whole < 24 else whole // 6 * 6


def _words(
    slot: Slot,
    stage: str,
    crimes: dict[str, Any],
    offence: dict[str, Any],
    people: tuple[InventedPerson, ...],
    months: tuple[int, ...],
    area: dict[str, Any],
) -> dict[str, str]:
    lots, first, on = slot.lots, people[0], slot.at.date()
    town = lots.choice(area["towns"])
    words = {
        "charge": offence["charge"],
        "label": crimes["label"],
        "town": town,
        "area": area["name"],
        "court": lots.choice(area["courts"]),
        "force": lots.choice(area["force"]),
        "job": first.noun if first.child else lots.choice(JOBS),
        "age": str(first.age),
        "person": _as_headlines_say(first, lots.random()),
        "a_person": with_article(lots.choice((first.noun, f"{first.age}-year-old {first.noun}"))),
        "name": first.name,
        "home": "" if first.child else f"of {town}, ",
        "today": lots.choice(("today", f"today ({on:%A} {on.day} {on:%B})", f"on {day(on)}")),
        "tomorrow": day(on + timedelta(days=lots.choice((1, 3, 7, 14, 20)))),
        "then": f"in {on - timedelta(days=lots.randint(200, 900)):%B %Y}",
        "earlier": f"on {day(on - timedelta(days=lots.randint(14, 70)))}",
        "days": number(lots.randint(3, 9)),
        "count": number(len(people)),
        "total": number(sum(months) // 12),
        "sum": f"£{lots.choice((48, 85, 120, 310, 460, 870)) * 1000 + lots.randrange(1000):,}",
        "more": length_of_sentence(_rounded(lots.uniform(12, 60))),
        "term": length_of_sentence(months[0]),
        "term_adjective": sentence_as_adjective(months[0]),
        "sentenced": _outcome(offence, first, months[0], lots.random()),
    }
    if len(people) > 1:
        group = {"they": "it", "them": "it", "their": "its", "themself": "itself"}
        words |= {"defendant": "the gang", **group}
    else:
        words |= {"defendant": first.called, **first.pronouns()}
    for key in ("doing", "did"):
        words[key] = offence[key].format(**words)
    if words["they"] == "she":
        words["did"] = words["did"].replace(" his ", " her ")
    return words


def _as_headlines_say(person: InventedPerson, chance: float) -> str:
    if person.child:
        return person.noun if chance < 0.5 else "teenager"
    if person.age < 20:
        return "teenager"
    return "pensioner" if person.age > 67 and chance < 0.4 else person.noun


def _outcome(offence: dict[str, Any], person: InventedPerson, months: int, chance: float) -> str:
    """What the court did, so that "has been" or "was" can stand before it."""
    if offence.get("life") and months >= LIFE_FROM_YEARS * 12:
        years = number(months // 12)
        return _life_sentence(years, chance)
    if person.child:
        if months < 18:
            return "given a 12-month youth rehabilitation order"
        return f"given {length_of_sentence(months)} in youth detention"
    if months <= 12 and chance < 0.5:
        return f"given {with_article(sentence_as_adjective(months))} suspended sentence"
    if chance < 0.75:
        return f"jailed for {length_of_sentence(months)}"
    return f"sentenced to {length_of_sentence(months)} in prison"


def _life_sentence(years: str, chance: float) -> str:
    """A life sentence, as press releases put it."""
    if chance < 0.5:
        return f"jailed for life with a minimum term of {years} years"
    return f"given a life sentence and must serve at least {years} years"


def ages_of(people: tuple[InventedPerson, ...]) -> str:
    """For example "aged 19, 24 and 31"."""
    return "aged " + listed([str(age) for age in sorted(person.age for person in people)])
