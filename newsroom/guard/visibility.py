"""The one answer to "is this public?", asked by everything that shows a page."""

import re
from datetime import datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone
from wagtail.query import PageQuerySet


class PublishedQuerySet(PageQuerySet):
    """Pages, with the question every outlet must ask."""

    def published(self) -> "PublishedQuerySet":
        """Only what any reader may see at this moment.

        All of it in one query: that the gate let its words through; the clock, since a page that
        has expired stays live until a timer has run, and one may be written live before its embargo
        ends; the view restrictions of the page and of all above it; and the courts' orders about
        it, its case or what it is an alias of, from their very second on.
        """
        now = timezone.now()
        begun = models.Q(go_live_at__isnull=True) | models.Q(go_live_at__lte=now)
        not_expired = models.Q(expire_at__isnull=True) | models.Q(expire_at__gt=now)
        return self.live().filter(_passed(), begun, not_expired, ~_restricted(), ~_withheld(now))


def _passed() -> "_Condition":
    """That the gate let the page's words through."""
    return _Condition("EXISTS (SELECT 1 FROM [GatePass] WHERE page_id = {pk})", pk=models.F("pk"))


def _restricted() -> "_Condition":
    """That the page, or one above it, is for some readers only."""
    # A page's path begins with the paths of all above it. Those that are closed are few, and read
    # once: as a join, PostgreSQL read all pages for each page after many had come at once.
    return _Condition(
        """EXISTS (
            WITH closed AS MATERIALIZED (
                SELECT above.path FROM [PageViewRestriction] for_some
                JOIN [Page] above ON above.id = for_some.page_id
            )
            SELECT 1 FROM closed WHERE substr({path}, 1, length(closed.path)) = closed.path
        )""",
        path=models.F("path"),
    )


def _withheld(now: datetime) -> "_Condition":
    """That an order lets nothing be published about the page or its case, in any language.

    Nor about the page that it is an alias of.
    """
    about = """
        SELECT named.translation_key FROM [ReportingRestriction] made
        JOIN [ReportingRestriction.pages] bound ON bound.reportingrestriction_id = made.id
        JOIN [Page] named ON named.id = bound.page_id
        WHERE made.effect = 'everything' AND made.starts_at <= {now}
            AND (made.ends_at IS NULL OR made.ends_at > {now})
            AND (made.ended_at IS NULL OR made.ended_at > {now})
    """
    return _Condition(
        f"""({{key}} IN ({about}) OR EXISTS (
            SELECT 1 FROM [Page] source
            WHERE source.id = {{alias_of}} AND source.translation_key IN ({about})
        ) OR {{pk}} IN (
            SELECT item.page_ptr_id FROM [NewsItemPage] item
            JOIN [Page] of_case ON of_case.id = item.case_id
            WHERE of_case.translation_key IN ({about})
        ))""",
        key=models.F("translation_key"),
        alias_of=models.F("alias_of_id"),
        pk=models.F("pk"),
        now=models.Value(now, output_field=models.DateTimeField()),
    )


class _Condition(models.Func):
    """A condition in SQL: `{name}` stands for an expression, `[Model]` for its table.

    Every list of pages is built with these, several times a request. From querysets Django needs
    a millisecond for each, which is more than the database needs for the whole.
    """

    output_field = models.BooleanField()

    def __init__(self, words: str, **expressions: Any) -> None:
        super().__init__(*expressions.values())
        self.words, self.names = words, tuple(expressions)

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> Any:
        """The condition in the outer query's terms, which may call its tables otherwise."""
        parts = zip(self.names, self.get_source_expressions(), strict=True)
        compiled = {name: compiler.compile(expression) for name, expression in parts}
        sql, params = [], []
        for number, word in enumerate(_split(self.words)):
            if number % 2:
                text, values = compiled[word]
                sql.append(text)
                params += values
            else:
                sql.append(word)
        return "".join(sql), params


@cache
def _split(words: str) -> list[str]:
    """Text and names of expressions in turn, with the tables filled in."""
    pieces = re.split(r"\[([\w.]+)\]", words)
    pieces[1::2] = [_table(name) for name in pieces[1::2]]
    return re.split(r"\{(\w+)\}", "".join(pieces))


def _table(name: str) -> str:
    model, _dot, field = name.partition(".")
    found = apps.get_model("wagtailcore" if model.startswith("Page") else "newsroom", model)
    return (found._meta.get_field(field).remote_field.through if field else found)._meta.db_table
