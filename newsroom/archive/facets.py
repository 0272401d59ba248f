"""The filters of the archive: every value in constant order, with the number of its items."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from newsroom.archive.address import Address
from newsroom.archive.filters import ArchiveFilter
from newsroom.archive.index import Kind
from newsroom.archive.selection import Facet as FacetName
from newsroom.archive.terms import Terms

type Counts = Callable[[FacetName], Counter[int | str] | None]
"""Returns the number of items for each value of a filter; None if they were not counted."""


@dataclass(frozen=True)
class Option:
    """One value of a filter. `count` is None if the items were not counted."""

    value: str
    label: str
    count: int | None
    selected: bool
    language: str = ""
    """The language of the label, if it is not that of the page."""


# Rendered in Python: a page has about sixty options, and a template takes ten times as long.
OPTION = """<div class="govuk-checkboxes__item">
<input class="govuk-checkboxes__input" type="checkbox" id="{id}" name="{name}" value="{value}"
{checked}>
<label class="govuk-label govuk-checkboxes__label" for="{id}">{label}{count}</label>
</div>
"""
IN_LANGUAGE = '<span lang="{}">{}</span>'
COUNT = ' <span class="facet__count">({}<span class="govuk-visually-hidden"> {}</span>)</span>'


@dataclass(frozen=True)
class Facet:
    """One filter with its options."""

    name: str
    legend: str
    options: list[Option]

    @property
    def selected(self) -> list[Option]:
        return [option for option in self.options if option.selected]

    @property
    def html(self) -> SafeString:
        """The HTML of a checkbox for each option."""
        items = escape(_("items"))
        rendered = (
            OPTION.format(
                id=f"{self.name}-{escape(option.value)}",
                name=self.name,
                value=escape(option.value),
                checked="checked" if option.selected else "",
                label=_label(option),
                count="" if option.count is None else COUNT.format(option.count, items),
            )
            for option in self.options
        )
        return mark_safe("".join(rendered))  # noqa: S308 - escaped above


def _label(option: Option) -> str:
    label = escape(option.label)
    return IN_LANGUAGE.format(option.language, label) if option.language else label


def offered(
    filters: ArchiveFilter, address: Address
) -> dict[FacetName, list[tuple[Any, str, str]]]:
    """Key, slug and label of each value. A closed term is included only if it is selected."""

    def terms_of(name: FacetName, terms: Terms) -> list[tuple[Any, str, str]]:
        chosen = address.values(name)
        return [
            (term.pk, term.slug, term.name)
            for term in terms.by_slug.values()
            if term.slug in chosen or not term.closed
        ]

    return {
        "crime_type": terms_of("crime_type", filters.crime_types),
        "area": terms_of("area", filters.areas),
        "kind": [(kind.value, kind.value, str(kind.label)) for kind in Kind],
    }


def facets(filters: ArchiveFilter, address: Address, counts: Counts) -> list[Facet]:
    """The three filters, with the number of items for each value."""
    legends: dict[FacetName, str] = {
        "crime_type": _("Crime type"),
        "area": _("Area"),
        "kind": _("Kind"),
    }
    terms = {"crime_type": filters.crime_types.by_slug, "area": filters.areas.by_slug}
    shown = []
    for name, values in offered(filters, address).items():
        found = counts(name)
        chosen = address.values(name)
        options = [
            Option(
                slug,
                label,
                None if found is None else found[key],
                slug in chosen,
                terms[name][slug].language if name in terms else "",
            )
            for key, slug, label in values
        ]
        shown.append(Facet(name, legends[name], options))
    return shown


def uncounted(name: FacetName) -> None:
    """A `Counts` function for pages without results, where nothing is counted."""
