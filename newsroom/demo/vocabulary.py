"""Words for invented news: corpora in `words/*.toml`, and a voice that speaks them.

A corpus is a table of rules; a rule is a list of phrases. In a phrase `[rule]` stands for one
phrase of that rule, drawn by lot, and `{fact}` for something known of this item; a capital
letter, `[Rule]` or `{Fact}`, begins a sentence.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

WORDS = Path(__file__).parent / "words"

_SLOT = re.compile(r"\[([A-Za-z_]+)\]|\{([A-Za-z_]+)\}")
_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


@cache
def corpus(name: str) -> dict[str, Any]:
    """The words of one file, for example "names" or "crimes/terrorism"."""
    return tomllib.loads((WORDS / f"{name}.toml").read_text(encoding="utf-8"))


class Voice:
    """Says phrases of its rules about its facts; the same lots give the same words."""

    def __init__(
        self, lots: Random, rules: Mapping[str, Sequence[str]], facts: Mapping[str, str]
    ) -> None:
        self.lots = lots
        self.rules = rules
        self.facts = dict(facts)

    def say(self, phrase: str) -> str:
        """The phrase with every slot filled."""
        return _SLOT.sub(self._fill, phrase)

    def one(self, rule: str) -> str:
        """One phrase of a rule, said."""
        return self.say(self.lots.choice(self.rules[rule]))

    def some(self, rule: str, count: int) -> list[str]:
        """Different phrases of a rule, said; fewer when it has not so many."""
        phrases = self.rules[rule]
        return [self.say(phrase) for phrase in self.lots.sample(phrases, min(count, len(phrases)))]

    def _fill(self, slot: re.Match[str]) -> str:
        rule, fact = slot.groups()
        name = rule or fact
        key = name[0].lower() + name[1:]
        words = self.one(key) if rule else self.facts[key]
        return words if key == name else capitalised(words)


def capitalised(words: str) -> str:
    """The words as they begin a sentence."""
    start = 1 if words[:1] in "“‘" else 0
    return words[: start + 1].upper() + words[start + 1 :]


def number(count: int) -> str:
    """Nought to nine in words, as the newsroom's style has it."""
    return _NUMBERS[count] if 0 < count < len(_NUMBERS) else f"{count:,}"


def plural(count: int, thing: str) -> str:
    """For example "one month", "six months"."""
    return f"{number(count)} {thing}" + ("" if count == 1 else "s")


def listed(names: Sequence[str]) -> str:
    """Names as a sentence lists them."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def with_article(words: str) -> str:
    """ "an 18-year-old man", "a 19-year-old woman"."""
    vowel = words[0].lower() in "aeiou" or re.match(r"(?:8\d?|11|18)\b", words)
    return f"{'an' if vowel else 'a'} {words}"


def length_of_sentence(months: int) -> str:
    """A prison sentence as a court pronounces it."""
    if months < 24 and months != 12:
        return plural(months, "month")
    years, rest = divmod(months, 12)
    whole = plural(years, "year")
    return f"{whole} and {plural(rest, 'month')}" if rest else whole


def sentence_as_adjective(months: int) -> str:
    """For example "seven-year" or "18-month"; a headline leaves the odd months out."""
    if months < 24:
        return f"{number(months)}-month"
    return f"{number(months // 12)}-year"
