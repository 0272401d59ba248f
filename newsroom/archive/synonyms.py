"""Synonyms that editors keep: a form that is typed also finds the others."""

from collections.abc import Iterable
from functools import lru_cache

from django.db import models
from django.utils.translation import gettext_lazy as _

from newsroom.archive.index import Kind
from newsroom.archive.search_query import Name, Phrase, Synonym
from newsroom.archive.search_words import stems, tag
from newsroom.archive.terms import MODELS, Query, Vocabulary


class SearchSynonym(models.Model):
    """Words that mean the same to readers, whichever of them an item has."""

    forms = models.TextField(
        _("forms"),
        help_text=_(
            "One on each line, for example DPP and Director of Public Prosecutions. "
            "Whoever searches for one of them also finds the others."
        ),
    )
    finds = models.TextField(
        _("also finds"),
        blank=True,
        help_text=_(
            "One on each line, for example CPS South East for Kent. It is found too, but does not "
            "itself find the forms above."
        ),
    )

    class Meta:
        ordering = ["forms"]
        verbose_name = _("synonym for search")
        verbose_name_plural = _("synonyms for search")

    def __str__(self) -> str:
        return ", ".join(self.forms.splitlines())


ROWS = "synonym"
STORED: Query = (
    f"SELECT '{ROWS}', id, '', forms, FALSE, CAST(NULL AS INTEGER), finds, ''"
    f" FROM {SearchSynonym._meta.db_table}",
    [],
)
"""A query of all synonyms, which is sent together with that of terms: see `read_terms`."""


def synonyms(rows: Iterable[tuple[str, str]], language: str) -> list[Synonym]:
    """Stored forms and what they find, folded, and the kinds of items by their labels."""
    kinds = [
        Synonym((stems(str(kind.label), language),), ((tag("kind", kind.value),),)) for kind in Kind
    ]
    return [*kinds, *(_synonym(forms, finds, language) for forms, finds in rows)]


def names_of_terms(vocabulary: Vocabulary, language: str) -> list[Name]:
    """The names of crime types and Areas, and those that they had before."""
    return [
        _name(tag("".join(parameter.split("_")), term.pk), term.name, term.aliases, language)
        for parameter in MODELS
        for term in vocabulary.of(parameter).by_id.values()
    ]


def synonyms_of_names(names: Iterable[Name]) -> list[Synonym]:
    """Names in full, each of which finds what is tagged so."""
    return [Synonym(name.wholes, ((name.tag,),)) for name in names]


@lru_cache(maxsize=2_000)
def _name(tag_of_term: str, name: str, aliases: str, language: str) -> Name:
    phrase = stems(name, language)
    former = _lines(aliases, language)
    return Name(tag_of_term, (phrase,), (*former, phrase, (*stems("CPS", language), *phrase)))


@lru_cache(maxsize=2_000)
def _synonym(forms: str, finds: str, language: str) -> Synonym:
    return Synonym(_lines(forms, language), _lines(finds, language))


def _lines(text: str, language: str) -> tuple[Phrase, ...]:
    phrases = (stems(line, language) for line in text.splitlines())
    return tuple(phrase for phrase in phrases if phrase)
