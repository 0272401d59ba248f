""" "Whom do I ring?": a court, a force, a place or an Area is asked for, and its desk is named."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django import forms
from django.utils.text import slugify
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from newsroom.archive.area_places import AreaPlace
from newsroom.archive.terms import KnownTerm, Terms
from newsroom.press_office.desks import Desk
from newsroom.press_office.place_names import (
    MOST_SUGGESTED,
    hint_of,
    key_of,
    postcode_keys,
    suggested,
)

LONGEST_ECHO = 60
LONGEST_PLACE = 100
LIKELIEST_FIRST: tuple[str, ...] = tuple(AreaPlace.Kind.values)
"""Of a name that several kinds share, journalists mean the court most often."""


class AreaForm(forms.Form):
    """The choice of an Area."""

    ERRORS = {
        "required": gettext_lazy("Choose an Area."),
        "invalid_choice": gettext_lazy("There is no Area “%(value)s”. Choose one from the list."),
    }

    def __init__(self, asked: str | None, areas: Terms) -> None:
        super().__init__(None if asked is None else {"area": _printable(asked)})
        choices = [(slug, areas.name(slug)) for slug in areas.by_slug]
        self.fields["area"] = forms.ChoiceField(choices=choices, error_messages=self.ERRORS)


class PlaceForm(forms.Form):
    """What a journalist typed: a court, a town, a police force or a postcode."""

    WRITE = gettext_lazy("Write the name of a court, a town or a police force, or a postcode.")

    place = forms.CharField(
        max_length=LONGEST_PLACE,
        error_messages={
            "required": WRITE,
            "max_length": gettext_lazy("Write %(limit_value)d characters or fewer."),
            "null_characters_not_allowed": WRITE,
        },
    )

    def __init__(self, asked: str | None) -> None:
        super().__init__(None if asked is None else {"place": " ".join(asked.split())})

    def clean_place(self) -> str:
        """The text, if it has anything that could be a name."""
        place: str = self.cleaned_data["place"]
        letters = any(unicodedata.category(letter)[0] in "LN" for letter in place)
        if not letters or any(unicodedata.category(letter) in ("Cc", "Cs") for letter in place):
            raise forms.ValidationError(self.WRITE)
        return place


@dataclass
class Candidate:
    """An Area that may be the right one, the places by which it is, and its desk."""

    area: KnownTerm
    name: str
    places: list[AreaPlace] = field(default_factory=list)
    desk: Desk | None = None
    has_own_desk: bool = False


class DeskFinder:
    """What was asked, and the desks to ring. `area` and `place` are what stands in the address."""

    def __init__(
        self,
        area: str | None,
        areas: Terms,
        desks: list[Desk],
        place: str | None = None,
        places: Sequence[AreaPlace] = (),
    ) -> None:
        self.areas, self.desks, self.places = areas, desks, places
        asked = None if place is not None else area
        self.area = self._find(asked or "")
        self.better_address = self.area.slug if self.area and self.area.slug != asked else ""
        self.form: forms.Form = AreaForm(asked, areas)
        self.has_moved = areas.is_former_slug(asked or "")
        """Whether the Area had this address before."""
        if place is not None:
            self.form = PlaceForm(place)
        self.place = self.form.cleaned_data["place"] if place and self.form.is_valid() else ""
        """The place that was asked for, if it can be one."""
        self.typed = _printable(" ".join((place or "").split()), LONGEST_PLACE)
        """The place as it was typed, to be shown again."""

    @property
    def is_unknown(self) -> bool:
        """Whether an Area was asked for that there is not."""
        return self.form.has_error("area", "invalid_choice")

    @property
    def options(self) -> list[tuple[str, str]]:
        """The Areas to choose from; one that is closed only if it was asked for."""
        return [
            (slug, self.areas.name(slug))
            for slug, area in self.areas.by_slug.items()
            if not area.closed or area == self.area
        ]

    @property
    def has_answer(self) -> bool:
        """Whether an Area or a place was asked for in a way that can be answered."""
        return bool(self.area or self.place)

    @property
    def subject(self) -> str:
        """What the answer is about, as the reader knows it."""
        if self.area:
            return self.areas.names[self.area.pk]
        if postcode_keys(self.place) and self._matched:
            return _("the postcode area %(letters)s") % {"letters": postcode_keys(self.place)[-1]}
        names = {place.name for place in self._matched}
        return label_of(self._matched[0]) if len(names) == 1 else self.typed[:LONGEST_ECHO]

    @cached_property
    def candidates(self) -> list[Candidate]:
        """The Areas that may be meant, the most likely first, each with its desk."""
        if self.area:
            found = [Candidate(self.area, self.areas.names[self.area.pk])]
        else:
            found = list(self._areas_of_places().values())
        for candidate in found:
            own = [
                desk
                for desk in self.desks
                if desk.contact.area_id == candidate.area.pk and not desk.contact.in_welsh
            ]
            candidate.has_own_desk = bool(own)
            candidate.desk = next(iter([*own, *self.national]), None)
        return found

    @cached_property
    def own(self) -> list[Desk]:
        """The desks of the chosen Area itself, or of the most likely one."""
        return [
            desk
            for candidate in self.candidates[:1]
            for desk in self.desks
            if desk.contact.area_id == candidate.area.pk and not desk.contact.in_welsh
        ]

    @property
    def national(self) -> list[Desk]:
        """The press office, if there is one."""
        return [desk for desk in self.desks if desk.is_national][:1]

    @property
    def instead(self) -> list[Desk]:
        """The press office, for what has no desk of its own."""
        return self.national if self.has_answer and not self.own else []

    @property
    def found(self) -> list[Desk]:
        """Whom to ring: the Area's desk or the press office, and in Welsh whatever the Area."""
        in_welsh = [desk for desk in self.desks if desk.contact.in_welsh] if self.has_answer else []
        return [*self.own, *self.instead, *in_welsh]

    @property
    def others(self) -> list[Candidate]:
        """The less likely Areas."""
        return self.candidates[1:]

    @property
    def notes(self) -> list[str]:
        """What the records of the places say besides."""
        return list(dict.fromkeys(place.note for place in self._matched if place.note))

    @property
    def is_known(self) -> bool:
        """Whether anything is known of what was asked for."""
        return bool(self.candidates or self.notes)

    @cached_property
    def suggestions(self) -> list[str]:
        """Names that may be meant where nothing is known of the typed one."""
        if self.is_known or not self.place:
            return []
        names = [
            name
            for place in self.places
            if place.kind != AreaPlace.Kind.POSTCODE
            for name in place.names
        ]
        open_areas = (area for area in self.areas.by_slug.values() if not area.closed)
        return suggested(self.place, [*(area.name for area in open_areas), *names])[:MOST_SUGGESTED]

    @cached_property
    def _matched(self) -> list[AreaPlace]:
        """The records that have the typed name, the most likely first."""
        if not self.place:
            return []
        for key in postcode_keys(self.place):
            of_key = [
                place
                for place in self.places
                if place.kind == AreaPlace.Kind.POSTCODE
                and key in (name.upper() for name in place.names)
            ]
            if of_key:
                return of_key
        if not (key := key_of(self.place)):
            return []
        hint = hint_of(self.place)
        named = [
            place
            for place in self.places
            if place.kind != AreaPlace.Kind.POSTCODE and key in map(key_of, place.names)
        ]
        return sorted(
            named,
            key=lambda place: (
                hint is None or place.kind != hint.value,
                LIKELIEST_FIRST.index(place.kind),
            ),
        )

    def _areas_of_places(self) -> dict[int, Candidate]:
        """The Areas of what was typed: as the name of an Area, then as a court, force or place."""
        found: dict[int, Candidate] = {}

        def add(area: KnownTerm | None) -> Candidate | None:
            if area is None or area.closed:
                return None
            return found.setdefault(area.pk, Candidate(area, self.areas.names[area.pk]))

        # Of digits alone, an old number of an Area would be found.
        if not hint_of(self.place) and not self.place.isdecimal():
            add(self._find(self.place))
        most = max((len(place.area_names) for place in self._matched), default=0)
        for rank in range(most):
            for place in self._matched:
                for name in place.area_names[rank : rank + 1]:
                    if candidate := add(self._find(name)):
                        candidate.places.append(place)
        return found

    def _find(self, asked: str) -> KnownTerm | None:
        """The Area by its address, its name, or what it was called before."""
        if not (slug := slugify(asked)):
            return None
        return self.areas.by_slug.get(slug) or self.areas.by_former_name.get(slug)


def label_of(place: AreaPlace) -> str:
    """The name of a place in the reader's language."""
    in_welsh = (get_language() or "").startswith("cy")
    return (in_welsh and place.welsh_name) or place.name


def all_places() -> list[AreaPlace]:
    """Every court, force and place: one query."""
    return list(AreaPlace.objects.all())


def _printable(text: str, longest: int = LONGEST_ECHO) -> str:
    """What somebody wrote, as it can stand in a field or in an error message."""
    return "".join(letter if letter.isprintable() else "?" for letter in text[:longest])
