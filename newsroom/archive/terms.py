"""The archive's vocabulary as one reader knows it: terms by slug, by id and by name."""

from functools import cached_property

from django.utils.text import slugify

from newsroom.taxonomy import Area, CrimeType, Term, in_default_language, names_for_reader


class Terms:
    """The terms of one filter: by slug for the address, by id for the index.

    Two queries in another language than the default one, else one.
    """

    def __init__(self, model: type[Term]) -> None:
        terms = list(model._default_manager.filter(in_default_language()))
        self.names = names_for_reader(model, terms)
        terms.sort(key=lambda term: self.names[term.pk].casefold())
        self.by_slug = {term.slug: term for term in terms}
        self.by_id = {term.pk: term for term in terms}

    def name(self, slug: str) -> str:
        """What the reader calls the term with this slug."""
        return self.names[self.by_slug[slug].pk]

    @cached_property
    def by_former_name(self) -> dict[str, Term]:
        """Terms by every other value an address may hold: old numbers, former and other names."""
        former = {}
        for term in self.by_slug.values():
            for name in term.former_names:
                former[slugify(name)] = term
            if term.legacy_id is not None:
                former[str(term.legacy_id)] = term
        return former


class Vocabulary:
    """All terms there are, read once for a page however many items it shows."""

    def __init__(self) -> None:
        self.crime_types, self.areas = Terms(CrimeType), Terms(Area)

    def of(self, parameter: str) -> Terms:
        """The terms that a parameter of the archive's address chooses from."""
        return {"crime_type": self.crime_types, "area": self.areas}[parameter]
