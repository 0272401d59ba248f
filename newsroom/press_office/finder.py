""" "Which desk do I ring?": an Area is chosen, and the desks that answer for it are named."""

from django import forms
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from newsroom.archive.terms import KnownTerm, Terms
from newsroom.press_office.desks import Desk

LONGEST_ECHO = 60


class AreaForm(forms.Form):
    """The choice of an Area."""

    ERRORS = {
        "required": _("Choose an Area."),
        "invalid_choice": _("There is no Area “%(value)s”. Choose one from the list."),
    }

    def __init__(self, asked: str | None, areas: Terms) -> None:
        super().__init__(None if asked is None else {"area": _printable(asked)})
        choices = [(slug, areas.name(slug)) for slug in areas.by_slug]
        self.fields["area"] = forms.ChoiceField(choices=choices, error_messages=self.ERRORS)


class DeskFinder:
    """What was asked, and the desks to ring. `asked` is what stands in the address."""

    def __init__(self, asked: str | None, areas: Terms, desks: list[Desk]) -> None:
        self.areas, self.desks = areas, desks
        self.area = self._find(asked or "")
        self.better_address = self.area.slug if self.area and self.area.slug != asked else ""
        self.form = AreaForm(asked, areas)
        self.has_moved = areas.is_former_slug(asked or "")
        """Whether the Area had this address before."""

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
    def area_name(self) -> str:
        """The chosen Area as the reader knows it."""
        return self.areas.names[self.area.pk] if self.area else ""

    @cached_property
    def own(self) -> list[Desk]:
        """The desks of the chosen Area itself."""
        if self.area is None:
            return []
        return [
            desk
            for desk in self.desks
            if desk.contact.area_id == self.area.pk and not desk.contact.in_welsh
        ]

    @property
    def instead(self) -> list[Desk]:
        """The press office, for an Area that has no desk of its own."""
        if self.area is None or self.own:
            return []
        return [desk for desk in self.desks if desk.is_national][:1]

    @property
    def found(self) -> list[Desk]:
        """Whom to ring: the Area's desk or the press office, and in Welsh whatever the Area."""
        in_welsh = [desk for desk in self.desks if desk.contact.in_welsh] if self.area else []
        return [*self.own, *self.instead, *in_welsh]

    def _find(self, asked: str) -> KnownTerm | None:
        """The Area by its address, its name, or what it was called before."""
        if not (slug := slugify(asked)):
            return None
        return self.areas.by_slug.get(slug) or self.areas.by_former_name.get(slug)


def _printable(text: str) -> str:
    """What somebody wrote, as it can stand in an error message."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)[:LONGEST_ECHO]
