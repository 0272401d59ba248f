"""Refuses a protected name that is a frequent word, such as the name of a court.

Protecting it would take down a large part of the newsroom, and would protect nobody.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from newsroom.documents.passages import passages
from newsroom.editions.models import Edition
from newsroom.gate.edition_words import pages_that_may_name
from newsroom.gate.name_answers import NAME_RULES, finds
from newsroom.models import ProtectedName
from newsroom.rules.facts import Name
from newsroom.rules.names.common_words import FIRST_NAMES, WORDS
from newsroom.rules.names.folding import fold

SHARE = 0.05
"""A name in at least this share of all public items is frequent."""
LEAST = 30
"""A name in fewer items is not: it may be in the news."""
LEAST_WORDS = 10
"""The same, for a name that consists of ordinary words alone."""
SAMPLE = 150
"""So many candidates are read; of more than these the number is estimated."""

_OF_THE_NEWS = frozenset(
    (
        *("county", "court", "cps", "crime", "crown", "defence", "detective", "division"),
        *("families", "high", "jury", "justice", "magistrate", "magistrates", "offence"),
        *("officer", "police", "prosecution", "prosecutor", "royal", "sentence", "service"),
        *("supreme", "trial", "tribunal", "youth"),
    )
)
"""Ordinary words of this newsroom. Those of common_words.py are surnames as well."""


@dataclass(frozen=True)
class Frequency:
    """In how many public items a name stands, out of how many."""

    items: int
    out_of: int
    is_estimate: bool = False

    def is_frequent(self, words: str) -> bool:
        """Whether these words, which stand in so many items, are too frequent for a name."""
        least = LEAST_WORDS if _are_ordinary(words) else LEAST
        return self.items >= max(least, SHARE * self.out_of)

    def reason(self, line: int = 0) -> str:
        """Why the name is refused, and what to do. `line`: where it was typed, from 1."""
        name = _("The name on line %(line)d") % {"line": line} if line else _("The name")
        counts = {"name": name, "items": f"{self.items:,}", "all": f"{self.out_of:,}"}
        if self.is_estimate:
            said = _("%(name)s is a frequent word: it stands in about %(items)s of %(all)s")
        else:
            said = _("%(name)s is a frequent word: it stands in %(items)s of %(all)s")
        rest = _(
            "public items, and the order would take all of them down. "
            "Enter the full name of the person."
        )
        return f"{said % counts} {rest}"


def frequency_of(words: str) -> Frequency:
    """In how many public items the rules find this name; an estimate if there are many."""
    items = Edition.objects.open().exclude(kind="")
    everything = items.count()
    ids = sorted(pages_that_may_name([words]))
    if len(ids) < LEAST_WORDS:
        return Frequency(len(ids), everything)
    candidates = set(items.values_list("page_id", flat=True)).intersection(ids)
    if len(candidates) < LEAST_WORDS:
        return Frequency(len(candidates), everything)
    step = max(1, len(candidates) // SAMPLE)
    sample = sorted(candidates)[::step]
    name = (Name(words, "", in_scope=False),)
    found = sum(_names(edition, name) for edition in items.filter(page_id__in=sample))
    return Frequency(round(found * len(candidates) / len(sample)), everything, step > 1)


def check_name_or_raise(instance: ProtectedName, raw: bool = False, **kwargs: Any) -> None:
    """Refuse a name that is a frequent word, whoever enters it. Receiver of `pre_save`.

    Skips fixtures (`raw`), and names that are stored already. Raises ValidationError.
    """
    if raw or instance.pk:
        return
    found = frequency_of(instance.words)
    if found.is_frequent(instance.words):
        raise ValidationError({"words": found.reason()})


def _names(edition: Edition, name: tuple[Name, ...]) -> bool:
    read = passages(edition.as_document())
    return any(finds(rule, read, name) for rule in NAME_RULES)


def _are_ordinary(words: str) -> bool:
    parts = fold(words).lower().replace("'", "").split()
    return all(part in _OF_THE_NEWS or part in WORDS - FIRST_NAMES for part in parts)
