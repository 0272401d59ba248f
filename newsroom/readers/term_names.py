"""The names of a page's crime types, Areas and speaker, in the reader's language; one query."""

from collections.abc import Sequence

from newsroom.archive.result import Link
from newsroom.archive.terms import KnownTerm, Terms, read_terms

SPEAKER = "speaker"
ONE_SPEAKER = """
    SELECT 'speaker', id, slug, name, FALSE, NULL, '', '' FROM newsroom_person WHERE id = %s
"""


class TermNames:
    """Looks up the names of terms, and of a speaker."""

    def __init__(
        self, *, crime_types: Sequence[int], areas: Sequence[int], speaker: int | None = None
    ) -> None:
        people = [] if speaker is None else [(ONE_SPEAKER, [speaker])]
        self._rows = read_terms({"crime_type": crime_types, "area": areas}, *people)

    def links(self, parameter: str, archive_url: str) -> list[Link]:
        """Links to the archive filtered by each of the terms, ordered by name."""
        terms = Terms(self._rows.get(parameter, ())).by_id.values()
        return [
            Link(term.name, f"{archive_url}?{parameter}={term.slug}", term.language)
            for term in terms
        ]

    def first(self, parameter: str) -> int | None:
        """The id of the term whose name comes first."""
        return next(iter(Terms(self._rows.get(parameter, ())).by_id), None)

    @property
    def speaker(self) -> KnownTerm | None:
        """The speaker's slug and name."""
        return next(iter(self._rows.get(SPEAKER, ())), None)
