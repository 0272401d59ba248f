"""Marks what a search found in the headline and the teaser of an item, or in a passage of its text.

The words are marked in the text as written, by the places of the folded ones, for the few items of
one page.
"""

from collections.abc import Iterable, Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from newsroom.archive.index import ArchiveText
from newsroom.archive.search_query import Phrase, SearchQuery
from newsroom.archive.search_words import joined, located, stems
from newsroom.rows import rows, slots

BEFORE, AFTER = 60, 140
"""So many characters of a long passage are shown around the first match."""


def teasers(item_ids: Iterable[int], query: SearchQuery, language: str) -> dict[int, SafeString]:
    """The teaser of each item, or a passage of its text, with matches in `<mark>`, as safe HTML."""
    ids = list(item_ids)
    if not ids:
        return {}
    columns = ("item_id", "teaser", "body")
    found = rows(ArchiveText, columns, f"item_id IN ({slots(ids)})", ids)
    phrases = _phrases(query)
    return {item: marked(teaser, body, phrases, language) for item, teaser, body in found}


def headlines(titles: Iterable[str], query: SearchQuery, language: str) -> list[SafeString]:
    """Each headline with its matches in `<mark>`, as safe HTML."""
    phrases = _phrases(query)
    return [_html(title, _places(title, phrases, language)) for title in titles]


def _phrases(query: SearchQuery) -> list[Phrase]:
    return list(
        dict.fromkeys(
            phrase for term in query.terms for each in term.alternatives for phrase in each
        )
    )


def marked(teaser: str, body: str, phrases: list[Phrase], language: str) -> SafeString:
    """The teaser with its matches, or else the paragraph of the body with the most of them.

    Only one paragraph is shown, because two joined paragraphs could be misleading.
    """
    if found := _places(teaser, phrases, language):
        return _html(teaser, found)
    paragraphs = body.split("\n\n")
    best = max(paragraphs, key=lambda text: _number_found(text, phrases, language))
    found = _places(best, phrases, language)
    return _html(*_cut(best, found)) if found else _html(teaser, [])


def _number_found(text: str, phrases: list[Phrase], language: str) -> int:
    words = f" {' '.join(stems(text, language))} "
    compounds = set(joined(text, language))
    return sum(
        f" {' '.join(phrase)} " in words or (len(phrase) == 1 and phrase[0] in compounds)
        for phrase in phrases
    )


def _places(text: str, phrases: list[Phrase], language: str) -> list[tuple[int, int]]:
    """Where the phrases stand in a text: start and end of each word, in order, without overlaps."""
    if not _number_found(text, phrases, language):
        return []
    words, compounds = located(text, language)
    found = {(word.start, word.end) for word in compounds if (word.text,) in phrases}
    for phrase in phrases:
        for at in range(len(words) - len(phrase) + 1):
            here = words[at : at + len(phrase)]
            if tuple(word.text for word in here) == phrase:
                found |= {(word.start, word.end) for word in here}
    return list(_without_overlaps(sorted(found, key=lambda place: (place[0], -place[1]))))


def _without_overlaps(places: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    reached = 0
    for start, end in places:
        if start >= reached:
            yield start, end
            reached = end


def _cut(text: str, places: list[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """Whole words around the first match, with an ellipsis where something was left out."""
    first = places[0][0]
    start = 0 if first <= BEFORE else text.rfind(" ", 0, first - BEFORE) + 1
    end = len(text)
    if end > first + AFTER:
        space = text.rfind(" ", places[0][1], first + AFTER)
        end = max(space, places[0][1])
    before = "…" if start else ""
    after = "…" if end < len(text) else ""
    shift = len(before) - start
    kept = [(a + shift, b + shift) for a, b in places if b <= end]
    return f"{before}{text[start:end]}{after}", kept


def _html(text: str, places: list[tuple[int, int]]) -> SafeString:
    parts: list[str] = []
    reached = 0
    for start, end in places:
        parts.append(escape(text[reached:start]))
        parts.append(f"<mark>{escape(text[start:end])}</mark>")
        reached = end
    parts.append(escape(text[reached:]))
    return mark_safe("".join(parts))  # noqa: S308 - escaped above
