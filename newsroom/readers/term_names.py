"""Crime types, Areas and a speaker by name, as one reader knows them: one query for a page."""

from collections.abc import Sequence

from newsroom.archive.result import Link
from newsroom.archive.terms import KnownTerm, Terms, read_terms

SPEAKER = "speaker"
ONE_SPEAKER = "SELECT 'speaker', id, slug, name, FALSE, NULL, '' FROM newsroom_person WHERE id = %s"


class TermNames:
    """The names of these terms, and of a speaker."""

    def __init__(
        self, *, crime_types: Sequence[int], areas: Sequence[int], speaker: int | None = None
    ) -> None:
        people = [] if speaker is None else [(ONE_SPEAKER, [speaker])]
        self._rows = read_terms({"crime_type": crime_types, "area": areas}, *people)

    def links(self, parameter: str, archive_url: str) -> list[Link]:
        """The archive under each of these terms, in the order of their names."""
        terms = Terms(self._rows.get(parameter, ())).by_id.values()
        return [Link(term.name, f"{archive_url}?{parameter}={term.slug}") for term in terms]

    def first(self, parameter: str) -> int | None:
        """The id of the first of these terms by name."""
        return next(iter(Terms(self._rows.get(parameter, ())).by_id), None)

    @property
    def speaker(self) -> KnownTerm | None:
        """The speaker's part of an address, and the name."""
        return next(iter(self._rows.get(SPEAKER, ())), None)
