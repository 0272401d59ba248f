"""Full-text search: PostgreSQL in production, SQLite FTS5 in a quick local installation.

Each database has its own index of `ArchiveText`: a generated `tsvector` column with a GIN index, or
an FTS5 table updated by triggers (see the migration). This module has the expression that queries
the index, and the query that highlights matches.
"""

import re
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

MAX_LENGTH = 200
MAX_WORDS = 25

# No text contains these two control characters (see `plain`), so they can delimit a match.
START, STOP = "\x01", "\x02"
TEXT_TABLE = "newsroom_archivetext"
FTS_TABLE = "newsroom_archivewords"


def too_long(words: str) -> bool:
    """Whether a search exceeds the maximum number of characters or words."""
    return len(words) > MAX_LENGTH or len(words.split()) > MAX_WORDS


def plain(words: str) -> str:
    """The search without control characters and redundant spaces."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f]+", " ", words).split())


def config(language: str) -> str:
    """The text search configuration. PostgreSQL has none for Welsh, so Welsh is not stemmed."""
    return "english" if language.startswith("en") else "simple"


def fts5_query(words: str) -> str:
    """The search in FTS5 syntax: all words, "phrases" in order, and none of the -excluded words.

    Empty if it has no word to search for.
    """
    found: list[str] = []
    excluded: list[str] = []
    for minus, phrase, word in re.findall(r'(?<!\S)(-?)(?:"([^"]*)"?|(\S+))', words):
        term = " ".join(re.findall(r"\w+", phrase or word))
        if term:
            (excluded if minus else found).append(f'"{term}"')
    if not found:
        return ""
    return " NOT ".join([" AND ".join(found), *excluded])


def matching(words: str, language: str) -> tuple[str, list[str]]:
    """The ids of the items that have these words, as SQL of one column `item_id`."""
    if not (query := fts5_query(words)):
        return f"SELECT item_id FROM {TEXT_TABLE} WHERE 1 = 0", []
    if connection.vendor == "postgresql":
        return (
            f"SELECT item_id FROM {TEXT_TABLE}"
            " WHERE vector @@ websearch_to_tsquery(%s::regconfig, %s)",
            [config(language), words],
        )
    return f"SELECT rowid AS item_id FROM {FTS_TABLE} WHERE {FTS_TABLE} MATCH %s", [query]


class Matches(Func):
    """Whether the item with this id matches: `entries.filter(Matches("item_id", ...))`."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, item_id: str, words: str, language: str) -> None:
        self.words, self.language = words, language
        super().__init__(F(item_id))

    def as_sql(self, compiler: Any, *args: Any, **context: Any) -> Any:
        item, item_params = compiler.compile(self.source_expressions[0])
        subquery, params = matching(self.words, self.language)
        return f"{item} IN ({subquery})", [*item_params, *params]


def teasers(item_ids: Iterable[int], words: str, language: str) -> dict[int, SafeString]:
    """The teaser of each item, or a passage of its text, with matches in `<mark>`, as safe HTML."""
    ids = list(item_ids)
    if not ids:
        return {}
    slots = ", ".join(["%s"] * len(ids))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            ask = "websearch_to_tsquery(%s::regconfig, %s)"
            marks = f"StartSel={START}, StopSel={STOP}"
            cursor.execute(
                f"SELECT item_id, ts_headline(%s::regconfig, teaser, {ask}, %s),"
                f" ts_headline(%s::regconfig, body, {ask}, %s)"
                f" FROM {TEXT_TABLE} WHERE item_id IN ({slots})",
                [
                    *(config(language), config(language), words, f"{marks}, HighlightAll=true"),
                    *(config(language), config(language), words),
                    f"{marks}, MinWords=20, MaxWords=35",
                    *ids,
                ],
            )
        else:
            cursor.execute(
                f"SELECT rowid, highlight({FTS_TABLE}, 1, %s, %s),"
                f" snippet({FTS_TABLE}, 2, %s, %s, '…', 35)"
                f" FROM {FTS_TABLE} WHERE {FTS_TABLE} MATCH %s AND rowid IN ({slots})",
                [START, STOP, START, STOP, fts5_query(words), *ids],
            )
        return {item_id: _marked(*texts) for item_id, *texts in cursor.fetchall()}


def _marked(teaser: str, passage: str) -> SafeString:
    """The highlighted teaser, or a passage if only the body matches. Both texts are escaped here.

    Only one paragraph of a passage is shown, because two joined paragraphs could be misleading.
    """
    text = teaser
    if START not in teaser:
        text = next((part for part in passage.split("\n\n") if START in part), teaser)
    html = escape(text).replace(START, "<mark>").replace(STOP, "</mark>")
    return mark_safe(html)  # noqa: S308 - escaped above
