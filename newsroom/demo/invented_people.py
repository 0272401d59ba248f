"""Invented people: defendants, prosecutors, officers. Victims have no name anywhere."""

from dataclasses import dataclass
from random import Random

from newsroom.demo.vocabulary import corpus, with_article

JOBS = [
    "builder",
    "delivery driver",
    "landlord",
    "accountant",
    "warehouse worker",
    "fitness instructor",
    "chef",
    "mechanic",
    "student",
    "estate agent",
    "market trader",
    "electrician",
    "bouncer",
    "former soldier",
    "care worker",
    "DJ",
]


@dataclass(frozen=True)
class InventedPerson:
    """Somebody before a court. Who is under 18 is never named."""

    first: str
    surname: str
    sex: str
    age: int

    @property
    def child(self) -> bool:
        return self.age < 18

    @property
    def noun(self) -> str:
        """The person as a headline calls them."""
        if self.child:
            return "boy" if self.sex == "m" else "girl"
        return "man" if self.sex == "m" else "woman"

    @property
    def name(self) -> str:
        """The name, or for a child what is said in place of it."""
        return with_article(f"{self.age}-year-old {self.noun}") if self.child else self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.first} {self.surname}"

    @property
    def called(self) -> str:
        """How the text goes on to speak of this person."""
        return f"the {self.noun}" if self.child else self.surname

    def pronouns(self) -> dict[str, str]:
        """In the singular, under the names of the plural, so that phrases read well."""
        he, him, his, himself = (
            ("he", "him", "his", "himself") if self.sex == "m" else ("she", "her", "her", "herself")
        )
        return {"they": he, "them": him, "their": his, "themself": himself}


def defendant(
    lots: Random, sex: str | None = None, ages: tuple[int, int] = (19, 62)
) -> InventedPerson:
    """Somebody charged: more often a man, as in the courts."""
    names = corpus("names")
    sex = sex or ("m" if lots.random() < 0.82 else "f")
    surname = lots.choice(names["starts"]) + lots.choice(names["ends"])
    first = lots.choice(names["men" if sex == "m" else "women"])
    likeliest = min(ages[0] + 12, ages[1])
    return InventedPerson(first, surname, sex, round(lots.triangular(*ages, likeliest)))


def prosecutor(lots: Random, area: str, chief: str) -> tuple[str, str]:
    """Name and role of whoever speaks for the prosecution."""
    names = corpus("names")
    where = area if area.startswith("CPS") else f"CPS {area}"
    if chief and lots.random() < 0.15:
        return chief, f"Chief Crown Prosecutor for {where}"
    return lots.choice(names["prosecutors"]), f"{lots.choice(names['roles'])}, {where}"


def officer(lots: Random, force: str) -> tuple[str, str]:
    """Name and role of the police officer who comments."""
    names = corpus("names")
    rank = lots.choice(names["ranks"])
    return f"{rank} {lots.choice(names['officers'])}", force.removeprefix("the ")
