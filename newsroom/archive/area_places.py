"""Courts, police forces and places, and the Areas of the CPS to which each belongs.

The only place where this is kept. The finder of press desks answers from these records, and search
takes the names of forces and counties from them.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from newsroom.archive.terms import KnownTerm, Query
from newsroom.former_names import lines_of


class AreaPlace(models.Model):
    """A court, police force, county, town or postcode area, and its Areas by likelihood."""

    class Kind(models.TextChoices):
        COURT = "court", _("Court")
        FORCE = "force", _("Police force")
        BODY = "body", _("National body")
        COUNTY = "county", _("County")
        TOWN = "town", _("Town")
        POSTCODE = "postcode", _("Postcode area")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    name = models.CharField(
        _("name"),
        max_length=100,
        help_text=_(
            "For example Leeds Crown Court, or Kent Police. Of a postcode, the letters at its "
            "beginning, for example LS; or the first half, for example LS29, if it differs."
        ),
    )
    welsh_name = models.CharField(
        _("name in Welsh"),
        max_length=100,
        blank=True,
        help_text=_("For example Llys y Goron Caerdydd. It is shown on pages in Welsh."),
    )
    aliases = models.TextField(
        _("other names"),
        blank=True,
        help_text=_(
            "One on each line, for example Old Bailey. Capitals, accents and hyphens do not "
            "matter, nor do the words Crown Court and Police."
        ),
    )
    areas = models.TextField(
        _("Areas"),
        blank=True,
        help_text=_("One on each line, the most likely first, for example South East."),
    )
    note = models.CharField(
        _("note"),
        max_length=200,
        blank=True,
        help_text=_("What a journalist should know, for example: It works in all of England."),
    )

    class Meta:
        ordering = ["name", "kind"]
        verbose_name = _("court, force or place")
        verbose_name_plural = _("courts, forces and places")

    def __str__(self) -> str:
        return self.name

    @property
    def names(self) -> list[str]:
        """All names: the English one, the Welsh one and the others."""
        return [name for name in (self.name, self.welsh_name, *lines_of(self.aliases)) if name]

    @property
    def area_names(self) -> list[str]:
        """The Areas as they are written here, the most likely first."""
        return lines_of(self.areas)


SEARCHED = (AreaPlace.Kind.FORCE, AreaPlace.Kind.COUNTY, AreaPlace.Kind.BODY)
"""The kinds whose names search knows. A court's or a town's would find its whole Area."""
FINDS_AREAS = (AreaPlace.Kind.FORCE, AreaPlace.Kind.COUNTY)
"""The kinds whose names find what is under their Areas, too."""

PLACE_ROWS = "place"
STORED_PLACES: Query = (
    f"SELECT '{PLACE_ROWS}', id, kind, name || %s || welsh_name || %s || aliases, FALSE,"
    f" CAST(NULL AS INTEGER), areas, '' FROM {AreaPlace._meta.db_table} WHERE kind IN (%s, %s, %s)",
    ["\n", "\n", *(kind.value for kind in SEARCHED)],
)
"""A query of these names, which is sent together with that of terms: see `read_terms`."""


def forms_and_finds(place: KnownTerm) -> tuple[str, str]:
    """What a row of this query says to search, in the two texts of a stored synonym."""
    finds = lines_of(place.aliases) if place.slug in FINDS_AREAS else []
    return place.name, "\n".join(f"CPS {area}" for area in finds)
