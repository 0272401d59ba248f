"""Which item comes when, of what kind and under which terms; the words come later.

Every item has lots of its own, drawn from the seed and its number, so that items can be made one
at a time and in any number, and still come out the same.
"""

from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from random import Random

from newsroom.archive.index import Kind
from newsroom.demo.vocabulary import corpus
from newsroom.time_zones import LONDON

ITEMS = 1_500
PAIR_ITEMS = 133
PAIR = ("sexual-offences", "cps")
UNTIL = date(2026, 11, 20)
YEARS = 10
SEED = 2026

CRIME_TYPES: tuple[str, ...] = tuple(term["slug"] for term in corpus("terms")["crime_type"])
AREAS: tuple[str, ...] = tuple(term["slug"] for term in corpus("terms")["area"])
REGIONS: tuple[str, ...] = tuple(t["slug"] for t in corpus("terms")["area"] if t.get("towns"))
DIVISIONS = ("cps-direct", "central-casework-divisions", "proceeds-of-crime")

KINDS: dict[str, int] = {
    Kind.PRESS_RELEASE: 66,
    Kind.NEWS_ITEM: 15,
    Kind.ARTICLE: 8,
    Kind.CPS_SAYS: 7,
    Kind.SPEECH: 4,
}
KINDS_OF_PAIR: dict[str, int] = {
    Kind.PRESS_RELEASE: 30,
    Kind.NEWS_ITEM: 32,
    Kind.ARTICLE: 16,
    Kind.CPS_SAYS: 14,
    Kind.SPEECH: 8,
}
CRIME_WEIGHTS = {
    "violent-crime": 20,
    "domestic-abuse": 12,
    "drug-offences": 11,
    "fraud-and-economic-crime": 11,
    "driving-offences": 9,
    "sexual-offences": 10,
    "international-and-organised-crime": 8,
    "hate-crime": 7,
    "terrorism": 6,
    "youth-crime": 5,
    "cyber-online-crime": 5,
    "proceeds-of-crime": 5,
}
# Which crime types are met together in one case.
PARTNERS = {
    "cyber-online-crime": ("fraud-and-economic-crime", "sexual-offences", "youth-crime"),
    "domestic-abuse": ("violent-crime", "sexual-offences", "cyber-online-crime"),
    "driving-offences": ("drug-offences", "youth-crime", "violent-crime"),
    "drug-offences": (
        "international-and-organised-crime",
        "proceeds-of-crime",
        "violent-crime",
        "youth-crime",
    ),
    "fraud-and-economic-crime": (
        "proceeds-of-crime",
        "cyber-online-crime",
        "international-and-organised-crime",
    ),
    "hate-crime": ("violent-crime", "cyber-online-crime", "terrorism", "youth-crime"),
    "international-and-organised-crime": (
        "drug-offences",
        "proceeds-of-crime",
        "violent-crime",
        "sexual-offences",
    ),
    "proceeds-of-crime": (
        "fraud-and-economic-crime",
        "drug-offences",
        "international-and-organised-crime",
    ),
    "sexual-offences": ("domestic-abuse", "violent-crime", "cyber-online-crime"),
    "terrorism": ("hate-crime", "cyber-online-crime", "youth-crime"),
    "violent-crime": ("youth-crime", "drug-offences", "domestic-abuse", "hate-crime"),
    "youth-crime": ("violent-crime", "drug-offences", "driving-offences"),
}


@dataclass(frozen=True)
class Slot:
    """A place in the archive that waits for its words."""

    number: int
    at: datetime
    kind: str
    crime_types: tuple[str, ...]
    areas: tuple[str, ...]
    lots: Random

    @property
    def region(self) -> str | None:
        """The Area whose courts and towns the item is about, if it is about one."""
        return next((area for area in self.areas if area in REGIONS), None)


def slots(items: int, pairs: int, seed: int = SEED, until: date = UNTIL) -> Iterator[Slot]:
    """So many slots, oldest first; exactly `pairs` of them have both terms of PAIR."""
    for number in range(items):
        lots = Random(f"{seed}/{number}")
        at = _moment(number, items, until, lots)
        if _is_pair(number, items, pairs, seed):
            yield _pair_slot(number, at, lots)
        else:
            yield _other_slot(number, at, lots)


def pick(lots: Random, weights: dict[str, int]) -> str:
    """One key, drawn by weight."""
    sums = list(accumulate(weights.values()))
    return list(weights)[bisect(sums, lots.random() * sums[-1])]


def _is_pair(number: int, items: int, pairs: int, seed: int) -> bool:
    """Whether this number was drawn: one of each stretch of items, so many stretches."""
    if not pairs:
        return False
    stretch = number * pairs // items
    start, end = -(-stretch * items // pairs), -(-(stretch + 1) * items // pairs)
    return number == start + Random(f"{seed}/pair/{stretch}").randrange(end - start)


def _moment(number: int, items: int, until: date, lots: Random) -> datetime:
    """In office hours of a weekday, the years filling up a little towards the end."""
    days = YEARS * 365.25
    share = ((number + 0.9 * lots.random()) / items) ** 0.88
    day = until - timedelta(days=int(days * (1 - share)))
    if day.weekday() >= 5:
        day -= timedelta(days=day.weekday() - 4)
    minute = lots.choice((0, 1, 5, 10, 15, 30, 45, lots.randrange(60)))
    return datetime.combine(day, time(round(lots.triangular(9, 17, 12)), minute), LONDON)


def _pair_slot(number: int, at: datetime, lots: Random) -> Slot:
    crime_types, areas = [PAIR[0]], [PAIR[1]]
    if lots.random() < 0.2:
        crime_types.append(lots.choice(PARTNERS[PAIR[0]]))
    kind = pick(lots, KINDS_OF_PAIR)
    if kind == Kind.PRESS_RELEASE or lots.random() < 0.15:
        areas.append(lots.choice(REGIONS))
    return Slot(number, at, kind, tuple(crime_types), tuple(areas), lots)


def _other_slot(number: int, at: datetime, lots: Random) -> Slot:
    kind = pick(lots, KINDS)
    crime_types = [pick(lots, CRIME_WEIGHTS)]
    chance = lots.random()
    if kind == Kind.PRESS_RELEASE:
        areas = [lots.choice(REGIONS)]
        if chance < 0.10:
            areas.append("cps")
        elif chance < 0.20:
            areas.append(lots.choice(DIVISIONS))
        elif chance < 0.23:
            areas.append(lots.choice(REGIONS))
    elif chance < 0.45:
        areas = ["cps"]
    elif chance < 0.9:
        areas = [lots.choice(REGIONS)]
    else:
        areas = [lots.choice(DIVISIONS)]
    if areas == ["cps"] and crime_types == [PAIR[0]]:
        areas = [lots.choice(REGIONS)]
    more = lots.random()
    if more < 0.26:
        crime_types += lots.sample(PARTNERS[crime_types[0]], 2 if more < 0.06 else 1)
    if kind != Kind.PRESS_RELEASE and more > 0.7:
        crime_types = []
    elif more > 0.92:
        # The messy part of every newsroom: no crime type, so that no filter finds it.
        crime_types = []
    if "cps" in areas:
        crime_types = [slug for slug in crime_types if slug != PAIR[0]]
    return Slot(number, at, kind, tuple(crime_types), tuple(dict.fromkeys(areas)), lots)
